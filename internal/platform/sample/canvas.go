package sample

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"antin/typeface"
)

// Page and type of NĐ 30/2020, Phụ lục I: A4, margins 20-25, 20-25, 30-35 and
// 15-20 mm, sizes in points, lines between single and one and a half.
const (
	pageWidth, pageHeight     = 210.0, 297.0
	marginTop, marginBottom   = 20.0, 20.0
	marginLeft, marginRight   = 30.0, 15.0
	textWidth                 = pageWidth - marginLeft - marginRight
	bodySize                  = 14.0
	bodyLead                  = 6.6  // mm from line to line of the body
	paragraphGap              = 2.12 // 6 points
	firstIndent               = 10.0
	mm                        = 25.4 / 72
	regular, bold, italic     = "", "B", "I"
	leftCentre, leftWidth     = 62.0, 70.0
	rightCentre, rightWidth   = 145.5, 94.0
	signerCentre, signerWidth = 148.0, 88.0
)

// canvas sets text at places in millimetres and keeps the height reached.
type canvas struct {
	pdf *fpdf.Fpdf
	y   float64 // top of the next line
}

func newCanvas(title string) (*canvas, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	for _, cut := range []struct {
		name  string
		style typeface.Style
	}{{regular, typeface.Regular}, {bold, typeface.Bold}, {italic, typeface.Italic}} {
		program, err := io.ReadAll(typeface.Tinos(cut.style).Program())
		if err != nil {
			return nil, fmt.Errorf("reading the font: %w", err)
		}
		pdf.AddUTF8FontFromBytes("Tinos", cut.name, program)
	}
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // the same bytes every time
	pdf.SetCreationDate(day)
	pdf.SetModificationDate(day)
	pdf.SetCatalogSort(true)
	pdf.SetProducer("antin sample", true)
	pdf.SetTitle(title, true)
	pdf.SetLang("vi")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetLineWidth(0.25)
	c := &canvas{pdf: pdf}
	c.newPage()
	pdf.SetAlpha(1, "Normal") // makes it PDF 1.4, the least that may be signed
	return c, nil
}

// newPage begins a page; from the second on its number stands in the middle of
// the top margin.
func (c *canvas) newPage() {
	c.pdf.AddPage()
	c.y = marginTop
	if n := c.pdf.PageNo(); n > 1 {
		c.font(regular, 13)
		c.centred(pageWidth/2+(marginLeft-marginRight)/2, 11, fmt.Sprint(n), 13)
	}
}

// room starts a new page unless height millimetres are left on this one.
func (c *canvas) room(height float64) {
	if c.y+height > pageHeight-marginBottom {
		c.newPage()
	}
}

func (c *canvas) font(style string, size float64) { c.pdf.SetFont("Tinos", style, size) }

// baseline is where letters stand on in a line whose top is y.
func baseline(y, size float64) float64 { return y + 0.89*size*mm }

// centred puts one line about x; y is its top.
func (c *canvas) centred(x, y float64, text string, size float64) (x0, x1 float64) {
	w := c.pdf.GetStringWidth(text)
	c.pdf.Text(x-w/2, baseline(y, size), text)
	return x - w/2, x + w/2
}

// column sets wrapped text centred about x and gives the ends of its last line.
func (c *canvas) column(x, width float64, text, style string, size, lead float64) (x0, x1 float64) {
	c.font(style, size)
	for _, line := range c.balanced(text, width) {
		x0, x1 = c.centred(x, c.y, line, size)
		c.y += lead
	}
	return x0, x1
}

// balanced breaks text into lines of nearly equal length, as titles are set.
func (c *canvas) balanced(text string, width float64) []string {
	lines := c.wrap(text, width, 0)
	for w := width; len(lines) > 1; {
		w -= 2
		narrower := c.wrap(text, w, 0)
		if len(narrower) > len(lines) || w < width/2 {
			break
		}
		lines = narrower
	}
	return lines
}

// wrap breaks text into lines that fit; the first is shorter by indent.
func (c *canvas) wrap(text string, width, indent float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		limit := width
		if len(lines) == 0 {
			limit -= indent
		}
		if line != "" && c.pdf.GetStringWidth(longer) > limit {
			lines, longer = append(lines, line), word
		}
		line = longer
	}
	return append(lines, line)
}

// run is words of one style inside a paragraph.
type word struct {
	text, style string
	width       float64
}

// paragraph sets justified text over the whole width; front is set bold.
func (c *canvas) paragraph(front, text, style string) {
	lines := c.lines(c.words(front, text, style), textWidth, firstIndent)
	for i, line := range lines {
		c.room(bodyLead)
		x, width := marginLeft, textWidth
		if i == 0 {
			x, width = x+firstIndent, width-firstIndent
		}
		c.justify(line, x, width, i == len(lines)-1)
		c.y += bodyLead
	}
	c.y += paragraphGap
}

func (c *canvas) words(front, text, style string) []word {
	var out []word
	add := func(s, style string) {
		c.font(style, bodySize)
		for _, w := range strings.Fields(s) {
			out = append(out, word{w, style, c.pdf.GetStringWidth(w)})
		}
	}
	add(front, bold)
	add(text, style)
	return out
}

func (c *canvas) space() float64 { return 0.25 * bodySize * mm }

// lines fills lines with words; the first is shorter by indent.
func (c *canvas) lines(words []word, width, indent float64) [][]word {
	var out [][]word
	var line []word
	used, limit := 0.0, width-indent
	for _, w := range words {
		if len(line) > 0 && used+c.space()+w.width > limit {
			out, line, used, limit = append(out, line), nil, 0, width
		}
		if len(line) > 0 {
			used += c.space()
		}
		line, used = append(line, w), used+w.width
	}
	return append(out, line)
}

// justify spreads the words of a line; the last line keeps its spaces.
func (c *canvas) justify(line []word, x, width float64, last bool) {
	space := c.space()
	if !last && len(line) > 1 {
		for _, w := range line {
			width -= w.width
		}
		space = width / float64(len(line)-1)
	}
	for _, w := range line {
		c.font(w.style, bodySize)
		c.pdf.Text(x, baseline(c.y, bodySize), w.text)
		x += w.width + space
	}
}

// height of a paragraph when set.
func (c *canvas) height(front, text, style string) float64 {
	n := len(c.lines(c.words(front, text, style), textWidth, firstIndent))
	return float64(n)*bodyLead + paragraphGap
}

// rule draws a thin line under a title, between x0 and x1.
func (c *canvas) rule(x0, x1, y float64) { c.pdf.Line(x0, y, x1, y) }

func (c *canvas) bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := c.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("writing the sample: %w", err)
	}
	return out.Bytes(), nil
}
