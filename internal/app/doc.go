// Package app puts the parts together: configuration, wiring by hand from top
// to bottom, workers, start and stop, and the practice province.
//
// The first call is Open; Serve answers requests until its context ends and
// then finishes what is under way.
package app
