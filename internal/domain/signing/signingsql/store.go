package signingsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql/db"
	"antin/internal/platform/sqldb"
)

// Store is a signing.Store; its own reads see what was committed.
type Store struct {
	reader
	database *sqldb.DB
	log      Append
}

// Append writes the audit entry of a transaction: auditsql's Log.Append.
type Append func(ctx context.Context, tx *sqldb.Tx, entry audit.Entry) error

// New works on a migrated database.
func New(database *sqldb.DB, log Append) *Store {
	return &Store{reader{db.New(database.Reader())}, database, log}
}

// Transact runs do in one transaction of the database.
func (s *Store) Transact(ctx context.Context, do func(signing.Tx) error) error {
	return s.database.Transact(ctx, func(_ context.Context, tx *sqldb.Tx) error {
		return do(In(tx, s.log))
	})
}

// In is the subject of signing inside a transaction that another subject began:
// what is done through it is saved or lost together with the rest.
func In(tx *sqldb.Tx, log Append) signing.Tx {
	q := db.New(tx)
	return transaction{reader{q}, writer{q}, tx, log}
}

type transaction struct {
	reader
	writer
	tx  *sqldb.Tx
	log Append
}

// Audit appends to the log in this transaction; call it last, for it locks the head.
func (t transaction) Audit(ctx context.Context, entry audit.Entry) error {
	return t.log(ctx, t.tx, entry)
}

// found turns "no rows" into signing.ErrNotFound and says what was read.
func found(err error, what string) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return signing.ErrNotFound
	}
	return fmt.Errorf("reading %s: %w", what, err)
}

// saved turns a refused unique value into signing.ErrTaken and says what was written.
func saved(err error, what string) error {
	if err == nil {
		return nil
	}
	if sqldb.IsUnique(err) {
		return fmt.Errorf("%w: %s", signing.ErrTaken, what)
	}
	return fmt.Errorf("writing %s: %w", what, err)
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
