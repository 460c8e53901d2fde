package pades_test

import (
	"bytes"
	"slices"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// closing is a signature that closes fields by FieldMDP.
func closing(action pdf.Name, fields ...string) func(testing.TB) []byte {
	return once(func(t testing.TB) []byte {
		return handSigned{field: "author", dict: closesFields(action, fields...)}.on(t, formPDF(t))
	})
}

var (
	amountClosed = closing("Include", formAmount)
	groupClosed  = closing("Include", formGroup)
	onlyPayee    = closing("Exclude", formPayee)
	allClosed    = closing("All")
)

// lockedByField is signed into a field whose /Lock closes the amount.
var lockedByField = once(func(t testing.TB) []byte {
	lock := pdf.Dictionary("Type", pdf.Name("SigFieldLock"), "Action", pdf.Name("Include"), "Fields", pdf.Array{pdf.TextString(formAmount)})
	return handSigned{field: "author", node: func(d pdf.Dict) pdf.Dict { return d.With("Lock", lock) }}.on(t, formPDF(t))
})

// lockedWhole is signed into a field whose /Lock allows no change any more.
var lockedWhole = once(func(t testing.TB) []byte {
	lock := pdf.Dictionary("Type", pdf.Name("SigFieldLock"), "Action", pdf.Name("Include"), "Fields", pdf.Array{pdf.TextString(formPayee)}, "P", pdf.Integer(1))
	return handSigned{field: "author", node: func(d pdf.Dict) pdf.Dict { return d.With("Lock", lock) }}.on(t, formPDF(t))
})

func bypass(name string, base func(testing.TB) []byte, make func(testing.TB, []byte) []byte) assault {
	return assault{name: name, base: base, make: make, axis: "modification"}
}

// refilled fills a field of the form by its path.
func refilled(value string, path ...string) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, path...)
		u.Set(n.ref, n.dict.With("V", pdf.TextString(value)).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), value)))))
	})
}

func changing(path []string, change func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict) func(testing.TB, []byte) []byte {
	return editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, path...)
		u.Set(n.ref, change(t, rev, u, n.dict))
	})
}

// listed writes another list of fields.
func listed(change func(pdf.Array) pdf.Array) func(testing.TB, *pdf.Revision, *pdf.Update) {
	return func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		u.Set(form.ref, form.dict.With("Fields", change(slices.Clone(must(rev.Array(form.dict.Get("Fields")))(t)))))
	}
}

