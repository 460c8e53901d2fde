package tasksql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/internal/domain/task/tasksql/db"
)

type reader struct{ q *db.Queries }

// Task implements task.Reader.
func (r reader) Task(ctx context.Context, id task.ID) (task.Task, error) {
	row, err := r.q.GetTask(ctx, string(id))
	if err := found(err, "a task"); err != nil {
		return task.Task{}, err
	}
	return read(row.Data, row.Rev)
}

func read(data string, rev int32) (task.Task, error) {
	var t task.Task
	if err := json.Unmarshal([]byte(data), &t); err != nil {
		return t, fmt.Errorf("reading a stored task: %w", err)
	}
	t.Rev = int(rev)
	return t, nil
}

// each reads the rows of a list.
func each[Row any](rows []Row, err error, what string, parts func(Row) (string, int32)) ([]task.Task, error) {
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", what, err)
	}
	out := make([]task.Task, len(rows))
	for i, row := range rows {
		data, rev := parts(row)
		if out[i], err = read(data, rev); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// asked is a query in the words of the statements.
type asked struct {
	open        bool
	before      int64
	parts, like string
	wants       string
	due         int64
	id          string
	limit       int32
}

func words(q task.Query) asked {
	a := asked{open: true, before: never + 1, limit: 50, due: q.After.Due, id: string(q.After.ID)}
	if q.Open != nil {
		a.open = *q.Open
	}
	if !q.Before.IsZero() {
		a.before = q.Before.UnixMilli()
	}
	if len(q.Parts) > 0 {
		a.parts = ","
		for _, p := range q.Parts {
			a.parts += string(p) + ","
		}
	}
	if q.Wants {
		a.wants = "yes"
	}
	if q.Limit > 0 {
		a.limit = int32(min(q.Limit, 200))
	}
	a.like = strings.NewReplacer("%", "", "_", "", `\`, "").Replace(q.Text)
	return a
}

// List implements task.Reader.
func (r reader) List(ctx context.Context, q task.Query) ([]task.Task, error) {
	a := words(q)
	if q.Giver != "" {
		rows, err := r.q.ListGiven(ctx, db.ListGivenParams{
			Agency: string(q.Agency), GivenBy: string(q.Giver), Open: a.open, DueAt: a.before, Column5: a.wants, Column6: a.parts, Column7: a.like,
			DueAt_2: a.due, ID: a.id, Limit: a.limit,
		})
		return each(rows, err, "tasks given", func(x db.ListGivenRow) (string, int32) { return x.Data, x.Rev })
	}
	rows, err := r.q.ListHeld(ctx, db.ListHeldParams{
		Agency: string(q.Agency), Person: string(q.Person), Unit: string(q.Unit), Open: a.open, DueAt: a.before, Column6: a.parts, Column7: a.like,
		DueAt_2: a.due, ID: a.id, Limit: a.limit,
	})
	return each(rows, err, "tasks in hand", func(x db.ListHeldRow) (string, int32) { return x.Data, x.Rev })
}

// Count implements task.Reader.
func (r reader) Count(ctx context.Context, q task.Query) (int, error) {
	a := words(q)
	var n int64
	var err error
	if q.Giver != "" {
		n, err = r.q.CountGiven(ctx, db.CountGivenParams{Agency: string(q.Agency), GivenBy: string(q.Giver), Open: a.open, DueAt: a.before, Column5: a.wants})
	} else {
		n, err = r.q.CountHeld(ctx, db.CountHeldParams{
			Agency: string(q.Agency), Person: string(q.Person), Unit: string(q.Unit), Open: a.open, DueAt: a.before, Column6: a.parts,
		})
	}
	return int(min(n, 1000)), err
}

// Tree implements task.Reader.
func (r reader) Tree(ctx context.Context, root task.ID) ([]task.Task, error) {
	rows, err := r.q.ListTree(ctx, string(root))
	return each(rows, err, "a tree of tasks", func(x db.ListTreeRow) (string, int32) { return x.Data, x.Rev })
}

// OfDocument implements task.Reader.
func (r reader) OfDocument(ctx context.Context, id document.ID) ([]task.Task, error) {
	rows, err := r.q.ListOfDocument(ctx, string(id))
	return each(rows, err, "the tasks of a document", func(x db.ListOfDocumentRow) (string, int32) { return x.Data, x.Rev })
}

// Notes implements task.Reader.
func (r reader) Notes(ctx context.Context, id task.ID, doc document.ID) ([]task.Note, error) {
	if id == "" {
		rows, err := r.q.NotesOfDocument(ctx, string(doc))
		return notes(rows, err, func(x db.NotesOfDocumentRow) (string, string) { return x.Data, x.Hash })
	}
	rows, err := r.q.NotesOfTask(ctx, string(id))
	return notes(rows, err, func(x db.NotesOfTaskRow) (string, string) { return x.Data, x.Hash })
}

// NotesAfter implements task.Reader.
func (r reader) NotesAfter(ctx context.Context, after task.NoteID, limit int) ([]task.Note, error) {
	rows, err := r.q.NotesAfter(ctx, string(after), int32(limit))
	return notes(rows, err, func(x db.NotesAfterRow) (string, string) { return x.Data, x.Hash })
}

func notes[Row any](rows []Row, err error, parts func(Row) (string, string)) ([]task.Note, error) {
	if err != nil {
		return nil, fmt.Errorf("listing notes: %w", err)
	}
	out := make([]task.Note, len(rows))
	for i, row := range rows {
		data, hash := parts(row)
		if err := json.Unmarshal([]byte(data), &out[i]); err != nil {
			return nil, fmt.Errorf("reading a stored note: %w", err)
		}
		out[i].Hash = hash
	}
	return out, nil
}

// Delegations implements task.Reader.
func (r reader) Delegations(ctx context.Context, agency org.AgencyID, at time.Time) ([]task.Delegation, error) {
	rows, err := r.q.Delegations(ctx, string(agency), millis(at))
	if err != nil {
		return nil, fmt.Errorf("listing delegations: %w", err)
	}
	out := make([]task.Delegation, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row), &out[i]); err != nil {
			return nil, fmt.Errorf("reading a stored delegation: %w", err)
		}
	}
	return out, nil
}

// Phrases implements task.Reader.
func (r reader) Phrases(ctx context.Context, person org.PersonID) ([]string, error) {
	return r.q.Phrases(ctx, string(person))
}

// Answers implements task.Reader.
func (r reader) Answers(ctx context.Context, question document.ID) ([]document.ID, error) {
	rows, err := r.q.Answers(ctx, string(question))
	return ids(rows), err
}

// Questions implements task.Reader.
func (r reader) Questions(ctx context.Context, answer document.ID) ([]document.ID, error) {
	rows, err := r.q.Questions(ctx, string(answer))
	return ids(rows), err
}

// Orphans implements task.Reader.
func (r reader) Orphans(ctx context.Context, limit int) ([]document.ID, error) {
	rows, err := r.q.Orphans(ctx, int32(limit))
	return ids(rows), err
}

func ids(rows []string) []document.ID {
	out := make([]document.ID, len(rows))
	for i, row := range rows {
		out[i] = document.ID(row)
	}
	return out
}

// Digest implements task.Reader.
func (r reader) Digest(ctx context.Context, person org.PersonID, agency org.AgencyID, day string) (task.Digest, error) {
	row, err := r.q.GetDigest(ctx, string(person), string(agency), day)
	if err := found(err, "a digest"); err != nil {
		return task.Digest{}, err
	}
	var d task.Digest
	if err := json.Unmarshal([]byte(row.Data), &d); err != nil {
		return d, fmt.Errorf("reading a stored digest: %w", err)
	}
	d.SeenAt = instant(row.SeenAt)
	return d, nil
}

// Referenced implements task.Reader.
func (r reader) Referenced(ctx context.Context, sha256 string) (bool, error) {
	n, err := r.q.CountFiles(ctx, sha256)
	return n > 0, err
}
