// Package signing tests the commands that write signatures, from the command
// line to the disk, against real authorities on the loopback.
package signing
