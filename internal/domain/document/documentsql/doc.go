// Package documentsql keeps documents and registers in SQLite or PostgreSQL.
// New gives the document.Store; both engines run the same statements.
package documentsql
