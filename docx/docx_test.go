package docx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"antin/docx"
)

func run(text string, size float64) docx.Run {
	return docx.Run{Text: text, Font: "Times New Roman", Size: size}
}

func sample() *docx.Content {
	title := run("QUYẾT ĐỊNH", 14)
	title.Bold = true
	red := run("đỏ & <xanh>", 13)
	red.Colour, red.Italic, red.Underline = "FF0000", true, true
	cell := func(text string) docx.Cell {
		return docx.Cell{Span: 1, Blocks: []docx.Block{{Paragraph: &docx.Paragraph{Align: docx.Center, Line: 1, Runs: []docx.Run{run(text, 13)}}}}}
	}
	return &docx.Content{
		Sections: []docx.Section{docx.A4()},
		Blocks: []docx.Block{
			{Table: &docx.Table{Widths: []float64{200, 250}, Rows: [][]docx.Cell{{cell("ỦY BAN NHÂN DÂN"), cell("CỘNG HÒA")}}}},
			{Paragraph: &docx.Paragraph{Align: docx.Center, Line: 1, Runs: []docx.Run{title}, RuleUnder: true}},
			{Paragraph: &docx.Paragraph{Align: docx.Justify, First: 36, Before: 6, Line: 1.5, Runs: []docx.Run{run("Điều 1. ", 14), red}}},
			{Paragraph: &docx.Paragraph{Align: docx.Left, Left: 20, First: -10, Exact: 18, Runs: []docx.Run{run("một\thai\nba", 14)}, NewPage: true}},
		},
	}
}

func file(t *testing.T, c *docx.Content) *docx.File {
	t.Helper()
	raw, err := docx.Write(c)
	if err != nil {
		t.Fatal(err)
	}
	f, err := docx.Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func clean(c *docx.Content) *docx.Content {
	for _, p := range c.Paragraphs() {
		p.Index, p.Section, p.Style = 0, 0, ""
	}
	return c
}

func TestWhatIsWrittenIsReadBackEqual(t *testing.T) {
	t.Parallel()
	want := sample()
	got := clean(file(t, sample()).Content())
	for i, s := range got.Sections { // twentieths of a point
		w := want.Sections[i]
		if d := s.Left - w.Left; d > 0.1 || d < -0.1 || s.Number != w.Number || !s.TitlePage {
			t.Errorf("section %+v, want %+v", s, w)
		}
	}
	if !reflect.DeepEqual(got.Blocks, want.Blocks) {
		t.Errorf("got %+v\nwant %+v", got.Paragraphs()[4], want.Paragraphs()[4])
	}
}

func TestAnEditKeepsWhatItDoesNotTouch(t *testing.T) {
	t.Parallel()
	f := file(t, sample())
	before := part(t, bytesOf(t, f), "word/document.xml")
	yes := true
	if err := f.Format(3, docx.Look{Size: 13, Bold: &yes, Font: "Times New Roman"}); err != nil {
		t.Fatal(err)
	}
	if err := f.Replace(3, "Điều 1. ", "Điều 01. "); err != nil {
		t.Fatal(err)
	}
	if err := f.SetPage(0, docx.Section{Left: 99}); err != nil {
		t.Fatal(err)
	}
	after := part(t, bytesOf(t, f), "word/document.xml")
	for i, p := range strings.SplitAfter(before, "</w:p>") {
		if i == 3 || strings.Contains(p, "sectPr") {
			continue
		}
		if !strings.Contains(after, p) {
			t.Errorf("paragraph %d changed: %s", i, p)
		}
	}
	again, err := docx.Open(bytesOf(t, f))
	if err != nil {
		t.Fatal(err)
	}
	c := again.Content()
	p := c.Paragraphs()[3]
	if p.Text() != "Điều 01. đỏ & <xanh>" || !p.Runs[0].Bold || p.Runs[1].Size != 13 || !p.Runs[1].Italic || c.Sections[0].Left != 99 {
		t.Errorf("read back %+v, left %v", p, c.Sections[0].Left)
	}
}

func TestNumberPagesPutsTheNumberIntoTheUpperMargin(t *testing.T) {
	t.Parallel()
	c := sample()
	c.Sections[0].Number = docx.PageNumber{}
	f := file(t, c)
	if f.Content().Sections[0].Number.Shown {
		t.Fatal("the file was numbered before")
	}
	if err := f.NumberPages("Times New Roman", 13); err != nil {
		t.Fatal(err)
	}
	again, err := docx.Open(bytesOf(t, f))
	if err != nil {
		t.Fatal(err)
	}
	want := docx.PageNumber{Shown: true, Align: docx.Center, Size: 13, Font: "Times New Roman"}
	if got := again.Content().Sections[0].Number; got != want {
		t.Errorf("page number %+v, want %+v", got, want)
	}
}

func TestStylesThemeAndTogglesCount(t *testing.T) {
	t.Parallel()
	w := `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	f, err := docx.Open(zipped(t, map[string]string{
		"word/document.xml": `<w:document ` + w + `><w:body><w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:rPr><w:rStyle w:val="C"/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p></w:body></w:document>`,
		"word/styles.xml":   `<w:styles ` + w + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="B"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="H"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="C"><w:rPr><w:b/></w:rPr></w:style></w:styles>`,
		"word/theme/t.xml":  `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme><a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>`,
		"word/_rels/document.xml.rels": `<Relationships><Relationship Id="1" Type="x/styles" Target="styles.xml"/><Relationship Id="2" Type="x/theme" Target="theme/t.xml"/>` +
			`<Relationship Id="3" Type="x/attachedTemplate" Target="http://xấu.vn/a.dotm" TargetMode="External"/></Relationships>`,
		"word/vbaProject.bin": "macro", "word/embeddings/ole1.bin": "object",
	}))
	if err != nil {
		t.Fatal(err)
	}
	p := f.Content().Paragraphs()[0]
	if p.Align != docx.Center || len(p.Runs) != 2 || p.Runs[0].Bold || !p.Runs[1].Bold || p.Runs[0].Font != "Calibri" || p.Runs[0].Size != 13 {
		t.Errorf("paragraph %+v", p)
	}
	want := []docx.Concern{{Kind: docx.Embedded, Name: "word/embeddings/ole1.bin"}, {Kind: docx.Macro, Name: "word/vbaProject.bin"}, {Kind: docx.Outside, Name: "http://xấu.vn/a.dotm"}}
	if got := f.Concerns(); !reflect.DeepEqual(got, want) {
		t.Errorf("concerns %v", got)
	}
}

