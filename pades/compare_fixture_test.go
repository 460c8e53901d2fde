package pades_test

import (
	"bytes"
	"fmt"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// twin is a file that somebody went on with after it was signed.
type twin struct {
	name   string
	base   func(testing.TB) []byte
	change func(testing.TB, []byte) []byte
	kind   string // of the change that must be listed, "" for none
}

// honest twins pass, and the change is listed as allowed with its rule.
func (c twin) passes(t *testing.T) {
	t.Parallel()
	r := verify(t, c.change(t, bytes.Clone(c.base(t))), plainly())
	if r.Indication != pades.TotalPassed {
		t.Fatal(summary(r))
	}
	if c.kind != "" && !lists(r, c.kind, pades.ChangeAllowed) {
		t.Errorf("nothing says %s: %s", c.kind, summary(r))
	}
}

// fails wants a verdict on the changes, and the reason.
func (c twin) fails(t *testing.T) {
	t.Parallel()
	r := verify(t, c.change(t, bytes.Clone(c.base(t))), plainly())
	if r.Indication != pades.TotalFailed || !lists(r, c.kind, pades.ChangeSuspicious) {
		t.Errorf("nothing says %s: %s", c.kind, summary(r))
	}
}

func lists(r *pades.Report, kind string, verdict pades.ChangeVerdict) bool {
	for _, s := range r.Signatures {
		for _, c := range s.Changes {
			if c.Kind == kind && c.Verdict == verdict && c.Rule != "" {
				return true
			}
		}
	}
	return false
}

// signedOver signs a file that was made by a change of the form.
func signedOver(change func(testing.TB, *pdf.Revision, *pdf.Update)) func(testing.TB) []byte {
	return once(func(t testing.TB) []byte {
		return leader().appendSigned(t, update(t, formPDF(t), func(rev *pdf.Revision, u *pdf.Update) { change(t, rev, u) }),
			pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Reserve: 4096})
	})
}

// gained adds a field to the form and its widget to the page.
func gained(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) {
	t.Helper()
	p, form := firstPage(t, rev), formOf(t, rev)
	field := u.Add(d)
	u.Set(p.ref, p.dict.With("Annots", append(must(rev.Array(p.dict.Get("Annots")))(t), field)))
	u.Set(form.ref, form.dict.With("Fields", append(must(rev.Array(form.dict.Get("Fields")))(t), field)))
}

// inField changes a field by its name.
func inField(name string, change func(testing.TB, *pdf.Revision, *pdf.Update, pdf.Dict) pdf.Dict) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, name)
		u.Set(n.ref, change(t, rev, u, n.dict))
	})
}

// inPage changes the first page.
func inPage(change func(*pdf.Update, pdf.Dict) pdf.Dict) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		u.Set(p.ref, change(u, p.dict))
	})
}

// box is an appearance of the width of the fields.
func box(resources pdf.Object, body string) *pdf.Stream {
	return pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "Resources", resources,
		"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(160), pdf.Integer(60)}), []byte(body))
}

// comment is an annotation with an appearance.
func comment(u *pdf.Update, subtype pdf.Name, at pdf.Rect, body string, resources pdf.Object) pdf.Ref {
	look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", at.Array()), []byte(body))
	if resources != nil {
		look.Dict = look.Dict.With("Resources", resources)
	}
	return u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", subtype, "Rect", at.Array(), "F", pdf.Integer(4), "AP", pdf.Dictionary("N", u.Add(look))))
}

// commenting adds one.
func commenting(subtype pdf.Name, at pdf.Rect, body string, resources pdf.Object) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		annotated(t, rev, u, comment(u, subtype, at, body, resources))
	})
}

func multiplied() pdf.Object {
	return pdf.Dictionary("ExtGState", pdf.Dictionary("G", pdf.Dictionary("BM", pdf.Name("Multiply"))))
}

func deflatedStream(body string) *pdf.Stream {
	return pdf.NewStream(pdf.Dictionary("Filter", pdf.Name("FlateDecode")), deflated([]byte(body)))
}

const printedLine = "BT /F1 13 Tf 60 740 Td (S: ) Tj 70 0 Td (/QD-UBND) Tj ET"

func ints(n ...int) pdf.Array {
	out := pdf.Array{}
	for _, v := range n {
		out = append(out, pdf.Integer(v))
	}
	return out
}

func reals(n ...float64) pdf.Array {
	out := pdf.Array{}
	for _, v := range n {
		out = append(out, pdf.Real(v))
	}
	return out
}

func texts(s ...string) pdf.Array {
	out := pdf.Array{}
	for _, v := range s {
		out = append(out, pdf.TextString(v))
	}
	return out
}

// hand appends one object by hand, with entries of the trailer.
func hand(trailer string, objects ...handObject) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		num := open(t, file).Last().MaxNumber() + 1
		if len(objects) == 0 {
			objects = []handObject{{num, "(new)"}}
		}
		return handmade{objects: objects, trailer: trailer}.on(t, file)
	}
}

func shownIn(font string, text string) string {
	return fmt.Sprintf("/Tx BMC q BT /%s 11 Tf 2 5 Td (%s) Tj ET Q EMC", font, text)
}

// passesOr passes whether or not a change is listed.
func (c twin) passesOr(t *testing.T) {
	t.Helper()
	if r := verify(t, c.change(t, bytes.Clone(c.base(t))), plainly()); r.Indication != pades.TotalPassed {
		t.Errorf("%s: %s", c.name, summary(r))
	}
}
