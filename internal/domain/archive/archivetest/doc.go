// Package archivetest has Suite, which every archive.Store must pass. Only tests
// import it.
package archivetest
