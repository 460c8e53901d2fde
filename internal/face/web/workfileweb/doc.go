// Package workfileweb has the pages about work files: the files of a person and
// an agency, one file with its list of contents, the plan of the year, the desk
// of the archive, and the documents that stand in no file.
//
// The first call is New; the pages ask package workfile, which decides.
package workfileweb
