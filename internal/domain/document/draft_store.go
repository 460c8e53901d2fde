package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
)

// DraftStore reads what drafting keeps beside the documents.
type DraftStore interface {
	// TypeRules lists the lines of a province's catalogue: those of the sectors
	// and those of one agency, by code and day.
	TypeRules(ctx context.Context, province string, agency org.AgencyID) ([]TypeRule, error)
	// Templates lists every version of an agency's templates, newest first within
	// a type.
	Templates(ctx context.Context, agency org.AgencyID) ([]Template, error)
	// TypedForm is what a person typed into a form without sending it;
	// ErrNotFound when there is none.
	TypedForm(ctx context.Context, person org.PersonID, place string) (TypedForm, error)
	// StampHolds lists the files of an agency on which a stamp of secrecy was
	// found, newest first, at most 200.
	StampHolds(ctx context.Context, agency org.AgencyID) ([]StampHold, error)
	// StampHold finds one by the hash of the file, or gives ErrNotFound.
	StampHold(ctx context.Context, agency org.AgencyID, sha256 string) (StampHold, error)
}

// DraftTx writes the same in a transaction.
type DraftTx interface {
	PutTypeRule(ctx context.Context, r TypeRule) error
	AddTemplate(ctx context.Context, t Template) error
	PutTypedForm(ctx context.Context, person org.PersonID, f TypedForm) error
	DropTypedForm(ctx context.Context, person org.PersonID, place string) error
	PutStampHold(ctx context.Context, h StampHold) error
}

// TypedForm is what stands in a form that was not sent yet. Fields is JSON and
// holds no file.
type TypedForm struct {
	Place  string // "moi" for a new draft, else the document
	Fields string
	At     time.Time
}
