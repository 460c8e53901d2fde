package form

import (
	"strings"
	"unicode/utf8"
)

func (p *printer) font(style string, size float64) { p.SetFont(family, style, size) }

// baseline is where letters stand on in a line whose top is y.
func baseline(y, size float64) float64 { return y + 0.89*size*point }

// centred puts one line about x and gives its ends.
func (p *printer) centred(x, y float64, text string, size float64) (x0, x1 float64) {
	w := p.GetStringWidth(text)
	p.Text(x-w/2, baseline(y, size), text)
	return x - w/2, x + w/2
}

// column sets wrapped text centred about x at y and gives the y below it and
// the ends of its last line.
func (p *printer) column(x, y, width float64, text, style string, size, lead float64) (below, x0, x1 float64) {
	p.font(style, size)
	for _, line := range p.balanced(text, width) {
		x0, x1 = p.centred(x, y, line, size)
		y += lead
	}
	return y, x0, x1
}

// balanced breaks text into lines of nearly equal length, as titles are set.
func (p *printer) balanced(text string, width float64) []string {
	lines := p.wrap(text, width, 0)
	for w := width - 2; len(lines) > 1 && w > width/2; w -= 2 {
		narrower := p.wrap(text, w, 0)
		if len(narrower) > len(lines) {
			break
		}
		lines = narrower
	}
	return lines
}

// wrap breaks text into lines that fit; the first is shorter by indent. A word
// that is wider than a line, such as a serial number, is broken where it must.
func (p *printer) wrap(text string, width, indent float64) []string {
	var lines []string
	width = max(width, 4) // a column of no width still shows letters
	line, limit := "", width-indent
	flush := func() { lines, line, limit = append(lines, line), "", width }
	for _, word := range strings.Fields(clean(text)) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if p.GetStringWidth(longer) <= limit {
			line = longer
			continue
		}
		if line != "" {
			flush()
		}
		for word != "" && p.GetStringWidth(word) > limit {
			head, tail := p.split(word, limit)
			line = head
			flush()
			word = tail
		}
		line = word
	}
	return append(lines, line)
}

// split takes from the word what fits, best behind a sign such as @ or a dot.
func (p *printer) split(word string, width float64) (head, tail string) {
	end, good := 0, 0
	for i, r := range word {
		next := i + utf8.RuneLen(r)
		if p.GetStringWidth(word[:next]) > width {
			break
		}
		end = next
		if strings.ContainsRune("@./-_:", r) {
			good = next
		}
	}
	if good*3 > end {
		end = good
	}
	if end == 0 { // not even one letter fits: take it all the same
		_, end = utf8.DecodeRuneInString(word)
	}
	return word[:end], word[end:]
}

// fit cuts text to one line with an ellipsis.
func (p *printer) fit(text string, width float64) string {
	text = clean(text)
	if p.GetStringWidth(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && p.GetStringWidth(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// maxText is the length of one value; what is longer ends in an ellipsis.
const maxText = 4000

// clean drops what a printer cannot set: control signs and what is no text.
func clean(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r == utf8.RuneError || r > 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// dots fills a stretch with a dotted line.
func (p *printer) dots(x, y, width, size float64) {
	if width <= 1 {
		return
	}
	n := int(width / p.GetStringWidth("."))
	p.Text(x, baseline(y, size), strings.Repeat(".", n))
}

// paragraph sets text with a first indent, ragged at the right.
func (p *printer) paragraph(text, style string) {
	p.font(style, bodySize)
	for i, line := range p.wrap(text, p.measure(), firstIndent) {
		p.room(lead)
		p.font(style, bodySize)
		x := p.left
		if i == 0 {
			x += firstIndent
		}
		p.Text(x, baseline(p.y, bodySize), line)
		p.y += lead
	}
	p.y += 1.2
}
