package certpath

import (
	"crypto/x509"
	"fmt"
	"math/big"
)

// SubIndication is a word of ETSI EN 319 102-1, 5.1.3.
type SubIndication string

const (
	NoChain          SubIndication = "NO_CERTIFICATE_CHAIN_FOUND"
	ChainFailure     SubIndication = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
	ChainConstraints SubIndication = "CHAIN_CONSTRAINTS_FAILURE"
	// Expired and NotYetValid are TOTAL-FAILED only if the time judged at is
	// proven to be that of the signature; without proof the caller says
	// OUT_OF_BOUNDS_NO_POE.
	Expired     SubIndication = "EXPIRED"
	NotYetValid SubIndication = "NOT_YET_VALID"
)

// Check names what broke a path.
type Check string

const (
	CheckIssuer      Check = "issuer"            // nobody known has issued it
	CheckSignature   Check = "signature"         // the one of that name has not signed it
	CheckValidity    Check = "validity"          // outside notBefore … notAfter
	CheckCA          Check = "basic-constraints" // an issuer that is no certification authority
	CheckPathLength  Check = "path-length"
	CheckKeyUsage    Check = "key-usage"
	CheckPurpose     Check = "extended-key-usage"
	CheckNames       Check = "name-constraints"
	CheckPolicy      Check = "certificate-policy" // one is required and none is valid along the path
	CheckExtension   Check = "critical-extension" // one that this program does not know
	CheckSearchLimit Check = "search-limit"       // gave up: the certificates given make too many paths
)

// Failure says which certificate broke the path, and by what.
type Failure struct {
	Check       Check
	Certificate *x509.Certificate
	Subject     string // distinguished name, RFC 2253
	Serial      *big.Int
	Detail      string // English, for reports and logs
}

func (f *Failure) Error() string {
	return fmt.Sprintf("certificate %s (serial %X): %s: %s", f.Subject, f.Serial, f.Check, f.Detail)
}

func failure(c *x509.Certificate, check Check, detail string) *Failure {
	return &Failure{check, c, c.Subject.String(), c.SerialNumber, detail}
}

// Weakness is an algorithm in the path that the caller's dated list may refuse.
type Weakness struct {
	Certificate *x509.Certificate
	Algorithm   string // "SHA1-RSA", "RSA-1024"
}

// Result of Build. Failure nil means that the path holds at the time asked.
type Result struct {
	Chain   []*x509.Certificate // leaf first, anchor last; without anchor as far as it went
	Anchor  bool                // the chain ends in an anchor
	Sub     SubIndication       // empty if the path holds
	Failure *Failure
	Weak    []Weakness
}

// OK tells whether the path holds.
func (r Result) OK() bool { return r.Failure == nil && r.Anchor }
