package register

import (
	"time"

	"antin/internal/domain/org"
)

// Slip is one paper copy that has to follow an electronic document; sent, it is
// a line of the postal register.
type Slip struct {
	ID        string
	Agency    org.AgencyID
	Document  DocumentID
	Symbol    string
	Subject   string
	Code      string // of the recipient; empty for a person
	Recipient string
	Cause     string // in words
	Basis     string // act that asks for paper, may be empty
	Clause    string
	OpenedAt  time.Time
	Sending
	By     org.PersonID
	ByName string
	DoneAt time.Time // zero while the copy is owed
}

// Sending is what the clerk writes down of a paper copy that left.
type Sending struct {
	On        string // YYYY-MM-DD
	Method    string // "bưu điện", "giao trực tiếp", …
	Envelopes int
	SignedFor string
	Note      string
}

// Open reports whether the copy is still owed.
func (s Slip) Open() bool { return s.DoneAt.IsZero() }

// Print is one printing of the signed file as it is.
type Print struct {
	ID       string
	Agency   org.AgencyID
	Document DocumentID
	SHA256   string
	Copies   int
	Purpose  string
	By       org.PersonID
	ByName   string
	At       time.Time
}

// Fault is a technical fault (ca sự cố) during which documents may leave on
// paper.
type Fault struct {
	ID         string
	Agency     org.AgencyID
	Cause      string
	Began      time.Time
	OpenedBy   org.PersonID
	OpenedName string
	OpenedAt   time.Time
	Ended      time.Time // zero while it lasts
	ClosedBy   org.PersonID
	ClosedName string
	Remedy     string
	Due        time.Time // until when the electronic copies must be there
}

// Open reports whether the fault lasts.
func (f Fault) Open() bool { return f.Ended.IsZero() }

// Left is a document that went out on paper during a fault.
type Left struct {
	Fault    string
	Document DocumentID
	Agency   org.AgencyID
	Symbol   string
	Subject  string
	Reason   string
	By       org.PersonID
	ByName   string
	At       time.Time
	Mended   time.Time // when its sealed electronic copy was there
}
