package tasksql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/domain/task/tasksql/db"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/vntext"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Emit writes the jobs of one event in the transaction.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// Documents gives the subject of documents inside a transaction.
type Documents func(tx *sqldb.Tx) document.Tx

// Store is task.Store over one database; its own reads see what was committed.
type Store struct {
	reader
	database  *sqldb.DB
	append    Append
	emit      Emit
	documents Documents
}

// New wires the store to the log, the outbox and the documents that ride in its
// transactions.
func New(database *sqldb.DB, append Append, emit Emit, documents Documents) *Store {
	return &Store{reader{db.New(database.Reader())}, database, append, emit, documents}
}

type transaction struct {
	reader
	store *Store
	tx    *sqldb.Tx
}

// Transact implements task.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, task.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, &transaction{reader{db.New(tx)}, s, tx})
	})
}

// Documents implements task.Tx.
func (t *transaction) Documents() document.Tx { return t.store.documents(t.tx) }

// Audit implements task.Tx; call it last, for it locks the head.
func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

// Emit implements task.Tx.
func (t *transaction) Emit(ctx context.Context, e event.Event) error {
	return t.store.emit(ctx, t.tx, e)
}

// Load implements task.Tx.
func (t *transaction) Load(ctx context.Context, id task.ID) (task.Task, error) {
	if _, err := t.q.LockTask(ctx, string(id)); err != nil {
		return task.Task{}, fmt.Errorf("locking task %s: %w", id, err)
	}
	return t.Task(ctx, id)
}

// Add implements task.Tx.
func (t *transaction) Add(ctx context.Context, x task.Task) error {
	data, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("writing a task: %w", err)
	}
	err = t.q.AddTask(ctx, db.AddTaskParams{
		ID: string(x.ID), Agency: string(x.Agency), Document: string(x.Document), Parent: string(x.Parent), Root: string(x.Root),
		Unit: string(x.Unit), Person: string(x.Person), GivenBy: string(x.By), Part: string(x.Part), State: string(x.State),
		Open: x.Open(), Wants: x.Asked != nil, DueAt: dueMillis(x.DueAt), CreatedAt: millis(x.GivenAt), UpdatedAt: millis(x.UpdateAt), Data: string(data),
		Search: vntext.Fold(x.Title + " " + x.Reference + " " + x.PersonName + " " + x.UnitName + " " + x.ByName),
	})
	if err != nil {
		return fmt.Errorf("adding task %s: %w", x.ID, err)
	}
	return nil
}

// Save implements task.Tx.
func (t *transaction) Save(ctx context.Context, x *task.Task) error {
	data, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("writing task %s: %w", x.ID, err)
	}
	n, err := t.q.SaveTask(ctx, db.SaveTaskParams{
		State: string(x.State), Open: x.Open(), Wants: x.Asked != nil, DueAt: dueMillis(x.DueAt), UpdatedAt: millis(x.UpdateAt),
		Data: string(data), ID: string(x.ID), Rev: int32(x.Rev),
	})
	if err != nil {
		return fmt.Errorf("saving task %s: %w", x.ID, err)
	}
	if n == 0 {
		return task.ErrChanged
	}
	x.Rev++
	return nil
}

// AddNote implements task.Tx.
func (t *transaction) AddNote(ctx context.Context, n task.Note) error {
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("writing a note: %w", err)
	}
	err = t.q.AddNote(ctx, db.AddNoteParams{
		ID: string(n.ID), Task: string(n.Task), Root: string(n.Root), Document: string(n.Document), Kind: string(n.Kind),
		Author: string(n.Author), At: millis(n.At), Hash: n.Hash, Data: string(data),
	})
	if err != nil {
		return fmt.Errorf("adding a note: %w", err)
	}
	for i, f := range n.Files {
		if err := t.q.AddFile(ctx, string(n.ID), int32(i), f.SHA256); err != nil {
			return fmt.Errorf("adding an attachment: %w", err)
		}
	}
	return nil
}

// PutDelegation implements task.Tx.
func (t *transaction) PutDelegation(ctx context.Context, d task.Delegation) error {
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("writing a delegation: %w", err)
	}
	to := d.To
	if !d.EndedAt.IsZero() && d.EndedAt.Before(to) {
		to = d.EndedAt
	}
	return t.q.PutDelegation(ctx, db.PutDelegationParams{
		ID: string(d.ID), Agency: string(d.Agency), Person: string(d.Person), ValidFrom: millis(d.From), ValidTo: millis(to), Data: string(data),
	})
}

// SetPhrases implements task.Tx.
func (t *transaction) SetPhrases(ctx context.Context, person org.PersonID, list []string) error {
	if err := t.q.DeletePhrases(ctx, string(person)); err != nil {
		return fmt.Errorf("replacing phrases: %w", err)
	}
	for i, text := range list {
		if err := t.q.AddPhrase(ctx, string(person), int32(i), text); err != nil {
			return fmt.Errorf("adding a phrase: %w", err)
		}
	}
	return nil
}

// AddAnswer implements task.Tx.
func (t *transaction) AddAnswer(ctx context.Context, question, answer document.ID, by org.PersonID, at time.Time) error {
	return t.q.AddAnswer(ctx, string(question), string(answer), string(by), millis(at))
}

// PutDigest implements task.Tx.
func (t *transaction) PutDigest(ctx context.Context, d task.Digest) (bool, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return false, fmt.Errorf("writing a digest: %w", err)
	}
	n, err := t.q.PutDigest(ctx, string(d.Person), string(d.Agency), d.Day, string(data))
	return n > 0, err
}

// SeeDigest implements task.Tx.
func (t *transaction) SeeDigest(ctx context.Context, d task.Digest, at time.Time) error {
	return t.q.SeeDigest(ctx, millis(at), string(d.Person), string(d.Agency), d.Day)
}

// found turns "no rows" into task.ErrNotFound and says what was read.
func found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return task.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
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

// never sorts tasks without a due time after all others.
const never = int64(1) << 53

func dueMillis(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixMilli()
}
