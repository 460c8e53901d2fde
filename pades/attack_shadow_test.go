package pades_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// prepared is a document that the attacker laid out and someone honest signed.
func prepared(lay func(testing.TB, *pdf.Revision, *pdf.Update)) func(testing.TB) []byte {
	return once(func(t testing.TB) []byte {
		laid := update(t, formPDF(t), func(rev *pdf.Revision, u *pdf.Update) { lay(t, rev, u) })
		return leader().appendSigned(t, laid, pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	})
}

// Numbers of objects laid out before signing; formPDF stays below them.
const (
	shadowFirst = 60
	shadowImage = shadowFirst + iota
	shadowPage
	shadowTree
	shadowContent
	shadowFont
	shadowLayer
	shadowNote
	shadowRoot
	shadowLook
)

func numbered(n int) pdf.Ref { return pdf.Ref{Num: n} }

func drawn(text string) *pdf.Stream {
	return pdf.NewStream(nil, fmt.Appendf(nil, "BT /F1 13 Tf 60 700 Td (%s) Tj ET", text))
}

// coveredByImage: the true text lies under a picture that the attacker takes away.
func coveredByImage(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	u.Set(numbered(shadowImage), pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Image"), "Width", pdf.Integer(1),
		"Height", pdf.Integer(1), "BitsPerComponent", pdf.Integer(8), "ColorSpace", pdf.Name("DeviceGray")), []byte{255}))
	u.Set(numbered(shadowContent), pdf.NewStream(nil, []byte("q 500 0 0 100 50 680 cm /Im0 Do Q")))
	resources := must(rev.Dict(p.dict.Get("Resources")))(t).With("XObject", pdf.Dictionary("Im0", numbered(shadowImage)))
	u.Set(p.ref, p.dict.With("Resources", resources).With("Contents", pdf.Array{p.dict.Get("Contents"), numbered(shadowContent)}))
}

// coveredByNote: the true text lies under an annotation.
func coveredByNote(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	look := u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"),
		"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(1), pdf.Integer(1)}), []byte("1 g 0 0 1 1 re f")))
	u.Set(numbered(shadowNote), pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Square"), "F", pdf.Integer(4),
		"Rect", pdf.Rect{X0: 50, Y0: 680, X1: 550, Y1: 780}.Array(), "AP", pdf.Dictionary("N", look)))
	annotated(t, rev, u, numbered(shadowNote))
}

// coveredByLayer: optional content that is on when signing.
func coveredByLayer(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	u.Set(numbered(shadowLayer), pdf.Dictionary("Type", pdf.Name("OCG"), "Name", pdf.TextString("cover")))
	u.Set(numbered(shadowContent), pdf.NewStream(nil, []byte("/OC /L0 BDC 1 g 50 680 500 100 re f EMC")))
	p := firstPage(t, rev)
	resources := must(rev.Dict(p.dict.Get("Resources")))(t).With("Properties", pdf.Dictionary("L0", numbered(shadowLayer)))
	u.Set(p.ref, p.dict.With("Resources", resources).With("Contents", pdf.Array{p.dict.Get("Contents"), numbered(shadowContent)}))
	u.Set(rootOf(rev), must(rev.Catalog())(t).With("OCProperties", pdf.Dictionary("OCGs", pdf.Array{numbered(shadowLayer)},
		"D", pdf.Dictionary("ON", pdf.Array{numbered(shadowLayer)}, "Order", pdf.Array{numbered(shadowLayer)}))))
}

// hiddenBeside: a second page with its content, which nothing shows.
func hiddenBeside(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	u.Set(numbered(shadowContent), drawn("PAY 999 999"))
	u.Set(numbered(shadowPage), p.dict.With("Contents", numbered(shadowContent)).With("Parent", numbered(shadowTree)))
	u.Set(numbered(shadowTree), pdf.Dictionary("Type", pdf.Name("Pages"), "Kids", pdf.Array{numbered(shadowPage)}, "Count", pdf.Integer(1),
		"MediaBox", pdf.Rect{X1: 595, Y1: 842}.Array()))
	u.Set(numbered(shadowRoot), must(rev.Catalog())(t).With("Pages", numbered(shadowTree)))
	font := pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Symbol"))
	u.Set(numbered(shadowFont), font)
	u.Set(numbered(shadowLook), lookOf(fonts(t, rev), "999 999"))
}

