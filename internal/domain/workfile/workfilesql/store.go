package workfilesql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/workfile"
	"antin/internal/domain/workfile/workfilesql/db"
	"antin/internal/platform/sqldb"
	"antin/vntext"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Store is workfile.Store over one database; its own reads see what was committed.
type Store struct {
	reader
	database *sqldb.DB
	append   Append
}

// New wires the store to the log that rides in its transactions.
func New(database *sqldb.DB, append Append) *Store {
	return &Store{reader{db.New(database.Reader())}, database, append}
}

type reader struct{ q *db.Queries }

type transaction struct {
	reader
	store *Store
	tx    *sqldb.Tx
}

// Transact implements workfile.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, workfile.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, &transaction{reader{db.New(tx)}, s, tx})
	})
}

// Audit implements workfile.Tx; call it last, for it locks the head.
func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

// Plan implements workfile.Reader.
func (r reader) Plan(ctx context.Context, agency org.AgencyID, year int) (workfile.Plan, error) {
	var p workfile.Plan
	row, err := r.q.GetPlan(ctx, string(agency), int32(year))
	if err := found(err, "a file plan"); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(row.Data), &p); err != nil {
		return p, fmt.Errorf("reading a stored file plan: %w", err)
	}
	p.Rev = int(row.Rev)
	return p, nil
}

// SavePlan implements workfile.Tx.
func (t *transaction) SavePlan(ctx context.Context, p *workfile.Plan) error {
	data, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("writing a file plan: %w", err)
	}
	state, n := "draft", int64(0)
	if p.Approved {
		state = "approved"
	}
	if p.Rev == 0 {
		n, err = t.q.AddPlan(ctx, string(p.Agency), int32(p.Year), state, string(data))
	} else {
		n, err = t.q.SavePlan(ctx, db.SavePlanParams{State: state, Data: string(data), Agency: string(p.Agency), Year: int32(p.Year), Rev: int32(p.Rev)})
	}
	if err == nil && n == 0 {
		return workfile.ErrChanged
	}
	p.Rev++
	return err
}

func (r reader) file(ctx context.Context, data string, rev int32) (workfile.File, error) {
	var f workfile.File
	if err := json.Unmarshal([]byte(data), &f); err != nil {
		return f, fmt.Errorf("reading a stored work file: %w", err)
	}
	f.Rev = int(rev)
	rows, err := r.q.Items(ctx, string(f.ID))
	if err != nil {
		return f, fmt.Errorf("reading the contents of a work file: %w", err)
	}
	f.Items = make([]workfile.Item, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row), &f.Items[i]); err != nil {
			return f, fmt.Errorf("reading a message of a work file: %w", err)
		}
	}
	return f, nil
}

// File implements workfile.Reader.
func (r reader) File(ctx context.Context, id workfile.ID) (workfile.File, error) {
	row, err := r.q.GetFile(ctx, string(id))
	if err := found(err, "a work file"); err != nil {
		return workfile.File{}, err
	}
	return r.file(ctx, row.Data, row.Rev)
}

// Load implements workfile.Tx.
func (t *transaction) Load(ctx context.Context, id workfile.ID) (workfile.File, error) {
	if _, err := t.q.LockFile(ctx, string(id)); err != nil {
		return workfile.File{}, fmt.Errorf("locking work file %s: %w", id, err)
	}
	return t.File(ctx, id)
}

// List implements workfile.Reader.
func (r reader) List(ctx context.Context, q workfile.Query) ([]workfile.File, error) {
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = 200
	}
	like := strings.NewReplacer("%", "", "_", "", `\`, "").Replace(q.Text)
	rows, err := r.q.ListFiles(ctx, db.ListFilesParams{
		Agency: string(q.Agency), Column2: string(q.Keeper), Column3: string(q.State), Column4: int32(q.Year), Column5: q.DueBy, Column6: like, Limit: int32(q.Limit),
	})
	if err != nil {
		return nil, fmt.Errorf("listing work files: %w", err)
	}
	out := make([]workfile.File, len(rows))
	for i, row := range rows {
		if out[i], err = r.file(ctx, row.Data, row.Rev); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Of implements workfile.Reader.
func (r reader) Of(ctx context.Context, id document.ID) ([]workfile.File, error) {
	rows, err := r.q.FilesOf(ctx, string(id))
	if err != nil {
		return nil, fmt.Errorf("listing the files of a document: %w", err)
	}
	out := make([]workfile.File, len(rows))
	for i, row := range rows {
		if out[i], err = r.file(ctx, row.Data, row.Rev); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Unfiled implements workfile.Reader.
func (r reader) Unfiled(ctx context.Context, agency org.AgencyID, from, to string) ([]document.ID, error) {
	begin, err1 := time.ParseInLocation(time.DateOnly, from, zone)
	end, err2 := time.ParseInLocation(time.DateOnly, to, zone)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("reading the period: %w", err)
	}
	rows, err := r.q.Unfiled(ctx, string(agency), begin.UnixMilli(), end.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("listing documents outside of files: %w", err)
	}
	out := make([]document.ID, len(rows))
	for i, row := range rows {
		out[i] = document.ID(row)
	}
	return out, nil
}

var zone = time.FixedZone("+07:00", 7*3600)

// Add implements workfile.Tx.
func (t *transaction) Add(ctx context.Context, f *workfile.File) error {
	data, err := row(*f)
	if err != nil {
		return err
	}
	n, err := t.q.AddFile(ctx, db.AddFileParams{
		ID: string(f.ID), Agency: string(f.Agency), Year: int32(f.Year), Code: f.Code, Unit: string(f.Unit), Keeper: string(f.Keeper), State: string(f.State),
		Search: words(f), UpdatedAt: f.UpdatedAt.UnixMilli(), Data: data,
	})
	if err == nil && n == 0 {
		return workfile.ErrTaken
	}
	f.Rev = 1
	return err
}

// row is a file as JSON; its messages are rows of their own.
func row(f workfile.File) (string, error) {
	f.Items = nil
	data, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("writing a work file: %w", err)
	}
	return string(data), nil
}

func words(f *workfile.File) string { return vntext.Fold(f.Code + " " + f.Title + " " + f.KeeperName) }

// Save implements workfile.Tx.
func (t *transaction) Save(ctx context.Context, f *workfile.File, dueOn string) error {
	data, err := row(*f)
	if err != nil {
		return err
	}
	n, err := t.q.SaveFile(ctx, db.SaveFileParams{
		State: string(f.State), DueOn: dueOn, Search: words(f), UpdatedAt: f.UpdatedAt.UnixMilli(), Data: data, ID: string(f.ID), Rev: int32(f.Rev),
	})
	if err == nil && n == 0 {
		return workfile.ErrChanged
	}
	f.Rev++
	return err
}

// AddItem implements workfile.Tx.
func (t *transaction) AddItem(ctx context.Context, id workfile.ID, item workfile.Item) error {
	data, err := json.Marshal(item)
	if err != nil {
		return fmt.Errorf("writing a message of a work file: %w", err)
	}
	return t.q.AddItem(ctx, db.AddItemParams{File: string(id), Seq: int32(item.Seq), Document: string(item.Document), Sha256: item.SHA256, At: item.At.UnixMilli(), Data: string(data)})
}

// found turns "no rows" into workfile.ErrNotFound and says what was read.
func found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return workfile.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}
