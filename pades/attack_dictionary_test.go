package pades_test

import (
	"bytes"
	"slices"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// signedTwice has two signatures of ours, by two people.
var signedTwice = once(func(t testing.TB) []byte {
	return agency().appendSigned(t, signedForm(t), pades.Signing{Field: "two", Spot: &pades.Spot{Page: 1}})
})

// onField changes a field of the form in a revision of its own.
func onField(name, field string, base func(testing.TB) []byte, change func(rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict) assault {
	return assault{name: name, base: base, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, field)
		u.Set(n.ref, change(rev, u, n.dict))
	})}
}

// onDictionary writes over the dictionary of the signature itself.
func onDictionary(name string, change func(d pdf.Dict) pdf.Object) assault {
	return assault{name: name, base: signedForm, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		ref := namedField(t, rev, "one").dict.Get("V").(pdf.Ref)
		u.Set(ref, change(must(rev.Dict(ref))(t)))
	})}
}

// shaped is signed by the attacker with a dictionary of another shape.
func shaped(name string, change func(pdf.Dict) pdf.Dict) assault {
	return assault{name: name, base: signedForm, axis: "integrity", built: true, make: func(t testing.TB, _ []byte) []byte {
		return handSigned{field: "one", dict: change}.on(t, tablePDF(0))
	}}
}

func in(rev *pdf.Revision, t testing.TB, name string) pdf.Object {
	return namedField(t, rev, name).dict.Get("V")
}

