package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"antin/internal/platform/sqldb"
)

// Each runs fn in a parallel subtest for each engine.
func Each(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// SQLite opens a fresh, migrated file in a temporary folder.
func SQLite(t testing.TB) *sqldb.DB {
	t.Helper()
	raw, err := migratedFile()
	if err != nil {
		t.Fatalf("the template of the test databases: %v", err)
	}
	name := filepath.Join(t.TempDir(), "antin.db")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+name)
}

// Postgres creates a migrated database for this test, and drops it at its end.
func Postgres(t testing.TB) *sqldb.DB {
	t.Helper()
	server := server(t)
	return open(t, create(t, server, template(t, server)))
}

func open(t testing.TB, dsn string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return db
}

// Database creates an empty PostgreSQL database without schema and gives its
// address; it is dropped at the end of the test, whoever is still connected.
func Database(t testing.TB) string {
	t.Helper()
	return create(t, server(t), "template1")
}

func server(t testing.TB) string {
	t.Helper()
	server := os.Getenv("ANTIN_TEST_POSTGRES")
	if server == "" {
		if os.Getenv("CI") != "" || os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal(`ANTIN_TEST_POSTGRES is not set, and here nothing may be skipped: run "tools/pg-start DIR"`)
		}
		t.Skip(`no PostgreSQL: export ANTIN_TEST_POSTGRES=$(tools/pg-start DIR) to run this half`)
	}
	return server
}

func create(t testing.TB, server, from string) string {
	t.Helper()
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	name := "antin_test_" + hex.EncodeToString(random[:])
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("ANTIN_TEST_POSTGRES: %v", err)
	}
	admin(t, server, "create database "+name+" template "+from)
	t.Cleanup(func() { admin(t, server, "drop database "+name+" with (force)") })
	u.Path = "/" + name
	return u.String()
}

// creating is held while a database is made: two copies of template1 at the
// same time refuse each other.
var creating sync.Mutex

func admin(t testing.TB, server, statement string) {
	t.Helper()
	creating.Lock()
	defer creating.Unlock()
	// Not t.Context: it is already cancelled when the database is dropped.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	pool, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }() // nothing is left to write
	for attempt := 0; ; attempt++ {
		_, err = pool.ExecContext(ctx, statement)
		if err == nil {
			return
		}
		if attempt == 20 { // another test process is creating at this moment
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
