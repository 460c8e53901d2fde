package placement

import (
	"math"
	"slices"
)

// Default places, used when no words lead anywhere, in millimetres of an A4
// page in the layout of NĐ 30/2020: number under the name of the agency, date
// at the right of it, signature in the right half under the last line.
const (
	defaultNumberX, defaultNumberY = 45.0, 38.0
	defaultDateX, defaultDateY     = 140.0, 38.0
	defaultLine                    = 6.0
)

// freeRect slides a box (points from the top left) down the page in steps of a
// millimetre until no word is under it; if the rest of the page is full, up.
func freeRect(p Page, x0, y0, width, height float64) Rect {
	x0 = math.Max(0, math.Min(x0, p.Width-width))
	var boxes []Rect
	for _, w := range p.Words {
		if w.X0 < x0+width && w.X1 > x0 {
			boxes = append(boxes, ink(p, w)...)
		}
	}
	taken := func(r Rect) bool {
		return slices.ContainsFunc(boxes, func(box Rect) bool { return touches(box, r) })
	}
	for _, step := range []float64{PointsPerMM, -PointsPerMM} {
		for y := y0; y >= 0 && y+height <= p.Height; y += step {
			if r := p.flip(x0, y, x0+width, y+height); !taken(r) {
				return r
			}
		}
	}
	return Clamp(p, p.flip(x0, y0, x0+width, y0+height))
}

func defaultNumber(s sheet) Spot {
	r := freeRect(s.Page, defaultNumberX*PointsPerMM, defaultNumberY*PointsPerMM, 20*PointsPerMM, defaultLine*PointsPerMM)
	return Spot{Page: s.Number, Rect: r, Why: "Không thấy chữ “Số:”; đây là chỗ mặc định bên trái đầu trang 1"}
}

// defaultDate lays day, month and year side by side.
func defaultDate(s sheet) (day, month, year Spot) {
	const gap = 2.0
	widths := []float64{8, 8, 14}
	all := freeRect(s.Page, defaultDateX*PointsPerMM, defaultDateY*PointsPerMM, (8+8+14+2*gap)*PointsPerMM, defaultLine*PointsPerMM)
	x := all.X0
	spots := make([]Spot, len(widths))
	for i, w := range widths {
		spots[i] = Spot{Page: s.Number, Rect: Rect{x, all.Y0, x + w*PointsPerMM, all.Y1},
			Why: "Không thấy dòng “ngày … tháng … năm …”; đây là chỗ mặc định bên phải đầu trang 1"}
		x += (w + gap) * PointsPerMM
	}
	return spots[0], spots[1], spots[2]
}

// defaultSigner is to the right of "Nơi nhận:", else under the last line of the
// main document, else at the foot of the page.
func defaultSigner(sheets []sheet, h Hints) Spot {
	s := sheets[len(sheets)-1]
	width, height := h.SignatureWidth*PointsPerMM, h.SignatureHeight*PointsPerMM
	for i := len(sheets) - 1; i >= 0; i-- {
		for _, seg := range sheets[i].segments {
			if seg.folded == "noi nhan:" {
				p := sheets[i].Page
				r := freeRect(p, p.Width*0.68-width/2, seg.y1+12, width, height)
				return Spot{Page: p.Number, Rect: r, Why: "Không thấy chức vụ người ký; đây là chỗ mặc định bên phải “Nơi nhận”"}
			}
		}
	}
	last := 0.0
	for _, seg := range s.segments {
		if !isPageNumber(seg) {
			last = math.Max(last, seg.y1)
		}
	}
	if last == 0 { // a scan: nothing but a picture
		last = s.Height * 0.6
	}
	y := math.Min(last+40, s.Height-margin-height)
	r := freeRect(s.Page, s.Width*0.68-width/2, y, width, height)
	return Spot{Page: s.Number, Rect: r, Why: "Không thấy chức vụ người ký; đây là chỗ mặc định bên phải cuối văn bản"}
}

// copyPlace is the text box at the top right of page 1 (box 14): three lines of
// ten points above the first line of the page.
func copyPlace(s sheet) Spot {
	const width, height, right = 75.0, 14.0, 12.0
	w, hgt := width*PointsPerMM, height*PointsPerMM
	x1 := s.Width - right*PointsPerMM
	top := s.Height
	for _, seg := range s.segments {
		if seg.x1 > x1-w {
			top = math.Min(top, seg.y0)
		}
	}
	y1 := math.Min(top-2, 22*PointsPerMM)
	spot := Spot{Page: s.Number, Found: y1 >= hgt+4, Why: "Góc trên bên phải trang đầu"}
	if !spot.Found {
		y1 = hgt + 4
		spot.Why = "Góc trên bên phải trang đầu, sát mép vì trang không chừa lề trên"
	}
	spot.Rect = Clamp(s.Page, s.flip(x1-w, y1-hgt, x1, y1))
	return spot
}
