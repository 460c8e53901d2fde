//go:build unix

package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	mathrand "math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// The limit of a verification is SHA-256 of the file once, since nested
// signatures share their beginning, and one RSA operation for each signature;
// that of a signing is SHA-256 of the file and one RSA signature. What is asked
// are ratios to the limit measured in the same run:
//
//	go test -run '^$' -bench Speed -benchtime 20x -cpu 1 ./pades
//
// Limit and work take turns, and the least of each counts, in time of the
// processor, so that other load falls out. Beside the ratio stand the peak of
// resident memory of a process that does the same on a file, and the time
// pdfsig takes for it, its start included.
func BenchmarkSpeed(b *testing.B) {
	for _, c := range []struct {
		mb, signatures int
		most           float64
	}{{1, 1, 2.4}, {50, 3, 2}} {
		b.Run(fmt.Sprintf("verify/%dMB/signatures=%d", c.mb, c.signatures), func(b *testing.B) {
			file := signedTimes(b, withPicture(b, c.mb<<20), c.signatures)
			r := &race{most: c.most, turns: 20 / c.mb, limit: func() { verifyLimit(b, file, c.signatures) }, work: func() { mustPass(b, file) }}
			r.run(b, file, "verify")
			r.beside(b, file)
		})
	}
	for _, c := range []struct {
		mb     int
		copied bool
		most   float64
	}{{1, false, 1.7}, {1, true, 1.7}, {50, false, 2.9}, {50, true, 1.3}} {
		b.Run(fmt.Sprintf("sign/%dMB/copy=%v", c.mb, c.copied), func(b *testing.B) {
			file := withPicture(b, c.mb<<20)
			look := pades.Appearance{Image: picture(b, blue)}
			r := &race{most: c.most, turns: 20 / c.mb, limit: func() { signLimit(b, file, c.copied) }, work: func() { signOnce(b, file, look, c.copied) }}
			r.run(b, file, "sign")
		})
	}
}

// BenchmarkSpeedRevisions: the work grows with the revisions, not with their
// square. Each revision is a signature over a file of 5,000 objects.
func BenchmarkSpeedRevisions(b *testing.B) {
	base := manyObjects(b, 5000)
	worked := map[int]time.Duration{}
	for _, n := range []int{10, 25, 50} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			file := signedTimes(b, base, n)
			r := &race{limit: func() { verifyLimit(b, file, n) }, work: func() { mustPass(b, file) }}
			r.run(b, file, "verify")
			b.ReportMetric(ms(r.worked)/float64(n), "ms/revision")
			r.beside(b, file)
			worked[n] = r.worked
		})
	}
	if worked[50] > 3*worked[25] {
		b.Logf("OVER: 50 revisions take %v, 25 take %v", worked[50], worked[25])
	}
}

// race sets work against its limit, by turns.
type race struct {
	most          float64 // the ratio asked; 0 asks none
	turns         int     // for each round that the benchmark asks; 0 is one
	limit, work   func()
	least, worked time.Duration
}

func (r *race) run(b *testing.B, file []byte, deed string) {
	b.SetBytes(int64(len(file)))
	r.work() // fixtures and caches of the machine
	r.least, r.worked = time.Hour, time.Hour
	for b.Loop() {
		for range max(1, r.turns) {
			start := spent(b)
			r.limit()
			middle := spent(b)
			r.work()
			r.least, r.worked = min(r.least, middle-start), min(r.worked, spent(b)-middle)
		}
	}
	ratio := float64(r.worked) / float64(r.least)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(0, "MB/s")
	b.ReportMetric(ms(r.least), "limit-ms")
	b.ReportMetric(ms(r.worked), "ms")
	b.ReportMetric(ratio, "×limit")
	b.ReportMetric(float64(inProcess(b, deed, store(b, file)).resident)/(1<<20), "peak-MB")
	if r.most > 0 && ratio > r.most {
		b.Logf("OVER: %.2f times the limit, at most %.1f are asked", ratio, r.most)
	}
}

