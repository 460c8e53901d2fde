package vntext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes the search form: marks dropped, đ written d, lower case, runs of
// white space one space, ends trimmed. "Đất  Đỏ" and "dat do" fold the same.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || isInvisible(r):
			continue
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		r = unicode.ToLower(r)
		if r == 'đ' {
			r = 'd'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Equal reports whether two texts are the same for a reader: composed or
// decomposed, upper or lower case, hoà or hòa, any dash, any run of spaces.
// Different marks stay different: "Hà" is not "Ha".
func Equal(a, b string) bool { return canonical(a) == canonical(b) }

// canonical moves the tone of each syllable behind its letters, so that the
// two habits of placing it (hoà, hòa; thuý, thúy) become one spelling.
func canonical(s string) string {
	var b strings.Builder
	for i, word := range strings.FieldsFunc(norm.NFD.String(s), unicode.IsSpace) {
		if i > 0 {
			b.WriteByte(' ')
		}
		var tones []rune
		flush := func() {
			b.WriteString(string(tones))
			tones = tones[:0]
		}
		for _, r := range word {
			switch {
			case isInvisible(r):
			case toneRank(r) > 0:
				tones = append(tones, r)
			case unicode.Is(unicode.Pd, r) || r == '\u2212':
				flush()
				b.WriteByte('-')
			case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
				b.WriteRune(unicode.ToLower(r))
			default:
				flush()
				b.WriteRune(r)
			}
		}
		flush()
	}
	return b.String()
}

// isInvisible finds soft hyphens, joiners and byte order marks, which word
// processors leave behind and nobody sees.
func isInvisible(r rune) bool {
	return r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200d' || r == '\u2060'
}

// toneRank orders the tones as dictionaries do: none, huyền, hỏi, ngã, sắc,
// nặng; 0 for anything that is not a tone mark.
func toneRank(r rune) int {
	switch r {
	case '\u0300':
		return 1
	case '\u0309':
		return 2
	case '\u0303':
		return 3
	case '\u0301':
		return 4
	case '\u0323':
		return 5
	}
	return 0
}

// Canonical is the form that Equal compares: lower case, one way of placing the
// tone, one kind of dash and space, with all marks. Two texts that a reader
// takes for the same have the same form.
func Canonical(s string) string { return canonical(s) }
