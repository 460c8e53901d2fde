package subscriber

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Figure is one cell of the statistics: how many lines have these facts. The
// groups are whole: the figures of any of them add up to the list of it.
type Figure struct {
	Agency org.AgencyID
	Class  signing.Class
	Kind   Kind
	State  State
	Year   int // in which it was issued (+07:00)
	Used   bool
	Count  int
}

// MonthCount is how many certificates of a class end in a month.
type MonthCount struct {
	Month string // "2026-12", +07:00
	Class signing.Class
	Count int
}

// OutsideLine is a certificate of another authority with its plan.
type OutsideLine struct {
	Line
	Plan Plan
}

// Reminder is a certificate that ends soon.
type Reminder struct {
	Certificate signing.CertificateID
	Agency      org.AgencyID
	Person      org.PersonID
	EndsAt      time.Time
	Status      signing.Status
	Rung        int // the lowest that was written; zero for none
	At          Cursor
}

// Notice reminds a subscriber and the agency that a certificate ends.
type Notice struct {
	Certificate signing.CertificateID
	Rung        int // days
	Agency      org.AgencyID
	Person      org.PersonID
	Holder      string
	Class       signing.Class
	Serial      string
	EndsAt      time.Time
	MadeAt      time.Time
	ClosedAt    time.Time
}

// NoticeQuery asks for open reminders of a person or of agencies, or of one
// certificate with the closed ones.
type NoticeQuery struct {
	Person      org.PersonID
	Scope       Scope
	Certificate signing.CertificateID
	Limit       int
}

// External is a registration of a certificate in a system outside (LD-12.1, HT-03.2).
type External struct {
	ID          string
	Certificate signing.CertificateID
	Agency      org.AgencyID
	System      string // code of the profile
	Name        string // of a system that the profile does not name
	Account     string // tax code, unit code or account there
	Guidance    string
	Since       string // YYYY-MM-DD
	Until       string
	By          org.PersonID
	At          time.Time
}

// ExternalTask asks for an update in a system outside: "cập nhật tại hệ thống ngoài".
type ExternalTask struct {
	External
	Holder  string
	Serial  string
	State   State
	Renewed signing.CertificateID // what stands in its place; may be empty
}

// Acceptance of the duties of a subscriber, as they read then (HD2-15.1).
type Acceptance struct {
	Person      org.PersonID
	Certificate signing.CertificateID
	Version     string
	Duties      []string
	At          time.Time
}

// Information is a request for information about a subscriber by an authority
// (HD2-15.6).
type Information struct {
	ID          string
	Person      org.PersonID
	Agency      org.AgencyID
	AskedBy     string
	Paper       string
	Question    string
	ReceivedAt  time.Time
	DueOn       string // YYYY-MM-DD
	Answer      string
	AnswerPaper string
	AnsweredBy  org.PersonID
	AnsweredAt  time.Time
	By          org.PersonID
}

// Use is one document that a certificate signed.
type Use struct {
	Certificate signing.CertificateID
	Document    string
	Agency      org.AgencyID
	Symbol      string // of the document, as on paper
	Deed        string // "ký", "ký số cơ quan"
	At          time.Time
}

// UseQuery asks for the signatures of a person's certificates, or of one.
type UseQuery struct {
	Person      org.PersonID
	Certificate signing.CertificateID
	From, Until time.Time
	Limit       int
}

// Rollout says since when an agency signs digitally (BG-22.3); zero is not yet.
type Rollout struct {
	Agency   org.AgencyID
	Code     string
	Name     string
	FirstUse time.Time
}

// Price of a line of the yearly plan, in đồng.
type Price struct {
	Year     int
	Line     string
	Price    int64
	Quantity int // of a line that no figure counts
}

// ImportID is a UUIDv7 in text form.
type ImportID string

// ImportState of a list.
type ImportState string

// States of lists.
const (
	ImportRunning ImportState = "running"
	ImportDone    ImportState = "done"
)

// Import is a list of certificates on its way into the register.
type Import struct {
	ID        ImportID
	Province  string
	Agency    org.AgencyID
	Person    org.PersonID
	Account   org.AccountID
	Name      string
	Total     int
	Done      int
	Entered   int
	Refused   int
	State     ImportState
	CreatedAt time.Time
	EndedAt   time.Time
}

// RowState of one row of a list.
type RowState string

// States of rows.
const (
	RowWaiting RowState = "waiting"
	RowEntered RowState = "entered"
	RowRefused RowState = "refused"
)

// ImportRow is one row with its outcome.
type ImportRow struct {
	No          int
	Cells       map[string]string // by column code
	State       RowState
	Certificate signing.CertificateID
	Reason      string
	Clause      string
}
