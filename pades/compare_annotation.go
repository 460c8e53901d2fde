package pades

import (
	"fmt"

	"antin/pdf"
)

// annotationMark groups annotations by what they can do to a page (Rohlmann and
// others, IEEE S&P 2021, section 4).
type annotationMark int

const (
	markOther   annotationMark = iota // widgets, media, unknown ones
	markComment                       // read when opened: notes, attachments
	markDrawing                       // drawn over content, as marks on it
	markText                          // put text or pictures on the page, or take them away
)

func kindOfAnnotation(d pdf.Dict) annotationMark {
	switch d.Name("Subtype") {
	case "Text", "Popup", "FileAttachment", "Sound":
		return markComment
	case "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Ink", "Line", "Square", "Circle", "Polygon", "PolyLine":
		return markDrawing
	case "FreeText", "Stamp", "Redact":
		return markText
	}
	return markOther
}

// maxIcon is how large the icon of a note may be; readers draw them with 20
// units or so.
const maxIcon = 48

// shows judges what an annotation does to the page it lies on: a comment leaves
// the page readable, a picture over content replaces it.
func (s *step) shows(rev *pdf.Revision, d pdf.Dict, page int) (ChangeVerdict, string) {
	kind := kindOfAnnotation(d)
	if act := s.acts(rev, d); act != "" {
		return ChangeSuspicious, "with an action " + act
	}
	if kind == markOther {
		return ChangeUnclassified, "a kind that no rule knows"
	}
	if d.Name("Subtype") == "Popup" || invisible(rev, d) {
		return ChangeAllowed, "drawn by nobody"
	}
	area, ok := rectangle(rev, d.Get("Rect"))
	if !ok {
		return ChangeSuspicious, "no rectangle"
	}
	if kind == markComment && area.Width() <= maxIcon && area.Height() <= maxIcon {
		return ChangeAllowed, "an icon"
	}
	ink, err := s.lookOf(rev, d)
	switch {
	case err != nil:
		return s.covers(area, page, ChangeUnclassified, "its look cannot be read: "+err.Error())
	case kind == markText || ink.text:
		return s.covers(area, page, ChangeUnclassified, "it puts text or a picture on the page")
	case ink.opaque:
		return s.covers(area, page, ChangeAllowed, "it is filled")
	}
	return ChangeAllowed, "a mark that covers nothing"
}

// covers is suspicious where the page draws something in the area, and gives
// the milder verdict elsewhere.
func (s *step) covers(area pdf.Rect, page int, mild ChangeVerdict, why string) (ChangeVerdict, string) {
	gen := 0
	if e, _, ok := s.old.Lookup(page); ok {
		gen = e.Gen
	}
	dict, ok, err := dictAt(s.old, pdf.Ref{Num: page, Gen: gen})
	if err != nil || !ok {
		return ChangeUnclassified, why
	}
	marks, err := pageMarks(s.old, dict)
	if err != nil {
		return max2(mild, ChangeUnclassified), why + "; what it lies over cannot be told"
	}
	for _, m := range marks {
		if m.Overlaps(area) {
			return ChangeSuspicious, fmt.Sprintf("%s, over content near %.0f, %.0f", why, m.X0, m.Y0)
		}
	}
	return mild, why
}

// max2 is the graver of an allowed or unclassified and another verdict.
func max2(a, b ChangeVerdict) ChangeVerdict {
	if a == ChangeAllowed {
		return b
	}
	return a
}

// acts names the first action of an annotation that does more than show another
// place of the same file (12.6.4).
func (s *step) acts(rev *pdf.Revision, d pdf.Dict) string {
	if d.Has("AA") {
		return "of a trigger"
	}
	action, ok, err := dictAt(rev, d.Get("A"))
	if err != nil {
		return "that cannot be read"
	}
	if !ok || action.Name("S") == "GoTo" && !action.Has("Next") {
		return ""
	}
	return "/" + string(action.Name("S"))
}

// annotation judges an annotation that was written anew in its place.
func (s *step) annotation(t *touch, page int) {
	before, okA := t.before.(pdf.Dict)
	after, okB := t.after.(pdf.Dict)
	if !okA || !okB || len(after.Repeated()) > 0 || before.Name("Subtype") != after.Name("Subtype") || before.Name("Subtype") == "Widget" {
		return // left to form or to rest
	}
	words, look := false, false
	for _, key := range keysOf(s.c.left, before, after) {
		if s.alike(before.Get(key), after.Get(key), 0) {
			continue
		}
		switch key {
		case "StructParent", "P", "Popup", "M", "NM", "CreationDate", "Open":
		case "Contents", "RC", "Subj", "T", "State", "StateModel", "IRT", "RT":
			words = true
		default:
			look = true
		}
	}
	t.explained = true
	var in fieldDelta
	s.inPlace(&in, widget{pdf.Ref{Num: t.num}, after})
	look = look || in.look || in.bad != ""
	verdict, why := ChangeAllowed, "noted by a program"
	if look || words {
		verdict, why = s.graver(before, after, page)
	}
	kind := "annotation-changed"
	if !look && !words {
		kind = "annotation-noted"
	}
	s.annotated(kind, verdict, t.num, fmt.Sprintf("/%s on page %d, %s", after.Name("Subtype"), s.c.tree.leaves[page], why))
}

// graver: what was shown must not have hidden anything, and what is shown must
// not hide anything.
func (s *step) graver(before, after pdf.Dict, page int) (ChangeVerdict, string) {
	verdict, why := s.shows(s.old, before, page)
	if verdict != ChangeAllowed {
		return verdict, "before: " + why
	}
	return s.shows(s.new, after, page)
}
