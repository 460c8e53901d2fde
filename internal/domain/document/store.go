package document

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/register"
	"antin/internal/event"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("document: no such row")

// Store keeps documents and registers. Both implementations pass the suite of
// package documenttest.
type Store interface {
	AccessStore
	RecallStore
	CopyStore
	TicketStore
	UsageStore
	DraftStore
	IntakeStore
	// Transact runs do in one transaction; what it wrote is there whole or not at all.
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
	// Load reads one document with everything of it, without a lock.
	Load(ctx context.Context, id ID) (*Document, error)
	// List gives summaries, newest change first; at most 200, and 50 where no
	// limit is asked.
	List(ctx context.Context, q Query) ([]Summary, error)
	// Count counts up to 1000.
	Count(ctx context.Context, q Query) (int, error)
	// LastNumber is the last number given in a series, 0 before the first.
	LastNumber(ctx context.Context, s Series) (int, error)
	// Entries lists a register downwards from a number (0 = from the last).
	Entries(ctx context.Context, s Series, below, limit int) ([]Entry, error)
	// OwnReaders are the rows of readers that follow from the document itself.
	OwnReaders(ctx context.Context, id ID) ([]Grant, error)
	// Visible keeps those that one of the readers may see.
	Visible(ctx context.Context, ids []ID, readers []Reader) (map[ID]bool, error)
	// Handings tells for many documents at once what a register of arrivals says
	// of them; at most 1000.
	Handings(ctx context.Context, ids []ID) (map[ID]Handing, error)
	// ByDelivery finds the incoming document that a delivery brought.
	ByDelivery(ctx context.Context, agency org.AgencyID, delivery string) (ID, error)
	// Referenced reports whether any document needs the blob.
	Referenced(ctx context.Context, sha256 string) (bool, error)
	// Files walks all files in order of document id, for antin check.
	Files(ctx context.Context, visit func(ID, File) error) error
	// IDs walks all documents in order of id.
	IDs(ctx context.Context, after ID, limit int) ([]ID, error)
}

// Tx is one transaction. Locks are taken in the order series, document, audit
// head, so that two of them never wait for each other.
type Tx interface {
	RecallTx
	CopyTx
	TicketTx
	DraftTx
	IntakeTx
	register.Lines
	// Lock locks the document until the end of the transaction and tells its
	// revision: a document that was read with that Rev is still the whole truth.
	Lock(ctx context.Context, id ID) (rev int, err error)
	// Load locks the document until the end of the transaction and reads it.
	Load(ctx context.Context, id ID) (*Document, error)
	// Save writes what changed since Load, or the whole new document; once in a
	// transaction. The changes are forgotten after the commit, so that a
	// transaction that is tried again writes them again.
	Save(ctx context.Context, d *Document) error
	// Grant lets the readers see the document, for a cause that CauseOf makes;
	// again with the same cause it changes nothing. It locks the document.
	Grant(ctx context.Context, id ID, readers []Reader, cause Cause) error
	// FollowReaders makes the rows of readers what the document says.
	FollowReaders(ctx context.Context, d *Document) error
	// Revoke ends what was granted for the cause.
	Revoke(ctx context.Context, id ID, cause Cause) error
	// Audit appends to the log and locks its head: the last call.
	Audit(ctx context.Context, e audit.Entry) error
	// Emit hands a fact to its handlers after the commit.
	Emit(ctx context.Context, e event.Event) error
}

// Query selects documents for a list. Empty fields do not restrict.
type Query struct {
	Agency     org.AgencyID
	Unit       org.UnitID
	Drafter    org.PersonID
	Signer     org.PersonID
	Assignee   org.PersonID // with an open assignment
	Handled    org.PersonID // with an assignment that was completed
	Asked      org.PersonID // whose opinion is waited for
	AskedUnit  org.UnitID   // beside Asked: the unit that this person speaks for
	Turn       org.PersonID // whose signature the chain waits for, for TurnAgency
	TurnAgency org.AgencyID
	SealTurn   org.AgencyID // whose seal the chain of another agency waits for
	ToPass     bool         // the lead's clerk has to pass it on
	Direction  Direction
	States     []State
	Readers    []Reader // that one of these may see; nil where the other fields say so already
	Before     Cursor
	Limit      int
}

// Handing is what a register says of an incoming document beside its line.
type Handing struct {
	Issued string // day of the document, YYYY-MM-DD
	To     string // who got it, by name
	At     time.Time
}

// Cursor is the place of the last row of the page before.
type Cursor struct {
	At time.Time
	ID ID
}

// Summary is one line of a list.
type Summary struct {
	ID         ID
	Direction  Direction
	Type       string
	Subject    string
	Urgency    string
	State      State
	Signer     string
	Capacity   org.Capacity
	Number     int
	Symbol     string
	IssuedOn   string
	FromName   string
	SenderRef  string
	Arrival    int
	Recipients int
	Recipient  string // name of the first
	Returned   bool   // was submitted and is a draft again
	UpdatedAt  time.Time
	ArrivedAt  time.Time
}