// beside reports how long pdfsig takes.
func (r *race) beside(b *testing.B, file []byte) {
	path, least := store(b, file), time.Hour
	for range 3 {
		c := exec.Command("pdfsig", "-nocert", path)
		if out, err := c.CombinedOutput(); err != nil {
			b.Logf("pdfsig: %v: %.200s", err, out)
			return
		}
		least = min(least, c.ProcessState.UserTime()+c.ProcessState.SystemTime())
	}
	b.ReportMetric(ms(least), "pdfsig-ms")
}

// spent is the time of the processor that this process had so far.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// office is a signer under a root that also issues lists of revoked
// certificates: the whole analysis asks them.
type office struct {
	person
	key *rsa.PrivateKey
	crl []byte
}

var theOffice = sync.OnceValue(func() office {
	key := func() *rsa.PrivateKey {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return k
	}
	root, leaf := key(), key()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA đo tốc độ"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		SubjectKeyId: []byte{1, 2, 3},
	}
	issuer := issue(ca, ca, root.Public(), root)
	signer := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "UBND tỉnh"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: signedAt, NextUpdate: signedAt.AddDate(0, 0, 7)}
	crl, err := x509.CreateRevocationList(rand.Reader, list, issuer, root)
	if err != nil {
		panic(err)
	}
	return office{person{leaf, issue(signer, issuer, leaf.Public(), root), []*x509.Certificate{issuer}}, leaf, crl}
})

func mustPass(b testing.TB, file []byte) {
	o := theOffice()
	r, err := pades.Verify(bytes.NewReader(file), int64(len(file)), pades.Options{At: signedAt, Anchors: o.chain, CRLs: [][]byte{o.crl}})
	if err != nil || r.Indication != pades.TotalPassed {
		b.Fatalf("%v %s", err, summary(r))
	}
}

func verifyLimit(b *testing.B, file []byte, signatures int) {
	o := theOffice()
	sum := sha256.Sum256(file)
	for range signatures {
		// Any value costs the same.
		if rsa.VerifyPKCS1v15(&o.key.PublicKey, crypto.SHA256, sum[:], make([]byte, 256)) == nil {
			b.Fatal("zeros are a signature")
		}
	}
}

func signLimit(b *testing.B, file []byte, copied bool) {
	sum := sha256.Sum256(file)
	if _, err := theOffice().key.Sign(rand.Reader, sum[:], crypto.SHA256); err != nil {
		b.Fatal(err)
	}
	if copied {
		_ = bytes.Clone(file)
	}
}

func signOnce(b testing.TB, file []byte, look pades.Appearance, copied bool) []byte {
	o := theOffice()
	prepared, err := pades.Prepare(open(b, file), pades.Signing{
		Field: "one", Spot: &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 300, Y0: 300, X1: 400, Y1: 400}}, Appearance: look,
		Certificate: o.cert, Chain: o.chain, At: signedAt,
	})
	if err != nil {
		b.Fatal(err)
	}
	tail, err := prepared.Complete(o.sign(b, prepared))
	if err != nil {
		b.Fatal(err)
	}
	if copied {
		var whole strings.Builder // like Clone, it does not clear what it is about to fill
		whole.Grow(len(file) + len(tail))
		whole.Write(file)
		whole.Write(tail)
	}
	return tail
}

// signedTimes appends invisible signatures, one in each revision.
func signedTimes(t testing.TB, file []byte, n int) []byte {
	t.Helper()
	for i := range n {
		file = theOffice().appendSigned(t, file, pades.Signing{Field: fmt.Sprintf("s%d", i), Spot: &pades.Spot{Page: 1}})
	}
	return file
}

// withPicture is a page with a picture of that many bytes that do not compress.
func withPicture(t testing.TB, size int) []byte {
	t.Helper()
	noise := mathrand.NewChaCha8([32]byte{1})
	body := make([]byte, size)
	if _, err := noise.Read(body); err != nil {
		t.Fatal(err)
	}
	return update(t, tablePDF(0), func(_ *pdf.Revision, u *pdf.Update) {
		u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject")), body))
	})
}

// manyObjects is a file of that many objects, each with references.
func manyObjects(t testing.TB, n int) []byte {
	t.Helper()
	return update(t, tablePDF(0), func(_ *pdf.Revision, u *pdf.Update) {
		for i := range n {
			u.Add(pdf.Dictionary("N", pdf.Integer(i), "P", pdf.Ref{Num: 3}))
		}
	})
}
