package form

import (
	"strconv"

	"antin/internal/domain/profile"
)

// blankRows of a form without data, to be filled by hand.
const blankRows = 5

// grid is the table as it is laid on the page.
type grid struct {
	widths     []float64
	size, lead float64
	labels     [][]string // wrapped labels of the columns
	head       float64    // height of the head
}

const cellPad = 1.3 // mm around the text of a cell

// table prints the columns; the head stands again on every page.
func (p *printer) table() {
	if len(p.f.Columns) == 0 {
		return
	}
	g := p.grid()
	if p.f.TableTitle != "" {
		p.room(lead + g.head + 3*g.lead)
		p.font(bold, bodySize)
		p.Text(p.left+firstIndent, baseline(p.y, bodySize), p.f.TableTitle+p.count())
		p.y += lead + 1
	}
	p.room(g.head + 2*g.lead)
	p.tableHead(g)
	if len(p.d.Rows) == 0 {
		for range blankRows {
			p.row(g, make([][]string, len(g.widths)), 8)
		}
		return
	}
	for i, row := range p.d.Rows {
		p.record(g, i+1, row)
	}
}

// count says how many rows there are, where the title asks for a quantity.
func (p *printer) count() string {
	if n := len(p.d.Rows); n > 1 {
		return " " + strconv.Itoa(n)
	}
	return ""
}

func (p *printer) grid() grid {
	g := grid{size: 11.5, lead: 4.9}
	switch n := len(p.f.Columns); {
	case n >= 11:
		g.size, g.lead = 9.5, 4.1
	case n >= wideFrom:
		g.size, g.lead = 10.5, 4.5
	case n >= 6:
		g.size, g.lead = 10.5, 4.5
	}
	total := 0
	for _, c := range p.f.Columns {
		total += share(c, p.f.Columns)
	}
	p.font(bold, g.size)
	for _, c := range p.f.Columns {
		w := p.measure() * float64(share(c, p.f.Columns)) / float64(total)
		g.widths = append(g.widths, w)
		lines := p.wrap(c.Label, w-2*cellPad, 0)
		g.labels = append(g.labels, lines)
		g.head = max(g.head, float64(len(lines))*g.lead+2*cellPad)
	}
	return g
}

// share of a column; without a width it is the mean of the others.
func share(c profile.FormField, all []profile.FormField) int {
	if c.Width > 0 {
		return c.Width
	}
	sum, n := 0, 0
	for _, other := range all {
		if other.Width > 0 {
			sum, n = sum+other.Width, n+1
		}
	}
	if n == 0 {
		return 10
	}
	return max(sum/n, 1)
}

func (p *printer) tableHead(g grid) {
	p.font(bold, g.size)
	x := p.left
	for i, lines := range g.labels {
		p.Rect(x, p.y, g.widths[i], g.head, "D")
		y := p.y + (g.head-float64(len(lines))*g.lead)/2
		for _, line := range lines {
			p.centred(x+g.widths[i]/2, y, line, g.size)
			y += g.lead
		}
		x += g.widths[i]
	}
	p.y += g.head
}

// record prints one row of data; a row higher than a page goes on overleaf.
func (p *printer) record(g grid, n int, row map[string]string) {
	p.font(regular, g.size)
	cells := make([][]string, len(g.widths))
	most := 1
	for i, c := range p.f.Columns {
		value := row[c.Code]
		if c.Code == profile.ColumnOrder && value == "" {
			value = strconv.Itoa(n)
		}
		cells[i] = p.wrap(value, g.widths[i]-2*cellPad, 0)
		most = max(most, len(cells[i]))
	}
	page := int((p.height - marginTop - marginBottom - g.head - 2*cellPad) / g.lead)
	for most > 0 {
		height := float64(min(most, page))*g.lead + 2*cellPad
		if p.room(height) {
			p.tableHead(g)
		}
		p.font(regular, g.size)
		cells = p.row(g, cells, height)
		most -= page
	}
}

// row draws what fits of the cells in that height and gives back the rest.
func (p *printer) row(g grid, cells [][]string, height float64) [][]string {
	if p.room(height) {
		p.tableHead(g)
		p.font(regular, g.size)
	}
	fits := int((height - 2*cellPad + 0.01) / g.lead)
	x := p.left
	for i := range cells {
		p.Rect(x, p.y, g.widths[i], height, "D")
		n := min(len(cells[i]), fits)
		for k, line := range cells[i][:n] {
			y := p.y + cellPad + float64(k)*g.lead
			if centredColumn(p.f.Columns[i].Code) {
				p.centred(x+g.widths[i]/2, y, line, g.size)
				continue
			}
			p.Text(x+cellPad, baseline(y, g.size), line)
		}
		cells[i] = cells[i][n:]
		x += g.widths[i]
	}
	p.y += height
	return cells
}

// centredColumn tells short marks from text.
func centredColumn(code string) bool {
	switch code {
	case profile.ColumnOrder, "birth", "renew", "change":
		return true
	}
	return false
}
