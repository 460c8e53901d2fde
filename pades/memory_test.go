package pades_test

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"testing"
	"time"

	"antin/pades"
)

// TestMemoryChangesNoReport: the good and the bad, in turn, under one memory.
func TestMemoryChangesNoReport(t *testing.T) {
	t.Parallel()
	laid, signed, sealed := issued(t, tablePDF(0))
	broken := bytes.Clone(sealed)
	broken[len(tablePDF(0))/2] ^= 1
	forged := bytes.Clone(sealed)
	at := bytes.LastIndex(forged, []byte("/Contents <")) + 400
	forged[at] = map[bool]byte{true: '1', false: '0'}[forged[at] == '0']
	stranger := trusting()
	stranger.Anchors = []*x509.Certificate{agency().cert}
	late := trusting()
	late.At = signedAt.AddDate(50, 0, 0)
	asked := trusting()
	asked.WithoutRevocation = false
	memory := new(pades.Memory)
	indications := map[pades.Indication]bool{}
	for range 2 {
		for i, file := range [][]byte{laid, signed, sealed, broken, forged} {
			for j, o := range []pades.Options{trusting(), stranger, late, asked} {
				plain := verify(t, file, o)
				o.Memory = memory
				want, got := must(json.Marshal(plain))(t), must(json.Marshal(verify(t, file, o)))(t)
				if !bytes.Equal(got, want) {
					t.Errorf("file %d, options %d: %s\nwithout memory: %s", i, j, got, want)
				}
				indications[plain.Indication] = true
			}
		}
	}
	if len(indications) < 4 {
		t.Errorf("the files have only the indications %v", indications)
	}
}

func TestMemoryStillSeesARevocation(t *testing.T) {
	t.Parallel()
	ca := authorities()
	p := ca.employ(t, "Người ký", 7, x509.KeyUsageDigitalSignature, signedAt.AddDate(1, 0, 0))
	file := p.appendSigned(t, tablePDF(0), pades.Signing{Field: "s", Spot: &pades.Spot{Page: 1}})
	memory := new(pades.Memory)
	for _, c := range []struct {
		revoked map[int64]time.Time
		want    pades.Indication
	}{{nil, pades.TotalPassed}, {map[int64]time.Time{7: signedAt.Add(-time.Hour)}, pades.Indeterminate}, {nil, pades.TotalPassed}} {
		r := verify(t, file, pades.Options{Anchors: p.chain, CRLs: [][]byte{ca.list(t, signedAt, c.revoked)}, Memory: memory})
		if r.Indication != c.want {
			t.Errorf("revoked %v: %s", c.revoked, summary(r))
		}
	}
}

// TestMemorySignsTheSame: a shared font gives the bytes that a new one gives.
func TestMemorySignsTheSame(t *testing.T) {
	t.Parallel()
	_, signed, _ := issued(t, tablePDF(0))
	p, memory := agency(), new(pades.Memory)
	how := pades.Signing{Field: pades.FieldSeal, Appearance: pades.Appearance{Image: picture(t, red)}, Fill: filled, Lock: fillNames, Certificate: p.cert, Chain: p.chain, At: signedAt}
	want := must(pades.Prepare(open(t, signed), how))(t)
	how.Memory = memory
	for range 2 {
		if got := must(pades.Prepare(open(t, signed), how))(t); !bytes.Equal(got.Tail, want.Tail) {
			t.Error("another revision was written")
		}
	}
}

// withoutRace leaves what measures memory to the run without the race detector,
// which ./test makes as a stage of its own.
func withoutRace(t *testing.T) {
	if underRace {
		t.Skip("the race detector's own memory hides what is measured")
	}
}
