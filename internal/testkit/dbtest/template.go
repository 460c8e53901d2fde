package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"antin/internal/platform/sqldb"
	"antin/internal/schema"
)

// Migrating takes seconds under the race detector, so each process does it once
// for SQLite, and all of a server's processes once for PostgreSQL; tests get copies.

// migratedFile is a SQLite file with the newest schema, made once.
var migratedFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "antin-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // the copy is in memory
	name := filepath.Join(dir, "antin.db")
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := migrate(ctx, "sqlite:"+name); err != nil {
		return nil, err
	}
	if _, err := os.Stat(name + "-wal"); err == nil {
		return nil, fmt.Errorf("%s still has a journal beside it", name)
	}
	return os.ReadFile(name)
})

func migrate(ctx context.Context, dsn string) error {
	db, err := sqldb.Open(ctx, dsn, sqldb.Options{})
	if err != nil {
		return err
	}
	if _, err := schema.Migrate(ctx, db, schema.Options{}); err != nil {
		_ = db.Close() // the first error counts
		return err
	}
	return db.Close()
}

// templates remembers the PostgreSQL template of each server address.
var templates sync.Map

// template names a database with the newest schema that others are copied from.
// Its name carries the hash of the migrations, so that a changed schema makes a
// new one.
func template(t testing.TB, server string) string {
	t.Helper()
	once, _ := templates.LoadOrStore(server, sync.OnceValues(func() (string, error) { return makeTemplate(server) }))
	name, err := once.(func() (string, error))()
	if err != nil {
		t.Fatalf("the template of the test databases: %v", err)
	}
	return name
}

func makeTemplate(server string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	name, err := templateName()
	if err != nil {
		return "", err
	}
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return "", err
	}
	defer func() { _ = pool.Close() }() // nothing is left to write
	conn, err := pool.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }() // ends the lock, too
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock(7310868)"); err != nil {
		return "", err
	}
	var there int
	if err := conn.QueryRowContext(ctx, "select count(*) from pg_database where datname = $1", name).Scan(&there); err != nil || there > 0 {
		return name, err
	}
	half := name + "_half"
	for _, statement := range []string{"drop database if exists " + half, "create database " + half} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return "", fmt.Errorf("%s: %w", statement, err)
		}
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + half
	if err := migrate(ctx, u.String()); err != nil {
		return "", err
	}
	_, err = conn.ExecContext(ctx, "alter database "+half+" rename to "+name)
	return name, err
}

func templateName() (string, error) {
	fsys, err := schema.For(sqldb.Postgres)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(fsys, name)
		fmt.Fprintf(sum, "%s %d\n%s", name, len(raw), raw)
		return err
	})
	return "antin_template_" + hex.EncodeToString(sum.Sum(nil)[:8]), err
}