var (
	underImage = prepared(coveredByImage)
	underNote  = prepared(coveredByNote)
	underLayer = prepared(coveredByLayer)
	beside     = prepared(hiddenBeside)
)

func hides(name string, base func(testing.TB) []byte, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: base, make: make, axis: "modification"}
}

// unclear is an attack on which the design promises no more than doubt.
func unclear(name string, base func(testing.TB) []byte, make func(testing.TB, []byte) []byte) assault {
	a := hides(name, base, make)
	a.unsure = true
	return a
}

// shadowHides: what covered the true content at signing is taken away.
var shadowHides = []assault{
	hides("picture freed in the cross-reference", underImage, appended(handmade{free: []int{shadowImage}})),
	hides("content that draws the cover freed", underImage, appended(handmade{free: []int{shadowContent}})),
	hides("picture emptied", underImage, editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) { u.Set(numbered(shadowImage), pdf.Null{}) })),
	hides("picture moved away", underImage, editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(shadowContent), pdf.NewStream(nil, []byte("q 1 0 0 1 0 0 cm /Im0 Do Q")))
	})),
	hides("picture entry leads elsewhere", underImage, func(t testing.TB, file []byte) []byte {
		return handmade{entries: map[int]int64{shadowImage: 15}}.on(t, file)
	}),
	hides("annotation freed", underNote, appended(handmade{free: []int{shadowNote}})),
	hides("annotation hidden", underNote, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(shadowNote), must(rev.Dict(numbered(shadowNote)))(t).With("F", pdf.Integer(2)))
	})),
	hides("annotation taken off the page", underNote, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		list := must(rev.Array(p.dict.Get("Annots")))(t)
		u.Set(p.ref, p.dict.With("Annots", slices.DeleteFunc(slices.Clone(list), func(o pdf.Object) bool { return o == pdf.Object(numbered(shadowNote)) })))
	})),
	hides("layer switched off", underLayer, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("OCProperties", pdf.Dictionary("OCGs", pdf.Array{numbered(shadowLayer)},
			"D", pdf.Dictionary("OFF", pdf.Array{numbered(shadowLayer)}))))
	})),
	hides("layer freed", underLayer, appended(handmade{free: []int{shadowLayer}})),
	hides("layer made invisible by its usage", underLayer, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(shadowLayer), must(rev.Dict(numbered(shadowLayer)))(t).With("Usage", pdf.Dictionary("View", pdf.Dictionary("ViewState", pdf.Name("OFF")))))
	})),
}

