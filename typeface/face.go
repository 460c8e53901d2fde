package typeface

import (
	_ "embed" // the font files
	"fmt"
	"io"
	"strings"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

//go:embed third_party/tinos-0.4.2/Tinos-Regular.ttf
var tinosRegular string

//go:embed third_party/tinos-0.4.2/Tinos-Bold.ttf
var tinosBold string

//go:embed third_party/tinos-0.4.2/Tinos-Italic.ttf
var tinosItalic string

// Style is one cut of the face.
type Style uint8

// The styles that official documents use.
const (
	Regular Style = iota // upright
	Bold
	Italic
)

// Face is one style of a font, ready to measure and to be subset. It is not
// safe for use by several goroutines at once; taking another costs little.
type Face struct {
	name   string
	data   string
	font   *sfnt.Font
	buf    sfnt.Buffer
	em     int
	tables map[string]string
}

// Tinos opens a style of Tinos. An unknown style is the upright one.
func Tinos(style Style) *Face {
	name, data := "Tinos-Regular", tinosRegular
	switch style {
	case Bold:
		name, data = "Tinos-Bold", tinosBold
	case Italic:
		name, data = "Tinos-Italic", tinosItalic
	case Regular:
	}
	f, err := open(name, data)
	if err != nil {
		panic("typeface: embedded font: " + err.Error()) // built in wrongly
	}
	return f
}

func open(name, data string) (*Face, error) {
	tables, err := directory(data)
	if err != nil {
		return nil, err
	}
	parsed, err := sfnt.ParseReaderAt(strings.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the font %s: %w", name, err)
	}
	return &Face{name: name, data: data, font: parsed, em: int(parsed.UnitsPerEm()), tables: tables}, nil
}

// Name is the PostScript name, such as "Tinos-Regular".
func (f *Face) Name() string { return f.name }

// Program is the whole font file (TrueType), for pages that print with it.
func (f *Face) Program() io.ReadSeeker { return strings.NewReader(f.data) }

// Has reports whether the face has a glyph of its own for the character.
func (f *Face) Has(r rune) bool { return f.glyph(r) != 0 }

func (f *Face) glyph(r rune) sfnt.GlyphIndex {
	g, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil {
		return 0
	}
	return g
}

// Width is the width of the text in points at a size in points, as the PDF
// viewer will set it: without kerning, widths in thousandths of the em.
func (f *Face) Width(text string, size float64) float64 {
	total := 0
	for _, r := range norm.NFC.String(text) {
		total += f.thousandths(f.advance(int(f.glyph(r))))
	}
	return float64(total) * size / 1000
}

func (f *Face) thousandths(units int) int {
	if units < 0 {
		return -f.thousandths(-units)
	}
	return (units*1000 + f.em/2) / f.em
}

// Metrics are the measures of a face in thousandths of the em.
type Metrics struct {
	Ascent, Descent, CapHeight, XHeight int // Descent is negative
	BBox                                [4]int
	ItalicAngle                         float64
	StemV                               int
	Flags                               int // of a PDF font descriptor
}

// Metrics gives what a font descriptor asks for (ISO 32000-1, table 122).
func (f *Face) Metrics() Metrics {
	head, hhea, os2, post := f.tables["head"], f.tables["hhea"], f.tables["OS/2"], f.tables["post"]
	m := Metrics{
		Ascent:    f.thousandths(i16(hhea, 4)),
		Descent:   f.thousandths(i16(hhea, 6)),
		CapHeight: f.thousandths(i16(os2, 88)),
		XHeight:   f.thousandths(i16(os2, 86)),
		StemV:     80,
		Flags:     2 | 32, // serif, Latin
	}
	for i := range m.BBox {
		m.BBox[i] = f.thousandths(i16(head, 36+2*i))
	}
	m.ItalicAngle = float64(int32(u32(post, 4))) / 65536
	if m.ItalicAngle != 0 {
		m.Flags |= 64
	}
	if u16(os2, 4) >= 600 { // weight
		m.StemV = 140
	}
	return m
}
