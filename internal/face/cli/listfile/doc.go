// Package listfile reads the list of algorithms that an office names in a file,
// for commands and for the server, and says in words what is wrong with it.
// Read is all of it.
package listfile
