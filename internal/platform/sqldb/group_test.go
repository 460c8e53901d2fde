package sqldb

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

func openTest(t testing.TB, o Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "a b%#?.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.group.maxAge = time.Hour // batches end by size and queue only, whatever the machine
	must(t, db.Transact(t.Context(), func(ctx context.Context, tx *Tx) error {
		_, err := tx.ExecContext(ctx, "create table thing (id bigint primary key, name text not null unique, body bytea)")
		return err
	}))
	return db
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func insert(id int) func(context.Context, *Tx) error {
	return func(ctx context.Context, tx *Tx) error {
		_, err := tx.ExecContext(ctx, "insert into thing (id, name) values ($1, $2)", id, fmt.Sprint("name ", id))
		return err
	}
}

func count(t testing.TB, db *DB) int {
	t.Helper()
	var n int
	must(t, db.Reader().QueryRowContext(context.Background(), "select count(*) from thing").Scan(&n))
	return n
}

// together runs the functions in one batch: a first transaction holds the turn
// until all of them wait, in order.
func together(t *testing.T, db *DB, fns ...func(context.Context, *Tx) error) []error {
	t.Helper()
	errs := make([]error, len(fns))
	var all sync.WaitGroup
	first := true
	err := db.Transact(t.Context(), func(context.Context, *Tx) error {
		if !first { // it shares the fate of the batch and may run again
			return nil
		}
		first = false
		for i, fn := range fns {
			all.Go(func() {
				defer func() {
					if p := recover(); p != nil {
						errs[i] = fmt.Errorf("panic: %v", p)
					}
				}()
				errs[i] = db.Transact(t.Context(), fn)
			})
			waitQueue(db, i+1)
		}
		return nil
	})
	all.Wait()
	if err != nil && !IsForeignKey(err) {
		t.Errorf("first of the batch: %v", err)
	}
	return errs
}

func waitQueue(db *DB, n int) {
	for {
		db.group.mu.Lock()
		have := len(db.group.queue)
		db.group.mu.Unlock()
		if have >= n {
			return
		}
		runtime.Gosched()
	}
}

func TestBatchFailureTakesBackOnlyItself(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{})
	refusal := errors.New("refused")
	errs := together(t, db,
		insert(1),
		func(ctx context.Context, tx *Tx) error {
			if err := insert(2)(ctx, tx); err != nil {
				return err
			}
			return refusal
		},
		insert(3),
		func(ctx context.Context, tx *Tx) error {
			if err := insert(4)(ctx, tx); err != nil {
				return err
			}
			panic("bang")
		},
		insert(1), // unique
		insert(5),
		func(ctx context.Context, tx *Tx) error {
			_ = insert(6)(ctx, tx)
			_ = insert(5)(ctx, tx) // fails, and the error is dropped
			return nil
		},
	)
	for i, want := range []func(error) bool{
		func(e error) bool { return e == nil },
		func(e error) bool { return errors.Is(e, refusal) },
		func(e error) bool { return e == nil },
		func(e error) bool { return e != nil && e.Error() == "panic: bang" },
		IsUnique,
		func(e error) bool { return e == nil },
		IsUnique,
	} {
		if !want(errs[i]) {
			t.Errorf("transaction %d: %v", i, errs[i])
		}
	}
	if n := count(t, db); n != 3 {
		t.Errorf("%d rows, want 1, 3 and 5", n)
	}
}

func TestBatchBrokenBySQLiteSparesTheNeighbours(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{})
	full := func(ctx context.Context, tx *Tx) error {
		// A full disk makes SQLite take back the whole transaction by itself.
		if _, err := tx.ExecContext(ctx, "pragma max_page_count = 40"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "insert into thing (id, name, body) values ($1, $2, $3)", 100, "big", make([]byte, 1<<20))
		_ = insert(101)(ctx, tx) // must not run outside of the lost transaction
		return err
	}
	errs := together(t, db, insert(1), full, insert(2), insert(3))
	if !IsNoSpace(errs[1]) {
		t.Errorf("full disk: %v", errs[1])
	}
	for _, i := range []int{0, 2, 3} {
		if errs[i] != nil {
			t.Errorf("neighbour %d: %v", i, errs[i])
		}
	}
	if n := count(t, db); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
}

