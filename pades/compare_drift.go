package pades

import (
	"math"

	"antin/pdf"
)

// drifted reports whether a number of an object, rounded once more, has left
// the value that was signed: many steps that nobody can see make one that all
// can.
func (s *step) drifted(num int, before, after pdf.Object) bool {
	signed, value := s.signedValue(num)
	if signed == nil {
		return false
	}
	d := drift{s: s, signed: signed}
	return d.walk(value, before, after, 0)
}

// signedValue is what the object was under the earliest signature that covers
// it; none where that is the revision before this one.
func (s *step) signedValue(num int) (*pdf.Revision, pdf.Object) {
	earliest := s.k - 1
	for _, sig := range s.c.history.sigs {
		if sig.revision >= earliest {
			continue
		}
		if e, _, ok := s.c.file.Revisions()[sig.revision].Lookup(num); ok && e.Kind != pdf.Free {
			earliest = sig.revision
		}
	}
	if earliest == s.k-1 {
		return nil, nil
	}
	rev := s.c.file.Revisions()[earliest]
	e, _, _ := rev.Lookup(num)
	o, err := rev.Get(pdf.Ref{Num: num, Gen: e.Gen})
	if err != nil {
		return nil, nil // what was signed cannot be read; other rules speak of it
	}
	return rev, o
}

// drift walks the signed, the former and the new value of one object.
type drift struct {
	s      *step
	signed *pdf.Revision
}

func (d *drift) walk(signed, before, after pdf.Object, depth int) bool {
	if *d.s.c.left--; *d.s.c.left < 0 || depth > maxAlike {
		return false
	}
	x, okX := before.(pdf.Ref)
	y, okY := after.(pdf.Ref)
	if okX && okY && x == y {
		return false // judged where it stands
	}
	signed, err0 := d.signed.Resolve(signed)
	before, err1 := d.s.old.Resolve(before)
	after, err2 := d.s.new.Resolve(after)
	if err0 != nil || err1 != nil || err2 != nil {
		return false
	}
	if n, ok := pdf.Number(after); ok {
		return strayed(signed, before, n, after)
	}
	switch v := after.(type) {
	case pdf.Array:
		p, okP := signed.(pdf.Array)
		q, okQ := before.(pdf.Array)
		for i := 0; okP && okQ && i < min(len(p), len(q), len(v)); i++ {
			if d.walk(p[i], q[i], v[i], depth+1) {
				return true
			}
		}
	case pdf.Dict:
		return d.dicts(signed, before, v, depth)
	case *pdf.Stream:
		p, okP := signed.(*pdf.Stream)
		q, okQ := before.(*pdf.Stream)
		return okP && okQ && d.dicts(p.Dict, q.Dict, v.Dict, depth)
	}
	return false
}

func (d *drift) dicts(signed, before pdf.Object, after pdf.Dict, depth int) bool {
	p, okP := signed.(pdf.Dict)
	q, okQ := before.(pdf.Dict)
	if !okP || !okQ {
		return false
	}
	for _, e := range after {
		if d.walk(p.Get(e.Key), q.Get(e.Key), e.Value, depth+1) {
			return true
		}
	}
	return false
}

// strayed: a number that counts as the former one, rounded, and not as the
// signed one.
func strayed(signed, before pdf.Object, n float64, after pdf.Object) bool {
	m, ok := pdf.Number(before)
	if !ok || m == n || !alikeNumbers(m, n, before, after) {
		return false
	}
	first, ok := pdf.Number(signed)
	return ok && !(math.Abs(first-n) <= 2*roundingOf(first))
}
