package pades_test

import (
	"slices"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// overText is where the printed line of the page stands.
var overText = pdf.Rect{X0: 55, Y0: 730, X1: 250, Y1: 760}

// note is an annotation with a picture of its own.
func note(u *pdf.Update, subtype pdf.Name, at pdf.Rect, text string) pdf.Ref {
	look := u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", at.Array(),
		"Resources", pdf.Dictionary("Font", pdf.Dictionary("F", u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica")))))),
		[]byte("1 g 0 0 900 900 re f BT /F 13 Tf 60 740 Td ("+text+") Tj ET")))
	return u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", subtype, "F", pdf.Integer(4), "Rect", at.Array(),
		"Contents", pdf.TextString(text), "DA", pdf.TextString("/F 13 Tf 0 g"), "AP", pdf.Dictionary("N", look)))
}

func noting(subtype pdf.Name, at pdf.Rect) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		annotated(t, rev, u, note(u, subtype, at, "PAY 999 999"))
	})
}

func annotating(name string, base func(testing.TB) []byte, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: base, make: make, axis: "modification"}
}

// annotationAssaults: P 3 allows annotations, so they show other content on
// the certified page (evil annotation attack). Ours must never pass over one
// that hides what was certified; below P 3 it is forbidden at all.
var annotationAssaults = []assault{
	unclear("free text over the printed line, P 3", certified3, noting("FreeText", overText)),
	unclear("stamp over the printed line, P 3", certified3, noting("Stamp", overText)),
	unclear("redaction over the printed line, P 3", certified3, noting("Redact", overText)),
	unclear("square over the printed line, P 3", certified3, noting("Square", overText)),
	unclear("ink over the printed line, P 3", certified3, noting("Ink", overText)),
	annotating("widget of no field over the printed line, P 3", certified3, noting("Widget", overText)),
	unclear("screen over the printed line, P 3", certified3, noting("Screen", overText)),
	unclear("3D over the printed line, P 3", certified3, noting("3D", overText)),
	unclear("stamp over a filled field, P 3", certified3, noting("Stamp", pdf.Rect{X0: 55, Y0: 565, X1: 225, Y1: 595})),
	annotating("the author's note rewritten, P 3", certified3, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		list := must(rev.Array(firstPage(t, rev).dict.Get("Annots")))(t)
		n := dictionaryAt(t, rev, list[5])
		u.Set(n.ref, n.dict.With("Subtype", pdf.Name("FreeText")).With("Rect", overText.Array()).With("Contents", pdf.TextString("PAY 999 999")))
	})),
	unclear("link to elsewhere, P 3", certified3, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Link"), "Rect", overText.Array(),
			"A", pdf.Dictionary("S", pdf.Name("URI"), "URI", pdf.String{Bytes: []byte("https://example.org/")}))))
	})),
	unclear("script behind an annotation, P 3", certified3, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		at := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Text"), "Rect", pdf.Rect{X1: 9, Y1: 9}.Array(),
			"AA", pdf.Dictionary("PO", pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("app.alert(1)")))))
		annotated(t, rev, u, at)
	})),
	annotating("page content beside the annotation, P 3", certified3, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		list := slices.Clone(must(rev.Array(p.dict.Get("Annots")))(t))
		more := u.Add(drawn("PAY 999 999"))
		u.Set(p.ref, p.dict.With("Annots", append(list, note(u, "Text", pdf.Rect{X1: 9, Y1: 9}, "x"))).With("Contents", pdf.Array{p.dict.Get("Contents"), more}))
	})),
	annotating("free text, P 2", certified2, noting("FreeText", pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150})),
	annotating("text note, P 1", certified1, noting("Text", pdf.Rect{X0: 400, Y0: 100, X1: 420, Y1: 120})),
	annotating("stamp after our own seal", sealedOffice, noting("Stamp", overText)),
}

// signing appends a signature of the attacker, whose picture says something.
func signing(at pdf.Rect, change func(pdf.Dict) pdf.Dict) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		var look pdf.Ref
		return handSigned{field: "evil", rect: at, by: agency,
			also: func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
				look = u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", at.Array()), []byte("1 g 0 0 900 900 re f")))
			},
			node: func(d pdf.Dict) pdf.Dict {
				d = d.With("AP", pdf.Dictionary("N", look))
				if change != nil {
					d = change(d)
				}
				return d
			}}.on(t, file)
	}
}

func sized(r pdf.Rect) func(pdf.Dict) pdf.Dict {
	return func(d pdf.Dict) pdf.Dict { return d.With("Rect", r.Array()) }
}

// overlayAssaults: P 2 allows signatures, and a signature may have a picture of
// any size (sneaky signature attack).
var overlayAssaults = []assault{
	unclear("signature over the printed line, P 2", certified2, signing(overText, nil)),
	annotating("signature over a field, P 2", certified2, signing(pdf.Rect{X0: 55, Y0: 565, X1: 225, Y1: 595}, nil)),
	annotating("signature over the whole page, P 2", certified2, signing(pdf.Rect{X1: 595, Y1: 842}, nil)),
	annotating("signature over the author's note, P 2", certified2, signing(pdf.Rect{X0: 490, Y0: 690, X1: 530, Y1: 730}, nil)),
	annotating("signature over the whole page, P 3", certified3, signing(pdf.Rect{X1: 595, Y1: 842}, nil)),
	annotating("signature in a blank place, P 1", certified1, signing(pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150}, nil)),
	annotating("empty signature field over a field, P 2", certified2, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p, form := firstPage(t, rev), formOf(t, rev)
		field := u.Add(widgetAt(p.ref, 570).With("FT", pdf.Name("Sig")).With("T", pdf.TextString("evil")).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999")))))
		annotated(t, rev, u, field)
		u.Set(form.ref, form.dict.With("Fields", append(slices.Clone(must(rev.Array(form.dict.Get("Fields")))(t)), field)))
	})),
	annotating("signature without area that draws by its own matrix, P 2", certified2, func(t testing.TB, file []byte) []byte {
		signed := signing(pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150}, nil)(t, file)
		return update(t, signed, func(rev *pdf.Revision, u *pdf.Update) {
			n := namedField(t, rev, "evil")
			u.Set(n.ref, n.dict.With("Rect", pdf.Rect{X1: 595, Y1: 842}.Array()))
		})
	}),
	annotating("signature turned visible afterwards, P 2", certified2, func(t testing.TB, file []byte) []byte {
		signed := handSigned{field: "evil", by: agency}.on(t, file)
		return update(t, signed, func(rev *pdf.Revision, u *pdf.Update) {
			n := namedField(t, rev, "evil")
			u.Set(n.ref, sized(overText)(n.dict).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999")))))
		})
	}),
	annotating("signature field that is a text field too, P 2", certified2, signing(pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150}, func(d pdf.Dict) pdf.Dict {
		return d.With("Kids", pdf.Array{pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Tx"), "T", pdf.TextString("x"), "Rect", overText.Array())})
	})),
	annotating("second signature of ours over the first of ours", sealedOffice, func(t testing.TB, file []byte) []byte {
		return agency().appendSigned(t, file, pades.Signing{Field: "second", Spot: &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 300, Y0: 290, X1: 460, Y1: 390}},
			Appearance: pades.Appearance{Lines: []string{"PAY 999 999"}}})
	}),
}
