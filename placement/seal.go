package placement

import (
	"fmt"
	"math"
)

// Overlap is the share of the picture's width that the seal may cover. It is a
// value of the province's profile; the zero value is DefaultOverlap.
type Overlap struct{ Min, Max float64 }

// DefaultOverlap reads "khoảng 1/3" of NĐ 30/2020, Phụ lục I (NA-15.1b-2).
func DefaultOverlap() Overlap { return Overlap{0.25, 0.40} }

// orDefault replaces shares that make no sense.
func (o Overlap) orDefault() Overlap {
	if !(o.Min > 0 && o.Min <= o.Max && o.Max <= 1) {
		return DefaultOverlap()
	}
	return o
}

// best is a third when the tolerance allows it, else what is nearest to it.
func (o Overlap) best() float64 { return math.Min(math.Max(1.0/3, o.Min), o.Max) }

// SealOver gives the place of a seal of real size (mm) over the left third of
// the signature's picture. Within the tolerance it moves a little to cover as
// few words as can be; it never changes its size and never leaves the page.
func SealOver(p Page, signer Spot, widthMM, heightMM float64, o Overlap) Spot {
	o = o.orDefault()
	aim := o.best()
	width, height := widthMM*PointsPerMM, heightMM*PointsPerMM
	spot := Spot{Page: signer.Page, Found: signer.Found}
	best := math.Inf(1)
	for _, share := range []float64{aim, (aim + o.Min) / 2, (aim + o.Max) / 2} {
		for _, dy := range []float64{0, 4, -4, 8, -8, 12, -12, 16, -16, 20, -20} {
			x1 := signer.Rect.X0 + share*signer.Rect.Width()
			y := (signer.Rect.Y0+signer.Rect.Y1)/2 + dy
			r := Clamp(p, Rect{x1 - width, y - height/2, x1, y + height/2})
			if CheckSeal(signer, Spot{Page: signer.Page, Rect: r}, o) != nil {
				continue
			}
			cost := covered(p, r) + 120*math.Abs(share-aim) + 0.4*math.Abs(dy)
			if cost < best {
				best, spot.Rect = cost, r
			}
		}
	}
	if math.IsInf(best, 1) {
		x1 := signer.Rect.X0 + aim*signer.Rect.Width()
		y := (signer.Rect.Y0 + signer.Rect.Y1) / 2
		spot.Rect = Clamp(p, Rect{x1 - width, y - height/2, x1, y + height/2})
	}
	spot.Why = fmt.Sprintf("Dấu %.0f mm, trùm khoảng 1/3 chữ ký về bên trái", widthMM)
	if covered(p, spot.Rect) > 0 {
		spot.Why += ", có chạm chữ in sẵn"
	}
	return spot
}

// covered adds up the area of words under the circle inside the box, each as
// the square root so that points stay comparable with distances.
func covered(p Page, r Rect) float64 {
	sum := 0.0
	cx, cy := (r.X0+r.X1)/2, (r.Y0+r.Y1)/2
	for _, w := range p.Words {
		box := p.flip(w.X0, w.Y0, w.X1, w.Y1)
		o := box.Overlap(r)
		if o.Empty() {
			continue
		}
		nx, ny := math.Max(box.X0, math.Min(cx, box.X1)), math.Max(box.Y0, math.Min(cy, box.Y1))
		dx, dy := (nx-cx)/(r.Width()/2), (ny-cy)/(r.Height()/2)
		if dx*dx+dy*dy < 1 {
			sum += math.Sqrt(o.Width() * o.Height())
		}
	}
	return sum
}
