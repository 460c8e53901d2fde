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
		p.lines(b.Fields)
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
	return text
}

const columnGap = 8.0 // between two fields beside each other

// lines prints the fields of a block, on a wide page two beside each other.
func (p *printer) lines(fields []profile.FormField) {
	x, width := p.left+firstIndent, p.measure()-firstIndent
	if p.width < 250 || len(fields) < 3 {
		for _, field := range fields {
			p.beside(nil, field, x, width)
		}
		return
	}
	half := (len(fields) + 1) / 2 // read down the left column, then the right
	for i := range half {
		p.beside(fields[min(i+half, len(fields)):min(i+half+1, len(fields))], fields[i], x, (width-columnGap)/2)
	}
}

// beside prints a field at the left and, if there is one, another at its right.
func (p *printer) beside(right []profile.FormField, left profile.FormField, x, width float64) {
	rows := len(p.value(left, width))
	for _, f := range right {
		rows = max(rows, len(p.value(f, width)))
	}
	p.room(float64(rows) * lead)
	p.field(left, x, width)
	for _, f := range right {
		p.field(f, x+width+columnGap, width)
	}
	p.y += float64(rows) * lead
}

// value wraps a label and what stands behind it.
func (p *printer) value(f profile.FormField, width float64) []string {
	p.font(regular, bodySize)
	return p.wrap("- "+f.Label+": "+p.d.Head[f.Code], width, 0)
}

// field prints one field at y; without a value a dotted line ends it.
func (p *printer) field(f profile.FormField, x, width float64) {
	lines := p.value(f, width)
	for i, text := range lines {
		p.Text(x, baseline(p.y+float64(i)*lead, bodySize), text)
	}
	if strings.TrimSpace(p.d.Head[f.Code]) == "" {
		last := len(lines) - 1
		w := p.GetStringWidth(lines[last] + " ")
		p.dots(x+w, p.y+float64(last)*lead, width-w, bodySize)
	}
}

// closing prints the paragraph after the table, together with the signatures.
func (p *printer) closing() {
	p.room(p.endHeight())
	if p.f.Closing != "" {
		p.y += 1.5
		p.paragraph(p.filled(p.f.Closing), regular)
	}
}

// endHeight is what the closing paragraph and the signatures take.
func (p *printer) endHeight() float64 {
	if p.f.Closing == "" {
		return 4 + signHeight
	}
	p.font(regular, bodySize)
	return float64(len(p.wrap(p.filled(p.f.Closing), p.measure(), firstIndent)))*lead + 6.7 + signHeight
}
