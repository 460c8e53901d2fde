package pades

import (
	"errors"

	"antin/pdf"
)

// Bounds of following what is drawn.
const (
	// maxStrokes is the number of operators and comparisons over all pages: a
	// report of 2,000 pages has 20 million.
	maxStrokes = 60_000_000
	// maxFormDepth: content within content, as stationery within a copy.
	maxFormDepth = 8
	// maxPoints of text on one page; a full one has 5,000.
	maxPoints = 100_000
)

var errDeep = errors.New("content within content too deep, or too much of it")

// drawings finds on every page text that something drawn later, a field or an
// annotation lies over: it is there and cannot be read, and would be again when
// the cover is taken away (the shadow attack of hiding).
func (p *presign) drawings() error {
	for _, page := range p.leaves {
		d := &drawing{p: p, page: page.Number}
		body, err := pageBody(p.rev, page.Dict)
		if err == nil {
			d.brush = brush{ctm: identity, clip: wide}
			err = d.follow(body, page.Resources)
		}
		if err != nil { // what cannot be followed hides nothing by itself
			p.foundOn(Finding{Code: FoundNotFollowed, Page: page.Number}, "%v", err)
		}
		if err := p.laidOver(page, d.points); err != nil {
			return err
		}
	}
	return nil
}

// point is where a piece of text begins, within its first letter, and half the
// size of that: what is thinner is a line through the text or the bar of a
// fraction, no cover.
type point struct{ x, y, half float64 }

func (p *presign) covers(r pdf.Rect, points []point) bool {
	for _, at := range points {
		if p.strokes--; p.strokes < 0 {
			return false
		}
		if at.x > r.X0 && at.x < r.X1 && at.y > r.Y0 && at.y < r.Y1 && min(r.Width(), r.Height()) > at.half {
			return true
		}
	}
	return false
}

// plainMarks are annotations that belong over text or cover nothing of it.
var plainMarks = map[pdf.Name]bool{
	"Link": true, "Popup": true, "Highlight": true, "Underline": true, "Squiggly": true, "StrikeOut": true, "Text": true, "Caret": true,
	"Line": true, "PolyLine": true, "Ink": true, "PrinterMark": true, "TrapNet": true, "Watermark": true,
}

func (p *presign) laidOver(page *pdf.Page, points []point) error {
	list, err := p.rev.Array(page.Dict.Get("Annots"))
	if err != nil {
		return unlessMalformed(err)
	}
	for _, item := range list {
		a, err := p.rev.Dict(item)
		if err = unlessMalformed(err); err != nil {
			return err
		}
		area, ok := rectangle(p.rev, a.Get("Rect"))
		if !ok || invisible(p.rev, a) || plainMarks[a.Name("Subtype")] {
			continue
		}
		if a.Name("Subtype") == "Widget" {
			if name := p.fieldAt(item); !ourText(name) && p.covers(area, points) {
				p.foundOn(Finding{Code: FoundFieldOver, Page: page.Number, Field: name}, "the field %q lies over text", name)
			}
			continue
		}
		if p.fills(a) && p.covers(area, points) {
			p.foundOn(Finding{Code: FoundNoteOver, Page: page.Number}, "an annotation /%s lies over text", a.Name("Subtype"))
		}
	}
	return nil
}

// fills: a square or circle without an inner colour is a frame.
func (p *presign) fills(a pdf.Dict) bool {
	switch a.Name("Subtype") {
	case "Square", "Circle", "Polygon":
		inner, err := p.rev.Array(a.Get("IC"))
		return err != nil || len(inner) > 0
	}
	return true
}

// fieldAt names the field to which a widget belongs.
func (p *presign) fieldAt(o pdf.Object) string {
	ref, ok := o.(pdf.Ref)
	if !ok || p.form == nil {
		return ""
	}
	for _, f := range p.form.fields {
		for _, w := range f.widgetsOrSelf() {
			if w.ref == ref {
				return f.name
			}
		}
	}
	return ""
}

// ourText: the fields of [Lay] stand on the blanks of the form, over its dots,
// and those of the signatures between title and name.
func ourText(name string) bool {
	switch name {
	case FieldNumber, FieldDay, FieldMonth, FieldYear, FieldSigner, FieldSeal:
		return true
	}
	return false
}
