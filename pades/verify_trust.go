package pades

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"antin/certpath"
	"antin/cms"
	"antin/pades/internal/check"
	"antin/pdf"
	"antin/revocation"
)

// trust judges the signer's certificate at the time by which the signature is
// proven to exist (EN 319 102-1, 5.5.4 and 5.6.3.4). It touches no other axis.
func (v *verification) trust(s *found, out *Signature) {
	out.Trust = Undecided
	cert := s.subject.Cert
	if cert == nil {
		out.TrustSub = NoSigningCertificate
		out.TrustDetail = "the certificate of the signer is not at hand"
		return
	}
	out.Signer, out.Certificate = subjectName(cert), factsOf(cert)
	a := v.answerFor(s)
	s.answer = &a
	if a.outcome == Passed {
		v.orderOfTimes(s, &a)
	}
	strength := v.strength(s)
	out.Checks = append(out.Checks, strength)
	if strength.Result != check.Passed && a.outcome == Passed {
		a.refuse(Undecided, SubIndication(strength.Sub), "%s", strength.Detail)
	}
	if absent := s.unnamedCertificate(); absent != "" && a.outcome == Passed {
		a.refuse(Undecided, SigConstraintsFailure, "%s", absent)
	}
	out.Trust, out.TrustSub, out.TrustDetail = a.outcome, a.sub, a.detail
	out.Path, out.Revocation = steps(a), a.revocation
}

// answerFor asks about the signer; a document time-stamp was asked before.
func (v *verification) answerFor(s *found) answer {
	q := question{cert: s.subject.Cert, at: v.proofs.of(s.valueSum()), after: v.notBefore(s), stamp: s.subject.Stamp}
	if s.subject.CMS != nil {
		q.more = s.subject.CMS.Certificates
	}
	if !s.subject.Stamp {
		return v.askTwice(q)
	}
	for _, st := range s.stamps {
		if st.judged && (st.passed() || len(st.result.path.Chain) > 0) {
			return st.result
		}
	}
	a := v.askTwice(q)
	if result, _ := check.Worst(v.checked(s)); result == check.Passed && a.outcome == Passed {
		for _, st := range s.stamps { // what is wrong with it as a time-stamp
			a.refuse(st.result.outcome, st.result.sub, "%s", st.result.detail)
		}
	}
	return a
}

// proven tells whether the receipt of the file is.
func (v *verification) proven() bool { return !v.options.ReceivedAt.IsZero() }

// trustedTime is the earliest proof that the signature existed; nil without
// any. A time-stamp that passed is its own.
func (v *verification) trustedTime(s *found) *time.Time {
	t := v.proofs.of(s.valueSum())
	for _, st := range s.stamps {
		if st.kind == stampDocument && st.passed() && st.token.Time.Before(t) {
			t = st.token.Time
		}
	}
	if t.Before(v.options.At) {
		return moment(t)
	}
	return moment(v.options.ReceivedAt)
}

// certificates for paths: those that came along, then all others at hand.
func (v *verification) certificates(own []*x509.Certificate) []*x509.Certificate {
	return append(own[:len(own):len(own)], v.evidence().certs...)
}

// memory is the caller's, or one for this file alone.
func (v *verification) memory() *Memory {
	if v.options.Memory == nil {
		v.options.Memory = &Memory{}
	}
	return v.options.Memory
}

// trustFailure: only a proven time makes a broken certificate total; a chain
// that breaks the rules stays indeterminate (EN 319 102-1, table 5).
func trustFailure(sub SubIndication) Indication {
	switch sub {
	case Revoked, Expired, NotYetValid:
		return TotalFailed
	}
	return Indeterminate
}

// unfit: the certificate must be for signing documents; that of a time-stamp for
// time-stamps.
func unfit(cert *x509.Certificate, stamp bool) string {
	if !stamp {
		if f := certpath.JudgeSigner(cert); f != nil {
			return string(f.Check) + ": " + f.Detail
		}
		return ""
	}
	if cert.KeyUsage != 0 && cert.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return "the key of the certificate is not for signatures"
	}
	for _, u := range cert.ExtKeyUsage {
		if u == x509.ExtKeyUsageTimeStamping {
			return ""
		}
	}
	return "the certificate is not one of a time-stamp authority"
}

func revocationFacts(st revocation.Status) *RevocationFacts {
	f := &RevocationFacts{Status: st.Verdict.String(), Detail: string(st.Why)}
	if st.Verdict == revocation.Unknown {
		return f
	}
	f.Source = fmt.Sprintf("%s of %s, SHA-256 %s", st.Source.Kind, st.Source.Producer, st.Source.SHA256)
	f.ThisUpdate, f.NextUpdate = moment(st.Source.ThisUpdate), moment(st.Source.NextUpdate)
	f.RevokedAt = moment(st.RevokedAt)
	return f
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func clock(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func sumOf(b []byte) [sha256.Size]byte { return sha256.Sum256(b) }

func factsOf(c *x509.Certificate) *CertificateFacts {
	sum := sha256.Sum256(c.Raw)
	return &CertificateFacts{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: fmt.Sprintf("%X", c.SerialNumber),
		SHA256: hex.EncodeToString(sum[:]), NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
	}
}

func steps(a answer) []PathStep {
	var out []PathStep
	for i, c := range a.path.Chain {
		st := PathStep{Subject: c.Subject.String(), Serial: fmt.Sprintf("%X", c.SerialNumber), Anchor: a.path.Anchor && i == len(a.path.Chain)-1, Fault: a.faults[i]}
		if f := a.path.Failure; f != nil && bytes.Equal(f.Certificate.Raw, c.Raw) {
			st.Fault = string(f.Check) + ": " + f.Detail
		}
		out = append(out, st)
	}
	return out
}

// subjectName is the name a reader knows the holder by.
func subjectName(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	if len(c.Subject.Organization) > 0 {
		return strings.Join(c.Subject.Organization, ", ")
	}
	return c.Subject.String()
}

// claimedTime is /M of the dictionary, or else the signing-time attribute.
func claimedTime(rev *pdf.Revision, s *found) *time.Time {
	if o, err := rev.Resolve(s.dict.Get("M")); err == nil {
		if str, ok := o.(pdf.String); ok {
			if t, ok := parseDate(pdf.Text(str)); ok {
				return moment(t)
			}
		}
	}
	if s.subject.Stamp && s.subject.CMS != nil && s.subject.CMS.ContentType.Equal(cms.OIDTSTInfo) {
		if info, err := readTSTInfo(s.subject.CMS.Content); err == nil {
			return moment(info.GenTime)
		}
	}
	return moment(s.subject.Judged.SigningTime)
}
