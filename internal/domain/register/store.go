package register

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("register: no such row")

// Lines is what other subjects write inside their own transaction.
type Lines interface {
	// Reserve gives the next number of the series to the document, or the one
	// that it has already. A closed year is refused.
	Reserve(ctx context.Context, e Entry) (number int, fresh bool, err error)
	// Take gives the document of e the free number e.Number of a block.
	Take(ctx context.Context, e Entry) error
	// SetEntry updates the line of a document in its register.
	SetEntry(ctx context.Context, e Entry) error
	// AddSlips opens paper copies that are owed; those that are there stay.
	AddSlips(ctx context.Context, list []Slip) error
	AddPrint(ctx context.Context, p Print) error
	// AddLeft notes that a document went out on paper during a fault.
	AddLeft(ctx context.Context, l Left) error
	// Mend ends the waiting for the electronic copy of a document, if there is one.
	Mend(ctx context.Context, document DocumentID, at time.Time) error
	// Books lists the books that an agency decided to keep, in order of their code.
	Books(ctx context.Context, agency org.AgencyID) ([]Book, error)
}

// Reader finds rows; lists may be empty.
type Reader interface {
	// Standing tells how far a series has come; an unopened one stands at 0.
	Standing(ctx context.Context, s Series) (Standing, error)
	// Line reads one line, or says ErrNotFound.
	Line(ctx context.Context, s Series, number int) (Entry, error)
	// LineOf finds the line of a document in the registers of an agency, or says
	// ErrNotFound.
	LineOf(ctx context.Context, agency org.AgencyID, d DocumentID) (Entry, error)
	// Series lists every series of an agency, newest year first.
	Series(ctx context.Context, agency org.AgencyID) ([]Standing, error)
	// Blocks lists the blocks of a series in the order of their numbers.
	Blocks(ctx context.Context, s Series) ([]Block, error)
	// Books lists the books that an agency decided to keep, in order of their code.
	Books(ctx context.Context, agency org.AgencyID) ([]Book, error)
	// Slips lists paper copies of an agency, newest first: owed or sent.
	Slips(ctx context.Context, q SlipQuery) ([]Slip, error)
	// SlipsOf lists all of one document.
	SlipsOf(ctx context.Context, d DocumentID) ([]Slip, error)
	Slip(ctx context.Context, id string) (Slip, error)
	PrintsOf(ctx context.Context, d DocumentID) ([]Print, error)
	// Faults lists those of an agency, newest first.
	Faults(ctx context.Context, agency org.AgencyID, limit int) ([]Fault, error)
	Fault(ctx context.Context, id string) (Fault, error)
	// LeftOf lists what went out during one fault.
	LeftOf(ctx context.Context, fault string) ([]Left, error)
	// LeftDocument finds the note about one document, or says ErrNotFound.
	LeftDocument(ctx context.Context, d DocumentID) (Left, error)
	// Waiting lists what waits for its electronic copy, oldest first.
	Waiting(ctx context.Context, agency org.AgencyID) ([]Left, error)
}

// Store keeps registers. Both implementations pass the suite of package
// registertest.
type Store interface {
	Reader
	// Find lists lines downwards from a number.
	Find(ctx context.Context, q Query) ([]Entry, error)
	// Transact runs do in one transaction; what it wrote is there whole or not at all.
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
}

// Tx is one transaction of this subject. Locks are taken in the order series,
// document, audit head.
type Tx interface {
	Lines
	Reader
	// Lock locks a series until the end of the transaction, opening it if need be.
	Lock(ctx context.Context, s Series) (Standing, error)
	// AddBlock takes the next numbers of a locked series and writes their lines.
	AddBlock(ctx context.Context, b Block) (Block, error)
	// PutLine writes a line of a locked series by its number.
	PutLine(ctx context.Context, e Entry) error
	// Tally counts a series and folds the digests of its lines.
	Tally(ctx context.Context, s Series) (Closing, error)
	// Close ends a locked series.
	Close(ctx context.Context, s Series, c Closing) error
	AddBook(ctx context.Context, b Book) error
	PutSlip(ctx context.Context, s Slip) error
	AddFault(ctx context.Context, f Fault) error
	PutFault(ctx context.Context, f Fault) error
	// Audit appends to the log and locks its head: the last call.
	Audit(ctx context.Context, e audit.Entry) error
}

// Query selects lines of one series. Empty fields do not restrict.
type Query struct {
	Series   Series
	Text     string // words of the line, with or without diacritics
	State    EntryState
	Type     string
	Signer   string
	From, To string // days, YYYY-MM-DD
	Paper    bool   // only those on paper
	Late     bool   // only those entered late
	Below    int    // 0 = from the last
	Limit    int
}

// SlipQuery selects paper copies of an agency.
type SlipQuery struct {
	Agency org.AgencyID
	Sent   bool
	Year   int    // of sending; 0 = any
	Before string // id of the last row of the page before
	Limit  int
}
