package pades_test

import (
	"testing"

	"antin/pdf"
)

func looking(name string, base func(testing.TB) []byte, path []string, change func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict) assault {
	return assault{name: name, base: base, make: changing(path, change), axis: "modification"}
}

// doubted is one whose picture cannot be read for sure: never valid.
func doubted(name string, base func(testing.TB) []byte, path []string, change func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict) assault {
	a := looking(name, base, path, change)
	a.unsure = true
	return a
}

func inFormDict(key pdf.Name, value pdf.Object) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		inForm(t, rev, u, func(d pdf.Dict) pdf.Dict { return d.With(key, value) })
	})
}

// twoFaced fills a field whose appearance has several faces.
func twoFaced(key pdf.Name, shown string) func(testing.TB, *pdf.Revision, *pdf.Update, pdf.Dict) pdf.Dict {
	return func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		look := u.Add(lookOf(fonts(t, rev), "100"))
		return d.With("V", pdf.TextString("100")).With("AP", pdf.Dictionary("N", look, key, u.Add(lookOf(fonts(t, rev), shown))))
	}
}

func showing(value string, body string) func(testing.TB, *pdf.Revision, *pdf.Update, pdf.Dict) pdf.Dict {
	return func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "Resources", fonts(t, rev),
			"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(160), pdf.Integer(20)}), []byte(body))
		return d.With("V", pdf.TextString(value)).With("AP", pdf.Dictionary("N", u.Add(look)))
	}
}

// appearanceAssaults: the value says one thing and the page shows another.
var appearanceAssaults = []assault{
	doubted("value without a picture", signedForm, []string{formAmount}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("V", pdf.TextString("100"))
	}),
	looking("picture without a value", signedForm, []string{formAmount}, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999"))))
	}),
	looking("value 100, picture 999", signedForm, []string{formAmount}, showing("100", "/Tx BMC BT /Helv 11 Tf 2 5 Td (999) Tj ET EMC")),
	looking("value 100, picture 100 and 999", signedForm, []string{formAmount}, showing("100", "BT /Helv 11 Tf 2 5 Td (100) Tj ET BT /Helv 11 Tf 40 5 Td (999) Tj ET")),
	doubted("picture with the true text invisible", signedForm, []string{formAmount}, showing("100", "BT 3 Tr /Helv 11 Tf 2 5 Td (100) Tj ET")),
	doubted("picture with the true text outside the box", signedForm, []string{formAmount}, showing("100", "BT /Helv 11 Tf 2 500 Td (100) Tj ET")),
	doubted("picture with the true text in white", signedForm, []string{formAmount}, showing("100", "BT 1 g /Helv 11 Tf 2 5 Td (100) Tj ET")),
	doubted("picture with the true text clipped away", signedForm, []string{formAmount}, showing("100", "0 0 1 1 re W n BT /Helv 11 Tf 2 5 Td (100) Tj ET")),
	doubted("picture with the true text of no size", signedForm, []string{formAmount}, showing("100", "BT /Helv 0 Tf 2 5 Td (100) Tj ET")),
	doubted("picture with the letters in another order", signedForm, []string{formAmount}, showing("100", "BT /Helv 11 Tf 40 5 Td (1) Tj -20 0 Td (00) Tj ET")),
	doubted("picture with an image in it", signedForm, []string{formAmount}, showing("100", "BT /Helv 11 Tf 2 5 Td (100) Tj ET q 160 0 0 20 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q")),
	doubted("picture with strokes over the text", signedForm, []string{formAmount}, showing("100", "BT /Helv 11 Tf 2 5 Td (100) Tj ET 5 w 0 5 m 160 5 l S")),
	doubted("another face when the mouse is over it", signedForm, []string{formAmount}, twoFaced("R", "999")),
	doubted("another face when pressed", signedForm, []string{formAmount}, twoFaced("D", "999")),
	looking("rich text that says something else", signedForm, []string{formAmount}, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		return showing("100", "BT /Helv 11 Tf 2 5 Td (100) Tj ET")(t, rev, u, d).With("RV", pdf.TextString("<body>999</body>"))
	}),
	doubted("value of another kind", signedForm, []string{formAmount}, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		return showing("100", "BT /Helv 11 Tf 2 5 Td (100) Tj ET")(t, rev, u, d).With("V", pdf.Array{pdf.TextString("100"), pdf.TextString("999")})
	}),
	doubted("state without a picture", signedForm, []string{formAgree}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("V", pdf.Name("Yes")).With("AS", pdf.Name("Perhaps"))
	}),
	looking("state and value differ", signedForm, []string{formAgree}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("V", pdf.Name("Off")).With("AS", pdf.Name("Yes"))
	}),
	looking("value and state differ", signedForm, []string{formAgree}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("V", pdf.Name("Yes"))
	}),
	doubted("pictures of the states swapped", signedForm, []string{formAgree}, func(t testing.TB, rev *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		states := must(rev.Dict(must(rev.Dict(d.Get("AP")))(t).Get("N")))(t)
		return d.With("AP", pdf.Dictionary("N", pdf.Dictionary("Yes", states.Get("Off"), "Off", states.Get("Yes"))))
	}),
	looking("caption of the box in /MK", signedForm, []string{formAgree}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("MK", pdf.Dictionary("CA", pdf.TextString("8"), "BG", pdf.Array{pdf.Integer(0)}))
	}),
	looking("background of the field in /MK", signedForm, []string{formAmount}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("MK", pdf.Dictionary("BG", pdf.Array{pdf.Integer(0)}))
	}),
	looking("letters of the field in white", signedForm, []string{formPayee}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("DA", pdf.TextString("/Helv 11 Tf 1 g"))
	}),
	looking("field hidden", signedForm, []string{formPayee}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("F", pdf.Integer(2))
	}),
	looking("field that calculates itself", signedForm, []string{formAmount}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("AA", pdf.Dictionary("C", pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("event.value=999"))))
	}),
	{name: "pictures to be drawn anew", base: signedForm, make: inFormDict("NeedAppearances", pdf.Bool(true)), axis: "modification"},
	{name: "default letters of the form", base: signedForm, make: inFormDict("DA", pdf.TextString("/ZaDb 0 Tf 1 g")), axis: "modification"},
	{name: "default side of the form", base: signedForm, make: inFormDict("Q", pdf.Integer(2)), axis: "modification"},
	{name: "order of calculation", base: signedForm, make: inFormDict("CO", pdf.Array{pdf.Ref{Num: 7}}), axis: "modification"},
	{name: "sealed: pictures to be drawn anew", base: sealedOffice, make: inFormDict("NeedAppearances", pdf.Bool(true)), axis: "modification"},
	{name: "sealed: number refilled, picture kept", base: sealedOffice, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "number")
		u.Set(n.ref, n.dict.With("V", pdf.TextString("9999")))
	})},
	{name: "seal's own picture replaced", base: sealedOffice, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "seal")
		u.Set(must(rev.Dict(n.dict.Get("AP")))(t).Get("N").(pdf.Ref), lookOf(pdf.Dictionary(), "999"))
	})},
}
