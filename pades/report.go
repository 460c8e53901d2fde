package pades

import (
	"time"

	"antin/pades/internal/check"
)

// Indication is the verdict on top, in the words of ETSI EN 319 102-1 and two
// of our own for files that have nothing to judge.
type Indication string

// The indications.
const (
	TotalPassed   Indication = "TOTAL-PASSED"
	Indeterminate Indication = "INDETERMINATE"
	TotalFailed   Indication = "TOTAL-FAILED"
	NoSignature   Indication = "NO-SIGNATURE"
	Unreadable    Indication = "UNREADABLE"
)

// Severity orders indications from harmless to grave, as the exit status over
// several files does: passed, no signature, indeterminate, unreadable, failed.
func (i Indication) Severity() int {
	switch i {
	case TotalPassed:
		return 0
	case NoSignature:
		return 1
	case Indeterminate:
		return 2
	case Unreadable:
		return 3
	}
	return 4
}

// SubIndication gives the reason in the words of ETSI EN 319 102-1, table 5.
type SubIndication string

// The sub-indications that this package gives.
const (
	FormatFailure           SubIndication = check.FormatFailure
	HashFailure             SubIndication = check.HashFailure
	SigCryptoFailure        SubIndication = check.SigCryptoFailure
	SigConstraintsFailure   SubIndication = check.SigConstraints
	CryptoConstraintsFail   SubIndication = check.CryptoConstraints
	NoSigningCertificate    SubIndication = check.NoSigningCert
	SignedDataNotFound      SubIndication = check.SignedDataNotFound
	NoCertificateChain      SubIndication = "NO_CERTIFICATE_CHAIN_FOUND"
	ChainConstraintsFailure SubIndication = "CHAIN_CONSTRAINTS_FAILURE"
	ChainGeneralFailure     SubIndication = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	Revoked                 SubIndication = "REVOKED"
	RevokedNoPOE            SubIndication = "REVOKED_NO_POE"
	RevokedCANoPOE          SubIndication = "REVOKED_CA_NO_POE"
	OutOfBoundsNoPOE        SubIndication = "OUT_OF_BOUNDS_NO_POE"
	Expired                 SubIndication = "EXPIRED"
	NotYetValid             SubIndication = "NOT_YET_VALID"
	NoPOE                   SubIndication = "NO_POE"
	TryLater                SubIndication = "TRY_LATER"
	OutOfBoundsNotRevoked   SubIndication = "OUT_OF_BOUNDS_NOT_REVOKED"
	CryptoConstraintsNoPOE  SubIndication = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
	TimestampOrder          SubIndication = "TIMESTAMP_ORDER_FAILURE"
)

// Outcome of one axis of a signature.
type Outcome string

// The outcomes of the axes integrity and trust.
const (
	Passed    Outcome = "passed"
	Failed    Outcome = "failed"
	Undecided Outcome = "indeterminate"
)

// Modification says what happened to the file after a signature.
type Modification string

// The outcomes of the axis modification.
const (
	Unchanged          Modification = "none"
	AllowedChange      Modification = "allowed"
	SuspiciousChange   Modification = "suspicious"
	UnclassifiedChange Modification = "indeterminate"
)

// Report is everything that was found in one file. It says the same for the
// same bytes, anchors, revocation data and time, on every machine.
type Report struct {
	SHA256        string        `json:"sha256,omitempty"`
	Size          int64         `json:"size"`
	Indication    Indication    `json:"indication"`
	SubIndication SubIndication `json:"sub_indication"`
	Detail        string        `json:"detail,omitempty"`
	Revisions     int           `json:"revisions"`
	Pages         int           `json:"pages"`
	Signatures    []Signature   `json:"signatures"`
	Values        []FieldValue  `json:"values,omitempty"`
	Chain         []ChainStep   `json:"chain,omitempty"` // the signatures that the file expects, in order
	JudgedAt      time.Time     `json:"judged_at"`
	Encrypted     bool          `json:"encrypted,omitempty"`
	Tolerances    []string      `json:"tolerances,omitempty"`
}

