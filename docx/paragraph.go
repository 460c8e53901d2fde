package docx

import (
	"strconv"
	"strings"
)

// Content reads the text with its effective formatting.
func (f *File) Content() *Content {
	c := &Content{Sections: f.sections()}
	number := make(map[*node]int, len(f.paras))
	for i, p := range f.paras {
		number[p] = i
	}
	r := reader{file: f, number: number, last: len(c.Sections) - 1}
	c.Blocks = r.blocks(f.body.root.child("w:body"))
	return c
}

type reader struct {
	file    *File
	number  map[*node]int
	section int
	last    int
}

func (r *reader) blocks(n *node) []Block {
	var out []Block
	for _, c := range n.children {
		switch c.name {
		case "w:p":
			p := r.paragraph(c)
			out = append(out, Block{Paragraph: p})
			if c.child("w:pPr", "w:sectPr") != nil {
				r.section++
			}
		case "w:tbl":
			out = append(out, Block{Table: r.table(c)})
		case "w:sdt":
			if inside := c.child("w:sdtContent"); inside != nil {
				out = append(out, r.blocks(inside)...)
			}
		case "w:ins", "w:customXml", "w:smartTag", "mc:AlternateContent", "mc:Choice":
			out = append(out, r.blocks(c)...)
		}
	}
	return out
}

func (r *reader) table(n *node) *Table {
	t := &Table{Borders: n.child("w:tblPr", "w:tblBorders") != nil}
	if grid := n.child("w:tblGrid"); grid != nil {
		for _, col := range grid.elements("w:gridCol") {
			t.Widths = append(t.Widths, twips(col.attr("w")))
		}
	}
	for _, row := range n.elements("w:tr") {
		cells := []Cell{}
		for _, cell := range row.elements("w:tc") {
			span, err := strconv.Atoi(valOf(cell.child("w:tcPr", "w:gridSpan")))
			if err != nil || span < 1 || span > 63 {
				span = 1
			}
			cells = append(cells, Cell{Blocks: r.blocks(cell), Span: span})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (r *reader) paragraph(n *node) *Paragraph {
	s := r.file.styles
	props := n.child("w:pPr")
	style := ""
	if props != nil {
		style = valOf(props.child("w:pStyle"))
	}
	p := &Paragraph{Index: r.number[n], Align: Left, Line: 1, Section: min(r.section, max(0, r.last))}
	if s.par != nil {
		p.lay(s.par)
	}
	named := style
	if named == "" {
		named = s.normal
	}
	for _, level := range s.chain(named, "w:pPr") {
		p.lay(level)
	}
	if props != nil {
		p.lay(props)
	}
	if known := s.byID[named]; known != nil {
		p.Style = valOf(known.child("w:name"))
	}
	r.runs(p, style, n)
	return p
}

// runs collects what is shown: text in insertions, links and controls counts,
// what is deleted or an instruction of a field does not.
func (r *reader) runs(p *Paragraph, style string, n *node) {
	for _, c := range n.children {
		switch c.name {
		case "w:r":
			run := r.file.styles.runOf(style, c.child("w:rPr"))
			run.Text = shown(p, c)
			if run.Text == "" {
				continue
			}
			last := len(p.Runs) - 1
			if last >= 0 && sameLook(p.Runs[last], run) {
				p.Runs[last].Text += run.Text
				continue
			}
			p.Runs = append(p.Runs, run)
		case "w:ins", "w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:customXml", "mc:AlternateContent", "mc:Choice":
			r.runs(p, style, c)
		}
	}
}

func sameLook(a, b Run) bool {
	a.Text, b.Text = "", ""
	return a == b
}

func shown(p *Paragraph, run *node) string {
	var b strings.Builder
	for _, c := range run.children {
		switch c.name {
		case "w:t":
			b.WriteString(c.content())
		case "w:tab":
			b.WriteByte('\t')
		case "w:br":
			if c.attr("type") == "page" {
				p.NewPage = true
			} else {
				b.WriteByte('\n')
			}
		case "w:cr":
			b.WriteByte('\n')
		case "w:noBreakHyphen":
			b.WriteByte('-')
		case "w:drawing", "w:pict", "w:object", "mc:AlternateContent":
			p.Rule = true
		}
	}
	return b.String()
}

// lay puts the properties of one level over the paragraph.
func (p *Paragraph) lay(props *node) {
	for _, c := range props.children {
		switch c.name {
		case "w:jc":
			p.Align = alignOf(c.attr("val"))
		case "w:ind":
			p.indent(c)
		case "w:spacing":
			p.spacing(c)
		case "w:pBdr":
			b := c.child("w:bottom")
			p.RuleUnder = b != nil && on(b.attr("val")) && b.attr("val") != "nil"
		case "w:pageBreakBefore":
			p.NewPage = on(c.attr("val"))
		case "w:numPr":
			p.Numbered = valOf(c.child("w:numId")) != "0"
		}
	}
}

func (p *Paragraph) indent(n *node) {
	for _, a := range n.attrs {
		v := twips(a.Value)
		switch a.Name.Local {
		case "left", "start":
			p.Left = v
		case "right", "end":
			p.Right = v
		case "firstLine":
			p.First = v
		case "hanging":
			p.First = -v
		}
	}
}

func (p *Paragraph) spacing(n *node) {
	if v := n.attr("before"); v != "" {
		p.Before = twips(v)
	}
	if v := n.attr("after"); v != "" {
		p.After = twips(v)
	}
	v := n.attr("line")
	if v == "" {
		return
	}
	switch n.attr("lineRule") {
	case "exact", "atLeast":
		p.Exact, p.Line = twips(v), 0
	default:
		p.Line, p.Exact = twips(v)*20/240, 0
	}
}

func alignOf(v string) Align {
	switch v {
	case "center":
		return Center
	case "right", "end":
		return Right
	case "both", "distribute":
		return Justify
	}
	return Left
}

// twips reads a length in twentieths of a point; anything else is 0. Lengths
// beyond any sheet are cut off.
func twips(v string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	if err != nil || n != n {
		return 0
	}
	return max(-31680, min(31680, n)) / 20
}
