package subscribersql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/subscriber/subscribersql/db"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Emit writes the jobs of one event in the transaction.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// Store is subscriber.Store over one database.
type Store struct {
	reader
	database *sqldb.DB
	append   Append
	emit     Emit
}

// New wires the store to the log and the outbox that ride in its transactions.
func New(database *sqldb.DB, append Append, emit Emit) *Store {
	return &Store{reader{db.New(database.Reader()), database.Planned()}, database, append, emit}
}

// Transact implements subscriber.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, subscriber.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		q := db.New(tx)
		return do(ctx, &transaction{reader{q, tx}, writer{q}, s, tx})
	})
}

type transaction struct {
	reader
	writer
	store *Store
	tx    *sqldb.Tx
}

// Signing implements subscriber.Tx.
func (t *transaction) Signing() signing.Tx {
	return signingsql.In(t.tx, signingsql.Append(t.store.append))
}

// Emit implements subscriber.Tx.
func (t *transaction) Emit(ctx context.Context, e event.Event) error {
	return t.store.emit(ctx, t.tx, e)
}

// Audit implements subscriber.Tx.
func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

// found turns "no rows" into subscriber.ErrNotFound and says what was read.
func found(err error, what string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return subscriber.ErrNotFound
	}
	return fmt.Errorf("reading %s: %w", what, err)
}

// saved turns a refused unique value into subscriber.ErrTaken and says what was written.
func saved(err error, what string) error {
	if err == nil {
		return nil
	}
	if sqldb.IsUnique(err) {
		return fmt.Errorf("%w: %s", subscriber.ErrTaken, what)
	}
	return fmt.Errorf("writing %s: %w", what, err)
}

// changed wants that a row was there to be changed.
func changed(n int64, err error, what string) error {
	if err == nil && n == 0 {
		return subscriber.ErrNotFound
	}
	return saved(err, what)
}

func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func each[From, To any](list []From, convert func(From) To) []To {
	all := make([]To, len(list))
	for i, item := range list {
		all[i] = convert(item)
	}
	return all
}
