package pades_test

import (
	"bytes"
	"testing"

	"antin/pades"
	"antin/pdf"
)

// FuzzPrepare holds that no file makes laying or signing panic, that what is
// refused is refused in words, and that what is made has one revision more.
func FuzzPrepare(f *testing.F) {
	table := tablePDF(0)
	f.Add(table)
	f.Add(tablePDF(90))
	f.Add(qpdf(f, table, "--object-streams=generate"))
	f.Add(qpdf(f, table, "--linearize"))
	spot := &pades.Spot{Page: 1, Rect: pdf.Rect{X0: 10, Y0: 10, X1: 60, Y1: 60}}
	tail, err := pades.Lay(open(f, table), layout(), signedAt)
	if err != nil {
		f.Fatal(err)
	}
	laid := append(table, tail...)
	f.Add(laid)
	f.Add(leader().appendSigned(f, laid, pades.Signing{Field: pades.FieldSigner}))
	p := agency()
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := pdf.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		if tail, err := pades.Lay(file, pades.Fields{Number: spot}, signedAt); err == nil {
			grown(t, file, b, tail)
		} else if pades.RefusalOf(err) == "" {
			t.Fatalf("laying failed without words: %v", err)
		}
		for _, s := range []pades.Signing{{Field: "new", Spot: spot}, {Field: pades.FieldSeal, Fill: filled, Lock: fillNames}} {
			s.Certificate, s.Chain, s.At, s.Appearance = p.cert, p.chain, signedAt, pades.Appearance{Lines: []string{"Ký"}}
			prepared, err := pades.Prepare(file, s)
			if err != nil {
				if pades.RefusalOf(err) == "" {
					t.Fatalf("preparing failed without words: %v", err)
				}
				continue
			}
			grown(t, file, b, prepared.Tail)
		}
	})
}

func grown(t *testing.T, base *pdf.File, b, tail []byte) {
	t.Helper()
	f := open(t, append(bytes.Clone(b), tail...))
	if f.Repaired() || len(f.Revisions()) != len(base.Revisions())+1 {
		t.Fatalf("%d revisions became %d, repaired %v", len(base.Revisions()), len(f.Revisions()), f.RepairCause())
	}
}

// FuzzImage holds that no picture makes the reader of PNG files panic or take
// more than its limit.
func FuzzImage(f *testing.F) {
	f.Add(ring(f, red))
	f.Add(ring(f, blue)[:200])
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := pades.NewImage(b); err != nil && pades.RefusalOf(err) != pades.RefusedImage {
			t.Fatal(err)
		}
	})
}
