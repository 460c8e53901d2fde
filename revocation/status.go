package revocation

import (
	"crypto/x509"
	"math/big"
	"time"

	"antin/algorithm"
	"antin/certpath"
)

// Verdict is what the evidence says of the certificate at the time asked.
type Verdict int

const (
	Unknown Verdict = iota // nothing usable: indeterminate, never valid
	Good
	Revoked
)

func (v Verdict) String() string { return [...]string{"unknown", "good", "revoked"}[v] }

// Kind of evidence.
type Kind string

const (
	CRL  Kind = "CRL"
	OCSP Kind = "OCSP"
)

// Freshness is how evidence lies to the time asked about (EN 319 102-1, 5.2.5).
type Freshness string

const (
	// Current: the time lies between thisUpdate and the end of the evidence.
	Current Freshness = "current"
	// Later: issued after the time asked about. It proves the past, since a
	// revocation, once listed, stays until the certificate expires; a hold may
	// have come and gone.
	Later Freshness = "later"
	// Outdated: ended before the time asked about. Only a revocation that is
	// final may rest on such evidence.
	Outdated Freshness = "outdated"
)

// Source says what a verdict rests on, for the record (NA-14-2).
type Source struct {
	Kind       Kind
	ThisUpdate time.Time // the time of issuance in the sense of EN 319 102-1
	NextUpdate time.Time // zero if the producer gave none
	ProducedAt time.Time // OCSP only
	Producer   string    // distinguished name of who signed it
	SHA256     string    // hex, of the evidence as given
	Number     *big.Int  // CRL number, nil if none
	// After: issued after the time asked about; the same as Freshness Later.
	After bool
	// ResponderUnchecked: an OCSP delegate without id-pkix-ocsp-nocheck, whose
	// own revocation nothing here tells about.
	ResponderUnchecked bool

	Freshness Freshness
	Delta     bool // a delta list, or the base it was read with
	Indirect  bool // a list by another authority, which the certificate names
	Delegate  bool // an OCSP response by another key than the issuer's
	// Signer is the certificate whose key made the evidence. For another than
	// the issuer, Path leads from it to an anchor, or for a delegate of the issuer
	// to the issuer, and held when the evidence was issued; whether it still
	// holds, and the revocation of the signer, is for the caller.
	Signer *x509.Certificate
	Path   []*x509.Certificate
	// Signature names the algorithms, to be held against the list of package
	// algorithm.
	Signature algorithm.Use
	// Evidence is the bytes as given, for the bundle that is kept.
	Evidence []byte
}

// Why is the stable reason of an Unknown verdict or of unused evidence.
type Why string

const (
	WhyNone          Why = "no-evidence"
	WhyUnreadable    Why = "unreadable"
	WhyOther         Why = "about-another-certificate"
	WhySignature     Why = "bad-signature"
	WhyNotAuthorised Why = "producer-not-authorised"
	WhyStale         Why = "stale"       // ended before the time asked about
	WhyTooLate       Why = "too-late"    // issued when the certificate had expired: it may have been dropped from the list
	WhyTooEarly      Why = "too-early"   // issued before Policy.IssuedAfter
	WhyUnsupported   Why = "unsupported" // with unknown critical extensions or types
	WhyScope         Why = "out-of-scope"
	WhyNoBase        Why = "delta-without-base"
	WhySomeReasons   Why = "some-reasons-only" // good for some reasons of revocation, silent about the others
	WhyAlgorithm     Why = "algorithm-too-old" // signed with what was no longer accepted when it was issued
	WhyLifted        Why = "hold-lifted"       // a hold that later evidence does not repeat
	WhyUnknown       Why = "responder-says-unknown"
	WhyNotSuccessful Why = "responder-had-no-answer"
	WhyTimes         Why = "impossible-times"
	WhyLimit         Why = "over-a-limit"
)

// Rejected is evidence that was given and not used.
type Rejected struct {
	Kind   Kind
	SHA256 string
	Why    Why
	Detail string
}

// Status is the verdict on one certificate at one time.
type Status struct {
	Verdict   Verdict
	RevokedAt time.Time // also set when Good and revoked only later
	Reason    int       // CRLReason of RFC 5280, 5.3.1; 6 is a hold that may end
	// InvalidityDate is since when the key is known or suspected to be lost, as
	// the authority states it (RFC 5280, 5.3.2); zero if not stated. It may lie
	// before RevokedAt and, when Good, before the time asked about.
	InvalidityDate time.Time
	Source         Source // of the verdict; zero if Unknown
	// Sources is all that the verdict rests on: several when a delta list was
	// read with its base, or lists speak for some reasons each.
	Sources  []Source
	Why      Why // of an Unknown verdict: that of the evidence that came nearest
	Rejected []Rejected
}

// CRLReason values of RFC 5280, 5.3.1 that change what a revocation means.
const (
	ReasonUnspecified   = 0
	ReasonKeyCompromise = 1
	ReasonCACompromise  = 2
	ReasonHold          = 6
	reasonRemove        = 8 // removeFromCRL: takes a hold back (delta lists only)
	ReasonAACompromise  = 10
)

// Compromised tells whether the reason puts earlier signatures of the key in
// doubt: a key lost, or no reason given.
func (s Status) Compromised() bool {
	if s.RevokedAt.IsZero() {
		return false
	}
	switch s.Reason {
	case ReasonUnspecified, ReasonKeyCompromise, ReasonCACompromise, ReasonAACompromise:
		return true
	}
	return false
}

// ReasonName is the name of RFC 5280, 5.3.1, for reports.
func ReasonName(reason int) string {
	names := [...]string{"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
		"certificateHold", "", "removeFromCRL", "privilegeWithdrawn", "aACompromise"}
	if reason < 0 || reason >= len(names) || names[reason] == "" {
		return "unknown"
	}
	return names[reason]
}

// Policy holds the parameters of freshness. Zero Skew and MaxAge are not
// useful; start from DefaultPolicy.
type Policy struct {
	// Skew is how far clocks of producers may be off.
	Skew time.Duration
	// MaxAge is how long evidence without nextUpdate counts.
	MaxAge time.Duration
	// MaxFreshness, if not zero, is how long any evidence counts, in place of
	// its nextUpdate (EN 319 102-1, 5.2.5.4).
	MaxFreshness time.Duration
	// IssuedAfter, if not zero, refuses evidence issued before it, unless it says
	// revoked for good: the time of the signature, or the control time of past
	// validation (EN 319 102-1, 5.6.2.2).
	IssuedAfter time.Time
	// Algorithms refuses evidence whose signature was no longer accepted on the
	// day it says it was issued, unless it says revoked for good. Whether it was
	// still accepted when it is proven to have existed is for the caller, by
	// Source.Signature. Nil asks nothing.
	Algorithms *algorithm.List
	// Memory of lists already read; nil reads each anew.
	Memory *Memory
	// Paths remembers the paths of signers other than the issuer; may be nil.
	Paths *certpath.Memory
}

// DefaultPolicy: five minutes for clocks, a day for evidence that does not say
// when it ends, the default list of algorithms.
func DefaultPolicy() Policy {
	return Policy{Skew: 5 * time.Minute, MaxAge: 24 * time.Hour, Algorithms: algorithm.Default()}
}

// Limits on outside bytes: a national CRL of 300,000 entries has 12 MB; one of
// a million, each with a reason, 50 MB.
const (
	MaxCRL      = 64 << 20
	MaxOCSP     = 256 << 10
	maxEvidence = 256
	maxTotal    = 256 << 20 // bytes of all evidence for one question
	maxOthers   = 8         // signers other than the issuer that are tried on one piece
)
