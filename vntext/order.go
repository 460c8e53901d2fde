package vntext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bytes of a sort key that are below every letter.
const (
	endOfSyllable = 0x01
	beforeTone    = 0x02
	firstTone     = 0x03
)

// alphabet is the Vietnamese one with the four Latin letters it lacks; each
// base letter is followed by its variants.
const alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

// SortKey gives a string whose byte order is the order of Vietnamese
// dictionaries: syllable by syllable, letters (a ă â … d đ …) before tones
// (none, huyền, hỏi, ngã, sắc, nặng). Case does not count, so two texts may
// share a key. It holds no zero byte and is safe to store as bytes.
func SortKey(s string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(norm.NFD.String(s), unicode.IsSpace) {
		syllableKey(&b, word)
	}
	return b.String()
}

func syllableKey(b *strings.Builder, word string) {
	tone := 0
	runes := []rune(word)
	for i := 0; i < len(runes); i++ {
		r := unicode.ToLower(runes[i])
		if t := toneRank(r); t > 0 {
			tone = t
			continue
		}
		if isInvisible(r) {
			continue
		}
		for j := i + 1; j < len(runes) && unicode.Is(unicode.Mn, runes[j]); j++ {
			if toneRank(runes[j]) == 0 {
				r = composed(r, runes[j])
			}
		}
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		writeLetter(b, r)
	}
	b.WriteByte(beforeTone)
	b.WriteByte(byte(firstTone + tone))
	b.WriteByte(endOfSyllable)
}

// composed joins a base letter with circumflex, breve or horn.
func composed(base, mark rune) rune {
	for _, r := range norm.NFC.String(string([]rune{base, mark})) {
		return r
	}
	return base
}

// writeLetter puts letters of the alphabet at 0x80 and up in its order, ASCII
// below it, and everything else after it.
func writeLetter(b *strings.Builder, r rune) {
	position := 0
	for _, letter := range alphabet {
		if letter == r {
			b.WriteByte(byte(0x80 + position))
			return
		}
		position++
	}
	if r > 0x10 && r < 0x80 {
		b.WriteByte(byte(r))
		return
	}
	b.WriteByte(0xff)
	b.WriteString(string(r))
}

// Compare orders two texts as SortKey does: -1, 0 or +1.
func Compare(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) }
