package pades

import (
	"fmt"

	"antin/pdf"
)

// placeOfNew judges where a new visible signature lies: over nothing that was
// there, it may be added; over another annotation it hides something; over
// content of the page, or where that cannot be told, it is unclassified.
func (s *step) placeOfNew(f *formField) (ChangeVerdict, string) {
	for _, w := range f.widgetsOrSelf() {
		if invisible(s.new, w.dict) {
			continue
		}
		area, ok := rectangle(s.new, w.dict.Get("Rect"))
		if !ok {
			return ChangeSuspicious, "no rectangle"
		}
		page, ok := s.pageOf(w.ref)
		if !ok {
			continue // on no page, so seen by nobody
		}
		if verdict, why := s.overlaps(page, w.ref, area); verdict != ChangeAllowed {
			return verdict, why
		}
	}
	return ChangeAllowed, ""
}

// pageOf finds the page whose annotations list the widget now. Only pages that
// this revision touched can have gained it; then those it names itself.
func (s *step) pageOf(w pdf.Ref) (pdf.Dict, bool) {
	var candidates []int
	for _, num := range s.order {
		if s.c.tree.leaves[num] > 0 {
			candidates = append(candidates, num)
		}
		if p := s.c.tree.annots[num]; p > 0 {
			candidates = append(candidates, p)
		}
	}
	for from := range s.c.refs.in[w.Num] {
		if s.c.tree.leaves[from] > 0 {
			candidates = append(candidates, from)
		}
		if p := s.c.tree.annots[from]; p > 0 {
			candidates = append(candidates, p)
		}
	}
	for _, num := range candidates {
		e, _, _ := s.new.Lookup(num)
		page, ok, err := dictAt(s.new, pdf.Ref{Num: num, Gen: e.Gen})
		if err != nil || !ok {
			continue
		}
		list, _, err := arrayAt(s.new, page.Get("Annots"))
		if err != nil {
			continue
		}
		if *s.c.left -= len(list); *s.c.left < 0 {
			return nil, false
		}
		for _, item := range list {
			if item == pdf.Object(w) {
				return page, true
			}
		}
	}
	return nil, false
}

func (s *step) overlaps(page pdf.Dict, self pdf.Ref, area pdf.Rect) (ChangeVerdict, string) {
	list, _, err := arrayAt(s.new, page.Get("Annots"))
	if err != nil {
		return ChangeUnclassified, "the annotations of the page are unreadable"
	}
	for _, item := range list {
		if *s.c.left--; *s.c.left < 0 {
			return ChangeUnclassified, "too many annotations"
		}
		if item == pdf.Object(self) {
			continue
		}
		other, ok, err := dictAt(s.new, item)
		if err != nil || !ok {
			return ChangeUnclassified, "an annotation of the page is unreadable"
		}
		if r, ok := rectangle(s.new, other.Get("Rect")); ok && r.Overlaps(area) && !invisible(s.new, other) {
			return ChangeSuspicious, "it lies over another annotation of the page"
		}
	}
	marks, err := pageMarks(s.old, page)
	if err != nil {
		return ChangeUnclassified, "what it lies over cannot be told: " + err.Error()
	}
	for _, m := range marks {
		if m.Overlaps(area) {
			return ChangeUnclassified, fmt.Sprintf("it lies over content of the page near %.0f, %.0f", m.X0, m.Y0)
		}
	}
	return ChangeAllowed, "it lies over nothing"
}
