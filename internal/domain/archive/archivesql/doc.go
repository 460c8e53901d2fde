// Package archivesql keeps bundles of evidence in SQLite or PostgreSQL. New gives
// the archive.Store; both engines run the same statements.
package archivesql
