package pades

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"time"

	"antin/certpath"
	"antin/revocation"
)

// gatherer finds what the verdict on certificates needs, in a pool and, when it
// may ask, outside.
type gatherer struct {
	*pool
	ctx     context.Context
	answers Answers // nil: ask nobody
	memory  *Memory
	anchors []*x509.Certificate
	asked   map[string]bool
	failed  map[string]string // by certificate: why asking gave nothing
}

// material is what one signature needs, in the order found.
type material struct {
	pool
	gaps []Gap
	seen map[string]bool
	left int
}

// maxMaterial bounds the certificates looked at for one signature.
const maxMaterial = 64

func newMaterial() *material {
	return &material{pool: *newPool(), seen: make(map[string]bool), left: maxMaterial}
}

func (m *material) gap(c *x509.Certificate, code, detail string) {
	g := Gap{Code: code, Detail: detail}
	if c != nil {
		g.Certificate, g.Serial = c.Subject.String(), fmt.Sprintf("%X", c.SerialNumber)
	}
	m.gaps = append(m.gaps, g)
}

// blocking reports whether a gap keeps the signature from B-LT.
func (m *material) blocking() bool {
	for _, g := range m.gaps {
		if g.Code != GapOlder && g.Code != GapResponder {
			return true
		}
	}
	return false
}

// certificate gathers the path and the answers about one certificate at the
// time that counts for it.
func (g *gatherer) certificate(m *material, c *x509.Certificate, at time.Time) {
	if m.seen[string(c.Raw)] || m.left == 0 {
		return
	}
	m.left--
	m.seen[string(c.Raw)] = true
	path := g.path(c, at)
	m.addAll(path.Chain, nil, nil)
	if last := path.Chain[len(path.Chain)-1]; !path.Anchor {
		m.gap(last, GapNoIssuer, g.because(last, "the certificate of its issuer is not at hand"))
	} else if path.Failure != nil {
		m.gap(path.Failure.Certificate, GapBrokenPath, string(path.Failure.Check)+": "+path.Failure.Detail)
	}
	for i := 0; i+1 < len(path.Chain); i++ {
		if i > 0 {
			m.seen[string(path.Chain[i].Raw)] = true
		}
		g.revocation(m, path.Chain[i], path.Chain[i+1], at)
	}
}

// maxRounds bounds how often issuers are asked for one path.
const maxRounds = 6

// path builds with what is at hand and asks for issuers while one is missing.
func (g *gatherer) path(c *x509.Certificate, at time.Time) certpath.Result {
	for range maxRounds {
		path := g.memory.Paths().Build(c, g.certs, g.trusted(), at)
		if len(path.Chain) == 0 {
			path.Chain = []*x509.Certificate{c}
		}
		last := path.Chain[len(path.Chain)-1]
		if path.Anchor || g.answers == nil || g.asked["issuer"+string(last.Raw)] {
			return path
		}
		g.asked["issuer"+string(last.Raw)] = true
		found, err := g.answers.Issuers(g.ctx, last)
		if err != nil {
			g.failed[string(last.Raw)] = err.Error()
		}
		before := len(g.certs)
		g.addAll(found, nil, nil)
		if len(g.certs) == before {
			return path
		}
	}
	return g.memory.Paths().Build(c, g.certs, g.trusted(), at)
}

// trusted are the anchors given; without any, what signed itself ends a path.
func (g *gatherer) trusted() []*x509.Certificate {
	if len(g.anchors) > 0 {
		return g.anchors
	}
	var out []*x509.Certificate
	for _, c := range g.certs {
		if bytes.Equal(c.RawIssuer, c.RawSubject) {
			out = append(out, c)
		}
	}
	return out
}

func (g *gatherer) because(c *x509.Certificate, otherwise string) string {
	if why := g.failed[string(c.Raw)]; why != "" {
		return why
	}
	return otherwise
}

// revocation takes the answer that decides about one certificate. One made
// after the time that counts is better than one before, so it is asked for.
func (g *gatherer) revocation(m *material, c, issuer *x509.Certificate, at time.Time) {
	st := g.judge(c, issuer, at)
	older := st.Verdict == revocation.Good && st.Source.ThisUpdate.Before(at)
	if (st.Verdict == revocation.Unknown || older) && g.ask(c, issuer) {
		st = g.judge(c, issuer, at)
	}
	if st.Verdict == revocation.Unknown {
		m.gap(c, GapNoRevocation, g.because(c, string(st.Why)))
		return
	}
	g.take(m, c, issuer, st, at)
}

// judge asks all lists at hand, and the answers that can be of this certificate:
// they hold its serial number. As in a verdict, a list may be of another signer
// than the issuer, where that one stands under an anchor (RFC 5280, 6.3.3, f).
func (g *gatherer) judge(c, issuer *x509.Certificate, at time.Time) revocation.Status {
	serial, err := asn1.Marshal(c.SerialNumber)
	if err != nil {
		return revocation.Status{Why: revocation.WhyUnreadable}
	}
	e := revocation.Evidence{CRLs: g.crls[:min(len(g.crls), maxEvidence)], Certificates: g.certs, Anchors: g.trusted()}
	for _, der := range g.ocsps {
		if len(e.OCSPs) < maxEvidence/4 && bytes.Contains(der, serial) {
			e.OCSPs = append(e.OCSPs, der)
		}
	}
	return g.memory.Revocation().JudgeEvidence(c, issuer, e, at)
}

func (g *gatherer) ask(c, issuer *x509.Certificate) bool {
	if g.answers == nil || g.asked["answer"+string(c.Raw)] {
		return false
	}
	g.asked["answer"+string(c.Raw)] = true
	crls, ocsps, err := g.answers.Revocation(g.ctx, c, issuer)
	if err != nil {
		g.failed[string(c.Raw)] = err.Error()
	}
	g.addAll(nil, crls, ocsps)
	return len(crls)+len(ocsps) > 0
}

// take keeps what a verdict rests on and tells what is wrong with it.
func (g *gatherer) take(m *material, c, issuer *x509.Certificate, st revocation.Status, at time.Time) {
	if st.Verdict == revocation.Revoked {
		m.gap(c, GapRevoked, "at "+st.RevokedAt.UTC().Format(time.RFC3339))
	} else if st.Source.ThisUpdate.Before(at) {
		m.gap(c, GapOlder, fmt.Sprintf("made %s, the time that counts is %s", st.Source.ThisUpdate.UTC().Format(time.RFC3339), at.UTC().Format(time.RFC3339)))
	}
	g.keep(m, issuer, st, at)
}
