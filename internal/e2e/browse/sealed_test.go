package browse

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/platform/sample"
	"antin/internal/testkit/site"
	"antin/pades"
	"antin/pdf"
	"antin/typeface"
)

// TestSealedFilesHoldBeforeOtherTools seals drafts of several shapes through
// the pages and holds each against qpdf, pdfsig and pdftotext; three twins of
// each must fail.
func TestSealedFilesHoldBeforeOtherTools(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	drafts := sample.Drafts()
	kinds := map[string]site.Upload{
		"letter": site.Main(site.Letter(t)), "plan with its appendix": site.Main(site.Plan(t)),
		"invitation": site.Main(draw(t, drafts[4])), "DOCX through LibreOffice": {Field: "file", Name: "du-thao.docx", Raw: site.LetterDOCX(t)},
	}
	for name, upload := range kinds {
		t.Run(name, func(t *testing.T) {
			at := s.As(site.Officer).Draft(upload)
			s.Through(at, "seal")
			id := document.ID(strings.TrimPrefix(at, "/van-ban/"))
			d, err := s.Documents.Store.Load(t.Context(), id)
			site.Must(t, err)
			raw := s.As(site.Clerk).Sealed(at)
			foreign(t, raw)
			drawn(t, d, raw)
			twins(t, s, raw)
		})
	}
}

