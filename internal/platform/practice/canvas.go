package practice

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/vector"
)

// canvas collects one ink on a transparent ground: how much of each pixel is
// covered, so that strokes that cross do not darken each other.
type canvas struct {
	w, h  int
	cover []float32
}

type point struct{ x, y float64 }

func (a point) plus(b point) point       { return point{a.x + b.x, a.y + b.y} }
func (a point) times(f float64) point    { return point{a.x * f, a.y * f} }
func (a point) distance(b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

func newCanvas(w, h int) *canvas { return &canvas{w, h, make([]float32, w*h)} }

func (c *canvas) put(x, y int, cover float64) {
	if at := y*c.w + x; float32(cover) > c.cover[at] {
		c.cover[at] = float32(min(cover, 1))
	}
}

// within visits the pixels of a box, cut to the canvas.
func (c *canvas) within(x0, y0, x1, y1 float64, each func(x, y int, at point)) {
	for y := max(0, int(y0)); y <= min(c.h-1, int(y1)); y++ {
		for x := max(0, int(x0)); x <= min(c.w-1, int(x1)); x++ {
			each(x, y, point{float64(x) + 0.5, float64(y) + 0.5})
		}
	}
}

// segment draws a piece of stroke whose half width goes from ra to rb.
func (c *canvas) segment(a, b point, ra, rb float64) {
	r := max(ra, rb) + 1
	d := b.plus(a.times(-1))
	long := d.x*d.x + d.y*d.y
	c.within(min(a.x, b.x)-r, min(a.y, b.y)-r, max(a.x, b.x)+r, max(a.y, b.y)+r, func(x, y int, p point) {
		t := 0.0
		if long > 0 {
			t = min(1, max(0, ((p.x-a.x)*d.x+(p.y-a.y)*d.y)/long))
		}
		if cover := ra + (rb-ra)*t + 0.5 - p.distance(a.plus(d.times(t))); cover > 0 {
			c.put(x, y, cover)
		}
	})
}

// ring draws a circle line of a width around the middle.
func (c *canvas) ring(middle point, radius, width float64) {
	r := radius + width
	c.within(middle.x-r, middle.y-r, middle.x+r, middle.y+r, func(x, y int, p point) {
		if cover := width/2 + 0.5 - math.Abs(p.distance(middle)-radius); cover > 0 {
			c.put(x, y, cover)
		}
	})
}

// polygon fills a closed outline.
func (c *canvas) polygon(outline []point) {
	c.fill(func(r *vector.Rasterizer) {
		r.MoveTo(float32(outline[0].x), float32(outline[0].y))
		for _, p := range outline[1:] {
			r.LineTo(float32(p.x), float32(p.y))
		}
		r.ClosePath()
	})
}

func (c *canvas) fill(draw func(*vector.Rasterizer)) {
	r := vector.NewRasterizer(c.w, c.h)
	draw(r)
	mask := image.NewAlpha(image.Rect(0, 0, c.w, c.h))
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	for i, a := range mask.Pix {
		if cover := float32(a) / 255; cover > c.cover[i] {
			c.cover[i] = cover
		}
	}
}

// star is a five-pointed star standing on two points.
func (c *canvas) star(middle point, radius, turn float64) {
	var outline []point
	for i := range 10 {
		r := radius
		if i%2 == 1 {
			r *= 0.382 // of the pentagram
		}
		a := turn - math.Pi/2 + float64(i)*math.Pi/5
		outline = append(outline, middle.plus(point{r * math.Cos(a), r * math.Sin(a)}))
	}
	c.polygon(outline)
}

// centred moves the ink to the middle, so that a picture is placed by what is
// seen of it.
func (c *canvas) centred() *canvas {
	x0, y0, x1, y1 := c.w, c.h, 0, 0
	for i, cover := range c.cover {
		if cover > 0 {
			x, y := i%c.w, i/c.w
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x+1), max(y1, y+1)
		}
	}
	if x1 == 0 {
		return c
	}
	out := newCanvas(c.w, c.h)
	left, top := (c.w-(x1-x0))/2, (c.h-(y1-y0))/2
	for y := y0; y < y1; y++ {
		copy(out.cover[(top+y-y0)*out.w+left:], c.cover[y*c.w+x0:y*c.w+x1])
	}
	return out
}

// png writes the picture in one colour; wear, from 0 to 1, thins the ink at a
// place as paper and pressure do.
func (c *canvas) png(ink color.NRGBA, wear func(x, y int) float64) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, c.w, c.h))
	for i, cover := range c.cover {
		if cover == 0 {
			continue
		}
		p := ink
		p.A = uint8(math.Round(float64(cover) * 255 * (1 - wear(i%c.w, i/c.w))))
		img.SetNRGBA(i%c.w, i/c.w, p)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic("practice: writing a picture into memory: " + err.Error())
	}
	return out.Bytes()
}
