// Package audit is the log of every change: append-only entries in a Merkle
// tree, written in the transaction of the change itself.
//
// A service builds an Entry and its store appends it (auditsql.Log.Append) as
// the last statement of the transaction, because the head of the tree is one
// row that everybody locks. Entries hold ids and hashes, never personal text,
// so that nothing in the log ever has to be erased.
//
// The tree is that of RFC 6962 (leaf hash SHA-256(0x00 ‖ leaf), node hash
// SHA-256(0x01 ‖ left ‖ right)); a signed head is a checkpoint of three lines
// (origin, size, root in base64) as a note with an Ed25519 signature. Who holds
// a signed head can show later that something before it was changed or that
// the newest entries were cut off: heads stand in a file beside the database
// and in every delivery receipt that another agency keeps.
package audit
