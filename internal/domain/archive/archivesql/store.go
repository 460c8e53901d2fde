package archivesql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/archive/archivesql/db"
	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/platform/sqldb"
	"antin/pades"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Store is archive.Store over one database.
type Store struct {
	database *sqldb.DB
	append   Append
}

// New wires the store to the log that rides in its transactions.
func New(database *sqldb.DB, append Append) *Store { return &Store{database, append} }

type transaction struct {
	store *Store
	tx    *sqldb.Tx
	q     *db.Queries
}

// Transact implements archive.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, archive.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, &transaction{s, tx, db.New(tx)})
	})
}

func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

// Open implements archive.Tx.
func (t *transaction) Open(ctx context.Context, b archive.Bundle) (archive.BundleID, error) {
	summary, err := json.Marshal(b.Summary)
	if err != nil {
		return "", fmt.Errorf("writing the summary: %w", err)
	}
	_, err = t.q.OpenBundle(ctx, db.OpenBundleParams{
		ID: string(b.ID), Document: string(b.Document), File: string(b.File), Agency: string(b.Agency), Direction: string(b.Direction),
		Name: b.Name, Sha256: b.SHA256, State: string(b.State), NextAt: millis(b.NextAt), Stamp: bytesOf(b.Stamp), Summary: string(summary),
		CreatedAt: millis(b.CreatedAt),
	})
	if err != nil {
		return "", fmt.Errorf("opening the evidence of %s: %w", b.File, err)
	}
	id, err := t.q.BundleOf(ctx, string(b.Document), string(b.File))
	if err != nil {
		return "", fmt.Errorf("finding the evidence of %s: %w", b.File, err)
	}
	return archive.BundleID(id), nil
}

// Load implements archive.Tx: the row is locked until the end.
func (t *transaction) Load(ctx context.Context, id archive.BundleID) (archive.Bundle, error) {
	if _, err := t.q.LockBundle(ctx, string(id)); err != nil {
		return archive.Bundle{}, fmt.Errorf("locking bundle %s: %w", id, err)
	}
	return get(ctx, t.q, id)
}

// Save implements archive.Tx.
func (t *transaction) Save(ctx context.Context, b archive.Bundle) error {
	summary, err := json.Marshal(b.Summary)
	if err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	n, err := t.q.SaveBundle(ctx, db.SaveBundleParams{
		State: string(b.State), Level: string(b.Level), Why: b.Why, Attempts: int32(b.Attempts), NextAt: millis(b.NextAt),
		Stamp: bytesOf(b.Stamp), Summary: string(summary), UpdatedAt: millis(b.UpdatedAt), ID: string(b.ID),
	})
	if err == nil && n == 0 {
		return archive.ErrNotFound
	}
	return err
}

// Editions implements archive.Tx.
func (t *transaction) Editions(ctx context.Context, id archive.BundleID) ([]archive.Edition, error) {
	return editions(t.q.EditionsOfBundle(ctx, string(id)))
}

// AddEdition implements archive.Tx.
func (t *transaction) AddEdition(ctx context.Context, e archive.Edition) error {
	return t.q.AddEdition(ctx, db.AddEditionParams{
		Bundle: string(e.Bundle), No: int32(e.No), Sha256: e.SHA256, Size: e.Size, Level: string(e.Level), At: millis(e.At),
	})
}

// Bundle implements archive.Store.
func (s *Store) Bundle(ctx context.Context, id archive.BundleID) (archive.Bundle, error) {
	return get(ctx, db.New(s.database.Reader()), id)
}

func get(ctx context.Context, q *db.Queries, id archive.BundleID) (archive.Bundle, error) {
	row, err := q.GetBundle(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return archive.Bundle{}, archive.ErrNotFound
	}
	if err != nil {
		return archive.Bundle{}, fmt.Errorf("reading bundle %s: %w", id, err)
	}
	return bundle(row)
}

