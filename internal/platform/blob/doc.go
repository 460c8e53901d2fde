// Package blob keeps files write-once in a local folder, each under its SHA-256.
//
// The first call is Open; Store.Put streams a file in and gives its hash. When
// Put or Append return, the bytes and every folder on their way are on the
// disk, so a transaction may refer to them. Putting the same bytes again does
// no harm and makes them young again for Sweep. Limits and a full disk come
// back as faults; nothing of a refused file stays.
//
// Who may read what is not decided here: hashes are not secrets, and a file is
// reached through a document that the reader may see.
package blob
