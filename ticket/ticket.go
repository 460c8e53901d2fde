package ticket

import (
	"encoding/json"
	"time"
)

// Version of this contract, in every message. A reader refuses a higher one.
const Version = 1

// Port is where the agent listens on 127.0.0.1 unless it is told otherwise.
const Port = 9797

// ServicePort is where the national signing service listens on 127.0.0.1.
const ServicePort = 8987

// Limits, checked before and while reading.
const (
	MaxBytes    = 4 << 20  // of one message: 1,000 items with attributes of 2 kB in base64
	MaxItems    = 1000     // in a ticket
	MaxPart     = 50       // results in one Answer that the agent sends
	MaxText     = 2000     // bytes of a text for people
	MaxID       = 128      // of a ticket or an item
	MinID       = 22       // of a ticket: 128 random bits in base64url
	MaxDER      = 16 << 10 // of a certificate or of signed attributes
	MaxValue    = 1 << 10  // of a signature value: RSA with 8,192 bits
	MaxChain    = 8        // certificates above a signer and itself
	MaxAllowed  = 16       // certificates that may sign an item
	MaxHeld     = 64       // certificates that a reading tells of
	MaxFindings = 100      // of the doctor at the desk
	MaxAddress  = 2000     // bytes of a URL
	Lifetime    = 5 * time.Minute
	longestName = 64
)

// Deed is what a ticket is for.
type Deed string

// Deeds.
const (
	Sign Deed = "sign" // make signature values
	Read Deed = "read" // tell which certificates the token holds, for the registry
)

// Purpose says as whom an item is signed; the values are those of the server's
// steps.
type Purpose string

// Purposes.
const (
	ForPerson Purpose = "person" // the signature of a person
	ForAgency Purpose = "agency" // the agency's, which is the seal
)

// Ticket is what the server lets one person do once at one desk. Its id is the
// secret that opens it: it stands in no log.
type Ticket struct {
	Version  int       `json:"version"`
	ID       string    `json:"id"`
	Deed     Deed      `json:"deed"`
	Server   string    `json:"server"`   // name of the installation, for people
	Person   string    `json:"person"`   // who is signed in there, for people
	Action   string    `json:"action"`   // "Ký 3 văn bản", for people
	Practice bool      `json:"practice"` // certificates of the practice province are expected
	Return   string    `json:"return"`   // where the browser goes on: absolute, on the server's origin
	Now      time.Time `json:"now"`      // of the server
	Expires  time.Time `json:"expires"`  // results are taken until then
	Items    []Item    `json:"items,omitempty"`
}

// Item is one thing to sign. What is signed are the signed attributes of CMS
// (RFC 5652, 5.4): the agent hashes them itself and refuses bytes that are none,
// or that name another certificate than the one it signs with.
type Item struct {
	ID      string  `json:"id"`
	Title   string  `json:"title"`             // "Quyết định về việc…"
	Summary string  `json:"summary,omitempty"` // "Số 12/QĐ-UBND, 3 trang, ký thay KT. Chủ tịch"
	View    string  `json:"view,omitempty"`    // URL where the person may look at it, on the server's origin
	Purpose Purpose `json:"purpose"`
	// Version is the SHA-256, in lower hexadecimal, of the bytes on which this
	// signing was prepared.
	Version string `json:"document_sha256"`
	// Attributes is the DER of the SET OF signed attributes.
	Attributes []byte `json:"signed_attributes"`
	Hash       string `json:"hash"` // SHA-256, SHA-384 or SHA-512
	PSS        bool   `json:"pss,omitempty"`
	// Certificates are those that may sign, by SHA-256 of their DER in lower
	// hexadecimal. As the signed attributes name the certificate it is one,
	// unless several share their DER-coded identity.
	Certificates []string `json:"certificates"`
}

// Answer is what the agent brings back, all at once or in parts.
type Answer struct {
	Version int      `json:"version"`
	Agent   string   `json:"agent"` // version of the agent
	Results []Result `json:"results,omitempty"`
	Held    []Held   `json:"held,omitempty"` // for Read
	// Findings are what the doctor at the desk saw, for Read; never a PIN, and
	// nothing of other servers.
	Findings []Finding `json:"findings,omitempty"`
}

