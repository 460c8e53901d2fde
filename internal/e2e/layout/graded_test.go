package layout_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"antin/docx"
	"antin/internal/platform/render"
	"antin/layout"
)

// graded is one document of the set with the findings that it must give. What
// only the Word file knows is in docx, what only the PDF shows in pdf.
type graded struct {
	name      string
	form      func() layout.Parts
	fault     editor
	both      []layout.Code
	docx, pdf []layout.Code
	options   layout.Options
}

func codes(list ...layout.Code) []layout.Code { return list }

var two = layout.Options{NoRecord: true, Headings: []string{"Nơi nhận:", "Bản điện tử:"}, Clause: "BG-06"}

const mm = docx.PointsPerMM

func bold(v bool) func(*docx.Run)                { return func(r *docx.Run) { r.Bold = v } }
func italic(v bool) func(*docx.Run)              { return func(r *docx.Run) { r.Italic = v } }
func size(n float64) func(*docx.Run)             { return func(r *docx.Run) { r.Size = n } }
func low(r *docx.Run)                            { r.Text = strings.ToLower(r.Text) }
func aligned(a docx.Align) func(*docx.Paragraph) { return func(p *docx.Paragraph) { p.Align = a } }

func good() []graded {
	return []graded{
		{name: "good-decision", form: decision}, {name: "good-letter", form: letter}, {name: "good-report", form: report},
		{name: "good-notice-draft", form: notice}, {name: "good-submission-appendix", form: submission},
		{name: "good-urgent", form: urgent, options: layout.Options{Urgency: "HỎA TỐC"}},
		{name: "good-two-blocks", form: blocks, options: layout.Options{Headings: two.Headings, Clause: "BG-06", Paper: []string{"Ông Nguyễn Văn Bảy"}, Online: []string{"Sở Tư pháp", "UBND huyện Lục Nam"}}},
		{name: "good-size-14-motto", form: decision, fault: runs("Độc lập", size(14))},
		{name: "good-body-13", form: letter, fault: runs("Căn cứ chức năng", size(13))},
		{name: "good-margins-wide", form: letter, fault: sheet(func(s *docx.Section) { s.Left, s.Right, s.Top, s.Bottom = 35*mm, 20*mm, 25*mm, 25*mm })},
	}
}