func TestOpenRefusesWhatIsNoWordFile(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<w:p>", 300) + strings.Repeat("</w:p>", 300)
	w := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"no zip":  {[]byte("%PDF-1.7"), docx.ErrMalformed},
		"no text": {zipped(t, map[string]string{"a": "b"}), docx.ErrMalformed},
		"doctype": {zipped(t, map[string]string{"word/document.xml": `<!DOCTYPE a [<!ENTITY b "c">]>` + w + `</w:body></w:document>`}), docx.ErrMalformed},
		"deep":    {zipped(t, map[string]string{"word/document.xml": w + deep + `</w:body></w:document>`}), docx.ErrTooLarge},
		"crossed": {zipped(t, map[string]string{"word/document.xml": w + `</w:document></w:body>`}), docx.ErrMalformed},
		"huge":    {zipped(t, map[string]string{"word/document.xml": w + strings.Repeat(" ", 49<<20)}), docx.ErrTooLarge},
	} {
		if _, err := docx.Open(c.raw); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestCompareTellsWordsOfVietnamese(t *testing.T) {
	t.Parallel()
	before := []string{"Điều 1. Phê duyệt kế hoạch năm 2025.", "Giữ nguyên.", "Bỏ đoạn này hẳn."}
	after := []string{"Điều 1. Phê duyệt kế hoạch công tác năm 2026.", "Giữ  nguyên.", "Thêm một đoạn khác."}
	got := docx.Compare(before, after)
	if len(got) != 4 || got[0].Kind != docx.Changed || got[1].Kind != docx.Same || got[2].Kind != docx.Removed || got[3].Kind != docx.Added {
		t.Fatalf("changes %+v", got)
	}
	want := []docx.Piece{{docx.Same, "Điều 1. Phê duyệt kế hoạch "}, {docx.Added, "công tác "}, {docx.Same, "năm "}, {docx.Removed, "2025"}, {docx.Added, "2026"}, {docx.Same, "."}}
	if !reflect.DeepEqual(got[0].Pieces, want) {
		t.Errorf("pieces %+v", got[0].Pieces)
	}
}

func bytesOf(t testing.TB, f *docx.File) []byte {
	t.Helper()
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func part(t *testing.T, raw []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
