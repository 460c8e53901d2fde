package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	mathrand "math/rand/v2"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// largePDF is a page with a picture of that many bytes that do not compress.
func largePDF(t testing.TB, size int) []byte {
	t.Helper()
	base := tablePDF(0)
	u, err := open(t, base).NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	noise := mathrand.NewChaCha8([32]byte{1})
	body := make([]byte, size)
	if _, err := noise.Read(body); err != nil {
		t.Fatal(err)
	}
	u.Add(pdf.NewStream(pdf.Dictionary("Type", pdf.Name("XObject")), body))
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return append(base, tail...)
}

// BenchmarkSign measures a whole signing in memory and reports its ratio to
// the limit: SHA-256 of the file once and one RSA operation.
func BenchmarkSign(b *testing.B) {
	spot := &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 300, Y0: 300, X1: 400, Y1: 400}}
	for _, mb := range []int{1, 50} {
		for _, copied := range []bool{false, true} {
			b.Run(fmt.Sprintf("%dMB/copy=%v", mb, copied), func(b *testing.B) {
				file := largePDF(b, mb<<20)
				p := leader()
				look := pades.Appearance{Image: picture(b, blue)}
				b.SetBytes(int64(len(file)))
				b.ReportAllocs()
				var limit, spent time.Duration
				for b.Loop() {
					start := time.Now()
					limitOf(b, p, file, copied)
					limit += time.Since(start)
					start = time.Now()
					f, err := pdf.Open(bytes.NewReader(file), int64(len(file)))
					if err != nil {
						b.Fatal(err)
					}
					prepared, err := pades.Prepare(f, pades.Signing{
						Field: "one", Spot: spot, Appearance: look, Certificate: p.cert, Chain: p.chain, At: signedAt,
					})
					if err != nil {
						b.Fatal(err)
					}
					tail, err := prepared.Complete(p.sign(b, prepared))
					if err != nil {
						b.Fatal(err)
					}
					if copied {
						whole := make([]byte, len(file)+len(tail))
						copy(whole[copy(whole, file):], tail)
					}
					spent += time.Since(start)
				}
				b.ReportMetric(float64(spent)/float64(limit), "×limit")
				b.ReportMetric(float64(spent.Microseconds())/float64(b.N)/1000, "ms/sign")
			})
		}
	}
}

func limitOf(b *testing.B, p person, file []byte, copied bool) {
	b.Helper()
	sum := sha256.Sum256(file)
	if _, err := p.key.Sign(rand.Reader, sum[:], crypto.SHA256); err != nil {
		b.Fatal(err)
	}
	if copied {
		_ = bytes.Clone(file)
	}
}
