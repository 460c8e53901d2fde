package documentsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
	"antin/internal/domain/register"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Emit writes the jobs of one event in the transaction.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// Store is document.Store over one database.
type Store struct {
	database *sqldb.DB
	append   Append
	emit     Emit
}

// New wires the store to the log and the outbox that ride in its transactions.
func New(database *sqldb.DB, append Append, emit Emit) *Store {
	return &Store{database, append, emit}
}

type transaction struct {
	store *Store
	tx    *sqldb.Tx
	q     *db.Queries
	register.Lines
}

// In is the subject of documents inside a transaction that another subject
// began: what is done through it is saved or lost together with the rest.
func In(tx *sqldb.Tx, append Append, emit Emit) document.Tx {
	return &transaction{&Store{nil, append, emit}, tx, db.New(tx), lines(tx, append)}
}

// Transact implements document.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, document.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, &transaction{s, tx, db.New(tx), lines(tx, s.append)})
	})
}

func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

func (t *transaction) Emit(ctx context.Context, e event.Event) error {
	return t.store.emit(ctx, t.tx, e)
}

// Lock locks the row by an update that changes nothing: one statement that
// both engines take as a row lock.
func (t *transaction) Lock(ctx context.Context, id document.ID) (rev int, err error) {
	n, err := t.q.LockDocument(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, document.ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("locking document %s: %w", id, err)
	}
	return int(n), nil
}

// Load implements document.Tx.
func (t *transaction) Load(ctx context.Context, id document.ID) (*document.Document, error) {
	if _, err := t.Lock(ctx, id); err != nil {
		return nil, err
	}
	d, err := load(ctx, t.q, id)
	if err != nil {
		return nil, err
	}
	return d, loadIntake(ctx, t.tx, d)
}

// Load implements document.Store.
func (s *Store) Load(ctx context.Context, id document.ID) (*document.Document, error) {
	d, err := load(ctx, db.New(s.database.Reader()), id)
	if err != nil {
		return nil, err
	}
	return d, loadIntake(ctx, s.database.Reader(), d)
}

// ByDelivery implements document.Store.
func (s *Store) ByDelivery(ctx context.Context, agency org.AgencyID, delivery string) (document.ID, error) {
	id, err := db.New(s.database.Reader()).DocumentByDelivery(ctx, string(agency), delivery)
	if errors.Is(err, sql.ErrNoRows) {
		return "", document.ErrNotFound
	}
	return document.ID(id), err
}

// Referenced implements document.Store.
func (s *Store) Referenced(ctx context.Context, sha256 string) (bool, error) {
	n, err := db.New(s.database.Reader()).FileReferenced(ctx, sha256)
	return n > 0, err
}

// IDs implements document.Store.
func (s *Store) IDs(ctx context.Context, after document.ID, limit int) ([]document.ID, error) {
	rows, err := db.New(s.database.Reader()).DocumentIDs(ctx, string(after), int32(limit))
	out := make([]document.ID, len(rows))
	for i, r := range rows {
		out[i] = document.ID(r)
	}
	return out, err
}

// Files implements document.Store.
func (s *Store) Files(ctx context.Context, visit func(document.ID, document.File) error) error {
	q := db.New(s.database.Reader())
	var last db.DocumentFile
	for {
		rows, err := q.AllFiles(ctx, last.Document, last.Seq, 500)
		if err != nil {
			return fmt.Errorf("listing files: %w", err)
		}
		for _, r := range rows {
			if err := visit(document.ID(r.Document), file(r)); err != nil {
				return err
			}
			last = r
		}
		if len(rows) < 500 {
			return nil
		}
	}
}
