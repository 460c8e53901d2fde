package form

import (
	"fmt"
	"strings"

	"antin/internal/domain/profile"
)

// body prints the opening and the blocks of lines.
func (p *printer) body() {
	if p.f.Opening != "" {
		p.paragraph(p.filled(p.f.Opening), regular)
	}
	for _, b := range p.f.Blocks {
		p.room(3 * lead)
		if b.Title != "" {
			p.font(bold, bodySize)
			p.Text(p.left+firstIndent, baseline(p.y, bodySize), b.Title)
			p.y += lead + 0.6
		}
		for _, field := range b.Fields {
			p.line(field)
		}
		p.y += 1.2
	}
}

// filled puts names and day into a paragraph.
func (p *printer) filled(text string) string {
	day := "ngày ....... tháng ....... năm .........."
	if !p.d.Date.IsZero() {
		t := p.d.Date.In(hanoi)
		day = fmt.Sprintf("ngày %d tháng %d năm %d", t.Day(), t.Month(), t.Year())
	}
	text = strings.NewReplacer(
		"{agency}", p.or(p.d.Agency, "............................................................"),
		"{day}", day,
		"{at_place}", p.or(p.d.Head["at_place"], "............................................................"),
	).Replace(text)
	if first, rest, ok := strings.Cut(text, " "); ok && strings.HasPrefix(first, "...") == false && first != "" {
		return upperFirst(first) + " " + rest
	}
	return text
}

func upperFirst(word string) string {
	for i, r := range word {
		return strings.ToUpper(string(r)) + word[i+len(string(r)):]
	}
	return word
}

// line prints one field: its label, then the value or a dotted line.
func (p *printer) line(field profile.FormField) {
	const size = bodySize
	p.font(regular, size)
	label := "- " + field.Label + ": "
	w := p.GetStringWidth(label)
	value := strings.TrimSpace(p.d.Head[field.Code])
	if value == "" {
		p.room(lead)
		p.font(regular, size)
		p.Text(p.left+firstIndent, baseline(p.y, size), label)
		p.dots(p.left+firstIndent+w, p.y, p.measure()-firstIndent-w, size)
		p.y += lead
		return
	}
	lines := p.wrap(value, p.measure()-firstIndent, w)
	for i, text := range lines {
		p.room(lead)
		p.font(regular, size)
		x := p.left + firstIndent
		if i == 0 {
			p.Text(x, baseline(p.y, size), label)
			x += w
		}
		p.Text(x, baseline(p.y, size), text)
		p.y += lead
	}
}

// closing prints the paragraph after the table.
func (p *printer) closing() {
	if p.f.Closing != "" {
		p.y += 1.5
		p.paragraph(p.filled(p.f.Closing), regular)
	}
}
