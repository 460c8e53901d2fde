// Package orgweb holds the pages of the organisation: the tree of agencies and
// units with their people and posts on a day, the page of each agency and
// person with its history, and the forms of every deed that changes them.
//
// New gives the module. Each deed is shown once more before it is recorded,
// with the certificates and devices that it touches.
package orgweb
