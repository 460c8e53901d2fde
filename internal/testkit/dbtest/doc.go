// Package dbtest runs a test on every engine, each time on a database of its
// own with the newest schema. There is no other way to test a store.
//
//	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) { … })
//
// SQLite lives in a temporary folder. PostgreSQL is found by
// ANTIN_TEST_POSTGRES, the address of a server on which databases may be
// created ("tools/pg-start DIR" prints one). Without it that half is skipped on
// a laptop, and is an error where CI or ANTIN_TEST_ALL is set.
package dbtest
