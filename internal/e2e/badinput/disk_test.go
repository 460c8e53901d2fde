package badinput

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/testkit/site"
)

// realRoot is a folder with a root that is not of practice.
func realRoot(t *testing.T) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	site.Must(t, err)
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Gốc"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	site.Must(t, err)
	dir := t.TempDir()
	site.Must(t, os.WriteFile(filepath.Join(dir, "goc.crt"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return dir
}

// TestDiskFullWhileStoring: the whole folder lies on a disk of its own with a
// few megabytes left. A file that does not fit is refused in words; what was
// there stays, and a file that fits goes through afterwards.
func TestDiskFullWhileStoring(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	disk := filepath.Join(t.TempDir(), "disk")
	site.Must(t, os.MkdirAll(disk, 0o700))
	const script = `set -e
mount -t tmpfs -o size=$(($(du -sk "$1" | cut -f1) * 2 + 12288))k none "$2"
cp -a "$1/." "$2/"
exec "$3" serve --data "$2" --listen 127.0.0.1:0`
	s := start(t, "unshare", "-rm", "sh", "-c", script, "sh", dir, disk, binary(t))
	p := s.as(site.Officer)
	before := strings.Count(string(p.Get("/viec/du-thao").Body), "data-row")
	big := append(bytes.Clone([]byte("%PDF-1.7\n")), bytes.Repeat([]byte("% đầy đĩa\n"), 16<<20)...)
	page := p.NewDraft(site.Main(big)).Press("Lưu dự thảo")
	t.Logf("%d: %.300s", page.Status, page.Text())
	if page.Status < 400 || page.Status == 500 {
		t.Errorf("a full disk answered %d: %s", page.Status, page.Text())
	}
	if !strings.Contains(page.Text(), "đĩa") && !strings.Contains(page.Text(), "chỗ") && !strings.Contains(page.Text(), "dung lượng") {
		t.Errorf("the refusal does not say why: %.300s", page.Text())
	}
	if !strings.Contains(string(page.Body), site.Subject) {
		t.Error("what was typed is gone")
	}
	at := p.Draft(site.Main(site.Letter(t)))
	p.Get(at).FormTo("/trinh").Press("Trình").See("Đã trình")
	after := strings.Count(string(p.Get("/viec/du-thao").Body), "data-row")
	if after > before+1 {
		t.Errorf("%d drafts before and %d after", before, after)
	}
	if err := s.stop(); err != nil {
		t.Errorf("it ended with %v\n%s", err, s.said())
	}
}
