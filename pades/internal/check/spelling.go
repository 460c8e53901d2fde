package check

import (
	"errors"
	"io"
)

// Spelling is how the gap between the two ranges is written.
type Spelling int

// The spellings; the zero value is that of a gap nobody could read.
const (
	NotHexadecimal Spelling = iota // something else than one hexadecimal string
	Plain                          // digits in pairs between brackets
	Spaced                         // with white space
	Odd                            // with half a byte at the end
)

// Spell reads a gap of that length, without keeping it.
func Spell(r io.Reader, length int64) (Spelling, error) {
	digits, at, spaced := int64(0), int64(0), false
	buf := make([]byte, min(length, 64<<10))
	for at < length {
		n, err := io.ReadFull(r, buf[:min(int64(len(buf)), length-at)])
		if err != nil {
			return NotHexadecimal, errors.Join(io.ErrUnexpectedEOF, err)
		}
		for _, b := range buf[:n] {
			switch {
			case at == 0 && b == '<', at == length-1 && b == '>':
			case at == 0 || at == length-1:
				return NotHexadecimal, nil
			case b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F':
				digits++
			case b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0:
				spaced = true
			default:
				return NotHexadecimal, nil
			}
			at++
		}
	}
	switch {
	case length < 2:
		return NotHexadecimal, nil
	case spaced:
		return Spaced, nil
	case digits%2 != 0:
		return Odd, nil
	}
	return Plain, nil
}

// spelling: white space or a half byte in the hexadecimal string is legal PDF,
// but it is room for bytes that nobody signed, and no known signer writes it.
var spelling = check{"contents-spelling", "ISO 32000-2, 7.3.4.3", func(s *Subject) verdict {
	switch s.Spelling {
	case Plain:
		return pass()
	case Spaced:
		return unsure(SigConstraints, "white space inside /Contents is not signed")
	case Odd:
		return unsure(SigConstraints, "an odd number of digits in /Contents")
	}
	return fail(FormatFailure, "the gap does not hold one hexadecimal string")
}}
