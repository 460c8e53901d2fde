package pades

import (
	"bytes"
	"math"

	"antin/pdf"
)

// rewritten reports whether two values of one object mean the same: writers
// change how numbers, lengths and filters are spelt, leave out null, and put a
// value in place of a reference to it (ISO 32000-2, 7.3).
func (s *step) rewritten(a, b pdf.Object) bool {
	if pdf.Equal(a, b) {
		return true
	}
	return s.alike(a, b, 0)
}

// maxAlike is how deep two values are followed through references. What is the
// same number on both sides is the same value, so only what was moved costs.
const maxAlike = 24

// alike compares a value of the old revision with one of the new.
func (s *step) alike(a, b pdf.Object, depth int) bool {
	if *s.c.left--; *s.c.left < 0 || depth > maxAlike {
		return false
	}
	x, okA := a.(pdf.Ref)
	y, okB := b.(pdf.Ref)
	if okA && okB && x == y && !(s.inside && s.changed(x.Num) != nil) {
		return true // one that was overwritten is judged by itself
	}
	if okA || okB {
		var errA, errB error
		a, errA = s.old.Resolve(a)
		b, errB = s.new.Resolve(b)
		if errA != nil || errB != nil {
			return false
		}
	}
	return s.alikeValues(absent(a), absent(b), depth)
}

func absent(o pdf.Object) pdf.Object {
	if _, null := o.(pdf.Null); null {
		return nil
	}
	return o
}

func (s *step) alikeValues(a, b pdf.Object, depth int) bool {
	if m, ok := pdf.Number(a); ok {
		n, ok := pdf.Number(b)
		return ok && alikeNumbers(m, n, a, b)
	}
	switch x := a.(type) {
	case pdf.Array:
		y, ok := b.(pdf.Array)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !s.alike(x[i], y[i], depth+1) {
				return false
			}
		}
		return true
	case pdf.Dict:
		y, ok := b.(pdf.Dict)
		return ok && s.alikeDicts(x, y, depth)
	case *pdf.Stream:
		y, ok := b.(*pdf.Stream)
		return ok && s.alikeStreams(x, y, depth)
	}
	return pdf.Equal(a, b)
}

// alikeNumbers: writers round what they write again. A real number may lose
// digits from the sixth on, never as much as a hundredth of a unit, which nobody
// can see; a whole one stays as it is.
func alikeNumbers(m, n float64, a, b pdf.Object) bool {
	_, wholeA := a.(pdf.Integer)
	_, wholeB := b.(pdf.Integer)
	if m == n || wholeA && wholeB {
		return m == n
	}
	return math.Abs(m-n) <= roundingOf(m)
}

// roundingOf is how far a number may be rounded.
func roundingOf(m float64) float64 { return min(0.005, 1e-5*math.Abs(m)) }

func (s *step) alikeDicts(a, b pdf.Dict, depth int) bool {
	if len(a.Repeated()) > 0 || len(b.Repeated()) > 0 {
		return false
	}
	for _, key := range keysOf(s.c.left, a, b) {
		if !s.alike(a.Get(key), b.Get(key), depth+1) {
			return false
		}
	}
	return true
}

// alikeStreams compares what the filters give; those that are not undone here,
// as of pictures, must leave the same bytes.
func (s *step) alikeStreams(a, b *pdf.Stream, depth int) bool {
	if a == b {
		return true
	}
	if t := a.Dict.Name("Type"); t == "ObjStm" || t == "XRef" {
		return false // what is in them lies elsewhere now
	}
	x, y := a.Dict, b.Dict
	for _, key := range []pdf.Name{"Length", "DL"} {
		x, y = x.Without(key), y.Without(key)
	}
	if s.alikeDicts(x, y, depth) && pdf.SameBody(a, b) {
		return true
	}
	for _, key := range []pdf.Name{"Filter", "DecodeParms"} {
		x, y = x.Without(key), y.Without(key)
	}
	if !s.alikeDicts(x, y, depth) {
		return false
	}
	p, restA, errA := a.Decode()
	q, restB, errB := b.Decode()
	return errA == nil && errB == nil && len(restA) == 0 && len(restB) == 0 && bytes.Equal(p, q)
}
