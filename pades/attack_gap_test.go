package pades_test

import (
	"testing"

	"antin/pdf"
)

// under is a certified file whose page has a further part of content.
func under(p int, body string) func(testing.TB) []byte {
	return holed(p, func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		page := firstPage(t, rev)
		res := must(rev.Dict(page.dict.Get("Resources")))(t).With("ExtGState", pdf.Dictionary("Big", pdf.Dictionary("LW", pdf.Integer(60)),
			"Far", pdf.Dictionary("Font", pdf.Array{numbered(5), pdf.Integer(60)})))
		fonts := must(rev.Dict(res.Get("Font")))(t)
		wide := pdf.Array{}
		for range 10 {
			wide = append(wide, pdf.Integer(5000))
		}
		broad := pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica"),
			"FirstChar", pdf.Integer('0'), "LastChar", pdf.Integer('9'), "Widths", wide)
		res = res.With("Font", fonts.With("Broad", u.Add(broad)))
		u.Set(page.ref, page.dict.With("Resources", res).With("Contents", pdf.Array{page.dict.Get("Contents"), u.Add(pdf.NewStream(nil, []byte(body)))}))
	})
}

// signedAtPlace puts a signature of somebody else, with a picture, into a place.
func signedAtPlace(at pdf.Rect) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		var look pdf.Ref
		return handSigned{field: "evil", rect: at, by: agency,
			also: func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
				look = u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", at.Array()), []byte("1 g 0 0 900 900 re f")))
			},
			node: func(d pdf.Dict) pdf.Dict { return d.With("AP", pdf.Dictionary("N", look)) }}.on(t, file)
	}
}

func covering(name, body string, x0, x1 float64) assault {
	return hides(name, under(2, body), signedAtPlace(pdf.Rect{X0: x0, Y0: 395, X1: x1, Y1: 415}))
}

// gapOverlays: what is covered stands far from where its line began.
var gapOverlays = []assault{
	covering("behind a gap of TJ", "BT /F1 13 Tf 60 400 Td [(Total) -20000 (1 000 000)] TJ ET", 340, 420),
	covering("behind a gap of TJ after narrow letters", "BT /F1 13 Tf 60 400 Td [(iiiiiiiiiiiiiiiiiiii) -20000 (1)] TJ ET", 378, 384),
	covering("letters far apart", "BT /F1 13 Tf 40 Tc 60 400 Td (Sum123456) Tj ET", 240, 420),
	covering("blanks far apart", "BT /F1 13 Tf 100 Tw 60 400 Td (Sum of 1) Tj ET", 290, 340),
	covering("blanks far apart by the operator of lines", "BT /F1 13 Tf 60 400 Td 200 0 (Sum 1) \" ET", 285, 310),
	covering("letters drawn broad", "BT /F1 13 Tf 500 Tz 60 400 Td (Sum123) Tj ET", 200, 240),
	covering("letters raised", "BT /F1 13 Tf 100 Ts 60 300 Td (Sum) Tj ET", 60, 80),
	covering("broad by the widths of the font", "BT /Broad 13 Tf 60 400 Td (1234) Tj ET", 200, 280),
	covering("size set back by Q", "/F1 60 Tf q /F1 1 Tf Q BT 60 400 Td (Sum123) Tj ET", 130, 200),
	covering("font of a graphics state", "/F1 1 Tf /Far gs BT 60 400 Td (Sum123) Tj ET", 130, 200),
	covering("broad line", "60 w 300 380 m 400 380 l S", 320, 340),
	covering("broad line of a graphics state", "/Big gs 300 380 m 400 380 l S", 320, 340),
	covering("rectangle that is turned", "q 0.7 0.7 -0.7 0.7 300 340 cm 0 0 100 100 re f Q", 240, 250),
}

// TestBesideGapsPass: the place between and behind is free.
func TestBesideGapsPass(t *testing.T) {
	t.Parallel()
	at := func(x0, x1 float64) func(testing.TB, []byte) []byte {
		return signedAtPlace(pdf.Rect{X0: x0, Y0: 395, X1: x1, Y1: 415})
	}
	for _, c := range []twin{
		{"within a gap of TJ", under(2, "BT /F1 13 Tf 60 400 Td [(Total) -20000 (1 000 000)] TJ ET"), at(150, 250), "signature-added"},
		{"behind the text", under(2, "BT /F1 13 Tf 60 400 Td (Total 1 000 000) Tj ET"), at(200, 300), "signature-added"},
		{"spacing taken back by Q", under(2, "q 40 Tc Q BT /F1 13 Tf 60 400 Td (Total) Tj ET"), at(150, 250), "signature-added"},
	} {
		t.Run(c.name, c.passes)
	}
}
