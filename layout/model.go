package layout

import (
	"strings"

	"antin/docx"
)

// Side of the sheet on which an item stands.
type Side string

// Sides. The heading and the end of a document have two columns, the body none.
const (
	LeftSide  Side = "left"
	RightSide Side = "right"
	FullSide  Side = "full"
)

// Box in points from the top left corner of its page; empty in a Word file.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Item is one line as somebody sees it: of a PDF a printed line of one column,
// of a Word file a paragraph, or a part of it between line breaks.
type Item struct {
	Text      string
	Runs      []docx.Run
	Page      int // from 1; 1 in a Word file, where pages are not known
	Box       Box
	Side      Side
	Align     docx.Align
	Paragraph int // index in the Word file, -1 in a PDF
	RuleUnder bool
	First     float64 // of a Word file, points
	Before    float64
	After     float64
	Line      float64
	Exact     float64
	Table     bool // stands in a table with borders: data, not text
	Block     int  // number of the table or paragraph of the body, for what stands beside it
}

// Kind of file that a Document was read from.
type Kind string

// Kinds. What only one of them knows is checked only there.
const (
	DOCX Kind = "docx"
	PDF  Kind = "pdf"
)

// Document is what the rules look at.
type Document struct {
	Kind     Kind
	Items    []Item
	Sections []docx.Section // of a Word file
	Sheets   []Sheet        // of a PDF
}

// Sheet is one page of a PDF: its size and the box of all that is printed
// between the page number and the foot.
type Sheet struct {
	Width, Height float64
	Ink           Box
}

// look is the formatting of most of the letters of an item.
func (i Item) look() docx.Run {
	weight := map[docx.Run]int{}
	var best docx.Run
	for _, r := range i.Runs {
		n := len([]rune(strings.TrimSpace(r.Text)))
		r.Text = ""
		weight[r] += n
		if weight[r] > weight[best] || best.Size == 0 {
			best = r
		}
	}
	return best
}

// caps reports that every letter is a capital, by the text or by its look.
func (i Item) caps() bool {
	return i.look().Caps || strings.ToUpper(i.Text) == i.Text && strings.ToLower(i.Text) != i.Text
}

// FromDOCX reads the items of a Word file.
func FromDOCX(c *docx.Content) *Document {
	d := &Document{Kind: DOCX, Sections: c.Sections}
	for n, b := range c.Blocks {
		d.block(b, FullSide, n, false)
	}
	return d
}

func (d *Document) block(b docx.Block, side Side, n int, data bool) {
	if b.Paragraph != nil {
		d.paragraph(b.Paragraph, side, n, data)
		return
	}
	for _, row := range b.Table.Rows {
		for i, cell := range row {
			at := side
			if len(row) == 2 && !b.Table.Borders && side == FullSide {
				at = [...]Side{LeftSide, RightSide}[i]
			}
			for _, inner := range cell.Blocks {
				d.block(inner, at, n, data || b.Table.Borders || len(row) > 2)
			}
		}
	}
}

func (d *Document) paragraph(p *docx.Paragraph, side Side, n int, data bool) {
	base := Item{Page: 1, Side: side, Align: p.Align, Paragraph: p.Index, RuleUnder: p.RuleUnder || p.Rule, First: p.First, Before: p.Before,
		After: p.After, Line: p.Line, Exact: p.Exact, Table: data, Block: n}
	at := base
	flush := func() {
		at.Text = joined(at.Runs)
		if at.Text != "" || at.RuleUnder {
			d.Items = append(d.Items, at)
		}
		at = base
	}
	for _, r := range p.Runs {
		lines := strings.Split(r.Text, "\n")
		for i, line := range lines {
			if i > 0 {
				flush()
			}
			if line != "" {
				r.Text = line
				at.Runs = append(at.Runs, r)
			}
		}
	}
	flush()
}

func joined(runs []docx.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
