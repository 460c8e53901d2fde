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
	"antin/pdf"
	"antin/revocation"
)

// trust builds the path of the signer at the time that counts and asks for
// revocation along it. It touches no other axis.
func (v *verification) trust(s *found, out *Signature) {
	out.Trust = Undecided
	cert := s.subject.Cert
	if cert == nil {
		out.TrustSub = NoSigningCertificate
		out.TrustDetail = "the certificate of the signer is not at hand"
		return
	}
	out.Signer = subjectName(cert)
	out.Certificate = factsOf(cert)
	at := v.timeThatCounts()
	path := v.options.Memory.Paths().Build(cert, v.intermediates(s), v.options.Anchors, at)
	out.Path = steps(path)
	if !path.OK() {
		v.brokenPath(path, out)
		return
	}
	if why := unfit(cert, s.subject.Stamp); why != "" {
		out.Trust, out.TrustSub, out.TrustDetail = Failed, ChainConstraintsFailure, why
		out.Path[0].Fault = why
		return
	}
	if len(path.Weak) > 0 {
		w := path.Weak[0]
		out.TrustSub = CryptoConstraintsFail
		out.TrustDetail = fmt.Sprintf("%s of %s is too weak today", w.Algorithm, subjectName(w.Certificate))
		return
	}
	if v.options.WithoutRevocation {
		out.Trust = Passed
		out.TrustDetail = "revocation was not asked"
		return
	}
	v.revoked(s, path, at, out)
}

// timeThatCounts: a proven receipt, or the time of judging. What the signer
// claims never counts.
func (v *verification) timeThatCounts() time.Time {
	if !v.options.ReceivedAt.IsZero() && v.options.ReceivedAt.Before(v.options.At) {
		return v.options.ReceivedAt
	}
	return v.options.At
}

func (v *verification) proven() bool { return !v.options.ReceivedAt.IsZero() }

// intermediates: those given, and those in the signature itself.
func (v *verification) intermediates(s *found) []*x509.Certificate {
	out := append([]*x509.Certificate(nil), v.options.Intermediates...)
	if s.subject.CMS != nil {
		out = append(out, s.subject.CMS.Certificates...)
	}
	return append(out, v.evidence().certs...)
}

func (v *verification) brokenPath(path certpath.Result, out *Signature) {
	out.TrustSub = SubIndication(path.Sub)
	if path.Failure != nil {
		out.TrustDetail = path.Failure.Error()
	}
	switch path.Sub {
	case certpath.Expired, certpath.NotYetValid:
		if v.proven() {
			out.Trust = Failed
			return
		}
		out.TrustSub = OutOfBoundsNoPOE
	case certpath.NoChain:
	default:
		out.Trust = Failed
	}
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

// revoked asks every certificate below the anchor; the signer's answer is the
// one reported unless another is worse.
func (v *verification) revoked(s *found, path certpath.Result, at time.Time, out *Signature) {
	out.Trust = Passed
	for i := 0; i+1 < len(path.Chain); i++ {
		cert, issuer := path.Chain[i], path.Chain[i+1]
		st := v.status(s, cert, issuer, at)
		facts := revocationFacts(st)
		if out.Revocation == nil {
			out.Revocation = facts
		}
		if st.Verdict == revocation.Good {
			continue
		}
		out.Revocation = facts
		out.Path[i].Fault = "revocation: " + facts.Status
		if st.Verdict == revocation.Revoked {
			out.Trust = Failed
			out.TrustSub = v.revokedSub(i)
			out.TrustDetail = fmt.Sprintf("certificate %s (serial %X) was revoked at %s", subjectName(cert), cert.SerialNumber, st.RevokedAt.UTC().Format(time.RFC3339))
			return
		}
		out.Trust, out.TrustSub = Undecided, TryLater
		out.TrustDetail = fmt.Sprintf("no usable answer about revocation of %s: %s", subjectName(cert), st.Why)
		return
	}
}

func (v *verification) revokedSub(level int) SubIndication {
	switch {
	case v.proven():
		return Revoked
	case level > 0:
		return RevokedCANoPOE
	}
	return RevokedNoPOE
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

func factsOf(c *x509.Certificate) *CertificateFacts {
	sum := sha256.Sum256(c.Raw)
	return &CertificateFacts{
		Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: fmt.Sprintf("%X", c.SerialNumber),
		SHA256: hex.EncodeToString(sum[:]), NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
	}
}

func steps(path certpath.Result) []PathStep {
	var out []PathStep
	for i, c := range path.Chain {
		st := PathStep{Subject: c.Subject.String(), Serial: fmt.Sprintf("%X", c.SerialNumber), Anchor: path.Anchor && i == len(path.Chain)-1}
		if path.Failure != nil && bytes.Equal(path.Failure.Certificate.Raw, c.Raw) {
			st.Fault = string(path.Failure.Check) + ": " + path.Failure.Detail
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
