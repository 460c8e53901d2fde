package vntext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Typed is text from outside as it may be kept: marks that turn the direction
// of writing (Unicode Bidirectional Algorithm, 2.1 to 2.6) are taken out,
// because they let a page show something else than is stored. It is false for
// what nobody types: broken UTF-8, and control characters other than tab and
// line ends.
func Typed(s string) (string, bool) {
	if !utf8.ValidString(s) {
		return "", false
	}
	bad := strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' })
	if bad {
		return "", false
	}
	return strings.Map(func(r rune) rune {
		if turns(r) {
			return -1
		}
		return r
	}, s), true
}

// TypedLine is Typed for what stands in one line: tabs and line ends become
// spaces.
func TypedLine(s string) (string, bool) {
	s, ok := Typed(s)
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\t' || r == '\n' || r == '\r' }), " "), ok
}

func turns(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c'
}
