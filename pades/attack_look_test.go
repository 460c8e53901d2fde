package pades_test

import (
	"testing"

	"antin/pdf"
)

// overwrites gives the picture of a state of the check box another content under
// the number it has, and then does something that explains why the form changed.
func overwrites(state pdf.Name, then func(testing.TB, *pdf.Revision, *pdf.Update)) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formAgree)
		states := must(rev.Dict(must(rev.Dict(n.dict.Get("AP")))(t).Get("N")))(t)
		u.Set(states.Get(state).(pdf.Ref), lookOf(fonts(t, rev), "I AGREE TO PAY 999 999"))
		if then != nil {
			then(t, rev, u)
		}
	})
}

// boxed is the form with a further button, its faces behind references of
// references, certified so that it may be filled.
var boxed = holed(2, func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	u.Set(numbered(61), box(pdf.Dict{}, "0 0 5 5 re f"))
	u.Set(numbered(62), pdf.Dictionary("Yes", numbered(61), "Off", u.Add(box(pdf.Dict{}, " "))))
	u.Set(numbered(63), pdf.Dictionary("N", numbered(62)))
	gained(t, rev, u, widgetAt(firstPage(t, rev).ref, 440).With("FT", pdf.Name("Btn")).With("T", pdf.TextString("box")).
		With("AS", pdf.Name("Off")).With("AP", numbered(63)))
})

// pressed has a button that only looks.
var pressed = holed(2, func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	gained(t, rev, u, widgetAt(firstPage(t, rev).ref, 470).With("FT", pdf.Name("Btn")).With("T", pdf.TextString("press")).
		With("Ff", pdf.Integer(1<<16)).With("AP", pdf.Dictionary("N", u.Add(box(pdf.Dict{}, "0 0 5 5 re f")))))
})

func ticksBox(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	n := namedField(t, rev, "box")
	u.Set(n.ref, n.dict.With("V", pdf.Name("Yes")).With("AS", pdf.Name("Yes")))
}

func inBox(num int, o pdf.Object, then func(testing.TB, *pdf.Revision, *pdf.Update)) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(num), o)
		if then != nil {
			then(t, rev, u)
		}
	})
}

// overwrittenLooks: the reference stays, the content does not.
var overwrittenLooks = []assault{
	unclear("ticked, and the tick says more", holed(2, plainLay), overwrites("Yes", ticked)),
	unclear("another field filled, and the empty box says more", holed(2, plainLay), overwrites("Off", filledIn(formAmount, "1"))),
	unclear("nothing filled, the empty box says more", holed(2, plainLay), overwrites("Off", nil)),
	unclear("nothing filled, under an approval", signedForm, overwrites("Off", nil)),
	unclear("picture behind references, ticked", boxed, inBox(61, box(pdf.Dict{}, "0 0 160 20 re f"), ticksBox)),
	unclear("picture behind references, alone", boxed, inBox(61, box(pdf.Dict{}, "0 0 160 20 re f"), nil)),
	unclear("states swapped in their dictionary", boxed, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		states := must(rev.Dict(numbered(62)))(t)
		u.Set(numbered(62), pdf.Dictionary("Yes", states.Get("Off"), "Off", states.Get("Yes")))
		ticksBox(t, rev, u)
	})),
	unclear("resources of the picture gain a letter", boxed, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(61), box(fonts(t, rev), "0 0 5 5 re f"))
		ticksBox(t, rev, u)
	})),
	unclear("button to press says something else", pressed, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, "press")
		u.Set(must(rev.Dict(n.dict.Get("AP")))(t).Get("N").(pdf.Ref), lookOf(fonts(t, rev), "PAY 999"))
	})),
}

// TestLooksWrittenAgainPass: a filler that repeats the pictures it does not
// change has changed nothing.
func TestLooksWrittenAgainPass(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"ticked", boxed, editing(ticksBox), "field-filled"},
		{"ticked, picture repeated", boxed, inBox(61, box(pdf.Dict{}, "0 0 5 5 re f"), ticksBox), "field-filled"},
		{"ticked, picture deflated", boxed, inBox(61, func() pdf.Object {
			s := deflatedStream("0 0 5 5 re f")
			for _, e := range box(pdf.Dict{}, "").Dict {
				s.Dict = s.Dict.With(e.Key, e.Value)
			}
			return s
		}(), ticksBox), "field-filled"},
	} {
		t.Run(c.name, c.passes)
	}
}

// saysOther fills a field with one value and shows another.
func saysOther(name, field string, value pdf.Object, body string) assault {
	return unclear(name, richer, fillsIn(field, value, body))
}

// contradictions: what a list or a format shows is not what was chosen.
var contradictions = []assault{
	saysOther("list shows another option", "list", pdf.TextString("la"), shownIn("Helv", "Campuchia")),
	saysOther("list shows the end of one and the beginning of the next", "list", pdf.TextString("la"), shownIn("Helv", "Nam Lao")),
	saysOther("list shows all options", "list", pdf.TextString("la"), "BT /Helv 11 Tf 2 40 Td (Viet Nam) Tj 0 -13 Td (Lao) Tj 0 -13 Td (Campuchia) Tj ET"),
	saysOther("list shows one of two", "list", texts("la", "kh"), shownIn("Helv", "Lao")),
	saysOther("amount a thousand times as much", "sum", pdf.TextString("1"), shownIn("Helv", "1,000")),
	saysOther("amount with more behind it", "sum", pdf.TextString("1"), shownIn("Helv", "1 999 999")),
	saysOther("amount with its point moved", "sum", pdf.TextString("12.34"), shownIn("Helv", "1234")),
	saysOther("amount with a point put in", "sum", pdf.TextString("1234"), shownIn("Helv", "12.34")),
	saysOther("amount without its sign", "sum", pdf.TextString("-5"), shownIn("Helv", "5.00")),
	saysOther("amount with another fraction", "sum", pdf.TextString("1.5"), shownIn("Helv", "1.59")),
	saysOther("words with more behind them", "sum", pdf.TextString("ab"), shownIn("Helv", "ab c")),
}
