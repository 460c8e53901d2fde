// Package formsql keeps changed templates and the record of files made from
// forms in the database.
//
// New gives the form.Store; formtest.Suite says what it promises, on SQLite and
// on PostgreSQL. It decides nothing: rules are in form.
package formsql
