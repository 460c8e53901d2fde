package practice

import (
	"hash/fnv"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
)

// A signature is drawn at 300 dpi on about 50 by 22 mm, always of the same
// proportions, with the ink in the middle.
const (
	signatureWidth  = 600
	signatureHeight = 260
)

// SignaturePNG draws a picture like a hand signature in blue on a transparent
// ground: the same for the same name and seed, and nobody's real one.
func SignaturePNG(name string, seed int) []byte {
	h := fnv.New64a()
	h.Write([]byte(name)) // never fails
	hand := rand.New(rand.NewPCG(h.Sum64(), uint64(seed)))
	c := newCanvas(signatureWidth, signatureHeight)
	for _, stroke := range strokes(name, hand) {
		c.stroke(fit(stroke, hand), hand)
	}
	return c.centred().png(color.NRGBA{R: 18, G: 48, B: 158, A: 255}, func(int, int) float64 { return 0.04 })
}

// strokes lays the pen's way out in units of letter height: a large initial of
// the given name, low waves for the rest of it, and a flourish back under it.
func strokes(name string, hand *rand.Rand) [][]point {
	near := func(v, by float64) float64 { return v + (hand.Float64()*2-1)*by }
	words := strings.Fields(name)
	letters := 5
	if len(words) > 0 {
		letters = min(7, max(4, len([]rune(words[len(words)-1]))+2))
	}
	// the initial: up, over, down through the base line, a loop to the left
	way := []point{
		{near(0.35, 0.1), near(0.6, 0.1)}, {near(0.62, 0.08), near(1.35, 0.15)}, {near(1.0, 0.08), near(2.1, 0.15)},
		{near(1.1, 0.05), near(1.5, 0.1)}, {near(0.82, 0.05), near(0.35, 0.1)}, {near(0.45, 0.1), near(-0.45, 0.15)},
		{near(0.0, 0.1), near(-0.1, 0.1)}, {near(0.55, 0.1), near(0.42, 0.1)}, {near(1.35, 0.08), near(0.75, 0.1)},
	}
	x := 1.5
	for i := range letters {
		height := near(0.62, 0.16) * (1 - 0.07*float64(i))
		step := near(0.36, 0.07) * (1 + 0.08*float64(i))
		if i > 0 && hand.IntN(4) == 0 { // an ascender, written as a loop
			way = append(way, point{x + 0.2*step, near(0.2, 0.05)}, point{x + step, near(1.45, 0.2)}, point{x + 0.62*step, near(1.3, 0.1)}, point{x + 0.7*step, near(0.06, 0.06)})
		} else {
			way = append(way, point{x + 0.45*step, height}, point{x + 0.72*step, near(0.05, 0.07)})
		}
		x += step
	}
	way = append(way, point{x + 0.5, near(0.4, 0.1)}, point{x + 1.15, near(0.62, 0.12)}, point{x + 1.3, near(0.2, 0.1)},
		point{x * 0.62, near(-0.42, 0.1)}, point{near(0.5, 0.2), near(-0.62, 0.1)}, point{x * 0.42, near(-0.78, 0.08)}, point{x + near(1.2, 0.2), near(-0.28, 0.1)})
	out := [][]point{way}
	if strings.ContainsAny(strings.ToLower(name), "áàảãạăâéèẻẽẹêíìỉĩịóòỏõọôơúùủũụưýỳỷỹỵđ") {
		at := near(x*0.5, 0.3)
		out = append(out, []point{{at, near(1.25, 0.08)}, {at + 0.14, near(1.42, 0.05)}, {at + 0.42, near(1.5, 0.08)}})
	}
	return out
}

// fit places units on the canvas, slanted as most hands are.
func fit(stroke []point, hand *rand.Rand) []point {
	const unit, left, base, slant = 82.0, 34.0, 182.0, 0.22
	widest := 1.0
	for _, p := range stroke {
		widest = max(widest, p.x+slant*p.y)
	}
	scale := min(1, (signatureWidth-left-50)/(widest*unit))
	rise := 0.03 + 0.03*hand.Float64()
	out := make([]point, len(stroke))
	for i, p := range stroke {
		x := (p.x + slant*p.y) * unit * scale
		out[i] = point{left + x, base - p.y*unit*0.78 - x*rise}
	}
	return out
}

// stroke draws a smooth line through the points: thicker downward and when
// slow, thinner upward and at both ends, as a pen does.
func (c *canvas) stroke(way []point, hand *rand.Rand) {
	line := spline(way)
	width := 1.6
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		speed := a.distance(b)
		if speed == 0 {
			continue
		}
		down := (b.y - a.y) / speed
		aim := 2.3 + 1.0*down - 0.22*min(speed, 5) + 0.1*hand.Float64()
		end := float64(min(i, len(line)-i)) / 26
		next := width + (max(0.85, aim)-width)*0.08
		taper := math.Sqrt(min(1, 0.12+end))
		c.segment(a, b, width*taper, next*taper)
		width = next
	}
}

// spline goes through all points (Catmull-Rom, centripetal enough for a pen).
func spline(way []point) []point {
	const steps = 40
	at := func(i int) point { return way[max(0, min(len(way)-1, i))] }
	var out []point
	for i := range len(way) - 1 {
		p0, p1, p2, p3 := at(i-1), at(i), at(i+1), at(i+2)
		for s := range steps {
			t := float64(s) / steps
			a := p1.times(2)
			b := p2.plus(p0.times(-1)).times(t)
			d := p0.times(2).plus(p1.times(-5)).plus(p2.times(4)).plus(p3.times(-1)).times(t * t)
			e := p1.times(3).plus(p0.times(-1)).plus(p2.times(-3)).plus(p3).times(t * t * t)
			out = append(out, a.plus(b).plus(d).plus(e).times(0.5))
		}
	}
	return append(out, at(len(way)-1))
}
