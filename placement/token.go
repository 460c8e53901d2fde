package placement

import (
	"strings"
	"unicode"

	"antin/vntext"
)

// token is a word, or the part of a word that is either text, digits or dots:
// poppler gives "Số:……/SKHCN-CĐS" as one word when nothing stands between.
type token struct {
	text           string
	folded         string
	kind           kind
	x0, y0, x1, y1 float64
}

type kind int

const (
	letters kind = iota
	digits
	leader // dots, underscores, ellipses: a blank to be filled
)

func (t token) height() float64 { return t.y1 - t.y0 }

// tokens splits a word where text, digits and leaders meet. The inner borders
// are reckoned from the usual widths of letters.
func tokens(w Word) []token {
	runes := []rune(w.Text)
	kinds := kindsOf(runes)
	total := 0.0
	for _, r := range runes {
		total += runeWidth(r)
	}
	if total == 0 {
		return nil
	}
	var out []token
	x := w.X0
	for i := 0; i < len(runes); {
		j, width := i, 0.0
		for ; j < len(runes) && kinds[j] == kinds[i]; j++ {
			width += runeWidth(runes[j])
		}
		end := x + width/total*(w.X1-w.X0)
		if j == len(runes) {
			end = w.X1
		}
		text := string(runes[i:j])
		out = append(out, token{text, vntext.Fold(text), kinds[i], x, w.Y0, end, w.Y1})
		x, i = end, j
	}
	return out
}

// kindsOf marks each rune. One full stop is punctuation unless the word is
// nothing else; digits count as such only beside a leader or alone, so that
// "V2" and "68/2024/NĐ-CP" stay whole.
func kindsOf(runes []rune) []kind {
	kinds := make([]kind, len(runes))
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && isDot(runes[j]) {
			j++
		}
		if j == i {
			i++
			continue
		}
		if n := j - i; isLeaderRun(runes[i:j]) || n == len(runes) && strings.TrimLeft(string(runes), ".") == "" {
			for k := i; k < j; k++ {
				kinds[k] = leader
			}
		}
		i = j
	}
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && unicode.IsDigit(runes[j]) && kinds[j] == letters {
			j++
		}
		if j > i {
			left := i == 0 || kinds[i-1] == leader
			right := j == len(runes) || kinds[j] == leader || strings.ContainsRune(",.;", runes[j])
			for k := i; k < j && left && right; k++ {
				kinds[k] = digits
			}
			i = j
			continue
		}
		i++
	}
	return kinds
}

func isDot(r rune) bool {
	switch r {
	case '.', '…', '_', '‥', '․', '·', '⋯', '-', '˗', '\uf02e':
		return true
	}
	return false
}

// isLeaderRun wants two dots or lines, three hyphens, or one ellipsis.
func isLeaderRun(run []rune) bool {
	dots, hyphens := 0, 0
	for _, r := range run {
		switch r {
		case '-', '˗':
			hyphens++
		case '…', '⋯', '‥', '\uf02e':
			dots += 3
		default:
			dots++
		}
	}
	return dots >= 2 && hyphens == 0 || hyphens >= 3 && dots == 0
}

// runeWidth is the width of a letter in Times, in em, near enough to find the
// border between dots and letters inside one word.
func runeWidth(r rune) float64 {
	switch {
	case r == '…' || r == '⋯':
		return 1
	case r == '_' || unicode.IsDigit(r):
		return 0.5
	case strings.ContainsRune(".,·․'", r):
		return 0.25
	case strings.ContainsRune("/:;iljtI", r):
		return 0.28
	case r == '-' || r == '(' || r == ')' || r == 'r' || r == 'f':
		return 0.33
	case unicode.Is(unicode.Mn, r):
		return 0
	case unicode.IsUpper(r):
		return 0.69
	}
	return 0.48
}
