package typeface

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sort"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// Subset is a font program with the letters of some texts only. The code of a
// character in a string of the PDF is its CID and its glyph number (Identity-H
// and /CIDToGIDMap /Identity). It is not changed after it was made, and many
// goroutines may use it at once.
type Subset struct {
	face    *Face
	codes   map[rune]int
	runes   []rune // by code; 0 for .notdef and for parts of other glyphs
	widths  []int  // by code, in thousandths
	program []byte
	packed  func() ([]byte, error) // the program, compressed once
	tag     string
}

// MissingError says that the face has no letter for a character.
type MissingError struct {
	Face string
	Rune rune
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("typeface: %s has no letter for %U %q", e.Face, e.Rune, e.Rune)
}

// maxLetters bounds one subset; Tinos has about 3,000 letters.
const maxLetters = 8192

// Subset makes the font program for these texts, brought to NFC. The same
// letters give the same bytes. A character without a letter is a
// [MissingError]; line breaks and other controls are such.
func (f *Face) Subset(texts ...string) (*Subset, error) {
	s := &Subset{face: f, codes: make(map[rune]int)}
	seen := make(map[rune]bool)
	var letters []rune
	for _, t := range texts {
		for _, r := range norm.NFC.String(t) {
			if seen[r] {
				continue
			}
			if !f.Has(r) {
				return nil, &MissingError{f.name, r}
			}
			seen[r] = true
			letters = append(letters, r)
		}
	}
	if len(letters) > maxLetters {
		return nil, fmt.Errorf("typeface: more than %d different letters", maxLetters)
	}
	sort.Slice(letters, func(i, j int) bool { return letters[i] < letters[j] })
	glyphs := []int{0}
	s.runes = []rune{0}
	for _, r := range letters {
		s.codes[r] = len(glyphs)
		glyphs = append(glyphs, int(f.glyph(r)))
		s.runes = append(s.runes, r)
	}
	if err := s.build(glyphs); err != nil {
		return nil, err
	}
	s.packed = sync.OnceValues(func() ([]byte, error) { return deflate(s.program) })
	sum := sha256.Sum256(s.program)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	s.tag = string(tag)
	return s, nil
}

// build lays out the glyphs, adding those that composites are made of.
func (s *Subset) build(glyphs []int) error {
	f := s.face
	place := make(map[int]int, len(glyphs)) // of parts, by old number
	var glyf []byte
	loca := make([]uint32, 1, len(glyphs)+1)
	for i := 0; i < len(glyphs); i++ {
		outline, err := f.outline(glyphs[i])
		if err != nil {
			return err
		}
		parts, err := components(outline)
		if err != nil {
			return err
		}
		start := len(glyf)
		glyf = append(glyf, outline...)
		for _, at := range parts {
			old := u16(outline, at)
			if _, ok := place[old]; !ok {
				place[old] = len(glyphs)
				glyphs = append(glyphs, old)
				s.runes = append(s.runes, 0)
			}
			binary.BigEndian.PutUint16(glyf[start+at:], uint16(place[old]))
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = append(loca, uint32(len(glyf)))
		s.widths = append(s.widths, f.thousandths(f.advance(glyphs[i])))
	}
	s.program = f.assemble(glyphs, glyf, loca)
	return nil
}

// Program is the font program, a TrueType file for /FontFile2.
func (s *Subset) Program() []byte { return s.program }

// BaseFont is the name of the subset with its tag, such as
// "ABCDEF+Tinos-Regular" (ISO 32000-1, 9.6.4).
func (s *Subset) BaseFont() string { return s.tag + "+" + s.face.name }

// Encode gives the bytes of a text for a string of the PDF: two for each
// character. A character that was not in the texts of the subset is a
// [MissingError].
func (s *Subset) Encode(text string) ([]byte, error) {
	var out []byte
	for _, r := range norm.NFC.String(text) {
		c, ok := s.codes[r]
		if !ok {
			return nil, &MissingError{s.face.name, r}
		}
		out = append(out, byte(c>>8), byte(c))
	}
	return out, nil
}

// Width is [Face.Width] of a text of the subset; characters that it has not
// count as nothing.
func (s *Subset) Width(text string, size float64) float64 {
	total := 0
	for _, r := range norm.NFC.String(text) {
		if c, ok := s.codes[r]; ok {
			total += s.widths[c]
		}
	}
	return float64(total) * size / 1000
}

// Widths are the widths by code, from 0 on, in thousandths of the em.
func (s *Subset) Widths() []int { return s.widths }
