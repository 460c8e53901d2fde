// Package signingsql keeps certificates, custody, practice keys and pictures in
// the database.
//
// New gives the signing.Store; signingtest.Suite says what it promises, on
// SQLite and on PostgreSQL. It decides nothing: rules are in signing.
package signingsql
