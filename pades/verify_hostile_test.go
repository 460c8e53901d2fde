package pades_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// manyAnnotations is a signed page with that many annotations, whose order the
// next revision turns round.
func manyAnnotations(t testing.TB, n int) []byte {
	base := update(t, tablePDF(0), func(rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		var list pdf.Array
		for range n {
			list = append(list, u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Link"), "Rect", pdf.Rect{X1: 1, Y1: 1}.Array())))
		}
		u.Set(p.ref, p.dict.With("Annots", list))
	})
	signed := leader().appendSigned(t, base, pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	return update(t, signed, func(rev *pdf.Revision, u *pdf.Update) {
		p := firstPage(t, rev)
		list := must(rev.Array(p.dict.Get("Annots")))(t)
		list = slices.Clone(list)
		slices.Reverse(list)
		u.Set(p.ref, p.dict.With("Annots", list))
	})
}

// manyRevisions is a signed form of many fields, written anew many times.
func manyRevisions(t testing.TB, fields, revisions int) []byte {
	file := update(t, tablePDF(0), func(rev *pdf.Revision, u *pdf.Update) {
		var list pdf.Array
		for i := range fields {
			list = append(list, u.Add(pdf.Dictionary("FT", pdf.Name("Tx"), "T", pdf.TextString(fmt.Sprint("f", i)))))
		}
		root := rev.Trailer().Get("Root").(pdf.Ref)
		u.Set(root, must(rev.Catalog())(t).With("AcroForm", u.Add(pdf.Dictionary("Fields", list))))
	})
	file = leader().appendSigned(t, file, pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	for range revisions {
		file = update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
			form := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("AcroForm"))
			u.Set(form.ref, form.dict.With("Q", pdf.Integer(1)))
		})
	}
	return file
}

// nested is a signed file whose next revision holds a very deep array.
func nested(t testing.TB, depth int) []byte {
	signed := leader().appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	return append(bytes.Clone(signed), "\n90 0 obj\n"+strings.Repeat("[", depth)+strings.Repeat("]", depth)+"\nendobj\n%%EOF\n"...)
}

// copies is a file in which one genuine signature stands many times.
func copies(t testing.TB, n int) []byte {
	signed := leader().appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	return update(t, signed, func(rev *pdf.Revision, u *pdf.Update) {
		catalog := must(rev.Catalog())(t)
		form := dictionaryAt(t, rev, catalog.Get("AcroForm"))
		list := must(rev.Array(form.dict.Get("Fields")))(t)
		genuine := must(rev.Dict(list[0]))(t)
		value := must(rev.Dict(genuine.Get("V")))(t)
		list = slices.Clone(list)
		for i := range n {
			list = append(list, u.Add(genuine.With("T", pdf.TextString(fmt.Sprint("copy", i))).With("V", u.Add(value))))
		}
		changed := form.dict.With("Fields", list)
		if form.ref.Num == 0 {
			u.Set(rev.Trailer().Get("Root").(pdf.Ref), catalog.With("AcroForm", changed))
			return
		}
		u.Set(form.ref, changed)
	})
}

// TestHostileSizesEndInAVerdict: whatever grows, the work is bounded and the
// file does not pass.
func TestHostileSizesEndInAVerdict(t *testing.T) {
	t.Parallel()
	for name, file := range map[string][]byte{
		"annotations turned round": manyAnnotations(t, 20_000),
		"form written anew":        manyRevisions(t, 3_000, 60),
		"deep nesting":             nested(t, 100_000),
		"copied signatures":        copies(t, 400),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			r := verify(t, file, trusting())
			t.Logf("%d bytes, %s %s, %v", len(file), r.Indication, r.SubIndication, time.Since(began).Round(time.Millisecond))
			if r.Indication == pades.TotalPassed || r.Indication == pades.NoSignature {
				t.Errorf("%s", r.Indication)
			}
		})
	}
}
