package pades_test

import (
	"testing"

	"antin/pades"
	"antin/pdf"
)

// Places on the page of formPDF, and what an attacker draws there.
var (
	overWord  = pdf.Rect{X0: 90, Y0: 730, X1: 138, Y1: 760}
	overField = pdf.Rect{X0: 55, Y0: 565, X1: 225, Y1: 595}
	besideIt  = pdf.Rect{X0: 260, Y0: 735, X1: 420, Y1: 760}
)

const (
	coversWord = "1 g 55 730 300 40 re f 0 g BT /F 14 Tf 60 740 Td (PAY 999 999) Tj ET"
	saysMore   = "BT /F 13 Tf 262 740 Td (AND 999 999 MORE) Tj ET"
	drawsNine  = " 0 0 0 RG 2 w 100 740 m 110 740 l 110 755 l 100 755 l 100 748 l 110 748 l S"
)

// approvedForm is signed under no DocMDP.
var approvedForm = once(func(t testing.TB) []byte {
	return leader().appendSigned(t, formPDF(t), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Reserve: 4096})
})

func lettered() pdf.Object {
	return pdf.Dictionary("Font", pdf.Dictionary("F", pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica"))))
}

func drawing(u *pdf.Update, at pdf.Rect, body string, resources pdf.Object) pdf.Ref {
	look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", at.Array()), []byte(body))
	if resources != nil {
		look.Dict = look.Dict.With("Resources", resources)
	}
	return u.Add(look)
}

// marking adds an annotation; without a body it has no look of its own.
func marking(subtype pdf.Name, at pdf.Rect, body string, resources pdf.Object, more ...pdf.Entry) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		d := pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", subtype, "F", pdf.Integer(4), "Rect", at.Array())
		if body != "" {
			d = d.With("AP", pdf.Dictionary("N", drawing(u, at, body, resources)))
		}
		for _, e := range more {
			d = d.With(e.Key, e.Value)
		}
		annotated(t, rev, u, u.Add(d))
	})
}

func having(key pdf.Name, value pdf.Object) pdf.Entry { return pdf.Entry{Key: key, Value: value} }

var white = ints(1, 1, 1)

// drawnAssaults: annotations of harmless kinds that draw what they must not.
func drawnAssaults() []assault {
	var out []assault
	for _, base := range []struct {
		name string
		file func(testing.TB) []byte
	}{{"P 3", certified3}, {"approved", approvedForm}} {
		for _, a := range []struct {
			name string
			make func(testing.TB, []byte) []byte
		}{
			{"icon that rewrites a word", marking("Text", overWord, "1 g 90 730 48 30 re f 0 g BT /F 20 Tf 92 738 Td (999) Tj ET", lettered())},
			{"icon filled over a word", marking("FileAttachment", overWord, "1 g 90 730 48 30 re f", nil)},
			{"icon that writes in a blank place", marking("Text", pdf.Rect{X0: 260, Y0: 735, X1: 300, Y1: 760}, saysMore, lettered())},
			{"window with a look", marking("Popup", overText, coversWord, lettered(), having("Open", pdf.Bool(true)))},
			{"stamp for the printer alone", marking("Stamp", overText, coversWord, lettered(), having("F", pdf.Integer(4|32)))},
			{"stamp shown under the pointer", marking("Stamp", overText, coversWord, lettered(), having("F", pdf.Integer(32|256)))},
			{"ink, a scaled line", marking("Ink", overText, "q 1 1 1 RG 100 0 0 40 0 0 cm 1 w 0 18.6 m 4 18.6 l S Q"+drawsNine, nil)},
			{"ink, width by a graphics state", marking("Ink", overText, "q 1 1 1 RG /G gs 0 745 m 400 745 l S Q", pdf.Dictionary("ExtGState", pdf.Dictionary("G", pdf.Dictionary("LW", pdf.Integer(60)))))},
			{"ink, hatched", marking("Ink", overText, "q 1 1 1 RG 7.5 w 50 733 m 260 733 l 50 740 m 260 740 l 50 747 m 260 747 l 50 754 m 260 754 l S Q", nil)},
			{"ink, digits as lines", marking("Ink", overText, drawsNine, nil)},
			{"ink, the box scaled up", editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				look := drawing(u, pdf.Rect{X1: 10, Y1: 1}, "1 1 1 RG 1 w 0 0.5 m 10 0.5 l S", nil)
				annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Underline"), "F", pdf.Integer(4), "Rect", overText.Array(), "AP", pdf.Dictionary("N", look))))
			})},
			{"underline in white, hatched", marking("Underline", overText, "1 1 1 RG 2 w 55 738 m 250 738 l 55 740 m 250 740 l 55 742 m 250 742 l 55 744 m 250 744 l 55 746 m 250 746 l S", nil)},
			{"strike-out that writes by dashes", marking("StrikeOut", overText, drawsNine, nil)},
			{"ink by its own list of points", marking("Ink", overText, "", nil, having("InkList", pdf.Array{ints(100, 740, 110, 740, 110, 755, 100, 755, 100, 748, 110, 748)}))},
			{"ink whose points lie outside of its rectangle", marking("Ink", pdf.Rect{X0: 400, Y0: 100, X1: 420, Y1: 120}, "", nil, having("InkList", pdf.Array{ints(100, 740, 110, 740)}))},
			{"polygon without a look that writes beside", marking("PolyLine", besideIt, "", nil, having("Vertices", ints(260, 740, 270, 740, 270, 755, 260, 755, 260, 748, 270, 748, 280, 740, 290, 740, 290, 755, 280, 755, 280, 748, 290, 748)))},
			{"square, width in /Border", marking("Square", overText, "", nil, having("C", white), having("Border", ints(0, 0, 60)))},
			{"square, width by reference", editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Square"), "F", pdf.Integer(4), "Rect", overText.Array(), "C", white, "BS", pdf.Dictionary("W", u.Add(pdf.Integer(60))))))
			})},
			{"filled square over a field", marking("Square", overField, "1 g 55 565 170 30 re f", nil)},
			{"filled square over the author's note", marking("Square", pdf.Rect{X0: 490, Y0: 690, X1: 530, Y1: 730}, "1 g 490 690 40 40 re f", nil)},
			{"mark that multiplies within a group of its own", editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", overText.Array(), "Resources", multiplied(),
					"Group", pdf.Dictionary("S", pdf.Name("Transparency"), "I", pdf.Bool(true))), []byte("/G gs 1 1 1 rg 55 730 195 30 re f"))
				annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Highlight"), "F", pdf.Integer(4), "Rect", overText.Array(), "AP", pdf.Dictionary("N", u.Add(look)))))
			})},
			{"mark that multiplies with black", marking("Highlight", overText, "/G gs 0 g 55 730 195 30 re f", multiplied())},
		} {
			out = append(out, unclear(a.name+", "+base.name, base.file, a.make))
		}
	}
	return out
}

