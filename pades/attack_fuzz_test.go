package pades_test

import (
	"bytes"
	"crypto/x509"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// FuzzStore holds that no evidence in the document security store makes
// verifying panic or fail, and that foreign bytes never make a signature valid
// that nothing else speaks for.
func FuzzStore(f *testing.F) {
	lists := listsAt(signedAt.Add(time.Hour))
	p := practice()
	f.Add(p.ca.cert.Raw, lists[1], answerBy(p.responder, p.ca, p.people["P-256"], signedAt), []byte("<</A 1>>"))
	f.Add([]byte("x"), lists[1][:40], []byte{0x30, 0x80}, []byte("[3 0 R]"))
	f.Add([]byte{}, []byte{}, []byte{}, []byte("null"))
	signed := p.people["P-256"].signStamped(f, tablePDF(0), stamping{})
	f.Fuzz(func(t *testing.T, cert, list, answer, vri []byte) {
		if len(vri) > 4096 || bytes.Contains(vri, []byte("obj")) {
			return
		}
		file := handmade{objects: []handObject{
			{1, "<</Type /Catalog /Pages 2 0 R /AcroForm " + formText(t, signed) + " /DSS <</Certs [60 0 R] /CRLs [61 0 R] /OCSPs [62 0 R] /VRI 63 0 R>>>>"},
			{60, spelledStream("", string(cert))}, {61, spelledStream("", string(list))}, {62, spelledStream("", string(answer))}, {63, string(vri)},
		}}.on(t, signed)
		r, err := pades.Verify(bytes.NewReader(file), int64(len(file)), pades.Options{At: signedAt.Add(2 * time.Hour), Anchors: []*x509.Certificate{p.root.cert}})
		if err != nil {
			t.Fatalf("a file is a verdict, not an error: %v", err)
		}
		if r.Indication == pades.TotalPassed {
			t.Error("one list cannot speak for a whole path")
		}
	})
}

// formText is the form of a signed file as it stands in the catalog.
func formText(t testing.TB, file []byte) string {
	t.Helper()
	return spelled(must(open(t, file).Last().Catalog())(t).Get("AcroForm"))
}

// FuzzRevision holds that no bytes behind a signed file, with a table or
// without, make a verdict that is an error, and that a page, once replaced, is
// never passed over.
func FuzzRevision(f *testing.F) {
	f.Add([]byte("(x)"), 90, false)
	f.Add([]byte("<</Type /Catalog /Pages 2 0 R>>"), 1, false)
	f.Add([]byte("<</Type /Page /Parent 2 0 R /Contents 4 0 R>>"), 3, true)
	f.Add([]byte("<</Length 3>>\nstream\nabc\nendstream"), 4, false)
	f.Add([]byte("[3 0 R 3 0 R]"), 2, true)
	base := signedPlain(f)
	signed := pdf.Ref{Num: 4}
	before := must(open(f, base).Last().Get(signed))(f)
	f.Fuzz(func(t *testing.T, object []byte, num int, bareTail bool) {
		if num < 1 || num > 200 {
			return
		}
		h := handmade{objects: []handObject{{num, string(object)}}}
		if bareTail {
			h.leave = bare("xref", "startxref")
		}
		file := h.on(t, base)
		r, err := pades.Verify(bytes.NewReader(file), int64(len(file)), plainly())
		if err != nil {
			t.Fatalf("a file is a verdict, not an error: %v", err)
		}
		if r.Indication != pades.TotalPassed {
			return
		}
		after, err := open(t, file).Last().Get(signed)
		if err != nil || !pdf.Equal(before, after) {
			t.Errorf("the content of the page changed and passes: %v %v", after, err)
		}
	})
}
