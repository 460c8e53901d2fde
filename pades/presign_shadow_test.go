package pades_test

import (
	"testing"

	"antin/pades"
	"antin/pdf"
)

// pageOne gives page 1 to a change of the file.
func pageOne(do func(page *pdf.Page, u *pdf.Update) pdf.Dict) func(*pdf.Revision, *pdf.Update) {
	return func(rev *pdf.Revision, u *pdf.Update) {
		list, err := rev.Pages()
		if err != nil {
			panic(err) // of our own fixture
		}
		u.Set(list[0].Ref, do(list[0], u))
	}
}

// coveredPage is a page with text, and around it what the test draws. Resources: a
// face of the fourteen, a state that lets through, an opaque picture and one
// with a mask.
func coveredPage(before, after string) func(*pdf.Revision, *pdf.Update) {
	return pageOne(func(page *pdf.Page, u *pdf.Update) pdf.Dict {
		image := pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Image"), "Width", pdf.Integer(1), "Height", pdf.Integer(1), "ColorSpace", pdf.Name("DeviceGray"), "BitsPerComponent", pdf.Integer(8))
		plain := u.Add(pdf.NewStream(image, []byte{255}))
		masked := u.Add(pdf.NewStream(image.With("SMask", plain), []byte{255}))
		resources := pdf.Dictionary("Font", pdf.Dictionary("F", pdf.Ref{Num: 5}),
			"ExtGState", pdf.Dictionary("G", pdf.Dictionary("ca", pdf.Real(0.3)), "M", pdf.Dictionary("BM", pdf.Name("Multiply"))),
			"XObject", pdf.Dictionary("I", plain, "S", masked))
		form := u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", pdf.Rect{X1: 600, Y1: 850}.Array(), "Resources", resources), []byte("1 g 0 0 600 850 re f")))
		resources = resources.With("XObject", pdf.Dictionary("I", plain, "S", masked, "X", form))
		u.Set(pdf.Ref{Num: 4}, pdf.NewStream(pdf.Dictionary(), []byte(before+"\nBT /F 14 Tf 100 700 Td (So 5 trieu dong) Tj ET\n"+after)))
		return page.Dict.With("Resources", resources)
	})
}

// TestPresignFindsCoveredText: the shadow attack of hiding puts a cover over
// what will be shown later.
func TestPresignFindsCoveredText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, after string
		found         bool
	}{
		"nothing":              {"", "", false},
		"white rectangle":      {"", "1 g 90 690 200 30 re f", true},
		"drawn before":         {"1 g 90 690 200 30 re f", "", false},
		"beside":               {"", "1 g 300 100 200 30 re f", false},
		"rule":                 {"", "0 g 90 703 200 0.8 re f", false},
		"frame":                {"", "90 690 200 30 re S", false},
		"picture":              {"", "q 200 0 0 30 90 690 cm /I Do Q", true},
		"picture with a mask":  {"", "q 200 0 0 30 90 690 cm /S Do Q", false},
		"highlighting":         {"", "/G gs 1 1 0 rg 90 690 200 30 re f", false},
		"multiplied":           {"", "/M gs 1 1 0 rg 90 690 200 30 re f", false},
		"after highlighting":   {"", "q /G gs Q 1 g 90 690 200 30 re f", true},
		"clipped away":         {"", "q 300 100 50 50 re W n 1 g 0 0 600 850 re f Q", false},
		"clip of before":       {"", "q 300 100 50 50 re W n Q 1 g 0 0 600 850 re f", true},
		"content in content":   {"", "q /X Do Q", true},
		"moved content":        {"", "q 1 0 0 1 700 0 cm /X Do Q", false},
		"drop":                 {"", "1 g 100 700 m 150 760 150 650 100 700 c f", false},
		"text of the searched": {"BT 3 Tr /F 14 Tf 100 500 Td (quet) Tj ET", "q 100 0 0 30 90 490 cm /I Do Q", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := findings(t, update(t, tablePDF(0), coveredPage(c.before, c.after)))
			page, ok := got[pades.FoundCover]
			if ok != c.found || ok && page != 1 || len(got) > 0 != c.found {
				t.Errorf("%v", got)
			}
		})
	}
}

