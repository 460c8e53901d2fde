package pades_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// large pads a draft with an incompressible-looking stream, as scans do.
func large(t testing.TB, size int) []byte {
	return update(t, tablePDF(0), func(_ *pdf.Revision, u *pdf.Update) {
		u.Add(pdf.NewStream(nil, bytes.Repeat([]byte{7, 1, 200, 33}, size/4)))
	})
}

// BenchmarkVerify reports the ratio to the limit: SHA-256 of the file once.
func BenchmarkVerify(b *testing.B) {
	for _, c := range []struct {
		name             string
		size, signatures int
	}{{"1MB-1", 1 << 20, 1}, {"50MB-3", 50 << 20, 3}} {
		b.Run(c.name, func(b *testing.B) {
			file := large(b, c.size)
			for i := range c.signatures {
				file = agency().appendSigned(b, file, pades.Signing{Field: fmt.Sprintf("s%d", i), Spot: &pades.Spot{Page: 1}})
			}
			b.SetBytes(int64(len(file)))
			for b.Loop() {
				if r := verify(b, file, trusting()); r.Indication != pades.TotalPassed {
					b.Fatal(summary(r))
				}
			}
		})
		b.Run(c.name+"-hash", func(b *testing.B) {
			file := large(b, c.size)
			b.SetBytes(int64(len(file)))
			for b.Loop() {
				sha256.Sum256(file)
			}
		})
	}
}

// BenchmarkRevisions: the work grows with the revisions, not with their square.
func BenchmarkRevisions(b *testing.B) {
	base := update(b, tablePDF(0), func(_ *pdf.Revision, u *pdf.Update) {
		for i := range 5000 {
			u.Add(pdf.Dictionary("N", pdf.Integer(i), "P", pdf.Ref{Num: 3}))
		}
	})
	for _, n := range []int{10, 50} {
		file := base
		for i := range n {
			file = agency().appendSigned(b, file, pades.Signing{Field: fmt.Sprintf("s%d", i), Spot: &pades.Spot{Page: 1}})
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				verify(b, file, trusting())
			}
		})
	}
}