// shadowReplaces: an object prepared for it gets another content.
var shadowReplaces = []assault{
	hides("value replaced, picture kept", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formPayee)
		u.Set(n.ref, n.dict.With("V", pdf.TextString("Tran Van Binh")))
	})),
	hides("picture replaced, value kept", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formPayee)
		u.Set(n.ref, n.dict.With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "Tran Van Binh")))))
	})),
	hides("picture overwritten in its place", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formPayee)
		u.Set(must(rev.Dict(n.dict.Get("AP")))(t).Get("N").(pdf.Ref), lookOf(fonts(t, rev), "Tran Van Binh"))
	})),
	hides("picture of a sealed number overwritten", sealedOffice, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "number")
		look := must(rev.Dict(n.dict.Get("AP")))(t).Get("N").(pdf.Ref)
		other := fieldOf(t, rev, "day")
		from := must(rev.Get(must(rev.Dict(other.dict.Get("AP")))(t).Get("N").(pdf.Ref)))(t)
		stream := from.(*pdf.Stream)
		u.Set(look, pdf.NewStream(stream.Dict, must(stream.Raw())(t)))
	})),
	hides("content of the page replaced", signedForm, appended(handmade{objects: otherPage})),
	hides("another content behind the same number of bytes", signedForm, func(t testing.TB, file []byte) []byte {
		return handmade{objects: []handObject{{4, spelledStream("", string(bytes.Repeat([]byte(" "), 54)))}}}.on(t, file)
	}),
	hides("annotation says something else", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		list := must(rev.Array(p.dict.Get("Annots")))(t)
		note := dictionaryAt(t, rev, list[5])
		u.Set(note.ref, note.dict.With("Contents", pdf.TextString("another word")))
	})),
	unclear("picture drawn outside what it shows", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formAmount)
		look := pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "Resources", fonts(t, rev),
			"BBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(160), pdf.Integer(20)}),
			[]byte("/Tx BMC q BT /Helv 11 Tf 2 5 Td (100) Tj ET Q EMC 1 g 0 0 160 20 re f BT /Helv 11 Tf 2 5 Td (900) Tj ET"))
		u.Set(n.ref, n.dict.With("V", pdf.TextString("100")).With("AP", pdf.Dictionary("N", u.Add(look))))
	})),
}

// shadowSwaps: the other document lies hidden in the signed one, and the update
// only leads to it.
var shadowSwaps = []assault{
	hides("catalog leads to the hidden pages", beside, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(rootOf(rev), must(rev.Catalog())(t).With("Pages", numbered(shadowTree)))
	})),
	hides("trailer leads to the hidden catalog", beside, appended(handmade{root: fmt.Sprintf("%d 0 R", shadowRoot)})),
	hides("page tree lists the hidden page", beside, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		tree := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("Pages"))
		u.Set(tree.ref, tree.dict.With("Kids", pdf.Array{numbered(shadowPage)}))
	})),
	hides("page shows the hidden content", beside, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		u.Set(p.ref, p.dict.With("Contents", numbered(shadowContent)))
	})),
	hides("entry of the content leads to the hidden one", beside, swapped(4, shadowContent)),
	hides("entry of the page leads to the hidden one", beside, swapped(3, shadowPage)),
	hides("entry of the tree leads to the hidden one", beside, swapped(2, shadowTree)),
	hides("entry of the catalog leads to the hidden one", beside, swapped(1, shadowRoot)),
	hides("old entries again", signedForm, func(t testing.TB, file []byte) []byte {
		// The first revision knew no form: its entries bring that state back.
		f := open(t, file)
		e, _, _ := f.Revisions()[0].Lookup(1)
		return handmade{entries: map[int]int64{1: e.Offset}}.on(t, file)
	}),
	hides("field shows the hidden picture", beside, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formPayee)
		u.Set(n.ref, n.dict.With("AP", pdf.Dictionary("N", numbered(shadowLook))))
	})),
	hides("sealed, old page by its old entry", sealedOffice, func(t testing.TB, file []byte) []byte {
		e, _, _ := open(t, file).Revisions()[0].Lookup(3)
		return handmade{entries: map[int]int64{3: e.Offset}}.on(t, file)
	}),
}

// swapped makes the entry of one object lead to another.
func swapped(num, to int) func(testing.TB, []byte) []byte {
	return func(t testing.TB, file []byte) []byte {
		e, _, _ := open(t, file).Last().Lookup(to)
		return handmade{entries: map[int]int64{num: e.Offset}}.on(t, file)
	}
}

