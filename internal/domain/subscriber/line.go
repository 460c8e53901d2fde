package subscriber

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// State of a line, worked out at a time from status, validity and holds.
type State string

// States of lines. A certificate that the authority has not confirmed as
// revoked is never Revoked.
const (
	InForce  State = "in-force"  // còn hiệu lực
	Early    State = "early"     // chưa đến hạn dùng
	Expired  State = "expired"   // hết hạn
	Paused   State = "suspended" // tạm dừng
	Blocked  State = "blocked"   // bị chặn ký tại hệ thống này, Cục chưa xác nhận thu hồi
	Withdraw State = "revoked"   // đã thu hồi
)

// Line is one certificate with its subject, its device and who keeps it: a row
// of the list of subscribers (HT-12.1-1).
type Line struct {
	Certificate signing.CertificateID
	Kind        Kind
	Class       signing.Class
	Holder      string
	Title       string
	Person      org.PersonID
	Email       string
	System      string
	Agency      org.AgencyID
	AgencyName  string
	AgencyCode  string
	Serial      string
	NotBefore   time.Time
	NotAfter    time.Time
	Status      signing.Status
	State       State
	KeyKind     signing.KeyKind
	// Device is empty without one; its serial is masked where the profile keeps
	// it "Mật" and the reader is not one of those who may see it (HT-02.3).
	Device       string
	DeviceID     string
	DeviceState  string
	Custodian    org.PersonID
	CustodyName  string
	RegisteredAt time.Time
	Renewed      bool // a later certificate stands in its place

	// At is where this line stands in the list that gave it.
	At Cursor
}

// Cursor is where a page of a list ends. Total is what the first page counted.
type Cursor struct {
	Key, ID string
	Total   int
}

// Order of a list.
type Order string

// Orders.
const (
	ByName   Order = ""       // by name of the holder
	ByExpiry Order = "expiry" // the first to end first
)

// Filter says which lines are wanted; the zero value is everything that the
// reader may see.
type Filter struct {
	Search    string // words of a name, the beginning of a serial or an e-mail; without marks, too
	Agency    org.AgencyID
	OnlyOwn   bool // of that agency alone, without those below it
	Class     signing.Class
	Kind      Kind
	State     State
	EndsFrom  time.Time // NotAfter at or after
	EndsUntil time.Time // NotAfter before
	// NeverUsedSince leaves only those without a signature from then on.
	NeverUsedSince time.Time
	UsedSince      time.Time
	KeyKind        signing.KeyKind
	Issued         int // year in which it was issued; zero for any
	// At reproduces the list of a past day; zero is now.
	At time.Time
	// Present is set by the service when At is now: what stands in the rows counts.
	Present bool
	Order   Order
	// Only this certificate.
	Only  signing.CertificateID
	After Cursor
	Limit int // 50 unless told, at most 500
}

// Page is a part of a list. Total counts all lines of the filter up to
// MaxTotal; More says that there are more than those.
type Page struct {
	Lines []Line
	Next  Cursor // zero at the end
	Total int
	More  bool
}

// MaxTotal bounds the counting of lines for a page.
const MaxTotal = 1_000

// StateOf is how a certificate stands at a time: by its status, whether a hold
// lasts on our side, and its dates.
func StateOf(status signing.Status, held bool, from, until, now time.Time) State {
	switch {
	case status == signing.Revoked:
		return Withdraw
	case status == signing.RevocationPending || held:
		return Blocked
	case status == signing.Suspended:
		return Paused
	case !until.After(now):
		return Expired
	case from.After(now):
		return Early
	}
	return InForce
}
