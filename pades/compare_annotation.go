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

// shows judges what an annotation does to the page it lies on, on the screen or
// in print: a comment leaves the page readable, a picture over content replaces
// it.
func (s *step) shows(rev *pdf.Revision, self pdf.Object, d pdf.Dict, page int) (ChangeVerdict, string) {
	kind := kindOfAnnotation(d)
	if act := s.acts(rev, d); act != "" {
		return ChangeSuspicious, "with an action " + act
	}
	own := absent(d.Get("AP")) != nil
	switch area, ok := rectangle(rev, d.Get("Rect")); {
	case kind == markOther:
		return ChangeUnclassified, "a kind that no rule knows"
	case invisible(rev, d):
		return ChangeAllowed, "drawn by nobody"
	case !own && d.Name("Subtype") == "Popup":
		return ChangeAllowed, "a window that the reader draws"
	case !ok:
		return ChangeSuspicious, "no rectangle"
	case !own && (kind == markComment || d.Name("Subtype") == "Caret") && small(area):
		return ChangeAllowed, "an icon that the reader draws"
	default:
		return s.draws(rev, self, d, page, area)
	}
}

func small(r pdf.Rect) bool { return r.Width() <= maxIcon && r.Height() <= maxIcon }

// maxFigures is how many parts of lines and areas a mark may have: a frame or a
// circle. With more it may write.
const maxFigures = 4

// draws judges what an annotation draws, and where.
func (s *step) draws(rev *pdf.Revision, self pdf.Object, d pdf.Dict, page int, area pdf.Rect) (ChangeVerdict, string) {
	kind := kindOfAnnotation(d)
	look, err := s.lookOf(rev, d)
	switch {
	case err != nil:
		return s.covers(area, self, page, ChangeUnclassified, "its look cannot be read: "+err.Error())
	case s.c.file.Encrypted() && d.Has("AP"):
		return ChangeUnclassified, "its look is encrypted"
	case kind == markText || look.text:
		return s.covers(area, self, page, ChangeUnclassified, "it puts text or a picture on the page")
	case look.empty():
		return ChangeAllowed, "a mark that covers nothing"
	}
	below, err := s.below(self, page)
	if err != nil {
		return ChangeUnclassified, "what it lies over cannot be told"
	}
	for _, r := range look.fills {
		if o, met := s.meets(below, r); met && kind == markComment && small(area) {
			return ChangeUnclassified, "an icon over " + o.what
		} else if met {
			return ChangeSuspicious, "it is filled, over " + o.what
		}
	}
	marks := false
	switch d.Name("Subtype") {
	case "Underline", "StrikeOut", "Squiggly", "Highlight":
		marks = look.marksText()
	}
	for _, l := range look.strokes {
		if o, met := s.meets(below, l.at); met && !(marks && !o.value) {
			return ChangeUnclassified, "it draws lines over " + o.what
		}
	}
	writes := look.figures > maxFigures || len(look.strokes) > maxFigures && !marks
	if writes && !(kind == markComment && small(area)) {
		return ChangeUnclassified, "a drawing that may write words"
	}
	return ChangeAllowed, "a mark that covers nothing"
}

// obstacle is something on a page that an annotation must not hide.
type obstacle struct {
	at    pdf.Rect
	what  string
	value bool // a field or another annotation
}

func (s *step) meets(below []obstacle, area pdf.Rect) (obstacle, bool) {
	if *s.c.left -= 1 + len(below)/marksPerUnit; *s.c.left < 0 {
		return obstacle{}, true // the step ends in doubt
	}
	for _, o := range below {
		if o.at.Overlaps(area) {
			return o, true
		}
	}
	return obstacle{}, false
}

// below lists what a page showed before this revision: its content, its fields
// and its other annotations.
func (s *step) below(self pdf.Object, page int) ([]obstacle, error) {
	gen := 0
	if e, _, ok := s.old.Lookup(page); ok {
		gen = e.Gen
	}
	dict, ok, err := dictAt(s.old, pdf.Ref{Num: page, Gen: gen})
	if err != nil || !ok {
		return nil, errContent
	}
	list, _, err := arrayAt(s.old, dict.Get("Annots"))
	if err != nil {
		return nil, err
	}
	var out []obstacle
	for _, item := range list {
		if *s.c.left--; *s.c.left < 0 {
			return nil, errWork
		}
		d, ok, err := dictAt(s.old, item)
		if err != nil {
			return nil, err
		}
		kind := d.Name("Subtype")
		r, isRect := rectangle(s.old, d.Get("Rect"))
		if !ok || !isRect || pdf.Equal(item, self) || kind == "Link" || kind == "Popup" || invisible(s.old, d) {
			continue
		}
		out = append(out, obstacle{at: r, what: "an annotation /" + string(kind), value: true})
	}
	marks, err := s.pageMarks(dict)
	if *s.c.left -= len(marks); *s.c.left < 0 {
		return nil, errWork
	}
	for _, m := range marks {
		out = append(out, obstacle{at: m, what: fmt.Sprintf("content near %.0f, %.0f", m.X0, m.Y0)})
	}
	return out, err
}

// covers is suspicious where the page shows something in the area, and gives
// the milder verdict elsewhere.
func (s *step) covers(area pdf.Rect, self pdf.Object, page int, mild ChangeVerdict, why string) (ChangeVerdict, string) {
	below, err := s.below(self, page)
	if err != nil {
		return max2(mild, ChangeUnclassified), why + "; what it lies over cannot be told"
	}
	if o, met := s.meets(below, area); met {
		return ChangeSuspicious, why + ", over " + o.what
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
		verdict, why = s.graver(s.refTo(t.num), before, after, page)
	}
	kind := "annotation-changed"
	if !look && !words {
		kind = "annotation-noted"
	}
	s.annotated(kind, verdict, t.num, fmt.Sprintf("/%s on page %d, %s", after.Name("Subtype"), s.c.tree.leaves[page], why))
}

// refTo is the reference by which a page lists an object.
func (s *step) refTo(num int) pdf.Object {
	e, _, _ := s.old.Lookup(num)
	return pdf.Ref{Num: num, Gen: e.Gen}
}

// graver: what was shown must not have hidden anything, and what is shown must
// not hide anything.
func (s *step) graver(self pdf.Object, before, after pdf.Dict, page int) (ChangeVerdict, string) {
	verdict, why := s.shows(s.old, self, before, page)
	if verdict != ChangeAllowed {
		return verdict, "before: " + why
	}
	return s.shows(s.new, self, after, page)
}
