// Package workfilesql keeps file plans and work files in SQLite or PostgreSQL.
// The first call is New on a migrated database.
package workfilesql
