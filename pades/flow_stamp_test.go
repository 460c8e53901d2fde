package pades_test

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"testing"
	"time"

	"antin/pades"
)

// TestSealByTimeStampIsNoSeal: a token of any time-stamp authority in the
// field of the seal is no agency's signature.
func TestSealByTimeStampIsNoSeal(t *testing.T) {
	t.Parallel()
	_, signed, _ := issued(t, tablePDF(0))
	p := leader()
	prepared := must(pades.Prepare(open(t, signed), pades.Signing{
		Field: pades.FieldSeal, Appearance: pades.Appearance{Image: picture(t, red)}, Fill: filled, Lock: fillNames,
		Certificate: p.cert, Chain: p.chain, At: signedAt, Reserve: 16 << 10,
	}))(t)
	tail := bytes.Clone(prepared.Tail)
	old, fresh := []byte("/ETSI.CAdES.detached"), []byte("/ETSI.RFC3161       ")
	if bytes.Count(tail, old) != 1 {
		t.Fatal("no sub-filter")
	}
	tail = bytes.Replace(tail, old, fresh, 1)
	out := append(bytes.Clone(signed), tail...)
	from, to := len(signed)+prepared.HoleStart, len(signed)+prepared.HoleEnd
	sum := sha256.Sum256(append(bytes.Clone(out[:from-1]), out[to+1:]...))
	w := witness{person: practice().tsa, at: signedAt}
	der := must(w.Stamp(t.Context(), crypto.SHA256, sum[:]))(t)
	hex.Encode(out[from:to], der)
	o := trusting()
	o.At = signedAt.Add(time.Hour)
	o.Anchors = append([]*x509.Certificate{practice().root.cert}, o.Anchors...)
	o.IsAgency = func(c *x509.Certificate) (bool, bool) {
		return c.Equal(leader().cert) || c.Equal(agency().cert), c.Equal(agency().cert)
	}
	for _, with := range []bool{true, false} {
		if !with {
			o.IsAgency = nil
		}
		r := verify(t, out, o)
		if r.Indication == pades.TotalPassed {
			t.Errorf("register %v: number and date are TOTAL-PASSED under a seal that nobody but a time-stamp authority made", with)
		}
	}
}
