package orgsql_test

import (
	"testing"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/org/orgtest"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreSQLite(t *testing.T) {
	t.Parallel()
	orgtest.Suite(t, func(t *testing.T) org.Store { return newStore(dbtest.SQLite(t)) })
}

func TestStorePostgres(t *testing.T) {
	t.Parallel()
	orgtest.Suite(t, func(t *testing.T) org.Store { return newStore(dbtest.Postgres(t)) })
}

func TestEveryChangeLeavesItsAuditEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		p := orgtest.NewProvince(t, newStore(db))
		before := entries(t, db)
		if err := p.Service.EndPost(t.Context(), p.Admin, p.LeaderPost.ID, p.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := p.Service.EndPost(t.Context(), p.Clerk, p.DeputyPost.ID, p.Clock.Now()); err == nil {
			t.Fatal("a clerk ended a post")
		}
		if got := entries(t, db) - before; got != 1 {
			t.Errorf("%d new audit entries, want 1", got)
		}
	})
}

func newStore(db *sqldb.DB) *orgsql.Store {
	return orgsql.New(db, auditsql.New(db, nil, nil).Append, nil)
}

func entries(t *testing.T, db *sqldb.DB) (n int) {
	t.Helper()
	if err := db.Reader().QueryRowContext(t.Context(), "select count(*) from audit_entry").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
