package pagediff

import (
	"image"

	"antin/internal/face/sheet"
	"antin/pades"
)

// spot is a change with its place.
type spot struct {
	place
	text    string
	verdict pades.ChangeVerdict
}

// textSeen is the label of a difference of which no change tells the place.
const textSeen = "Chỗ nhìn thấy khác đi"

// boxes marks on a page what changed: fields and annotations where they stand,
// then what else looks different.
func boxes(spots []spot, page int, then, now image.Image, s pades.Signature) []sheet.Box {
	var out []sheet.Box
	for _, at := range spots {
		if at.page != page || len(out) >= maxBoxes {
			continue
		}
		b := sheet.Box{X: at.x, Y: at.y, W: at.w, H: at.h, Text: at.text, Verdict: at.verdict}
		if clip(&b) && !merged(out, b) {
			b.Number = len(out) + 1
			out = append(out, b)
		}
	}
	known := len(out)
	for _, r := range differences(then, now) {
		size := now.Bounds()
		b := sheet.Box{
			X: float64(r.Min.X) / float64(size.Dx()), Y: float64(r.Min.Y) / float64(size.Dy()),
			W: float64(r.Dx()) / float64(size.Dx()), H: float64(r.Dy()) / float64(size.Dy()),
			Text: textSeen, Verdict: worst(s),
		}
		if len(out) < maxBoxes && !within(b, out[:known]) {
			b.Number = len(out) + 1
			out = append(out, b)
		}
	}
	return out
}

// clip keeps a box on the page; false where nothing of it is.
func clip(b *sheet.Box) bool {
	x1, y1 := min(b.X+b.W, 1), min(b.Y+b.H, 1)
	b.X, b.Y = max(b.X, 0), max(b.Y, 0)
	b.W, b.H = x1-b.X, y1-b.Y
	return b.W > 0 && b.H > 0
}

// merged: two changes of one field are one box, with the graver verdict.
func merged(out []sheet.Box, b sheet.Box) bool {
	for i := range out {
		o := &out[i]
		if o.X != b.X || o.Y != b.Y || o.W != b.W || o.H != b.H {
			continue
		}
		if b.Grade() > o.Grade() {
			o.Text, o.Verdict = b.Text, b.Verdict
		}
		return true
	}
	return false
}

// worst is the gravest verdict on a change after the signature: a difference of
// which the place alone is known may be its doing.
func worst(s pades.Signature) pades.ChangeVerdict {
	switch s.Modification {
	case pades.SuspiciousChange:
		return pades.ChangeSuspicious
	case pades.AllowedChange:
		return pades.ChangeAllowed
	case pades.Unchanged, pades.UnclassifiedChange:
	}
	return pades.ChangeUnclassified
}

// within: most of the difference lies in a box that is there already; letters
// and edges reach a little beyond their field.
func within(b sheet.Box, known []sheet.Box) bool {
	const edge = 0.012
	for _, k := range known {
		x0, y0 := max(b.X, k.X-edge), max(b.Y, k.Y-edge)
		x1, y1 := min(b.X+b.W, k.X+k.W+edge), min(b.Y+b.H, k.Y+k.H+edge)
		if x1 > x0 && y1 > y0 && (x1-x0)*(y1-y0) >= 0.8*b.W*b.H {
			return true
		}
	}
	return false
}

// Measures of comparing two pictures.
const (
	cell     = 8  // points on a side are looked at together
	apart    = 24 // of 255: less is the smoothing of edges
	reach    = 2  // cells between what belongs together
	maxAreas = 8  // more are one
)

// differences gives the areas in which two pictures of a page differ. Pictures
// of different sizes differ as a whole.
func differences(then, now image.Image) []image.Rectangle {
	size := now.Bounds()
	if then.Bounds().Dx() != size.Dx() || then.Bounds().Dy() != size.Dy() {
		return []image.Rectangle{{Max: size.Size()}}
	}
	columns, rows := (size.Dx()+cell-1)/cell, (size.Dy()+cell-1)/cell
	changed := make([]bool, columns*rows)
	for y := range size.Dy() {
		for x := range size.Dx() {
			if at := y/cell*columns + x/cell; !changed[at] && differs(then, now, x, y) {
				changed[at] = true
			}
		}
	}
	areas := areasOf(changed, columns, rows)
	if len(areas) > maxAreas {
		whole := areas[0]
		for _, a := range areas {
			whole = whole.Union(a)
		}
		areas = []image.Rectangle{whole}
	}
	for i, a := range areas {
		areas[i] = image.Rect(a.Min.X*cell, a.Min.Y*cell, a.Max.X*cell, a.Max.Y*cell).Intersect(image.Rectangle{Max: size.Size()})
	}
	return areas
}

func differs(a, b image.Image, x, y int) bool {
	r1, g1, b1, _ := a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y).RGBA()
	r2, g2, b2, _ := b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y).RGBA()
	return far(r1, r2) || far(g1, g2) || far(b1, b2)
}

func far(a, b uint32) bool {
	d := int(a>>8) - int(b>>8)
	return d > apart || -d > apart
}

// areasOf joins changed cells that lie near one another.
func areasOf(changed []bool, columns, rows int) []image.Rectangle {
	var out []image.Rectangle
	seen := make([]bool, len(changed))
	for start := range changed {
		if !changed[start] || seen[start] {
			continue
		}
		seen[start] = true
		area, open := image.Rectangle{}, []int{start}
		for len(open) > 0 {
			at := open[len(open)-1]
			open = open[:len(open)-1]
			x, y := at%columns, at/columns
			area = area.Union(image.Rect(x, y, x+1, y+1))
			for dy := max(y-reach, 0); dy <= min(y+reach, rows-1); dy++ {
				for dx := max(x-reach, 0); dx <= min(x+reach, columns-1); dx++ {
					if next := dy*columns + dx; changed[next] && !seen[next] {
						seen[next] = true
						open = append(open, next)
					}
				}
			}
		}
		out = append(out, area)
	}
	return out
}
