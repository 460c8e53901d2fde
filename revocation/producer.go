package revocation

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"time"

	"antin/algorithm"
)

// signerKey is a certificate as a signer of evidence.
type signerKey struct {
	cert *x509.Certificate
	key  crypto.PublicKey
	sum  [sha256.Size]byte // of the key
}

func newSignerKey(c *x509.Certificate) *signerKey {
	return &signerKey{c, algorithm.KeyOf(c), sha256.Sum256(append([]byte{byte(c.PublicKeyAlgorithm)}, c.RawSubjectPublicKeyInfo...))}
}

// producer is who made a piece of evidence; path is nil for the issuer.
type producer struct {
	*signerKey
	path []*x509.Certificate
}

// others are the certificates given with a name, but for those of the issuer's
// key.
func (j *judgement) others(name []byte) []*x509.Certificate {
	var out []*x509.Certificate
	for _, set := range [][]*x509.Certificate{j.evidence.Certificates, j.evidence.Anchors} {
		for _, c := range set {
			if len(out) < maxOthers && sameName(c.RawSubject, name) && !sameHolder(c, j.issuer) {
				out = append(out, c)
			}
		}
	}
	return out
}

func sameHolder(a, b *x509.Certificate) bool {
	return bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo) && sameName(a.RawSubject, b.RawSubject)
}

func maySignLists(c *x509.Certificate) bool {
	return c.KeyUsage == 0 || c.KeyUsage&x509.KeyUsageCRLSign != 0
}

// listSigner finds whose key made a list (RFC 5280, 6.3.3, f and g): that of
// the issuer; of the same authority under another key; or of the authority that
// the certificate names for an indirect list.
func (j *judgement) listSigner(l *list) (producer, Why, string) {
	why, detail := WhySignature, "no certificate at hand whose key made it"
	same := sameName(l.issuer, j.issuer.RawSubject)
	if same {
		err := l.signedBy(j.key)
		if err == nil {
			if !maySignLists(j.issuer) {
				return producer{}, WhyNotAuthorised, "the issuer's key is not for revocation lists"
			}
			return producer{signerKey: j.key}, "", ""
		}
		detail = err.Error()
	}
	for _, c := range j.others(l.issuer) {
		k := newSignerKey(c)
		if l.signedBy(k) != nil {
			continue
		}
		if !maySignLists(c) {
			why, detail = WhyNotAuthorised, "the signer's key is not for revocation lists"
			continue
		}
		path, fault := j.pathOf(c, l.thisUpdate)
		if fault == "" && same && !j.sibling(path) {
			fault = "the signer has the issuer's name, but another authority certified it"
		}
		if fault == "" {
			return producer{k, path}, "", ""
		}
		why, detail = WhyNotAuthorised, fault
	}
	return producer{}, why, detail
}

// pathOf leads from a signer that is not the issuer to an anchor, at the time
// it signed.
func (j *judgement) pathOf(c *x509.Certificate, at time.Time) (path []*x509.Certificate, fault string) {
	if len(j.evidence.Anchors) == 0 {
		return nil, "no anchor is given for a signer that is not the issuer"
	}
	known := append(j.evidence.Certificates[:len(j.evidence.Certificates):len(j.evidence.Certificates)], j.issuer)
	r := j.Paths.Build(c, known, j.evidence.Anchors, at)
	if !r.OK() {
		return nil, r.Failure.Error()
	}
	return r.Chain, ""
}

// sibling: a certificate of the issuer's name is the issuer's only if the
// issuer, or who certified the issuer, certified it. Otherwise any authority
// below the same anchor could take the name of another.
func (j *judgement) sibling(path []*x509.Certificate) bool {
	if len(path) == 1 {
		return true // the anchor itself
	}
	above := path[1]
	return sameHolder(above, j.issuer) || sameName(above.RawSubject, j.issuer.RawIssuer) && j.Paths.Signed(j.issuer, above)
}

func (p producer) fill(s *Source) {
	s.Producer, s.Signer, s.Path = p.cert.Subject.String(), p.cert, p.path
}
