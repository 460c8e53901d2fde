package formsql_test

import (
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/form"
	"antin/internal/domain/form/formsql"
	"antin/internal/domain/form/formtest"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	formtest.Suite(t, func(t *testing.T) form.Store { return newStore(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	formtest.Suite(t, func(t *testing.T) form.Store { return newStore(dbtest.Postgres(t)) })
}

func newStore(db *sqldb.DB) form.Store {
	return formsql.New(db, auditsql.New(db, nil, nil).Append)
}