func TestBatchShareOneCommitWithinItsBound(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{MaxBatch: 8})
	before := db.group.commits
	var fns []func(context.Context, *Tx) error
	for i := range 24 {
		fns = append(fns, insert(i))
	}
	for i, err := range together(t, db, fns...) {
		if err != nil {
			t.Errorf("transaction %d: %v", i, err)
		}
	}
	// 25 transactions with the one that held the turn.
	if got := db.group.commits - before; got != 4 {
		t.Errorf("%d commits for 25 transactions of at most 8 each", got)
	}
}

func TestBatchCommitFailureFailsAll(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{})
	must(t, db.Transact(t.Context(), func(ctx context.Context, tx *Tx) error {
		_, err := tx.ExecContext(ctx, "create table child (id bigint references thing (id) deferrable initially deferred)")
		return err
	}))
	called := false
	errs := together(t, db, insert(1), func(ctx context.Context, tx *Tx) error {
		tx.AfterCommit(func() { called = true })
		_, err := tx.ExecContext(ctx, "insert into child (id) values (77)")
		return err
	}, func(context.Context, *Tx) error { return errors.New("own reason") })
	for i, err := range errs {
		if !IsForeignKey(err) {
			t.Errorf("transaction %d: %v", i, err)
		}
	}
	if n := count(t, db); n != 0 || called {
		t.Errorf("%d rows, called %v", n, called)
	}
	must(t, db.Transact(t.Context(), insert(1))) // the writer still works
}

func TestGoexitPassesTheTurn(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = db.Transact(t.Context(), func(ctx context.Context, tx *Tx) error {
			_ = insert(1)(ctx, tx)
			runtime.Goexit()
			return nil
		})
	}()
	<-done
	must(t, db.Transact(t.Context(), insert(2)))
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestCancelWhileWaitingLeavesTheQueue(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	must(t, db.Transact(t.Context(), func(context.Context, *Tx) error {
		go func() { result <- db.Transact(ctx, insert(1)) }()
		waitQueue(db, 1)
		cancel()
		if err := <-result; !errors.Is(err, context.Canceled) {
			t.Errorf("waiting and cancelled: %v", err)
		}
		return nil
	}))
	must(t, db.Transact(t.Context(), insert(2)))
	if n := count(t, db); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestCancelInsideTakesBackOnlyItself(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{})
	errs := together(t, db, insert(1), func(ctx context.Context, tx *Tx) error {
		own, cancel := context.WithCancel(ctx)
		defer cancel()
		if err := insert(2)(own, tx); err != nil {
			return err
		}
		cancel()
		return insert(3)(own, tx)
	}, insert(4))
	if errs[0] != nil || !errors.Is(errs[1], context.Canceled) || errs[2] != nil {
		t.Error(errs)
	}
	if n := count(t, db); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
}

// Many goroutines with every kind of ending: what was acknowledged is there,
// what was not is not, and each counter step happened once.
func TestGroupUnderLoad(t *testing.T) {
	t.Parallel()
	db := openTest(t, Options{MaxBatch: 16})
	must(t, db.Transact(t.Context(), insert(0)))
	const workers, rounds = 32, 12
	acknowledged := make([][]int, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for r := range rounds {
				id := 1 + w*rounds + r
				ctx, cancel := context.WithCancel(t.Context())
				func() {
					defer func() { _ = recover() }()
					err := db.Transact(ctx, func(ctx context.Context, tx *Tx) error {
						var n int
						if err := tx.QueryRowContext(ctx, "select max(id) from thing where id >= $1", 0).Scan(&n); err != nil {
							return err
						}
						if err := insert(id)(ctx, tx); err != nil {
							return err
						}
						switch id % 7 {
						case 1:
							return errors.New("refused")
						case 2:
							panic("bang")
						case 3:
							cancel()
							return ctx.Err()
						case 4:
							rows, err := tx.QueryContext(ctx, "select id from thing") // left open
							if err == nil {
								rows.Next()
							}
							return rows.Err()
						}
						return nil
					})
					if err == nil {
						acknowledged[w] = append(acknowledged[w], id)
					}
				}()
				cancel()
			}
		})
	}
	all.Wait()
	want := 1
	for _, ids := range acknowledged {
		for _, id := range ids {
			want++
			var n int
			must(t, db.Reader().QueryRowContext(t.Context(), "select count(*) from thing where id = $1", id).Scan(&n))
			if n != 1 {
				t.Errorf("acknowledged %d is missing", id)
			}
		}
	}
	if n := count(t, db); n != want || want < workers*rounds/2 {
		t.Errorf("%d rows, %d acknowledged", n, want)
	}
}