// lockBypasses: a closed field is changed all the same, or the lock is.
var lockBypasses = []assault{
	bypass("closed field filled", amountClosed, refilled("999", formAmount)),
	bypass("field of a closed group filled", groupClosed, refilled("999", formGroup, "a")),
	bypass("field beside the excluded one filled", onlyPayee, refilled("999", formAmount)),
	bypass("any field filled, all closed", allClosed, refilled("999", formAmount)),
	bypass("field closed by /Lock filled", lockedByField, refilled("999", formAmount)),
	bypass("anything filled, /Lock with P 1", lockedWhole, refilled("999", formAmount)),
	bypass("closed field filled in two steps", amountClosed, func(t testing.TB, file []byte) []byte {
		return refilled("", formAmount)(t, refilled("999", formAmount)(t, file))
	}),
	bypass("renamed, then filled", amountClosed, changing([]string{formAmount}, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("T", pdf.TextString("free")).With("V", pdf.TextString("999")).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999"))))
	})),
	bypass("renamed and back in the next revision", amountClosed, func(t testing.TB, file []byte) []byte {
		file = changing([]string{formAmount}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("T", pdf.TextString("free"))
		})(t, file)
		file = refilled("999", "free")(t, file)
		return changing([]string{"free"}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("T", pdf.TextString(formAmount))
		})(t, file)
	}),
	bypass("name in another encoding", amountClosed, changing([]string{formAmount}, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		var name []byte
		for _, c := range "\ufeff" + formAmount {
			name = append(name, byte(c>>8), byte(c))
		}
		return d.With("T", pdf.String{Bytes: name}).With("V", pdf.TextString("999")).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999"))))
	})),
	bypass("moved under a group that is open", amountClosed, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n, g := namedField(t, rev, formAmount), namedField(t, rev, formGroup)
		u.Set(n.ref, n.dict.With("Parent", g.ref).With("V", pdf.TextString("999")).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999")))))
		u.Set(g.ref, g.dict.With("Kids", append(slices.Clone(must(rev.Array(g.dict.Get("Kids")))(t)), n.ref)))
		listed(func(a pdf.Array) pdf.Array {
			return slices.DeleteFunc(a, func(o pdf.Object) bool { return o == pdf.Object(n.ref) })
		})(t, rev, u)
	})),
	bypass("group renamed, so that its fields are others", groupClosed, changing([]string{formGroup}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("T", pdf.TextString("open"))
	})),
	bypass("kids of the group swapped", groupClosed, changing([]string{formGroup}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		kids := slices.Clone(d.Get("Kids").(pdf.Array))
		slices.Reverse(kids)
		return d.With("Kids", kids)
	})),
	bypass("kid of the group replaced by a new field", groupClosed, changing([]string{formGroup}, func(t testing.TB, rev *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
		kids := slices.Clone(d.Get("Kids").(pdf.Array))
		old := must(rev.Dict(kids[0]))(t)
		kids[0] = u.Add(old.With("V", pdf.TextString("999")).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999")))))
		return d.With("Kids", kids)
	})),
	bypass("value at the group instead of the field", groupClosed, changing([]string{formGroup}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("V", pdf.TextString("999"))
	})),
	bypass("second field of the same name", amountClosed, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, formAmount)
		twin := u.Add(n.dict.With("V", pdf.TextString("999")).With("AP", pdf.Dictionary("N", u.Add(lookOf(fonts(t, rev), "999")))))
		annotated(t, rev, u, twin)
		listed(func(a pdf.Array) pdf.Array { return append(pdf.Array{twin}, a...) })(t, rev, u)
	})),
	bypass("places of two fields swapped", amountClosed, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		a, p := namedField(t, rev, formAmount), namedField(t, rev, formPayee)
		u.Set(a.ref, a.dict.With("Rect", p.dict.Get("Rect")))
		u.Set(p.ref, p.dict.With("Rect", a.dict.Get("Rect")))
	})),
	bypass("/Lock taken off the signed field", lockedByField, func(t testing.TB, file []byte) []byte {
		file = changing([]string{"author"}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict { return d.Without("Lock") })(t, file)
		return refilled("999", formAmount)(t, file)
	}),
	bypass("/Lock emptied by another revision", lockedByField, changing([]string{"author"}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		return d.With("Lock", pdf.Dictionary("Type", pdf.Name("SigFieldLock"), "Action", pdf.Name("Include"), "Fields", pdf.Array{}))
	})),
	bypass("closed field filled by the next signer", amountClosed, func(t testing.TB, file []byte) []byte {
		return handSigned{field: "next", by: agency, also: filledIn(formAmount, "999")}.on(t, file)
	}),
	bypass("sealed number filled by a further signer of ours", sealedOffice, func(t testing.TB, file []byte) []byte {
		refilled := refill("9999", "9999")(t, nil, file)
		return agency().appendSigned(t, refilled, pades.Signing{Field: "again", Spot: &pades.Spot{Page: 1}})
	}),
	bypass("read-only flag of a sealed field taken off", sealedOffice, editing(func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		n := fieldOf(t, rev, "number")
		u.Set(n.ref, n.dict.With("Ff", pdf.Integer(4096)))
	})),
	bypass("field hung into the group twice", groupClosed, changing([]string{formGroup}, func(_ testing.TB, _ *pdf.Revision, _ *pdf.Update, d pdf.Dict) pdf.Dict {
		kids := slices.Clone(d.Get("Kids").(pdf.Array))
		return d.With("Kids", append(kids, kids[0]))
	})),
	bypass("list of kids made indirect and emptied", groupClosed, func(t testing.TB, file []byte) []byte {
		return changing([]string{formGroup}, func(_ testing.TB, _ *pdf.Revision, u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Kids", u.Add(pdf.Array{}))
		})(t, file)
	}),
}

// TestLocksLeaveTheRestOpen: what a lock does not close stays open.
func TestLocksLeaveTheRestOpen(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		base func(testing.TB) []byte
		name string
	}{{amountClosed, formPayee}, {onlyPayee, formPayee}, {groupClosed, formAmount}, {lockedByField, formPayee}} {
		file := refilled("100", c.name)(t, bytes.Clone(c.base(t)))
		if r := verify(t, file, trusting()); r.Indication != pades.TotalPassed {
			t.Errorf("%d: %s", i, summary(r))
		}
	}
}
