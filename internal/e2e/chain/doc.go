// Package chain plays the orders of signing beside the usual two signatures
// through the pages, and looks at them. It has tests only.
package chain
