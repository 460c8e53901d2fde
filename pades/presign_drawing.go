package pades

import (
	"math"

	"antin/pdf"
)

var wide = pdf.Rect{X0: -1e9, Y0: -1e9, X1: 1e9, Y1: 1e9}

// brush is the part of the graphics state that decides where text stands and
// what covers (ISO 32000-2, 8.4 and 9.3).
type brush struct {
	ctm     matrix
	clip    pdf.Rect
	odd     bool // the clip is no rectangle, so what is filled is not known
	sheer   bool // fills let through what is beneath
	hidden  bool // text is shown without ink (rendering modes 3 and 7)
	size    float64
	leading float64
}

// drawing follows the content of one page in its order.
type drawing struct {
	p      *presign
	page   int
	points []point
	res    pdf.Dict
	depth  int

	brush       brush
	stack       []brush
	text, line  matrix
	path        pdf.Rect
	rects, rest int // parts of the path: rectangles, and others
	clips       bool
}

func (d *drawing) follow(body []byte, res pdf.Dict) error {
	before, stack, outer := d.brush, d.stack, d.res
	d.stack, d.res = nil, res
	d.endPath()
	err := operators(body, &d.p.strokes, d.operator)
	d.brush, d.stack, d.res = before, stack, outer
	d.endPath()
	return err
}

func (d *drawing) operator(op string, args []pdf.Object) error {
	if d.p.strokes--; d.p.strokes < 0 {
		return errWork
	}
	n := numbers(args)
	switch op {
	case "q":
		if d.stack = append(d.stack, d.brush); len(d.stack) > 1000 {
			return errContent
		}
	case "Q":
		if len(d.stack) > 0 {
			d.brush, d.stack = d.stack[len(d.stack)-1], d.stack[:len(d.stack)-1]
		}
	case "cm":
		if len(n) == 6 {
			d.brush.ctm = matrix(n).times(d.brush.ctm)
		}
	case "gs":
		return d.graphicsState(args)
	case "Do":
		return d.external(args)
	case "W", "W*":
		d.clips = true
	case "re", "m", "l", "c", "v", "y":
		d.extend(op, n)
	case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n":
		d.paint(op)
	default:
		return d.textOperator(op, args, n)
	}
	return nil
}

func (d *drawing) textOperator(op string, args []pdf.Object, n []float64) error {
	switch {
	case op == "BT":
		d.text, d.line = identity, identity
	case op == "Tr" && len(n) == 1:
		d.brush.hidden = n[0] == 3 || n[0] == 7
	case op == "Tf" && len(n) == 1:
		d.brush.size = n[0]
	case op == "TL" && len(n) == 1:
		d.brush.leading = n[0]
	case op == "Tm" && len(n) == 6:
		d.text, d.line = matrix(n), matrix(n)
	case op == "TD" && len(n) == 2:
		d.brush.leading = -n[1]
		d.newLine(n[0], n[1])
	case op == "Td" && len(n) == 2:
		d.newLine(n[0], n[1])
	case op == "T*":
		d.newLine(0, -d.brush.leading)
	case op == "'", op == "\"":
		d.newLine(0, -d.brush.leading)
		return d.show(args)
	case op == "Tj", op == "TJ":
		return d.show(args)
	}
	return nil
}

func (d *drawing) newLine(x, y float64) {
	d.line = matrix{1, 0, 0, 1, x, y}.times(d.line)
	d.text = d.line
}

// show marks the beginning of a piece of text that is not blank. What follows
// within one line is not marked: a cover over a word alone is found where the
// word is a piece of its own, as most writers make them.
func (d *drawing) show(args []pdf.Object) error {
	if d.brush.hidden || !inked(args) {
		return nil
	}
	if len(d.points) >= maxPoints {
		return errDeep
	}
	m := d.text.times(d.brush.ctm)
	x, y := 0.2*d.brush.size, 0.25*d.brush.size
	d.points = append(d.points, point{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5], 0.5 * math.Abs(d.brush.size) * math.Hypot(m[2], m[3])})
	return nil
}

// inked: one blank, in one byte or two, shows nothing.
func inked(args []pdf.Object) bool {
	for _, a := range args {
		switch v := a.(type) {
		case pdf.String:
			for _, b := range v.Bytes {
				if b != ' ' && b != 0 && b != 3 { // 3 is the blank of composite TrueType subsets
					return true
				}
			}
		case pdf.Array:
			if inked(v) {
				return true
			}
		}
	}
	return false
}

func (d *drawing) extend(op string, n []float64) {
	if op == "re" && len(n) == 4 {
		d.grow(n[0], n[1])
		d.grow(n[0]+n[2], n[1]+n[3])
		if d.rects++; d.brush.ctm[1] != 0 && d.brush.ctm[0] != 0 {
			d.rest++ // turned: its box is more than it covers
		}
		return
	}
	d.rest++
	for i := 0; i+1 < len(n); i += 2 {
		d.grow(n[i], n[i+1])
	}
}

