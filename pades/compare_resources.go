package pades

import (
	"fmt"

	"antin/pdf"
)

// defaultResources of the form may gain entries; what is there stays, since a
// field that is drawn anew would change its face (table 224, /DR). Pictures in
// it are for no field: a tool that draws signatures may leave others there.
func (s *step) defaultResources(a, b pdf.Object, num int) {
	holder := num
	if holder == 0 {
		holder = numOf(s.new.Trailer().Get("Root"))
	}
	before, _, errA := dictAt(s.old, a)
	after, ok, errB := dictAt(s.new, b)
	if errA != nil || errB != nil || !ok || len(after.Repeated()) > 0 {
		s.suspicious("form-changed", num, "", ruleForm, "/DR is no dictionary")
		return
	}
	holder = s.ownResources(b, holder)
	for _, e := range before {
		if !s.grown(e.Value, after.Get(e.Key), holder) && !(e.Key == "ProcSet" || e.Key == "XObject" && s.selfContained()) {
			s.suspicious("form-changed", num, "", ruleForm, fmt.Sprintf("/%s of /DR changed", e.Key))
			return
		}
	}
}

// ownResources explains a touched dictionary that only its holder refers to,
// and gives the holder of what is in it.
func (s *step) ownResources(o pdf.Object, holder int) int {
	ref, ok := o.(pdf.Ref)
	if !ok {
		return holder
	}
	if t := s.changed(ref.Num); t != nil && s.only(ref.Num, holder) {
		t.explained = true
	}
	return ref.Num
}

// grown: every entry of a kind of resources is what it was.
func (s *step) grown(a, b pdf.Object, holder int) bool {
	if s.alike(a, b, 0) && s.changed(numOf(b)) == nil {
		return true
	}
	x, okA, errA := dictAt(s.old, a)
	y, okB, errB := dictAt(s.new, b)
	if errA != nil || errB != nil || !okA || !okB || len(y.Repeated()) > 0 {
		return false
	}
	s.ownResources(b, holder)
	for _, e := range x {
		if !s.alike(e.Value, y.Get(e.Key), 0) {
			return false
		}
	}
	return true
}

// selfContained: no appearance of a field borrows from the form what it draws.
func (s *step) selfContained() bool {
	for _, f := range s.c.history.forms[s.k-1].fields {
		for _, w := range f.widgets {
			if *s.c.left--; *s.c.left < 0 {
				return false
			}
			ap, _, errA := dictAt(s.old, w.dict.Get("AP"))
			look, err := s.old.Resolve(ap.Get("N"))
			if stream, ok := look.(*pdf.Stream); errA != nil || err != nil || ok && !stream.Dict.Has("Resources") {
				return false
			}
		}
	}
	return true
}
