// Package signingtest has what tests about certificates need: Suite, which
// every signing.Store must pass, and Desk, a province whose leader and agency
// have practice certificates of a small authority of their own. Only tests
// import it.
package signingtest
