package pades_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"antin/pades"
	"antin/pdf"
)

var signedAt = time.Date(2026, 11, 22, 11, 45, 12, 0, time.UTC)

// person is someone with a key and a certificate.
type person struct {
	key   crypto.Signer
	cert  *x509.Certificate
	chain []*x509.Certificate
}

// people are made once; making RSA keys is slow.
var people = sync.OnceValue(func() map[string]person {
	root, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA thử"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	issuer := issue(ca, ca, root.Public(), root)
	out := make(map[string]person)
	for i, name := range []string{"Nguyễn Văn An", "UBND tỉnh Nghệ An", "Trần Thị Bình"} {
		var key crypto.Signer
		if i < 2 {
			key, err = rsa.GenerateKey(rand.Reader, 2048)
		} else {
			key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		}
		if err != nil {
			panic(err)
		}
		leaf := &x509.Certificate{
			SerialNumber: big.NewInt(int64(i + 2)), Subject: pkix.Name{CommonName: name},
			NotBefore: ca.NotBefore, NotAfter: ca.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		}
		out[name] = person{key, issue(leaf, issuer, key.Public(), root), []*x509.Certificate{issuer}}
	}
	return out
})

func leader() person { return people()["Nguyễn Văn An"] }
func agency() person { return people()["UBND tỉnh Nghệ An"] }

func issue(template, parent *x509.Certificate, pub crypto.PublicKey, by crypto.Signer) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, pub, by)
	if err != nil {
		panic(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return c
}

// sign completes a prepared signing with the person's key.
func (p person) sign(t testing.TB, prepared *pades.Prepared) []byte {
	t.Helper()
	opts, err := prepared.SignerOpts()
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(prepared.SignedAttributes())
	value, err := p.key.Sign(rand.Reader, sum[:], opts)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func open(t testing.TB, b []byte) *pdf.File {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// appendSigned prepares, signs and appends.
func (p person) appendSigned(t testing.TB, file []byte, s pades.Signing) []byte {
	t.Helper()
	s.Certificate, s.Chain, s.At = p.cert, p.chain, signedAt
	prepared, err := pades.Prepare(open(t, file), s)
	if err != nil {
		t.Fatal(err)
	}
	tail, err := prepared.Complete(p.sign(t, prepared))
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), tail...)
}

// tool runs a program of another maker and gives what it says.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil && name != "pdfsig" {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func store(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// qpdf rewrites a file with options.
func qpdf(t testing.TB, b []byte, options ...string) []byte {
	t.Helper()
	in := store(t, b)
	out := in + ".out"
	tool(t, "qpdf", append(options, in, out)...)
	res, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// tablePDF is written by hand: a page with the printed line on it.
func tablePDF(rotate int) []byte {
	content := "BT /F1 13 Tf 60 740 Td (S: ) Tj 70 0 Td (/QD-UBND) Tj ET"
	objects := []string{
		"<</Type /Catalog /Pages 2 0 R>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842]>>",
		fmt.Sprintf("<</Type /Page /Parent 2 0 R /Contents 4 0 R /Rotate %d /Resources <</Font <</F1 5 0 R>>>>>>", rotate),
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type /Font /Subtype /Type1 /BaseFont /Times-Roman>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "%strailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF", table, len(objects)+1, start)
	return b.Bytes()
}

// wordPDF has the shape that Word writes: a table for old readers, and a second
// section that leads newer ones to a cross-reference stream (7.5.8.4).
func wordPDF() []byte {
	b := bytes.NewBuffer(tablePDF(0))
	first := bytes.LastIndex(b.Bytes(), []byte("xref\n0 ")) // the table
	b.WriteString("\n")
	hidden := "7 0 <</Title (x)>>"
	stm := b.Len()
	fmt.Fprintf(b, "6 0 obj\n<</Type /ObjStm /N 1 /First 4 /Length %d>>\nstream\n%s\nendstream\nendobj\n", len(hidden), hidden)
	stream := b.Len()
	entries := []byte{1, byte(stm >> 8), byte(stm), 0, 2, 0, 6, 0, 1, byte(stream >> 8), byte(stream), 0}
	fmt.Fprintf(b, "8 0 obj\n<</Type /XRef /W [1 2 1] /Index [6 3] /Size 9 /Length %d>>\nstream\n%s\nendstream\nendobj\n", len(entries), entries)
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 0\ntrailer\n<</Size 9 /Root 1 0 R /Info 7 0 R /Prev %d /XRefStm %d>>\nstartxref\n%d\n%%%%EOF", first, stream, start)
	return b.Bytes()
}

func fpdfPDF(t testing.TB, pages int) []byte {
	t.Helper()
	d := fpdf.New("P", "pt", "A4", "")
	d.SetFont("Times", "", 13)
	for i := range pages {
		d.AddPage()
		d.SetAlpha(1, "Normal") // makes it PDF 1.4
		d.Text(60, 60, fmt.Sprintf("Page %d", i+1))
	}
	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// writerPDF is made by LibreOffice, once for all tests.
var writerPDF = sync.OnceValues(func() ([]byte, error) {
	if _, err := exec.LookPath("soffice"); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "writer")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "draft.html")
	page := "<html><meta charset=utf-8><p>Số: &nbsp;&nbsp;&nbsp;&nbsp; /QĐ-UBND</p><p>QUYẾT ĐỊNH</p><p>Về việc thử</p></html>"
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		return nil, err
	}
	c := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "pdf:writer_web_pdf_Export", "--outdir", dir, in)
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("soffice: %w: %s", err, out)
	}
	return os.ReadFile(filepath.Join(dir, "draft.pdf"))
})

// picture is a ring with a transparent inside, as a seal is.
func picture(t testing.TB, c color.NRGBA) *pades.Image {
	t.Helper()
	im, err := pades.NewImage(ring(t, c))
	if err != nil {
		t.Fatal(err)
	}
	return im
}

func ring(t testing.TB, c color.NRGBA) []byte {
	t.Helper()
	im := image.NewNRGBA(image.Rect(0, 0, 200, 200))
	for y := range 200 {
		for x := range 200 {
			if d := (x-100)*(x-100) + (y-100)*(y-100); d < 98*98 && d > 84*84 {
				im.SetNRGBA(x, y, c)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
