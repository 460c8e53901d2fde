package metadata

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"antin/vntext"
)

// Limits of what is looked at; a longer document has its header on the first
// pages and its signature on one of the last of these.
const (
	maxPages = 60
	maxWords = 6000 // of one page
)

// Word is one word with its box in points from the top left corner. Certainty
// is what OCR says of it, 0 to 1; text of a page has 1.
type Word struct {
	Text           string
	X0, Y0, X1, Y1 float64
	Certainty      float64
}

// Page is one page; Number counts from 1.
type Page struct {
	Number        int
	Width, Height float64
	Words         []Word
}

// run is a stretch of words of one line with no wide gap inside.
type run struct {
	page           int
	text           string // words joined by one space
	words          []Word
	x0, y0, x1, y1 float64
	certainty      float64
}

func (r run) place() Place    { return Place{Page: r.page, X0: r.x0, Y0: r.y0, X1: r.x1, Y1: r.y1} }
func (r run) middle() float64 { return (r.x0 + r.x1) / 2 }
func (r run) height() float64 { return r.y1 - r.y0 }
func (r run) folded() string  { return vntext.Fold(r.text) }

// sheet is a page cut into runs, from top to bottom and left to right.
type sheet struct {
	Page
	runs []run
}

func cut(p Page) sheet {
	words := make([]Word, 0, len(p.Words))
	for _, w := range p.Words[:min(len(p.Words), maxWords)] {
		w.Text = strings.TrimSpace(w.Text)
		if w.Text != "" && finite(w.X0, w.Y0, w.X1, w.Y1) && w.X1 > w.X0 && w.Y1 > w.Y0 {
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b Word) int { return cmp.Compare(a.Y0+a.Y1, b.Y0+b.Y1) })
	s := sheet{Page: p}
	for len(words) > 0 {
		n, y0, y1 := 1, words[0].Y0, words[0].Y1
		for n < len(words) && onLine(y0, y1, words[n]) {
			y0, y1 = (y0*float64(n)+words[n].Y0)/float64(n+1), (y1*float64(n)+words[n].Y1)/float64(n+1)
			n++
		}
		s.runs = append(s.runs, runsOf(p.Number, words[:n])...)
		words = words[n:]
	}
	return s
}

func finite(list ...float64) bool {
	return !slices.ContainsFunc(list, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e6 })
}

// onLine reports whether a word stands on the line with this mean box; boxes of
// OCR differ with the marks of the letters.
func onLine(y0, y1 float64, w Word) bool {
	return min(y1, w.Y1)-max(y0, w.Y0) >= 0.5*min(y1-y0, w.Y1-w.Y0)
}

// runsOf cuts one line where the gap is wider than words of a line leave.
func runsOf(page int, line []Word) []run {
	slices.SortStableFunc(line, func(a, b Word) int { return cmp.Compare(a.X0, b.X0) })
	var out []run
	begin := 0
	for i := 1; i <= len(line); i++ {
		if i < len(line) && line[i].X0-line[i-1].X1 < widest(line[i-1], line[i]) {
			continue
		}
		out = append(out, newRun(page, line[begin:i]))
		begin = i
	}
	return out
}

// widest is the gap that two words of one phrase may leave: less between words
// of different size, which belong to two columns.
func widest(a, b Word) float64 {
	ha, hb := a.Y1-a.Y0, b.Y1-b.Y0
	if a.Certainty == 1 && (ha > 1.15*hb || hb > 1.15*ha) {
		return 0.35 * min(ha, hb)
	}
	return 0.9 * max(ha, hb)
}

func newRun(page int, words []Word) run {
	r := run{page: page, words: words, x0: math.Inf(1), y0: math.Inf(1), x1: math.Inf(-1), y1: math.Inf(-1)}
	texts, sum := make([]string, len(words)), 0.0
	for i, w := range words {
		texts[i] = w.Text
		sum += w.Certainty
		r.x0, r.y0, r.x1, r.y1 = min(r.x0, w.X0), min(r.y0, w.Y0), max(r.x1, w.X1), max(r.y1, w.Y1)
	}
	r.text, r.certainty = strings.Join(texts, " "), sum/float64(len(words))
	return r
}

// join makes one run of several lines, as of a subject that is broken.
func join(list []run) run {
	var words []Word
	for _, r := range list {
		words = append(words, r.words...)
	}
	out := newRun(list[0].page, words)
	return out
}
