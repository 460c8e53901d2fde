package revocation

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"

	"antin/algorithm"
)

// maxEmbedded bounds the certificates of a response; one or two are usual.
const maxEmbedded = 16

// responder finds who made a response, among the issuer, the certificates
// inside and those given, and whether it may speak (RFC 6960, 4.2.2.2).
func (j *judgement) responder(b *basicResponse) (producer, Why, string) {
	if _, err := algorithm.Identifier(b.Algorithm, 0); err != nil {
		return producer{}, WhyUnsupported, err.Error()
	}
	why, detail := WhySignature, "no certificate at hand whose key made it"
	tried := 0
	for _, c := range j.responders(b) {
		if !b.Data.named(c) {
			continue
		}
		if tried++; tried > maxOthers {
			break
		}
		k := newSignerKey(c)
		if algorithm.Verify(b.Algorithm, k.key, b.Data.Raw, b.Signature.RightAlign()) != nil {
			continue
		}
		path, bad, fault := j.mayAnswer(c, b.Data.ProducedAt)
		if bad == "" {
			return producer{k, path}, "", ""
		}
		why, detail = bad, fault
	}
	return producer{}, why, detail
}

func (j *judgement) responders(b *basicResponse) []*x509.Certificate {
	out := []*x509.Certificate{j.issuer}
	for _, raw := range b.Certificates {
		if c, err := x509.ParseCertificate(raw.FullBytes); err == nil && len(out) < maxEmbedded {
			out = append(out, c)
		}
	}
	for _, c := range slices.Concat(j.evidence.Certificates, j.evidence.Anchors) {
		if !slices.ContainsFunc(out, c.Equal) {
			out = append(out, c)
		}
	}
	return out
}

func (d *responseData) named(c *x509.Certificate) bool {
	if d.Responder.Class != asn1.ClassContextSpecific {
		return false
	}
	switch d.Responder.Tag {
	case 1:
		return sameName(d.Responder.Bytes, c.RawSubject)
	case 2:
		var hash []byte
		_, err := asn1.Unmarshal(d.Responder.Bytes, &hash)
		return err == nil && bytes.Equal(hash, sum(crypto.SHA1, keyBits(c)))
	}
	return false
}

// mayAnswer: the issuer itself, the same authority under another key, or a
// delegate that one of them certified for OCSP and that was valid then. Any
// other certificate, also of the same authority, has no say. The path is nil
// for the issuer.
func (j *judgement) mayAnswer(c *x509.Certificate, at time.Time) ([]*x509.Certificate, Why, string) {
	if sameHolder(c, j.issuer) {
		return nil, "", ""
	}
	if c.IsCA && c.BasicConstraintsValid && sameName(c.RawSubject, j.issuer.RawSubject) {
		if path, fault := j.pathOf(c, at); fault == "" && j.sibling(path) {
			return path, "", ""
		}
	}
	if fault := unfitDelegate(c, at); fault != "" {
		return nil, WhyNotAuthorised, fault
	}
	path, fault := j.certified(c, at)
	if fault != "" {
		return nil, WhyNotAuthorised, fault
	}
	if !hasExtension(c, oidNoCheck) && j.delegateRevoked(c, path[1], at) {
		return nil, WhyNotAuthorised, "the responder's certificate was revoked"
	}
	return path, "", ""
}

// certified gives the path of a delegate: the issuer's key signed it, or that
// of the same authority under another key.
func (j *judgement) certified(c *x509.Certificate, at time.Time) ([]*x509.Certificate, string) {
	const other = "the responder is not certified by the issuer"
	if !sameName(c.RawIssuer, j.issuer.RawSubject) {
		return nil, other
	}
	if j.Paths.Signed(c, j.issuer) {
		return []*x509.Certificate{c, j.issuer}, ""
	}
	for _, o := range j.others(j.issuer.RawSubject) {
		if !o.IsCA || !o.BasicConstraintsValid || !j.Paths.Signed(c, o) {
			continue
		}
		if path, fault := j.pathOf(o, at); fault == "" && j.sibling(path) {
			return append([]*x509.Certificate{c}, path...), ""
		}
	}
	return nil, other
}

func unfitDelegate(c *x509.Certificate, at time.Time) string {
	switch {
	case !slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning):
		return "the responder's certificate is not for OCSP"
	case c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0:
		return "the responder's key is not for signatures"
	case len(c.UnhandledCriticalExtensions) > 0:
		return "the responder's certificate has an unknown critical extension"
	case at.Before(c.NotBefore) || at.After(c.NotAfter):
		return "the responder's certificate was not valid then"
	}
	return ""
}

// delegateRevoked asks the lists given; a responder does not speak for itself.
func (j *judgement) delegateRevoked(c, issuer *x509.Certificate, at time.Time) bool {
	e := j.evidence
	e.OCSPs = nil
	p := j.Policy
	p.IssuedAfter = time.Time{}
	return p.JudgeEvidence(c, issuer, e, at).Verdict == Revoked
}
