package layout

import (
	"strings"

	"antin/docx"
)

// Parts are the components of a document, worded; Compose puts each into its
// place. Empty parts are left out, but for number and date, which leave room.
type Parts struct {
	Superior string // UBND TỈNH NGHỆ AN
	Agency   string // SỞ NỘI VỤ
	Number   string // "05/QĐ-SNV", or "/QĐ-SNV" before it is given
	Place    string
	Day      string // "05", empty before it is given
	Month    string
	Year     string
	Urgency  string // HỎA TỐC
	Type     string // QUYẾT ĐỊNH; empty for a letter
	Subject  string
	Issuer   string   // CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH, under the subject of a decision
	To       []string // Kính gửi
	Basis    []string // Căn cứ …
	Body     []string
	Capacity []string // TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH
	Name     string
	Paper    []string // Nơi nhận
	Online   []string // under the second heading, where there are two
	Headings []string // of the lists of recipients; one or two
	Keep     string   // "VT, VP."
	Address  string
	Appendix []string // title and paragraphs, on a new page
}

const face = "Times New Roman"

// styled makes runs in the face of the decree.
func styled(text string, size float64, bold, italic bool) []docx.Run {
	return []docx.Run{{Text: text, Font: face, Size: size, Bold: bold, Italic: italic}}
}

func line(align docx.Align, runs []docx.Run) docx.Block {
	return docx.Block{Paragraph: &docx.Paragraph{Align: align, Line: 1, Runs: runs}}
}

// Compose gives the content of a new document in the form of Phụ lục I.
func Compose(p Parts) *docx.Content {
	c := &docx.Content{Sections: []docx.Section{docx.A4()}}
	add := func(b ...docx.Block) { c.Blocks = append(c.Blocks, b...) }
	add(docx.Block{Table: &docx.Table{Widths: []float64{185, 285}, Rows: [][]docx.Cell{{{Span: 1, Blocks: p.left()}, {Span: 1, Blocks: p.right()}}}}})
	add(p.heading()...)
	for _, text := range p.Basis {
		add(paragraph(text, true))
	}
	for _, text := range p.Body {
		add(paragraph(text, false))
	}
	add(line(docx.Left, styled("", 13, false, false)))
	add(docx.Block{Table: &docx.Table{Widths: []float64{225, 245}, Rows: [][]docx.Cell{{{Span: 1, Blocks: p.recipients()}, {Span: 1, Blocks: p.signer()}}}}})
	if p.Address != "" {
		add(line(docx.Left, styled(p.Address, 11, false, false)))
	}
	for i, text := range p.Appendix {
		switch i {
		case 0:
			b := line(docx.Center, styled("Phụ lục", 14, true, false))
			b.Paragraph.NewPage = true
			add(b, line(docx.Center, styled(strings.ToUpper(text), 14, true, false)))
		default:
			add(paragraph(text, false))
		}
	}
	return c
}

func (p Parts) left() []docx.Block {
	var out []docx.Block
	if p.Superior != "" {
		out = append(out, line(docx.Center, styled(p.Superior, 13, false, false)))
	}
	agency := line(docx.Center, styled(p.Agency, 13, true, false))
	out = append(out, agency, ruleBelow(70), line(docx.Center, styled("Số: "+p.number(), 13, false, false)))
	if p.Type == "" && p.Subject != "" {
		out = append(out, line(docx.Center, styled("V/v "+p.Subject, 12, false, false)))
	}
	if p.Urgency != "" {
		out = append(out, line(docx.Center, []docx.Run{{Text: p.Urgency, Font: face, Size: 13, Bold: true, Colour: "FF0000"}}))
	}
	return out
}

// number leaves room where the number is not given yet.
func (p Parts) number() string {
	if strings.HasPrefix(p.Number, "/") {
		return "        " + p.Number
	}
	return p.Number
}

