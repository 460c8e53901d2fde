package sheet

import (
	"fmt"
	"strings"
)

func upper(s string) string { return strings.ToUpper(s) }

// card prints one signature between two rules.
func (p *printer) card(n int, c Card) {
	const inset = 10.0
	p.room(72)
	p.line()
	p.gap(3)
	t := toneOf(c.Verdict)
	y := p.GetY()
	p.mark(c.Verdict, left+3.2, y+2.8, 2.8)
	p.SetY(y)
	p.text(inset, "B", 13, ink, c.Title)
	p.text(inset, "", small, faded, c.As)
	p.gap(0.8)
	p.text(inset, "B", small+1, t.text, fmt.Sprintf("%s %d: %s", c.kind(), n, c.Verdict))
	for _, w := range c.Why {
		p.text(inset, "", small+1, ink, w)
	}
	p.gap(1.2)
	for _, f := range c.Facts {
		p.fact(inset, f.Label, f.Text)
	}
	p.list(inset, c.TitleChanges(), c.Changes)
	p.list(inset, titleStamps, stampLines(c))
	p.list(inset, c.TitleGaps(), c.Gaps)
	p.gap(3)
}

// list prints a heading and its lines, or nothing.
func (p *printer) list(indent float64, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.gap(1.2)
	p.text(indent, "I", small, faded, title)
	for _, l := range lines {
		p.text(indent, "", small, ink, l)
	}
}

// fact prints a label and its text side by side.
func (p *printer) fact(indent float64, label, text string) {
	const labelWidth = 42.0
	p.room(6)
	p.font("", small)
	p.ink(faded)
	y := p.GetY()
	p.SetXY(left+indent, y)
	p.CellFormat(labelWidth, small*0.46, label, "", 0, "L", false, 0, "")
	p.ink(ink)
	p.SetXY(left+indent+labelWidth, y)
	p.MultiCell(body-indent-labelWidth, small*0.46, clean(text), "", "L", false)
	p.gap(0.4)
}

func (p *printer) values(s *Sheet) {
	if len(s.Values) == 0 {
		return
	}
	p.line()
	p.gap(3)
	p.heading(headingNums)
	for _, v := range s.Values {
		p.fact(0, v.Label, v.Text)
	}
	p.gap(3)
}

func (p *printer) closing(s *Sheet) {
	notes := append(append([]string(nil), s.Coverage...), s.Notes...)
	p.line()
	p.gap(3)
	if len(notes) > 0 {
		p.heading(headingNote)
	}
	for _, n := range notes {
		p.text(0, "", small+1, ink, n)
		p.gap(0.8)
	}
	if s.LegalBasis != "" {
		p.text(0, "", small+1, ink, "Cơ sở: "+s.LegalBasis+".")
		p.gap(0.8)
	}
	p.gap(1)
	p.text(0, "", small, faded, "Kiểm tra vào lúc "+s.JudgedAt+".")
	p.text(0, "", small, faded, "SHA-256 của tệp: "+s.SHA256)
}

func (p *printer) footer(s *Sheet) {
	p.SetY(-14)
	p.font("", 9)
	p.ink(faded)
	p.SetX(left)
	p.CellFormat(body*0.7, 5, sheetTitle, "", 0, "L", false, 0, "")
	p.CellFormat(body*0.3, 5, fmt.Sprintf("Trang %d/{nb}", p.PageNo()), "", 0, "R", false, 0, "")
}
