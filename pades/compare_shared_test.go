package pades_test

import (
	"testing"

	"antin/pdf"
)

// sharing is signed with one dictionary of resources for page and form, as
// LibreOffice writes it; extra is what else its maker laid out.
func sharing(content string, lay func(t testing.TB, rev *pdf.Revision, u *pdf.Update)) func(testing.TB) []byte {
	return signedOver(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p, form := firstPage(t, rev), formOf(t, rev)
		fonts := u.Add(must(rev.Dict(must(rev.Dict(p.dict.Get("Resources")))(t).Get("Font")))(t))
		both := u.Add(pdf.Dictionary("Font", fonts, "ProcSet", pdf.Array{pdf.Name("PDF"), pdf.Name("Text")}))
		page := p.dict.With("Resources", both)
		if content != "" {
			old, ok := page.Get("Contents").(pdf.Array)
			if !ok {
				old = pdf.Array{page.Get("Contents")}
			}
			page = page.With("Contents", append(old, u.Add(pdf.NewStream(nil, []byte(content)))))
		}
		u.Set(p.ref, page)
		u.Set(form.ref, form.dict.With("DR", both))
		if lay != nil {
			lay(t, rev, u)
		}
	})
}

// gaining adds an entry to the shared resources.
func gaining(kind, name pdf.Name, value func(u *pdf.Update) pdf.Object) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		both := dictionaryAt(t, rev, formOf(t, rev).dict.Get("DR"))
		at := both.dict.Get(kind)
		if ref, ok := at.(pdf.Ref); ok {
			u.Set(ref, must(rev.Dict(ref))(t).With(name, value(u)))
			return
		}
		u.Set(both.ref, both.dict.With(kind, must(rev.Dict(at))(t).With(name, value(u))))
	})
}

func newFont(u *pdf.Update) pdf.Object {
	return u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica")))
}

func newPicture(u *pdf.Update) pdf.Object { return u.Add(box(pdf.Dictionary(), "0 g 0 0 99 99 re f")) }

// laidOut is an annotation whose appearance has no resources of its own.
func laidOut(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox", ints(0, 0, 99, 99)), []byte("/Late Do"))
	note := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Square"), "Rect", ints(100, 500, 199, 599), "F", pdf.Integer(4), "AP", pdf.Dictionary("N", u.Add(look))))
	now := must(u.Get(p.ref))(t).(pdf.Dict)
	u.Set(p.ref, now.With("Annots", append(must(rev.Array(now.Get("Annots")))(t), note)))
}

func TestSharedResourcesMayGain(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"font", sharing("", nil), gaining("Font", "Late", newFont), "resources-gained"},
		{"picture", sharing("", nil), gaining("XObject", "Late", newPicture), "resources-gained"},
		{"page that asks for another", sharing("BT /Later 1 Tf ET", nil), gaining("Font", "Late", newFont), "resources-gained"},
	} {
		t.Run(c.name, c.passes)
	}
}

func TestSharedResourcesThatThePageAwaitsFail(t *testing.T) {
	t.Parallel()
	for _, c := range []twin{
		{"picture asked for", sharing("/Late Do", nil), gaining("XObject", "Late", newPicture), "object-changed"},
		{"font asked for", sharing("BT /Late 9 Tf (x) Tj ET", nil), gaining("Font", "Late", newFont), "object-changed"},
		{"asked for in another spelling", sharing("/L#61te Do", nil), gaining("XObject", "Late", newPicture), "object-changed"},
		{"asked for by an annotation", sharing("", laidOut), gaining("XObject", "Late", newPicture), "object-changed"},
		{"font replaced", sharing("", nil), gaining("Font", "F1", newFont), "object-changed"},
		{"state of graphics", sharing("", nil), gaining("ExtGState", "Late", func(*pdf.Update) pdf.Object { return pdf.Dictionary("ca", pdf.Integer(0)) }), "object-changed"},
	} {
		t.Run(c.name, c.fails)
	}
}
