//go:build !race

package pades_test

// underRace: this run is under the race detector.
const underRace = false
