package pades

import (
	"errors"
	"math"

	"antin/pdf"
)

// pageMarks gives rectangles that together hold everything the page's own
// content draws; generous, never too small for ordinary text. Ask step.pageMarks,
// which reads a page once.
func pageMarks(rev *pdf.Revision, page pdf.Dict, left *int) ([]pdf.Rect, error) {
	body, err := pageBody(rev, page)
	if err != nil {
		return nil, err
	}
	res, err := inherited(rev, page, "Resources")
	if err != nil {
		return nil, err
	}
	m := &marker{rev: rev, ctm: identity, line: identity, pen: 1, letters: lettering{scale: 1}, resources: res, ground: background(rev, page)}
	err = errors.Join(operators(body, left, m.operator), m.finish())
	return m.marks, err
}

// background is the area from which a filled path is the ground that a producer
// lays under a page, and no content.
func background(rev *pdf.Revision, page pdf.Dict) float64 {
	for range maxFieldDepth {
		if box, ok := rectangle(rev, page.Get("MediaBox")); ok {
			return 0.8 * box.Width() * box.Height()
		}
		up, ok, err := dictAt(rev, page.Get("Parent"))
		if err != nil || !ok {
			break
		}
		page = up
	}
	return math.Inf(1)
}

func pageBody(rev *pdf.Revision, page pdf.Dict) ([]byte, error) {
	o, err := rev.Resolve(page.Get("Contents"))
	if err != nil {
		return nil, err
	}
	parts, isList := o.(pdf.Array)
	if !isList {
		parts = pdf.Array{o}
	}
	var body []byte
	for _, p := range parts {
		o, err := rev.Resolve(p)
		if err != nil {
			return nil, err
		}
		s, ok := o.(*pdf.Stream)
		if !ok {
			continue
		}
		b, err := decoded(s)
		if err != nil {
			return nil, err
		}
		if body = append(append(body, b...), '\n'); len(body) > maxDecoded {
			return nil, errors.New("too long")
		}
	}
	return body, nil
}

func inherited(rev *pdf.Revision, page pdf.Dict, key pdf.Name) (pdf.Dict, error) {
	for range maxFieldDepth {
		if page.Has(key) {
			d, _, err := dictAt(rev, page.Get(key))
			return d, err
		}
		up, ok, err := dictAt(rev, page.Get("Parent"))
		if err != nil || !ok {
			return nil, err
		}
		page = up
	}
	return nil, errContent
}

// matrix is a transformation of the page: x' = a x + c y + e, y' = b x + d y + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) box(r pdf.Rect) pdf.Rect {
	out := pdf.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for _, p := range [4][2]float64{{r.X0, r.Y0}, {r.X1, r.Y0}, {r.X0, r.Y1}, {r.X1, r.Y1}} {
		x, y := m[0]*p[0]+m[2]*p[1]+m[4], m[1]*p[0]+m[3]*p[1]+m[5]
		out.X0, out.Y0 = min(out.X0, x), min(out.Y0, y)
		out.X1, out.Y1 = max(out.X1, x), max(out.Y1, y)
	}
	return out
}

// marker follows the drawing operators of a page.
type marker struct {
	rev       *pdf.Revision
	resources pdf.Dict
	ctm       matrix
	pen       float64 // width of lines
	letters   lettering
	stack     []graphics
	fonts     map[pdf.Name]*breadths
	line      matrix
	lo, hi    float64 // how far along its line the text is, at least and at most
	path      pdf.Rect
	open      bool
	marks     []pdf.Rect
	ground    float64
	bad       error
}

func (m *marker) finish() error { return m.bad }

const maxMarks = 200_000

func (m *marker) mark(r pdf.Rect) {
	if len(m.marks) >= maxMarks {
		m.bad = errors.New("too much on the page")
		return
	}
	m.marks = append(m.marks, r)
}

