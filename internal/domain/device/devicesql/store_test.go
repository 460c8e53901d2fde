package devicesql_test

import (
	"context"
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/device/devicesql"
	"antin/internal/domain/device/devicetest"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestRules(t *testing.T) {
	t.Parallel()
	devicetest.Rules(t, func(t testing.TB, emit func(event.Event) error) devicetest.Stores {
		return stores(dbtest.SQLite(t), emit)
	})
}

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	devicetest.Suite(t, func(t testing.TB, emit func(event.Event) error) devicetest.Stores {
		return stores(dbtest.SQLite(t), emit)
	})
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	devicetest.Suite(t, func(t testing.TB, emit func(event.Event) error) devicetest.Stores {
		return stores(dbtest.Postgres(t), emit)
	})
}

func stores(db *sqldb.DB, emit func(event.Event) error) devicetest.Stores {
	log := auditsql.New(db, nil, nil)
	none := func(context.Context, *sqldb.Tx, event.Event) error { return nil }
	return devicetest.Stores{
		People: orgsql.New(db, log.Append, none), Certificates: signingsql.New(db, log.Append),
		Devices: devicesql.New(db, log.Append, func(_ context.Context, _ *sqldb.Tx, e event.Event) error { return emit(e) }),
	}
}