func faulty() []graded {
	return []graded{
		{name: "a5", form: letter, fault: sheet(func(s *docx.Section) { s.Width, s.Height = 216*mm, 279*mm }), both: codes("page-size")},
		{name: "margin-left", form: report, fault: sheet(func(s *docx.Section) { s.Left = 20 * mm }), both: codes("page-margin")},
		{name: "margin-right", form: report, fault: sheet(func(s *docx.Section) { s.Right = 30 * mm }), both: codes("page-margin")},
		{name: "margin-top", form: letter, fault: sheet(func(s *docx.Section) { s.Top = 12 * mm; s.Header = 5 * mm }), both: codes("page-margin")},
		{name: "font", form: letter, fault: runs("Căn cứ chức năng", func(r *docx.Run) { r.Font = "DejaVu Sans" }), both: codes("font")},
		{name: "colour", form: letter, fault: runs("Đề nghị", func(r *docx.Run) { r.Colour = "0000FF" }), both: codes("colour")},
		{name: "no-page-number", form: report, fault: sheet(func(s *docx.Section) { s.Number = docx.PageNumber{} }), both: codes("page-number")},
		{name: "page-number-right", form: report, fault: sheet(func(s *docx.Section) { s.Number.Align = docx.Right }), both: codes("page-number")},
		{name: "page-number-small", form: report, fault: sheet(func(s *docx.Section) { s.Number.Size = 10 }), both: codes("page-number")},
		{name: "page-number-first", form: report, fault: sheet(func(s *docx.Section) { s.Number.First = true }), both: codes("page-number")},
		{name: "national-small", form: letter, fault: runs("CỘNG HÒA", size(10)), both: codes("national-style")},
		{name: "national-light", form: letter, fault: runs("CỘNG HÒA", bold(false)), both: codes("national-style")},
		{name: "national-missing", form: letter, fault: without("CỘNG HÒA"), both: codes("national-missing")},
		{name: "national-typo", form: letter, fault: says("CỘNG HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM."), both: codes("national-words")},
		{name: "motto-commas", form: letter, fault: says("Độc lập", "Độc lập, Tự do, Hạnh phúc"), both: codes("motto-words")},
		{name: "motto-tight", form: letter, fault: says("Độc lập", "Độc lập-Tự do-Hạnh phúc"), both: codes("motto-words")},
		{name: "motto-italic", form: letter, fault: runs("Độc lập", italic(true)), both: codes("motto-style")},
		{name: "motto-missing", form: decision, fault: without("Độc lập"), both: codes("motto-missing")},
		{name: "superior-bold", form: decision, fault: runs("UBND TỈNH", func(r *docx.Run) { r.Size = 15 }), both: codes("superior-style")},
		{name: "agency-light", form: decision, fault: runs("SỞ NỘI VỤ", bold(false)), both: codes("agency-style")},
		{name: "agency-low", form: decision, fault: runs("SỞ NỘI VỤ", func(r *docx.Run) { r.Text = "Sở Nội vụ" }), both: codes("agency-style")},
		{name: "number-bold", form: letter, fault: runs("Số:", bold(true)), both: codes("number-style")},
		{name: "number-zero", form: decision, fault: says("Số:", "Số: 5/QĐ-SNV"), both: codes("number-zero")},
		{name: "number-no-colon", form: letter, fault: says("Số:", "Số 12/SNV-VP"), both: codes("number-form")},
		{name: "number-spaces", form: letter, fault: says("Số:", "Số: 12/SNV - VP"), both: codes("number-form")},
		{name: "number-type", form: decision, fault: says("Số:", "Số: 05/TB-SNV"), both: codes("number-type")},
		{name: "number-missing", form: letter, fault: without("Số:"), docx: codes("number-missing", "agency-missing"), pdf: codes("number-missing", "agency-missing")},
		{name: "date-zero", form: decision, fault: says("Nghệ An,", "Nghệ An, ngày 5 tháng 1 năm 2026"), both: codes("date-zero")},
		{name: "date-comma", form: letter, fault: says("Nghệ An,", "Nghệ An ngày 22 tháng 11 năm 2026"), both: codes("date-form")},
		{name: "date-upright", form: letter, fault: runs("Nghệ An,", italic(false)), both: codes("place-date-style")},
		{name: "title-left", form: report, fault: each("BÁO CÁO", aligned(docx.Left)), both: codes("title-place")},
		{name: "title-light", form: report, fault: runs("BÁO CÁO", bold(false)), both: codes("title-style")},
		{name: "subject-light", form: report, fault: runs("Kết quả công tác", bold(false)), both: codes("subject-style")},
		{name: "subject-missing", form: report, fault: without("Kết quả công tác"), both: codes("title-missing")},
		{name: "letter-no-subject", form: letter, fault: without("V/v"), both: codes("title-missing")},
		{name: "letter-big-subject", form: letter, fault: runs("V/v", size(14)), both: codes("letter-style")},
		{name: "body-small", form: letter, fault: runs("Căn cứ chức năng", size(11)), both: codes("body-style")},
		{name: "body-left", form: letter, fault: each("Căn cứ chức năng", aligned(docx.Left)), docx: codes("body-align")},
		{name: "body-no-indent", form: letter, fault: each("Căn cứ chức năng", func(p *docx.Paragraph) { p.First = 0 }), docx: codes("body-indent")},
		{name: "body-tight", form: letter, fault: each("Căn cứ chức năng", func(p *docx.Paragraph) { p.After = 0 }), docx: codes("body-spacing")},
		{name: "capacity-slash", form: decision, fault: says("KT.", "K/T GIÁM ĐỐC"), both: codes("capacity-form")},
		{name: "capacity-low", form: decision, fault: runs("PHÓ GIÁM ĐỐC", low), both: codes("capacity-style")},
		{name: "name-caps", form: decision, fault: says("Nguyễn Văn An", "NGUYỄN VĂN AN"), both: codes("name-style")},
		{name: "name-light", form: decision, fault: runs("Nguyễn Văn An", bold(false)), both: codes("name-style")},
		{name: "recipients-upright", form: letter, fault: runs("Nơi nhận", italic(false)), both: codes("recipients-style")},
		{name: "recipient-big", form: letter, fault: runs("- Như trên", size(13)), both: codes("recipient-style")},
		{name: "recipients-no-keep", form: letter, fault: without("- Lưu"), both: codes("recipients-keep", "recipients-marks")},
		{name: "recipients-no-dash", form: letter, fault: says("- Như trên", "Như trên;"), both: codes("recipients-marks")},
		{name: "urgency-light", form: urgent, fault: runs("HỎA TỐC", bold(false)), both: codes("urgency-style"), options: layout.Options{Urgency: "HỎA TỐC"}},
		{name: "urgency-other", form: urgent, both: codes("urgency-words"), options: layout.Options{Urgency: "KHẨN"}},
		{name: "urgency-absent", form: letter, both: codes("urgency-words"), options: layout.Options{Urgency: "KHẨN"}},
		{name: "appendix-small", form: submission, fault: runs("Phụ lục", size(12)), both: codes("appendix-style")},
		{name: "one-block", form: letter, both: codes("recipients-blocks"), options: two},
		{name: "block-forgets", form: blocks, both: codes("recipients-nowhere"), options: layout.Options{Headings: two.Headings, Online: []string{"Sở Y tế"}}},
		{name: "block-twice", form: func() layout.Parts {
			p := blocks()
			p.Online = append(p.Online, "Như trên")
			return p
		}, both: codes("recipients-both"), options: layout.Options{Headings: two.Headings}},
		{name: "three-faults", form: decision, fault: func(c *docx.Content) {
			runs("Nơi nhận", bold(false))(c)
			says("Số:", "Số: 5/QĐ-SNV")(c)
			runs("QUYẾT ĐỊNH", size(18))(c)
		}, both: codes("number-zero", "recipients-style", "title-style")},
	}
}

