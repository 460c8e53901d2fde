// Package schema holds the tables of every subject in one number line, because
// foreign keys cross subjects, and brings a database up to them.
//
// The first call is Migrate. A file NNNN_name.sql in this folder is one text
// for both engines; where they must differ, sqlite/NNNN_name.sql and
// postgres/NNNN_name.sql stand in its place, and query generation does not see
// them. Migrations only go forward; a change that removes something expands
// first and contracts in a later release. Before a SQLite file that holds
// anything is changed, a copy of it is put beside it.
package schema
