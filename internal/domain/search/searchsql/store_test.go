package searchsql_test

import (
	"context"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document/documentsql"
	"antin/internal/domain/search/searchsql"
	"antin/internal/domain/search/searchtest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestSearchOnSQLite(t *testing.T) {
	t.Parallel()
	searchtest.Suite(t, func(t *testing.T) *searchtest.Desk { return open(t, dbtest.SQLite(t)) })
}

func TestSearchOnPostgres(t *testing.T) {
	t.Parallel()
	searchtest.Suite(t, func(t *testing.T) *searchtest.Desk { return open(t, dbtest.Postgres(t)) })
}

func open(t *testing.T, db *sqldb.DB) *searchtest.Desk {
	log := auditsql.New(db, nil, nil).Append
	documents := documentsql.New(db, log, func(context.Context, *sqldb.Tx, event.Event) error { return nil })
	return searchtest.Open(t, documents, searchsql.New(db, log))
}
