package pades

import (
	"errors"
	"math"

	"antin/pdf"
)

// eye follows where and how the text of an appearance is drawn, so that the
// text that was read is the text that can be seen: within the box, not clipped
// away, in another colour than what lies beneath, from left to right, and with
// nothing drawn over it. What it doubts is an error: then value and picture
// cannot be held against each other. Widths are estimates.
type eye struct {
	box     pdf.Rect
	now     gaze
	stack   []gaze
	text    matrix
	line    matrix
	path    []pdf.Rect // of the path under construction, by segment; a rectangle is one
	lines   bool       // the path has something else than rectangles
	clips   bool
	grounds []ground
	shown   []pdf.Rect // of the texts so far
	last    pdf.Rect   // the text before, on its line
}

// gaze is the graphics state that matters (ISO 32000-2, 8.4).
type gaze struct {
	ctm     matrix
	clip    pdf.Rect
	fill    [3]float64
	unknown bool // a colour that is no plain one
	width   float64
	size    float64
	leading float64
	rise    float64
}

// ground is a filled area.
type ground struct {
	at      pdf.Rect
	colour  [3]float64
	unknown bool
}

func newEye(box pdf.Rect) *eye {
	return &eye{box: box, now: gaze{ctm: identity, clip: box, width: 1}, text: identity, line: identity}
}

const maxGrounds = 4096

// follow takes one operator with its operands.
func (e *eye) follow(op string, args []pdf.Object) error {
	n := numbers(args)
	switch op {
	case "q":
		if e.stack = append(e.stack, e.now); len(e.stack) > 100 {
			return errContent
		}
	case "Q":
		if len(e.stack) > 0 {
			e.now, e.stack = e.stack[len(e.stack)-1], e.stack[:len(e.stack)-1]
		}
	case "cm":
		if len(n) != 6 {
			return errContent
		}
		e.now.ctm = matrix(n).times(e.now.ctm)
	case "w":
		if len(n) == 1 {
			e.now.width = n[0]
		}
	case "BDC":
		if len(args) > 0 && args[0] == pdf.Object(pdf.Name("OC")) {
			return errors.New("a layer in the appearance")
		}
	case "g", "rg", "k", "sc", "scn", "cs":
		e.colour(op, n)
	case "re", "m", "l", "c", "v", "y", "h", "W", "W*", "n", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s":
		return e.paint(op, n)
	default:
		return e.textState(op, n)
	}
	return nil
}

func (e *eye) colour(op string, n []float64) {
	e.now.unknown = false
	switch {
	case op != "cs" && len(n) == 1:
		e.now.fill = [3]float64{n[0], n[0], n[0]}
	case op != "cs" && len(n) == 3:
		e.now.fill = [3]float64(n)
	case op != "cs" && len(n) == 4:
		e.now.fill = [3]float64{(1 - n[0]) * (1 - n[3]), (1 - n[1]) * (1 - n[3]), (1 - n[2]) * (1 - n[3])}
	case op == "cs":
		e.now.fill = [3]float64{}
	default:
		e.now.unknown = true
	}
}

// paint follows paths: what they fill lies beneath later text and over earlier.
func (e *eye) paint(op string, n []float64) error {
	switch op {
	case "re":
		if len(n) != 4 {
			return errContent
		}
		e.extend(e.now.ctm.box(pdf.Rect{X0: n[0], Y0: n[1], X1: n[0] + n[2], Y1: n[1] + n[3]}))
	case "m", "l", "c", "v", "y":
		e.lines = true
		for i := 0; i+1 < len(n); i += 2 {
			e.extend(e.now.ctm.box(pdf.Rect{X0: n[i], Y0: n[i+1], X1: n[i], Y1: n[i+1]}))
		}
	case "W", "W*":
		e.clips = true
	case "h":
	default:
		return e.finish(op)
	}
	return nil
}

func (e *eye) extend(r pdf.Rect) {
	if len(e.path) < maxGrounds {
		e.path = append(e.path, r)
	}
}

// finish ends a path: with a clip, a filling, a line, or nothing.
func (e *eye) finish(op string) error {
	path, lines, clips := e.path, e.lines, e.clips
	e.path, e.lines, e.clips = nil, false, false
	if len(path) == 0 {
		return nil
	}
	all := path[0]
	for _, r := range path {
		all = pdf.Rect{X0: min(all.X0, r.X0), Y0: min(all.Y0, r.Y0), X1: max(all.X1, r.X1), Y1: max(all.Y1, r.Y1)}
	}
	if op != "n" {
		if half := math.Abs(e.now.width) / 2; op != "f" && op != "F" && op != "f*" {
			all = pdf.Rect{X0: all.X0 - half, Y0: all.Y0 - half, X1: all.X1 + half, Y1: all.Y1 + half}
		}
		if err := e.over(op, all, path, lines); err != nil {
			return err
		}
	}
	if clips {
		if lines || len(path) > 1 {
			return errors.New("the text is clipped by a shape")
		}
		e.now.clip = within(e.now.clip, all)
	}
	return nil
}

