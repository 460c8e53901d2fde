// Package exchangesql keeps deliveries in SQLite or PostgreSQL. New gives the
// exchange.Store; both engines run the same statements.
package exchangesql