// TestPresignFindsWhatLiesOverText: fields and annotations over words.
func TestPresignFindsWhatLiesOverText(t *testing.T) {
	t.Parallel()
	over := pdf.Rect{X0: 90, Y0: 690, X1: 290, Y1: 720}
	mark := func(kind pdf.Name, area pdf.Rect, more ...any) func(*pdf.Revision, *pdf.Update) {
		return func(rev *pdf.Revision, u *pdf.Update) {
			list, err := rev.Pages()
			if err != nil {
				panic(err)
			}
			a := pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", kind, "Rect", area.Array())
			for i := 0; i < len(more); i += 2 {
				a = a.With(pdf.Name(more[i].(string)), more[i+1].(pdf.Object))
			}
			ref := u.Add(a)
			u.Set(list[0].Ref, list[0].Dict.With("Annots", pdf.Array{ref}))
			if kind == "Widget" {
				catalog, err := rev.Catalog()
				if err != nil {
					panic(err)
				}
				u.Set(rootOf(rev), catalog.With("AcroForm", pdf.Dictionary("Fields", pdf.Array{ref})))
			}
		}
	}
	text := []any{"FT", pdf.Name("Tx"), "T", pdf.TextString("noi-dung")}
	for name, c := range map[string]struct {
		make func(*pdf.Revision, *pdf.Update)
		code pades.FindingCode
	}{
		"field":            {mark("Widget", over, text...), pades.FoundFieldOver},
		"field beside":     {mark("Widget", pdf.Rect{X0: 90, Y0: 90, X1: 290, Y1: 120}, text...), ""},
		"free text":        {mark("FreeText", over), pades.FoundNoteOver},
		"stamp":            {mark("Stamp", over), pades.FoundNoteOver},
		"filled square":    {mark("Square", over, "IC", pdf.Array{pdf.Integer(1)}), pades.FoundNoteOver},
		"frame":            {mark("Square", over), ""},
		"highlight":        {mark("Highlight", over), ""},
		"hidden free text": {mark("FreeText", over, "F", pdf.Integer(2)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := findings(t, update(t, update(t, tablePDF(0), coveredPage("", "")), c.make))
			page, ok := got[c.code]
			if c.code == "" && len(got) > 0 || c.code != "" && (!ok || page != 1) {
				t.Errorf("%v, expected %q", got, c.code)
			}
		})
	}
}

