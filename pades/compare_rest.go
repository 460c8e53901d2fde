package pades

import (
	"fmt"

	"antin/pdf"
)

// rest judges every touched object that no rule has explained: a changed one
// that something refers to is suspicious. A new one is, explained or not, if
// something that was there before already pointed at its number.
func (s *step) rest() error {
	if len(s.c.refs.unread) > 0 && len(s.order) > 0 {
		s.put("references-unknown", ChangeUnclassified, classOther, 0, "", ruleRest,
			fmt.Sprintf("%d objects of the signed revision cannot be read, so what they refer to is not known", len(s.c.refs.unread)))
	}
	for _, num := range s.order {
		t := s.touched[num]
		if len(refsRepeat(t)) > 0 {
			s.suspicious("repeated-keys", num, "", ruleRepeated, "a dictionary has a key twice")
		}
		if t.unread {
			s.suspicious("object-unreadable", num, "", ruleRest, "")
			continue
		}
		if t.fresh() && s.promised(num) {
			s.suspicious("dangling-reference-filled", num, "", ruleRest, "an object of the signed revision pointed at this number before it existed")
			continue
		}
		if t.explained || t.same {
			continue
		}
		switch {
		case t.before == nil && t.after == nil, t.fresh():
		case t.after == nil:
			s.freed(t)
		default:
			s.overwritten(t)
		}
	}
	return nil
}

func refsRepeat(t *touch) []string {
	if t.after != nil && !t.same && repeats(t.after) {
		return []string{"key"}
	}
	return nil
}

func (s *step) freed(t *touch) {
	if s.referred(t.num) {
		s.suspicious("object-removed", t.num, "", ruleRest, "something still refers to it")
		return
	}
	s.add("object-freed", ChangeAllowed, classHarmless, t.num, "", ruleFreed, "nothing refers to it")
}

func (s *step) overwritten(t *touch) {
	if isContainer(t.before, "XRef") && isContainer(t.after, "XRef") {
		return
	}
	if isContainer(t.before, "ObjStm") {
		s.suspicious("object-stream-replaced", t.num, "", ruleRest, "objects of the signed revision lie in it")
		return
	}
	if !s.referred(t.num) && s.c.refs.none(t.num) {
		s.add("unused-object-changed", ChangeAllowed, classHarmless, t.num, "", ruleRest, "nothing refers to it")
		return
	}
	if s.sharedGain(t) {
		s.add("resources-gained", ChangeAllowed, classHarmless, t.num, "", ruleForm, "fonts or pictures of the form that no page asks for")
		return
	}
	s.suspicious("object-changed", t.num, "", ruleRest, kindOf(t.before))
}

func isContainer(o pdf.Object, kind pdf.Name) bool {
	st, ok := o.(*pdf.Stream)
	return ok && st.Dict.Name("Type") == kind
}

// kindOf says in a word what the object was.
func kindOf(o pdf.Object) string {
	var d pdf.Dict
	switch v := o.(type) {
	case pdf.Dict:
		d = v
	case *pdf.Stream:
		d = v.Dict
	}
	if t := d.Name("Type"); t != "" {
		return "was a /" + string(t)
	}
	if t := d.Name("Subtype"); t != "" {
		return "was a /" + string(t)
	}
	if _, ok := o.(*pdf.Stream); ok {
		return "was a stream"
	}
	return "was an object of the signed revision"
}
