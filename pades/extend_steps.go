package pades

import (
	"context"
	"errors"
	"fmt"
)

// extension is one run of Extend.
type extension struct {
	g      *growing
	x      Extension
	ours   map[string]bool   // document time-stamps made in this run, by key
	failed map[string]string // why asking about a certificate gave nothing
	gaps   []Gap             // of time-stamps that could not be had
	noted  map[string]Level  // by field: what it had before

	unstamped error // the last time-stamp that could not be had
}

func (g *growing) extend(ctx context.Context, x Extension) (*Extended, error) {
	if x.Now == nil {
		return nil, ErrNoClock
	}
	if x.To.rank() == 0 {
		return nil, fmt.Errorf("pades: no such level: %q", x.To)
	}
	if x.Memory == nil {
		x.Memory = new(Memory)
	}
	if _, err := g.file.NewUpdate(); err != nil {
		return nil, err
	}
	e := &extension{g: g, x: x, ours: map[string]bool{}, failed: map[string]string{}, noted: map[string]Level{}}
	h, err := readHolding(g.file, e.ours)
	if err != nil {
		return nil, err
	}
	if len(h.sigs)+len(h.stamps) == 0 {
		return nil, refuse(RefusedUnsigned, "")
	}
	for _, r := range e.reaches(h) {
		e.noted[r.Field] = r.Reached
	}
	if err := e.run(ctx, h); err != nil {
		return nil, err
	}
	if h, err = readHolding(g.file, e.ours); err != nil {
		return nil, err
	}
	out := &Extended{Tail: g.tail, Revisions: g.revisions, Signatures: e.reaches(h), Gaps: e.gaps, Unstamped: e.unstamped}
	for i, r := range out.Signatures {
		out.Signatures[i].From = e.noted[r.Field]
	}
	return out, nil
}

// run appends what is missing. Without a proof of the time it stops: answers
// fetched before that proof would have to be fetched again.
func (e *extension) run(ctx context.Context, h *holding) error {
	if !e.x.To.AtLeast(LevelT) {
		return nil
	}
	if unproven(h) {
		if ok, err := e.stamp(ctx, GapNoStamp); err != nil || !ok {
			return err
		}
	}
	if !e.x.To.AtLeast(LevelLT) {
		return nil
	}
	if err := e.store(ctx); err != nil {
		return err
	}
	if !e.x.To.AtLeast(LevelLTA) {
		return nil
	}
	_, err := e.stamp(ctx, GapNoDocumentStamp)
	return err
}

func unproven(h *holding) bool {
	for _, s := range h.sigs {
		if _, _, at := h.proof(s); s.sd != nil && at.IsZero() {
			return true
		}
	}
	return false
}

// stamp appends a document time-stamp; false and a gap when none can be had.
func (e *extension) stamp(ctx context.Context, code string) (bool, error) {
	t, err := e.g.timestamp(ctx, Stamping{Stamper: e.x.Stamper, Hash: e.x.Hash, Now: e.x.Now})
	if errors.Is(err, ErrUnstamped) && ctx.Err() == nil {
		e.gaps, e.unstamped = append(e.gaps, Gap{Code: code, Detail: err.Error()}), err
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := e.g.add(t.Tail); err != nil {
		return false, err
	}
	e.ours[t.key] = true
	return true, nil
}

// store gathers for every signature and document time-stamp and appends what
// the store lacks.
func (e *extension) store(ctx context.Context) error {
	h, err := readHolding(e.g.file, e.ours)
	if err != nil {
		return err
	}
	g := e.gatherer(h.stored(len(h.file.Revisions()) - 1).copied())
	g.ctx, g.answers = ctx, e.x.Answers
	g.addAll(e.x.Intermediates, e.x.CRLs, e.x.OCSPs)
	all := append(h.sigs[:len(h.sigs):len(h.sigs)], h.stamps...)
	for _, s := range all {
		s.inside(g.pool)
	}
	for _, s := range all {
		e.gather(g, h, s) // asks: an answer for one may serve another
	}
	w, err := newStoreUpdate(e.g.file)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := w.entry(s.key, e.gather(g, h, s), e.x.Now()); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	tail, err := w.tail()
	if err != nil || tail == nil {
		return err
	}
	return e.g.add(tail)
}

// gatherer looks in a pool and asks nobody.
func (e *extension) gatherer(p *pool) *gatherer {
	p.addAll(e.x.Anchors, nil, nil)
	return &gatherer{pool: p, memory: e.x.Memory, anchors: e.x.Anchors, asked: map[string]bool{}, failed: e.failed}
}

// gather collects for one signature: its certificate at the proven time, and
// the authorities that prove it, each at the time it states.
func (e *extension) gather(g *gatherer, h *holding, s *held) *material {
	m := newMaterial()
	if s.document != nil {
		e.authority(g, m, s.document)
		return m
	}
	tokens, _, at := h.proof(s)
	if at.IsZero() {
		at = e.x.Now()
	}
	switch cert := s.signer(g.pool); cert {
	case nil:
		m.gap(nil, GapNoIssuer, "the certificate of the signer is not at hand")
	default:
		g.certificate(m, cert, at)
	}
	for _, t := range tokens {
		e.authority(g, m, t)
	}
	return m
}
