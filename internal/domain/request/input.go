package request

import (
	"io"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Input is what the page of a draft sends. What the records know is filled in
// by Draft; Fields wins over it.
type Input struct {
	Kind        Kind
	Subject     Subject
	Managing    org.AgencyID // empty: the actor's agency
	Agency      org.AgencyID // of whom it speaks, or where the person works; empty: Managing
	Person      org.PersonID
	Post        org.PostID // empty: the person's first post there
	System      string
	Certificate signing.CertificateID // for everything but New and Recover
	Device      device.ID             // for ReturnDevice and Recover
	Reason      string                // code
	Note        string
	Channel     Channel // empty: the first that the profile allows
	Fields      map[string]string
	Forms       []int // numbers of chosen forms; none takes those of the profile
	Ticks       []Tick
	Minutes     Minutes
	EffectiveAt time.Time // of a revocation; zero: at once
	Previous    ID        // the round before
}

// Upload is a paper on its way in.
type Upload struct {
	Role FileRole
	Name string
	Body io.Reader
}

// Signer is who signs the letter and in which post and capacity; zero Person
// takes the head of the agency.
type Signer struct {
	Person   org.PersonID
	Post     org.PostID
	Capacity org.Capacity
}

// PaperDossier is a dossier that came on paper (LD-09-1); Scan is a File of the
// request with that role.
type PaperDossier struct {
	Scan   string // id of the file
	Date   string // of receipt, YYYY-MM-DD
	Symbol string // of the cover letter
	Dated  string // of the cover letter
}

// Result is what the authority decided on one line.
type Result struct {
	Answer       string // id of the document that says so
	Certificate  []byte // DER or PEM of the new certificate
	Chain        [][]byte
	DeviceSerial string    // of the device that it came in, or that stays in use
	At           time.Time // when it counts: end of the revoked certificate, restoration
	Reason       string    // of a refusal
}

// PaperState is how the letter of a request stands.
type PaperState struct {
	State    string // "drafting", "signed", "released", "cancelled", as the Papers port says it
	Signer   org.PersonID
	SignedAt time.Time
	Cover    Cover
	Valid    bool   // all its signatures verify now
	Problem  string // why not, in words
}

// States of a letter as the port tells them.
const (
	PaperDrafting  = "drafting"
	PaperSigned    = "signed"
	PaperReleased  = "released"
	PaperCancelled = "cancelled"
)
