package revocation

import (
	"math/big"
	"time"
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

// Source says what a verdict rests on, for the record (NA-14-2).
type Source struct {
	Kind       Kind
	ThisUpdate time.Time
	NextUpdate time.Time // zero if the producer gave none
	ProducedAt time.Time // OCSP only
	Producer   string    // distinguished name of who signed it
	SHA256     string    // hex, of the evidence as given
	Number     *big.Int  // CRL number, nil if none
	// After: issued after the time asked about. It proves the past, since a
	// revocation, once listed, stays until the certificate expires.
	After bool
	// ResponderUnchecked: an OCSP delegate without id-pkix-ocsp-nocheck, whose
	// own revocation nothing here tells about.
	ResponderUnchecked bool
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
	WhyUnsupported   Why = "unsupported" // delta, indirect, partial, or with unknown critical extensions
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
	Source    Source    // of the verdict; zero if Unknown
	Why       Why       // of an Unknown verdict: that of the evidence that came nearest
	Rejected  []Rejected
}

// Policy holds the parameters of freshness. Zero fields are not useful; start
// from DefaultPolicy.
type Policy struct {
	// Skew is how far clocks of producers may be off.
	Skew time.Duration
	// MaxAge is how long evidence without nextUpdate counts.
	MaxAge time.Duration
	// Memory of lists already read; nil reads each anew.
	Memory *Memory
}

// DefaultPolicy: five minutes for clocks, a day for evidence that does not say
// when it ends.
func DefaultPolicy() Policy { return Policy{Skew: 5 * time.Minute, MaxAge: 24 * time.Hour} }

// Limits on outside bytes: a national CRL of 300,000 entries has 12 MB.
const (
	MaxCRL      = 32 << 20
	MaxOCSP     = 256 << 10
	maxEvidence = 256
)
