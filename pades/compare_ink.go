package pades

import (
	"errors"
	"math"

	"antin/pdf"
)

// ink is what an annotation leaves on the page.
type ink struct {
	text    bool // text or a picture
	strokes []stroke
	fills   []pdf.Rect // areas that cover what lies beneath
	figures int        // parts of filled areas, of which letters could be made
}

// marksText reports whether all lines run in one direction, as those do that
// underline a text or strike it out.
func (k *ink) marksText() bool {
	for _, l := range k.strokes {
		if !l.mark || l.up != k.strokes[0].up {
			return false
		}
	}
	return true
}

// stroke is one part of a line.
type stroke struct {
	at   pdf.Rect
	mark bool // could run along a line of text: straight, thin, in a colour that is seen
	up   bool // runs upward rather than sideward
}

func (k *ink) empty() bool {
	return !k.text && len(k.strokes) == 0 && len(k.fills) == 0 && k.figures == 0
}

// pen is the graphics state that matters (ISO 32000-2, 8.4).
type pen struct {
	ctm          matrix
	clear        bool // blends so that what lies beneath stays to be seen
	width        float64
	stroke, fill shade
}

// shade is how dark and how pale a colour is; one that is not known is both.
type shade struct{ dark, pale bool }

func shadeOf(op string, n []float64) shade {
	switch op {
	case "G", "g", "RG", "rg", "K", "k":
		return shadeOfColour(n)
	}
	return shade{dark: true, pale: true}
}

// shadeOfColour: the components of gray, RGB or CMYK.
func shadeOfColour(n []float64) shade {
	switch len(n) {
	case 1:
		n = []float64{n[0], n[0], n[0]}
	case 3:
	case 4:
		n = []float64{(1 - n[0]) * (1 - n[3]), (1 - n[1]) * (1 - n[3]), (1 - n[2]) * (1 - n[3])}
	default:
		return shade{dark: true, pale: true}
	}
	return shade{dark: !(0.3*n[0]+0.59*n[1]+0.11*n[2] >= 0.4), pale: !(min(n[0], n[1], n[2]) < 0.6)}
}

// maxInk bounds the parts that one look may draw and still be judged.
const maxInk = 4096

var errInk = errors.New("it draws too much")

type inkWalk struct {
	rev  *pdf.Revision
	left *int
	area pdf.Rect
	ink  ink
}

// stream follows one content stream with the forms it paints; locked says that
// it blends within its group alone, so that its own modes do not reach the page.
func (w *inkWalk) stream(stream *pdf.Stream, p pen, locked bool, depth int) error {
	if depth > 8 {
		return errors.New("forms within forms")
	}
	body, err := decoded(stream)
	if err != nil {
		return err
	}
	res, _, err := dictAt(w.rev, stream.Dict.Get("Resources"))
	if err != nil {
		return err
	}
	c := &inkContent{w: w, res: res, now: p, locked: locked, depth: depth}
	return operators(body, w.left, c.operator)
}

// inkContent is one content stream on the way.
type inkContent struct {
	w      *inkWalk
	res    pdf.Dict
	now    pen
	stack  []pen
	locked bool
	depth  int
	at     [2]float64
	begun  [2]float64
	path   []pdf.Rect // its parts, in units of the page
}

func (c *inkContent) operator(op string, args []pdf.Object) error {
	if *c.w.left--; *c.w.left < 0 {
		return errWork
	}
	n := numbers(args)
	switch op {
	case "Tj", "TJ", "'", "\"", "BI", "sh":
		c.w.ink.text = true
	case "m", "l", "c", "v", "y", "re", "h":
		return c.extend(op, n)
	case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n":
		return c.finish(op)
	case "G", "RG", "K", "CS", "SC", "SCN":
		c.now.stroke = shadeOf(op, n)
	case "g", "rg", "k", "cs", "sc", "scn":
		c.now.fill = shadeOf(op, n)
	case "w":
		if len(n) != 1 {
			return errContent
		}
		c.now.width = n[0]
	case "cm":
		if len(n) != 6 {
			return errContent
		}
		c.now.ctm = matrix(n).times(c.now.ctm)
	case "q":
		if c.stack = append(c.stack, c.now); len(c.stack) > 100 {
			return errContent
		}
	case "Q":
		if n := len(c.stack); n > 0 {
			c.now, c.stack = c.stack[n-1], c.stack[:n-1]
		}
	case "gs":
		return c.state(args)
	case "Do":
		return c.paint(args)
	}
	return nil
}

