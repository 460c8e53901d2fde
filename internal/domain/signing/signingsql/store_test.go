package signingsql_test

import (
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/domain/signing/signingtest"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	signingtest.Suite(t, func(t *testing.T) (org.Store, signing.Store) { return newStores(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	signingtest.Suite(t, func(t *testing.T) (org.Store, signing.Store) { return newStores(dbtest.Postgres(t)) })
}

func newStores(db *sqldb.DB) (org.Store, signing.Store) {
	log := auditsql.New(db, nil, nil)
	return orgsql.New(db, log.Append, nil), signingsql.New(db, log.Append)
}
