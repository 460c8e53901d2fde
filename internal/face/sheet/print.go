package sheet

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"antin/typeface"
)

// colour of ink and ground, the tokens of the pages.
type colour struct{ r, g, b int }

var (
	ink   = colour{0x1E, 0x2F, 0x41}
	faded = colour{0x5B, 0x66, 0x73}
	rule  = colour{0xDE, 0xD8, 0xCC}
)

// tone is how a verdict looks in print: a word and a mark, and colour besides.
type tone struct{ text, ground colour }

func toneOf(v Verdict) tone {
	switch v {
	case Valid:
		return tone{colour{0x1F, 0x6B, 0x48}, colour{0xE8, 0xF2, 0xEC}}
	case Invalid, Unreadable:
		return tone{colour{0x8C, 0x1D, 0x18}, colour{0xFB, 0xE9, 0xE7}}
	}
	return tone{colour{0x7A, 0x52, 0x00}, colour{0xFF, 0xF3, 0xD1}}
}

// Measures of the printed sheet, in millimetres and points.
const (
	left, right, top, bottom = 25.0, 20.0, 20.0, 20.0
	pageWidth                = 210.0
	body                     = pageWidth - left - right
	small, normal, big       = 10.0, 12.0, 18.0
)

// PDF prints the sheet on A4. The same sheet gives the same bytes.
func (s *Sheet) PDF(w io.Writer, at time.Time) error {
	p := &printer{Fpdf: fpdf.New("P", "mm", "A4", "")}
	if err := p.faces(); err != nil {
		return err
	}
	p.SetCatalogSort(true)
	p.SetCreationDate(at.UTC())
	p.SetModificationDate(at.UTC())
	p.SetTitle(sheetTitle+": "+s.File, true)
	p.SetLang("vi")
	p.SetMargins(left, top, right)
	p.SetAutoPageBreak(true, bottom)
	p.AliasNbPages("")
	p.SetFooterFunc(func() { p.footer(s) })
	p.AddPage()
	p.head(s)
	p.verdict(s)
	for i, c := range s.Signatures {
		p.card(i+1, c)
	}
	p.values(s)
	p.closing(s)
	p.pictures(s)
	return p.Output(w)
}

const (
	sheetTitle  = "Phiếu kiểm tra chữ ký số"
	headingWho  = "Ai đã ký"
	headingNums = "Số và ngày đã điền"
	headingDo   = "Cần làm gì"
	headingNote = "Ghi chú"
	headingSeen = "Hình các trang"
	family      = "Tinos"
)

type printer struct{ *fpdf.Fpdf }

func (p *printer) faces() error {
	for style, name := range map[typeface.Style]string{typeface.Regular: "", typeface.Bold: "B", typeface.Italic: "I"} {
		program, err := io.ReadAll(typeface.Tinos(style).Program())
		if err != nil {
			return fmt.Errorf("reading the face of the sheet: %w", err)
		}
		p.AddUTF8FontFromBytes(family, name, program)
	}
	return p.Error()
}

func (p *printer) ink(c colour) { p.SetTextColor(c.r, c.g, c.b) }

func (p *printer) font(style string, size float64) { p.SetFont(family, style, size) }

// text writes a paragraph at the left margin plus an indent.
func (p *printer) text(indent float64, style string, size float64, c colour, text string) {
	p.font(style, size)
	p.ink(c)
	p.SetX(left + indent)
	p.MultiCell(body-indent, size*0.46, clean(text), "", "L", false)
}

func (p *printer) gap(mm float64) { p.SetY(p.GetY() + mm) }

// room begins a new page when less than that is left on this one.
func (p *printer) room(mm float64) {
	if _, h := p.GetPageSize(); p.GetY()+mm > h-bottom {
		p.AddPage()
	}
}

func (p *printer) line() {
	p.SetDrawColor(rule.r, rule.g, rule.b)
	p.SetLineWidth(0.3)
	p.Line(left, p.GetY(), pageWidth-right, p.GetY())
}

func (p *printer) head(s *Sheet) {
	p.text(0, "B", normal, faded, upper(sheetTitle))
	if s.Practice {
		p.text(0, "I", small, toneOf(NotEnough).text, notePractice)
	}
	p.gap(1.5)
	p.text(0, "", normal, ink, s.File)
	p.gap(3)
}

// verdict is the band on top: mark, word, reasons, what to do.
func (p *printer) verdict(s *Sheet) {
	t := toneOf(s.Verdict)
	lines := append([]string(nil), s.Why...)
	if s.Effect != "" {
		lines = append(lines, "Giá trị: "+s.Effect+".")
	}
	const pad, inset = 5.0, 21.0
	y := p.GetY()
	height := pad + big*0.5 + 1
	p.font("", normal)
	for _, l := range lines {
		height += float64(len(p.SplitText(clean(l), body-inset-pad)))*normal*0.46 + 1
	}
	height += pad - 1
	p.SetFillColor(t.ground.r, t.ground.g, t.ground.b)
	p.Rect(left, y, body, height, "F")
	p.SetFillColor(t.text.r, t.text.g, t.text.b)
	p.Rect(left, y, 1.4, height, "F")
	p.mark(s.Verdict, left+11.5, y+pad+4.2, 5.2)
	p.SetY(y + pad)
	p.text(inset, "B", big, t.text, s.Headline)
	p.gap(1)
	for _, l := range lines {
		p.font("", normal)
		p.ink(ink)
		p.SetX(left + inset)
		p.MultiCell(body-inset-pad, normal*0.46, clean(l), "", "L", false)
		p.gap(1)
	}
	p.SetY(y + height + 5)
	p.heading(headingDo)
	for _, d := range s.Do {
		p.text(0, "", normal, ink, d)
		p.gap(0.8)
	}
	if len(s.Signatures) > 0 {
		p.gap(3)
		p.heading(headingWho)
	}
}

func (p *printer) heading(text string) {
	p.room(20)
	p.text(0, "B", 13.5, ink, text)
	p.gap(1.2)
}

// mark is a disc with a tick, a cross or a stroke: the verdict without colour.
func (p *printer) mark(v Verdict, x, y, r float64) {
	t := toneOf(v)
	p.SetFillColor(t.text.r, t.text.g, t.text.b)
	p.Circle(x, y, r, "F")
	p.SetDrawColor(255, 255, 255)
	p.SetLineWidth(r * 0.24)
	p.SetLineCapStyle("round")
	p.SetLineJoinStyle("round")
	switch v {
	case Valid:
		p.Line(x-r*0.45, y+r*0.05, x-r*0.1, y+r*0.4)
		p.Line(x-r*0.1, y+r*0.4, x+r*0.5, y-r*0.35)
	case Invalid, Unreadable:
		p.Line(x-r*0.38, y-r*0.38, x+r*0.38, y+r*0.38)
		p.Line(x-r*0.38, y+r*0.38, x+r*0.38, y-r*0.38)
	default:
		p.Line(x, y-r*0.5, x, y+r*0.12)
		p.Line(x, y+r*0.5, x, y+r*0.5)
	}
	p.SetLineCapStyle("butt")
}
