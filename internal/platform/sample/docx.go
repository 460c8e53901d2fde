package sample

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// DOCX writes the same draft as an editable file: Times New Roman, the layout
// of PDF, tables without borders for the head and the foot.
func DOCX(d Doc) ([]byte, error) {
	title, err := d.Type.title()
	if err != nil {
		return nil, err
	}
	w := &wordBody{}
	w.head(d)
	if d.Type != Letter {
		w.line(title, "center", 28, "b", 360)
		w.line(d.Subject, "center", 28, "b", 0)
		w.rule(3600, 3600)
	}
	if d.Authority != "" {
		w.line(strings.ToUpper(d.Authority), "center", 28, "b", 240)
	}
	w.addressees(d.KinhGui)
	for i, text := range d.Body {
		w.paragraph(text, i == len(d.Body)-1)
	}
	w.foot(d)
	if !d.Appendix.empty() {
		w.appendix(d)
	}
	return pack(w.String())
}

// parts of the package besides the document itself.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	typesPart    = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>`
	packageLinks = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	wordLinks    = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>`
	wordSpace    = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	stylesPart   = xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>`
	headerPart   = xmlHead + `<w:hdr ` + wordSpace + `><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`
	sectionPart  = `<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>`
)

// pack zips the parts with no times in them, so the bytes are always the same.
func pack(body string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	document := xmlHead + `<w:document ` + wordSpace + `><w:body>` + body + sectionPart + `</w:body></w:document>`
	for _, p := range [][2]string{{"[Content_Types].xml", typesPart}, {"_rels/.rels", packageLinks}, {"word/document.xml", document},
		{"word/_rels/document.xml.rels", wordLinks}, {"word/styles.xml", stylesPart}, {"word/header1.xml", headerPart}} {
		f, err := z.Create(p[0])
		if err == nil {
			_, err = f.Write([]byte(p[1]))
		}
		if err != nil {
			return nil, fmt.Errorf("writing the sample: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("writing the sample: %w", err)
	}
	return out.Bytes(), nil
}
