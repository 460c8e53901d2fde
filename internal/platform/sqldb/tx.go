package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
)

// Tx is one running transaction. It belongs to the function given to Transact,
// to one goroutine, and ends with it.
type Tx struct {
	engine Engine
	conn   DBTX
	failed error // first statement that failed; nothing runs after it
	after  []func()
	rows   []*sql.Rows // SQLite: closed with the transaction, as sql.Tx does
	done   atomic.Bool
}

// Engine tells which of the paired statements to use.
func (tx *Tx) Engine() Engine { return tx.engine }

// AfterCommit calls f once, in order, after the commit and before Transact
// returns. f must be short and cannot fail: wake a worker, forget a cache.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// ExecContext runs one statement.
func (tx *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx, err := tx.ready(ctx)
	if err != nil {
		return nil, err
	}
	res, err := tx.conn.ExecContext(ctx, query, args...)
	return res, tx.note(err)
}

// QueryContext runs one query; the rows must be closed before the next
// statement, as PostgreSQL cannot interleave them.
func (tx *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, err := tx.ready(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.conn.QueryContext(ctx, query, args...)
	if err == nil && tx.engine == SQLite {
		tx.rows = append(tx.rows, rows)
	}
	return rows, tx.note(err)
}

// QueryRowContext runs a query for one row. A Row cannot be made with an error
// of ours, so a transaction that is over shows as a cancelled context.
func (tx *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ready, err := tx.ready(ctx)
	if err != nil {
		stopped, cancel := context.WithCancelCause(ctx)
		cancel(err)
		return tx.conn.QueryRowContext(stopped, query, args...)
	}
	row := tx.conn.QueryRowContext(ready, query, args...)
	_ = tx.note(row.Err()) // the caller meets it again in Scan
	return row
}

// PrepareContext is refused: a prepared statement would outlive the turn of
// this transaction. It stands here because generated code asks for it.
func (tx *Tx) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	return nil, errors.New("statements are not prepared inside a transaction")
}

// ready refuses use after the end and after a failed statement. On SQLite the
// statement itself runs without cancellation: interrupting a write makes SQLite
// take back the whole transaction, and with it the neighbours of this one.
func (tx *Tx) ready(ctx context.Context) (context.Context, error) {
	if tx.done.Load() {
		return nil, ErrTxDone
	}
	if tx.failed != nil {
		return nil, tx.failed
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if tx.engine == SQLite {
		return context.WithoutCancel(ctx), nil
	}
	return ctx, nil
}

// end refuses later use and closes rows that were left open.
func (tx *Tx) end() {
	tx.done.Store(true)
	for _, rows := range tx.rows {
		_ = rows.Close() // mostly closed already; its reader has had the error
	}
	tx.rows = nil
}

func (tx *Tx) note(err error) error {
	if err != nil && tx.failed == nil {
		tx.failed = err
	}
	return err
}