func (m *marker) operator(op string, args []pdf.Object) error {
	n := numbers(args)
	switch op {
	case "q":
		if m.stack = append(m.stack, graphics{m.ctm, m.pen, m.letters}); len(m.stack) > 1000 {
			return errContent
		}
	case "Q":
		if last := len(m.stack) - 1; last >= 0 {
			m.ctm, m.pen, m.letters, m.stack = m.stack[last].ctm, m.stack[last].pen, m.stack[last].letters, m.stack[:last]
		}
	case "w":
		if len(n) == 1 {
			m.pen = n[0]
		}
	case "gs":
		return m.state(args)
	case "cm":
		if len(n) == 6 {
			m.ctm = matrix(n).times(m.ctm)
		}
	case "re", "m", "l", "c", "v", "y":
		m.extend(op, n)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		if m.open && m.path.Width()*m.path.Height() < m.ground {
			m.mark(m.stroked(op))
		}
		m.open = false
	case "n":
		m.open = false
	case "Do":
		return m.object(args)
	case "sh":
		return errors.New("a shading")
	case "BI":
		m.mark(m.ctm.box(pdf.Rect{X1: 1, Y1: 1}))
	default:
		m.textOperator(op, args, n)
	}
	return nil
}

func numbers(args []pdf.Object) []float64 {
	var out []float64
	for _, a := range args {
		if v, ok := pdf.Number(a); ok {
			out = append(out, v)
		}
	}
	return out
}

func (m *marker) extend(op string, n []float64) {
	if op == "re" && len(n) == 4 {
		n = []float64{n[0], n[1], n[0] + n[2], n[1] + n[3], n[0] + n[2], n[1], n[0], n[1] + n[3]}
	}
	for i := 0; i+1 < len(n); i += 2 {
		p := m.ctm.box(pdf.Rect{X0: n[i], Y0: n[i+1], X1: n[i], Y1: n[i+1]})
		p = pdf.Rect{X0: p.X0 - 1, Y0: p.Y0 - 1, X1: p.X1 + 1, Y1: p.Y1 + 1}
		if !m.open {
			m.path, m.open = p, true
			continue
		}
		m.path = pdf.Rect{X0: min(m.path.X0, p.X0), Y0: min(m.path.Y0, p.Y0), X1: max(m.path.X1, p.X1), Y1: max(m.path.Y1, p.Y1)}
	}
}

// stroked is the path with the breadth of the pen that goes along it.
func (m *marker) stroked(op string) pdf.Rect {
	if op == "f" || op == "F" || op == "f*" {
		return m.path
	}
	half := math.Abs(m.pen) / 2 * max(math.Hypot(m.ctm[0], m.ctm[1]), math.Hypot(m.ctm[2], m.ctm[3]))
	return pdf.Rect{X0: m.path.X0 - half, Y0: m.path.Y0 - half, X1: m.path.X1 + half, Y1: m.path.Y1 + half}
}

// state takes from a dictionary of parameters what says where things are drawn
// (ISO 32000-2, table 57).
func (m *marker) state(args []pdf.Object) error {
	if len(args) != 1 {
		return errContent
	}
	name, _ := args[0].(pdf.Name)
	list, _, err := dictAt(m.rev, m.resources.Get("ExtGState"))
	if err != nil {
		return err
	}
	d, _, err := dictAt(m.rev, list.Get(name))
	if err != nil {
		return err
	}
	if o, err := m.rev.Resolve(d.Get("LW")); err != nil {
		return err
	} else if w, ok := pdf.Number(o); ok {
		m.pen = w
	}
	font, ok, err := arrayAt(m.rev, d.Get("Font"))
	if err != nil || !ok || len(font) != 2 {
		return err
	}
	o, err := m.rev.Resolve(font[1])
	if err != nil {
		return err
	}
	m.letters.size, _ = pdf.Number(o)
	key := "/" + name // no name of a font has it
	if b, met := m.fonts[key]; met {
		m.letters.font = b
		return nil
	}
	m.keepFont(key, font[0])
	return nil
}

func (m *marker) object(args []pdf.Object) error {
	if len(args) != 1 {
		return errContent
	}
	name, _ := args[0].(pdf.Name)
	list, _, err := dictAt(m.rev, m.resources.Get("XObject"))
	if err != nil {
		return err
	}
	x, ok, err := dictAt(m.rev, list.Get(name))
	if err != nil || !ok {
		return err
	}
	if x.Name("Subtype") != "Form" {
		m.mark(m.ctm.box(pdf.Rect{X1: 1, Y1: 1}))
		return nil
	}
	box, ok := rectangle(m.rev, x.Get("BBox"))
	if !ok {
		return errContent
	}
	own := identity
	if a, ok, _ := arrayAt(m.rev, x.Get("Matrix")); ok && len(numbers(a)) == 6 {
		own = matrix(numbers(a))
	}
	m.mark(own.times(m.ctm).box(box))
	return nil
}
