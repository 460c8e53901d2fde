package pades

import (
	"crypto/sha256"
	"fmt"

	"antin/certpath"
	"antin/pdf"
	"antin/revocation"
)

// dss judges the document security store: it may grow by streams of
// certificates, CRLs and OCSP answers, and never shrink.
func (s *step) dss(a, b pdf.Object, root int) error {
	if a == nil && b == nil {
		return nil
	}
	g := &store{s: s, room: maxEvidenceBytes}
	ok := g.dictionary(a, b, root, 0)
	switch {
	case !ok:
		s.suspicious("evidence-changed", numOf(b), "", ruleDSS, g.why)
	case g.removed:
		s.suspicious("evidence-removed", numOf(b), "", ruleDSS, g.why)
	case g.foreign != "" && s.c.flow != nil:
		s.aside("evidence-added", classEvidence, numOf(b), "", ruleDSS, g.foreign)
	case g.changed:
		s.add("evidence-added", ChangeAllowed, classEvidence, numOf(b), "", ruleDSS, "")
	}
	return nil
}

func numOf(o pdf.Object) int {
	if ref, ok := o.(pdf.Ref); ok {
		return ref.Num
	}
	return 0
}

// store compares two document security stores.
type store struct {
	s       *step
	changed bool
	removed bool
	why     string
	foreign string // what a new stream holds instead of evidence
	room    int    // bytes of new streams that may still be looked at
}

// gone notes that something of the store was taken out.
func (g *store) gone(format string, args ...any) bool {
	g.removed = true
	g.no(format, args...)
	return true
}

func (g *store) no(format string, args ...any) bool {
	if g.why == "" {
		g.why = fmt.Sprintf(format, args...)
	}
	return false
}

// resolve explains a touched indirect value and gives what both sides hold.
func (g *store) resolve(a, b pdf.Object, parent int) (x, y pdf.Object, at int, ok bool) {
	at = parent
	if ref, isRef := b.(pdf.Ref); isRef {
		at = ref.Num
		if t := g.s.changed(ref.Num); t != nil {
			if t.fresh() && g.s.awaited(ref.Num) || !t.fresh() && !g.s.only(ref.Num, parent) {
				return nil, nil, at, g.no("something else refers to object %d", ref.Num)
			}
			if t.before != nil && !pdf.Equal(a, b) {
				return nil, nil, at, g.no("object %d was taken from another use", ref.Num)
			}
			t.explained, g.changed = true, true
		}
	}
	if !pdf.Equal(a, b) {
		g.changed = true
	}
	x, errA := g.s.old.Resolve(a)
	y, errB := g.s.new.Resolve(b)
	if a == nil {
		x = nil
	}
	return x, y, at, (errA == nil && errB == nil) || g.no("unreadable")
}

func dictOrNothing(o pdf.Object) (pdf.Dict, bool) {
	switch v := o.(type) {
	case nil, pdf.Null:
		return nil, true
	case pdf.Dict:
		return v, len(v.Repeated()) == 0
	}
	return nil, false
}

func (g *store) dictionary(a, b pdf.Object, parent, depth int) bool {
	x, y, at, ok := g.resolve(a, b, parent)
	if !ok {
		return false
	}
	before, _ := dictOrNothing(x)
	after, ok := y.(pdf.Dict)
	if b == nil {
		return g.gone("/DSS was removed")
	}
	if !ok || len(after.Repeated()) > 0 {
		return g.no("/DSS is not a dictionary")
	}
	for _, key := range keysOf(g.s.c.left, before, after) {
		if before.Has(key) && !after.Has(key) {
			g.gone("/%s was removed", key)
			continue
		}
		switch key {
		case "Type":
			if after.Name(key) != "DSS" {
				return g.no("/Type is not DSS")
			}
		case "Certs", "CRLs", "OCSPs":
			ok = g.streams(before.Get(key), after.Get(key), at, string(key))
		case "VRI":
			ok = g.vri(before.Get(key), after.Get(key), at)
		default:
			ok = pdf.Equal(before.Get(key), after.Get(key)) || g.no("unknown key /%s", key)
		}
		if !ok {
			return false
		}
	}
	return true
}

// streams is an array of references to streams; those there stay.
func (g *store) streams(a, b pdf.Object, parent int, key string) bool {
	x, y, _, ok := g.resolve(a, b, parent)
	if !ok {
		return false
	}
	before, okA := arrayOrNothing(x)
	after, okB := y.(pdf.Array)
	if !okA || !okB {
		return g.no("/%s is not an array of streams", key)
	}
	has := map[int]bool{}
	for _, item := range after {
		if *g.s.c.left--; *g.s.c.left < 0 {
			return g.no("too many entries")
		}
		ref, isRef := item.(pdf.Ref)
		if !isRef {
			return g.no("/%s is not an array of streams", key)
		}
		has[ref.Num] = true
		if !g.stream(ref) {
			return g.no("object %d of /%s is no new stream", ref.Num, key)
		}
		if g.foreign == "" && g.s.c.flow != nil && !g.evidence(ref, key) {
			g.foreign = fmt.Sprintf("object %d of /%s is not what stands there", ref.Num, key)
		}
	}
	held := map[[sha256.Size]byte]bool{}
	for _, item := range before {
		if ref, isRef := item.(pdf.Ref); isRef && !has[ref.Num] && !g.moved(ref, after, held) {
			g.gone("an entry of /%s was removed", key)
		}
	}
	return true
}

// moved: what an entry held stands under another number now, as with tools that
// write the whole store anew.
func (g *store) moved(ref pdf.Ref, after pdf.Array, held map[[sha256.Size]byte]bool) bool {
	if len(held) == 0 {
		for _, item := range after {
			if to, isRef := item.(pdf.Ref); isRef && g.s.made(to) {
				if sum, ok := g.sum(g.s.new, to); ok {
					held[sum] = true
				}
			}
		}
	}
	sum, ok := g.sum(g.s.old, ref)
	return ok && held[sum]
}

func (g *store) sum(rev *pdf.Revision, ref pdf.Ref) (sum [sha256.Size]byte, ok bool) {
	o, err := rev.Get(ref)
	stream, isStream := o.(*pdf.Stream)
	if err != nil || !isStream {
		return sum, false
	}
	body, rest, err := stream.Decode()
	if g.room -= len(body); err != nil || len(rest) > 0 || g.room < 0 {
		return sum, false
	}
	return sha256.Sum256(body), true
}

// stream wants a new stream, or one that did not change.
func (g *store) stream(ref pdf.Ref) bool {
	t := g.s.changed(ref.Num)
	if t == nil {
		o, err := g.s.new.Get(ref)
		_, ok := o.(*pdf.Stream)
		return err == nil && ok
	}
	_, ok := t.after.(*pdf.Stream)
	if ok && t.before == nil {
		t.explained = true
	}
	return ok && t.before == nil
}

// evidence reports whether a new stream can be read as what its place in the
// store says; what was there before has been judged by who wrote it.
func (g *store) evidence(ref pdf.Ref, key string) bool {
	t := g.s.changed(ref.Num)
	if t == nil {
		return true
	}
	stream, ok := t.after.(*pdf.Stream)
	if !ok {
		return false
	}
	body, rest, err := stream.Decode()
	if g.room -= len(body); err != nil || len(rest) > 0 || g.room < 0 {
		return false
	}
	switch key {
	case "Certs", "Cert":
		_, err := certpath.Parse(body)
		return err == nil
	case "CRLs", "CRL":
		return revocation.Readable(revocation.CRL, body)
	}
	return revocation.Readable(revocation.OCSP, body)
}
