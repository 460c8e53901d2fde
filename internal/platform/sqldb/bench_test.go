package sqldb_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

// BenchmarkCommit measures transactions of one insert and one update a second:
// alone, 64 at once without sharing a commit, and 64 at once sharing.
func BenchmarkCommit(b *testing.B) {
	for _, c := range []struct {
		name           string
		clients, batch int
	}{{"sqlite-1", 1, 1}, {"sqlite-64-single", 64, 1}, {"sqlite-64-shared", 64, 64}} {
		b.Run(c.name, func(b *testing.B) {
			db, err := sqldb.Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "x.db"), sqldb.Options{MaxBatch: c.batch})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			commits(b, db, c.clients)
		})
	}
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprintf("postgres-%d", clients), func(b *testing.B) { commits(b, dbtest.Postgres(b), clients) })
	}
}

func commits(b *testing.B, db *sqldb.DB, clients int) {
	b.Helper()
	err := db.Transact(b.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.ExecContext(ctx, "create table thing (id bigint primary key, name text)"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "insert into thing (id, name) values (0, '')")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	var next atomic.Int64
	b.SetParallelism(clients) // times GOMAXPROCS; "go test -cpu 1" makes it exact
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			id := next.Add(1)
			err := db.Transact(b.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				if _, err := tx.ExecContext(ctx, "insert into thing (id, name) values ($1, $2)", id, "name"); err != nil {
					return err
				}
				_, err := tx.ExecContext(ctx, "update thing set name = $1 where id = $2", "other", id)
				return err
			})
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
}
