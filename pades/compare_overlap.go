package pades

import (
	"fmt"
	"slices"

	"antin/pdf"
)

// overSignature is what a new signature may lie over, as a seal does over the
// signature of the leader.
const overSignature = "it lies over another signature"

// placeOfNew judges where a new visible signature lies: over nothing that was
// there, it may be added; over a field it hides a value; over content of the
// page, over names what, for [verification.forbidden] to judge.
func (s *step) placeOfNew(f *formField) (verdict ChangeVerdict, over, why string) {
	verdict, why = ChangeAllowed, "it lies over nothing"
	for _, w := range f.widgetsOrSelf() {
		pages := s.pagesOf(w.ref)
		if len(pages) == 0 || invisible(s.new, w.dict) {
			continue // on no page, so seen by nobody
		}
		if len(pages) > 1 {
			return ChangeSuspicious, "", "two pages show it, which an annotation must not (12.5.2)"
		}
		page, _, err := dictAt(s.new, pages[0])
		if err != nil {
			return ChangeSuspicious, "", "its page cannot be read"
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
		case below != "" && (over == "" || over == overSignature):
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

// pagesOf finds the pages whose annotations list the widget now. Only pages that
// this revision touched can have gained it; then those it names itself.
func (s *step) pagesOf(w pdf.Ref) []pdf.Ref {
	var candidates []int
	note := func(num int) {
		if s.c.tree.leaves[num] > 0 {
			candidates = append(candidates, num)
		}
		if p := s.c.tree.annots[num]; p > 0 {
			candidates = append(candidates, p)
		}
	}
	for _, num := range s.order {
		note(num)
	}
	s.c.refs.sources(w.Num, func(from, _ int) bool {
		note(from)
		return true
	})
	slices.Sort(candidates)
	var out []pdf.Ref
	for _, num := range slices.Compact(candidates) {
		e, _, _ := s.new.Lookup(num)
		at := pdf.Ref{Num: num, Gen: e.Gen}
		if page, ok, err := dictAt(s.new, at); err == nil && ok && s.shownOn(s.new, page, w) {
			out = append(out, at)
		}
	}
	return out
}

// shownOn reports whether a page lists an annotation.
func (s *step) shownOn(rev *pdf.Revision, page pdf.Dict, w pdf.Ref) bool {
	list, _, err := arrayAt(rev, page.Get("Annots"))
	if err != nil {
		return false
	}
	if *s.c.left -= len(list); *s.c.left < 0 {
		return false
	}
	return slices.Contains(list, pdf.Object(w))
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
	marks, err := s.pageMarks(page)
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
