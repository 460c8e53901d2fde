package verifycmd

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"antin/algorithm"
	"antin/pades"
	"antin/pdf"
)

var day = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// desk is a folder with files of every kind and the anchors for them.
type desk struct{ dir string }

func (d desk) path(name string) string { return filepath.Join(d.dir, name) }

func newDesk(t *testing.T) desk {
	t.Helper()
	d := desk{t.TempDir()}
	root, rootKey := certificate(t, "Gốc", nil, nil)
	leaf, key := certificate(t, "Nguyễn Văn An", root, rootKey)
	plain := draft(t)
	signed := sign(t, plain, leaf, root, key)
	list, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: day.Add(-time.Hour), NextUpdate: day.AddDate(0, 0, 7)}, root, rootKey)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(signed)
	flipped[bytes.Index(flipped, []byte("/MediaBox"))+1]++
	d.write(t, "passed.pdf", signed)
	d.write(t, "failed.pdf", flipped)
	d.write(t, "unsigned.pdf", plain)
	d.write(t, "unreadable.pdf", []byte("not a PDF"))
	d.write(t, "anchors/root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}))
	d.write(t, "anchors/root.crl", list)
	d.write(t, "nolist/root.der", root.Raw)
	d.write(t, "empty/readme.txt", nil)
	return d
}

func (d desk) write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(d.path(name)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path(name), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func certificate(t *testing.T, name string, parent *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(int64(len(name))), Subject: pkix.Name{CommonName: name}, NotBefore: day.AddDate(-1, 0, 0), NotAfter: day.AddDate(2, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	if parent == nil {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage, c.SubjectKeyId = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, []byte{9}
		parent, by = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c, key
}

func draft(t *testing.T) []byte {
	t.Helper()
	d := fpdf.New("P", "pt", "A4", "")
	d.SetFont("Times", "", 13)
	d.AddPage()
	d.SetAlpha(1, "Normal") // makes it PDF 1.4
	d.Text(60, 60, "So: 12/QD-UBND")
	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sign(t *testing.T, file []byte, leaf, root *x509.Certificate, key *ecdsa.PrivateKey) []byte {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := pades.Prepare(f, pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: leaf, Chain: []*x509.Certificate{root}, At: day})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(p.SignedAttributes())
	value, err := ecdsa.SignASN1(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	tail, err := p.Complete(value)
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), tail...)
}

func run(c Command) (string, int) {
	var out bytes.Buffer
	err := c.Run(context.Background(), Environment{Out: &out, Err: &out, Now: func() time.Time { return day }})
	return out.String(), StatusOf(err)
}

func TestStatusByVerdict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	anchors := d.path("anchors")
	ended := strings.Replace(algorithm.DefaultText(), "name = \"ECDSA\"\nuntil = \"open\"", "name = \"ECDSA\"\nuntil = \"2020-01-01\"", 1)
	d.write(t, "ended.toml", []byte(ended))
	d.write(t, "same.toml", []byte(algorithm.DefaultText()))
	d.write(t, "bad.toml", []byte(strings.Replace(ended, "2020-01-01", "soon", 1)))
	for _, c := range []struct {
		name    string
		command Command
		status  int
		word    string
	}{
		{"passed", Command{Files: []string{"passed.pdf"}, Anchors: anchors}, 0, "HỢP LỆ"},
		{"failed", Command{Files: []string{"failed.pdf"}, Anchors: anchors}, 1, "KHÔNG HỢP LỆ"},
		{"without anchors", Command{Files: []string{"passed.pdf"}}, 2, "CHƯA ĐỦ CĂN CỨ"},
		{"without a list", Command{Files: []string{"passed.pdf"}, Anchors: d.path("nolist")}, 2, "thu hồi"},
		{"unsigned", Command{Files: []string{"unsigned.pdf"}}, 3, "KHÔNG CÓ CHỮ KÝ SỐ"},
		{"unreadable", Command{Files: []string{"unreadable.pdf"}}, 4, "KHÔNG ĐỌC ĐƯỢC"},
		{"missing", Command{Files: []string{"nowhere.pdf"}}, 4, "KHÔNG ĐỌC ĐƯỢC"},
		{"1 before 4", Command{Files: []string{"unreadable.pdf", "failed.pdf", "passed.pdf"}, Anchors: anchors}, 1, ""},
		{"4 before 2", Command{Files: []string{"passed.pdf", "unreadable.pdf"}}, 4, ""},
		{"2 before 3", Command{Files: []string{"unsigned.pdf", "passed.pdf"}}, 2, ""},
		{"3 before 0", Command{Files: []string{"passed.pdf", "unsigned.pdf"}, Anchors: anchors}, 3, ""},
		{"a day at which the list was not out", Command{Files: []string{"passed.pdf"}, Anchors: anchors, At: "2027-03-01"}, 2, ""},
		{"at its time", Command{Files: []string{"passed.pdf"}, Anchors: anchors, At: "2026-11-22T18:45:12+07:00"}, 0, ""},
		{"wrong time", Command{Files: []string{"passed.pdf"}, At: "yesterday"}, 64, ""},
		{"wrong folder", Command{Files: []string{"passed.pdf"}, Anchors: d.path("empty")}, 64, ""},
		{"no file", Command{}, 64, ""},
		{"own list", Command{Files: []string{"passed.pdf"}, Anchors: anchors, List: d.path("same.toml")}, 0, "HỢP LỆ"},
		{"ended by the own list", Command{Files: []string{"passed.pdf"}, Anchors: anchors, List: d.path("ended.toml")}, 2, "ECDSA"},
		{"bad list", Command{Files: []string{"passed.pdf"}, List: d.path("bad.toml")}, 64, ""},
		{"no list", Command{Files: []string{"passed.pdf"}, List: d.path("none.toml")}, 64, ""},
		{"pattern", Command{Files: []string{"pass*.pdf"}, Anchors: anchors}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, f := range c.command.Files {
				c.command.Files[i] = d.path(f)
			}
			out, status := run(c.command)
			if status != c.status || !strings.Contains(out, c.word) {
				t.Errorf("status %d, want %d; output:\n%s", status, c.status, out)
			}
		})
	}
}

func TestFolderIsReadWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	out, status := run(Command{Files: []string{d.dir}, JSON: true})
	if n := strings.Count(out, "\n"); n != 4 || status != 1 {
		t.Errorf("%d lines, status %d", n, status)
	}
}

// TestJSONContract holds the names that other programs rely on.
func TestJSONContract(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	out, _ := run(Command{Files: []string{d.path("passed.pdf"), d.path("unreadable.pdf")}, JSON: true, Anchors: d.path("anchors")})
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines for two files", len(lines))
	}
	for i, want := range []string{"TOTAL-PASSED", "UNREADABLE"} {
		var o map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &o); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"file", "sha256", "indication", "sub_indication", "signatures"} {
			if _, ok := o[key]; !ok {
				t.Errorf("no %q in %s", key, lines[i])
			}
		}
		if o["indication"] != want {
			t.Errorf("%v, want %s", o["indication"], want)
		}
		list, ok := o["signatures"].([]any)
		if !ok {
			t.Fatal("signatures is no list")
		}
		for _, s := range list {
			for _, key := range []string{"field", "signer", "indication", "sub_indication", "integrity", "modification", "trust", "claimed_time", "trusted_time", "changes"} {
				if _, ok := s.(map[string]any)[key]; !ok {
					t.Errorf("no %q in a signature", key)
				}
			}
		}
	}
}

// TestReportsLieBesideEachOther: each file leaves its sheet and its XML, whatever
// other file has the same name.
func TestReportsLieBesideEachOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(t, "other/passed.pdf", []byte("not a PDF"))
	reports := d.path("reports")
	out, status := run(Command{Files: []string{d.path("passed.pdf"), d.path("other/passed.pdf")}, Reports: reports, Anchors: d.path("anchors"), Offline: true})
	if status != StatusUnreadable {
		t.Fatalf("%d %s", status, out)
	}
	for name, want := range map[string]string{
		"passed.xml": "urn:etsi:019102:mainindication:total-passed", "passed.pdf": "%PDF-", "passed-2.xml": "<", "passed-2.pdf": "%PDF-",
	} {
		raw, err := os.ReadFile(filepath.Join(reports, name))
		if err != nil || !strings.Contains(string(raw), want) {
			t.Errorf("%s: %v %.200s", name, err, raw)
		}
	}
}
