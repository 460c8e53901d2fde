package archive

import (
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/pades"
)

// BundleID is a UUIDv7 in text form.
type BundleID string

// State of a bundle.
type State string

// States of a bundle.
const (
	Waiting State = "waiting" // something is missing and is asked for again
	Partial State = "partial" // something is missing that nobody answers for
	Kept    State = "kept"    // whole
)

var stateNames = map[State]string{
	Waiting: "Đang thu thập", Partial: "Đã lưu, còn thiếu", Kept: "Đã lưu đủ",
}

// Name is the state as a clerk calls it.
func (s State) Name() string { return stateNames[s] }

// Bundle is the evidence about the signatures of one file of a document.
type Bundle struct {
	ID        BundleID
	Document  document.ID
	File      document.FileID
	Agency    org.AgencyID
	Direction document.Direction
	Name      string // of the file, as uploaded
	SHA256    string // of the file as signed or received
	State     State
	Level     pades.Level // the lowest of its signatures, empty before the first look
	Why       string      // what hindered the last try, in the clerk's words
	Attempts  int
	NextAt    time.Time // when it is worked on again, renewed when whole; zero when nothing is left to do
	Stamp     []byte    // time-stamp token over the file
	Summary   Summary
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Edition is one write-once state of a bundle.
type Edition struct {
	Bundle BundleID
	No     int // from 1
	SHA256 string
	Size   int64
	Level  pades.Level
	At     time.Time
}

// Summary is what the page shows of a bundle; the manifest has the same.
type Summary struct {
	StampedAt  time.Time   `json:"stamped_at,omitzero"` // of the token over the file
	StampedBy  string      `json:"stamped_by,omitempty"`
	Signatures []Signature `json:"signatures,omitempty"`
	Missing    []Missing   `json:"missing,omitempty"` // of no single signature
	Copy       *Copy       `json:"copy,omitempty"`
	Protection *Protection `json:"protection,omitempty"` // of the copy
}

// Copy is the file with everything embedded: the file and a tail behind it.
type Copy struct {
	Base   string `json:"base"` // SHA-256 of the file
	Tail   string `json:"tail"` // SHA-256 of what is appended
	Offset int64  `json:"offset"`
	Size   int64  `json:"size"`   // of the whole
	SHA256 string `json:"sha256"` // of the whole
}

// Signature says what is kept of one signature.
type Signature struct {
	Field          string         `json:"field"`
	Kind           string         `json:"kind"`
	Signer         string         `json:"signer"`
	Indication     string         `json:"indication"`
	SubIndication  string         `json:"sub_indication,omitempty"`
	ClaimedAt      time.Time      `json:"claimed_at,omitzero"`
	ProvenAt       time.Time      `json:"proven_at,omitzero"` // by a time-stamp
	Level          pades.Level    `json:"level,omitempty"`
	Certificate    string         `json:"certificate,omitempty"` // SHA-256
	Serial         string         `json:"serial,omitempty"`
	Issuer         string         `json:"issuer,omitempty"`
	Value          string         `json:"value,omitempty"`        // SHA-256 of the CMS, and so on below
	Certificates   []string       `json:"certificates,omitempty"` // the signer's first
	CRLs           []string       `json:"crls,omitempty"`
	OCSPs          []string       `json:"ocsps,omitempty"`
	Stamps         []string       `json:"stamps,omitempty"`
	Statements     []Statement    `json:"practice_statements,omitempty"`
	Responsibility Responsibility `json:"responsibility"`
	Missing        []Missing      `json:"missing,omitempty"`
}

// Statement refers to the practice statement (quy chế chứng thực) under which a
// certificate was issued (RFC 5280, 4.2.1.4).
type Statement struct {
	Certificate string `json:"certificate"` // subject
	Policy      string `json:"policy,omitempty"`
	Address     string `json:"address,omitempty"` // where it is published
	Title       string `json:"title,omitempty"`   // from the configuration
}

// Responsibility says who answers for a signature.
type Responsibility struct {
	Name        string `json:"name"`
	Person      string `json:"person,omitempty"`
	Title       string `json:"title,omitempty"`
	Post        string `json:"post,omitempty"`
	Capacity    string `json:"capacity,omitempty"`  // KT., TL., …
	Authority   string `json:"authority,omitempty"` // the row of signing authority that allowed it
	Agency      string `json:"agency,omitempty"`
	Certificate string `json:"certificate,omitempty"` // id in our register
	Custodian   string `json:"custodian,omitempty"`   // who holds and used the agency's key
	Decision    string `json:"decision,omitempty"`    // that gave the custody
	Source      string `json:"source"`                // register, or certificate: what a stranger's certificate says
}

// Missing is one thing that is not kept, and why.
type Missing struct {
	Code        string `json:"code"`
	Certificate string `json:"certificate,omitempty"`
	Text        string `json:"text"` // in the clerk's words
}

// delays between tries: the national authority was seen down for hours.
const (
	firstDelay = time.Minute
	lastDelay  = 6 * time.Hour
	// hold is how long one worker has a bundle for itself; an authority may take
	// three minutes.
	hold = 15 * time.Minute
	// tries for what somebody else may never answer; time-stamps are asked for
	// without end.
	tries = 8
	// newer is when evidence that was older than the signature is asked for
	// again.
	newer = 10 * time.Minute
	// renewals of evidence that was older than the signature.
	renewals = 3
)

func delay(attempt int) time.Duration {
	d := firstDelay
	for range attempt - 1 {
		if d *= 2; d >= lastDelay {
			return lastDelay
		}
	}
	return d
}

// LongWait is how long a bundle may wait before somebody has to look after the
// authority of time-stamps or the connection to it.
const LongWait = 24 * time.Hour
