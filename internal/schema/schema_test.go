package schema_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"antin/internal/platform/sqldb"
	"antin/internal/schema"
	"antin/internal/testkit/dbtest"
)

func do(t *testing.T, db *sqldb.DB, statements ...string) {
	t.Helper()
	err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, s := range statements {
			if _, err := tx.ExecContext(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMigrateAgainDoesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		want, err := schema.Version(db.Engine())
		if err != nil {
			t.Fatal(err)
		}
		r, err := schema.Migrate(t.Context(), db, schema.Options{})
		if err != nil || r.From != want || r.To != want || r.Backup != "" {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestMigrateRefusesANewerSchema(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		do(t, db, "insert into schema_version (version_id, is_applied) values (9000, true)")
		_, err := schema.Migrate(t.Context(), db, schema.Options{})
		var newer *schema.TooNewError
		if !errors.As(err, &newer) || newer.Found != 9000 {
			t.Error(err)
		}
	})
}

func TestMigrateCopiesAFileThatHoldsSomething(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "it's data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(dir, "antin.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := schema.MigrateTo(t.Context(), db, 6); err != nil {
		t.Fatal(err)
	}
	do(t, db, "update audit_head set root = 'marked'")
	at := time.Date(2026, 3, 1, 2, 3, 4, 0, time.UTC)
	r, err := schema.Migrate(t.Context(), db, schema.Options{Now: func() time.Time { return at }})
	if err != nil || r.From != 6 || r.To < 7 || !strings.HasSuffix(r.Backup, ".20260301T020304.000Z.bak") {
		t.Fatalf("%+v %v", r, err)
	}
	copied, err := sql.Open("sqlite", "file:"+strings.ReplaceAll(r.Backup, " ", "%20")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = copied.Close() }()
	var root string
	if err := copied.QueryRow("select root from audit_head").Scan(&root); err != nil || root != "marked" {
		t.Error(root, err)
	}
	if info, err := os.Stat(r.Backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
}

func TestMigrateByManyProcessesAtOnce(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]func() string{
		"sqlite":   func() string { return "sqlite:" + filepath.Join(t.TempDir(), "x.db") },
		"postgres": func() string { return dbtest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			address := dsn()
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					db, err := sqldb.Open(t.Context(), address, sqldb.Options{})
					if err != nil {
						t.Error(err)
						return
					}
					defer func() { _ = db.Close() }()
					if _, err := schema.Migrate(t.Context(), db, schema.Options{}); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		})
	}
}

func TestFilesOfOneEngineStandInTheNumberLine(t *testing.T) {
	t.Parallel()
	pairs, err := schema.Pairs()
	if err != nil || len(pairs) == 0 {
		t.Error(pairs, err)
	}
	for _, engine := range []sqldb.Engine{sqldb.SQLite, sqldb.Postgres} {
		fsys, err := schema.For(engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(pairs, "0001_platform.sql") {
			text, err := fs.ReadFile(fsys, name)
			if err != nil || len(text) == 0 {
				t.Error(engine, name, err)
			}
		}
	}
}

func TestTwoFilesWithOneNumberAreRefused(t *testing.T) {
	t.Parallel()
	_, err := schema.Merge(fstest.MapFS{
		"0001_a.sql": {}, "sqlite/0001_b.sql": {}, "postgres/0002_c.sql": {},
	}, sqldb.SQLite)
	if err == nil {
		t.Error("accepted")
	}
	if _, err := schema.Merge(fstest.MapFS{"1_a.sql": {}}, sqldb.SQLite); err == nil {
		t.Error("accepted a name without four digits")
	}
}
