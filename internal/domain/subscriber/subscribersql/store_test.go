package subscribersql_test

import (
	"context"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/subscriber/subscribersql"
	"antin/internal/domain/subscriber/subscribertest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	subscribertest.Suite(t, func(t *testing.T) (org.Store, signing.Store, subscriber.Store) { return newStores(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	subscribertest.Suite(t, func(t *testing.T) (org.Store, signing.Store, subscriber.Store) { return newStores(dbtest.Postgres(t)) })
}

func newStores(db *sqldb.DB) (org.Store, signing.Store, subscriber.Store) {
	log := auditsql.New(db, nil, nil)
	quiet := func(context.Context, *sqldb.Tx, event.Event) error { return nil }
	return orgsql.New(db, log.Append, quiet), signingsql.New(db, log.Append), subscribersql.New(db, log.Append, quiet)
}
