package pades_test

import (
	"bytes"
	"testing"

	"antin/pades"
	"antin/pdf"
)

var blankPlace = pdf.Rect{X0: 400, Y0: 100, X1: 500, Y1: 150}

// TestCommentsThatHideNothingPass: under P 3, and after an approval by the
// default of this package.
func TestCommentsThatHideNothingPass(t *testing.T) {
	t.Parallel()
	for _, base := range []func(testing.TB) []byte{signedForm, certified3} {
		for _, c := range []twin{
			{"note with its window", base, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				note := u.Reserve()
				window := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Popup"), "Parent", note, "Rect", ints(300, 600, 500, 700)))
				u.Set(note, pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Text"), "Popup", window, "Contents", pdf.TextString("đã xem"), "Rect", ints(100, 735, 120, 755)))
				annotated(t, rev, u, note, window)
			}), "annotation-added"},
			{"text marked", base, commenting("Highlight", overText, "q /G gs 1 1 0 rg 55 730 195 30 re f Q", multiplied()), "annotation-added"},
			{"text underlined", base, commenting("Underline", overText, "1 0 0 RG 1 w 60 735 m 200 735 l S", nil), "annotation-added"},
			{"frame around text", base, commenting("Square", overText, "1 0 0 RG 2 w 55 730 195 30 re S", nil), "annotation-added"},
			{"filled frame in a blank place", base, commenting("Square", blankPlace, "1 0 0 rg 400 100 90 40 re f", nil), "annotation-added"},
			{"mark without a look", base, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("StrikeOut"), "Rect", overText.Array(), "QuadPoints", ints(1, 2, 3, 4, 5, 6, 7, 8))))
			}), "annotation-added"},
		} {
			t.Run(c.name, c.passes)
		}
	}
}

// TestCommentsThatReplaceThePageFail: what an annotation draws over the page is
// what people read (evil annotation attack).
func TestCommentsThatReplaceThePageFail(t *testing.T) {
	t.Parallel()
	for _, base := range []func(testing.TB) []byte{signedForm, certified3} {
		for _, c := range []twin{
			{"mark without multiplying", base, commenting("Highlight", overText, "1 1 1 rg 55 730 195 30 re f", nil), "annotation-added"},
			{"multiplying ended before", base, commenting("Highlight", overText, "q /G gs Q 1 1 1 rg 55 730 195 30 re f", multiplied()), "annotation-added"},
			{"filled frame over text", base, commenting("Square", overText, "1 1 1 rg 55 730 195 30 re f", nil), "annotation-added"},
			{"line as thick as the text", base, commenting("Line", overText, "1 1 1 RG 30 w 55 745 m 250 745 l S", nil), "annotation-added"},
			{"underline that writes", base, commenting("Underline", overText, "BT /F 12 Tf 60 740 Td (999) Tj ET", nil), "annotation-added"},
			{"note as large as the line", base, commenting("Text", overText, "1 1 1 rg 55 730 195 30 re f", nil), "annotation-added"},
			{"stamp over text", base, commenting("Stamp", overText, "0 g 55 730 9 9 re f", nil), "annotation-added"},
			{"picture within a form", base, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				image := u.Add(pdf.NewStream(pdf.Dictionary("Subtype", pdf.Name("Image")), []byte("x")))
				inner := u.Add(pdf.NewStream(pdf.Dictionary("Subtype", pdf.Name("Form"), "Resources", pdf.Dictionary("XObject", pdf.Dictionary("I", image))), []byte("/I Do")))
				annotated(t, rev, u, comment(u, "Ink", overText, "/X Do", pdf.Dictionary("XObject", pdf.Dictionary("X", inner))))
			}), "annotation-added"},
			{"note with a script", base, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
				annotated(t, rev, u, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Text"), "Rect", ints(1, 1, 20, 20), "A", pdf.Dictionary("S", pdf.Name("JavaScript")))))
			}), "annotation-added"},
		} {
			t.Run(c.name, c.fails)
		}
	}
	twin{"signed note taken away, approved", signedForm, inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
		list := d.Get("Annots").(pdf.Array)
		return d.With("Annots", append(list[:5:5], list[6:]...))
	}), "annotation-removed"}.failsNow(t)
}

// TestOwnCommentMayBeTakenBack: what was added after a signature may go.
func TestOwnCommentMayBeTakenBack(t *testing.T) {
	t.Parallel()
	noted := commenting("Text", pdf.Rect{X0: 400, Y0: 100, X1: 420, Y1: 120}, "0 g 400 100 5 5 re f", nil)(t, bytes.Clone(signedForm(t)))
	gone := inPage(func(_ *pdf.Update, d pdf.Dict) pdf.Dict {
		list := d.Get("Annots").(pdf.Array)
		return d.With("Annots", list[:len(list)-1])
	})(t, noted)
	if r := verify(t, gone, plainly()); r.Indication != pades.TotalPassed {
		t.Error(summary(r))
	}
}

func (c twin) failsNow(t *testing.T) {
	t.Helper()
	r := verify(t, c.change(t, bytes.Clone(c.base(t))), plainly())
	if r.Indication != pades.TotalFailed || !lists(r, c.kind, pades.ChangeSuspicious) {
		t.Errorf("%s: %s", c.name, summary(r))
	}
}

// TestVisibleSignatureOverContent: who signs an approved file answers for the
// picture of the signature; over a certified one, or by nobody, it is an attack.
func TestVisibleSignatureOverContent(t *testing.T) {
	t.Parallel()
	over := handSigned{field: "second", rect: overText}
	twin{"intact, over approved content", signedForm, func(t testing.TB, f []byte) []byte { return over.on(t, f) }, "signature-added"}.passesNow(t)
	broken := over
	broken.dict = func(d pdf.Dict) pdf.Dict { return d.Without("ByteRange") }
	for _, c := range []twin{
		{"broken, over approved content", signedForm, func(t testing.TB, f []byte) []byte { return broken.on(t, f) }, "signature-added"},
		{"intact, over certified content", certified2, func(t testing.TB, f []byte) []byte { return over.on(t, f) }, "signature-added"},
		{"nobody's, with a look", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			gained(t, rev, u, widgetAt(firstPage(t, rev).ref, 735).With("FT", pdf.Name("Sig")).With("T", pdf.TextString("later")).With("AP", pdf.Dictionary("N", u.Add(box(pdf.Dictionary(), "1 g 0 0 99 99 re f")))))
		}), "signature-added"},
	} {
		c.failsNow(t)
	}
	twin{"nobody's, without a look", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		gained(t, rev, u, widgetAt(firstPage(t, rev).ref, 735).With("FT", pdf.Name("Sig")).With("T", pdf.TextString("later")))
	}), "signature-added"}.passesNow(t)
}

func (c twin) passesNow(t *testing.T) {
	t.Helper()
	r := verify(t, c.change(t, bytes.Clone(c.base(t))), plainly())
	if r.Indication != pades.TotalPassed || !lists(r, c.kind, pades.ChangeAllowed) {
		t.Errorf("%s: %s", c.name, summary(r))
	}
}
