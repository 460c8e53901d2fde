package certpath

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"antin/algorithm"
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
	s := newSearch(intermediates, anchors, at, memory)
	s.extend([]*x509.Certificate{leaf})
	best := s.best
	if s.signatures > maxSignatures && !best.OK() && !best.Anchor {
		best.Failure = failure(leaf, CheckSearchLimit, fmt.Sprintf("no path within %d signature checks", maxSignatures))
		best.Sub = NoChain
	}
	return best.weighed()
}

// maxPaths bounds what All gives; cross-certified authorities have two to four.
const maxPaths = 16

// All gives every path from leaf to an anchor that the search meets, whether it
// holds at the time or not, the better first: the prospective chains of past
// validation (EN 319 102-1, 5.6.2.1), which asks about them at other times.
func All(leaf *x509.Certificate, intermediates, anchors []*x509.Certificate, at time.Time) []Result {
	return (*Memory)(nil).All(leaf, intermediates, anchors, at)
}

// All is the function of that name, with what was seen before.
func (m *Memory) All(leaf *x509.Certificate, intermediates, anchors []*x509.Certificate, at time.Time) []Result {
	s := newSearch(intermediates, anchors, at, m)
	s.every = true
	s.extend([]*x509.Certificate{leaf})
	slices.SortStableFunc(s.paths, func(a, b Result) int { return b.rank() - a.rank() })
	for i := range s.paths {
		s.paths[i] = s.paths[i].weighed()
	}
	return s.paths
}

func (r Result) weighed() Result {
	for i, c := range r.Chain {
		if r.Anchor && i == len(r.Chain)-1 && i > 0 {
			break // nobody relies on the signature of an anchor
		}
		r.Weak = append(r.Weak, weaknesses(c)...)
	}
	return r
}

type search struct {
	anchors, intermediates []*x509.Certificate
	at                     time.Time
	memory                 *Memory
	signatures             int
	best                   Result
	found                  bool
	every                  bool     // go on after a path that holds
	paths                  []Result // with every: those that reach an anchor
	spelled                map[string]string
}

func newSearch(intermediates, anchors []*x509.Certificate, at time.Time, memory *Memory) *search {
	return &search{anchors: anchors, intermediates: intermediates, at: at, memory: memory, spelled: map[string]string{}}
}

// extend goes on from the last certificate; true ends the search.
func (s *search) extend(chain []*x509.Certificate) bool {
	last := chain[len(chain)-1]
	if slices.ContainsFunc(s.anchors, last.Equal) {
		f, sub := judge(chain, s.at)
		s.offer(Result{Chain: slices.Clone(chain), Anchor: true, Failure: f, Sub: sub})
		return f == nil && !s.every || len(s.paths) >= maxPaths
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
// whose key identifier fits before the others. A key and name that is in the
// chain already makes a loop.
func (s *search) candidates(child *x509.Certificate, chain []*x509.Certificate) []*x509.Certificate {
	var fit, rest []*x509.Certificate
	for _, c := range append(s.anchors[:len(s.anchors):len(s.anchors)], s.intermediates...) {
		if !s.sameName(c.RawSubject, child.RawIssuer) || slices.ContainsFunc(chain, func(o *x509.Certificate) bool { return sameKey(o, c) }) ||
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

// sameName is EqualNames, with each name spelled out once.
func (s *search) sameName(a, b []byte) bool { return bytes.Equal(a, b) || s.spell(a) == s.spell(b) }

func (s *search) spell(name []byte) string {
	text, ok := s.spelled[string(name)]
	if !ok {
		text = "?" + string(name) // unreadable: equal to itself alone
		if parts, ok := rdns(name); ok && len(parts) > 0 {
			text = strings.Join(parts, "/")
		}
		s.spelled[string(name)] = text
	}
	return text
}

func sameKey(a, b *x509.Certificate) bool {
	return bytes.Equal(a.RawSubject, b.RawSubject) && bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo)
}

// offer keeps the better result.
func (s *search) offer(r Result) {
	if s.every && r.Anchor {
		s.paths = append(s.paths, r)
	}
	if !s.found || r.rank() > s.best.rank() {
		s.best, s.found = r, true
	}
}

// rank orders results: one that holds; one that reaches an anchor, where a
// wrong time is less than a broken rule, since a proof of existence may heal it;
// then the longer one.
func (r Result) rank() int {
	switch {
	case r.OK():
		return 1000
	case r.Anchor && (r.Sub == Expired || r.Sub == NotYetValid):
		return 502
	case r.Anchor && r.Sub == ChainConstraints:
		return 501
	case r.Anchor:
		return 500
	}
	return len(r.Chain)
}

// checkSignature knows more algorithms than crypto/x509, and lets old ones
// through: their dates are for the list of package algorithm.
func checkSignature(child, parent *x509.Certificate) error {
	id, err := algorithm.IdentifierOf(child.Raw)
	if err != nil {
		return err
	}
	return algorithm.Verify(id, algorithm.KeyOf(parent), child.RawTBSCertificate, child.Signature)
}

func weaknesses(c *x509.Certificate) []Weakness {
	var out []Weakness
	switch u := algorithm.OfCertificate(c, nil); u.Digest {
	case algorithm.MD5, algorithm.SHA1, algorithm.RIPEMD160:
		name := c.SignatureAlgorithm.String()
		if c.SignatureAlgorithm == x509.UnknownSignatureAlgorithm {
			name = string(u.Digest)
		}
		out = append(out, Weakness{c, name})
	}
	switch u := algorithm.OfKey(algorithm.KeyOf(c)); {
	case u.Key == algorithm.RSA && u.Bits < 2048, u.Key == algorithm.EC && u.Bits < 256, u.Key == algorithm.DSAKey:
		out = append(out, Weakness{c, fmt.Sprintf("%s-%d", u.Key, u.Bits)})
	}
	return out
}