// waiting adds a signature field that nobody signs.
func waiting(at pdf.Rect, body string, more ...pdf.Entry) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		d := pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"), "T", pdf.TextString("later"), "F", pdf.Integer(4), "Rect", at.Array(), "P", firstPage(t, rev).ref)
		if body != "" {
			d = d.With("AP", pdf.Dictionary("N", drawing(u, at, body, lettered())))
		}
		for _, e := range more {
			d = d.With(e.Key, e.Value)
		}
		gained(t, rev, u, d)
	})
}

// twoPages has the form's page, and a copy of it without fields; the one that is
// listed first shows nothing.
var twoPages = once(func(t testing.TB) []byte {
	laid := update(t, formPDF(t), func(rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		tree := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("Pages"))
		second := u.Add(p.dict.Without("Annots"))
		u.Set(tree.ref, tree.dict.With("Kids", pdf.Array{p.ref, second}).With("Count", pdf.Integer(2)))
		u.Set(p.ref, p.dict.With("Contents", u.Add(pdf.NewStream(nil, []byte(" ")))))
	})
	return handSigned{field: "author", dict: certifies(2)}.on(t, laid)
})

func onBothPages(t testing.TB, file []byte) []byte {
	return update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		field := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"), "T", pdf.TextString("later"), "F", pdf.Integer(4), "Rect", overText.Array()))
		for _, p := range must(rev.Pages())(t) {
			u.Set(p.Ref, p.Dict.With("Annots", append(append(pdf.Array{}, must(rev.Array(p.Dict.Get("Annots")))(t)...), field)))
		}
		u.Set(form.ref, form.dict.With("Fields", append(append(pdf.Array{}, must(rev.Array(form.dict.Get("Fields")))(t)...), field)))
	})
}

// preparedField is certified with a field for a second signature on no page.
var preparedField = once(func(t testing.TB) []byte {
	laid := update(t, formPDF(t), func(rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		field := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"), "T", pdf.TextString("second"), "F", pdf.Integer(4), "Rect", overText.Array()))
		u.Set(form.ref, form.dict.With("Fields", append(append(pdf.Array{}, must(rev.Array(form.dict.Get("Fields")))(t)...), field)))
	})
	return handSigned{field: "author", dict: certifies(2)}.on(t, laid)
})

// toPrint is a signature whose look is meant for the printer alone.
func toPrint(by func() person) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		var look pdf.Ref
		return handSigned{field: "evil", rect: overText, by: by,
			also: func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
				look = drawing(u, overText, coversWord, lettered())
			},
			node: func(d pdf.Dict) pdf.Dict {
				return d.With("AP", pdf.Dictionary("N", look)).With("F", pdf.Integer(36))
			}}.on(t, file)
	}
}

