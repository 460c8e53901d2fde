package form

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"antin/internal/domain/profile"
	"antin/typeface"
)

// MaxRows of one form; the authority takes no longer lists.
const MaxRows = 2000

// ErrTooLong is returned by PDF for more rows than MaxRows.
var ErrTooLong = errors.New("more rows than one form may have")

// wideFrom is the number of columns from which the table lies on its side.
const wideFrom = 8

// Wide reports whether the form lies on its side.
func Wide(f profile.Form) bool { return len(f.Columns) >= wideFrom }

// PDF prints the form on A4, upright or, with many columns, on its side. It
// asks nothing of the data: what is missing stays a blank.
func PDF(f profile.Form, d Data) ([]byte, error) {
	if len(d.Rows) > MaxRows {
		return nil, fmt.Errorf("form %d with %d rows: %w", f.Number, len(d.Rows), ErrTooLong)
	}
	p, err := newPrinter(f, d)
	if err != nil {
		return nil, err
	}
	p.head()
	p.body()
	p.table()
	p.closing()
	p.signatures()
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("printing form %d: %w", f.Number, err)
	}
	return out.Bytes(), nil
}

// Page and type of NĐ 30/2020, Phụ lục I.
const (
	marginTop, marginBottom = 20.0, 20.0
	bodySize                = 13.0
	lead                    = 6.2 // mm from line to line at bodySize
	firstIndent             = 10.0
	point                   = 25.4 / 72
	family                  = "Tinos"
	regular, bold, italic   = "", "B", "I"
)

// printer sets text at places in millimetres; y is the top of the next line.
type printer struct {
	*fpdf.Fpdf
	f                          profile.Form
	d                          Data
	y                          float64
	width, height, left, right float64
}

func newPrinter(f profile.Form, d Data) (*printer, error) {
	p := &printer{f: f, d: d, width: 210, height: 297, left: 30, right: 15}
	direction := "P"
	if Wide(f) {
		direction, p.width, p.height, p.left, p.right = "L", 297, 210, 20, 15
	}
	p.Fpdf = fpdf.New(direction, "mm", "A4", "")
	for style, name := range map[typeface.Style]string{typeface.Regular: regular, typeface.Bold: bold, typeface.Italic: italic} {
		program, err := io.ReadAll(typeface.Tinos(style).Program())
		if err != nil {
			return nil, fmt.Errorf("reading the face of the form: %w", err)
		}
		p.AddUTF8FontFromBytes(family, name, program)
	}
	at := d.At
	if at.IsZero() {
		at = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // the same bytes every time
	}
	p.SetCatalogSort(true)
	p.SetCreationDate(at.UTC())
	p.SetModificationDate(at.UTC())
	p.SetProducer("antin", true)
	p.SetTitle(fmt.Sprintf("Mẫu %02d: %s", f.Number, f.Title), true)
	p.SetLang("vi")
	p.SetAutoPageBreak(false, 0)
	p.SetLineWidth(0.2)
	p.newPage()
	p.SetAlpha(1, "Normal") // makes it PDF 1.4, the least that may be signed
	return p, p.Error()
}

// newPage begins a page; from the second on its number stands in the middle of
// the top margin, and the small line stands at every foot.
func (p *printer) newPage() {
	p.AddPage()
	p.y = marginTop
	if n := p.PageNo(); n > 1 {
		p.font(regular, bodySize)
		p.centred(p.left+p.measure()/2, 11, fmt.Sprint(n), bodySize)
	}
	if p.d.Footer != "" {
		p.font(italic, 8.5)
		p.SetTextColor(0x5B, 0x66, 0x73)
		p.Text(p.left, p.height-9, p.fit(p.d.Footer, p.measure()))
		p.SetTextColor(0, 0, 0)
	}
}

// measure is the width between the margins.
func (p *printer) measure() float64 { return p.width - p.left - p.right }

// room starts a new page unless height is left on this one.
func (p *printer) room(height float64) bool {
	if p.y+height <= p.height-marginBottom {
		return false
	}
	p.newPage()
	return true
}
