package formsql

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/form"
	"antin/internal/domain/form/formsql/db"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/platform/sqldb"
)

// Store is a form.Store; its own reads see what was committed.
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

// Transact implements form.Store.
func (s *Store) Transact(ctx context.Context, do func(form.Tx) error) error {
	return s.database.Transact(ctx, func(_ context.Context, tx *sqldb.Tx) error {
		return do(In(tx, s.log))
	})
}

// In is the subject of forms inside a transaction that another subject began.
func In(tx *sqldb.Tx, log Append) form.Tx {
	q := db.New(tx)
	return transaction{reader{q}, q, tx, log}
}

type transaction struct {
	reader
	w   *db.Queries
	tx  *sqldb.Tx
	log Append
}

func (t transaction) Audit(ctx context.Context, entry audit.Entry) error {
	return t.log(ctx, t.tx, entry)
}

func (t transaction) AddVersion(ctx context.Context, v form.Version) error {
	content, err := json.Marshal(v.Form)
	if err != nil {
		return fmt.Errorf("writing a template: %w", err)
	}
	err = t.w.AddVersion(ctx, db.AddVersionParams{ID: v.ID, Province: v.Province, FormSet: v.Form.Set, Number: int32(v.Form.Number),
		Version: int32(v.Form.Version), Content: string(content), Reason: v.Reason, ChangedBy: string(v.By),
		ValidFrom: v.Form.From.UnixMilli(), ChangedAt: v.At.UnixMilli()})
	if sqldb.IsUnique(err) {
		return form.ErrTaken
	}
	if err != nil {
		return fmt.Errorf("saving a template: %w", err)
	}
	return nil
}

func (t transaction) AddUse(ctx context.Context, u form.Use) error {
	err := t.w.AddUse(ctx, db.AddUseParams{ID: u.ID, Province: u.Province, FormSet: u.Form.Set, Number: int32(u.Form.Number),
		Version: int32(u.Form.Version), Purpose: string(u.Purpose), Subject: u.Subject, Person: string(u.Person),
		Agency: string(u.Agency), Sha256: u.SHA256, MadeAt: u.At.UnixMilli()})
	if err != nil {
		return fmt.Errorf("saving the use of a form: %w", err)
	}
	return nil
}

type reader struct{ q *db.Queries }

func (r reader) Versions(ctx context.Context, province, set string, number int) ([]form.Version, error) {
	return versions(r.q.Versions(ctx, province, set, int32(number)))
}

func (r reader) AllVersions(ctx context.Context, province string) ([]form.Version, error) {
	return versions(r.q.AllVersions(ctx, province))
}

func (r reader) Uses(ctx context.Context, province string, ref profile.FormRef, limit int) ([]form.Use, error) {
	return uses(r.q.Uses(ctx, province, ref.Set, int32(ref.Number), int32(limit)))
}

func (r reader) UsesOf(ctx context.Context, subject string, limit int) ([]form.Use, error) {
	return uses(r.q.UsesOf(ctx, subject, int32(limit)))
}

func versions(rows []db.FormVersion, err error) ([]form.Version, error) {
	if err != nil {
		return nil, fmt.Errorf("reading templates: %w", err)
	}
	var list []form.Version
	for _, row := range rows {
		v := form.Version{ID: row.ID, Province: row.Province, Reason: row.Reason, By: org.PersonID(row.ChangedBy), At: at(row.ChangedAt)}
		if err := json.Unmarshal([]byte(row.Content), &v.Form); err != nil {
			return nil, fmt.Errorf("reading template %s: %w", row.ID, err)
		}
		v.Form.From = at(row.ValidFrom)
		list = append(list, v)
	}
	return list, nil
}

func uses(rows []db.FormUse, err error) ([]form.Use, error) {
	if err != nil {
		return nil, fmt.Errorf("reading uses of a form: %w", err)
	}
	var list []form.Use
	for _, row := range rows {
		list = append(list, form.Use{ID: row.ID, Province: row.Province,
			Form:    profile.FormRef{Set: row.FormSet, Number: int(row.Number), Version: int(row.Version)},
			Purpose: form.Purpose(row.Purpose), Subject: row.Subject, Person: org.PersonID(row.Person),
			Agency: org.AgencyID(row.Agency), SHA256: row.Sha256, At: at(row.MadeAt)})
	}
	return list, nil
}

func at(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
