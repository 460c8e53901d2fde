package document

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"antin/internal/fault"
	"antin/pades"
	"antin/pdf"
)

func withCatalog(t *testing.T, base []byte, key pdf.Name, v pdf.Object) *pdf.File {
	t.Helper()
	open := func(b []byte) *pdf.File {
		f, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	file := open(base)
	catalog, err := file.Last().Catalog()
	if err != nil {
		t.Fatal(err)
	}
	u, err := file.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	u.Set(file.Last().Trailer().Get("Root").(pdf.Ref), catalog.With(key, v))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return open(append(bytes.Clone(base), tail...))
}

func TestDraftWithActiveContentIsRefusedInWords(t *testing.T) {
	t.Parallel()
	base, err := os.ReadFile(filepath.Join("..", "..", "..", "placement", "testdata", "lo-congvan.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	script := pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("app.alert(1)"))
	signed := pdf.Dictionary("Fields", pdf.Array{pdf.Dictionary("FT", pdf.Name("Sig"), "T", pdf.TextString("a"), "V", pdf.Dictionary("Type", pdf.Name("Sig")))})
	for name, c := range map[string]struct {
		file *pdf.File
		role Role
		say  string // in the refusal, or empty
	}{
		"plain":             {withCatalog(t, base, "Lang", pdf.TextString("vi")), Main, ""},
		"script":            {withCatalog(t, base, "OpenAction", script), Main, "lệnh tự chạy khi mở tệp, mã lệnh JavaScript"},
		"script, attached":  {withCatalog(t, base, "OpenAction", script), Attachment, "mã lệnh JavaScript"},
		"signed":            {withCatalog(t, base, "AcroForm", signed), Main, "chữ ký số có sẵn"},
		"signed by another": {withCatalog(t, base, "AcroForm", signed), Attachment, ""},
	} {
		err := refuseActive(c.file, File{Name: "a.pdf", Role: c.role})
		f, _ := fault.From(err)
		if c.say == "" && err != nil || c.say != "" && (f == nil || f.Code != "file.active-content" || !strings.Contains(f.Error(), c.say)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryFindingHasWords(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(filepath.Join("..", "..", "..", "pades", "presign.go"))
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`FindingCode = "([a-z-]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 23 {
		t.Fatalf("only %d codes were found", len(codes))
	}
	for _, m := range codes {
		code := pades.FindingCode(m[1])
		if findingWords[code] == "" {
			t.Errorf("%s has no words", code)
		}
		if (concernDo[code] == "") != (code.Gravity() == pades.Refuse) {
			t.Errorf("%s: what to do is said by the code, or it refuses", code)
		}
	}
}

// TestWarningsDoNotRefuseADraft: they are shown to whoever checks and signs.
func TestWarningsDoNotRefuseADraft(t *testing.T) {
	t.Parallel()
	base, err := os.ReadFile(filepath.Join("..", "..", "..", "placement", "testdata", "lo-congvan.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	stray := withCatalog(t, base, "Old", pdf.Dictionary("Type", pdf.Name("Page")))
	list, err := pades.Presign(stray)
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, pades.Finding{Code: pades.FoundFontMissing, Page: 2}, pades.Finding{Code: pades.FoundSignatureSpot, Field: pades.FieldSeal},
		pades.Finding{Code: pades.FoundFontMissing, Page: 3}, pades.Finding{Code: pades.FoundFontMissing, Page: 2}, pades.Finding{Code: pades.FoundScript}, pades.Finding{Code: pades.FoundCover, Page: 1})
	got := concerns(list)
	if len(got) != 3 || got[1].Code != string(pades.FoundCover) || got[0].Code != string(pades.FoundScript) || got[0].Do != doAnew || got[2].What != findingWords[pades.FoundFontMissing] || !slices.Equal(got[2].Pages, []int{2, 3}) {
		t.Errorf("%+v", got)
	}
	if err := refuseActive(stray, File{Name: "a.pdf", Role: Main}); err != nil {
		t.Error(err)
	}
}
