package pades

import (
	"math"

	"antin/pdf"
	"antin/typeface"
)

// Where the text form stands, in points: within the margins that NĐ 30/2020
// leaves free (top and bottom 20 to 25 mm, right 15 to 20 mm, left 30 to 35 mm).
const (
	formEdge  = 14.0
	formRight = 42.5
	formLeft  = 85.0
)

// TopRight is the place of the text form of a copy, attachment or appendix: at
// the top right of the page as its reader sees it, as large as the lines need.
func TopRight(page *pdf.Page, lines []string) pdf.Rect {
	w, h := linesSize(lines)
	pw, ph := page.Shown()
	x1, y1 := pw-math.Min(formRight, pw/10), ph-math.Min(formEdge, ph/20)
	return page.FromShown(pdf.Rect{X0: math.Max(0, x1-w), Y0: math.Max(0, y1-h), X1: x1, Y1: y1})
}

// BottomLeft is the place of the text form where the profile puts it at the
// bottom left of the page (Bắc Giang).
func BottomLeft(page *pdf.Page, lines []string) pdf.Rect {
	w, h := linesSize(lines)
	pw, ph := page.Shown()
	x0, y0 := math.Min(formLeft, pw/7), math.Min(formEdge, ph/20)
	return page.FromShown(pdf.Rect{X0: x0, Y0: y0, X1: math.Min(pw, x0+w), Y1: math.Min(ph, y0+h)})
}

func linesSize(lines []string) (w, h float64) {
	face := typeface.Tinos(typeface.Regular)
	for _, l := range lines {
		w = math.Max(w, face.Width(l, lineSize))
	}
	return math.Ceil(w) + 2*linePadding, float64(len(lines))*lineLeading + 2*linePadding
}

// uprightSize is the size of a rectangle as the reader of a turned page sees it.
func uprightSize(r pdf.Rect, rotate int) (w, h float64) {
	if rotate == 90 || rotate == 270 {
		return r.Height(), r.Width()
	}
	return r.Width(), r.Height()
}

// uprightMatrix turns what was drawn upright so that it is upright on the page
// after the viewer has turned that; nil where nothing is turned.
func uprightMatrix(rotate int) pdf.Array {
	switch rotate {
	case 90:
		return pdf.Array{pdf.Integer(0), pdf.Integer(1), pdf.Integer(-1), pdf.Integer(0), pdf.Integer(0), pdf.Integer(0)}
	case 180:
		return pdf.Array{pdf.Integer(-1), pdf.Integer(0), pdf.Integer(0), pdf.Integer(-1), pdf.Integer(0), pdf.Integer(0)}
	case 270:
		return pdf.Array{pdf.Integer(0), pdf.Integer(-1), pdf.Integer(1), pdf.Integer(0), pdf.Integer(0), pdf.Integer(0)}
	}
	return nil
}

// upright gives a stored rectangle in the space of a box as the reader sees it,
// with its origin at the lower left of the box.
func upright(r, box pdf.Rect, rotate int) pdf.Rect {
	switch rotate {
	case 90:
		return pdf.Rect{X0: r.Y0 - box.Y0, Y0: box.X1 - r.X1, X1: r.Y1 - box.Y0, Y1: box.X1 - r.X0}
	case 180:
		return pdf.Rect{X0: box.X1 - r.X1, Y0: box.Y1 - r.Y1, X1: box.X1 - r.X0, Y1: box.Y1 - r.Y0}
	case 270:
		return pdf.Rect{X0: box.Y1 - r.Y1, Y0: r.X0 - box.X0, X1: box.Y1 - r.Y0, Y1: r.X1 - box.X0}
	}
	return pdf.Rect{X0: r.X0 - box.X0, Y0: r.Y0 - box.Y0, X1: r.X1 - box.X0, Y1: r.Y1 - box.Y0}
}
