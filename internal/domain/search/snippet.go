package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Piece is a part of a text; Mark is set where a word was asked for.
type Piece struct {
	Text string
	Mark bool
}

// around is how many words stand before the first mark and in a whole passage.
const (
	before = 8
	around = 36
)

// show marks subject and passage.
func (h *Hit) show(q Query, loose bool) {
	asked := wanted(q, loose)
	h.Title, _ = passage(h.Subject, asked, 0)
	if text, found := passage(h.Content, asked, around); found {
		h.Passage = text
	}
	h.Content = ""
}

// wanted are the terms that get a mark.
func wanted(q Query, loose bool) map[string]bool {
	out := map[string]bool{}
	for _, c := range typed(q.Text, loose) {
		for _, p := range c {
			for _, t := range p {
				if !strings.HasPrefix(t, control) {
					out[t] = true
				}
			}
		}
	}
	return out
}

type span struct {
	from, to int
	mark     bool
}

// passage cuts the words around the first mark, or the whole text for size 0,
// and tells whether anything is marked.
func passage(text string, asked map[string]bool, size int) ([]Piece, bool) {
	text = norm.NFC.String(text)
	spans, first := marks(text, asked, size)
	if len(spans) == 0 {
		return []Piece{{Text: text}}, false
	}
	start, end := 0, len(text)
	if size > 0 {
		low := max(0, first-before)
		high := min(len(spans), low+size)
		start, end = spans[low].from, spans[high-1].to
		spans = spans[low:high]
	}
	var out []Piece
	add := func(s string, mark bool) {
		if size > 0 {
			s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " ")
		}
		if s != "" {
			out = append(out, Piece{s, mark})
		}
	}
	at := start
	for _, sp := range spans {
		if sp.mark {
			add(text[at:sp.from], false)
			add(text[sp.from:sp.to], true)
			at = sp.to
		}
	}
	add(text[at:end], false)
	return out, first >= 0
}

// marks finds the words of a text; it stops when a passage of that size after
// the first mark is known.
func marks(text string, asked map[string]bool, size int) (spans []span, first int) {
	first, from := -1, -1
	for i, r := range text + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if from < 0 {
				from = i
			}
			continue
		}
		if from < 0 {
			continue
		}
		w := text[from:i]
		if list := words(w); len(list) == 1 {
			w = list[0]
		}
		hit := asked[folded(w)] || asked[exactly(w)]
		spans = append(spans, span{from, i, hit})
		if hit && first < 0 {
			first = len(spans) - 1
		}
		from = -1
		if size > 0 && first >= 0 && len(spans) > first+size {
			break
		}
	}
	return spans, first
}
