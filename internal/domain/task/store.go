package task

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/event"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("task: no such row")

// ErrChanged is what a store says when somebody saved the row meanwhile.
var ErrChanged = errors.New("task: row changed meanwhile")

// Store keeps tasks and what is said about them; implementations pass the suite
// of package tasktest.
type Store interface {
	Reader
	// Transact runs do in one transaction; what it wrote is there whole or not at all.
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty.
type Reader interface {
	Task(ctx context.Context, id ID) (Task, error)
	// List gives tasks by due time, those without one last; at most 200.
	List(ctx context.Context, q Query) ([]Task, error)
	// Count counts up to 1000.
	Count(ctx context.Context, q Query) (int, error)
	// Tree gives a task with everything passed on from it, parents first.
	Tree(ctx context.Context, root ID) ([]Task, error)
	// OfDocument gives all tasks on a document, oldest first.
	OfDocument(ctx context.Context, id document.ID) ([]Task, error)
	// Notes of one task; of a document with an empty task. Oldest first.
	Notes(ctx context.Context, id ID, doc document.ID) ([]Note, error)
	// NotesAfter walks all notes in order of id, for antin check.
	NotesAfter(ctx context.Context, after NoteID, limit int) ([]Note, error)
	Delegations(ctx context.Context, agency org.AgencyID, at time.Time) ([]Delegation, error)
	Phrases(ctx context.Context, person org.PersonID) ([]string, error)
	// Answers lists the outgoing documents that answer an incoming one.
	Answers(ctx context.Context, question document.ID) ([]document.ID, error)
	// Questions lists the incoming documents that an outgoing one answers.
	Questions(ctx context.Context, answer document.ID) ([]document.ID, error)
	Digest(ctx context.Context, person org.PersonID, agency org.AgencyID, day string) (Digest, error)
	// Referenced reports whether a note has an attachment with that SHA-256.
	Referenced(ctx context.Context, sha256 string) (bool, error)
	// Orphans lists assignments of documents from before there were tasks.
	Orphans(ctx context.Context, limit int) ([]document.ID, error)
}

// Tx is one transaction.
type Tx interface {
	Reader
	// Load locks the row until the end.
	Load(ctx context.Context, id ID) (Task, error)
	Add(ctx context.Context, t Task) error
	// Save writes the row when nobody did since t.Rev was read, and raises it.
	Save(ctx context.Context, t *Task) error
	AddNote(ctx context.Context, n Note) error
	PutDelegation(ctx context.Context, d Delegation) error
	SetPhrases(ctx context.Context, person org.PersonID, list []string) error
	AddAnswer(ctx context.Context, question, answer document.ID, by org.PersonID, at time.Time) error
	// PutDigest keeps the first one of a day and reports whether it was this.
	PutDigest(ctx context.Context, d Digest) (bool, error)
	SeeDigest(ctx context.Context, d Digest, at time.Time) error
	// Documents is the subject of documents inside this transaction.
	Documents() document.Tx
	Emit(ctx context.Context, e event.Event) error
	// Audit appends to the log and locks its head: the last call.
	Audit(ctx context.Context, e audit.Entry) error
}

// Query selects tasks for a list. Empty fields do not restrict.
type Query struct {
	Agency org.AgencyID
	Person org.PersonID // in whose hands, or in those of a unit that the person leads
	Unit   org.UnitID   // with Person: the unit that the person leads
	Giver  org.PersonID
	Parts  []Part
	Open   *bool
	Wants  bool      // an extension waits for an answer
	Before time.Time // due before
	Text   string    // folded words of title, reference, names
	After  Cursor
	Limit  int
}

// Cursor is the place of the last row of the page before.
type Cursor struct {
	Due int64
	ID  ID
}

// Delegation (ủy quyền phân văn bản) lets somebody assign incoming documents for
// the head, from one day to another.
type Delegation struct {
	ID       DelegationID
	Agency   org.AgencyID
	Person   org.PersonID
	Name     string
	By       org.PersonID
	ByName   string
	Decision string // number and date of the paper
	From, To time.Time
	EndedAt  time.Time // ended before its time
}

// HeldAt reports whether the delegation counts at that moment.
func (d Delegation) HeldAt(at time.Time) bool {
	return !at.Before(d.From) && at.Before(d.To) && (d.EndedAt.IsZero() || at.Before(d.EndedAt))
}