// Signature is the verdict on one signature, its three axes and the evidence.
type Signature struct {
	Field         string        `json:"field"`
	Signer        string        `json:"signer"`
	Indication    Indication    `json:"indication"`
	SubIndication SubIndication `json:"sub_indication"`
	Integrity     Outcome       `json:"integrity"`
	Modification  Modification  `json:"modification"`
	Trust         Outcome       `json:"trust"`
	ClaimedTime   *time.Time    `json:"claimed_time"` // said by the signer, never trusted
	TrustedTime   *time.Time    `json:"trusted_time"` // proven by time-stamp or receipt
	Changes       []Change      `json:"changes"`

	Kind         string            `json:"kind"`     // approval, certification, timestamp
	Revision     int               `json:"revision"` // counted from 1
	CoversFile   bool              `json:"covers_whole_file"`
	PagesCovered int               `json:"pages_covered"`
	SubFilter    string            `json:"sub_filter,omitempty"`
	Algorithms   string            `json:"algorithms,omitempty"`
	Certificate  *CertificateFacts `json:"certificate,omitempty"`
	Path         []PathStep        `json:"path,omitempty"`
	TrustSub     SubIndication     `json:"trust_sub_indication,omitempty"` // why trust did not pass
	TrustDetail  string            `json:"trust_detail,omitempty"`
	Revocation   *RevocationFacts  `json:"revocation,omitempty"`
	Removed      bool              `json:"removed,omitempty"` // taken out of the form by a later revision
	Checks       []check.Finding   `json:"checks"`

	RevisionEnd int64        `json:"revision_end"`          // bytes of the file as the signer left it
	Level       Level        `json:"level,omitempty"`       // reached by what the file holds
	Stamps      []StampFacts `json:"time_stamps,omitempty"` // that speak for this signature
	NotLTV      []Gap        `json:"not_ltv,omitempty"`     // why the file alone will not do in years
	Used        *Evidence    `json:"-"`                     // what the verdict rests on
}

// Change is one difference between a revision after the signature and the
// revision before it.
type Change struct {
	Kind     string        `json:"kind"`             // stable: "field-filled", "page-changed", …
	Object   string        `json:"object,omitempty"` // "12 0"
	Field    string        `json:"field,omitempty"`
	Revision int           `json:"revision"` // in which it appeared, counted from 1
	Verdict  ChangeVerdict `json:"verdict"`
	Rule     string        `json:"rule"`
	Detail   string        `json:"detail,omitempty"`
}

// ChangeVerdict says whether a change may be made after a signature.
type ChangeVerdict string

// The verdicts on one change. What no rule knows is unclassified, never allowed.
const (
	ChangeAllowed      ChangeVerdict = "allowed"
	ChangeSuspicious   ChangeVerdict = "suspicious"
	ChangeUnclassified ChangeVerdict = "indeterminate"
)

// CertificateFacts are what a reader of the report needs of a certificate.
type CertificateFacts struct {
	Subject   string    `json:"subject"`
	Issuer    string    `json:"issuer"`
	Serial    string    `json:"serial"` // hexadecimal
	SHA256    string    `json:"sha256"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
}

// PathStep is one certificate of the path, the signer's first. Fault is set on
// the one that broke it.
type PathStep struct {
	Subject string `json:"subject"`
	Serial  string `json:"serial"`
	Anchor  bool   `json:"anchor,omitempty"`
	Fault   string `json:"fault,omitempty"`
}

// RevocationFacts say where the answer about revocation came from and of when
// it is.
type RevocationFacts struct {
	Status     string     `json:"status"` // good, revoked, unknown
	Source     string     `json:"source,omitempty"`
	ThisUpdate *time.Time `json:"this_update,omitempty"`
	NextUpdate *time.Time `json:"next_update,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	Detail     string     `json:"detail,omitempty"`
}

// FieldValue is one value that a field of the form had, as text (empty when it
// was taken out again), with the revision that wrote it and the signatures that
// cover it.
type FieldValue struct {
	Field     string   `json:"field"`
	Value     string   `json:"value"`
	Revision  int      `json:"revision"`
	CoveredBy []string `json:"covered_by"`
}