func (d *drawing) grow(x, y float64) {
	c := d.brush.ctm
	px, py := c[0]*x+c[2]*y+c[4], c[1]*x+c[3]*y+c[5]
	d.path = pdf.Rect{X0: min(d.path.X0, px), Y0: min(d.path.Y0, py), X1: max(d.path.X1, px), Y1: max(d.path.Y1, py)}
}

func (d *drawing) endPath() {
	d.path = pdf.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	d.rects, d.rest, d.clips = 0, 0, false
}

// paint ends a path: one filled rectangle covers what is beneath, and a clip
// bounds what comes after.
func (d *drawing) paint(op string) {
	if op != "n" && op != "S" && op != "s" && d.rects == 1 && d.rest == 0 {
		d.cover(d.path, "a filled rectangle")
	}
	if d.clips {
		d.brush.odd = d.brush.odd || d.rects != 1 || d.rest > 0
		d.brush.clip = meet(d.brush.clip, d.path)
	}
	d.endPath()
}

func meet(a, b pdf.Rect) pdf.Rect {
	return pdf.Rect{X0: max(a.X0, b.X0), Y0: max(a.Y0, b.Y0), X1: min(a.X1, b.X1), Y1: min(a.Y1, b.Y1)}
}

func (d *drawing) cover(area pdf.Rect, what string) {
	if d.brush.sheer || d.brush.odd {
		return
	}
	if d.p.covers(meet(area, d.brush.clip), d.points) {
		d.p.foundOn(Finding{Code: FoundCover, Page: d.page}, "%s lies over text", what)
	}
}

// graphicsState: what is not fully opaque covers nothing here.
func (d *drawing) graphicsState(args []pdf.Object) error {
	gs, err := d.resource("ExtGState", args)
	if err != nil || gs == nil {
		return err
	}
	state, err := d.p.rev.Dict(gs)
	if err != nil {
		return unlessMalformed(err)
	}
	if a, ok := pdf.Number(state.Get("ca")); ok {
		d.brush.sheer = a < 1
	}
	if mode := state.Get("BM"); mode != nil && mode != pdf.Object(pdf.Name("Normal")) && mode != pdf.Object(pdf.Name("Compatible")) {
		d.brush.sheer = true
	}
	if mask := state.Get("SMask"); mask != nil && mask != pdf.Object(pdf.Name("None")) {
		d.brush.sheer = true
	}
	return nil
}

func (d *drawing) resource(kind pdf.Name, args []pdf.Object) (pdf.Object, error) {
	if len(args) != 1 {
		return nil, errContent
	}
	name, _ := args[0].(pdf.Name)
	list, err := d.p.rev.Dict(d.res.Get(kind))
	if err != nil {
		return nil, unlessMalformed(err)
	}
	return list.Get(name), nil
}

// external is a picture, or content of its own.
func (d *drawing) external(args []pdf.Object) error {
	o, err := d.resource("XObject", args)
	if err != nil || o == nil {
		return err
	}
	o, err = d.p.rev.Resolve(o)
	if err != nil {
		return unlessMalformed(err)
	}
	x, ok := o.(*pdf.Stream)
	if !ok {
		return nil
	}
	if x.Dict.Name("Subtype") != "Form" {
		if !x.Dict.Has("SMask") && !x.Dict.Has("Mask") && x.Dict.Get("ImageMask") != pdf.Object(pdf.Bool(true)) {
			d.cover(d.brush.ctm.box(pdf.Rect{X1: 1, Y1: 1}), "a picture")
		}
		return nil
	}
	return d.within(x)
}

func (d *drawing) within(x *pdf.Stream) error {
	if d.depth >= maxFormDepth {
		return errDeep
	}
	body, err := decoded(x)
	if err != nil {
		return err
	}
	if d.p.strokes -= len(body) / 64; d.p.strokes < 0 { // the same one may be drawn on every page
		return errWork
	}
	res, err := d.p.rev.Dict(x.Dict.Get("Resources"))
	if err = unlessMalformed(err); err != nil {
		return err
	}
	if res == nil {
		res = d.res // PDF 1.1 let content take those of its page
	}
	before := d.brush
	if m, err := d.p.rev.Array(x.Dict.Get("Matrix")); err == nil && len(numbers(m)) == 6 {
		d.brush.ctm = matrix(numbers(m)).times(d.brush.ctm)
	}
	if box, ok := rectangle(d.p.rev, x.Dict.Get("BBox")); ok {
		d.brush.clip = meet(d.brush.clip, d.brush.ctm.box(box))
	}
	d.depth++
	err = d.follow(body, res)
	d.depth--
	d.brush = before
	return err
}
