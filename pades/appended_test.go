package pades_test

import (
	"bytes"
	"fmt"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// laidTable is a file with the empty places of a document, as it is given out.
func laidTable(t testing.TB) []byte {
	t.Helper()
	base := tablePDF(0)
	return append(base, must(pades.Lay(open(t, base), layout(), signedAt))(t)...)
}

// takes asks whether a file signed outside would be taken.
func takes(t testing.TB, base, file []byte) (string, error) {
	t.Helper()
	if !bytes.HasPrefix(file, base) {
		t.Fatal("the file does not begin with the base")
	}
	return pades.CheckAppended(bytes.NewReader(base), int64(len(base)), file[len(base):], pades.Appending{Certificate: leader().cert.Raw, Field: pades.FieldSigner})
}

// TestAppendedSignatureIsTaken: in the place that was laid, or in a field that
// the other program made, unseen or over nothing.
func TestAppendedSignatureIsTaken(t *testing.T) {
	t.Parallel()
	base := laidTable(t)
	free := pdf.Rect{X0: 40, Y0: 40, X1: 140, Y1: 90}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"own place":        {leader().appendSigned(t, base, pades.Signing{Field: pades.FieldSigner, Appearance: pades.Appearance{Lines: []string{"Nguyễn Văn An"}}}), pades.FieldSigner},
		"own place, empty": {leader().appendSigned(t, base, pades.Signing{Field: pades.FieldSigner}), pades.FieldSigner},
		"unseen":           {leader().appendSigned(t, base, pades.Signing{Field: "Signature1", Spot: &pades.Spot{Page: 1}}), "Signature1"},
		"over nothing":     {leader().appendSigned(t, base, pades.Signing{Field: "Signature1", Spot: &pades.Spot{Page: 1, Rect: free}, Appearance: pades.Appearance{Lines: []string{"Ký"}}}), "Signature1"},
		"another writer":   {handSigned{field: "Signature1"}.on(t, base), "Signature1"},
		"with information": {handSigned{also: informed}.on(t, base), "hand"},
	} {
		if got, err := takes(t, base, c.file); err != nil || got != c.want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// informed adds what programs say of themselves.
func informed(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	root := rootOf(rev)
	now, _ := must(u.Get(root))(t).(pdf.Dict)
	u.Set(root, now.With("Extensions", pdf.Dictionary("ADBE", pdf.Dictionary("BaseVersion", pdf.Name("1.7"), "ExtensionLevel", pdf.Integer(8)))))
}

// TestAppendedChangeIsRefused: whatever came along with the signature, each in
// the very revision of the signature, where judging what follows it sees nothing.
func TestAppendedChangeIsRefused(t *testing.T) {
	t.Parallel()
	base := laidTable(t)
	words := pdf.Rect{X0: 130, Y0: 730, X1: 300, Y1: 760}
	signed := leader().appendSigned(t, base, pades.Signing{Field: pades.FieldSigner})
	page := func(change func(u *pdf.Update, d pdf.Dict) pdf.Dict) func(testing.TB, *pdf.Revision, *pdf.Update) {
		return func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			p := firstPage(t, rev)
			u.Set(p.ref, change(u, p.dict))
		}
	}
	for name, c := range map[string]struct {
		file []byte
		want pades.RefusalCode
	}{
		"nothing":         {base, pades.RefusedBase},
		"a revision more": {update(t, signed, func(rev *pdf.Revision, u *pdf.Update) { informed(t, rev, u) }), pades.RefusedRevisions},
		"changed, then signed": {leader().appendSigned(t, update(t, base, func(rev *pdf.Revision, u *pdf.Update) { informed(t, rev, u) }),
			pades.Signing{Field: pades.FieldSigner}), pades.RefusedRevisions},
		"signed twice":  {leader().appendSigned(t, signed, pades.Signing{Field: "two", Spot: &pades.Spot{Page: 1}}), pades.RefusedRevisions},
		"no signature":  {update(t, base, func(rev *pdf.Revision, u *pdf.Update) { informed(t, rev, u) }), pades.RefusedNotOne},
		"another hand":  {agency().appendSigned(t, base, pades.Signing{Field: pades.FieldSigner}), pades.RefusedSigner},
		"certification": {handSigned{dict: certifies(1)}.on(t, base), pades.RefusedMark},
		"closing":       {handSigned{dict: closesFields("All")}.on(t, base), pades.RefusedMark},
		"other page": {handSigned{also: page(func(u *pdf.Update, d pdf.Dict) pdf.Dict {
			return d.With("Contents", u.Add(pdf.NewStream(nil, []byte("BT /F1 13 Tf 60 740 Td (S: 99) Tj ET"))))
		})}.on(t, base), pades.RefusedChange},
		"turned page": {handSigned{also: page(func(_ *pdf.Update, d pdf.Dict) pdf.Dict { return d.With("Rotate", pdf.Integer(90)) })}.on(t, base), pades.RefusedChange},
		"note": {handSigned{also: func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			annotated(t, rev, u, comment(u, "FreeText", words, "0 0 1 rg 0 0 99 99 re f", nil))
		}}.on(t, base), pades.RefusedChange},
		"number filled": {handSigned{also: func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			n := namedField(t, rev, "antin", "number")
			u.Set(n.ref, n.dict.With("V", pdf.TextString("99")))
		}}.on(t, base), pades.RefusedChange},
		"action": {handSigned{also: func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			now, _ := must(u.Get(rootOf(rev)))(t).(pdf.Dict)
			u.Set(rootOf(rev), now.With("OpenAction", pdf.Dictionary("S", pdf.Name("JavaScript"), "JS", pdf.TextString("app.alert(1)"))))
		}}.on(t, base), pades.RefusedChange},
		"over the words": {handSigned{rect: words}.on(t, base), pades.RefusedOverlay},
		"bytes behind":   {append(bytes.Clone(signed), "\n%%more"...), pades.RefusedCoverage},
		"half covered": {handSigned{text: func(file []byte) []byte {
			return ranged(func(n []int, size int) string {
				return fmt.Sprintf("/ByteRange [%d %d %d %d]", n[0], n[1], n[2], n[3]-20)
			})(t, file)
		}}.on(t, base), pades.RefusedCoverage},
		"no PDF": {append(bytes.Clone(base), "xref trailer startxref"...), pades.RefusedRevisions},
		"long":   {append(bytes.Clone(base), make([]byte, pades.MaxAppended+1)...), pades.RefusedBase},
	} {
		if _, err := takes(t, base, c.file); pades.RefusalOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// TestLeaderInAFieldOfAnotherProgram: who signs with a program that makes its own
// field is the leader all the same; number, date and seal follow as ever, and
// nothing is filled after the seal.
func TestLeaderInAFieldOfAnotherProgram(t *testing.T) {
	t.Parallel()
	base := laidTable(t)
	seal := pades.Signing{Field: pades.FieldSeal, Appearance: pades.Appearance{Image: picture(t, red)}, Fill: filled, Lock: fillNames}
	signed := handSigned{field: "Signature1"}.on(t, base)
	sealed := agency().appendSigned(t, signed, seal)
	if r := verify(t, sealed, trusting()); r.Indication != pades.TotalPassed || len(r.Signatures) != 2 {
		t.Errorf("%s: %+v", r.Indication, r.Signatures)
	}
	twice := update(t, sealed, func(rev *pdf.Revision, u *pdf.Update) {
		n := namedField(t, rev, "antin", "number")
		u.Set(n.ref, n.dict.With("V", pdf.TextString("99")))
	})
	if r := verify(t, twice, trusting()); r.Indication == pades.TotalPassed {
		t.Error("the number was filled after the seal")
	}
	stamped := handSigned{field: "Stamp", dict: func(d pdf.Dict) pdf.Dict {
		return d.With("Type", pdf.Name("DocTimeStamp")).With("SubFilter", pdf.Name("ETSI.RFC3161"))
	}}.on(t, base)
	if r := verify(t, agency().appendSigned(t, stamped, seal), trusting()); r.Indication == pades.TotalPassed {
		t.Error("a time-stamp was taken for a leader")
	}
}

// FuzzAppended: whatever is appended is taken only with the expected signature.
func FuzzAppended(f *testing.F) {
	base := laidTable(f)
	good := leader().appendSigned(f, base, pades.Signing{Field: pades.FieldSigner})
	f.Add(good[len(base):])
	f.Add(handSigned{field: "Signature1"}.on(f, base)[len(base):])
	f.Add(update(f, base, func(rev *pdf.Revision, u *pdf.Update) { informed(f, rev, u) })[len(base):])
	f.Fuzz(func(t *testing.T, tail []byte) {
		field, err := pades.CheckAppended(bytes.NewReader(base), int64(len(base)), tail, pades.Appending{Certificate: leader().cert.Raw, Field: pades.FieldSigner})
		if err == nil && field == "" {
			t.Error("taken without a field")
		}
		if err != nil && pades.RefusalOf(err) == "" {
			t.Errorf("no refusal: %v", err)
		}
	})
}
