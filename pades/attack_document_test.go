package pades_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// sealedOffice went the whole way of our own flow; its last signature has room.
var sealedOffice = once(func(t testing.TB) []byte {
	_, signed, _ := issued(t, tablePDF(0))
	return agency().appendSigned(t, signed, pades.Signing{
		Field: pades.FieldSeal, Name: "UBND tỉnh Nghệ An", Appearance: pades.Appearance{Image: picture(t, red)},
		Fill: filled, Lock: fillNames, Reserve: 4096,
	})
})

// signedPlain is one invisible signature under the page written by hand.
var signedPlain = once(func(t testing.TB) []byte {
	return leader().appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Reserve: 4096})
})

// signedForm is one signature of ours under a form to be filled.
var signedForm = once(func(t testing.TB) []byte {
	return leader().appendSigned(t, formPDF(t), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Reserve: 4096})
})

// certified is the same form under a certification of that permission.
func certified(p int) func(testing.TB) []byte {
	return once(func(t testing.TB) []byte {
		return handSigned{field: "author", dict: certifies(p)}.on(t, formPDF(t))
	})
}

var (
	certified1 = certified(1)
	certified2 = certified(2)
	certified3 = certified(3)
)

// field partial names of formPDF.
const (
	formAmount = "amount" // text, empty
	formPayee  = "payee"  // text, filled and shown
	formAgree  = "agree"  // check box, off
	formGroup  = "group"  // with the text fields "a" and "b" below
)

// formPDF is a page with a printed line, an annotation, and a form.
func formPDF(t testing.TB) []byte {
	return update(t, tablePDF(0), func(rev *pdf.Revision, u *pdf.Update) {
		page := firstPage(t, rev)
		font := pdf.Dictionary("Font", pdf.Dictionary("Helv", u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"),
			"BaseFont", pdf.Name("Helvetica"), "Encoding", pdf.Name("WinAnsiEncoding")))))
		text := func(name, value string, y float64, parent *pdf.Ref) pdf.Ref {
			d := widgetAt(page.ref, y).With("FT", pdf.Name("Tx")).With("T", pdf.TextString(name)).With("DA", pdf.TextString("/Helv 11 Tf 0 g"))
			if parent != nil {
				d = d.With("Parent", *parent)
			}
			if value != "" {
				d = d.With("V", pdf.TextString(value)).With("AP", pdf.Dictionary("N", u.Add(lookOf(font, value))))
			}
			return u.Add(d)
		}
		amount, payee := text(formAmount, "", 600, nil), text(formPayee, "Nguyen Van An", 570, nil)
		box := func(s string) pdf.Ref { return u.Add(lookOf(font, s)) }
		agree := u.Add(widgetAt(page.ref, 540).With("FT", pdf.Name("Btn")).With("T", pdf.TextString(formAgree)).With("AS", pdf.Name("Off")).
			With("AP", pdf.Dictionary("N", pdf.Dictionary("Yes", box("x"), "Off", box(" ")))).With("MK", pdf.Dictionary("CA", pdf.TextString("4"))))
		group := u.Reserve()
		a, b := text("a", "", 510, &group), text("b", "", 480, &group)
		u.Set(group, pdf.Dictionary("T", pdf.TextString(formGroup), "Kids", pdf.Array{a, b}))
		note := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Text"), "Rect", pdf.Rect{X0: 500, Y0: 700, X1: 520, Y1: 720}.Array(),
			"Contents", pdf.TextString("seen by the author"), "P", page.ref))
		u.Set(page.ref, page.dict.With("Annots", pdf.Array{amount, payee, agree, a, b, note}))
		form := u.Add(pdf.Dictionary("Fields", pdf.Array{amount, payee, agree, group}, "DR", font, "DA", pdf.TextString("/Helv 11 Tf 0 g")))
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("AcroForm", form))
	})
}

func widgetAt(page pdf.Ref, y float64) pdf.Dict {
	return pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "F", pdf.Integer(4), "P", page,
		"Rect", pdf.Rect{X0: 60, Y0: y, X1: 220, Y1: y + 20}.Array())
}

// lookOf draws a text in the form's font.
func lookOf(resources pdf.Object, text string) *pdf.Stream {
	return pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"),
		"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(160), pdf.Integer(20)}, "Resources", resources),
		fmt.Appendf(nil, "/Tx BMC q BT /Helv 11 Tf 2 5 Td (%s) Tj ET Q EMC", text))
}

// namedField finds a field by its names from the top on.
func namedField(t testing.TB, rev *pdf.Revision, names ...string) node {
	t.Helper()
	list := must(rev.Array(formOf(t, rev).dict.Get("Fields")))(t)
	for i, name := range names {
		at := slices.IndexFunc(list, func(o pdf.Object) bool {
			s, ok := must(rev.Dict(o))(t).Get("T").(pdf.String)
			return ok && pdf.Text(s) == name
		})
		if at < 0 {
			t.Fatalf("no field %s", name)
		}
		n := dictionaryAt(t, rev, list[at])
		if i == len(names)-1 {
			return n
		}
		list = must(rev.Array(n.dict.Get("Kids")))(t)
	}
	return node{}
}

func formOf(t testing.TB, rev *pdf.Revision) node {
	t.Helper()
	return dictionaryAt(t, rev, must(rev.Catalog())(t).Get("AcroForm"))
}

// fonts are the resources of the form.
func fonts(t testing.TB, rev *pdf.Revision) pdf.Object { return formOf(t, rev).dict.Get("DR") }

// filledIn is what an honest form filler does.
func filledIn(name, value string) func(testing.TB, *pdf.Revision, *pdf.Update) {
	return func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, name)
		u.Set(n.ref, n.dict.With("V", pdf.TextString(value)).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), value)))))
	}
}

// annotated adds annotations to the first page.
func annotated(t testing.TB, rev *pdf.Revision, u *pdf.Update, more ...pdf.Object) {
	p := firstPage(t, rev)
	list := slices.Clone(must(rev.Array(p.dict.Get("Annots")))(t))
	u.Set(p.ref, p.dict.With("Annots", append(list, more...)))
}

// TestHonestChangesOfTheFixturesPass, so that an attack that fails does not fail
// because everything does.
func TestHonestChangesOfTheFixturesPass(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		base   func(testing.TB) []byte
		change func(testing.TB, *pdf.Revision, *pdf.Update)
	}{
		"filled, approved":       {signedForm, filledIn(formAmount, "100")},
		"filled, certified P 2":  {certified2, filledIn(formAmount, "100")},
		"filled, certified P 3":  {certified3, filledIn(formAmount, "100")},
		"ticked, certified P 2":  {certified2, ticked},
		"unused object, P 3":     {certified3, func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) { u.Add(pdf.Integer(1)) }},
		"unused object approved": {signedPlain, func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) { u.Add(pdf.Integer(1)) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := c.base(t)
			if r := verify(t, editing(c.change)(t, bytes.Clone(base)), trusting()); r.Indication != pades.TotalPassed {
				t.Error(summary(r))
			}
		})
	}
	sign := func(name string, file []byte, h handSigned) {
		if r := verify(t, h.on(t, file), trusting()); r.Indication != pades.TotalPassed {
			t.Errorf("%s: %s", name, summary(r))
		}
	}
	sign("second signature, P 2", certified2(t), handSigned{field: "second"})
	sign("second signature in a blank place", signedForm(t), handSigned{field: "second", rect: pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150}})
}

func ticked(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	n := namedField(t, rev, formAgree)
	u.Set(n.ref, n.dict.With("V", pdf.Name("Yes")).With("AS", pdf.Name("Yes")))
}