func set() []graded { return append(good(), faulty()...) }

func (g graded) content() *docx.Content {
	c := layout.Compose(g.form())
	if g.fault != nil {
		g.fault(c)
	}
	return c
}

func found(d *layout.Document, o layout.Options) []layout.Code {
	var out []layout.Code
	for _, f := range layout.Check(d, o) {
		if !slices.Contains(out, f.Rule.Code) {
			out = append(out, f.Rule.Code)
		}
	}
	slices.Sort(out)
	return out
}

// score counts what was found against what had to be found.
type score struct{ right, extra, missed int }

func (s *score) judge(t *testing.T, name string, got, want []layout.Code) {
	t.Helper()
	for _, c := range got {
		if slices.Contains(want, c) {
			s.right++
		} else {
			s.extra++
			t.Errorf("%s: found %s, which is not there", name, c)
		}
	}
	for _, c := range want {
		if !slices.Contains(got, c) {
			s.missed++
			t.Errorf("%s: missed %s", name, c)
		}
	}
}

func (s score) log(t *testing.T, kind string, n int) {
	t.Logf("%s: %d documents, %d faults; precision %.3f, recall %.3f", kind, n, s.right+s.missed,
		float64(s.right)/float64(max(s.right+s.extra, 1)), float64(s.right)/float64(max(s.right+s.missed, 1)))
}

func TestGradedWordFiles(t *testing.T) {
	t.Parallel()
	var s score
	for _, g := range set() {
		raw, err := docx.Write(g.content())
		if err != nil {
			t.Fatal(err)
		}
		f, err := docx.Open(raw)
		if err != nil {
			t.Fatal(err)
		}
		s.judge(t, g.name, found(layout.FromDOCX(f.Content()), g.options), append(g.both, g.docx...))
	}
	s.log(t, "DOCX", len(set()))
}

// TestGradedPDFs holds the same documents against what LibreOffice prints.
func TestGradedPDFs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var names []string
	for _, g := range set() {
		raw, err := docx.Write(g.content())
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, g.name+".docx")
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	args := append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}, names...)
	if out, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	r := render.New(render.Config{})
	var s score
	for _, g := range set() {
		pages, err := r.Styled(t.Context(), filepath.Join(dir, g.name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		s.judge(t, g.name, found(layout.FromPDF(pages), g.options), append(g.both, g.pdf...))
	}
	s.log(t, "PDF", len(set()))
}
