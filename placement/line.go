package placement

import (
	"math"
	"sort"
	"strings"

	"antin/vntext"
)

// row is everything at one height of a page, whatever column it is in.
type row struct{ tokens []token }

// segment is a stretch of a row without a wide gap: a line of one column.
type segment struct {
	page           int // index into the pages
	text, folded   string
	tokens         []token
	x0, y0, x1, y1 float64
}

func (s segment) centre() float64 { return (s.x0 + s.x1) / 2 }
func (s segment) height() float64 { return s.y1 - s.y0 }

// wideGap in heights of the line parts two columns; word spaces of justified
// lines stay below it.
const wideGap = 1.1

// rows gathers the words of a page into lines by their middle height.
func rows(p Page) []row {
	var all []token
	for _, w := range p.Words {
		all = append(all, tokens(w)...)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].y0+all[i].y1 < all[j].y0+all[j].y1 })
	var out []row
	for i := 0; i < len(all); {
		j, middle, height := i, (all[i].y0+all[i].y1)/2, all[i].height()
		for ; j < len(all); j++ {
			m := (all[j].y0 + all[j].y1) / 2
			if m-middle > 0.35*math.Max(height, all[j].height()) {
				break
			}
			height = math.Max(height, all[j].height())
		}
		r := row{append([]token(nil), all[i:j]...)}
		sort.SliceStable(r.tokens, func(a, b int) bool { return r.tokens[a].x0 < r.tokens[b].x0 })
		out = append(out, r)
		i = j
	}
	return out
}

// segments cuts a row at its wide gaps.
func (r row) segments(page int) []segment {
	var out []segment
	start := 0
	for i := 1; i <= len(r.tokens); i++ {
		if i < len(r.tokens) {
			a, b := r.tokens[i-1], r.tokens[i]
			if b.x0-a.x1 <= wideGap*math.Min(a.height(), b.height()) {
				continue
			}
		}
		out = append(out, newSegment(page, r.tokens[start:i]))
		start = i
	}
	return out
}

func newSegment(page int, ts []token) segment {
	s := segment{page: page, tokens: ts, x0: ts[0].x0, y0: ts[0].y0, x1: ts[0].x1, y1: ts[0].y1}
	var b strings.Builder
	for i, t := range ts {
		if i > 0 && t.x0-ts[i-1].x1 > 0.05*t.height() {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
		s.x0, s.y0 = math.Min(s.x0, t.x0), math.Min(s.y0, t.y0)
		s.x1, s.y1 = math.Max(s.x1, t.x1), math.Max(s.y1, t.y1)
	}
	s.text = b.String()
	s.folded = vntext.Fold(s.text)
	return s
}

// sheet is one page prepared for reading.
type sheet struct {
	Page
	rows     []row
	segments []segment // top to bottom, then left to right
}

func prepare(pages []Page) []sheet {
	out := make([]sheet, 0, len(pages))
	for i, p := range pages {
		s := sheet{Page: p.sound()}
		s.Number = i + 1
		s.rows = rows(s.Page)
		for _, r := range s.rows {
			s.segments = append(s.segments, r.segments(i)...)
		}
		out = append(out, s)
	}
	return out
}

// mainPages counts the pages before the first appendix in the same file; an
// appendix has no signature of its own (NĐ 30/2020, Phụ lục I; NA-15.5a).
func mainPages(sheets []sheet) int {
	for i, s := range sheets {
		if i > 0 && opensAppendix(s) {
			return i
		}
	}
	return len(sheets)
}

func opensAppendix(s sheet) bool {
	for _, seg := range s.segments {
		if seg.y0 > s.Height*0.3 {
			return false
		}
		title := strings.HasPrefix(seg.folded, "phu luc") && strings.HasPrefix(seg.text, "PH")
		title = title || strings.HasPrefix(seg.text, "Phụ lục") && len(seg.folded) < 16
		if title || strings.HasPrefix(seg.folded, "(kem theo ") || strings.HasPrefix(seg.folded, "(ban hanh kem theo ") {
			return true
		}
	}
	return false
}
