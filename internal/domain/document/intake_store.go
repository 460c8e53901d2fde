package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
)

// IntakeStore answers what the desk of incoming documents asks.
type IntakeStore interface {
	// Desk lists incoming documents with how they came in, the oldest first.
	Desk(ctx context.Context, q DeskQuery) ([]DeskRow, error)
	// Alike finds earlier arrivals of the agency that may be the same document:
	// the same DocumentId, the same number, symbol and issuer in the same year, or
	// the same bytes. Refused and linked ones do not count.
	Alike(ctx context.Context, a Likeness) ([]DeskRow, error)
	// Attached lists who brought incoming documents in, in a time, newest first.
	Attached(ctx context.Context, agency org.AgencyID, from, to time.Time, limit int) ([]DeskRow, error)
	// Unsettled walks arrivals that wait for another check: held for want of
	// evidence, or registered before a verdict.
	Unsettled(ctx context.Context, after ID, limit int) ([]ID, error)
	// BasesOf lists the incoming documents that a draft rests on.
	BasesOf(ctx context.Context, draft ID) ([]ID, error)
}

// IntakeTx is the part of a transaction that incoming documents need.
type IntakeTx interface {
	// PutBasis lets a draft rest on an incoming document; a second time changes
	// nothing.
	PutBasis(ctx context.Context, draft, basis ID, by org.PersonID, at time.Time) error
}

// DeskQuery selects rows of the desk. Empty fields do not restrict.
type DeskQuery struct {
	Agency  org.AgencyID
	States  []State
	Channel Channel
	Pending bool // only those registered before a verdict
	After   Cursor
	Limit   int
}

// DeskRow is one incoming document as the desk lists it.
type DeskRow struct {
	ID         ID
	State      State
	Channel    Channel // empty for what arrived before channels were kept
	Type       string
	Subject    string
	Urgency    string
	From       string
	Ref        string
	IssuedOn   string
	Arrival    int
	ArrivedAt  time.Time
	Doubtful   int
	Suspect    ID
	Pending    bool
	Legal      bool
	Positive   bool
	Clerk      org.PersonID
	ClerkName  string
	AttachedAt time.Time
}

// Likeness is what two arrivals of one document have in common.
type Likeness struct {
	Agency org.AgencyID
	Except ID
	Key    string // RefKey
	Ref    string // DocumentId of exchange
	SHA256 string
}
