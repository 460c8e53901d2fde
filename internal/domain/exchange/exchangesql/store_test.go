package exchangesql_test

import (
	"context"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql"
	"antin/internal/domain/exchange"
	"antin/internal/domain/exchange/exchangesql"
	"antin/internal/domain/exchange/exchangetest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	exchangetest.Suite(t, func(t *testing.T) (document.Store, exchange.Store) { return newStores(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	exchangetest.Suite(t, func(t *testing.T) (document.Store, exchange.Store) { return newStores(dbtest.Postgres(t)) })
}

func newStores(db *sqldb.DB) (document.Store, exchange.Store) {
	log := auditsql.New(db, nil, nil)
	emit := func(context.Context, *sqldb.Tx, event.Event) error { return nil }
	return documentsql.New(db, log.Append, emit), exchangesql.New(db, log.Append, emit)
}