// OfDocument implements archive.Store.
func (s *Store) OfDocument(ctx context.Context, id document.ID) ([]archive.Bundle, error) {
	rows, err := db.New(s.database.Reader()).BundlesOfDocument(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("listing the evidence of document %s: %w", id, err)
	}
	out := make([]archive.Bundle, len(rows))
	for i, r := range rows {
		if out[i], err = bundle(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Due implements archive.Store.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]archive.BundleID, error) {
	return bundleIDs(db.New(s.database.Reader()).DueBundles(ctx, millis(now), int32(limit)))
}

// After implements archive.Store.
func (s *Store) After(ctx context.Context, id archive.BundleID, limit int) ([]archive.BundleID, error) {
	return bundleIDs(db.New(s.database.Reader()).BundlesAfter(ctx, string(id), int32(limit)))
}

func bundleIDs(rows []string, err error) ([]archive.BundleID, error) {
	if err != nil {
		return nil, fmt.Errorf("listing bundles: %w", err)
	}
	out := make([]archive.BundleID, len(rows))
	for i, r := range rows {
		out[i] = archive.BundleID(r)
	}
	return out, nil
}

// Waiting implements archive.Store.
func (s *Store) Waiting(ctx context.Context, before time.Time) (int, error) {
	n, err := db.New(s.database.Reader()).WaitingSince(ctx, string(archive.Waiting), millis(before))
	if err != nil {
		return 0, fmt.Errorf("counting evidence that waits: %w", err)
	}
	return int(n), nil
}

// Progress implements archive.Store.
func (s *Store) Progress(ctx context.Context, name string) (archive.Progress, error) {
	row, err := db.New(s.database.Reader()).GetWalk(ctx, name)
	if errors.Is(err, sql.ErrNoRows) {
		return archive.Progress{Name: name}, nil
	}
	if err != nil {
		return archive.Progress{}, fmt.Errorf("reading the progress of %s: %w", name, err)
	}
	return archive.Progress{Name: row.Name, Terms: row.Terms, After: row.After, Done: row.Done}, nil
}

// SaveProgress implements archive.Tx.
func (t *transaction) SaveProgress(ctx context.Context, p archive.Progress) error {
	return t.q.SaveWalk(ctx, p.Name, p.Terms, p.After, p.Done)
}

// Editions implements archive.Store.
func (s *Store) Editions(ctx context.Context, id archive.BundleID) ([]archive.Edition, error) {
	return editions(db.New(s.database.Reader()).EditionsOfBundle(ctx, string(id)))
}

const step = 500

// Walk implements archive.Store.
func (s *Store) Walk(ctx context.Context, visit func(archive.Edition) error) error {
	q, last := db.New(s.database.Reader()), ""
	for {
		ids, err := q.BundlesAfter(ctx, last, step)
		if err != nil {
			return fmt.Errorf("listing bundles: %w", err)
		}
		for _, id := range ids {
			last = id
			if err := walk(ctx, q, id, visit); err != nil {
				return err
			}
		}
		if len(ids) < step {
			return nil
		}
	}
}

func walk(ctx context.Context, q *db.Queries, bundle string, visit func(archive.Edition) error) error {
	list, err := editions(q.EditionsOfBundle(ctx, bundle))
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := visit(e); err != nil {
			return err
		}
	}
	return nil
}

// Referenced implements archive.Store.
func (s *Store) Referenced(ctx context.Context, sha256 string) (bool, error) {
	n, err := db.New(s.database.Reader()).EditionReferenced(ctx, sha256)
	return n > 0, err
}

func editions(rows []db.ArchiveEdition, err error) ([]archive.Edition, error) {
	if err != nil {
		return nil, fmt.Errorf("listing editions: %w", err)
	}
	out := make([]archive.Edition, len(rows))
	for i, r := range rows {
		out[i] = archive.Edition{
			Bundle: archive.BundleID(r.Bundle), No: int(r.No), SHA256: r.Sha256, Size: r.Size, Level: pades.Level(r.Level), At: instant(r.At),
		}
	}
	return out, nil
}

func bundle(r db.ArchiveBundle) (archive.Bundle, error) {
	b := archive.Bundle{
		ID: archive.BundleID(r.ID), Document: document.ID(r.Document), File: document.FileID(r.File), Agency: org.AgencyID(r.Agency),
		Direction: document.Direction(r.Direction), Name: r.Name, SHA256: r.Sha256, State: archive.State(r.State), Level: pades.Level(r.Level),
		Why: r.Why, Attempts: int(r.Attempts), NextAt: instant(r.NextAt), Stamp: r.Stamp, CreatedAt: instant(r.CreatedAt), UpdatedAt: instant(r.UpdatedAt),
	}
	if len(b.Stamp) == 0 {
		b.Stamp = nil
	}
	if err := json.Unmarshal([]byte(r.Summary), &b.Summary); err != nil {
		return b, fmt.Errorf("reading the summary of bundle %s: %w", r.ID, err)
	}
	return b, nil
}

// bytesOf is never null.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
