package pades

import (
	"context"
	"crypto"
	"crypto/x509"
	"time"

	"antin/pdf"
)

// Extension says how far the signatures of a file are to be carried and with
// whose help. Nothing in it is believed: what Stamper and Answers give is judged
// before it is used.
type Extension struct {
	To      Level
	Stamper Stamper // needed from B-T on, unless all time-stamps are there
	Answers Answers // nil: only what the file and the fields below hold

	// Anchors end the paths; without any, a certificate that signed itself does.
	Anchors       []*x509.Certificate
	Intermediates []*x509.Certificate
	CRLs, OCSPs   [][]byte // DER, at hand already

	Hash   crypto.Hash      // of document time-stamps; zero is SHA-256
	Now    func() time.Time // required; written as /TU and /M, and asked for the newest answers
	Memory *Memory          // saves work over many files; nil is none
}

// Extended is what to append to a file, and how far that carries it.
type Extended struct {
	Tail       []byte // one or several revisions; empty when nothing had to be added
	Revisions  int    // in Tail
	Signatures []Reach
	// Gaps are those that concern no single signature: an authority for
	// time-stamps that did not answer.
	Gaps []Gap
	// Unstamped is why a document time-stamp that was asked for is missing
	// (ErrUnstamped, with what the Stamper gave), nil otherwise.
	Unstamped error
}

// Reach is the level of one signature before and after. Document time-stamps
// are not listed: they serve the others.
type Reach struct {
	Field string
	// From and Reached tell what the file holds for it, whatever its encoding and
	// whoever is trusted; empty for what cannot be read.
	From, Reached Level
	// Gaps are what keeps it from lasting, certificate by certificate. Those of
	// codes GapOlder and GapResponder do not lower the level.
	Gaps []Gap
}

// Reached is the lowest level of all signatures, empty without any.
func (e *Extended) Reached() Level {
	var low Level
	for i, s := range e.Signatures {
		if i == 0 || s.Reached.rank() < low.rank() {
			low = s.Reached
		}
	}
	return low
}

// The codes of gaps that extending gives.
const (
	GapNoStamp         = "no-time-stamp"                   // nothing proves when the signature existed
	GapNoIssuer        = "no-issuer"                       // the path to an anchor is not in the file
	GapBrokenPath      = "broken-path"                     // a path is there, and breaks a rule or had ended
	GapNoRevocation    = "no-revocation"                   // no usable answer about the certificate
	GapRevoked         = "revoked"                         // the answer says revoked
	GapOlder           = "revocation-older-than-signature" // the answer was made before the time that counts
	GapResponder       = "responder-unchecked"             // nothing tells whether the OCSP responder was revoked
	GapNoDocumentStamp = "no-document-time-stamp"          // nothing keeps the evidence provable
	GapUnreadable      = "unreadable"                      // no signature can be read there
)

// rank orders levels; what is none has 0.
func (l Level) rank() int {
	switch l {
	case LevelB:
		return 1
	case LevelT:
		return 2
	case LevelLT:
		return 3
	case LevelLTA:
		return 4
	}
	return 0
}

// AtLeast reports whether a signature of this level holds what the other asks.
// What is no level holds nothing.
func (l Level) AtLeast(o Level) bool { return l.rank() > 0 && l.rank() >= o.rank() }

// Extend carries every signature of a file upward (EN 319 142-1, 5.4 and 6.3):
// to B-T by a document time-stamp over those that have none, to B-LT by a
// document security store (DSS) with the paths and the revocation answers of
// signers, time-stamp authorities, OCSP responders and issuers of CRLs, to
// B-LTA by a document time-stamp over that. At B-LTA already, it renews: the
// evidence of the last authority is added, then a new document time-stamp.
//
// It only appends; what a store holds stays, and nothing is stored twice. The
// base is read once and not copied. A certification that allows no changes
// allows this (ISO 32000-2, 12.8.2.2.2). What is missing is a Gap and no error;
// levels tell what the file then holds. Extend does not judge whether the
// signatures hold: that is for [Verify], before and after.
func Extend(ctx context.Context, base *pdf.File, x Extension) (*Extended, error) {
	out, err := newGrowing(base).extend(ctx, x)
	return out, asRefusal(err)
}
