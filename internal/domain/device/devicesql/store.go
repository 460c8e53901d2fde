package devicesql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/device"
	"antin/internal/domain/device/devicesql/db"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
)

// Append writes the audit entry of a transaction: auditsql's Log.Append.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Emit writes the jobs of one event in the transaction: job's Queue.Emit.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// Store is a device.Store; its own reads see what was committed.
type Store struct {
	reader
	database *sqldb.DB
	log      Append
	emit     Emit
}

// New works on a migrated database.
func New(database *sqldb.DB, log Append, emit Emit) *Store {
	return &Store{reader{db.New(database.Reader())}, database, log, emit}
}

// Transact implements device.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, device.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, In(tx, s.log, s.emit))
	})
}

// In is the subject of devices inside a transaction that another subject began:
// what is done through it is saved or lost together with the rest.
func In(tx *sqldb.Tx, log Append, emit Emit) device.Tx {
	q := db.New(tx)
	return transaction{reader{q}, writer{q}, tx, log, emit}
}

type transaction struct {
	reader
	writer
	tx   *sqldb.Tx
	log  Append
	emit Emit
}

// Signing is the register of certificates in this transaction.
func (t transaction) Signing() signing.Tx { return signingsql.In(t.tx, signingsql.Append(t.log)) }

// Audit appends to the log in this transaction.
func (t transaction) Audit(ctx context.Context, e audit.Entry) error { return t.log(ctx, t.tx, e) }

// Emit writes the jobs of an event in this transaction.
func (t transaction) Emit(ctx context.Context, e event.Event) error { return t.emit(ctx, t.tx, e) }

// found turns "no rows" into device.ErrNotFound and says what was read.
func found(err error, what string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return device.ErrNotFound
	}
	return fmt.Errorf("reading %s: %w", what, err)
}

// saved turns a refused unique value into device.ErrTaken and says what was written.
func saved(err error, what string) error {
	if err == nil {
		return nil
	}
	if sqldb.IsUnique(err) {
		return fmt.Errorf("%w: %s", device.ErrTaken, what)
	}
	return fmt.Errorf("writing %s: %w", what, err)
}

// changed is saved for updates: no row changed is ErrNotFound.
func changed(n int64, err error, what string) error {
	if err == nil && n == 0 {
		return device.ErrNotFound
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
