package pades

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"

	"antin/algorithm"
	"antin/cms"
	"antin/pades/internal/check"
	"antin/tsp"
)

// The kinds of time-stamps.
const (
	stampSignature = "signature" // unsigned attribute, over the signature value
	stampDocument  = "document"  // own revision, over the file so far
	stampContent   = "content"   // signed attribute, over what is signed
)

// stamp is one time-stamp on its way to a verdict.
type stamp struct {
	kind   string
	of     *found // the signature that holds it, or that it is
	raw    []byte
	token  *tsp.Token
	err    error      // why it cannot be read
	job    *digestJob // of what a content time-stamp is over
	cert   *x509.Certificate
	result answer
	judged bool
}

func (st *stamp) passed() bool { return st.judged && st.result.outcome == Passed }

// oidContentStamp is content-time-stamp (EN 319 122-1, 5.2.8).
var oidContentStamp = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 20}

// maxStamps of one signature are judged; more than two was never seen.
const maxStamps = 8

// clockSkew is how far clocks may be apart without a word.
const clockSkew = 5 * time.Minute

// readStamps finds the time-stamps of a signature; a document time-stamp is its
// own.
func readStamps(s *found) {
	sub := &s.subject
	if sub.CMS == nil || sub.Signer == nil {
		return
	}
	if sub.Stamp {
		if raw := s.contents(); len(raw) >= sub.CMS.Length {
			s.addStamp(stampDocument, raw[:sub.CMS.Length])
		}
		return
	}
	for _, raw := range sub.Signer.TimeStamps() {
		s.addStamp(stampSignature, raw)
	}
	for _, a := range sub.Signer.Signed {
		for _, raw := range a.Values {
			if a.Type.Equal(oidContentStamp) {
				s.addStamp(stampContent, raw)
			}
		}
	}
}

func (s *found) addStamp(kind string, raw []byte) {
	if len(s.stamps) >= maxStamps {
		return
	}
	st := &stamp{kind: kind, of: s, raw: raw}
	if len(raw) > tsp.MaxResponse {
		st.err = fmt.Errorf("a token of %d bytes", len(raw))
	} else {
		st.token, st.err = tsp.ParseToken(raw)
	}
	if kind == stampContent && st.token != nil && s.subject.Range.Fault == "" && s.subject.Range.Start1 == 0 {
		st.job = &digestJob{alg: st.token.Hash, r: s.subject.Range}
	}
	s.stamps = append(s.stamps, st)
}

// digest is of what the time-stamp has to be over (EN 319 102-1, 5.5.4, step
// 3a): the signature value, the signed bytes.
func (st *stamp) digest() []byte {
	switch {
	case st.kind == stampDocument:
		return st.of.subject.Digest
	case st.job != nil:
		return st.job.digest
	case st.kind == stampContent:
		return nil
	}
	h := st.token.Hash.New()
	h.Write(st.of.subject.Signer.Signature)
	return h.Sum(nil)
}

// judgeStamp is the time-stamp validation building block (EN 319 102-1, 5.4):
// the token as a signature of its authority, at the time by which the token is
// proven to exist. A fault of it is never one of the signature it is for.
func (v *verification) judgeStamp(st *stamp) {
	st.judged = true
	st.result = answer{outcome: Undecided}
	if !v.readable(st) || !v.sound(st) {
		return
	}
	proven := v.proofs.of(sumOf(st.raw))
	if st.token.Time.After(proven.Add(clockSkew + st.token.Accuracy)) {
		st.result.refuse(Undecided, TimestampOrder, "it names %s, and existed at %s", clock(st.token.Time), clock(proven))
		return
	}
	q := question{cert: st.cert, more: st.token.Signed.Certificates, at: proven, stamp: true}
	st.result = v.askTwice(q)
	if st.result.outcome != Passed && v.revokedInPeace(st) {
		q.at = st.token.Time
		if again := v.ask(q); again.outcome == Passed {
			again.detail = "the authority was revoked later, and not for a lost key"
			st.result = again
		}
	}
	v.stampAlgorithms(st, proven)
}

// readable: what is no token at all.
func (v *verification) readable(st *stamp) bool {
	switch {
	case st.err == nil:
		return true
	case errors.Is(st.err, cms.ErrUnsupported):
		st.result.refuse(Undecided, CryptoConstraintsFail, "%v", st.err)
	default:
		st.result.refuse(Failed, FormatFailure, "%v", st.err)
	}
	return false
}

