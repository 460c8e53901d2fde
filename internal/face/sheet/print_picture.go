package sheet

import (
	"bytes"
	"fmt"
	"strconv"

	"codeberg.org/go-pdf/fpdf"
)

// Measures of the pictures in print, in millimetres.
const (
	pictureGap  = 8.0
	pictureWide = (body - pictureGap) / 2
)

func gradeTone(g Grade) tone {
	switch g {
	case Good:
		return toneOf(Valid)
	case Bad:
		return toneOf(Invalid)
	case Doubtful:
	}
	return toneOf(NotEnough)
}

// pictures prints the pages, two beside each other: as the signer left it, and
// as it is now with what changed marked.
func (p *printer) pictures(s *Sheet) {
	if len(s.Pictures) == 0 {
		return
	}
	p.AddPage()
	p.heading(headingSeen)
	for i := 0; i < len(s.Pictures); {
		row := 1
		if i+1 < len(s.Pictures) && s.Pictures[i+1].Signature == s.Pictures[i].Signature && s.Pictures[i+1].Now && !s.Pictures[i].Now {
			row = 2
		}
		p.row(s.Pictures[i:i+row], i)
		i += row
	}
}

// row prints one or two pictures and the lines of their marks below.
func (p *printer) row(list []Picture, first int) {
	height, lines := 0.0, 0
	for _, pic := range list {
		height, lines = max(height, heightOf(pic)), max(lines, len(pic.Boxes))
	}
	p.room(height + 12 + 5*float64(min(lines, 4)))
	y := p.GetY()
	for i, pic := range list {
		p.picture(pic, "page"+strconv.Itoa(first+i), left+float64(i)*(pictureWide+pictureGap), y)
	}
	p.SetY(y + height + 1.5)
	under := p.GetY()
	for i, pic := range list {
		p.SetY(under)
		p.under(pic, left+float64(i)*(pictureWide+pictureGap))
		if i == 0 && len(list) > 1 && p.GetY() > under {
			height = p.GetY()
		}
	}
	if p.GetY() < height {
		p.SetY(height)
	}
	p.gap(5)
}

// heightOf keeps a very long page within one sheet of paper.
func heightOf(pic Picture) float64 {
	if pic.Width <= 0 {
		return 0
	}
	return min(pictureWide*float64(pic.Height)/float64(pic.Width), 200)
}

func (p *printer) picture(pic Picture, name string, x, y float64) {
	h := heightOf(pic)
	options := fpdf.ImageOptions{ImageType: "PNG"}
	if p.RegisterImageOptionsReader(name, options, bytes.NewReader(pic.PNG)); p.Err() {
		return
	}
	p.ImageOptions(name, x, y, pictureWide, h, false, options, 0, "")
	p.SetDrawColor(rule.r, rule.g, rule.b)
	p.SetLineWidth(0.2)
	p.Rect(x, y, pictureWide, h, "D")
	for _, b := range pic.Boxes {
		p.box(b, x, y, pictureWide, h)
	}
}

// box frames a place and numbers it; what is not allowed is thicker, what is not
// known is dashed.
func (p *printer) box(b Box, x, y, w, h float64) {
	t := gradeTone(b.Grade())
	p.SetDrawColor(t.text.r, t.text.g, t.text.b)
	p.SetLineWidth(0.35)
	switch b.Grade() {
	case Bad:
		p.SetLineWidth(0.6)
	case Doubtful:
		p.SetDashPattern([]float64{1.2, 0.8}, 0)
	case Good:
	}
	p.Rect(x+b.X*w-0.4, y+b.Y*h-0.4, b.W*w+0.8, b.H*h+0.8, "D")
	p.SetDashPattern(nil, 0)
	const dot = 1.7
	dx, dy := min(x+(b.X+b.W)*w, x+w-dot), max(y+b.Y*h, y+dot)
	p.SetFillColor(t.text.r, t.text.g, t.text.b)
	p.Circle(dx, dy, dot, "F")
	p.font("B", 7)
	p.SetTextColor(255, 255, 255)
	p.SetXY(dx-dot, dy-dot)
	p.CellFormat(2*dot, 2*dot, strconv.Itoa(b.Number), "", 0, "CM", false, 0, "")
}

func (p *printer) under(pic Picture, x float64) {
	write := func(style string, c colour, text string) {
		p.font(style, small)
		p.ink(c)
		p.SetX(x)
		p.MultiCell(pictureWide, small*0.46, clean(text), "", "L", false)
	}
	write("I", faded, pic.Caption)
	for _, b := range pic.Boxes {
		write("", ink, fmt.Sprintf("%d. %s (%s)", b.Number, b.Text, changeVerdicts[b.Verdict]))
	}
}
