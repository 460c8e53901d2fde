package pades_test

import (
	"strings"
	"testing"

	"antin/pdf"
)

// richer adds fields of other kinds to the form before it is signed.
var richer = signedOver(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	page := firstPage(t, rev)
	p, form := page, formOf(t, rev)
	annots, fields := must(rev.Array(p.dict.Get("Annots")))(t), must(rev.Array(form.dict.Get("Fields")))(t)
	add := func(name string, y float64, kind pdf.Name, more ...any) {
		d := append(widgetAt(p.ref, y), pdf.Dictionary("FT", kind, "T", pdf.TextString(name))...)
		ref := u.Add(append(d, pdf.Dictionary(more...)...))
		annots, fields = append(annots, ref), append(fields, ref)
	}
	pairs := pdf.Array{texts("vn", "Viet Nam"), texts("la", "Lao"), texts("kh", "Campuchia")}
	add("combo", 400, "Ch", "Ff", pdf.Integer(1<<17), "Opt", pairs)
	add("list", 370, "Ch", "Opt", pairs)
	add("sum", 340, "Tx", "AA", pdf.Dictionary("F", pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("AFNumber_Format(2,0,0,0,'',true)"))))
	add("secret", 310, "Tx", "Ff", pdf.Integer(1<<13))
	add("lines", 280, "Tx", "Ff", pdf.Integer(1<<12))
	add("sig", 250, "Sig")
	u.Set(p.ref, p.dict.With("Annots", annots))
	u.Set(form.ref, form.dict.With("Fields", fields))
})

func fillsIn(name string, value pdf.Object, body string, more ...any) func(testing.TB, []byte) []byte {
	return inField(name, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		if d = d.With("V", value); body != "" {
			d = d.With("AP", pdf.Dictionary("N", u.Add(box(fonts(t, rev), body))))
		}
		for _, e := range pdf.Dictionary(more...) {
			d = d.With(e.Key, e.Value)
		}
		return d
	})
}

// filledWith draws by a font of its own.
func filledWith(font pdf.Dict, value, code string) func(testing.TB, []byte) []byte {
	return inField(formAmount, func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		look := box(pdf.Dictionary("Font", pdf.Dictionary("F", font)), shownIn("F", code))
		return d.With("V", pdf.TextString(value)).With("AP", pdf.Dictionary("N", u.Add(look)))
	})
}

func type1(encoding pdf.Object) pdf.Dict {
	return pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica"), "Encoding", encoding)
}

// redraw fills a field without drawing it and asks the reader to.
func redraw(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	n := namedField(t, rev, formAmount)
	u.Set(n.ref, n.dict.With("V", pdf.TextString("100")))
	inForm(t, rev, u, func(d pdf.Dict) pdf.Dict { return d.With("NeedAppearances", pdf.Bool(true)) })
}

func TestFillingByOthersPasses(t *testing.T) {
	t.Parallel()
	named := pdf.Dictionary("Type", pdf.Name("Encoding"), "Differences", pdf.Array{pdf.Integer(1), pdf.Name("Dcroat"), pdf.Name("abreve"), pdf.Name("uni1EA1")})
	for _, c := range []twin{
		{"option shown by its text", richer, fillsIn("combo", pdf.TextString("la"), shownIn("Helv", "Lao")), "field-filled"},
		{"option of a list", richer, fillsIn("list", pdf.TextString("la"), shownIn("Helv", "Lao"), "I", ints(1), "TI", pdf.Integer(0)), "field-filled"},
		{"several options of a list", richer, fillsIn("list", texts("la", "kh"), "BT /Helv 11 Tf 2 40 Td (Lao) Tj 0 -13 Td (Campuchia) Tj ET", "I", ints(1, 2)), "field-filled"},
		{"amount by its format of another land", richer, fillsIn("sum", pdf.TextString("-1234567.5"), shownIn("Helv", "-1.234.567,50")), "field-filled"},
		{"amount without groups", richer, fillsIn("sum", pdf.TextString("1234"), shownIn("Helv", "1 234.00")), "field-filled"},
		{"letters by their format", richer, fillsIn("sum", pdf.TextString("ab 12"), shownIn("Helv", "ab-12")), "field-filled"},
		{"amount by its format", richer, fillsIn("sum", pdf.TextString("1234.5"), shownIn("Helv", "1,234.50")), "field-filled"},
		{"password", richer, fillsIn("secret", pdf.TextString("abc"), shownIn("Helv", "***")), "field-filled"},
		{"lines drawn one by one", richer, fillsIn("lines", pdf.TextString("one\rtwo"), "BT /Helv 11 Tf 2 40 Td (one) Tj 0 -13 Td (two) Tj ET"), "field-filled"},
		{"letters in a comb", richer, fillsIn(formAmount, pdf.TextString("123"), "BT /Helv 11 Tf 2 5 Td (1) Tj 20 0 Td (2) Tj 20 0 Td (3) Tj ET"), "field-filled"},
		{"rich text of the same words", richer, fillsIn(formAmount, pdf.TextString("one two"), shownIn("Helv", "one two"), "RV", pdf.TextString("<body><p>one <b>two</b></p></body>")), "field-filled"},
		{"letters of the west", richer, filledWith(type1(pdf.Name("WinAnsiEncoding")), "Müller – 5 €", "M\\374ller \\226 5 \\200"), "field-filled"},
		{"letters by name", richer, filledWith(type1(named), "Đăạ", "\\001\\002\\003"), "field-filled"},
		{"font of the field changed with its value", richer, fillsIn(formAmount, pdf.TextString("5"), shownIn("Helv", "5"), "DA", pdf.TextString("/Helv 9 Tf 0 g")), "field-filled"},
		{"drawn by the reader", richer, editing(redraw), "form-changed"},
		{"made read-only", richer, inField(formPayee, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Ff", pdf.Integer(1))
		}), "field-closed"},
		{"widget numbered for the structure tree", richer, inField(formPayee, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("StructParent", pdf.Integer(7))
		}), ""},
		{"empty look for off added", richer, inField(formAgree, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("V", pdf.Name("Yes")).With("AS", pdf.Name("Yes"))
		}), "field-filled"},
		{"font added to the form", richer, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			inForm(t, rev, u, func(d pdf.Dict) pdf.Dict {
				dr := must(rev.Dict(d.Get("DR")))(t)
				list := must(rev.Dict(dr.Get("Font")))(t)
				return d.With("DR", dr.With("Font", list.With("ZaDb", u.Add(type1(nil).Without("Encoding")))).With("ProcSet", pdf.Array{pdf.Name("PDF")}))
			})
		}), ""},
		{"existing field signed with colours and border", richer, func(t testing.TB, file []byte) []byte {
			rev := open(t, file).Last()
			at := namedField(t, rev, "sig").ref
			return handSigned{at: &at, also: func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				u.Set(at, must(rev.Dict(at))(t).With("MK", pdf.Dictionary()).With("DA", pdf.TextString("/Helv 0 Tf")).With("F", pdf.Integer(132)))
			}}.on(t, file)
		}, "signature-field-signed"},
	} {
		t.Run(c.name, c.passes)
	}
}

