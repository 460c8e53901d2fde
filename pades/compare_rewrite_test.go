package pades_test

import (
	"testing"

	"antin/pdf"
)

// TestEqualValuesInOtherSpellingsPass: producers write what they touch in their
// own way.
func TestEqualValuesInOtherSpellingsPass(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"inherited box written out, with points", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("MediaBox", reals(0, 0, 595, 842)).With("CropBox", ints(0, 0, 595, 842))
		}), ""},
		{"box written out and rounded", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("MediaBox", reals(0, 0, 594.9999, 842.0001))
		}), ""},
		{"one content stream in a list", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Contents", pdf.Array{d.Get("Contents")})
		}), ""},
		{"content moved to another number", signedPlain, inPage(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Contents", u.Add(pdf.NewStream(nil, []byte(printedLine))))
		}), ""},
		{"content compressed", signedPlain, editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
			u.Set(numbered(4), deflatedStream(printedLine))
		}), ""},
		{"null left out, font inlined", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			font := pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Times-Roman"))
			return d.With("Resources", pdf.Dictionary("Font", pdf.Dictionary("F1", font))).With("Group", pdf.Null{})
		}), ""},
		{"page noted by a program", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Tabs", pdf.Name("S")).With("LastModified", pdf.TextString("D:2026")).With("PieceInfo", pdf.Dictionary("X", pdf.Dictionary("Private", pdf.Integer(1))))
		}), "page-noted"},
		{"catalog noted by a program", signedPlain, editing(inCatalog("MarkInfo", func(*pdf.Update) pdf.Object { return pdf.Dictionary("Marked", pdf.Bool(true)) })), "catalog-changed"},
		{"key of a producer in the trailer", signedPlain, hand("/DocuThing (x)"), "trailer-changed"},
		{"leftover that nothing refers to", signedPlain, func(t testing.TB, file []byte) []byte {
			num := open(t, file).Last().MaxNumber()
			return handmade{before: "900 0 obj\n(left over)\nendobj\n", objects: []handObject{{num + 1, "(x)"}}, size: 1000}.on(t, file)
		}, ""},
		{"object written twice with the same value", signedPlain, func(t testing.TB, file []byte) []byte {
			num := open(t, file).Last().MaxNumber() + 1
			return hand("", handObject{num, "(x)"}, handObject{num, "(x)"})(t, file)
		}, ""},
	} {
		t.Run(c.name, c.passes)
	}
}

// TestOtherValuesInOtherSpellingsFail are the twins of those above.
func TestOtherValuesInOtherSpellingsFail(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"other box", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("MediaBox", reals(0, 0, 595, 700)) }), "page-changed"},
		{"box smaller by little", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("MediaBox", reals(0, 0, 595, 841.9)) }), "page-changed"},
		{"page cut", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("CropBox", ints(0, 0, 595, 700)) }), "page-changed"},
		{"page turned", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("Rotate", pdf.Integer(180)) }), "page-changed"},
		{"content twice", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Contents", pdf.Array{d.Get("Contents"), d.Get("Contents")})
		}), "page-changed"},
		{"other content at another number", signedPlain, inPage(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Contents", u.Add(pdf.NewStream(nil, []byte(printedLine+" "))))
		}), "page-changed"},
		{"other content compressed", signedPlain, editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
			u.Set(numbered(4), deflatedStream("BT /F1 13 Tf 60 740 Td (S: ) Tj 70 0 Td (/QD-TTg) Tj ET"))
		}), "object-changed"},
		{"other font inlined", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Resources", pdf.Dictionary("Font", pdf.Dictionary("F1", pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Symbol")))))
		}), "page-changed"},
		{"transparency group of the page", signedPlain, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Group", pdf.Dictionary("S", pdf.Name("Transparency")))
		}), "page-changed"},
		{"action of the catalog", signedPlain, editing(inCatalog("AA", func(*pdf.Update) pdf.Object { return pdf.Dictionary("WS", pdf.Dictionary("S", pdf.Name("JavaScript"))) })), "catalog-changed"},
		{"leftover of a number in use", signedPlain, func(t testing.TB, file []byte) []byte {
			num := open(t, file).Last().MaxNumber()
			return handmade{before: "4 0 obj\n<</Length 3>>\nstream\n q \nendstream\nendobj\n", objects: []handObject{{num + 1, "(x)"}}}.on(t, file)
		}, "object-not-listed"},
		{"object written twice with two values", signedPlain, func(t testing.TB, file []byte) []byte {
			num := open(t, file).Last().MaxNumber() + 1
			return hand("", handObject{num, "(x)"}, handObject{num, "(y)"})(t, file)
		}, "object-not-listed"},
		{"leftover catalog", signedPlain, func(t testing.TB, file []byte) []byte {
			num := open(t, file).Last().MaxNumber()
			return handmade{before: "900 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n", objects: []handObject{{num + 1, "(x)"}}}.on(t, file)
		}, "object-not-listed"},
	} {
		t.Run(c.name, c.fails)
	}
}
