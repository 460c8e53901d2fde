package sessionsql_test

import (
	"testing"
	"time"

	"antin/internal/platform/sessionsql"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestStoreKeepsOverwritesAndForgets(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		now := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
		store, ctx := sessionsql.New(db, func() time.Time { return now }), t.Context()
		if _, found, err := store.FindCtx(ctx, "a"); err != nil || found {
			t.Fatalf("unknown token: found %v, %v", found, err)
		}
		for _, data := range []string{"one", "\x00two\xff"} {
			if err := store.CommitCtx(ctx, "a", []byte(data), now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if got, found, err := store.FindCtx(ctx, "a"); err != nil || !found || string(got) != data {
				t.Fatalf("got %q, %v, %v; want %q", got, found, err, data)
			}
		}
		now = now.Add(time.Hour)
		if _, found, err := store.FindCtx(ctx, "a"); err != nil || found {
			t.Fatalf("expired: found %v, %v", found, err)
		}
		if err := store.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		var rows int
		if err := db.Reader().QueryRowContext(ctx, "select count(*) from http_session where token = $1", "a").Scan(&rows); err != nil || rows != 0 {
			t.Fatalf("after the sweep: %d rows, %v", rows, err)
		}
		if err := store.DeleteCtx(ctx, "never-there"); err != nil {
			t.Fatal(err)
		}
	})
}
