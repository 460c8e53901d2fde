// Package requestsql keeps requests in SQLite or PostgreSQL. New gives the
// request.Store; both engines run the same statements.
package requestsql
