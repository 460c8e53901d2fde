package archive

import (
	"bytes"
	"crypto/x509"
	"time"

	"antin/algorithm"
	"antin/pades"
	"antin/tsp"
)

// Protection is what keeps a copy provable: its newest document time-stamp, and
// what that rests on (EN 319 142-1, 5.4.3: to be renewed before it ends).
type Protection struct {
	Authority  string    `json:"authority,omitempty"`
	StampedAt  time.Time `json:"stamped_at"`
	NotAfter   time.Time `json:"not_after"` // the first end of a certificate on its path
	Algorithms []Use     `json:"algorithms"`
}

// Use is an algorithm.Use as the manifest writes it.
type Use struct {
	Digest  algorithm.Digest `json:"digest,omitempty"`
	Scheme  algorithm.Scheme `json:"scheme,omitempty"`
	Key     algorithm.Family `json:"key,omitempty"`
	Bits    int              `json:"bits,omitempty"`
	Unknown string           `json:"unknown,omitempty"`
}

// until is when it ends: with a certificate, or with an algorithm by the list,
// whichever is first.
func (p *Protection) until(list *algorithm.List) time.Time {
	end := p.NotAfter
	for _, u := range p.Algorithms {
		v := list.Judge(algorithm.Use(u), p.StampedAt)
		if !v.OK && v.Until.IsZero() {
			return p.StampedAt
		}
		if !v.Until.IsZero() && v.Until.Before(end) {
			end = v.Until
		}
	}
	return end
}

// renewal is when it is to be renewed: a margin before the end, or a third of
// the time that it gives, if that is shorter.
func (p *Protection) renewal(list *algorithm.List, margin time.Duration) time.Time {
	end := p.until(list)
	return end.Add(-max(0, min(margin, end.Sub(p.StampedAt)/3))).Truncate(time.Millisecond)
}

// protectionOf reads the newest document time-stamp of a verdict; nil without
// one that holds.
func protectionOf(report *pades.Report) *Protection {
	var newest *pades.Signature
	for i := range report.Signatures {
		s := &report.Signatures[i]
		if s.Kind == kindStamp && s.Used != nil && s.Integrity == pades.Passed && !s.Removed && (newest == nil || s.Revision > newest.Revision) {
			newest = s
		}
	}
	if newest == nil {
		return nil
	}
	token, err := tsp.ParseToken(newest.Used.CMS)
	if err != nil || len(token.Signed.Signers) != 1 {
		return nil
	}
	path := pathOf(token, newest.Used.Certificates)
	if len(path) == 0 {
		return nil
	}
	signer := token.Signed.Signers[0]
	hash, err := signer.Hash()
	if err != nil {
		return nil
	}
	p := &Protection{Authority: path[0].Subject.CommonName, StampedAt: token.Time, NotAfter: path[0].NotAfter}
	p.rest(algorithm.OfDigest(token.Hash))
	p.rest(algorithm.OfSignature(signer.SignatureAlgorithm, hash, algorithm.KeyOf(path[0])))
	for i, issuer := range path[1:] {
		p.rest(algorithm.OfCertificate(path[i], algorithm.KeyOf(issuer)))
		if !selfIssued(issuer) && issuer.NotAfter.Before(p.NotAfter) {
			p.NotAfter = issuer.NotAfter
		}
	}
	return p
}

func (p *Protection) rest(u algorithm.Use) {
	for _, known := range p.Algorithms {
		if known == Use(u) {
			return
		}
	}
	p.Algorithms = append(p.Algorithms, Use(u))
}

// pathOf orders certificates from the authority of the token upward; the anchor
// is the last, and it does not end with its date.
func pathOf(token *tsp.Token, at []*x509.Certificate) []*x509.Certificate {
	var path []*x509.Certificate
	signer := token.Signed.Signers[0]
	for _, c := range at {
		if signer.Names(c) {
			path = append(path, c)
			break
		}
	}
	for len(path) > 0 && !selfIssued(path[len(path)-1]) && len(path) <= len(at) {
		last := path[len(path)-1]
		for _, c := range at {
			if bytes.Equal(c.RawSubject, last.RawIssuer) && last.CheckSignatureFrom(c) == nil {
				path = append(path, c)
				break
			}
		}
		if path[len(path)-1] == last {
			break
		}
	}
	return path
}

func selfIssued(c *x509.Certificate) bool { return bytes.Equal(c.RawSubject, c.RawIssuer) }

// algorithms is the list of this installation.
func (s *Service) algorithms() *algorithm.List {
	if s.Algorithms != nil {
		return s.Algorithms
	}
	return algorithm.Default()
}

// defaultMargin leaves a year for an authority that has to change something.
const defaultMargin = 365 * 24 * time.Hour

func (s *Service) margin() time.Duration {
	if s.Margin > 0 {
		return s.Margin
	}
	return defaultMargin
}

// renewAt is when a whole bundle is renewed; the zero time, at once, for one
// that does not say what protects it.
func (s *Service) renewAt(b Bundle) time.Time {
	if b.Summary.Protection == nil {
		return time.Time{}
	}
	return b.Summary.Protection.renewal(s.algorithms(), s.margin())
}
