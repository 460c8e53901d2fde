package registersql_test

import (
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql"
	"antin/internal/domain/register/registertest"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	registertest.Suite(t, newStore(dbtest.SQLite(t)))
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	registertest.Suite(t, newStore(dbtest.Postgres(t)))
}

func newStore(db *sqldb.DB) register.Store {
	return registersql.New(db, auditsql.New(db, nil, nil).Append)
}
