package search

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("search: no such row")

// Behind is a document that the index has not caught up with; Mark grows with
// every change, so that a change during the indexing is not forgotten.
type Behind struct {
	Document document.ID
	Mark     int64
}

// Store keeps the index and the saved searches. Both implementations pass the
// suite of package searchtest.
type Store interface {
	// Behind lists documents that changed since they were indexed, oldest first.
	Behind(ctx context.Context, limit int) ([]Behind, error)
	// Put writes entries and takes the marks away that nobody moved meanwhile,
	// in one transaction.
	Put(ctx context.Context, entries []Entry, done []Behind) error
	// Content gives the text of files that was read already.
	Content(ctx context.Context, sha256 []string) (map[string]string, error)
	// PutContent keeps the text of a file and marks the document.
	PutContent(ctx context.Context, sha256, text string, id document.ID, at time.Time) error
	// Match gives places of matching documents below a place (0: from the
	// newest), newest first.
	Match(ctx context.Context, m Match, below int64, limit int) ([]int64, error)
	// Doubtful are those of the places, newest first, whose entry is behind.
	Doubtful(ctx context.Context, places []int64) (map[int64]document.ID, error)
	// Hits reads what is shown of the places, in their order.
	Hits(ctx context.Context, places []int64) ([]Hit, error)

	Saved(ctx context.Context, person org.PersonID, agency org.AgencyID) ([]Saved, error)
	PutSaved(ctx context.Context, s Saved, e audit.Entry) error
	// DeleteSaved is ErrNotFound when the person has none of that id.
	DeleteSaved(ctx context.Context, id string, person org.PersonID, agency org.AgencyID, e audit.Entry) error
}

// Hit is one found document.
type Hit struct {
	Place     int64 // in the order of entering
	Document  document.ID
	Direction document.Direction
	Type      string
	Subject   string
	Symbol    string // with the number, as it stands on paper
	Date      string // YYYY-MM-DD
	State     document.State
	Signer    string
	From      string // who sent it
	Arrival   int
	Content   string  // beginning of the text of its pages
	Passage   []Piece // where the words stand, set by Service.Find
	Title     []Piece // the subject with its marks, set by Service.Find
}

// Saved is a search that a person keeps.
type Saved struct {
	ID     string
	Person org.PersonID
	Agency org.AgencyID
	Name   string
	Query  Query
	At     time.Time
}
