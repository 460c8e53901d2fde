package placement

import (
	"fmt"
	"math"
)

// Overlap of the seal with the picture of the signature, as a share of the
// picture's width (NĐ 30/2020, Phụ lục I: "khoảng 1/3"; NA-15.1b-2).
const (
	MinOverlap  = 0.25
	MaxOverlap  = 0.40
	BestOverlap = 1.0 / 3
)

// SealOver gives the place of a seal of real size (mm) over the left third of
// the signature's picture. Within the tolerance it moves a little to cover as
// few words as can be; it never changes its size and never leaves the page.
func SealOver(p Page, signer Spot, widthMM, heightMM float64) Spot {
	width, height := widthMM*PointsPerMM, heightMM*PointsPerMM
	spot := Spot{Page: signer.Page, Found: signer.Found}
	best := math.Inf(1)
	for _, share := range []float64{BestOverlap, 0.30, 0.36, 0.27, 0.38} {
		for _, dy := range []float64{0, 4, -4, 8, -8, 12, -12, 16, -16, 20, -20} {
			x1 := signer.Rect.X0 + share*signer.Rect.Width()
			y := (signer.Rect.Y0+signer.Rect.Y1)/2 + dy
			r := Clamp(p, Rect{x1 - width, y - height/2, x1, y + height/2})
			if CheckSeal(signer, Spot{Page: signer.Page, Rect: r}) != nil {
				continue
			}
			cost := covered(p, r) + 30*math.Abs(share-BestOverlap) + 0.4*math.Abs(dy)
			if cost < best {
				best, spot.Rect = cost, r
			}
		}
	}
	if math.IsInf(best, 1) {
		x1 := signer.Rect.X0 + BestOverlap*signer.Rect.Width()
		y := (signer.Rect.Y0 + signer.Rect.Y1) / 2
		spot.Rect = Clamp(p, Rect{x1 - width, y - height/2, x1, y + height/2})
	}
	spot.Why = fmt.Sprintf("Dấu %.0f mm, trùm 1/3 chữ ký về bên trái", widthMM)
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
