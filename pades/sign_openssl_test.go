package pades_test

import (
	"bytes"
	"encoding/hex"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/pdf"
)

// TestOpenSSLAcceptsAsCAdES takes the signature and the bytes it covers out of
// the file and holds them against another implementation.
func TestOpenSSLAcceptsAsCAdES(t *testing.T) {
	t.Parallel()
	_, signed, sealed := issued(t, tablePDF(0))
	for name, c := range map[string]struct {
		file []byte
		kid  int
	}{"leader": {signed, 4}, "agency": {sealed, 5}} {
		rev := open(t, c.file).Last()
		catalog, err := rev.Catalog()
		if err != nil {
			t.Fatal(err)
		}
		form, _ := rev.Dict(catalog.Get("AcroForm"))
		fields, _ := rev.Array(form.Get("Fields"))
		group, _ := rev.Dict(fields[0])
		kids, _ := rev.Array(group.Get("Kids"))
		field, _ := rev.Dict(kids[c.kid])
		sig, _ := rev.Dict(field.Get("V"))
		contents, _ := sig.Entry("Contents")
		x := contents.Bytes
		if r, _ := rev.Array(sig.Get("ByteRange")); !pdf.Equal(r, pdf.Array{pdf.Integer(0), pdf.Integer(x.Start), pdf.Integer(x.End), pdf.Integer(int64(len(c.file)) - x.End)}) {
			t.Errorf("%s: /ByteRange %v, gap at %v", name, r, x)
		}
		der, err := hex.DecodeString(string(c.file[x.Start+1 : x.End-1]))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		write := func(name string, b []byte) string {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		covered := append(bytes.Clone(c.file[:x.Start]), c.file[x.End:]...)
		ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leader().chain[0].Raw})
		out := tool(t, "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", write("sig.der", der),
			"-binary", "-content", write("content", covered), "-CAfile", write("ca.pem", ca),
			"-purpose", "any", "-attime", "1795347912", "-out", filepath.Join(dir, "out"))
		if !strings.Contains(strings.ToLower(out), "verification successful") {
			t.Errorf("%s: openssl: %s", name, out)
		}
	}
}
