// Package routes sends every route of the product as every role, as those who
// stand in a relation to the document, and as nobody, and compares the answers
// with table.txt. A new route without a line fails, and a line without a route.
// It has tests only; -update rewrites the table, whose difference is reviewed.
package routes
