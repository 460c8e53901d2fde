// Package anchors reads a folder of trusted certificates and revocation lists
// for the commands that judge signatures.
//
//	set, err := anchors.Read(dir)
//
// Every size is bounded before reading; a certificate that this program cannot
// read is left out and hides none of the others.
package anchors
