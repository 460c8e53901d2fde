package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/testkit/dbtest"
)

// TestFirstStartOnPostgres: the practice province can live on the grown-up
// database, and one that is there already is not written over.
func TestFirstStartOnPostgres(t *testing.T) {
	ctx, dsn := context.Background(), dbtest.Database(t)
	dir := filepath.Join(t.TempDir(), "data")
	c, err := ensure(ctx, dir, "", dsn, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ensure(ctx, dir, "", "", io.Discard)
	if err != nil || again.Database != c.Database || c.Database != dsn {
		t.Errorf("second start: %+v, %v", again, err)
	}
	a, err := Open(ctx, again, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if found, err := a.check(ctx, io.Discard, false); err != nil || found > 0 {
		t.Errorf("check found %d, %v", found, err)
	}
	_, err = ensure(ctx, filepath.Join(t.TempDir(), "other"), "", dsn, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "trống") {
		t.Errorf("a second province in the same database: %v", err)
	}
}

// TestCutOffFirstStartBeginsAnew: a folder half made is thrown away.
func TestCutOffFirstStartBeginsAnew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(dir+".new/practice", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+".new/antin.db", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := ensure(context.Background(), dir, "", "", io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.path(accountsFile)); err != nil {
		t.Error(err)
	}
}
