// Package signcmd is the commands `antin sign`, `antin extend` and
// `antin timestamp`: one file or a folder of them, with progress, one line or
// one JSON object a file, and an exit status.
//
// The first calls are [Sign.Run], [Extend.Run] and [Timestamp.Run]. A file that
// cannot be signed is a line with the reason and does not stop the others. No
// file is ever changed or overwritten: what is written is a new file, whole or
// not at all.
//
// Keys come from a PKCS#12 file or from PEM; a password is read from a file,
// from the environment or from the terminal, never from the command line, where
// other people of the machine could see it.
package signcmd
