package pades_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// inForm changes the form dictionary, wherever it stands.
func inForm(t testing.TB, rev *pdf.Revision, u *pdf.Update, change func(pdf.Dict) pdf.Dict) {
	t.Helper()
	catalog := must(rev.Catalog())(t)
	form := dictionaryAt(t, rev, catalog.Get("AcroForm"))
	if form.ref.Num != 0 {
		u.Set(form.ref, change(form.dict))
		return
	}
	u.Set(rootOf(rev), catalog.With("AcroForm", change(form.dict)))
}

func rootOf(rev *pdf.Revision) pdf.Ref { return rev.Trailer().Get("Root").(pdf.Ref) }

func inCatalog(key pdf.Name, value func(u *pdf.Update) pdf.Object) func(testing.TB, *pdf.Revision, *pdf.Update) {
	return func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
		u.Set(rootOf(rev), must(rev.Catalog())(t).With(key, value(u)))
	}
}

func storeOf(key pdf.Name, body []byte) func(u *pdf.Update) pdf.Object {
	return func(u *pdf.Update) pdf.Object {
		return u.Add(pdf.Dictionary("Type", pdf.Name("DSS"), key, pdf.Array{u.Add(pdf.NewStream(nil, body))}))
	}
}

func emptySignatureField(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
	p := firstPage(t, rev)
	field := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"),
		"T", pdf.TextString("later"), "Rect", pdf.Rect{}.Array(), "P", p.ref))
	u.Set(p.ref, p.dict.With("Annots", append(must(rev.Array(p.dict.Get("Annots")))(t), field)))
	inForm(t, rev, u, func(d pdf.Dict) pdf.Dict {
		return d.With("Fields", append(must(rev.Array(d.Get("Fields")))(t), field))
	})
}

// withInfo appends a revision whose trailer names a new /Info. [pdf.Update]
// keeps the trailer, so it is written by hand.
func withInfo(t testing.TB, file []byte) []byte {
	t.Helper()
	rev := open(t, file).Last()
	num := rev.MaxNumber() + 1
	return byHand(t, file, fmt.Sprintf("%d 0 obj\n<</Title(Another title)>>\nendobj\n", num), num, num+1, fmt.Sprintf("/Info %d 0 R", num))
}

// byHand appends one object and a table with the given /Size.
func byHand(t testing.TB, file []byte, object string, num, size int, trailer string) []byte {
	t.Helper()
	rev := open(t, file).Last()
	out := bytes.NewBuffer(bytes.Clone(file))
	at := out.Len()
	out.WriteString(object)
	table := out.Len()
	if id := rev.Trailer().Get("ID"); id != nil {
		trailer += " /ID " + idText(id.(pdf.Array))
	}
	if info, ok := rev.Trailer().Get("Info").(pdf.Ref); ok && !strings.Contains(trailer, "/Info") {
		trailer += fmt.Sprintf(" /Info %d %d R", info.Num, info.Gen)
	}
	fmt.Fprintf(out, "xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n",
		num, at, size, rootOf(rev).Num, rev.StartXref, trailer, table)
	return out.Bytes()
}

func idText(id pdf.Array) string {
	return fmt.Sprintf("[<%x> <%x>]", id[0].(pdf.String).Bytes, id[1].(pdf.String).Bytes)
}

