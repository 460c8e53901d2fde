package document

import (
	"bytes"
	"os"
	"path/filepath"
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
		"script":            {withCatalog(t, base, "OpenAction", script), Main, "lệnh tự chạy khi mở tệp; mã lệnh JavaScript"},
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
	for _, code := range []pades.FindingCode{pades.FoundOpenAction, pades.FoundEventAction, pades.FoundScript, pades.FoundLaunch, pades.FoundAction, pades.FoundEmbeddedFile,
		pades.FoundMedia, pades.FoundHiddenLayer, pades.FoundExternal, pades.FoundXFA, pades.FoundSignatureSpot, pades.FoundSignature, pades.FoundUnreadable, pades.FoundTooMuch} {
		if findingWords[code] == "" {
			t.Errorf("%s has no words", code)
		}
	}
}