// dictionarySpoofs: a signature is shown as another one, as none, or twice.
var dictionarySpoofs = []assault{
	onField("value taken out", "one", signedForm, func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict { return d.Without("V") }),
	onField("value made null", "one", signedForm, func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("V", pdf.Null{}) }),
	onField("value made a text", "one", signedForm, func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("V", pdf.TextString("signed"))
	}),
	onField("field made a text field", "one", signedForm, func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("FT", pdf.Name("Tx")) }),
	onField("field renamed", "one", signedForm, func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("T", pdf.TextString("other")) }),
	onField("field without a name", "one", signedForm, func(_ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict { return d.Without("T") }),
	onField("value replaced by a copy that claims another name", "one", signedForm, func(rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		old, _ := rev.Dict(d.Get("V"))
		return d.With("V", u.Add(old.With("Name", pdf.TextString("Chủ tịch")).With("Reason", pdf.TextString("another"))))
	}),
	{name: "fields of two signers swapped", base: signedTwice, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		one, two := namedField(t, rev, "one"), namedField(t, rev, "two")
		u.Set(one.ref, one.dict.With("V", two.dict.Get("V")))
		u.Set(two.ref, two.dict.With("V", one.dict.Get("V")))
	})},
	{name: "two fields show the first signature", base: signedTwice, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		two := namedField(t, rev, "two")
		u.Set(two.ref, two.dict.With("V", in(rev, t, "one")))
	})},
	{name: "old signature in a new field", base: signedForm, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, "one")
		twin := u.Add(n.dict.With("T", pdf.TextString("evil")))
		annotated(t, rev, u, twin)
		inForm(t, rev, u, func(d pdf.Dict) pdf.Dict {
			return d.With("Fields", append(slices.Clone(must(rev.Array(d.Get("Fields")))(t)), twin))
		})
	})},
	{name: "field taken out of the form", base: signedForm, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, "one")
		listed(func(a pdf.Array) pdf.Array {
			return slices.DeleteFunc(a, func(o pdf.Object) bool { return o == pdf.Object(n.ref) })
		})(t, rev, u)
	})},
	{name: "field and its value freed", base: signedForm, axis: "modification", make: func(t testing.TB, file []byte) []byte {
		rev := open(t, file).Last()
		n := namedField(t, rev, "one")
		return handmade{free: []int{n.ref.Num, n.dict.Get("V").(pdf.Ref).Num}}.on(t, file)
	}},
	{name: "form taken out of the catalog", base: signedForm, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(rootOf(rev), must(rev.Catalog())(t).Without("AcroForm"))
	})},
	{name: "signed file cut back to before the signature", base: signedForm, make: func(t testing.TB, file []byte) []byte {
		all := contentsPattern.FindAllIndex(file, -1)
		return file[:all[len(all)-1][0]+2000]
	}},
	{name: "seal taken out of its field", base: sealedOffice, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "seal")
		u.Set(n.ref, n.dict.Without("V"))
	})},
	{name: "leader's signature shown in the seal's field", base: sealedOffice, axis: "modification", make: editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "seal")
		u.Set(n.ref, n.dict.With("V", fieldOf(t, rev, "signer").dict.Get("V")))
	})},
	onDictionary("dictionary emptied in its place", func(pdf.Dict) pdf.Object { return pdf.Dict{} }),
	onDictionary("dictionary made null in its place", func(pdf.Dict) pdf.Object { return pdf.Null{} }),
	onDictionary("claimed time in its place", func(d pdf.Dict) pdf.Object { return d.With("M", pdf.TextString("D:20200101000000Z")) }),
	onDictionary("claimed name in its place", func(d pdf.Dict) pdf.Object { return d.With("Name", pdf.TextString("Chủ tịch")) }),
	onDictionary("permission in its place", certifiesObject),
	onDictionary("dictionary of a stream", func(d pdf.Dict) pdf.Object { return pdf.NewStream(d, nil) }),
	shaped("/Type Page", func(d pdf.Dict) pdf.Dict { return d.With("Type", pdf.Name("Page")) }),
	shaped("a time-stamp by its /Type alone", func(d pdf.Dict) pdf.Dict { return d.With("Type", pdf.Name("DocTimeStamp")) }),
	shaped("a time-stamp by its /SubFilter alone", func(d pdf.Dict) pdf.Dict { return d.With("SubFilter", pdf.Name("ETSI.RFC3161")) }),
	shaped("both a signature and a time-stamp", func(d pdf.Dict) pdf.Dict {
		return d.With("Type", pdf.Name("DocTimeStamp")).With("SubFilter", pdf.Name("ETSI.RFC3161"))
	}),
	shaped("no /SubFilter", func(d pdf.Dict) pdf.Dict { return d.Without("SubFilter") }),
	shaped("/SubFilter a text", func(d pdf.Dict) pdf.Dict { return d.With("SubFilter", pdf.TextString("ETSI.CAdES.detached")) }),
	repeated("/Contents twice", "Contents", pdf.String{Bytes: []byte("abcd"), Hex: true}),
	repeated("/ByteRange twice", "ByteRange", pdf.Array{pdf.Integer(0), pdf.Integer(1), pdf.Integer(2), pdf.Integer(3)}),
	repeated("/SubFilter twice", "SubFilter", pdf.Name("adbe.pkcs7.sha1")),
}

// repeated is a dictionary with a key twice, which our own writer refuses.
func repeated(name string, key pdf.Name, value pdf.Object) assault {
	return assault{name: name, base: signedForm, axis: "integrity", built: true, make: func(t testing.TB, _ []byte) []byte {
		other := key[:len(key)-1] + "~"
		return handSigned{field: "one",
			dict: func(d pdf.Dict) pdf.Dict { return d.With(other, value) },
			text: func(file []byte) []byte {
				return bytes.Replace(file, []byte("/"+other), []byte("/"+key), 1)
			}}.on(t, tablePDF(0))
	}}
}

func certifiesObject(d pdf.Dict) pdf.Object { return certifies(3)(d) }

// TestPermissionCannotBeTakenBack: what a later revision writes over the
// dictionary of a certification does not loosen it.
func TestPermissionCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	file := update(t, bytes.Clone(certified1(t)), func(rev *pdf.Revision, u *pdf.Update) {
		ref := namedField(t, rev, "author").dict.Get("V").(pdf.Ref)
		u.Set(ref, certifies(3)(must(rev.Dict(ref))(t)))
	})
	file = editing(filledIn(formAmount, "999"))(t, file)
	if r := verify(t, file, trusting()); r.Indication != pades.TotalFailed {
		t.Error(summary(r))
	}
}
