// Package requesttest has the suite that every request.Store passes, on every
// engine.
package requesttest