func draw(t *testing.T, doc sample.Doc) []byte {
	t.Helper()
	doc.SignerName, doc.Capacity, doc.SignerSuperiorTitle, doc.SignerTitle = "Trần Thị Minh", "KT.", "Giám đốc", "Phó Giám đốc"
	return site.Draw(t, doc)
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// foreign holds the file against tools that are not ours.
func foreign(t *testing.T, raw []byte) {
	t.Helper()
	path := stored(t, "sealed.pdf", raw)
	tool(t, "qpdf", "--check", path)
	said := tool(t, "pdfsig", "-nocert", path)
	if n := strings.Count(said, "Signature is Valid."); n != 2 {
		t.Errorf("pdfsig finds %d valid signatures:\n%s", n, said)
	}
}

// drawn: number and day are absent in the first revision, stand in their own
// places in the last, and what is drawn is the value of the field.
func drawn(t *testing.T, d *document.Document, raw []byte) {
	t.Helper()
	file, err := pdf.Open(bytes.NewReader(raw), int64(len(raw)))
	site.Must(t, err)
	revisions := file.Revisions()
	first := stored(t, "first.pdf", raw[:revisions[0].End])
	last := stored(t, "last.pdf", raw)
	values := fields(t, revisions[len(revisions)-1])
	for _, want := range []struct{ place, value string }{
		{document.PlaceNumber, fmt.Sprintf("%02d", d.Number)}, {document.PlaceDay, d.IssuedOn[8:]},
	} {
		p, ok := d.Place(want.place)
		if !ok || p.Absent {
			t.Errorf("no place of %s", want.place)
			continue
		}
		if before := crop(t, first, p); before != "" {
			t.Errorf("%s reads %q in the first revision", want.place, before)
		}
		if after := crop(t, last, p); after != want.value {
			t.Errorf("%s reads %q, want %q", want.place, after, want.value)
		}
		if v := values[want.place]; v != want.value {
			t.Errorf("/V of %s is %q, want %q", want.place, v, want.value)
		}
	}
}

// crop are the digits that stand in a place of an A4 page.
func crop(t *testing.T, path string, p document.Place) string {
	t.Helper()
	const height = 841.89
	n := strconv.Itoa
	out := tool(t, "pdftotext", "-r", "72", "-f", n(p.Page), "-l", n(p.Page), "-x", n(int(p.X0)), "-y", n(int(height-p.Y1)),
		"-W", n(int(p.X1-p.X0)+1), "-H", n(int(p.Y1-p.Y0)+1), path, "-")
	return strings.Map(func(r rune) rune { // the words beside the blank touch its edge
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, out)
}

// kids are the fields of our group, by their partial names.
func kids(t *testing.T, rev *pdf.Revision) map[string]pdf.Ref {
	t.Helper()
	catalog, err := rev.Catalog()
	site.Must(t, err)
	form, err := rev.Dict(catalog.Get("AcroForm"))
	site.Must(t, err)
	groups, err := rev.Array(form.Get("Fields"))
	site.Must(t, err)
	out := map[string]pdf.Ref{}
	for _, g := range groups {
		group, err := rev.Dict(g)
		site.Must(t, err)
		list, err := rev.Array(group.Get("Kids"))
		site.Must(t, err)
		for _, k := range list {
			field, err := rev.Dict(k)
			site.Must(t, err)
			name, _ := field.Get("T").(pdf.String)
			out[pdf.Text(name)] = k.(pdf.Ref)
		}
	}
	return out
}

func fields(t *testing.T, rev *pdf.Revision) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, ref := range kids(t, rev) {
		field, err := rev.Dict(ref)
		site.Must(t, err)
		if v, ok := field.Get("V").(pdf.String); ok {
			out[name] = pdf.Text(v)
		}
	}
	return out
}

// twins: the number refilled, the font replaced, one byte flipped.
func twins(t *testing.T, s *site.Site, raw []byte) {
	t.Helper()
	verdict := func(raw []byte) pades.Indication {
		out, err := s.Documents.Verify(t.Context(), held{bytes.NewReader(raw), int64(len(raw))}, s.Now())
		site.Must(t, err)
		return out.Indication
	}
	if got := verdict(raw); got != pades.TotalPassed {
		t.Errorf("the sealed file is %s", got)
	}
	for name, twin := range map[string][]byte{
		"number refilled": appended(t, raw, refill), "font replaced": appended(t, raw, otherFont), "one byte flipped": flipped(t, raw),
	} {
		if got := verdict(twin); got != pades.TotalFailed {
			t.Errorf("%s: %s, want TOTAL-FAILED", name, got)
		}
	}
}

type held struct {
	*bytes.Reader
	size int64
}

func (h held) Size() int64  { return h.size }
func (h held) Close() error { return nil }

func appended(t *testing.T, raw []byte, change func(*testing.T, *pdf.Revision, *pdf.Update)) []byte {
	t.Helper()
	file, err := pdf.Open(bytes.NewReader(raw), int64(len(raw)))
	site.Must(t, err)
	u, err := file.NewUpdate()
	site.Must(t, err)
	change(t, file.Last(), u)
	tail, err := u.Tail()
	site.Must(t, err)
	return append(bytes.Clone(raw), tail...)
}

// refill gives the number another value and the picture of it, as good as ours.
func refill(t *testing.T, rev *pdf.Revision, u *pdf.Update) {
	t.Helper()
	ref := kids(t, rev)["number"]
	field, err := rev.Dict(ref)
	site.Must(t, err)
	subset, err := typeface.Tinos(typeface.Regular).Subset("99")
	site.Must(t, err)
	font, err := subset.Embed(u)
	site.Must(t, err)
	code, err := subset.Encode("99")
	site.Must(t, err)
	look := u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"),
		"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(45), pdf.Integer(15)},
		"Resources", pdf.Dictionary("Font", pdf.Dictionary("F0", font))), fmt.Appendf(nil, "/Tx BMC q BT /F0 13 Tf 2 3 Td <%X> Tj ET Q EMC", code)))
	u.Set(ref, field.With("AP", pdf.Dictionary("N", look)).With("V", pdf.TextString("99")))
}

// otherFont puts another font in place of the one that the page is set in.
func otherFont(t *testing.T, rev *pdf.Revision, u *pdf.Update) {
	t.Helper()
	ref, err := firstFont(rev)
	site.Must(t, err)
	u.Set(ref, pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Symbol")))
}

func firstFont(rev *pdf.Revision) (pdf.Ref, error) {
	for n := 1; n < 5000; n++ {
		ref := pdf.Ref{Num: n}
		d, err := rev.Dict(ref)
		if err == nil && d.Get("Type") == pdf.Object(pdf.Name("Font")) && d.Get("Subtype") == pdf.Object(pdf.Name("Type0")) {
			return ref, nil
		}
	}
	return pdf.Ref{}, errors.New("no font in the file")
}
