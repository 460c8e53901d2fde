// Package tasksql keeps tasks in SQLite or PostgreSQL; it passes the suite of
// package tasktest. The first call is New on a migrated database.
package tasksql