func (p Parts) right() []docx.Block {
	room := func(s, blank string) string {
		if s == "" {
			return blank
		}
		return s
	}
	date := p.Place + ", ngày " + room(p.Day, "    ") + " tháng " + room(p.Month, "    ") + " năm " + room(p.Year, "      ")
	return []docx.Block{
		line(docx.Center, styled("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, true, false)),
		line(docx.Center, styled("Độc lập - Tự do - Hạnh phúc", 13, true, false)), ruleBelow(55),
		line(docx.Center, styled(date, 13, false, true)),
	}
}

// ruleBelow is the line under a component: an empty, low paragraph with a
// border, drawn in from both sides.
func ruleBelow(in float64) docx.Block {
	return docx.Block{Paragraph: &docx.Paragraph{Align: docx.Center, Exact: 4, After: 4, Left: in, Right: in, RuleUnder: true, Runs: styled(" ", 4, false, false)}}
}

func (p Parts) heading() []docx.Block {
	var out []docx.Block
	gap := line(docx.Left, styled("", 13, false, false))
	out = append(out, gap)
	if p.Type != "" {
		out = append(out, line(docx.Center, styled(p.Type, 14, true, false)))
		for _, text := range strings.Split(p.Subject, "\n") {
			if text != "" {
				out = append(out, line(docx.Center, styled(text, 14, true, false)))
			}
		}
		out = append(out, ruleBelow(180))
		if p.Issuer != "" {
			out = append(out, line(docx.Center, styled(p.Issuer, 14, true, false)), gap)
		}
	}
	switch len(p.To) {
	case 0:
	case 1:
		out = append(out, line(docx.Center, styled("Kính gửi: "+p.To[0], 14, false, false)), gap)
	default:
		b := line(docx.Left, styled("Kính gửi:", 14, false, false))
		b.Paragraph.Left = 110
		out = append(out, b)
		for i, to := range p.To {
			end := ";"
			if i == len(p.To)-1 {
				end = "."
			}
			b := line(docx.Left, styled("- "+strings.TrimRight(to, ";.")+end, 14, false, false))
			b.Paragraph.Left = 165
			out = append(out, b)
		}
		out = append(out, gap)
	}
	return out
}

func paragraph(text string, italic bool) docx.Block {
	b := line(docx.Justify, styled(text, 14, false, italic))
	b.Paragraph.First, b.Paragraph.Before, b.Paragraph.After = 36, 0, 6
	if head, rest, ok := strings.Cut(text, ". "); ok && strings.HasPrefix(head, "Điều ") && len(head) < 20 {
		b.Paragraph.Runs = append(styled(head+". ", 14, true, false), styled(rest, 14, false, false)...)
	}
	return b
}

// recipients are the lists under "Nơi nhận:": one, or with a second heading one
// of paper and one of electronic copies (BG-06).
func (p Parts) recipients() []docx.Block {
	headings := p.Headings
	if len(headings) == 0 {
		headings = []string{"Nơi nhận:"}
	}
	out := []docx.Block{line(docx.Left, styled(headings[0], 12, true, true))}
	entry := func(text, end string) {
		out = append(out, line(docx.Left, styled("- "+strings.TrimRight(text, ";. ")+end, 11, false, false)))
	}
	list := p.Paper
	for i, text := range list {
		end := ";"
		if i == len(list)-1 && p.Keep == "" {
			end = "."
		}
		entry(text, end)
	}
	if p.Keep != "" {
		entry("Lưu: "+p.Keep, ".")
	}
	if len(headings) > 1 && len(p.Online) > 0 {
		out = append(out, line(docx.Left, styled(headings[1], 12, true, true)))
		for i, text := range p.Online {
			end := ";"
			if i == len(p.Online)-1 {
				end = "."
			}
			entry(text, end)
		}
	}
	return out
}

func (p Parts) signer() []docx.Block {
	var out []docx.Block
	for _, text := range p.Capacity {
		out = append(out, line(docx.Center, styled(text, 13, true, false)))
	}
	for range 4 {
		out = append(out, line(docx.Center, styled("", 14, false, false)))
	}
	return append(out, line(docx.Center, styled(p.Name, 14, true, false)))
}
