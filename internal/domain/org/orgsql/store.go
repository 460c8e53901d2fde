package orgsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql/db"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
)

// Store is an org.Store; its own reads see what was committed.
type Store struct {
	reader
	database *sqldb.DB
	log      Append
	emit     Emit
}

// Append writes the audit entry of a transaction: auditsql's Log.Append.
type Append func(ctx context.Context, tx *sqldb.Tx, entry audit.Entry) error

// Emit writes the jobs of one event in the transaction.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// New works on a migrated database. Emit may be nil: nobody hears then.
func New(database *sqldb.DB, log Append, emit Emit) *Store {
	return &Store{reader{db.New(database.Reader())}, database, log, emit}
}

// Transact runs do in one transaction of the database.
func (s *Store) Transact(ctx context.Context, do func(org.Tx) error) error {
	return s.database.Transact(ctx, func(_ context.Context, tx *sqldb.Tx) error {
		q := db.New(tx)
		return do(transaction{reader{q}, writer{q}, tx, s.log, s.emit})
	})
}

type transaction struct {
	reader
	writer
	tx   *sqldb.Tx
	log  Append
	emit Emit
}

// Emit queues the handlers of the event in this transaction.
func (t transaction) Emit(ctx context.Context, e event.Event) error {
	if t.emit == nil {
		return nil
	}
	return t.emit(ctx, t.tx, e)
}

// Audit appends to the log in this transaction; call it last, for it locks the head.
func (t transaction) Audit(ctx context.Context, entry audit.Entry) error {
	return t.log(ctx, t.tx, entry)
}

// found turns "no rows" into org.ErrNotFound and says what was read.
func found(err error, what string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return org.ErrNotFound
	}
	return fmt.Errorf("reading %s: %w", what, err)
}

// saved turns a refused unique value into org.ErrTaken and says what was written.
func saved(err error, what string) error {
	if err == nil {
		return nil
	}
	if sqldb.IsUnique(err) {
		return fmt.Errorf("%w: %s", org.ErrTaken, what)
	}
	return fmt.Errorf("writing %s: %w", what, err)
}

// one turns "no row changed" into org.ErrNotFound.
func one(rows int64, err error, what string) error {
	if err != nil {
		return saved(err, what)
	}
	if rows == 0 {
		return org.ErrNotFound
	}
	return nil
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
