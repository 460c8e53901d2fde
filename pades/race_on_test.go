//go:build race

package pades_test

// underRace: this run is under the race detector, whose own memory hides what is measured.
const underRace = true