// TestPresignFindsWhatNothingLeadsTo: the shadow attack of hiding and replacing
// keeps a second document in the file, to be led to by one new object.
func TestPresignFindsWhatNothingLeadsTo(t *testing.T) {
	t.Parallel()
	stray := func(o pdf.Object) func(*pdf.Revision, *pdf.Update) {
		return func(_ *pdf.Revision, u *pdf.Update) { u.Add(o) }
	}
	stream := func(body string, pairs ...any) pdf.Object {
		return pdf.NewStream(pdf.Dictionary(pairs...), []byte(body))
	}
	for name, c := range map[string]struct {
		make func(*pdf.Revision, *pdf.Update)
		code pades.FindingCode
	}{
		"page":           {stray(pdf.Dictionary("Type", pdf.Name("Page"), "Contents", pdf.Ref{Num: 4})), pades.FoundHiddenPage},
		"template":       {stray(pdf.Dictionary("Type", pdf.Name("Template"), "Contents", pdf.Ref{Num: 4})), pades.FoundHiddenPage},
		"tree of pages":  {stray(pdf.Dictionary("Type", pdf.Name("Pages"), "Kids", pdf.Array{pdf.Ref{Num: 3}})), pades.FoundHiddenPage},
		"second catalog": {stray(pdf.Dictionary("Type", pdf.Name("Catalog"), "Pages", pdf.Ref{Num: 2})), pades.FoundHiddenPage},
		"page content":   {stray(stream("BT /F 12 Tf (50 trieu) Tj ET")), pades.FoundUnused},
		"drawn content":  {stray(stream("0 0 9 9 re f", "Subtype", pdf.Name("Form"))), pades.FoundUnused},
		"picture":        {stray(stream("x", "Type", pdf.Name("XObject"), "Subtype", pdf.Name("Image"))), pades.FoundUnused},
		"font":           {stray(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type3"))), pades.FoundUnused},
		"other data":     {stray(stream("BT is the name of a network")), ""},
		"a number":       {stray(pdf.Integer(9)), ""},
		"colours":        {stray(stream("\x00\x01", "N", pdf.Integer(3))), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := findings(t, update(t, tablePDF(0), c.make))
			if _, ok := got[c.code]; c.code == "" && len(got) > 0 || c.code != "" && !ok {
				t.Errorf("%v, expected %q", got, c.code)
			}
		})
	}
}

// TestPresignFindsFontsThatAreNotInTheFile: ISO 32000-2, 9.9.
func TestPresignFindsFontsThatAreNotInTheFile(t *testing.T) {
	t.Parallel()
	face := func(kind, base pdf.Name, more ...any) pdf.Dict {
		d := pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", kind, "BaseFont", base)
		for i := 0; i < len(more); i += 2 {
			d = d.With(pdf.Name(more[i].(string)), more[i+1].(pdf.Object))
		}
		return d
	}
	with := func(faces ...pdf.Dict) []byte {
		return update(t, tablePDF(0), pageOne(func(page *pdf.Page, u *pdf.Update) pdf.Dict {
			list := pdf.Dict{}
			for i, f := range faces {
				list = list.With(pdf.Name([]string{"A", "B"}[i]), u.Add(f))
			}
			return page.Dict.With("Resources", pdf.Dictionary("Font", list))
		}))
	}
	program := func(n int) pdf.Dict { return pdf.Dictionary("FontFile2", pdf.Ref{Num: n}) }
	for name, c := range map[string]struct {
		file []byte
		code pades.FindingCode
	}{
		"missing":                {with(face("TrueType", "TimesNewRoman")), pades.FoundFontMissing},
		"missing in a composite": {with(face("CIDFontType2", "Arial")), pades.FoundFontMissing},
		"standard":               {with(face("Type1", "Helvetica")), pades.FoundFontStandard},
		"embedded":               {with(face("TrueType", "ABCDEF+Arial", "FontDescriptor", program(4))), ""},
		"drawn":                  {with(face("Type3", "X")), ""},
		"one name, two programs": {with(face("TrueType", "ABCDEF+Arial", "FontDescriptor", program(4)), face("TrueType", "ABCDEF+Arial", "FontDescriptor", program(5))), pades.FoundFontTwice},
		"one program used twice": {with(face("TrueType", "ABCDEF+Arial", "FontDescriptor", program(4)), face("TrueType", "ABCDEF+Arial", "FontDescriptor", program(4))), ""},
	} {
		got := map[pades.FindingCode]int{}
		for _, f := range must(pades.Presign(open(t, c.file)))(t) {
			if f.Code != pades.FoundUnused { // the fixture's own face has lost its page
				got[f.Code] = f.Page
			}
		}
		if page, ok := got[c.code]; c.code == "" && len(got) > 0 || c.code != "" && (!ok || page != 1) {
			t.Errorf("%s: %v, expected %q", name, got, c.code)
		}
	}
}

// TestPresignAcceptsOurOwnLaidFields: they stand on the dots of the form.
func TestPresignAcceptsOurOwnLaidFields(t *testing.T) {
	t.Parallel()
	base := update(t, tablePDF(0), coveredPage("", ""))
	spot := pades.Spot{Page: 1, Rect: pdf.Rect{X0: 90, Y0: 690, X1: 290, Y1: 720}}
	tail := must(pades.Lay(open(t, base), pades.Fields{Number: &spot, Signer: &spot}, signedAt))(t)
	for _, f := range must(pades.Presign(open(t, append(base, tail...))))(t) {
		if f.Code == pades.FoundSignatureSpot && f.Field == pades.FieldSigner || f.Code.Gravity() == pades.Note {
			continue
		}
		t.Errorf("%+v", f)
	}
}