// shadowFonts: the words stay, the letters change; and forms laid over pages.
var shadowFonts = []assault{
	hides("font of the page replaced", signedForm, editing(func(_ testing.TB, _ *pdf.Revision, u *pdf.Update) {
		u.Set(numbered(5), pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Symbol")))
	})),
	hides("font of the page by a hidden one", beside, swapped(5, shadowFont)),
	hides("font program of the number replaced", sealedOffice, editing(replaceFontProgram)),
	hides("font of the form replaced", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		font := must(rev.Dict(must(rev.Dict(fonts(t, rev)))(t).Get("Font")))(t).Get("Helv").(pdf.Ref)
		u.Set(font, must(rev.Dict(font))(t).With("Encoding", pdf.Dictionary("Differences", pdf.Array{pdf.Integer(48), pdf.Name("nine")})))
	})),
	hides("default font under the same name", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		other := u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("ZapfDingbats")))
		u.Set(form.ref, form.dict.With("DR", pdf.Dictionary("Font", pdf.Dictionary("Helv", other))))
	})),
	unclear("digits redrawn in the filled field", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		// 100 is written, and the font of the appearance draws 999 for it.
		font := u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica"),
			"Encoding", pdf.Dictionary("Type", pdf.Name("Encoding"), "Differences", pdf.Array{pdf.Integer(48), pdf.Name("nine"), pdf.Name("nine")})))
		n := namedField(t, rev, formAmount)
		look := lookOf(pdf.Dictionary("Font", pdf.Dictionary("Helv", font)), "100")
		u.Set(n.ref, n.dict.With("V", pdf.TextString("100")).With("AP", pdf.Dictionary("N", u.Add(look))))
	})),
	unclear("drawn by shapes of its own in the filled field", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		shape := u.Add(pdf.NewStream(nil, []byte("600 0 0 0 500 700 d1 0 0 500 700 re f")))
		font := u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type3"), "FontBBox", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(600), pdf.Integer(700)},
			"FontMatrix", pdf.Array{pdf.Real(0.001), pdf.Integer(0), pdf.Integer(0), pdf.Real(0.001), pdf.Integer(0), pdf.Integer(0)}, "FirstChar", pdf.Integer(48), "LastChar", pdf.Integer(49),
			"Widths", pdf.Array{pdf.Integer(600), pdf.Integer(600)}, "CharProcs", pdf.Dictionary("zero", shape, "one", shape),
			"Encoding", pdf.Dictionary("Differences", pdf.Array{pdf.Integer(48), pdf.Name("zero"), pdf.Name("one")})))
		n := namedField(t, rev, formAmount)
		u.Set(n.ref, n.dict.With("V", pdf.TextString("100")).With("AP", pdf.Dictionary("N", u.Add(lookOf(pdf.Dictionary("Font", pdf.Dictionary("Helv", font)), "100")))))
	})),
	unclear("/ToUnicode lies about the filled field", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		cmap := u.Add(pdf.NewStream(nil, []byte("1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <39> <39> <0031> endbfrange endcmap")))
		font := u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("Type1"), "BaseFont", pdf.Name("Helvetica"), "ToUnicode", cmap))
		n := namedField(t, rev, formAmount)
		u.Set(n.ref, n.dict.With("V", pdf.TextString("1")).With("AP", pdf.Dictionary("N", u.Add(lookOf(pdf.Dictionary("Font", pdf.Dictionary("Helv", font)), "9")))))
	})),
	hides("field laid over the page", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formAmount)
		u.Set(n.ref, n.dict.With("Rect", pdf.Rect{X0: 50, Y0: 700, X1: 560, Y1: 800}.Array()).With("V", pdf.TextString("1")).
			With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "1")))))
	})),
	hides("text field added over the page", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		field := u.Add(widgetAt(p.ref, 735).With("FT", pdf.Name("Tx")).With("T", pdf.TextString("extra")).With("V", pdf.TextString("999")).
			With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999")))))
		annotated(t, rev, u, field)
		form := formOf(t, rev)
		u.Set(form.ref, form.dict.With("Fields", append(slices.Clone(must(rev.Array(form.dict.Get("Fields")))(t)), field)))
	})),
	hides("XFA form added", signedForm, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		u.Set(form.ref, form.dict.With("XFA", u.Add(pdf.NewStream(nil, []byte("<xdp/>")))))
	})),
}
