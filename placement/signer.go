package placement

import (
	"fmt"
	"math"
	"strings"

	"antin/vntext"
)

// Distances in points around a block of signature.
const (
	maxNameGap = 230.0 // title to name: seven blank lines and more are not a block
	minNameGap = 8.0
	openGap    = 36.0 // free paper under a title that makes it one even without a name
	margin     = 36.0 // top and bottom of a page that nothing is laid into
	minPicture = 14.0 // lowest height of the picture
	maxTries   = 64   // titles or labels tried on one page: the work stays linear
)

// findBlock chooses the block of the person who signs: the best by hints, else
// the last one of the main document, the right one of two side by side.
func findBlock(sheets []sheet, h Hints) (block, bool) {
	var best block
	found := false
	for p := range sheets {
		used := map[int]bool{}
		tried := 0
		for i, seg := range sheets[p].segments {
			if used[i] || tried == maxTries || !opensTitle(seg, h) {
				continue
			}
			tried++
			lines, taken := extendTitle(sheets[p], i, h)
			for k := range taken {
				used[k] = true
			}
			b, ok := completeBlock(sheets, p, block{lines: lines}, h)
			if ok && (!found || b.score >= best.score) {
				best, found = b, true
			}
		}
	}
	return best, found
}

// completeBlock looks under the title for the name, on this page or at the top
// of the next, and gives the block its score; false when it is no block.
func completeBlock(sheets []sheet, p int, b block, h Hints) (block, bool) {
	s, last := sheets[p], b.title()
	b.bottom = s.Height - margin
	b.namePage = p
	closed := false
	for _, seg := range s.segments {
		if seg.y0 < last.y1-0.3*last.height() || !b.under(seg) {
			continue
		}
		if isSignedMark(seg) {
			b.mark = true
			continue
		}
		closed = true
		if gap := seg.y0 - last.y1; gap <= maxNameGap && gap >= minNameGap && looksLikeName(seg) {
			b.name, b.hasName = seg, true
		}
		b.bottom = seg.y0
		break
	}
	if !b.hasName && closed && b.bottom-last.y1 < openGap {
		return b, false
	}
	if !closed && p+1 < len(sheets) {
		b = nameOverleaf(sheets[p+1], b, p+1)
	}
	b.score = b.judge(s, h)
	return b, true
}

// under reports whether a line lies in the column of the title.
func (b block) under(seg segment) bool {
	x0, x1 := b.band()
	overlap := math.Min(x1, seg.x1) - math.Max(x0, seg.x0)
	return overlap > 0.3*math.Min(x1-x0, seg.x1-seg.x0)
}

// nameOverleaf takes the name from the top of the next page when the title is
// the last thing of its column.
func nameOverleaf(next sheet, b block, page int) block {
	for _, seg := range next.segments {
		if seg.y0 > next.Height*0.45 {
			break
		}
		if isPageNumber(seg) || isSignedMark(seg) || !b.under(seg) {
			continue
		}
		if looksLikeName(seg) {
			b.name, b.hasName, b.namePage = seg, true, page
		}
		break
	}
	return b
}

func isPageNumber(seg segment) bool {
	return strings.Trim(seg.folded, "0123456789-–/ ") == "" && len(seg.folded) < 8
}

// judge scores a block: what the hints say weighs most, then a name under the
// title, then the place on paper.
func (b block) judge(s sheet, h Hints) float64 {
	score := 5*float64(s.Number) + 3*b.title().y1/s.Height
	rest, capacity := splitCapacity(b.folded())
	if b.hasName {
		score += 15
		if h.SignerName != "" && vntext.Fold(b.name.text) == vntext.Fold(h.SignerName) {
			score += 200
		}
	}
	if title := vntext.Fold(h.SignerTitle); title != "" {
		_, own := splitCapacity(title)
		if rest == title || own != "" && b.folded() == title || strings.HasSuffix(rest, " "+title) || b.title().folded == title {
			score += 60
		} else if strings.Contains(rest, title) {
			score += 40
		}
	}
	if want := strings.Trim(vntext.Fold(h.Capacity), "./ "); want != "" && want == capacity {
		score += 20
	}
	if x0, x1 := b.band(); (x0+x1)/2 > s.Width*0.45 {
		score += 8
	}
	if s.Number == 1 && b.title().y1 < s.Height*0.25 {
		score -= 30 // letterheads and lines of authority
	}
	return score
}

// picture lays the picture of the signature into the gap of the block.
func (b block) picture(sheets []sheet, h Hints) Spot {
	page, top, bottom := b.gap(sheets)
	s := sheets[page]
	spot := Spot{Page: s.Number, Found: true}
	width, height := h.SignatureWidth*PointsPerMM, h.SignatureHeight*PointsPerMM
	room := bottom - top - 4
	if !b.hasName {
		bottom = math.Min(bottom, top+height+28)
		room = bottom - top - 4
	}
	scale := math.Min(1, math.Max(room, minPicture)/height)
	width, height = width*scale, height*scale
	middle := (top + bottom) / 2
	if b.hasName && b.namePage != b.title().page && page == b.title().page {
		middle = math.Min(middle, top+height/2+14)
	}
	rect := s.flip(b.centre()-width/2, middle-height/2, b.centre()+width/2, middle+height/2)
	spot.Rect = narrowed(s.Page, rect)
	spot.Why = b.why()
	return spot
}

// gap is the free stretch between title and name, in points from the top, and
// the page it is on; across two pages it is the roomier side.
func (b block) gap(sheets []sheet) (page int, top, bottom float64) {
	page, top, bottom = b.title().page, b.title().y1, b.bottom
	if b.hasName && b.namePage != page {
		if above := b.name.y0 - margin; above > bottom-top && bottom-top < 3*minPicture {
			return b.namePage, margin, b.name.y0
		}
		return page, top, bottom
	}
	if !b.mark {
		return page, top, bottom
	}
	return b.aroundMark(sheets[page], top, bottom)
}

// aroundMark gives the larger free part above or below a printed "(Đã ký)".
func (b block) aroundMark(s sheet, top, bottom float64) (int, float64, float64) {
	page := b.title().page
	for _, seg := range s.segments {
		if seg.y0 < top-2 || seg.y1 > bottom+2 || !b.under(seg) || !isSignedMark(seg) {
			continue
		}
		if seg.y0-top > bottom-seg.y1 {
			return page, top, seg.y0
		}
		top = seg.y1
	}
	return page, top, bottom
}

func (b block) why() string {
	title := b.title().text
	switch {
	case b.hasName && b.namePage != b.title().page:
		return fmt.Sprintf("Dưới “%s”, họ tên “%s” ở trang sau", clip(title), clip(b.name.text))
	case b.mark:
		return fmt.Sprintf("Dưới “%s”, cạnh chữ đã in thay chữ ký", clip(title))
	case b.hasName:
		return fmt.Sprintf("Giữa “%s” và “%s”", clip(title), clip(b.name.text))
	}
	return fmt.Sprintf("Dưới “%s”, chưa thấy họ tên người ký", clip(title))
}

// narrowed takes the sides of a box in, evenly about its middle, until no word
// is under it: a long list of recipients may reach into the column.
func narrowed(p Page, r Rect) Rect {
	for range 40 {
		if len(WordsUnder(p, r)) == 0 || r.Width() < 30 {
			return r
		}
		step := r.Width() * 0.03
		r.X0, r.X1 = r.X0+step, r.X1-step
		dy := step * r.Height() / (r.Width() + 2*step)
		r.Y0, r.Y1 = r.Y0+dy, r.Y1-dy
	}
	return r
}
