// Package auditsql keeps the audit log in the database.
//
// The first call is New; stores get Log.Append as a function and call it last
// in their transactions. Log.Run writes signed heads to a file beside the
// database after commits, Log.Head gives the newest one for a receipt, and
// Check recomputes everything and compares it with heads from outside.
package auditsql