// TestAfterTheSealNothingElseIsValid: in a file of our own flow what is not the
// clerk's act is never passed over.
func TestAfterTheSealNothingElseIsValid(t *testing.T) {
	t.Parallel()
	_, signed, sealed := issued(t, tablePDF(0))
	list := authorities().list(t, signedAt, nil)
	edit := func(change func(testing.TB, *pdf.Revision, *pdf.Update)) []byte {
		return update(t, sealed, func(rev *pdf.Revision, u *pdf.Update) { change(t, rev, u) })
	}
	flags := func(n int) func(testing.TB, *pdf.Revision, *pdf.Update) {
		return func(t testing.TB, rev *pdf.Revision, u *pdf.Update) {
			inForm(t, rev, u, func(d pdf.Dict) pdf.Dict { return d.With("SigFlags", pdf.Integer(n)) })
		}
	}
	highest := open(t, sealed).Last().MaxNumber()
	extension := func(*pdf.Update) pdf.Object {
		return pdf.Dictionary("ADBE", pdf.Dictionary("BaseVersion", pdf.Name("1.7"), "ExtensionLevel", pdf.Integer(8)))
	}
	for name, c := range map[string]struct {
		file []byte
		want pades.Modification
	}{
		"nothing":                       {sealed, pades.AllowedChange},
		"title of the file":             {withInfo(t, sealed), pades.UnclassifiedChange},
		"title before the seal":         {withInfo(t, signed), pades.UnclassifiedChange},
		"flags of the form":             {edit(flags(0)), pades.SuspiciousChange},
		"flag of appending":             {edit(flags(1)), pades.SuspiciousChange},
		"version":                       {edit(inCatalog("Version", func(*pdf.Update) pdf.Object { return pdf.Name("1.7") })), pades.UnclassifiedChange},
		"empty signature field":         {edit(emptySignatureField), pades.UnclassifiedChange},
		"store of evidence, no list":    {edit(inCatalog("DSS", storeOf("CRLs", []byte("no list")))), pades.UnclassifiedChange},
		"store of evidence, no answer":  {edit(inCatalog("DSS", storeOf("OCSPs", list))), pades.UnclassifiedChange},
		"store of evidence, no cert":    {edit(inCatalog("DSS", storeOf("Certs", []byte("%PDF-1.7")))), pades.UnclassifiedChange},
		"store of evidence with a list": {edit(inCatalog("DSS", storeOf("CRLs", list))), pades.AllowedChange},
		"store with a certificate":      {edit(inCatalog("DSS", storeOf("Certs", authorities().cert.Raw))), pades.AllowedChange},
		"extensions":                    {edit(inCatalog("Extensions", extension)), pades.UnclassifiedChange},
		"size below an object in use":   {byHand(t, sealed, fmt.Sprintf("%d 0 obj\n<<>>\nendobj\n", highest+1), highest+1, highest, ""), pades.SuspiciousChange},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := verify(t, c.file, trusting())
			if got := r.Signatures[0].Modification; got != c.want {
				t.Errorf("%s, expected %s\n%s", got, c.want, summary(r))
			}
			if passed := r.Indication == pades.TotalPassed; passed != (c.want == pades.AllowedChange) {
				t.Errorf("%s", r.Indication)
			}
		})
	}
}

// TestSizeBelowAnObjectInUseIsSuspicious in every file: readers that keep to
// /Size do not see the object, others do.
func TestSizeBelowAnObjectInUseIsSuspicious(t *testing.T) {
	t.Parallel()
	signed := leader().appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	highest := open(t, signed).Last().MaxNumber()
	for size, want := range map[int]pades.Modification{highest + 2: pades.AllowedChange, highest + 1: pades.SuspiciousChange, 5: pades.SuspiciousChange} {
		r := verify(t, byHand(t, signed, fmt.Sprintf("%d 0 obj\n<<>>\nendobj\n", highest+1), highest+1, size, ""), trusting())
		if r.Signatures[0].Modification != want {
			t.Errorf("size %d: expected %s\n%s", size, want, summary(r))
		}
	}
}

// TestSealOfAPersonIsNoSeal: what the register knows of the certificate counts,
// not the name of the field.
func TestSealOfAPersonIsNoSeal(t *testing.T) {
	t.Parallel()
	_, signed, sealed := issued(t, tablePDF(0))
	byPerson := leader().appendSigned(t, signed, pades.Signing{
		Field: pades.FieldSeal, Appearance: pades.Appearance{Image: picture(t, red)}, Fill: filled, Lock: fillNames,
	})
	for name, c := range map[string]struct {
		file          []byte
		known, agency bool
		want          pades.Indication
	}{
		"agency":           {sealed, true, true, pades.TotalPassed},
		"nobody knows":     {byPerson, false, false, pades.TotalPassed},
		"person":           {byPerson, true, false, pades.TotalFailed},
		"person by answer": {sealed, true, false, pades.TotalFailed},
	} {
		o := trusting()
		asked := 0
		o.IsAgency = func(cert *x509.Certificate) (known, isAgency bool) {
			asked++
			return c.known, c.agency
		}
		r := verify(t, c.file, o)
		if r.Indication != c.want || asked == 0 {
			t.Errorf("%s: asked %d times, expected %s\n%s", name, asked, c.want, summary(r))
		}
		if c.want == pades.TotalFailed && !says(r, "field-filled") {
			t.Errorf("%s: the filling is not named\n%s", name, summary(r))
		}
	}
}
