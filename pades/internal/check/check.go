package check

import (
	"crypto/x509"

	"antin/cms"
	"antin/pdf"
)

// Result of one check.
type Result string

// The results; the zero value is never given by a check that ran.
const (
	Passed        Result = "passed"
	Failed        Result = "failed"
	Indeterminate Result = "indeterminate"
)

// The sub-indications of ETSI EN 319 102-1 that an integrity check can give.
const (
	FormatFailure       = "FORMAT_FAILURE"
	HashFailure         = "HASH_FAILURE"
	SigCryptoFailure    = "SIG_CRYPTO_FAILURE"
	SigConstraints      = "SIG_CONSTRAINTS_FAILURE"
	CryptoConstraints   = "CRYPTO_CONSTRAINTS_FAILURE"
	NoSigningCert       = "NO_SIGNING_CERTIFICATE_FOUND"
	SignedDataNotFound  = "SIGNED_DATA_NOT_FOUND"
	maxDetailCharacters = 300
)

// Finding is the outcome of one check.
type Finding struct {
	Name   string `json:"name"`
	Result Result `json:"result"`
	Clause string `json:"clause"`
	Detail string `json:"detail,omitempty"`
	Sub    string `json:"-"` // sub-indication when not passed
}

// Subject is what was gathered of one signature before judging it.
type Subject struct {
	FileSize    int64
	RevisionEnd int64    // length of the prefix in which the signature was written
	Tail        []byte   // bytes between the end of the byte ranges and RevisionEnd, the first few
	Spelling    Spelling // how the bytes between the two ranges are written

	Dict       pdf.Dict // the signature dictionary, with places in the file
	Compressed bool     // it came out of an object stream and so has no place of its own
	Reachable  bool     // a field of type Sig in the form of its revision has it as /V
	Owners     int      // how many fields have it as /V
	Ambiguous  []string // dictionaries on the way to it with repeated keys
	Others     []pdf.Extent

	Range Range

	Stamp     bool // a document time-stamp
	Enclosed  bool // the CMS holds the SHA-1 digest of the byte ranges as its content (adbe.pkcs7.sha1)
	CMS       *cms.SignedData
	CMSError  error
	Signer    *cms.SignerInfo
	Cert      *x509.Certificate
	Digest    []byte // of the byte ranges, by the algorithm of the signer (or of the time-stamp's imprint)
	DigestErr error
	Imprint   []byte     // of the time-stamp's TSTInfo, or the digest that is enclosed
	Judged    cms.Report // of Signer under Cert
}

// Range is /ByteRange as read: Fault says why it is not usable.
type Range struct {
	Start1, Len1, Start2, Len2 int64
	Fault                      string
}

// End is the offset behind the last signed byte.
func (r Range) End() int64 { return r.Start2 + r.Len2 }

// Gap is what the two ranges leave out.
func (r Range) Gap() pdf.Extent { return pdf.Extent{Start: r.Start1 + r.Len1, End: r.Start2} }

// A check is a name, a clause and a question asked of the subject.
type check struct {
	name, clause string
	run          func(*Subject) verdict
}

type verdict struct {
	result Result
	sub    string
	detail string
}

func pass() verdict                     { return verdict{result: Passed} }
func fail(sub, detail string) verdict   { return verdict{Failed, sub, detail} }
func unsure(sub, detail string) verdict { return verdict{Indeterminate, sub, detail} }

// checks is the order in which they are asked and shown.
func checks() []check {
	return []check{
		dictionary, subFilter, reachable, ambiguous,
		rangeForm, rangeStart, contentsForm, gap, tail, overlap, padding, spelling,
		structure, oneSigner, certificate, content, attributes, digest, essCertificate, algorithms, value,
	}
}

// Run asks every check. The list always has the same length and order.
func Run(s *Subject) []Finding {
	list := checks()
	out := make([]Finding, 0, len(list))
	for _, c := range list {
		out = append(out, ask(c, s))
	}
	return out
}

func ask(c check, s *Subject) Finding {
	v := c.run(s)
	if r := []rune(v.detail); len(r) > maxDetailCharacters {
		v.detail = string(r[:maxDetailCharacters])
	}
	return Finding{Name: c.name, Result: v.result, Clause: c.clause, Detail: v.detail, Sub: v.sub}
}

// Worst is the result of all findings together and the sub-indication of the
// first that brought it about.
func Worst(findings []Finding) (Result, string) {
	for _, bad := range []Result{Failed, Indeterminate} {
		for _, f := range findings {
			if f.Result == bad {
				return bad, f.Sub
			}
		}
	}
	return Passed, ""
}
