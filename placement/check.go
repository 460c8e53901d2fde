package placement

import (
	"math"
	"strings"
)

// Reason tells refusals of Check apart.
type Reason string

// Reasons of a refused plan.
const (
	SealNotOverThird Reason = "seal-not-over-third" // NA-15.1b-2
	OverWords        Reason = "over-words"
	OutsidePage      Reason = "outside-page"
	NoSuchPage       Reason = "no-such-page"
)

// RefusedError says in Vietnamese why a plan cannot stand.
type RefusedError struct {
	Reason  Reason
	Message string // Vietnamese, complete
}

// Error gives the reason and the sentence for people.
func (e *RefusedError) Error() string { return "placement: " + string(e.Reason) + ": " + e.Message }

// sealMessage is the refusal that NA-15.1b-2 words.
const sealMessage = "Dấu phải trùm khoảng 1/3 chữ ký về bên trái"

// Check refuses a plan whose seal is not over the left third of the signature.
// It needs no pages; CheckPages adds what only the pages can tell.
func Check(plan Plan, o Overlap) error { return CheckSeal(plan.Signer, plan.Seal, o) }

// CheckSeal holds one seal against one signature: same page, the seal comes
// from the left and covers the share of the picture's width that the profile
// allows, and at least half of the height of the smaller of the two.
func CheckSeal(signer, seal Spot, allowed Overlap) error {
	allowed = allowed.orDefault()
	refusal := &RefusedError{SealNotOverThird, sealMessage}
	if signer.Page != seal.Page || signer.Rect.Empty() || seal.Rect.Empty() {
		return refusal
	}
	const slack = 1e-6
	o := seal.Rect.Overlap(signer.Rect)
	if o.Empty() || seal.Rect.X0 > signer.Rect.X0+slack {
		return refusal
	}
	share := o.Width() / signer.Rect.Width()
	if share < allowed.Min-slack || share > allowed.Max+slack {
		return refusal
	}
	if o.Height() < 0.5*math.Min(signer.Rect.Height(), seal.Rect.Height())-slack {
		return refusal
	}
	return nil
}

// CheckPages refuses a plan with a place off its page, or with number, date or
// signature over printed words. The seal may touch words, as on paper.
func CheckPages(plan Plan, pages []Page, o Overlap) error {
	spots := []struct {
		name  string
		spot  Spot
		words bool
	}{
		{"số", plan.Number, true}, {"ngày", plan.Day, true}, {"tháng", plan.Month, true}, {"năm", plan.Year, true},
		{"chữ ký", plan.Signer, true}, {"dấu", plan.Seal, false}, {"thông tin bản sao", plan.Copy, false},
	}
	for _, s := range spots {
		if s.spot.Page < 1 || s.spot.Page > len(pages) {
			return &RefusedError{NoSuchPage, "Chỗ đặt " + s.name + " ở trang không có trong văn bản"}
		}
		p := pages[s.spot.Page-1].sound()
		if r := s.spot.Rect; r.Empty() || r.X0 < -1 || r.Y0 < -1 || r.X1 > p.Width+1 || r.Y1 > p.Height+1 {
			return &RefusedError{OutsidePage, "Chỗ đặt " + s.name + " nằm ngoài trang"}
		}
		if !s.words || s.spot.Printed {
			continue
		}
		if under := WordsUnder(p, s.spot.Rect); len(under) > 0 {
			return &RefusedError{OverWords, "Chỗ đặt " + s.name + " đè lên chữ “" + clip(under[0].Text) + "”"}
		}
	}
	return CheckSeal(plan.Signer, plan.Seal, o)
}

// WordsUnder lists the words that a box covers, leaving out dots and lines that
// are there to be filled. A touch of half a point does not count.
func WordsUnder(p Page, r Rect) []Word {
	var out []Word
	for _, w := range p.Words {
		if p.flip(w.X0, w.Y0, w.X1, w.Y1).Overlap(r).Empty() {
			continue
		}
		for _, box := range ink(p, w) {
			if touches(box, r) {
				out = append(out, w)
				break
			}
		}
	}
	return out
}

// ink gives the boxes of what is really printed of a word: no leaders, and
// without the air above and below the letters.
func ink(p Page, w Word) []Rect {
	var out []Rect
	for _, t := range tokens(w) {
		if t.kind != leader && strings.TrimSpace(t.text) != "" {
			air := 0.12 * t.height()
			out = append(out, p.flip(t.x0, t.y0+air, t.x1, t.y1-air))
		}
	}
	return out
}

// touches is an overlap of more than half a point each way.
func touches(box, r Rect) bool {
	o := box.Overlap(r)
	return o.Width() > 0.5 && o.Height() > 0.5
}
