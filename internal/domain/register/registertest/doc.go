// Package registertest is the suite that every register.Store passes, told
// through the service: what stands in a register stays gapless whatever is done
// at once.
package registertest
