package sample

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// wordBody gathers the paragraphs and tables of word/document.xml. Lengths are
// twentieths of a point, sizes half points, as the format has them.
type wordBody struct{ strings.Builder }

const (
	leftColumn, rightColumn = 3970, 5384 // the head: agency, national motto
	bodyLine                = 360        // 18 points, at least
)

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

// run is text in one style: "b", "i", both or neither.
func run(text string, size int, style string) string {
	var p strings.Builder
	for _, c := range style {
		fmt.Fprintf(&p, "<w:%c/>", c)
	}
	return fmt.Sprintf(`<w:r><w:rPr>%s<w:sz w:val="%d"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>`, p.String(), size, escaped(text))
}

// line is one paragraph in one style, with before twentieths of space above.
func (w *wordBody) line(text, align string, size int, style string, before int) {
	fmt.Fprintf(w, `<w:p><w:pPr><w:keepNext/><w:spacing w:before="%d"/><w:jc w:val="%s"/></w:pPr>%s</w:p>`, before, align, run(text, size, style))
}

// rule is a thin line between indents, drawn as the border of a low paragraph.
func (w *wordBody) rule(left, right int) {
	fmt.Fprintf(w, `<w:p><w:pPr><w:keepNext/><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr><w:spacing w:before="50" w:line="60" w:lineRule="exact"/><w:ind w:left="%d" w:right="%d"/></w:pPr></w:p>`, left, right)
}

// columns opens a table without borders; cells are written by the functions.
func (w *wordBody) columns(widths []int, cells ...func()) {
	w.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, width := range widths {
		fmt.Fprintf(w, `<w:gridCol w:w="%d"/>`, width)
	}
	w.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for i, cell := range cells {
		fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[i])
		cell()
		w.WriteString(`</w:tc>`)
	}
	w.WriteString(`</w:tr></w:tbl>`)
}

// head writes boxes 1 to 4 and 5b.
func (w *wordBody) head(d Doc) {
	w.columns([]int{leftColumn, rightColumn}, func() {
		if d.Superior != "" {
			w.line(strings.ToUpper(d.Superior), "center", 24, "", 0)
		}
		w.line(strings.ToUpper(d.Agency), "center", 24, "b", 0)
		w.rule(1400, 1400)
	}, func() {
		w.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "center", 24, "b", 0)
		w.line("Độc lập - Tự do - Hạnh phúc", "center", 26, "b", 0)
		w.rule(1180, 1180)
	})
	w.columns([]int{leftColumn, rightColumn}, func() {
		w.line("Số: "+numberBlank+"/"+d.Symbol, "center", 26, "", 120)
		if d.Type == Letter {
			w.line("V/v "+d.Subject, "center", 24, "", 0)
		}
	}, func() { w.line(d.dateLine(), "center", 26, "i", 120) })
}

// addressees writes box 9a.
func (w *wordBody) addressees(to []string) {
	if len(to) == 1 {
		w.line("Kính gửi: "+to[0], "center", 28, "", 300)
	}
	if len(to) < 2 {
		return
	}
	for i, name := range to {
		end, label, before := ";", "", 0
		if i == len(to)-1 {
			end = "."
		}
		if i == 0 {
			label, before = run("Kính gửi:", 28, "")+`<w:r><w:tab/></w:r>`, 300
		} else {
			label = `<w:r><w:tab/></w:r>`
		}
		fmt.Fprintf(w, `<w:p><w:pPr><w:keepNext/><w:spacing w:before="%d"/><w:ind w:left="3000" w:hanging="1200"/></w:pPr>%s%s</w:p>`,
			before, label, run("- "+name+end, 28, ""))
	}
}

// paragraph writes one paragraph of box 6; the last stays with the signature.
func (w *wordBody) paragraph(text string, last bool) {
	s, front, rest := styleOf(text)
	if last && !strings.HasSuffix(rest, "./.") {
		rest = strings.TrimSuffix(rest, ".") + "./."
	}
	if s == ordering {
		w.line(rest, "center", 28, "b", 120)
		return
	}
	keep := ""
	if last {
		keep = "<w:keepNext/><w:keepLines/>"
	}
	fmt.Fprintf(w, `<w:p><w:pPr>%s<w:spacing w:before="120" w:line="%d" w:lineRule="atLeast"/><w:ind w:firstLine="567"/><w:jc w:val="both"/></w:pPr>`, keep, bodyLine)
	if front != "" {
		w.WriteString(run(front, 28, "b"))
	}
	w.WriteString(run(rest, 28, map[style]string{ground: "i", heading: "b"}[s]) + `</w:p>`)
}

// foot writes boxes 7 and 9b; six lines are left for signature and seal.
func (w *wordBody) foot(d Doc) {
	w.line("", "left", 12, "", 0)
	w.columns([]int{4200, 5154}, func() {
		w.line("Nơi nhận:", "left", 24, "bi", 0)
		for i, name := range d.Recipients {
			end := ";"
			if i == len(d.Recipients)-1 {
				end = "."
			}
			w.line("- "+name+end, "left", 22, "", 0)
		}
		if len(d.Recipients) == 0 {
			w.line("", "left", 22, "", 0)
		}
	}, func() {
		for _, line := range d.titleLines() {
			w.line(line, "center", 28, "b", 0)
		}
		for range 6 {
			w.line("", "center", 28, "b", 0)
		}
		w.line(d.SignerName, "center", 28, "b", 0)
	})
}

// appendix writes the appendix on a page of its own.
func (w *wordBody) appendix(d Doc) {
	fmt.Fprintf(w, `<w:p><w:pPr><w:pageBreakBefore/><w:jc w:val="center"/></w:pPr>%s</w:p>`, run("PHỤ LỤC", 28, "b"))
	w.line(d.Appendix.Title, "center", 28, "b", 0)
	w.line(d.attachedTo(), "center", 28, "i", 0)
	w.rule(3600, 3600)
	w.line("", "left", 12, "", 0)
	w.table(d.Appendix)
	w.WriteString(`<w:p/>`)
}

// table writes a ruled list.
func (w *wordBody) table(t Table) {
	w.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(w, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	w.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	shares := t.shares()
	for _, share := range shares {
		fmt.Fprintf(w, `<w:gridCol w:w="%d"/>`, int(share*9354))
	}
	w.WriteString(`</w:tblGrid>`)
	for r, row := range append([][]string{t.Columns}, t.Rows...) {
		w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, share := range shares {
			text, align, style := "", "left", ""
			if i < len(row) {
				text = row[i]
			}
			if r == 0 {
				align, style = "center", "b"
			}
			fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="%s"/></w:pPr>%s</w:p></w:tc>`,
				int(share*9354), align, run(text, 24, style))
		}
		w.WriteString(`</w:tr>`)
	}
	w.WriteString(`</w:tbl>`)
}
