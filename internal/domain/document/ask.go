package document

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"

	"antin/cms"
	"antin/pades"
	"antin/tsp"
)

// undecided reports whether a verdict may only want for answers about revocation.
func undecided(r *pades.Report) bool {
	for _, sig := range r.Signatures {
		if sig.Integrity != pades.Passed {
			continue
		}
		if sig.Trust == pades.Undecided {
			return true
		}
		for _, stamp := range sig.Stamps {
			if stamp.Indication == pades.Indeterminate {
				return true
			}
		}
	}
	return false
}

// Bounds of the asking for one file: an office's document has three signatures,
// each with a path of three and one time-stamp.
const (
	maxPool  = 64
	maxDepth = 6
)

// ask gets revocation data about the certificates of a report that is undecided.
// Only those that lead to a trust anchor are asked about, so that no stranger
// makes us ask where he likes.
func (s *Service) ask(ctx context.Context, r *pades.Report) (crls, ocsps [][]byte, err error) {
	pool := certificatesOf(r)
	above := append(append([]*x509.Certificate{}, pool...), s.Evidence.Intermediates()...)
	for _, cert := range pool {
		issuer := s.issuerOf(cert, above, 0)
		if issuer == nil {
			continue
		}
		c, o, err := s.Evidence.Revocation(ctx, cert, issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("asking about %s: %w", cert.Subject, err)
		}
		crls, ocsps = append(crls, c...), append(ocsps, o...)
	}
	return crls, ocsps, nil
}

// certificatesOf takes every certificate that the signatures of a report and
// their time-stamps carry.
func certificatesOf(r *pades.Report) []*x509.Certificate {
	var pool []*x509.Certificate
	add := func(list []*x509.Certificate) {
		for _, c := range list {
			if len(pool) < maxPool && !has(pool, c) {
				pool = append(pool, c)
			}
		}
	}
	for _, sig := range r.Signatures {
		if sig.Used == nil {
			continue
		}
		add(sig.Used.Certificates)
		sd, err := cms.Parse(sig.Used.CMS)
		if err != nil {
			continue // the verdict says so
		}
		add(sd.Certificates)
		for _, si := range sd.Signers {
			for _, der := range si.TimeStamps() {
				if token, err := tsp.ParseToken(der); err == nil {
					add(token.Signed.Certificates)
				}
			}
		}
	}
	return pool
}

func has(list []*x509.Certificate, c *x509.Certificate) bool {
	for _, o := range list {
		if o.Equal(c) {
			return true
		}
	}
	return false
}

// issuerOf finds who issued a certificate, if its path ends in an anchor.
func (s *Service) issuerOf(cert *x509.Certificate, above []*x509.Certificate, depth int) *x509.Certificate {
	for _, anchor := range s.Evidence.Anchors() {
		if anchor.Equal(cert) {
			return nil // an anchor is not asked about
		}
		if issued(cert, anchor) {
			return anchor
		}
	}
	if depth == maxDepth {
		return nil
	}
	for _, c := range above {
		if issued(cert, c) && !c.Equal(cert) && s.issuerOf(c, above, depth+1) != nil {
			return c
		}
	}
	return nil
}

func issued(cert, by *x509.Certificate) bool {
	return by.IsCA && bytes.Equal(cert.RawIssuer, by.RawSubject) && cert.CheckSignatureFrom(by) == nil
}

// fresh takes from more what is not in old yet.
func fresh(old, more [][]byte) [][]byte {
	var out [][]byte
	for _, m := range more {
		known := false
		for _, o := range append(old, out...) {
			known = known || bytes.Equal(o, m)
		}
		if !known {
			out = append(out, m)
		}
	}
	return out
}