// over: what is drawn after a text must not touch it; what is filled before is
// its ground.
func (e *eye) over(op string, all pdf.Rect, path []pdf.Rect, lines bool) error {
	stroke := op == "S" || op == "s"
	for _, t := range e.shown {
		switch {
		case stroke && !lines:
			for _, r := range path {
				if r.Overlaps(t) && !inside(t, r) {
					return errors.New("a line is drawn over the text")
				}
			}
		case all.Overlaps(t):
			return errors.New("something is drawn over the text")
		}
	}
	if !stroke && len(e.grounds) < maxGrounds {
		e.grounds = append(e.grounds, ground{all, e.now.fill, e.now.unknown || lines || len(path) > 1})
	}
	return nil
}

func (e *eye) textState(op string, n []float64) error {
	one := func() float64 {
		if len(n) == 0 {
			return 0
		}
		return n[len(n)-1]
	}
	switch op {
	case "BT":
		e.text, e.line = identity, identity
	case "Tf":
		e.now.size = one()
	case "TL":
		e.now.leading = one()
	case "Ts":
		e.now.rise = one()
	case "Tz":
		if one() < 20 || one() > 500 {
			return errors.New("letters of no width")
		}
	case "Tc":
		if one() < -0.3*max(e.now.size, 1) {
			return errors.New("letters over each other")
		}
	case "Tm":
		if len(n) != 6 {
			return errContent
		}
		e.text, e.line = matrix(n), matrix(n)
	case "Td", "TD":
		if len(n) != 2 {
			return errContent
		}
		if op == "TD" {
			e.now.leading = -n[1]
		}
		e.newLine(n[0], n[1])
	case "T*", "'", "\"":
		e.newLine(0, -e.now.leading)
	}
	return nil
}

func (e *eye) newLine(x, y float64) {
	e.line = matrix{1, 0, 0, 1, x, y}.times(e.line)
	e.text = e.line
}

// back is a gap of TJ in thousandths of an em that moves the pen.
func (e *eye) back(n float64) error {
	if n > 600 || n < -100_000 {
		return errors.New("letters in another order")
	}
	e.text = matrix{1, 0, 0, 1, -n / 1000 * e.now.size, 0}.times(e.text)
	return nil
}

// see judges one shown string of so many letters.
func (e *eye) see(letters int, blank bool) error {
	width := 0.45 * e.now.size * float64(letters)
	at := e.text.times(e.now.ctm).box(pdf.Rect{Y0: e.now.rise, X1: width, Y1: e.now.rise + 0.6*e.now.size})
	e.text = matrix{1, 0, 0, 1, width, 0}.times(e.text)
	if blank {
		return nil
	}
	scale := e.text.times(e.now.ctm)
	if height := at.Height(); math.IsNaN(height) || height < 1 || math.Abs(scale[0])+math.Abs(scale[1]) < 1e-3 {
		return errors.New("letters too small to see")
	}
	if seen := within(at, e.now.clip); seen.Width() < 0.5*at.Width() || seen.Height() < 0.5*at.Height() {
		return errors.New("the text lies outside the field")
	}
	if err := e.contrast(at); err != nil {
		return err
	}
	return e.order(at)
}

// contrast wants another colour than that of the area beneath; paper is white.
func (e *eye) contrast(at pdf.Rect) error {
	under := ground{colour: [3]float64{1, 1, 1}}
	for i := len(e.grounds) - 1; i >= 0; i-- {
		if e.grounds[i].at.Overlaps(at) {
			under = e.grounds[i]
			break
		}
	}
	if e.now.unknown {
		return errors.New("text in a colour that is not known")
	}
	difference := 0.0
	for i := range under.colour {
		difference = max(difference, math.Abs(under.colour[i]-e.now.fill[i]))
	}
	if !under.unknown && difference < 0.15 {
		return errors.New("text in the colour of its ground")
	}
	return nil
}

// order: from left to right, and lines downward.
func (e *eye) order(at pdf.Rect) error {
	before := e.last
	e.last = at
	if len(e.shown) < maxGrounds {
		e.shown = append(e.shown, at)
	}
	if len(e.shown) == 1 {
		return nil
	}
	tall := at.Height()
	switch {
	case at.Y0 > before.Y0+0.7*tall:
		return errors.New("lines in another order")
	case at.Y0 > before.Y0-0.7*tall && at.X0 < before.X0+0.1*tall:
		return errors.New("letters in another order")
	}
	return nil
}

// within is what two rectangles share; empty ones have no width or height.
func within(a, b pdf.Rect) pdf.Rect {
	r := pdf.Rect{X0: max(a.X0, b.X0), Y0: max(a.Y0, b.Y0), X1: min(a.X1, b.X1), Y1: min(a.Y1, b.Y1)}
	r.X1, r.Y1 = max(r.X0, r.X1), max(r.Y0, r.Y1)
	return r
}

func inside(a, b pdf.Rect) bool {
	return a.X0 >= b.X0 && a.X1 <= b.X1 && a.Y0 >= b.Y0 && a.Y1 <= b.Y1
}