// Finding is one thing that the doctor at the desk looked at.
type Finding struct {
	Code    string `json:"code"`  // AT-xx
	Grade   string `json:"grade"` // GradeFine, GradeCaution, GradeBroken
	Subject string `json:"subject"`
	Message string `json:"message"`        // Vietnamese, complete
	Mend    string `json:"mend,omitempty"` // what to do; empty when it is fine
}

// Grades of findings.
const (
	GradeFine    = "ok"
	GradeCaution = "warn" // signing works now
	GradeBroken  = "bad"  // signing does not work until it is mended
)

// Result of one item: a value with the certificates, or a refusal.
type Result struct {
	Item  string `json:"item"`
	Value []byte `json:"value,omitempty"` // of RSA, or ECDSA-Sig-Value in DER
	// Chain is DER, the signer's certificate first.
	Chain   [][]byte `json:"chain,omitempty"`
	Refusal *Refusal `json:"refusal,omitempty"`
}

// Refusal says why there is no value. Message is Vietnamese and complete.
type Refusal struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
}

// Code of a refusal, stable.
type Code string

// Codes of refusals.
const (
	Declined         Code = "declined"          // the person said no, or closed the window
	WrongPIN         Code = "wrong-pin"         // the batch stopped at the first wrong PIN
	Locked           Code = "locked"            // the token takes no PIN any more
	Removed          Code = "removed"           // the token was pulled out
	NoToken          Code = "no-token"          // none is plugged in
	NoCertificate    Code = "no-certificate"    // no token holds a certificate of the item
	WrongCertificate Code = "wrong-certificate" // expired, other purpose, practice
	NotReached       Code = "not-reached"       // the batch stopped before this item
	Malformed        Code = "malformed"         // what is to be signed is no signing of a document
	Expired          Code = "expired"           // the ticket was too old
	Failed           Code = "failed"            // the driver or the device failed
)

// Held is a certificate on a token, for the registry. Nothing but what is public
// is told.
type Held struct {
	Token       string   `json:"token"`  // label
	Serial      string   `json:"serial"` // of the device, as it says itself
	Model       string   `json:"model"`
	Maker       string   `json:"maker"`
	Certificate []byte   `json:"certificate"` // DER
	Chain       [][]byte `json:"chain,omitempty"`
	Key         bool     `json:"key"` // a private key stands beside it
}

// Receipt is what the server did with an Answer, one outcome for each result,
// in their order.
type Receipt struct {
	Version  int       `json:"version"`
	Outcomes []Outcome `json:"outcomes,omitempty"`
}

// Outcome of one item at the server. Message is Vietnamese and said to the
// person: the number that was given, or why the value was not taken.
type Outcome struct {
	Item    string `json:"item"`
	Done    bool   `json:"done"`
	Message string `json:"message,omitempty"`
}

// Problem is the body of an answer with status 4xx or 5xx.
type Problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`          // Vietnamese, complete
	Action  string `json:"action,omitempty"` // what to do
}

// About is what a server tells to every agent, before pairing and for the doctor.
// Nothing in it is secret.
type About struct {
	Version  int       `json:"version"`
	Name     string    `json:"name"`    // of the installation, for people
	Program  string    `json:"program"` // version of the server
	Practice bool      `json:"practice"`
	Now      time.Time `json:"now"`
	// Origins from which its pages come ("https://vanban.example.vn").
	Origins []string `json:"origins"`
	Anchors [][]byte `json:"anchors,omitempty"` // DER of the trusted authorities
	// Addresses that the doctor tries: CRLs, OCSP responders, time-stamp authority.
	CRL  []string `json:"crl,omitempty"`
	OCSP []string `json:"ocsp,omitempty"`
	TSA  []string `json:"tsa,omitempty"`
}

// Bytes writes a message as it goes over the wire.
func Bytes[M Ticket | Answer | Receipt | Problem | About](m M) ([]byte, error) {
	return json.Marshal(m)
}
