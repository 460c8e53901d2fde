package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"time"
)

const (
	wordSpace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationSpace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordType      = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	xmlHead       = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// Write makes a file of a content with one section. Equal contents give equal
// bytes. Index, Section and Style of its paragraphs do not count.
func Write(c *Content) ([]byte, error) {
	section := A4()
	if len(c.Sections) > 0 {
		section = c.Sections[len(c.Sections)-1]
	}
	var body strings.Builder
	putBlocks(&body, c.Blocks)
	putSection(&body, section)
	document := xmlHead + `<w:document xmlns:w="` + wordSpace + `" xmlns:r="` + relationSpace + `"><w:body>` + body.String() + `</w:body></w:document>`
	first := PageNumber{}
	if section.Number.First {
		first = section.Number
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [...][2]string{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", packageRels}, {"word/document.xml", document},
		{"word/_rels/document.xml.rels", documentRels}, {"word/styles.xml", stylesPart},
		{"word/header1.xml", headerPart(section.Number)}, {"word/header2.xml", headerPart(first)},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate, Modified: time.Date(2020, 3, 5, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, fmt.Errorf("writing %s: %w", part[0], err)
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			return nil, fmt.Errorf("writing %s: %w", part[0], err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("closing the file: %w", err)
	}
	return out.Bytes(), nil
}

func attrOf(space, local, value string) xml.Attr {
	return xml.Attr{Name: xml.Name{Space: space, Local: local}, Value: value}
}

func twentieths(points float64) int { return int(math.Round(points * 20)) }

func putBlocks(b *strings.Builder, blocks []Block) {
	for _, block := range blocks {
		if block.Table != nil {
			putTable(b, block.Table)
		} else if block.Paragraph != nil {
			putParagraph(b, block.Paragraph)
		}
	}
}

func putTable(b *strings.Builder, t *Table) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>`)
	if t.Borders {
		b.WriteString(`<w:tblBorders>`)
		for _, side := range [...]string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
		}
		b.WriteString(`</w:tblBorders>`)
	}
	b.WriteString(`<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range t.Widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, twentieths(w))
	}
	b.WriteString(`</w:tblGrid>`)
	for _, row := range t.Rows {
		b.WriteString(`<w:tr>`)
		column := 0
		for _, cell := range row {
			putCell(b, cell, t.Widths[min(column, len(t.Widths)):])
			column += max(cell.Span, 1)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

func putCell(b *strings.Builder, cell Cell, widths []float64) {
	span, width := max(cell.Span, 1), 0.0
	for _, w := range widths[:min(span, len(widths))] {
		width += w
	}
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twentieths(width))
	if span > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, span)
	}
	b.WriteString(`</w:tcPr>`)
	putBlocks(b, cell.Blocks)
	if n := len(cell.Blocks); n == 0 || cell.Blocks[n-1].Paragraph == nil {
		b.WriteString(`<w:p/>`)
	}
	b.WriteString(`</w:tc>`)
}

func putParagraph(b *strings.Builder, p *Paragraph) {
	b.WriteString(`<w:p><w:pPr>`)
	if p.NewPage {
		b.WriteString(`<w:pageBreakBefore/>`)
	}
	if p.RuleUnder {
		b.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`)
	}
	if p.Align == "" {
		p.Align = Left
	}
	line, rule := int(math.Round(p.Line*240)), "auto"
	if p.Exact > 0 {
		line, rule = twentieths(p.Exact), "exact"
	}
	if line == 0 {
		line = 240
	}
	fmt.Fprintf(b, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="%s"/>`, twentieths(p.Before), twentieths(p.After), line, rule)
	fmt.Fprintf(b, `<w:ind w:left="%d" w:right="%d"`, twentieths(p.Left), twentieths(p.Right))
	if p.First < 0 {
		fmt.Fprintf(b, ` w:hanging="%d"/>`, twentieths(-p.First))
	} else {
		fmt.Fprintf(b, ` w:firstLine="%d"/>`, twentieths(p.First))
	}
	b.WriteString(`<w:jc w:val="` + escaped(string(p.Align)) + `"/></w:pPr>`)
	for _, r := range p.Runs {
		putRun(b, r)
	}
	b.WriteString(`</w:p>`)
}

func putRun(b *strings.Builder, r Run) {
	b.WriteString(`<w:r>` + runProperties(r))
	piece := func(s string) {
		if s != "" {
			b.WriteString(`<w:t xml:space="preserve">` + escaped(s) + `</w:t>`)
		}
	}
	from := 0
	for i, c := range r.Text {
		if c != '\n' && c != '\t' {
			continue
		}
		piece(r.Text[from:i])
		from = i + 1
		b.WriteString(map[rune]string{'\n': `<w:br/>`, '\t': `<w:tab/>`}[c])
	}
	piece(r.Text[from:])
	b.WriteString(`</w:r>`)
}

func runProperties(r Run) string {
	font := r.Font
	if font == "" {
		font = "Times New Roman"
	}
	font = escaped(font)
	out := `<w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `" w:cs="` + font + `" w:eastAsia="` + font + `"/>`
	for _, t := range [...]struct {
		name string
		is   bool
	}{{"b", r.Bold}, {"i", r.Italic}, {"caps", r.Caps}} {
		if t.is {
			out += `<w:` + t.name + `/>`
		}
	}
	if r.Colour != "" {
		out += `<w:color w:val="` + escaped(r.Colour) + `"/>`
	}
	size := r.Size
	if size <= 0 {
		size = 14
	}
	out += fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, int(math.Round(size*2)))
	if r.Underline {
		out += `<w:u w:val="single"/>`
	}
	return out + `<w:lang w:val="vi-VN"/></w:rPr>`
}

func putSection(b *strings.Builder, s Section) {
	b.WriteString(`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>`)
	fmt.Fprintf(b, `<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>`,
		twentieths(s.Width), twentieths(s.Height), twentieths(s.Top), twentieths(s.Right), twentieths(s.Bottom), twentieths(s.Left), twentieths(s.Header))
}

func headerPart(n PageNumber) string {
	inside := `<w:p/>`
	if n.Shown {
		look := runProperties(Run{Font: n.Font, Size: n.Size})
		inside = `<w:p><w:pPr><w:jc w:val="` + string(n.Align) + `"/></w:pPr><w:r>` + look + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + look +
			`<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r>` + look + `<w:fldChar w:fldCharType="end"/></w:r></w:p>`
	}
	return xmlHead + `<w:hdr xmlns:w="` + wordSpace + `" xmlns:r="` + relationSpace + `">` + inside + `</w:hdr>`
}