// extend adds to the path; a curve lies within its points.
func (c *inkContent) extend(op string, n []float64) error {
	to := c.begun
	switch {
	case op == "re" && len(n) == 4:
		x, y, u, v := n[0], n[1], n[0]+n[2], n[1]+n[3]
		for _, side := range [][]float64{{x, y, u, y}, {u, y, u, v}, {x, v, u, v}, {x, y, x, v}} {
			c.part(side)
		}
		to, c.begun = [2]float64{x, y}, [2]float64{x, y}
	case op == "h":
		c.part([]float64{c.at[0], c.at[1], to[0], to[1]})
	case op == "re" || len(n) < 2 || len(n)%2 != 0:
		return errContent
	default:
		to = [2]float64(n[len(n)-2:])
		if op == "m" {
			c.begun = to
			break
		}
		c.part(append([]float64{c.at[0], c.at[1]}, n...))
	}
	c.at = to
	if len(c.path) > maxInk {
		return errInk
	}
	return nil
}

func (c *inkContent) part(points []float64) {
	c.path = append(c.path, c.now.ctm.points(points))
}

func (m matrix) points(n []float64) pdf.Rect {
	out := pdf.Rect{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for i := 0; i+1 < len(n); i += 2 {
		out = union(out, m.box(pdf.Rect{X0: n[i], Y0: n[i+1], X1: n[i], Y1: n[i+1]}))
	}
	return out
}

// finish paints the path.
func (c *inkContent) finish(op string) error {
	path := c.path
	c.path = nil
	if op == "n" || len(path) == 0 {
		return nil
	}
	if op == "s" || op == "b" || op == "b*" {
		path = append(path, c.now.ctm.points([]float64{c.at[0], c.at[1], c.begun[0], c.begun[1]}))
	}
	k := &c.w.ink
	if op != "S" && op != "s" && !(c.now.clear && !c.now.fill.dark) {
		all := path[0]
		for _, r := range path {
			all = union(all, r)
		}
		k.fills = append(k.fills, within(all, c.w.area))
		k.figures += len(path)
	}
	if op != "f" && op != "F" && op != "f*" && !(c.now.clear && !c.now.stroke.dark) {
		c.line(path)
	}
	if len(k.fills)+len(k.strokes) > maxInk {
		return errInk
	}
	return nil
}

// line strokes each part with the width it has on the page.
func (c *inkContent) line(path []pdf.Rect) {
	m := c.now.ctm
	width := math.Abs(c.now.width) * max(math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3]))
	for _, r := range path {
		c.w.ink.line(r, max(width, 0.5), c.now.stroke, c.w.area)
	}
}

// maxMark is how thick a line may be that underlines or strikes out a text, and
// minMark how long it is.
const (
	maxMark = 2.5
	minMark = 8
)

func (k *ink) line(r pdf.Rect, width float64, colour shade, area pdf.Rect) {
	flat := min(r.Width(), r.Height()) <= 0.5 && max(r.Width(), r.Height()) >= minMark
	half := width / 2
	s := stroke{
		at:   within(pdf.Rect{X0: r.X0 - half, Y0: r.Y0 - half, X1: r.X1 + half, Y1: r.Y1 + half}, area),
		mark: flat && width <= maxMark && !colour.pale,
		up:   r.Height() > r.Width(),
	}
	k.strokes = append(k.strokes, s)
	if width >= thickLine {
		k.fills = append(k.fills, s.at)
	}
}
