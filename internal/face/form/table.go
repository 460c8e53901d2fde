package form

import (
	"strconv"

	"antin/internal/domain/profile"
)

// Rows of a form without data, to be filled by hand: as many as leave room for
// what follows on the same page.
const (
	fewBlanks, mostBlanks = 3, 5
	blankHeight           = 8.0
)

// blanks counts the rows to be filled by hand. What does not leave room for the
// end on this page fills the page instead.
func (p *printer) blanks() int {
	page := p.height - marginBottom - p.y
	if n := int((page - p.endHeight()) / blankHeight); n >= fewBlanks {
		return min(n, mostBlanks)
	}
	return max(fewBlanks, int(page/blankHeight))
}

// grid is the table as it is laid on the page.
type grid struct {
	widths     []float64
	size, lead float64
	labels     [][]string // wrapped labels of the columns
	head       float64    // height of the head
	page       int        // lines of text that fit beneath the head of an empty page
}

const cellPad = 1.3 // mm around the text of a cell

// table prints the columns; the head stands again on every page.
func (p *printer) table() {
	if len(p.f.Columns) == 0 {
		return
	}
	g := p.grid()
	first := p.firstRow(g)
	if p.f.TableTitle != "" {
		p.room(lead + 1 + g.head + first)
		p.font(bold, bodySize)
		p.Text(p.left+firstIndent, baseline(p.y, bodySize), p.f.TableTitle+p.count())
		p.y += lead + 1
	}
	p.room(g.head + first)
	p.tableHead(g)
	if len(p.d.Rows) == 0 {
		for range p.blanks() {
			p.row(g, make([][]string, len(g.widths)), blankHeight)
		}
		return
	}
	for i, row := range p.d.Rows {
		p.record(g, i+1, row)
	}
}

// firstRow is the height of the first row, which stays with the head.
func (p *printer) firstRow(g grid) float64 {
	if len(p.d.Rows) == 0 {
		return fewBlanks * blankHeight
	}
	_, most := p.cells(g, 1, p.d.Rows[0])
	return float64(min(most, g.page))*g.lead + 2*cellPad
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
	p.font(bold, g.size)
	g.widths = p.widths()
	for i, c := range p.f.Columns {
		w := g.widths[i]
		lines := p.wrap(c.Label, w-2*cellPad, 0)
		g.labels = append(g.labels, lines)
		g.head = max(g.head, float64(len(lines))*g.lead+2*cellPad)
	}
	g.page = int((p.height - marginTop - marginBottom - g.head - 2*cellPad) / g.lead)
	return g
}

// widths shares the measure among the columns; STT has what its word needs.
func (p *printer) widths() []float64 {
	order, left, total := p.GetStringWidth("STT")+2*cellPad+0.4, p.measure(), 0
	for _, c := range p.f.Columns {
		if c.Code == profile.ColumnOrder {
			left -= order
			continue
		}
		total += share(c, p.f.Columns)
	}
	var widths []float64
	for _, c := range p.f.Columns {
		if c.Code == profile.ColumnOrder {
			widths = append(widths, order)
			continue
		}
		widths = append(widths, left*float64(share(c, p.f.Columns))/float64(total))
	}
	return widened(widths)
}

// narrowest is the least width in mm in which a column can be read.
const narrowest = 9.0

// widened gives narrow columns their least width, at the cost of the widest.
func widened(widths []float64) []float64 {
	for i, w := range widths {
		if w >= narrowest {
			continue
		}
		widest := 0
		for k := range widths {
			if widths[k] > widths[widest] {
				widest = k
			}
		}
		if widths[widest]-(narrowest-w) > narrowest {
			widths[widest] -= narrowest - w
			widths[i] = narrowest
		}
	}
	return widths
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
	cells, most := p.cells(g, n, row)
	for most > 0 {
		height := float64(min(most, g.page))*g.lead + 2*cellPad
		if p.room(height) {
			p.tableHead(g)
		}
		p.font(regular, g.size)
		cells = p.row(g, cells, height)
		most -= g.page
	}
}

// cells wraps the texts of one row; most is the lines of the highest.
func (p *printer) cells(g grid, n int, row map[string]string) (cells [][]string, most int) {
	p.font(regular, g.size)
	cells, most = make([][]string, len(g.widths)), 1
	for i, c := range p.f.Columns {
		value := row[c.Code]
		if c.Code == profile.ColumnOrder && value == "" {
			value = strconv.Itoa(n)
		}
		cells[i] = p.wrap(value, g.widths[i]-2*cellPad, 0)
		most = max(most, len(cells[i]))
	}
	return cells, most
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
