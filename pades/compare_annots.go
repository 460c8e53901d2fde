package pades

import (
	"fmt"

	"antin/pdf"
)

// annotArray judges an array of annotations overwritten in its place.
func (s *step) annotArray(t *touch, page int) error {
	if !s.only(t.num, page) {
		return nil // left to rest
	}
	t.explained = true
	return s.compareAnnots(t.before, t.after, page)
}

func (s *step) annots(a, b pdf.Object, page int) error {
	if ref, ok := b.(pdf.Ref); ok {
		if t := s.changed(ref.Num); t != nil {
			if !s.only(ref.Num, page) {
				return nil
			}
			t.explained = true
		}
	}
	before, errA := s.old.Resolve(a)
	after, errB := s.new.Resolve(b)
	if errA != nil || errB != nil {
		s.suspicious("annotations-unreadable", page, "", ruleAnnot, "")
		return nil
	}
	return s.compareAnnots(before, after, page)
}

// compareAnnots wants the old annotations in their old order, since later ones
// lie over earlier ones, and allows the widgets that the form gained. What was
// added or left out is judged by what it shows or hides.
func (s *step) compareAnnots(a, b pdf.Object, page int) error {
	before, okA := arrayOrNothing(a)
	after, okB := arrayOrNothing(b)
	if !okA || !okB {
		s.suspicious("annotations-changed", page, "", ruleAnnot, "the annotations are no array")
		return nil
	}
	if *s.c.left -= len(before) + len(after); *s.c.left < 0 {
		return errWork
	}
	had, has := refSet(before), refSet(after)
	i := 0
	for _, item := range after {
		for i < len(before) && !s.alike(before[i], item, 0) && s.leftOut(before[i], has) {
			s.removedAnnotation(before[i], page)
			i++
		}
		if i < len(before) && s.alike(before[i], item, 0) {
			i++
			continue
		}
		if ref, ok := item.(pdf.Ref); ok && s.widgets[ref.Num] && !had[ref] {
			continue
		}
		s.newAnnotation(item, had, page)
	}
	for ; i < len(before); i++ {
		s.removedAnnotation(before[i], page)
	}
	return nil
}

func refSet(list pdf.Array) map[pdf.Ref]bool {
	out := map[pdf.Ref]bool{}
	for _, item := range list {
		if ref, ok := item.(pdf.Ref); ok {
			out[ref] = true
		}
	}
	return out
}

// leftOut: the new array does not list it any more. Direct ones have no name to
// look for.
func (s *step) leftOut(item pdf.Object, has map[pdf.Ref]bool) bool {
	ref, ok := item.(pdf.Ref)
	return ok && !has[ref]
}

func (s *step) removedAnnotation(item pdf.Object, page int) {
	old, ok, err := dictAt(s.old, item)
	if err == nil && !ok {
		return // it led to nothing
	}
	why := fmt.Sprintf("/%s of page %d was removed or moved", old.Name("Subtype"), s.c.tree.leaves[page])
	if kindOfAnnotation(old) != markComment && kindOfAnnotation(old) != markDrawing {
		s.suspicious("annotations-removed", page, "", ruleAnnot, why)
		return
	}
	verdict, what := s.shows(s.old, item, old, page)
	s.annotated("annotation-removed", verdict, numOf(item), why+", "+what)
}

func (s *step) newAnnotation(item pdf.Object, had map[pdf.Ref]bool, page int) {
	num := 0
	if ref, ok := item.(pdf.Ref); ok {
		if had[ref] {
			s.suspicious("annotations-moved", page, "", ruleAnnot, "an annotation stands twice or in another order")
			return
		}
		num = ref.Num
		if !s.made(ref) {
			s.suspicious("annotation-reused", num, "", ruleAnnot, "an object that was there before became an annotation")
			return
		}
	}
	dict, ok, err := dictAt(s.new, item)
	if err != nil || !ok || len(dict.Repeated()) > 0 {
		s.suspicious("annotation-added", num, "", ruleAnnot, "an annotation that cannot be read")
		return
	}
	if dict.Name("Subtype") == "Widget" {
		s.suspicious("annotation-added", num, "", ruleAnnot, "a widget that belongs to no new signature field")
		return
	}
	verdict, why := s.shows(s.new, item, dict, page)
	s.annotated("annotation-added", verdict, num, fmt.Sprintf("/%s on page %d, %s", dict.Name("Subtype"), s.c.tree.leaves[page], why))
}

// annotated lists a change of an annotation. Our own flow has none.
func (s *step) annotated(kind string, verdict ChangeVerdict, num int, why string) {
	if s.c.flow != nil && verdict == ChangeAllowed {
		verdict = ChangeUnclassified
	}
	cl := classEdit
	if kind == "annotation-added" || kind == "annotation-noted" {
		cl = classAnnotate
	}
	s.add(kind, verdict, cl, num, "", ruleAnnot, why)
}

func arrayOrNothing(o pdf.Object) (pdf.Array, bool) {
	switch v := o.(type) {
	case nil, pdf.Null:
		return nil, true
	case pdf.Array:
		return v, true
	}
	return nil, false
}
