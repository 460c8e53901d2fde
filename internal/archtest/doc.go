// Package archtest holds tests about the tree itself: which floor may import
// which, where packages are documented, how long files and functions get, and
// other rules that a reviewer would otherwise repeat.
//
// There is nothing to call. Each test names the rule, and its message says
// where the rule is broken. The rules stand in ARCHITECTURE.md and
// CONTRIBUTING.md.
package archtest
