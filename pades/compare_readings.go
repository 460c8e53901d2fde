package pades

import (
	"errors"
	"fmt"

	"antin/pdf"
)

// twoReadings holds the reading by cross-reference against the reading by
// scanning, for every object that this revision wrote. Readers that repair
// files go by the second; where the two differ, someone sees another document.
func (s *step) twoReadings() error {
	err := s.new.ScanEach(func(f pdf.Found) error {
		if *s.c.left--; *s.c.left < 0 {
			return errWork
		}
		return s.met(&f)
	})
	if errors.Is(err, errWork) {
		return err
	}
	if err != nil {
		if err = unlessMalformed(err); err != nil {
			return err
		}
		s.suspicious("unreadable-revision", 0, "", ruleReadings, "the bytes of this revision cannot be read one object after the other")
		return nil
	}
	for _, num := range s.order {
		if e, by, ok := s.new.Lookup(num); ok && by == s.k && e.Kind == pdf.InUse {
			s.listed(e)
		}
	}
	return nil
}

// met judges an object that the scan found.
func (s *step) met(f *pdf.Found) error {
	e, by, ok := s.new.Lookup(f.Ref.Num)
	if ok && by == s.k && e.Kind == pdf.InUse && e.Offset == f.Bytes.Start && e.Gen == f.Ref.Gen {
		if t := s.touched[e.Num]; t != nil && f.Err == nil {
			t.met = true
			s.compareReadings(f, t)
		}
		return s.members(f)
	}
	if f.Bytes.Start == s.new.StartXref || s.isCrossReference(f.Object) {
		return nil
	}
	if f.Err == nil && s.leftover(f.Ref.Num, f.Ref.Gen, f.Object) {
		return nil
	}
	s.suspicious("object-not-listed", f.Ref.Num, "", ruleReadings,
		fmt.Sprintf("an object at byte %d is in the file but not in the cross-reference", f.Bytes.Start))
	return nil
}

// isSection: what a reader that repairs files would take for a catalog or for a
// place of further objects (7.5.7).
func isSection(o pdf.Object) bool {
	switch v := o.(type) {
	case *pdf.Stream:
		return v.Dict.Name("Type") == "ObjStm" || v.Dict.Name("Type") == "XRef"
	case pdf.Dict:
		return v.Name("Type") == "Catalog"
	}
	return false
}

func (s *step) isCrossReference(o pdf.Object) bool {
	st, ok := o.(*pdf.Stream)
	return ok && st.Dict.Name("Type") == "XRef"
}

// listed judges an entry of the cross-reference.
func (s *step) listed(e pdf.XrefEntry) {
	t := s.touched[e.Num]
	if e.Offset < s.new.Start || e.Offset >= s.new.End {
		if !t.same {
			s.suspicious("entry-points-elsewhere", e.Num, "", ruleReadings, fmt.Sprintf("the cross-reference points to byte %d, outside its own revision", e.Offset))
		}
		return
	}
	if !t.met && !s.unused(t) {
		s.suspicious("entry-without-object", e.Num, "", ruleReadings, fmt.Sprintf("no such object at byte %d", e.Offset))
	}
}

// unused: an entry for nothing that nothing refers to, as tools leave it that
// give out numbers before they need them.
func (s *step) unused(t *touch) bool {
	if t.before != nil || t.after != nil || !s.c.refs.none(t.num) || s.referred(t.num) {
		return false
	}
	t.explained, t.unread = true, false
	return true
}

// compareReadings: both begin at the same byte, so only where a stream ends may
// they differ. What did not change was read twice from the same bytes.
func (s *step) compareReadings(f *pdf.Found, t *touch) {
	if t.same || pdf.Equal(f.Object, t.after) || repeats(f.Object) {
		return // a repeated key is said by rest
	}
	if _, null := f.Object.(pdf.Null); null && t.after == nil {
		return
	}
	s.suspicious("readings-differ", t.num, "", ruleReadings, "the two readings give different objects")
}

// repeats reports whether a dictionary in the object has a key twice.
func repeats(o pdf.Object) bool {
	return repeatsWithin(o, 0)
}

func repeatsWithin(o pdf.Object, depth int) bool {
	if depth > maxDepth {
		return true
	}
	switch v := o.(type) {
	case pdf.Array:
		for _, e := range v {
			if repeatsWithin(e, depth+1) {
				return true
			}
		}
	case pdf.Dict:
		if len(v.Repeated()) > 0 {
			return true
		}
		for _, e := range v {
			if repeatsWithin(e.Value, depth+1) {
				return true
			}
		}
	case *pdf.Stream:
		return repeatsWithin(v.Dict, depth+1)
	}
	return false
}
