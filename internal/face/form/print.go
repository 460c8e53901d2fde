package form

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr"

	"antin/internal/domain/profile"
)

// Marked is a print of an electronic document with a mark at the foot of every
// page.
type Marked struct {
	Pages  [][]byte // PNG of each page, as a viewer shows it
	Footer string   // "Bản in từ văn bản điện tử, không có giá trị pháp lý"
	Detail string   // second line: number, who printed it, when
	Link   string   // behind the code; empty draws none
	At     time.Time
}

const codeSize = 14.0 // mm

// MarkedPDF draws the pages on A4 with the mark in the lower margin; the pages
// themselves are not changed.
func MarkedPDF(m Marked) ([]byte, error) {
	p, err := newPrinter(profile.Form{Title: "Bản in"}, Data{At: m.At})
	if err != nil {
		return nil, err
	}
	p.SetTitle("Bản in từ văn bản điện tử", true)
	var code []byte
	if m.Link != "" {
		c, err := qr.Encode(m.Link, qr.M)
		if err != nil {
			return nil, fmt.Errorf("drawing the code: %w", err)
		}
		c.Scale = 8
		code = c.PNG()
	}
	picture := fpdf.ImageOptions{ImageType: "PNG"}
	for i, page := range m.Pages {
		if i > 0 {
			p.AddPage()
		}
		name := fmt.Sprint("page-", i)
		p.RegisterImageOptionsReader(name, picture, bytes.NewReader(page))
		p.ImageOptions(name, 0, 0, p.width, 0, false, picture, 0, "")
		p.mark(m, code)
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("drawing a print: %w", err)
	}
	return out.Bytes(), nil
}

// mark writes the two lines and the code at the foot.
func (p *printer) mark(m Marked, code []byte) {
	right := p.measure()
	if code != nil {
		picture := fpdf.ImageOptions{ImageType: "PNG"}
		p.RegisterImageOptionsReader("code", picture, bytes.NewReader(code))
		p.ImageOptions("code", p.width-p.right-codeSize, p.height-codeSize-3, codeSize, codeSize, false, picture, 0, "")
		right -= codeSize + 3
	}
	p.SetTextColor(0x5B, 0x66, 0x73)
	p.font(italic, 9)
	p.Text(p.left, p.height-9, p.fit(m.Footer, right))
	p.font(regular, 8)
	p.Text(p.left, p.height-5, p.fit(m.Detail, right))
	p.SetTextColor(0, 0, 0)
}