// fieldAssaults: signature fields that show, do or become what nobody signed.
var fieldAssaults = []assault{
	unclear("unsigned field with words in a blank place, P 2", certified2, waiting(besideIt, saysMore)),
	unclear("unsigned field with words in a blank place, approved", approvedForm, waiting(besideIt, saysMore)),
	unclear("unsigned field with a caption, P 2", certified2, waiting(besideIt, "", having("MK", pdf.Dictionary("CA", pdf.TextString("AND 999"))))),
	annotating("unsigned field over the line for the printer, P 2", certified2, waiting(overText, coversWord, having("F", pdf.Integer(36)))),
	annotating("unsigned field with a script, P 2", certified2, waiting(pdf.Rect{}, "", having("AA", pdf.Dictionary("PO", pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("1")))))),
	annotating("unsigned field with an action, approved", approvedForm, waiting(pdf.Rect{X1: 10, Y1: 10}, "", having("A", pdf.Dictionary("S", pdf.Name("URI"), "URI", pdf.String{Bytes: []byte("https://example.org/")})))),
	annotating("unsigned field that is a free text, P 2", certified2, waiting(besideIt, "", having("Subtype", pdf.Name("FreeText")), having("Contents", pdf.TextString("AND 999")))),
	annotating("field on two pages, P 2", twoPages, onBothPages),
	annotating("prepared field laid on a page when signed, P 2", preparedField, func(t testing.TB, file []byte) []byte {
		field := namedField(t, open(t, file).Last(), "second")
		return handSigned{at: &field.ref, by: agency, also: func(t testing.TB, rev *pdf.Revision, u *pdf.Update) { annotated(t, rev, u, field.ref) }}.on(t, file)
	}),
	unclear("colleague's signature over the words of an approved page", approvedForm, signing(overText, nil)),
	annotating("signature over the line for the printer, P 2", certified2, toPrint(agency)),
	annotating("colleague's signature over the seal for the printer", sealedOffice, toPrint(leader)),
	{name: "field that drifts in small steps", base: approvedForm, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		for range 4 {
			file = update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
				n := namedField(t, rev, formAmount)
				r := must(rev.Array(n.dict.Get("Rect")))(t)
				low, _ := pdf.Number(r[1])
				high, _ := pdf.Number(r[3])
				u.Set(n.ref, n.dict.With("Rect", pdf.Array{r[0], pdf.Real(low - 0.0049), r[2], pdf.Real(high - 0.0049)}))
			})
		}
		return file
	}},
}

// TestHonestMarksPass: what people draw on signed pages and hides nothing, and
// fields for signatures to come.
func TestHonestMarksPass(t *testing.T) {
	t.Parallel()
	blank := pdf.Rect{X0: 400, Y0: 100, X1: 420, Y1: 120}
	for _, c := range []twin{
		{"note drawn by the reader over text", approvedForm, marking("Text", overWord, "", nil), "annotation-added"},
		{"icon with a look in a blank place", certified3, marking("Text", blank, "1 1 0 rg 400 100 20 20 re f", nil), "annotation-added"},
		{"window without a look", certified3, marking("Popup", overText, "", nil), "annotation-added"},
		{"hidden stamp", certified3, marking("Stamp", overText, coversWord, lettered(), having("F", pdf.Integer(2))), "annotation-added"},
		{"word struck out", certified3, marking("StrikeOut", overText, "1 0 0 RG 1 w 60 745 m 200 745 l S", nil), "annotation-added"},
		{"mark by a group", certified3, marking("Highlight", overText, "/G gs 1 1 0 rg 55 730 195 30 re f", multiplied()), "annotation-added"},
		{"line in a blank place", approvedForm, marking("Line", blank, "1 0 0 RG 2 w 400 100 m 420 120 l S", nil), "annotation-added"},
		{"field to come in a blank place", certified2, waiting(besideIt, ""), "signature-added"},
		{"field to come with an empty look", certified2, waiting(besideIt, "% nothing"), "signature-added"},
		{"rounded once", approvedForm, inField(formAmount, func(t testing.TB, rev *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			r := must(rev.Array(d.Get("Rect")))(t)
			low, _ := pdf.Number(r[1])
			return d.With("Rect", pdf.Array{r[0], pdf.Real(low - 0.004), r[2], r[3]})
		}), ""},
	} {
		t.Run(c.name, c.passes)
	}
}

// TestOfficeLetsSignaturesLieOverSignatures: beside the words of the page, and
// over the picture of another signer.
func TestOfficeLetsSignaturesLieOverSignatures(t *testing.T) {
	t.Parallel()
	place := pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150}
	once := handSigned{field: "second", rect: place, by: agency}.on(t, approvedForm(t))
	twice := handSigned{field: "third", rect: pdf.Rect{X0: 420, Y0: 110, X1: 520, Y1: 160}, by: leader}.on(t, once)
	for _, file := range [][]byte{once, twice} {
		if r := verify(t, file, trusting()); r.Indication != pades.TotalPassed {
			t.Error(summary(r))
		}
	}
}
