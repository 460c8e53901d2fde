package placement

import (
	"fmt"
	"math"

	"antin/vntext"
)

// overName places the picture above the printed name of the signer when no
// title was found: private letters and some forms have none.
func overName(sheets []sheet, h Hints) (Spot, bool) {
	name := vntext.Fold(h.SignerName)
	if name == "" {
		return Spot{}, false
	}
	for i := len(sheets) - 1; i >= 0; i-- {
		s := sheets[i]
		for k := len(s.segments) - 1; k >= 0; k-- {
			seg := s.segments[k]
			if seg.folded != name || seg.y0 < s.Height*0.15 {
				continue
			}
			top := s.roof(seg)
			height := math.Min(h.SignatureHeight*PointsPerMM, seg.y0-top-4)
			if height < minPicture {
				continue
			}
			width := h.SignatureWidth * height / h.SignatureHeight
			rect := s.flip(seg.centre()-width/2, seg.y0-2-height, seg.centre()+width/2, seg.y0-2)
			return Spot{Page: s.Number, Rect: narrowed(s.Page, rect), Found: true,
				Why: fmt.Sprintf("Trên họ tên “%s”, không thấy chức vụ", clip(seg.text))}, true
		}
	}
	return Spot{}, false
}

// roof is the lower edge of what stands above a line in its column, or the top
// margin.
func (s sheet) roof(under segment) float64 {
	top := margin
	for _, seg := range s.segments {
		if seg.y1 <= under.y0+1 && seg.x0 < under.x1+30 && seg.x1 > under.x0-30 {
			top = math.Max(top, seg.y1)
		}
	}
	return top
}
