// Package render asks poppler what is printed on the pages of a PDF: words with
// their boxes, page pictures, and the number of pages.
//
// The first call is New, then Words, PagePNG or Info with the path of a file;
// Stash makes such a file of a reader. Every call is one child process with a
// limit on time, processor seconds, memory and output, without a shell in
// between that sees names of files; only a few run at once. Without poppler
// every call is refused with fault.Unready. Pictures are not kept here: the
// caller caches them.
package render
