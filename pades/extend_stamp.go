package pades

import (
	"context"
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"antin/pdf"
)

// Stamping says how a document time-stamp is made.
type Stamping struct {
	Stamper Stamper
	Hash    crypto.Hash // zero is SHA-256
	Now     func() time.Time
}

// Stamped is a document time-stamp to be appended.
type Stamped struct {
	Tail  []byte
	Field string    // of the new signature field
	Time  time.Time // stated by the authority
	Token []byte

	key string // in /VRI
}

// ErrNoClock is returned when the time is not told.
var ErrNoClock = errors.New("pades: no clock was given")

// Timestamp puts a document time-stamp over a whole file, signed or not (EN
// 319 142-1, 5.4.3): a signature field without a place on the paper whose
// /Contents is a token of SubFilter ETSI.RFC3161. A certification that allows
// no changes allows this (ISO 32000-2, 12.8.2.2.2). When no authority answers
// rightly the error is [ErrUnstamped].
func Timestamp(ctx context.Context, base *pdf.File, s Stamping) (*Stamped, error) {
	out, err := newGrowing(base).timestamp(ctx, s)
	return out, asRefusal(err)
}

// timestamp makes the tail; it does not add it.
func (g *growing) timestamp(ctx context.Context, s Stamping) (*Stamped, error) {
	if s.Now == nil {
		return nil, ErrNoClock
	}
	if s.Hash == 0 {
		s.Hash = crypto.SHA256
	}
	if !stampable(s.Hash) {
		return nil, refuse(RefusedStamp, "time-stamps by %v", s.Hash)
	}
	if s.Stamper == nil {
		return nil, fmt.Errorf("%w: no authority was named", ErrUnstamped)
	}
	at, room := s.Now(), roomOf(s.Stamper)
	for range 2 {
		plan, err := g.planStamp(s.Hash, at, room)
		if err != nil {
			return nil, err
		}
		token, err := stampOver(ctx, s.Stamper, s.Hash, plan.digest)
		if err != nil {
			return nil, err
		}
		if len(token.Raw) <= room {
			hex.Encode(plan.tail[plan.from+1:plan.to-1], token.Raw)
			contents := make([]byte, room)
			copy(contents, token.Raw)
			return &Stamped{Tail: plan.tail, Field: plan.field, Time: token.Time, Token: token.Raw, key: storeKey(contents)}, nil
		}
		room = min(len(token.Raw)+256, maxReserve) // the next token may be a little longer
	}
	return nil, fmt.Errorf("%w: tokens of that authority are longer than it says", ErrUnstamped)
}

// stampPlan is a revision with an empty time-stamp.
type stampPlan struct {
	field    string
	tail     []byte
	from, to int
	digest   []byte
}

func (g *growing) planStamp(alg crypto.Hash, at time.Time, room int) (*stampPlan, error) {
	s, err := newUpdate(g.file)
	if err != nil {
		return nil, err
	}
	p := &stampPlan{field: s.freeName("antin-timestamp")}
	sig := s.u.Reserve()
	if err := s.stampField(p.field, sig, at); err != nil {
		return nil, err
	}
	s.u.Set(sig, pdf.Dictionary(
		"Type", pdf.Name("DocTimeStamp"), "Filter", pdf.Name("Adobe.PPKLite"),
		"SubFilter", pdf.Name("ETSI.RFC3161"),
		"ByteRange", pdf.Array{pdf.Integer(0), byteRangeRoom, byteRangeRoom, byteRangeRoom},
		"Contents", pdf.String{Bytes: make([]byte, room), Hex: true}))
	if p.tail, p.from, p.to, err = s.writeHole(sig); err != nil {
		return nil, err
	}
	p.digest, err = g.digest(alg, p.tail, p.from, p.to)
	return p, err
}

// stampField hangs the field into the form and its widget of no size onto the
// first page.
func (s *signUpdate) stampField(name string, sig pdf.Ref, at time.Time) error {
	if len(s.pages) == 0 {
		return refuse(RefusedNoPages, "")
	}
	page, err := s.pageOf(1)
	if err != nil {
		return err
	}
	ref := s.u.Add(s.widget(name, "", pdf.Rect{}, page, at).With("V", sig))
	if err := s.addAnnots(page, []pdf.Object{ref}); err != nil {
		return err
	}
	return s.addToForm(ref, false)
}

// freeName is the first name that no field has.
func (s *signUpdate) freeName(stem string) string {
	for i := 1; ; i++ {
		name := fmt.Sprintf("%s-%d", stem, i)
		if s.form.byName[name] == nil {
			return name
		}
	}
}
