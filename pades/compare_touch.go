package pades

import (
	"slices"

	"antin/pdf"
)

// touch is one object that a revision wrote or freed.
type touch struct {
	num           int
	before, after pdf.Object // nil when there is none; what did not change is not kept
	same          bool       // written again with the same value
	explained     bool       // a rule has spoken of it
	unread        bool
	met           bool // the reading by scanning met it too
}

func (t *touch) fresh() bool { return t.before == nil && t.after != nil }

// readTouched reads what each object written by this revision was and is.
func (s *step) readTouched() error {
	room := maxTouchedValues
	for e := range s.new.All() {
		if *s.c.left--; *s.c.left < 0 {
			return errWork
		}
		prev, _, had := s.old.Lookup(e.Num)
		if e.Num == 0 || had && prev == e {
			continue // a writer that repeats the whole table
		}
		if s.c.touched++; s.c.touched > maxTouched {
			return beyond("the revisions after the first signature write more than %d objects", maxTouched)
		}
		t, err := s.touch(e, prev, had)
		if err != nil {
			return err
		}
		if room -= valuesIn(t.before) + valuesIn(t.after); room < 0 {
			return beyond("one revision changes more than %d values", maxTouchedValues)
		}
		s.touched[e.Num] = t
		s.order = append(s.order, e.Num)
		if !t.same {
			eachRef(t.after, s.c.left, func(to int) { s.into = append(s.into, pair(to, e.Num)) })
		}
	}
	slices.Sort(s.order)
	slices.Sort(s.into)
	return nil
}

func (s *step) touch(e, prev pdf.XrefEntry, had bool) (*touch, error) {
	t := &touch{num: e.Num}
	var err error
	if had && prev.Kind != pdf.Free {
		if t.before, err = s.value(s.old, pdf.Ref{Num: e.Num, Gen: prev.Gen}, t); err != nil {
			return nil, err
		}
	}
	if e.Kind != pdf.Free {
		if t.after, err = s.value(s.new, pdf.Ref{Num: e.Num, Gen: e.Gen}, t); err != nil {
			return nil, err
		}
	}
	if t.before != nil && t.after != nil && s.drifted(e.Num, t.before, t.after) {
		s.suspicious("numbers-moved", e.Num, "", ruleDrift, "rounded again and again, away from what was signed")
	}
	if t.same = !t.unread && t.before != nil && prev.Gen == e.Gen && s.rewritten(t.before, t.after); t.same {
		t.before, t.after = nil, nil
	}
	return t, nil
}

func (s *step) value(rev *pdf.Revision, ref pdf.Ref, t *touch) (pdf.Object, error) {
	o, err := rev.Get(ref)
	if err != nil {
		t.unread = true
		return nil, unlessMalformed(err)
	}
	if _, null := o.(pdf.Null); null {
		return nil, nil
	}
	return o, nil
}

// changed gives the touch of an object that really changed.
func (s *step) changed(num int) *touch {
	t := s.touched[num]
	if t == nil || t.same {
		return nil
	}
	return t
}

// explain marks an object as judged by a rule.
func (s *step) explain(num int) {
	if t := s.touched[num]; t != nil {
		t.explained = true
	}
}

// made reports whether this revision made the object anew.
func (s *step) made(ref pdf.Ref) bool {
	t := s.touched[ref.Num]
	return t != nil && !t.same && t.before == nil && t.after != nil
}

// sources calls visit for the objects that this revision changed and that refer
// to num now, with how often.
func (s *step) sources(num int, visit func(from, times int) bool) bool {
	i, _ := slices.BinarySearch(s.into, pair(num, 0))
	for i < len(s.into) && int(s.into[i]>>32) == num {
		p, times := s.into[i], 0
		for ; i < len(s.into) && s.into[i] == p; i++ {
			times++
		}
		if !visit(int(uint32(p)), times) {
			return false
		}
	}
	return true
}

// only reports whether nothing but the given objects refers to num, before and
// after, and none of them under two keys, which would give it two roles; 0
// stands for the trailer.
func (s *step) only(num int, by ...int) bool {
	once := func(from, times int) bool {
		*s.c.left--
		return times == 1 && *s.c.left >= 0 && slices.Contains(by, from)
	}
	return s.c.refs.sources(num, once) && s.sources(num, once)
}

// awaited reports whether an object that this revision did not change pointed
// at the number before: then it was laid out to be filled (shadow attack).
func (s *step) awaited(num int) bool {
	return !s.c.refs.sources(num, func(from, _ int) bool {
		return from == 0 && !pdf.Equal(s.old.Trailer(), s.new.Trailer()) || s.changed(from) != nil
	})
}

// referred reports whether anything refers to the number in the new revision.
func (s *step) referred(num int) bool {
	if !s.sources(num, func(int, int) bool { return false }) {
		return true
	}
	return !s.c.refs.sources(num, func(from, _ int) bool {
		if from == 0 {
			return !slices.Contains(refsOf(s.new.Trailer(), s.c.left), num)
		}
		return s.changed(from) != nil
	})
}
