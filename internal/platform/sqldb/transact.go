package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

const maxAttempts = 8

type txKey struct{ db *DB }

// Transact runs fn in one transaction, READ COMMITTED or stronger, and commits
// when fn returns nil. See the package page for its promises.
func (db *DB) Transact(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(txKey{db}) != nil {
		return ErrNested
	}
	for attempt := 1; ; attempt++ {
		tx := &Tx{engine: db.engine}
		inner := context.WithValue(ctx, txKey{db}, tx)
		var err error
		if db.engine == SQLite {
			// A transaction that was hurt by a neighbour runs alone the next time.
			err = db.group.run(inner, tx, fn, attempt > 1)
		} else {
			err = runPostgres(inner, db.read, tx, fn)
		}
		if err == nil {
			for _, f := range tx.after {
				f()
			}
			return nil
		}
		if attempt == maxAttempts || !isRetryable(err) && !isRetryable(tx.failed) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, attempt int) error {
	limit := int64(5*time.Millisecond) << attempt
	timer := time.NewTimer(time.Duration(rand.Int64N(limit)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

func runPostgres(ctx context.Context, pool *sql.DB, tx *Tx, fn func(context.Context, *Tx) error) (err error) {
	inner, err := pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	tx.conn = inner
	// Also on a panic, which goes on to the caller with the rows taken back.
	defer func() {
		tx.end()
		if e := inner.Rollback(); e != nil && !errors.Is(e, sql.ErrTxDone) && err != nil {
			err = errors.Join(err, fmt.Errorf("rolling back: %w", e))
		}
	}()
	if err := fn(ctx, tx); err != nil {
		return err
	}
	if err := tx.failed; err != nil {
		return fmt.Errorf("a statement failed and its error was dropped: %w", err)
	}
	if err := inner.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// Snapshot runs fn over reads that all see the same commit. It never writes
// and does not wait for writers.
func (db *DB) Snapshot(ctx context.Context, fn func(ctx context.Context, tx DBTX) error) error {
	o := &sql.TxOptions{ReadOnly: true}
	if db.engine == Postgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.read.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("beginning a snapshot: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written, so nothing can be lost
	return fn(ctx, tx)
}
