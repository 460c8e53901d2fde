package practice

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
	"golang.org/x/text/unicode/norm"

	"antin/typeface"
)

// SealSize is the size of a seal in millimetres, SealDPI its resolution.
const (
	SealSize = 36.0
	SealDPI  = 300
)

// SealPNG draws a round red seal of mm millimetres on a transparent ground: two
// rings, the superior on the upper arc, the agency on the lower, a star in the
// middle, and under it the words that it is for practice. Without superior the
// agency stands on the upper arc. mm 0 means SealSize.
func SealPNG(agencyName, superior string, mm float64) []byte {
	if mm <= 0 {
		mm = SealSize
	}
	mm = min(mm, 100)
	side := int(math.Round(mm / 25.4 * SealDPI))
	c := newCanvas(side, side)
	middle := point{float64(side) / 2, float64(side) / 2}
	r := float64(side)/2 - 1
	letters := newLettering()
	c.ring(middle, r*0.975, r*0.05)
	c.ring(middle, r*0.905, r*0.014)
	c.ring(middle, r*0.60, r*0.018)
	upper, lower := upperCase(superior), upperCase(agencyName)
	room := 150.0
	if upper == "" {
		upper, lower, room = lower, "", 235
	}
	letters.arc(c, upper, middle, r*0.752, r*0.2, room, false)
	if lower != "" {
		letters.arc(c, lower, middle, r*0.752, r*0.2, room, true)
		for _, side := range []float64{-1, 1} {
			c.star(middle.plus(point{side * r * 0.752, 0}), r*0.062, 0)
		}
	} else {
		c.star(middle.plus(point{0, r * 0.752}), r*0.1, 0)
	}
	c.star(middle.plus(point{0, -r * 0.07}), r*0.40, 0)
	letters.line(c, unitMark, middle.plus(point{0, r * 0.43}), r*0.115, r*0.62)
	return c.png(color.NRGBA{R: 205, G: 18, B: 32, A: 255}, wear(agencyName))
}

func upperCase(s string) string { return strings.ToUpper(norm.NFC.String(strings.TrimSpace(s))) }

// wear thins the ink softly and unevenly, the same for the same name.
func wear(name string) func(x, y int) float64 {
	var seed uint64
	for _, r := range name {
		seed = seed*31 + uint64(r)
	}
	hand := rand.New(rand.NewPCG(seed, 36))
	a, b, p := 30+20*hand.Float64(), 40+25*hand.Float64(), 6*hand.Float64()
	return func(x, y int) float64 {
		return 0.10 + 0.05*math.Sin(float64(x)/a+p)*math.Cos(float64(y)/b-p)
	}
}

// lettering sets outlines of Tinos Bold along lines and arcs.
type lettering struct {
	font *sfnt.Font
	buf  sfnt.Buffer
}

const outlineEm = 1000

func newLettering() *lettering {
	data, err := io.ReadAll(typeface.Tinos(typeface.Bold).Program())
	if err == nil {
		var f *sfnt.Font
		if f, err = sfnt.Parse(data); err == nil {
			return &lettering{font: f}
		}
	}
	panic(fmt.Sprintf("practice: embedded font: %v", err)) // built in wrongly
}

type letter struct {
	outline sfnt.Segments
	advance float64 // of an em of 1
}

func (l *lettering) letters(text string) (out []letter, width float64) {
	for _, r := range text {
		g, err := l.font.GlyphIndex(&l.buf, r)
		if err != nil {
			continue
		}
		shared, err := l.font.LoadGlyph(&l.buf, g, fixed.I(outlineEm), nil)
		if err != nil {
			continue
		}
		advance, err := l.font.GlyphAdvance(&l.buf, g, fixed.I(outlineEm), font.HintingNone)
		if err != nil {
			continue
		}
		a := float64(advance) / 64 / outlineEm
		out = append(out, letter{append(sfnt.Segments(nil), shared...), a})
		width += a
	}
	return out, width
}

// draw sets one letter with its origin at a place, turned clockwise.
func (c *canvas) draw(l letter, at point, size, turn float64) {
	sin, cos := math.Sincos(turn)
	scale := size / outlineEm / 64
	place := func(p fixed.Point26_6) (float32, float32) {
		x, y := float64(p.X)*scale, float64(p.Y)*scale
		return float32(at.x + x*cos - y*sin), float32(at.y + x*sin + y*cos)
	}
	c.fill(func(r *vector.Rasterizer) {
		for _, s := range l.outline {
			x0, y0 := place(s.Args[0])
			x1, y1 := place(s.Args[1])
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				r.MoveTo(x0, y0)
			case sfnt.SegmentOpLineTo:
				r.LineTo(x0, y0)
			case sfnt.SegmentOpQuadTo:
				r.QuadTo(x0, y0, x1, y1)
			case sfnt.SegmentOpCubeTo:
				x2, y2 := place(s.Args[2])
				r.CubeTo(x0, y0, x1, y1, x2, y2)
			}
		}
	})
}

const capHeight = 0.66 // of Tinos Bold

// line sets text centred on a place, smaller if it is wider than room.
func (l *lettering) line(c *canvas, text string, middle point, size, room float64) {
	letters, width := l.letters(text)
	size = min(size, room/max(width, 0.01))
	at := point{middle.x - width*size/2, middle.y + capHeight*size/2}
	for _, x := range letters {
		c.draw(x, at, size, 0)
		at.x += x.advance * size
	}
}

// arc sets text along a circle, read from outside on the upper half and from
// inside on the lower; radius is that of the middle of the capitals. The text
// takes at most room degrees and is made smaller if it needs more.
func (l *lettering) arc(c *canvas, text string, middle point, radius, size, room float64, below bool) {
	letters, width := l.letters(text)
	if len(letters) == 0 {
		return
	}
	gap := 0.05 // between letters, of the em: the outer side of an arc opens them anyway
	if below {
		gap = 0.09
	}
	total := width + gap*float64(len(letters)-1)
	size = min(size, room*math.Pi/180*radius/total)
	base, way, start := radius-capHeight*size/2, 1.0, -math.Pi/2
	if below {
		base, way, start = radius+capHeight*size/2, -1.0, math.Pi/2
	}
	angle := start - way*total*size/radius/2
	for _, x := range letters {
		half := x.advance * size / radius / 2
		at := angle + way*half
		turn := at + way*math.Pi/2
		foot := middle.plus(point{base * math.Cos(at), base * math.Sin(at)})
		back := point{-math.Cos(turn), -math.Sin(turn)}.times(x.advance * size / 2)
		c.draw(x, foot.plus(back), size, turn)
		angle += way * (2*half + gap*size/radius)
	}
}
