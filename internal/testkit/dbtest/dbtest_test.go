package dbtest_test

import (
	"testing"

	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func TestEachGivesAMigratedDatabase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var n int
		if err := db.Reader().QueryRowContext(t.Context(), "select size from audit_head where id = $1", 1).Scan(&n); err != nil || n != 0 {
			t.Fatalf("size %d, %v", n, err)
		}
	})
}

func TestPostgresIsNeededWhereNothingMayBeSkipped(t *testing.T) {
	t.Setenv("ANTIN_TEST_POSTGRES", "")
	t.Setenv("ANTIN_TEST_ALL", "1")
	probe := &recorder{TB: t}
	func() {
		defer func() { _ = recover() }() // Fatal of the recorder
		dbtest.Database(probe)
	}()
	if !probe.failed {
		t.Fatal("a missing server was not an error")
	}
}

type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()      {}
func (r *recorder) Fatal(...any) { r.failed = true; panic("fatal") }
