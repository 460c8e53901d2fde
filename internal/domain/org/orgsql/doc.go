// Package orgsql keeps agencies, people, posts, roles, signing authority and
// accounts in the database.
//
// New gives the org.Store; orgtest.Suite says what it promises, on SQLite and
// on PostgreSQL. It decides nothing: rules are in org.
package orgsql
