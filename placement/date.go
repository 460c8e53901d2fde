package placement

import (
	"fmt"
	"strings"
	"unicode"
)

// dateLine is one "ngày … tháng … năm …" on a page.
type dateLine struct {
	sheet            sheet
	row              row
	day, month, year int // indices of the three words in the row
	score            float64
}

// findDate chooses the line of place and date. It stands at the right of the
// head of page 1 (box 4); forms have it above the signature.
func findDate(sheets []sheet) (day, month, year Spot, ok bool) {
	var best *dateLine
	for _, s := range sheets {
		for _, r := range s.rows {
			for k := range r.tokens {
				line, ok := readDateLine(s, r, k)
				if ok && (best == nil || line.score > best.score) {
					best = &line
				}
			}
		}
	}
	if best == nil {
		return Spot{}, Spot{}, Spot{}, false
	}
	day = best.part(best.day, best.month, "ngày", "tháng")
	month = best.part(best.month, best.year, "tháng", "năm")
	year = best.part(best.year, -1, "năm", "")
	return day, month, year, true
}

// readDateLine wants the three words in order with nothing but blanks or
// digits between them, and judges how much it looks like the date of the
// document: bodies of documents are full of other dates.
func readDateLine(s sheet, r row, k int) (dateLine, bool) {
	line := dateLine{sheet: s, row: r, day: k}
	if r.tokens[k].folded != "ngay" {
		return line, false
	}
	var ok bool
	if line.month, ok = nextWord(r, k, "thang"); !ok {
		return line, false
	}
	if line.year, ok = nextWord(r, line.month, "nam"); !ok {
		return line, false
	}
	for _, from := range []int{line.day, line.month, line.year} {
		if from+1 >= len(r.tokens) || r.tokens[from+1].kind != digits {
			line.score += 8
		}
	}
	t := r.tokens[k]
	if k > 0 && strings.HasSuffix(r.tokens[k-1].text, ",") || k == 0 {
		line.score += 10
	}
	if s.Number == 1 && t.y0 < s.Height*0.45 {
		line.score += 30
	}
	if t.x0 > s.Width*0.4 {
		line.score += 12
	}
	line.score -= 20 * t.y0 / s.Height
	return line, line.standsAlone() && line.score >= 25
}

// nextWord finds the word after from with only leaders and digits between.
func nextWord(r row, from int, word string) (int, bool) {
	for i := from + 1; i < len(r.tokens) && i <= from+24; i++ {
		if strings.Trim(r.tokens[i].folded, ",.") == word {
			return i, true
		}
		if r.tokens[i].kind == letters {
			return 0, false
		}
	}
	return 0, false
}

// standsAlone rejects a date inside a sentence: words close behind the year,
// a bracket before it, or more words before it than a place has.
func (l dateLine) standsAlone() bool {
	end := l.year + 1
	for end < len(l.row.tokens) && l.row.tokens[end].kind != letters {
		end++
	}
	if end < len(l.row.tokens) {
		a, b := l.row.tokens[end-1], l.row.tokens[end]
		if b.x0-a.x1 < 2*wideGap*b.height() && strings.Trim(b.text, ".,)") != "" {
			return false
		}
	}
	before := 0
	for k := l.day - 1; k >= 0; k-- {
		a, b := l.row.tokens[k], l.row.tokens[k+1]
		if b.x0-a.x1 > wideGap*b.height() {
			break
		}
		if strings.ContainsAny(a.text, "()") || strings.ContainsAny(a.text, "0123456789") {
			return false
		}
		before++
	}
	return before <= 9
}

// part is the blank, or the printed value, between two of the three words.
func (l dateLine) part(from, to int, name, next string) Spot {
	ts, s := l.row.tokens, l.sheet
	left := ts[from]
	spot := Spot{Page: s.Number, Found: true}
	i := from + 1
	if i < len(ts) && ts[i].kind == digits && (to < 0 || i < to) {
		if i+1 >= len(ts) || ts[i+1].kind != leader || ts[i+1].x0-ts[i].x1 > 3 {
			spot.Printed = true
			spot.Rect = s.flip(ts[i].x0, left.y0, ts[i].x1, left.y1)
			spot.Why = fmt.Sprintf("Đã in sẵn “%s %s”", name, ts[i].text)
			return spot
		}
		spot.Prefix = ts[i].text
		left = ts[i]
		i++
	}
	x1 := left.x1 + 2.6*left.height()
	for i < len(ts) && ts[i].kind == leader {
		x1, spot.Dots = ts[i].x1+pad, true
		i++
	}
	spot.Why = fmt.Sprintf("Chỗ trống sau chữ “%s”", name)
	if to >= 0 {
		x1 = ts[to].x0
		spot.Why = fmt.Sprintf("Chỗ trống giữa chữ “%s” và “%s”", name, next)
	} else if !spot.Dots {
		if i < len(ts) && ts[i].x0 < x1 {
			x1 = ts[i].x0
		}
		x1 = min(x1, s.Width-18)
	}
	spot.Rect = s.flip(left.x1+pad, left.y0, x1-pad, left.y1)
	if spot.Rect.Width() < minDay {
		spot.Found = false
		spot.Why = fmt.Sprintf("Chỗ trống sau chữ “%s” quá hẹp để điền", name)
	}
	return spot
}

// isUpper wants letters, and all of them capitals.
func isUpper(text string) bool {
	some := false
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		some = some || unicode.IsUpper(r)
	}
	return some
}
