package workfile

import (
	"context"
	"errors"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("workfile: no such row")

// ErrChanged is what a store says when somebody saved the row meanwhile.
var ErrChanged = errors.New("workfile: row changed meanwhile")

// ErrTaken is what a store says when the agency has a file of that code in the year.
var ErrTaken = errors.New("workfile: code is taken")

// Store keeps plans and files.
type Store interface {
	Reader
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
}

// Reader finds rows; lists may be empty.
type Reader interface {
	Plan(ctx context.Context, agency org.AgencyID, year int) (Plan, error)
	File(ctx context.Context, id ID) (File, error)
	// List gives files, newest change first, at most 200.
	List(ctx context.Context, q Query) ([]File, error)
	// Of lists the files in which a document stands.
	Of(ctx context.Context, id document.ID) ([]File, error)
	// Unfiled lists released and completed documents of a period that stand in no
	// file, oldest first, at most 500; from and to are days.
	Unfiled(ctx context.Context, agency org.AgencyID, from, to string) ([]document.ID, error)
}

// Tx is one transaction.
type Tx interface {
	Reader
	// SavePlan writes the plan when nobody did since p.Rev was read.
	SavePlan(ctx context.Context, p *Plan) error
	// Load locks the row until the end.
	Load(ctx context.Context, id ID) (File, error)
	Add(ctx context.Context, f *File) error
	Save(ctx context.Context, f *File, dueOn string) error
	AddItem(ctx context.Context, id ID, item Item) error
	Audit(ctx context.Context, e audit.Entry) error
}

// Query selects files. Empty fields do not restrict.
type Query struct {
	Agency org.AgencyID
	Keeper org.PersonID
	State  State
	Year   int
	DueBy  string // handed over at the latest on this day
	Text   string // folded words
	Limit  int
}
