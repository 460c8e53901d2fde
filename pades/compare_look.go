package pades

import (
	"errors"

	"antin/pdf"
)

// lookOf reads what an annotation draws on its page: its normal appearance, or
// what a reader makes of its keys where it has none (12.5.5 and 12.5.6).
func (s *step) lookOf(rev *pdf.Revision, d pdf.Dict) (ink, error) {
	area, ok := rectangle(rev, d.Get("Rect"))
	if !ok {
		return ink{}, errors.New("no rectangle")
	}
	ap, ok, err := dictAt(rev, d.Get("AP"))
	if err != nil {
		return ink{}, err
	}
	if !ok {
		return s.lookByKeys(rev, d, area)
	}
	for _, e := range ap {
		if e.Key != "N" {
			return ink{text: true}, nil // another look under the pointer
		}
	}
	o, err := rev.Resolve(ap.Get("N"))
	if err != nil {
		return ink{}, err
	}
	stream, ok := o.(*pdf.Stream)
	if !ok {
		return ink{}, errors.New("no appearance stream")
	}
	ctm, err := fitted(rev, stream.Dict, area)
	if err != nil {
		return ink{}, err
	}
	w := &inkWalk{rev: rev, left: s.c.left, area: area}
	p := pen{ctm: ctm, width: 1, stroke: shade{dark: true}, fill: shade{dark: true}, clear: clears(d.Get("BM"))}
	err = w.stream(stream, p, w.group(stream, p.clear), 0)
	return w.ink, err
}

// drawsSomething reports whether an appearance leaves anything on the page, or
// cannot be read.
func (s *step) drawsSomething(d pdf.Dict) bool {
	if absent(d.Get("AP")) == nil {
		return false
	}
	look, err := s.lookOf(s.new, d)
	return err != nil || !look.empty()
}

// fitted is how an appearance is laid into the rectangle of its annotation
// (12.5.5, algorithm 8).
func fitted(rev *pdf.Revision, form pdf.Dict, area pdf.Rect) (matrix, error) {
	box, ok := rectangle(rev, form.Get("BBox"))
	if !ok {
		return identity, errors.New("its look has no box")
	}
	own, err := ownMatrix(rev, form)
	if err != nil {
		return identity, err
	}
	box = own.box(box)
	if !(box.Width() > 0) || !(box.Height() > 0) {
		return identity, errors.New("its look has an empty box")
	}
	x, y := area.Width()/box.Width(), area.Height()/box.Height()
	return own.times(matrix{x, 0, 0, y, area.X0 - x*box.X0, area.Y0 - y*box.Y0}), nil
}

// lookByKeys is what a reader draws of an annotation without an appearance. Its
// points may lie outside of its rectangle.
func (s *step) lookByKeys(rev *pdf.Revision, d pdf.Dict, area pdf.Rect) (ink, error) {
	var k ink
	k.text = d.Has("Cap") || d.Has("Contents") && d.Name("Subtype") == "FreeText"
	width, err := lineWidth(rev, d)
	if err != nil {
		return k, err
	}
	inner, _, errIC := arrayAt(rev, d.Get("IC"))
	colour, _, errC := arrayAt(rev, d.Get("C"))
	points, err := s.pointsOf(rev, d)
	if err = errors.Join(err, errIC, errC); err != nil {
		return k, err
	}
	if len(points) > 0 {
		area = union(area, identity.points(points))
	}
	area = pdf.Rect{X0: area.X0 - width/2, Y0: area.Y0 - width/2, X1: area.X1 + width/2, Y1: area.Y1 + width/2}
	tone := shade{dark: true}
	if len(colour) > 0 {
		tone = shadeOfColour(numbers(colour))
	}
	switch d.Name("Subtype") {
	case "Highlight":
		if mode := absent(d.Get("BM")); mode != nil && !clears(mode) || width > thickLine || len(colour) > 0 && tone.dark {
			k.fills = append(k.fills, area)
		}
	case "Underline", "Squiggly", "StrikeOut":
		k.strokes = append(k.strokes, stroke{at: area, mark: width <= maxMark && !tone.pale})
	case "Square", "Circle":
		k.frame(area, width, d.Name("Subtype") == "Square", tone)
	default:
		if k.strokes = append(k.strokes, stroke{at: area}); width >= thickLine {
			k.fills = append(k.fills, area)
		}
		k.figures += len(points) / 2
	}
	if len(inner) > 0 {
		k.fills = append(k.fills, area)
	}
	return k, nil
}

// thickLine is the width from which a line hides what it crosses.
const thickLine = 8

// frame draws the border of a square or circle.
func (k *ink) frame(r pdf.Rect, width float64, square bool, tone shade) {
	if !square || width >= thickLine {
		k.strokes = append(k.strokes, stroke{at: r})
		if width >= thickLine {
			k.fills = append(k.fills, r)
		}
		return
	}
	for _, side := range []pdf.Rect{{X0: r.X0, Y0: r.Y0, X1: r.X1, Y1: r.Y0}, {X0: r.X0, Y0: r.Y1, X1: r.X1, Y1: r.Y1}, {X0: r.X0, Y0: r.Y0, X1: r.X0, Y1: r.Y1}, {X0: r.X1, Y0: r.Y0, X1: r.X1, Y1: r.Y1}} {
		grown := pdf.Rect{X0: r.X0 - width, Y0: r.Y0 - width, X1: r.X1 + width, Y1: r.Y1 + width}
		k.line(side, 2*width, tone, grown)
	}
}

// lineWidth is the width of a border, 1 where nothing says it (12.5.4).
func lineWidth(rev *pdf.Revision, d pdf.Dict) (float64, error) {
	style, ok, err := dictAt(rev, d.Get("BS"))
	if err != nil {
		return 0, err
	}
	width := style.Get("W")
	if !ok {
		border, has, err := arrayAt(rev, d.Get("Border"))
		if err != nil {
			return 0, err
		}
		if has && len(border) >= 3 {
			width = border[2]
		}
	}
	o, err := rev.Resolve(width)
	if err != nil {
		return 0, err
	}
	if absent(o) == nil {
		return 1, nil
	}
	w, ok := pdf.Number(o)
	if !ok || !(w >= 0) {
		return 0, errors.New("a border of no width")
	}
	return w, nil
}

// pointsOf are the points that lines run through.
func (s *step) pointsOf(rev *pdf.Revision, d pdf.Dict) ([]float64, error) {
	var out []float64
	for _, key := range []pdf.Name{"L", "Vertices", "InkList", "Path", "CL"} {
		list, _, err := arrayAt(rev, d.Get(key))
		if err != nil {
			return nil, err
		}
		parts := []pdf.Array{list}
		for _, item := range list {
			if part, ok, err := arrayAt(rev, item); err != nil {
				return nil, err
			} else if ok {
				parts = append(parts, part)
			} else if _, ok := pdf.Number(item); !ok {
				return nil, errContent
			}
		}
		for _, p := range parts {
			if *s.c.left -= len(p); *s.c.left < 0 {
				return nil, errWork
			}
			n := numbers(p)
			if len(n) != len(p) && len(n) > 0 {
				return nil, errContent
			}
			out = append(out, n...)
		}
	}
	return out, nil
}
