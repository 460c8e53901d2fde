package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

func each(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "create table thing (id bigint primary key, name text not null unique, ok boolean, body bytea)")
		fn(t, db)
	})
}

func exec(t *testing.T, db *sqldb.DB, query string, args ...any) {
	t.Helper()
	err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, db sqldb.DBTX, query string, args ...any) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTransactKeepsOrTakesBackWhole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *sqldb.DB) {
		refusal := errors.New("refused")
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if tx.Engine() != db.Engine() {
				t.Error("engines differ")
			}
			if _, err := tx.ExecContext(ctx, "insert into thing (id, name) values ($1, $2)", 1, "a"); err != nil {
				return err
			}
			tx.AfterCommit(func() { t.Error("called without commit") })
			return refusal
		})
		if !errors.Is(err, refusal) {
			t.Error(err)
		}
		func() {
			defer func() {
				if p := recover(); p != "bang" {
					t.Errorf("panic %v", p)
				}
			}()
			_ = db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, _ = tx.ExecContext(ctx, "insert into thing (id, name) values ($1, $2)", 2, "b")
				panic("bang")
			})
		}()
		if n := number(t, db.Reader(), "select count(*) from thing"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
	})
}

func TestTransactAfterCommitSeesTheCommit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *sqldb.DB) {
		var calls []int
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			tx.AfterCommit(func() { calls = append(calls, number(t, db.Reader(), "select count(*) from thing")) })
			tx.AfterCommit(func() { calls = append(calls, 7) })
			_, err := tx.ExecContext(ctx, "insert into thing (id, name) values ($1, $2)", 1, "a")
			return err
		})
		if err != nil || len(calls) != 2 || calls[0] != 1 || calls[1] != 7 {
			t.Errorf("%v %v", calls, err)
		}
	})
}

func TestTransactRefusesNestingAndLateUse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *sqldb.DB) {
		var leaked *sqldb.Tx
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			leaked = tx
			return db.Transact(ctx, func(context.Context, *sqldb.Tx) error { return nil })
		})
		if !errors.Is(err, sqldb.ErrNested) {
			t.Errorf("nested: %v", err)
		}
		if _, err := leaked.ExecContext(t.Context(), "delete from thing"); !errors.Is(err, sqldb.ErrTxDone) {
			t.Errorf("late: %v", err)
		}
		var n int
		if err := leaked.QueryRowContext(t.Context(), "select 1").Scan(&n); err == nil {
			t.Error("late read")
		}
	})
}

func TestTransactFailedStatementEndsIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "insert into thing (id, name) values ($1, $2)", 1, "a")
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			var id int
			err := tx.QueryRowContext(ctx, "insert into thing (id, name) values ($1, $2) returning id", 2, "a").Scan(&id)
			if !sqldb.IsUnique(err) {
				t.Errorf("want unique, got %v", err)
			}
			if _, err := tx.ExecContext(ctx, "insert into thing (id, name) values ($1, $2)", 3, "c"); err == nil {
				t.Error("the transaction went on")
			}
			return nil
		})
		if !sqldb.IsUnique(err) || sqldb.IsForeignKey(err) || sqldb.IsNoSpace(err) {
			t.Error(err)
		}
		if n := number(t, db.Reader(), "select count(*) from thing"); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestTransactRunsAgainAfterDeadlock(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "insert into thing (id, name) values (1, 'a'), (2, 'b')")
		var all sync.WaitGroup
		met := make(chan struct{}, 2)
		for _, order := range [][2]int{{1, 2}, {2, 1}} {
			all.Go(func() {
				first := true
				err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
					for i, id := range order {
						if _, err := tx.ExecContext(ctx, "update thing set name = $1 where id = $2", string(rune('c'+order[0]*2+id)), id); err != nil {
							return err
						}
						if i == 0 && first && tx.Engine() == sqldb.Postgres {
							first = false
							met <- struct{}{}
							for len(met) < 2 { // both hold their first row
							}
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func TestReaderTypesAndSnapshot(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "insert into thing (id, name, ok, body) values ($1, $2, $3, $4)", 1, "Đất", true, []byte{0, 255})
		err := db.Snapshot(t.Context(), func(ctx context.Context, tx sqldb.DBTX) error {
			var name string
			var ok bool
			var body []byte
			if err := tx.QueryRowContext(ctx, "select name, ok, body from thing where id = $1", 1).Scan(&name, &ok, &body); err != nil {
				return err
			}
			if name != "Đất" || !ok || string(body) != "\x00\xff" {
				t.Error(name, ok, body)
			}
			exec(t, db, "insert into thing (id, name) values (2, 'b')")
			if n := number(t, tx, "select count(*) from thing"); n != 1 {
				t.Errorf("a snapshot saw a later commit: %d", n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := number(t, db.Reader(), "select count(*) from thing"); n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestSQLiteReaderCannotWriteAndClosedIsClosed(t *testing.T) {
	t.Parallel()
	db, err := sqldb.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	exec(t, db, "create table thing (id bigint)")
	if _, err := db.Reader().ExecContext(t.Context(), "insert into thing values (1)"); err == nil {
		t.Error("the reader wrote")
	}
	for pragma, want := range map[string]int{"synchronous": 2, "foreign_keys": 1} {
		err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if got := number(t, tx, "pragma "+pragma); got != want {
				t.Errorf("%s is %d", pragma, got)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if err := errors.Join(db.Close(), db.Close()); err != nil {
		t.Error(err)
	}
	err = db.Transact(t.Context(), func(context.Context, *sqldb.Tx) error { return nil })
	if !errors.Is(err, sqldb.ErrClosed) {
		t.Error(err)
	}
}

func TestPostgresIsolation(t *testing.T) {
	t.Parallel()
	db := dbtest.Postgres(t)
	err := db.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		var level string
		err := tx.QueryRowContext(ctx, "show transaction_isolation").Scan(&level)
		if level != "read committed" {
			t.Errorf("isolation %q", level)
		}
		return err
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Error(err)
	}
}
