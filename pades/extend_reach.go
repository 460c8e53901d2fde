package pades

import (
	"crypto/x509"
	"slices"

	"antin/tsp"
)

// signer is the certificate of the signature, looked for inside first.
func (s *held) signer(p *pool) *x509.Certificate {
	if s.cert != nil || s.sd == nil {
		return s.cert
	}
	for _, c := range p.certs {
		if s.sd.Signers[0].Names(c) {
			return c
		}
	}
	return nil
}

func (e *extension) authority(g *gatherer, m *material, t *tsp.Token) {
	c := tokenCertificate(t, g.pool)
	if c == nil {
		m.gap(nil, GapNoIssuer, "the certificate of the time-stamp authority is not at hand")
		return
	}
	g.certificate(m, c, t.Time)
}

// reaches tells the level of every signature by what the file holds, with the
// gaps up to the level asked for.
func (e *extension) reaches(h *holding) []Reach {
	out := make([]Reach, 0, len(h.sigs))
	for _, s := range h.sigs {
		r := Reach{Field: s.field}
		e.reach(h, s, &r)
		out = append(out, r)
	}
	return out
}

func (e *extension) reach(h *holding, s *held, r *Reach) {
	if s.sd == nil {
		r.Gaps = append(r.Gaps, Gap{Code: GapUnreadable})
		return
	}
	r.Reached = LevelB
	_, document, at := h.proof(s)
	if at.IsZero() {
		if e.x.To.AtLeast(LevelT) {
			r.Gaps = append(r.Gaps, Gap{Code: GapNoStamp})
		}
		return
	}
	r.Reached = LevelT
	m := e.within(h, s, len(h.file.Revisions())-1)
	if e.x.To.AtLeast(LevelLT) {
		r.Gaps = append(r.Gaps, m.gaps...)
	}
	if m.blocking() {
		return
	}
	r.Reached = LevelLT
	for _, d := range slices.Backward(h.over(s)) { // the newest covers most
		if d != document && !e.within(h, s, d.revision).blocking() {
			r.Reached = LevelLTA
			return
		}
	}
	if e.x.To.AtLeast(LevelLTA) {
		r.Gaps = append(r.Gaps, Gap{Code: GapNoDocumentStamp})
	}
}

// within gathers for a signature out of the file alone, as it was at one
// revision.
func (e *extension) within(h *holding, s *held, revision int) *material {
	p := h.stored(revision).copied()
	s.inside(p)
	tokens, _, _ := h.proof(s)
	for _, t := range tokens {
		p.carry(t.Signed)
	}
	return e.gather(e.gatherer(p), h, s)
}
