package archivesql_test

import (
	"context"
	"testing"

	"antin/internal/domain/archive"
	"antin/internal/domain/archive/archivesql"
	"antin/internal/domain/archive/archivetest"
	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	archivetest.Suite(t, func(t *testing.T) (document.Store, archive.Store) { return newStores(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	archivetest.Suite(t, func(t *testing.T) (document.Store, archive.Store) { return newStores(dbtest.Postgres(t)) })
}

func newStores(db *sqldb.DB) (document.Store, archive.Store) {
	log := auditsql.New(db, nil, nil)
	emit := func(context.Context, *sqldb.Tx, event.Event) error { return nil }
	return documentsql.New(db, log.Append, emit), archivesql.New(db, log.Append)
}
