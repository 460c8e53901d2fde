package docx

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind of a piece of a comparison.
type Kind string

// Kinds of pieces and of changed paragraphs.
const (
	Same    Kind = "same"
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed" // of a paragraph: some words of it
)

// Piece is text of one kind.
type Piece struct {
	Kind Kind
	Text string
}

// Change is one paragraph of a comparison. Before and After count from 1 and
// are 0 where the paragraph does not stand.
type Change struct {
	Kind          Kind
	Before, After int
	Pieces        []Piece
}

// Bounds of the work of one comparison: beyond them a stretch counts as
// replaced as a whole, which is true, only less fine.
const (
	maxEdits = 3000
	maxWords = 4000 // of one paragraph
)

// Compare tells the differences of two texts by paragraphs, and within changed
// paragraphs by words. Spelling of the same syllable in Unicode, and the width
// of blanks, are no difference. Joining all pieces but the added ones gives the
// first text, all but the removed ones the second, up to blanks.
func Compare(before, after []string) []Change {
	a, b := normal(before), normal(after)
	var out []Change
	var gone, come []int
	flush := func() {
		out = append(out, paired(a, b, gone, come)...)
		gone, come = nil, nil
	}
	for _, s := range script(a, b) {
		switch s.kind {
		case Same:
			flush()
			out = append(out, Change{Same, s.a + 1, s.b + 1, []Piece{{Same, b[s.b]}}})
		case Removed:
			gone = append(gone, s.a)
		case Added:
			come = append(come, s.b)
		}
	}
	flush()
	return out
}

func normal(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, norm.NFC.String(strings.Join(strings.Fields(s), " ")))
	}
	return out
}

// paired holds removed paragraphs against added ones: those that share at least
// a third of their words are one changed paragraph.
func paired(a, b []string, gone, come []int) []Change {
	var out []Change
	j := 0
	for _, i := range gone {
		match := -1
		for k := j; k < len(come) && k < j+8; k++ {
			if alike(a[i], b[come[k]]) {
				match = k
				break
			}
		}
		if match < 0 {
			out = append(out, Change{Removed, i + 1, 0, []Piece{{Removed, a[i]}}})
			continue
		}
		for ; j < match; j++ {
			out = append(out, Change{Added, 0, come[j] + 1, []Piece{{Added, b[come[j]]}}})
		}
		out = append(out, Change{Changed, i + 1, come[j] + 1, words(a[i], b[come[j]])})
		j++
	}
	for ; j < len(come); j++ {
		out = append(out, Change{Added, 0, come[j] + 1, []Piece{{Added, b[come[j]]}}})
	}
	return out
}

func alike(a, b string) bool {
	count := map[string]int{}
	x, y := strings.Fields(a), strings.Fields(b)
	for _, w := range x {
		count[w]++
	}
	shared := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			shared++
		}
	}
	return 3*shared >= max(len(x), len(y)) && shared > 0
}

// words compares two paragraphs word by word; punctuation is a word of its own.
func words(a, b string) []Piece {
	x, y := tokens(a), tokens(b)
	if len(x) > maxWords || len(y) > maxWords {
		return []Piece{{Removed, a}, {Added, b}}
	}
	var out []Piece
	add := func(kind Kind, text string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += text
			return
		}
		out = append(out, Piece{kind, text})
	}
	for _, s := range script(x, y) {
		if s.kind == Added || s.kind == Same {
			add(s.kind, y[s.b])
		} else {
			add(Removed, x[s.a])
		}
	}
	return out
}

// tokens cuts into words with the blank after them, and single marks.
func tokens(s string) []string {
	var out []string
	from := 0
	cut := func(to int) {
		if to > from {
			out = append(out, s[from:to])
		}
		from = to
	}
	wasWord := false
	for i, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if r != ' ' && (!word || !wasWord) {
			cut(i)
		}
		wasWord = word
	}
	cut(len(s))
	return out
}

// step of an edit script: positions in both lists.
type step struct {
	kind Kind
	a, b int
}

// script is the shortest way from a to b (Myers 1986), bounded by maxEdits.
func script(a, b []string) []step {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []step
	for i := range head {
		out = append(out, step{Same, i, i})
	}
	for _, s := range myers(a[head:len(a)-tail], b[head:len(b)-tail]) {
		out = append(out, step{s.kind, s.a + head, s.b + head})
	}
	for i := tail; i > 0; i-- {
		out = append(out, step{Same, len(a) - i, len(b) - i})
	}
	return out
}

func myers(a, b []string) []step {
	n, m := len(a), len(b)
	bound := min(n+m, maxEdits)
	v := make([]int, 2*bound+3)
	var trace [][]int
	for d := 0; d <= bound; d++ {
		trace = append(trace, append([]int(nil), v[bound+1-d:bound+2+d]...))
		for k := -d; k <= d; k += 2 {
			at := bound + 1 + k
			x := 0
			if k == -d || k != d && v[at-1] < v[at+1] {
				x = v[at+1]
			} else {
				x = v[at-1] + 1
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			v[at] = x
			if x >= n && x-k >= m {
				return back(trace, n, m)
			}
		}
	}
	var out []step
	for i := range a {
		out = append(out, step{Removed, i, 0})
	}
	for i := range b {
		out = append(out, step{Added, 0, i})
	}
	return out
}

// back walks the trace from the end to the beginning.
func back(trace [][]int, x, y int) []step {
	var out []step
	for d := len(trace) - 1; d >= 0 && (x > 0 || y > 0); d-- {
		v, k := trace[d], x-y
		get := func(k int) int {
			if i := k + d; i >= 0 && i < len(v) {
				return v[i]
			}
			return 0
		}
		from := k - 1
		if k == -d || k != d && get(k-1) < get(k+1) {
			from = k + 1
		}
		px := get(from)
		py := px - from
		if d == 0 {
			px, py = 0, 0
		}
		for x > px && y > py {
			x, y = x-1, y-1
			out = append(out, step{Same, x, y})
		}
		if d == 0 {
			break
		}
		if x == px {
			y--
			out = append(out, step{Added, x, y})
		} else {
			x--
			out = append(out, step{Removed, x, y})
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
