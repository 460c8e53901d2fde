package pades

import (
	"fmt"

	"antin/pdf"
)

const ruleReadings = "ISO 32000-2, 7.5.4 and 7.5.6: two readings must agree"

// twoReadings holds the reading by cross-reference against the reading by
// scanning, for every object that this revision wrote. Readers that repair
// files go by the second; where the two differ, someone sees another document.
func (s *step) twoReadings() error {
	found, err := s.new.Scan()
	if err != nil {
		if err = unlessMalformed(err); err != nil {
			return err
		}
		s.suspicious("unreadable-revision", 0, "", ruleReadings, "the bytes of this revision cannot be read one object after the other")
		return nil
	}
	at := map[int64]*pdf.Found{}
	for i := range found {
		if *s.c.left--; *s.c.left < 0 {
			return errWork
		}
		at[found[i].Bytes.Start] = &found[i]
		s.met(&found[i])
	}
	for _, e := range s.new.Entries() {
		if t := s.touched[e.Num]; t == nil || e.Kind != pdf.InUse {
			continue
		}
		s.listed(e, at[e.Offset])
	}
	return nil
}

// met judges an object that the scan found.
func (s *step) met(f *pdf.Found) {
	e, by, ok := s.new.Lookup(f.Ref.Num)
	if ok && by == s.k && e.Kind == pdf.InUse && e.Offset == f.Bytes.Start && e.Gen == f.Ref.Gen {
		return
	}
	if f.Bytes.Start == s.new.StartXref || s.isCrossReference(f.Object) {
		return
	}
	s.suspicious("object-not-listed", f.Ref.Num, "", ruleReadings,
		fmt.Sprintf("an object at byte %d is in the file but not in the cross-reference", f.Bytes.Start))
}

func (s *step) isCrossReference(o pdf.Object) bool {
	st, ok := o.(*pdf.Stream)
	return ok && st.Dict.Name("Type") == "XRef"
}

// listed judges an entry of the cross-reference.
func (s *step) listed(e pdf.XrefEntry, f *pdf.Found) {
	if e.Offset < s.new.Start || e.Offset >= s.new.End {
		if t := s.touched[e.Num]; !t.same {
			s.suspicious("entry-points-elsewhere", e.Num, "", ruleReadings, fmt.Sprintf("the cross-reference points to byte %d, outside its own revision", e.Offset))
		}
		return
	}
	if f == nil || f.Err != nil || f.Ref.Num != e.Num || f.Ref.Gen != e.Gen {
		s.suspicious("entry-without-object", e.Num, "", ruleReadings, fmt.Sprintf("no such object at byte %d", e.Offset))
		return
	}
	if t := s.touched[e.Num]; !pdf.Equal(f.Object, t.after) {
		if _, null := f.Object.(pdf.Null); null && t.after == nil {
			return
		}
		if repeats(f.Object) {
			return // said by repeatedKeys
		}
		s.suspicious("readings-differ", e.Num, "", ruleReadings, "the two readings give different objects")
	}
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
