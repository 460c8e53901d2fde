package pades_test

import (
	"os"
	"path/filepath"
	"testing"

	"antin/pades"
	"antin/pdf"
)

func findings(t testing.TB, file []byte) map[pades.FindingCode]int {
	t.Helper()
	out := map[pades.FindingCode]int{}
	for _, f := range must(pades.Presign(open(t, file)))(t) {
		if f.Detail == "" {
			t.Errorf("%s without detail", f.Code)
		}
		if f.Code.Gravity() > pades.Note {
			out[f.Code] = f.Page
		}
	}
	return out
}

// TestPresignPassesWhatOfficesWrite: files of LibreOffice, Chromium, cairo,
// ghostscript and others, and a link to the web.
func TestPresignPassesWhatOfficesWrite(t *testing.T) {
	t.Parallel()
	files := must(filepath.Glob(filepath.Join("..", "placement", "testdata", "*.pdf")))(t)
	if len(files) < 12 {
		t.Fatalf("only %d files", len(files))
	}
	for _, name := range files {
		if got := findings(t, must(os.ReadFile(name))(t)); len(got) > 0 {
			t.Errorf("%s: %v", filepath.Base(name), got)
		}
	}
	for name, base := range bases(t) {
		if got := findings(t, base); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	linked := update(t, tablePDF(0), annotation("Link", "A", pdf.Dictionary("S", pdf.Name("URI"), "URI", pdf.TextString("https://nghean.gov.vn"))))
	if got := findings(t, linked); len(got) > 0 {
		t.Errorf("link: %v", got)
	}
}

func annotation(kind pdf.Name, key pdf.Name, v pdf.Object) func(*pdf.Revision, *pdf.Update) {
	return func(rev *pdf.Revision, u *pdf.Update) {
		p, err := rev.Pages()
		if err != nil {
			panic(err)
		}
		a := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", kind, "Rect", pdf.Rect{X1: 9, Y1: 9}.Array(), key, v))
		u.Set(p[0].Ref, p[0].Dict.With("Annots", pdf.Array{a}))
	}
}

func TestPresignFindsActiveContent(t *testing.T) {
	t.Parallel()
	type makes = func(rev *pdf.Revision, u *pdf.Update)
	catalog := func(key pdf.Name, v pdf.Object) makes {
		return func(rev *pdf.Revision, u *pdf.Update) {
			c, _ := rev.Catalog() // of our own fixture
			u.Set(rootOf(rev), c.With(key, v))
		}
	}
	object := func(o pdf.Object) makes { return func(_ *pdf.Revision, u *pdf.Update) { u.Add(o) } }
	act := func(s pdf.Name) pdf.Dict { return pdf.Dictionary("S", s) }
	layers := func(d pdf.Dict, usage pdf.Dict) makes {
		return func(rev *pdf.Revision, u *pdf.Update) {
			g := u.Add(pdf.Dictionary("Type", pdf.Name("OCG"), "Name", pdf.TextString("x"), "Usage", usage))
			catalog("OCProperties", pdf.Dictionary("OCGs", pdf.Array{g}, "D", d))(rev, u)
		}
	}
	off := pdf.Dictionary("View", pdf.Dictionary("ViewState", pdf.Name("OFF")))
	form := func(key pdf.Name, v pdf.Object) makes {
		return catalog("AcroForm", pdf.Dictionary("Fields", pdf.Array{}, key, v))
	}
	signatureField := func(v pdf.Object) makes {
		return func(rev *pdf.Revision, u *pdf.Update) {
			catalog("AcroForm", pdf.Dictionary("Fields", pdf.Array{u.Add(pdf.Dictionary("FT", pdf.Name("Sig"), "T", pdf.TextString("a"), "V", v))}))(rev, u)
		}
	}
	for name, c := range map[string]struct {
		make makes
		code pades.FindingCode
		page int
	}{
		"script on opening":      {catalog("OpenAction", act("JavaScript")), pades.FoundOpenAction, 0},
		"printing on opening":    {catalog("OpenAction", act("Named")), pades.FoundOpenAction, 0},
		"chain on opening":       {catalog("OpenAction", act("GoTo").With("Next", act("URI"))), pades.FoundOpenAction, 0},
		"event of the catalog":   {catalog("AA", pdf.Dictionary("WC", act("Named"))), pades.FoundEventAction, 0},
		"event of a field":       {annotation("Widget", "AA", pdf.Dictionary("F", act("GoTo"))), pades.FoundEventAction, 1},
		"names of scripts":       {catalog("Names", pdf.Dictionary("JavaScript", pdf.Dictionary("Kids", pdf.Array{}))), pades.FoundScript, 0},
		"script of a link":       {annotation("Link", "A", act("JavaScript")), pades.FoundScript, 1},
		"script nobody leads to": {object(act("JavaScript")), pades.FoundScript, 0},
		"program":                {annotation("Link", "A", act("Launch")), pades.FoundLaunch, 1},
		"sent form":              {annotation("Link", "A", act("SubmitForm")), pades.FoundAction, 1},
		"switch of layers":       {annotation("Link", "A", act("SetOCGState")), pades.FoundAction, 1},
		"other file":             {annotation("Link", "A", act("GoToR")), pades.FoundExternal, 1},
		"content of other file":  {object(pdf.NewStream(pdf.Dictionary("Subtype", pdf.Name("Form"), "Ref", pdf.Dictionary()), nil)), pades.FoundExternal, 0},
		"stream elsewhere":       {object(pdf.NewStream(pdf.Dictionary("F", pdf.TextString("a.bin")), nil)), pades.FoundExternal, 0},
		"attachment":             {annotation("FileAttachment", "FS", pdf.TextString("a")), pades.FoundEmbeddedFile, 1},
		"names of files":         {catalog("Names", pdf.Dictionary("EmbeddedFiles", pdf.Dictionary("Names", pdf.Array{pdf.TextString("a"), pdf.Ref{Num: 4}}))), pades.FoundEmbeddedFile, 0},
		"file of a part":         {object(pdf.Dictionary("Type", pdf.Name("Filespec"), "EF", pdf.Dictionary("F", pdf.Ref{Num: 4}))), pades.FoundEmbeddedFile, 0},
		"film":                   {annotation("RichMedia", "F", pdf.Integer(4)), pades.FoundMedia, 1},
		"layer off":              {layers(pdf.Dictionary("OFF", pdf.Array{pdf.Ref{Num: 4}}), nil), pades.FoundHiddenLayer, 0},
		"all layers off":         {layers(pdf.Dictionary("BaseState", pdf.Name("OFF")), nil), pades.FoundHiddenLayer, 0},
		"layer off on screens":   {layers(pdf.Dictionary("AS", pdf.Array{pdf.Dictionary("Event", pdf.Name("View"))}), off), pades.FoundHiddenLayer, 0},
		"shown where off":        {object(pdf.Dictionary("Type", pdf.Name("OCMD"), "P", pdf.Name("AllOff"))), pades.FoundHiddenLayer, 0},
		"layer on":               {layers(pdf.Dictionary("OFF", pdf.Array{}), nil), "", 0},
		"XFA":                    {form("XFA", pdf.TextString("<xdp>")), pades.FoundXFA, 0},
		"signature field":        {signatureField(pdf.Null{}), pades.FoundSignatureSpot, 0},
		"signature":              {signatureField(pdf.Dictionary()), pades.FoundSignature, 0},
		"glyph called AA":        {object(pdf.Dictionary("CharProcs", pdf.Dictionary("AA", pdf.Ref{Num: 4}, "EF", pdf.Ref{Num: 4}))), "", 0},
		"going on opening":       {catalog("OpenAction", act("GoTo").With("D", pdf.Array{pdf.Ref{Num: 3}, pdf.Name("Fit")})), "", 0},
		"part called Sound":      {object(pdf.Dictionary("Type", pdf.Name("StructElem"), "S", pdf.Name("Sound"))), "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := findings(t, update(t, tablePDF(0), c.make))
			page, ok := got[c.code]
			if c.code == "" && len(got) > 0 || c.code != "" && (!ok || page != c.page) {
				t.Errorf("%v, expected %s on page %d", got, c.code, c.page)
			}
		})
	}
}

func TestPresignIsBounded(t *testing.T) {
	t.Parallel()
	if _, ok := findings(t, crowd(60_000, "<</FT/Tx/T(a%d)>>"))[pades.FoundTooMuch]; !ok {
		t.Error("a form beyond the limits is passed over")
	}
}
