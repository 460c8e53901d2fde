package pades_test

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/cms"
	"antin/pdf"
)

// opensslHolds takes every signature and time-stamp out of a file and holds it
// against another implementation.
func opensslHolds(t *testing.T, o *outside, file []byte) {
	t.Helper()
	dir := t.TempDir()
	n := 0
	write := func(name string, b []byte) string {
		n++
		path := filepath.Join(dir, fmt.Sprint(n, name))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ca := write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.root.cert.Raw}))
	at := fmt.Sprint(o.clock.Unix())
	stamp := func(token, data []byte) {
		t.Helper()
		out := tool(t, "openssl", "ts", "-verify", "-token_in", "-in", write("token", token), "-data", write("data", data), "-CAfile", ca, "-attime", at)
		if !strings.Contains(out, "Verification: OK") {
			t.Errorf("openssl ts: %s", out)
		}
	}
	f := open(t, file)
	catalog, _ := f.Last().Catalog()
	form, _ := f.Last().Dict(catalog.Get("AcroForm"))
	fields, _ := f.Last().Array(form.Get("Fields"))
	for _, o := range fields {
		field, _ := f.Last().Dict(o)
		sig, _ := f.Last().Dict(field.Get("V"))
		contents, _ := sig.Get("Contents").(pdf.String)
		sd, err := cms.Parse(contents.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		der := contents.Bytes[:sd.Length]
		r, _ := f.Last().Array(sig.Get("ByteRange"))
		at2, end := int(r[2].(pdf.Integer)), int(r[2].(pdf.Integer)+r[3].(pdf.Integer))
		covered := append(bytes.Clone(file[:r[1].(pdf.Integer)]), file[at2:end]...)
		if sig.Name("SubFilter") == "ETSI.RFC3161" {
			stamp(der, covered)
			continue
		}
		out := tool(t, "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", write("sig", der),
			"-binary", "-content", write("content", covered), "-CAfile", ca, "-purpose", "any", "-attime", at, "-out", filepath.Join(dir, "out"))
		if !strings.Contains(strings.ToLower(out), "verification successful") {
			t.Errorf("openssl cms: %s", out)
		}
		for _, a := range sd.Signers[0].Unsigned {
			if a.Type.Equal(cms.OIDTimeStamp) {
				stamp(a.Values[0], sd.Signers[0].Signature)
			}
		}
	}
}
