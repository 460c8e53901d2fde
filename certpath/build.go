package certpath

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"
)

// Bounds of the search: real paths have 2 to 4 certificates. Cross certificates
// can be arranged so that the number of paths grows without end.
const (
	maxLength     = 10
	maxSignatures = 200
)

// Build looks for a path from leaf over intermediates to one of anchors that
// holds at the time at. If none holds, the result tells of the one that came
// furthest. An anchor that is the leaf itself is a path of one.
func Build(leaf *x509.Certificate, intermediates, anchors []*x509.Certificate, at time.Time) Result {
	return build(leaf, intermediates, anchors, at, nil)
}

func build(leaf *x509.Certificate, intermediates, anchors []*x509.Certificate, at time.Time, memory *Memory) Result {
	s := search{anchors: anchors, intermediates: intermediates, at: at, memory: memory}
	s.extend([]*x509.Certificate{leaf})
	best := s.best
	if s.signatures > maxSignatures && !best.OK() && !best.Anchor {
		best.Failure = failure(leaf, CheckSearchLimit, fmt.Sprintf("no path within %d signature checks", maxSignatures))
		best.Sub = NoChain
	}
	for i, c := range best.Chain {
		if best.Anchor && i == len(best.Chain)-1 && i > 0 {
			break // nobody relies on the signature of an anchor
		}
		best.Weak = append(best.Weak, weaknesses(c)...)
	}
	return best
}

type search struct {
	anchors, intermediates []*x509.Certificate
	at                     time.Time
	memory                 *Memory
	signatures             int
	best                   Result
	found                  bool
}

// extend goes on from the last certificate; true ends the search.
func (s *search) extend(chain []*x509.Certificate) bool {
	last := chain[len(chain)-1]
	if slices.ContainsFunc(s.anchors, last.Equal) {
		f, sub := judge(chain, s.at)
		s.offer(Result{Chain: slices.Clone(chain), Anchor: true, Failure: f, Sub: sub})
		return f == nil
	}
	var named bool
	if len(chain) < maxLength {
		for _, parent := range s.candidates(last, chain) {
			named = true
			if s.signatures++; s.signatures > maxSignatures {
				return true
			}
			if !s.memory.signed(last, parent) {
				continue
			}
			if s.extend(append(chain[:len(chain):len(chain)], parent)) {
				return true
			}
			named = false
		}
	}
	r := Result{Chain: slices.Clone(chain), Sub: NoChain, Failure: failure(last, CheckIssuer, "its issuer "+last.Issuer.String()+" is not among the certificates known")}
	if named {
		r.Failure = failure(last, CheckSignature, "not signed by the key of "+last.Issuer.String())
	}
	s.offer(r)
	return false
}

// candidates are the certificates with the issuer's name, anchors first, those
// whose key identifier fits before the others.
func (s *search) candidates(child *x509.Certificate, chain []*x509.Certificate) []*x509.Certificate {
	var fit, rest []*x509.Certificate
	for _, c := range append(s.anchors[:len(s.anchors):len(s.anchors)], s.intermediates...) {
		if !bytes.Equal(c.RawSubject, child.RawIssuer) || slices.ContainsFunc(chain, func(o *x509.Certificate) bool { return sameKey(o, c) }) ||
			slices.ContainsFunc(fit, c.Equal) || slices.ContainsFunc(rest, c.Equal) {
			continue
		}
		if len(child.AuthorityKeyId) > 0 && bytes.Equal(child.AuthorityKeyId, c.SubjectKeyId) {
			fit = append(fit, c)
		} else {
			rest = append(rest, c)
		}
	}
	return append(fit, rest...)
}

func sameKey(a, b *x509.Certificate) bool {
	return bytes.Equal(a.RawSubject, b.RawSubject) && bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo)
}

// offer keeps the better result: one that holds, then one with an anchor, then
// the longer one.
func (s *search) offer(r Result) {
	rank := func(r Result) int {
		switch {
		case r.OK():
			return 1000
		case r.Anchor:
			return 500
		}
		return len(r.Chain)
	}
	if !s.found || rank(r) > rank(s.best) {
		s.best, s.found = r, true
	}
}

func checkSignature(child, parent *x509.Certificate) error {
	return parent.CheckSignature(child.SignatureAlgorithm, child.RawTBSCertificate, child.Signature)
}

func weaknesses(c *x509.Certificate) []Weakness {
	var out []Weakness
	switch c.SignatureAlgorithm {
	case x509.SHA1WithRSA, x509.ECDSAWithSHA1, x509.MD5WithRSA, x509.DSAWithSHA1:
		out = append(out, Weakness{c, c.SignatureAlgorithm.String()})
	}
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if n := k.N.BitLen(); n < 2048 {
			out = append(out, Weakness{c, fmt.Sprintf("RSA-%d", n)})
		}
	case *ecdsa.PublicKey:
		if n := k.Curve.Params().BitSize; n < 256 {
			out = append(out, Weakness{c, fmt.Sprintf("EC-%d", n)})
		}
	}
	return out
}