// sound looks at the token alone: imprint, signature, purpose and validity of
// the certificate at the time it names (RFC 3161, 2.4.2; RFC 5816).
func (v *verification) sound(st *stamp) bool {
	if st.kind == stampDocument {
		if result, sub := check.Worst(v.checked(st.of)); result != check.Passed {
			st.result.refuse(Outcome(result), SubIndication(sub), "the document time-stamp does not hold as a signature")
			return false
		}
	}
	r := st.token.Verify(st.digest(), v.certificates(st.token.Signed.Certificates)...)
	st.cert = r.Certificate
	for _, f := range r.Findings {
		if f.Result == cms.Passed || f.Result == cms.Absent {
			continue
		}
		outcome, sub := stampFault(f, st)
		st.result.refuse(outcome, sub, "%s: %s", f.Check, f.Detail)
		return false
	}
	if r.Result() != cms.Passed || st.cert == nil {
		st.result.refuse(Undecided, NoSigningCertificate, "nothing shows that it holds")
		return false
	}
	return true
}

// stampFault names what a check of the token found, in the words of EN 319
// 102-1, table 6.
func stampFault(f cms.Finding, st *stamp) (Outcome, SubIndication) {
	switch {
	case f.Check == tsp.CheckAuthority:
		return Undecided, NoSigningCertificate
	case f.Result == cms.Unsupported:
		return Undecided, CryptoConstraintsFail
	case f.Check == tsp.CheckImprint, f.Check == cms.CheckDigest:
		return Failed, HashFailure
	case f.Check == cms.CheckValue:
		return Failed, SigCryptoFailure
	case f.Check == tsp.CheckPurpose:
		return Failed, ChainConstraintsFailure
	case f.Check == cms.CheckCertificate:
		return Undecided, SigConstraintsFailure
	case f.Check == tsp.CheckValidAt && st.cert != nil && st.token.Time.Before(st.cert.NotBefore):
		return Failed, NotYetValid
	case f.Check == tsp.CheckValidAt:
		return Failed, Expired
	}
	return Failed, FormatFailure
}

// revokedInPeace: tokens made before an authority was revoked remain good when
// the reason given is one that leaves its key alone (RFC 3161, 4, item 1). A
// revocation without reason says nothing of the kind.
func (v *verification) revokedInPeace(st *stamp) bool {
	switch r := st.result.revokedAs; {
	case r == nil, st.result.sub != RevokedNoPOE, !st.token.Time.Before(r.RevokedAt):
		return false
	default:
		const affiliationChanged, superseded, cessation = 3, 4, 5
		return r.Reason == affiliationChanged || r.Reason == superseded || r.Reason == cessation
	}
}

// stampAlgorithms holds imprint and signature against the list at the time by
// which the token is proven (EN 319 102-1, 5.2.8.4 and 5.6.2.2).
func (v *verification) stampAlgorithms(st *stamp, proven time.Time) {
	if st.result.outcome != Passed {
		return
	}
	si := st.token.Signed.Signers[0]
	hash, _ := si.Hash() // it was verified with it
	for _, use := range []algorithm.Use{algorithm.OfDigest(st.token.Hash), algorithm.OfSignature(si.SignatureAlgorithm, hash, algorithm.KeyOf(st.cert))} {
		if verdict := v.algorithms().Judge(use, proven); !verdict.OK {
			st.result.refuse(Undecided, tooWeak(verdict), "%s", verdict.Why)
			return
		}
	}
}

// facts are for the report.
func (st *stamp) facts() StampFacts {
	f := StampFacts{Kind: st.kind, Indication: Indeterminate, SubIndication: st.result.sub, Detail: st.result.detail}
	switch {
	case st.passed():
		f.Indication = TotalPassed
	case st.result.outcome == Failed:
		f.Indication = stampIndication(st.result.sub)
	}
	if st.kind == stampDocument {
		f.Field = st.of.field
	}
	if st.token != nil {
		f.Time = st.token.Time
		if len(st.token.Signed.Signers) == 1 {
			f.Algorithms = st.algorithms()
		}
	}
	if st.cert != nil {
		f.Authority, f.Certificate = subjectName(st.cert), factsOf(st.cert)
	}
	return f
}

func (st *stamp) algorithms() string {
	si := st.token.Signed.Signers[0]
	hash, err := si.Hash()
	if err != nil || st.cert == nil {
		return "imprint by " + st.token.Hash.String()
	}
	return algorithm.OfSignature(si.SignatureAlgorithm, hash, algorithm.KeyOf(st.cert)).String() + "; imprint by " + st.token.Hash.String()
}

// stampIndication: faults of the token itself are total, those of the trust in
// its authority only where a proof says so (EN 319 102-1, table 5).
func stampIndication(sub SubIndication) Indication {
	switch sub {
	case HashFailure, SigCryptoFailure, FormatFailure:
		return TotalFailed
	}
	return trustFailure(sub)
}
