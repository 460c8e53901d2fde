// Package documenttest has what tests about documents need: Suite, which every
// document.Store must pass, and Reach, which brings a document to any state by
// the rules alone. Only tests import it.
package documenttest
