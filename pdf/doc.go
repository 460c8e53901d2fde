// Package pdf reads PDF files without losing their history, and adds to them
// without touching a byte that is already there.
//
// Begin with [Open]. A file is a list of revisions ([File.Revisions]), oldest
// first; each is parsed on its own from its own startxref, as a reader would
// have seen it on the day it was the last one. Everything is read when asked
// for, through [io.ReaderAt]; a file of 50 MB costs a few kilobytes to open.
// To add to a file, take [File.NewUpdate], set objects, and append the bytes
// of [Update.Tail].
//
// The package knows nothing of signatures. It does promise what a verifier of
// signatures needs: the extent in bytes of every object and of every value in
// a dictionary, repeated keys kept and reported, a reading by scanning
// ([Revision.Scan]) beside the reading by cross-reference table, and every
// tolerance it grants listed by [File.Tolerances].
//
// It reads with tolerances, each with a name, and writes strictly. No input
// makes it panic, loop, or take memory without bound: the limits and the
// reason of each number are in limits.go. A file that cannot be read gives a
// [MalformedError]; an error of the reader beneath comes back as it is.
//
// A File is not safe for use by several goroutines at once.
//
// It follows ISO 32000-1 and ISO 32000-2, clause 7 (syntax) and annex F
// (linearized files).
package pdf
