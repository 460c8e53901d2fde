// Package searchsql keeps the index of package search in SQL. On SQLite it is
// an FTS5 table without content, walked from the highest rowid downwards, which
// is newest first. PostgreSQL has a tsvector under a GIN index, which cannot
// order: reader terms stand there once more for each slice of 1,024 documents,
// and slices are asked newest first until enough is found; the number of slices
// grows with each turn, and what lies behind them is asked at once.
package searchsql
