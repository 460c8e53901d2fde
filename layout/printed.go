package layout

import (
	"math"
	"slices"
	"sort"
	"strings"

	"antin/docx"
)

// PrintedPage is one page of a PDF as a reader of its text gives it: pieces
// with their boxes (points from the top left corner) and their look.
type PrintedPage struct {
	Width, Height float64
	Pieces        []Piece
}

// Piece is text in one formatting.
type Piece struct {
	Box
	docx.Run
}

// Limits of what is looked at: a document with more pages is checked on its
// first ones, which hold everything but the body.
const (
	MaxPages  = 400
	maxPieces = 20000 // of one page
)

// FromPDF puts the pieces of a PDF together to lines.
func FromPDF(pages []PrintedPage) *Document {
	d := &Document{Kind: PDF}
	for n, page := range pages {
		if n == MaxPages {
			break
		}
		lines := linesOf(page)
		sheet := Sheet{Width: page.Width, Height: page.Height}
		left, right := page.Width, 0.0
		for i := range lines {
			lines[i].Page = n + 1
			left, right = min(left, lines[i].Box.X0), max(right, lines[i].Box.X1)
		}
		for i := range lines {
			lines[i].place(page, left, right)
			if !isPageNumber(lines[i], sheet) {
				sheet.Ink = around(sheet.Ink, lines[i].Box)
			}
		}
		d.Sheets = append(d.Sheets, sheet)
		d.Items = append(d.Items, lines...)
	}
	return d
}

func around(a, b Box) Box {
	if a == (Box{}) {
		return b
	}
	return Box{min(a.X0, b.X0), min(a.Y0, b.Y0), max(a.X1, b.X1), max(a.Y1, b.Y1)}
}

// linesOf joins pieces that stand on one line without a wide gap.
func linesOf(page PrintedPage) []Item {
	pieces := slices.Clone(page.Pieces[:min(len(page.Pieces), maxPieces)])
	pieces = slices.DeleteFunc(pieces, func(p Piece) bool { return strings.TrimSpace(p.Text) == "" || !finite(p.Box) })
	sort.SliceStable(pieces, func(i, j int) bool { return middle(pieces[i]) < middle(pieces[j]) })
	var out []Item
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && middle(pieces[n])-middle(pieces[0]) < 0.45*(pieces[0].Y1-pieces[0].Y0) {
			n++
		}
		row := pieces[:n]
		pieces = pieces[n:]
		sort.SliceStable(row, func(i, j int) bool { return row[i].X0 < row[j].X0 })
		out = append(out, cut(row)...)
	}
	return out
}

func middle(p Piece) float64 { return (p.Y0 + p.Y1) / 2 }

func finite(b Box) bool {
	for _, v := range [...]float64{b.X0, b.Y0, b.X1, b.Y1} {
		if math.IsNaN(v) || math.Abs(v) > 1e5 {
			return false
		}
	}
	return true
}

// cut divides a row at its wide gaps: there one column ends.
func cut(row []Piece) []Item {
	var out []Item
	for i, p := range row {
		gap := 0.0
		if i > 0 {
			gap = p.X0 - row[i-1].X1
		}
		if i == 0 || gap > 1.6*max(p.Size, 8) {
			out = append(out, Item{Paragraph: -1})
		}
		at := &out[len(out)-1]
		if len(at.Runs) > 0 && gap > 0.12*p.Size {
			at.Runs[len(at.Runs)-1].Text += " "
		}
		at.Runs = append(at.Runs, p.Run)
		at.Box = around(at.Box, p.Box)
	}
	for i := range out {
		out[i].Text = joined(out[i].Runs)
	}
	return out
}

// place tells the column of a line and how it is aligned.
func (i *Item) place(page PrintedPage, left, right float64) {
	center, sheet := (i.Box.X0+i.Box.X1)/2, (left+right)/2
	width := right - left
	switch {
	case i.Box.X1 < left+0.48*width && center < left+0.4*width:
		i.Side = LeftSide
	case i.Box.X0 > left+0.36*width && center > left+0.56*width:
		i.Side = RightSide
	default:
		i.Side = FullSide
	}
	i.Align = docx.Justify
	if math.Abs(center-sheet) < 0.03*page.Width && i.Box.X0 > left+0.04*width && i.Box.X1 < right-0.04*width {
		i.Align = docx.Center
	}
}

// isPageNumber reports a number alone in the upper or lower margin.
func isPageNumber(i Item, s Sheet) bool {
	if strings.Trim(i.Text, "0123456789-– ") != "" || i.Text == "" || len(i.Text) > 8 {
		return false
	}
	return i.Box.Y1 < 25*docx.PointsPerMM || i.Box.Y0 > s.Height-25*docx.PointsPerMM
}
