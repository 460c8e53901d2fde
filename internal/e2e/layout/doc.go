// Package layout grades the check of the form of documents on a set of good and
// faulty ones: each document is made from a form, spoiled by named faults, and
// listed with the findings that it must give, no more and no fewer. It has tests
// only.
package layout
