// Package manual keeps the page of states in the manual equal to the tables of
// the code. Each subject owns the part between its two marks and leaves the rest
// of the page alone.
package manual