func TestFillingThatDeceivesFails(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"option shown by the text of another", richer, fillsIn("combo", pdf.TextString("la"), shownIn("Helv", "Viet Nam")), "field-filled"},
		{"list shows what is no option", richer, fillsIn("list", pdf.TextString("la"), shownIn("Helv", "Thai Lan")), "field-filled"},
		{"list holds what is no option", richer, fillsIn("list", pdf.TextString("th"), shownIn("Helv", "Lao")), "field-filled"},
		{"password in letters", richer, fillsIn("secret", pdf.TextString("abc"), shownIn("Helv", "abd")), "field-filled"},
		{"names of letters lie", richer, filledWith(type1(pdf.Dictionary("Differences", pdf.Array{pdf.Integer(49), pdf.Name("nine")})), "1", "1"), "field-filled"},
		{"font of the field changed alone", richer, inField(formPayee, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("DA", pdf.TextString("/Helv 1 Tf 1 g"))
		}), "field-changed"},
		{"opened for writing", signedOver(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			n := namedField(t, rev, formPayee)
			u.Set(n.ref, n.dict.With("Ff", pdf.Integer(1)))
		}), inField(formPayee, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Ff", pdf.Integer(0))
		}), "field-changed"},
		{"hidden", richer, inField(formPayee, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("F", pdf.Integer(6))
		}), "field-changed"},
		{"drawn anew where something else is shown", signedOver(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			n := namedField(t, rev, formPayee)
			u.Set(n.ref, n.dict.With("V", pdf.TextString("Le Van C")))
		}), editing(redraw), "form-changed"},
		{"font of the form replaced", richer, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			inForm(t, rev, u, func(d pdf.Dict) pdf.Dict {
				return d.With("DR", pdf.Dictionary("Font", pdf.Dictionary("Helv", type1(pdf.Name("MacRomanEncoding")))))
			})
		}), "form-changed"},
		{"colours of a signed field", richer, inField("one", func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("MK", pdf.Dictionary("BG", ints(1)))
		}), "signature-field-changed"},
	} {
		t.Run(c.name, c.fails)
	}
}

// TestValuesTellTheirHistory: which revision wrote a value, which signatures
// cover it, and that it was taken out again.
func TestValuesTellTheirHistory(t *testing.T) {
	t.Parallel()
	file := fillsIn("combo", pdf.TextString("la"), shownIn("Helv", "Lao"))(t, richer(t))
	file = editing(ticked)(t, file)
	file = handSigned{field: "second"}.on(t, file)
	file = fillsIn("combo", pdf.TextString(""), shownIn("Helv", ""))(t, file)
	want := map[string]string{"combo": "la|second;|;", "agree": "Yes|second;", "payee": "Nguyen Van An|one,second;"}
	got := map[string]string{}
	for _, v := range verify(t, file, plainly()).Values {
		got[v.Field] += v.Value + "|" + strings.Join(v.CoveredBy, ",") + ";"
	}
	for field, history := range want {
		if got[field] != history {
			t.Errorf("%s: %q, expected %q", field, got[field], history)
		}
	}
}
