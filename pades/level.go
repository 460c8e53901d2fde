package pades

import (
	"context"
	"crypto"
	"crypto/x509"
	"time"
)

// Level is a baseline level of ETSI EN 319 142-1, 6.
type Level string

// The levels, each holding what the one before it holds.
const (
	LevelB   Level = "B-B"   // signed attributes bind the certificate
	LevelT   Level = "B-T"   // a time-stamp proves when the signature existed
	LevelLT  Level = "B-LT"  // the file carries what a verdict needs
	LevelLTA Level = "B-LTA" // a document time-stamp keeps all of it provable
)

// Stamper gives time-stamps. The network, the order of the authorities and the
// patience with slow ones lie behind it.
type Stamper interface {
	// Stamp returns a token (RFC 3161, DER of the ContentInfo) over a digest made
	// with hash. The caller verifies it before using it.
	Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error)
	// Room is how many bytes a token can have, for sizing /Contents.
	Room() int
}

// Answers finds what a verdict needs and a file lacks. Everything it returns
// is judged before use, so it need not be trusted.
type Answers interface {
	// Issuers gives certificates that may have issued cert (RFC 5280, 4.2.2.1).
	Issuers(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate, error)
	// Revocation gives CRLs and OCSP responses in DER that may speak of cert.
	Revocation(ctx context.Context, cert, issuer *x509.Certificate) (crls, ocsps [][]byte, err error)
}

// StampFacts are what the report says of one time-stamp that speaks for a
// signature.
type StampFacts struct {
	Kind          string            `json:"kind"` // signature (over its value), document (own revision), content (signed attribute)
	Field         string            `json:"field,omitempty"`
	Time          time.Time         `json:"time"`
	Indication    Indication        `json:"indication"`
	SubIndication SubIndication     `json:"sub_indication,omitempty"`
	Detail        string            `json:"detail,omitempty"`
	Authority     string            `json:"authority,omitempty"`
	Certificate   *CertificateFacts `json:"certificate,omitempty"`
	Algorithms    string            `json:"algorithms,omitempty"`
}

// Gap is one thing that keeps a signature from being verifiable for long out
// of the file alone.
type Gap struct {
	Certificate string `json:"certificate,omitempty"` // subject it is about, empty for the signature as a whole
	Serial      string `json:"serial,omitempty"`
	Code        string `json:"code"` // stable: no-time-stamp, no-issuer, no-revocation, revocation-older-than-signature, no-document-time-stamp, …
	Detail      string `json:"detail,omitempty"`
}

// Evidence is what a verdict rests on, in DER, each piece once: what an office
// has to keep with a document (TT 41/2017/TT-BTTTT, Điều 9).
type Evidence struct {
	Certificates []*x509.Certificate // the signer's first, then its path, then those of the time-stamps
	CRLs         [][]byte
	OCSPs        [][]byte
	Stamps       [][]byte // time-stamp tokens
	CMS          []byte   // the signature itself
}
