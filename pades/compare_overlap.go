package pades

import (
	"fmt"

	"antin/pdf"
)

// placeOfNew judges where a new visible signature lies: over nothing that was
// there, it may be added; over a field it hides a value; over content of the
// page, over names what, for [verification.forbidden] to judge.
func (s *step) placeOfNew(f *formField) (verdict ChangeVerdict, over, why string) {
	verdict, why = ChangeAllowed, "it lies over nothing"
	for _, w := range f.widgetsOrSelf() {
		page, ok := s.pageOf(w.ref)
		if !ok || invisible(s.new, w.dict) {
			continue // on no page, so seen by nobody
		}
		area, ok := rectangle(s.new, w.dict.Get("Rect"))
		if !ok {
			return ChangeSuspicious, "", "no rectangle"
		}
		below, hides, err := s.beneath(page, w.ref, area)
		switch {
		case err != nil:
			over = "what it lies over cannot be told: " + err.Error()
		case hides:
			return ChangeSuspicious, "", "it lies over " + below
		case below != "":
			over = "it lies over " + below
		}
	}
	if over != "" {
		why = over
	}
	if over != "" && s.c.flow != nil {
		return ChangeUnclassified, "", why
	}
	return verdict, over, why
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
	s.c.refs.sources(w.Num, func(from, _ int) bool {
		if s.c.tree.leaves[from] > 0 {
			candidates = append(candidates, from)
		}
		if p := s.c.tree.annots[from]; p > 0 {
			candidates = append(candidates, p)
		}
		return true
	})
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

// beneath names what a new widget lies over, and whether it is something that a
// signature must never hide: a field with its value, a text put on the page.
func (s *step) beneath(page pdf.Dict, self pdf.Ref, area pdf.Rect) (what string, hides bool, err error) {
	list, _, err := arrayAt(s.new, page.Get("Annots"))
	if err != nil {
		return "", false, err
	}
	for _, item := range list {
		if *s.c.left--; *s.c.left < 0 {
			return "", false, errWork
		}
		other, ok, err := dictAt(s.new, item)
		if err != nil {
			return "", false, err
		}
		if r, isRect := rectangle(s.new, other.Get("Rect")); item == pdf.Object(self) || !ok || !isRect || !r.Overlaps(area) || invisible(s.new, other) {
			continue
		}
		if kind, hidden := s.annotationBelow(item, other); hidden || s.c.flow != nil {
			return kind, true, nil
		} else if kind != "" {
			what = kind
		}
	}
	marks, err := pageMarks(s.old, page)
	if err != nil {
		return "", false, err
	}
	for _, m := range marks {
		if m.Overlaps(area) {
			return fmt.Sprintf("content of the page near %.0f, %.0f", m.X0, m.Y0), false, nil
		}
	}
	return what, false, nil
}

// annotationBelow says what an annotation is, and whether its words would be
// lost beneath a signature. A link shows nothing itself; one seal over another
// signature is seen as such.
func (s *step) annotationBelow(item pdf.Object, d pdf.Dict) (what string, hidden bool) {
	switch kind := d.Name("Subtype"); {
	case kind == "Link" || kind == "Popup":
		return "", false
	case kind == "Widget":
		f := s.c.history.forms[s.k].byRef[numOf(item)]
		if f != nil && f.kind == "Sig" {
			return "another signature", false
		}
		return "a field of the form", true
	case kindOfAnnotation(d) == markText || kindOfAnnotation(d) == markOther:
		return "an annotation /" + string(kind), true
	default:
		return "an annotation /" + string(kind), false
	}
}
