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
	m := &marker{rev: rev, ctm: identity, resources: res, ground: background(rev, page)}
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
	stack     []matrix
	text      matrix
	line      matrix
	size      float64
	leading   float64
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
		if m.stack = append(m.stack, m.ctm); len(m.stack) > 1000 {
			return errContent
		}
	case "Q":
		if len(m.stack) > 0 {
			m.ctm, m.stack = m.stack[len(m.stack)-1], m.stack[:len(m.stack)-1]
		}
	case "cm":
		if len(n) == 6 {
			m.ctm = matrix(n).times(m.ctm)
		}
	case "re", "m", "l", "c", "v", "y":
		m.extend(op, n)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		if m.open && m.path.Width()*m.path.Height() < m.ground {
			m.mark(m.path)
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
		n = []float64{n[0], n[1], n[0] + n[2], n[1] + n[3]}
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

func (m *marker) textOperator(op string, args []pdf.Object, n []float64) {
	switch op {
	case "BT":
		m.text, m.line = identity, identity
	case "Tf":
		if len(n) == 1 {
			m.size = n[0]
		}
	case "TL":
		if len(n) == 1 {
			m.leading = n[0]
		}
	case "Tm":
		if len(n) == 6 {
			m.text, m.line = matrix(n), matrix(n)
		}
	case "Td", "TD":
		if len(n) == 2 {
			if op == "TD" {
				m.leading = -n[1]
			}
			m.newLine(n[0], n[1])
		}
	case "T*":
		m.newLine(0, -m.leading)
	case "'", "\"":
		m.newLine(0, -m.leading)
		m.show(args)
	case "Tj", "TJ":
		m.show(args)
	}
}

func (m *marker) newLine(x, y float64) {
	m.line = matrix{1, 0, 0, 1, x, y}.times(m.line)
	m.text = m.line
}

// show takes 0.6 em for each byte, which is more than the mean of any text
// face, and moves on by half an em.
func (m *marker) show(args []pdf.Object) {
	codes := 0
	for _, a := range args {
		switch v := a.(type) {
		case pdf.String:
			codes += len(v.Bytes)
		case pdf.Array:
			for _, item := range v {
				if s, ok := item.(pdf.String); ok {
					codes += len(s.Bytes)
				}
			}
		}
	}
	if codes == 0 {
		return
	}
	width := 0.6 * m.size * float64(codes)
	m.mark(m.text.times(m.ctm).box(pdf.Rect{X0: 0, Y0: -0.3 * m.size, X1: width, Y1: m.size}))
	m.text = matrix{1, 0, 0, 1, 0.5 * m.size * float64(codes), 0}.times(m.text)
}
