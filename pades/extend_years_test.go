package pades_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"testing"

	"antin/pades"
)

// TestSignatureOutlivesItsCertificates renews before each authority ends, under
// the next one, and judges when all that made the signature has long ended.
func TestSignatureOutlivesItsCertificates(t *testing.T) {
	t.Parallel()
	o := net()
	mine := *o.province
	o.province = &mine
	between := func(from, to int, shape func(*x509.Certificate)) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			shape(c)
			c.NotBefore, c.NotAfter = signedAt.AddDate(from, -1, 0), signedAt.AddDate(to, 0, 0)
		}
	}
	stamping := purpose(x509.ExtKeyUsageTimeStamping, false)
	key := func() crypto.Signer { return sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }
	mine.people = map[string]person{"short": enrol(&mine.ca, "Ngắn hạn", key(), between(0, 1, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature }))}
	mine.tsa = enrol(&mine.services, "Dấu thời gian A", key(), between(0, 2, stamping))
	file, s := o.signTo(t, tablePDF(0), "short", pades.Signing{Field: "one"}, pades.LevelLTA)
	if s.Level != pades.LevelLTA {
		t.Fatalf("%+v", s.Extended)
	}
	for i, year := range []int{2, 5, 8} {
		o.clock = signedAt.AddDate(year, 0, -7)
		mine.tsa = enrol(&mine.services, "Dấu thời gian "+string(rune('B'+i)), key(), between(year-1, year+3, stamping))
		var e *pades.Extended
		file, e = o.extendTo(t, file, pades.LevelLTA)
		if e.Reached() != pades.LevelLTA || e.Revisions != 2 {
			t.Errorf("year %d: %+v", year, e)
		}
	}
	o.clock = signedAt.AddDate(8, 6, 0)
	sound(t, o, file, 5)
	passes(t, o, file, pades.LevelLTA)

	// Too late: without renewals the first authority had ended in between.
	late := net()
	late.province = &mine
	mine.tsa = enrol(&mine.services, "Dấu thời gian X", key(), between(0, 2, stamping))
	forgotten, _ := late.signTo(t, tablePDF(0), "short", pades.Signing{Field: "one"}, pades.LevelLT)
	late.clock = signedAt.AddDate(4, 0, 0)
	for _, s := range verdict(t, late, forgotten).Signatures {
		if s.Indication == pades.TotalPassed {
			t.Error("what nobody renewed passes after its authority has ended")
		}
	}
}

func TestStampedSurvivesStorageWithItsDigest(t *testing.T) {
	t.Parallel()
	o := net()
	for _, hash := range []crypto.Hash{0, crypto.SHA384, crypto.SHA512} {
		_, s := o.signTo(t, tablePDF(0), "P-384", pades.Signing{Field: "one", Hash: hash, Reserve: pades.StampRoom(o)}, pades.LevelB)
		var again pades.Prepared
		if err := json.Unmarshal(sure(json.Marshal(s.Prepared)), &again); err != nil {
			t.Fatal(err)
		}
		alg, digest := again.StampDigest(s.Value)
		if hash != 0 && alg != hash || !bytes.Equal(again.Digest(), s.Prepared.Digest()) {
			t.Errorf("%v: stored with %v", hash, alg)
		}
		token := sure(o.Stamp(t.Context(), alg, digest))
		one, err := s.Prepared.CompleteStamped(s.Value, token)
		if err != nil {
			t.Fatal(err)
		}
		two, err := again.CompleteStamped(s.Value, token)
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("%v: after storage: %v, equal %v", hash, err, bytes.Equal(one, two))
		}
		again.Hash = "MD5"
		if _, err := again.Complete(s.Value); err == nil {
			t.Error("a digest that is not known was taken")
		}
	}
	p := o.people["P-256"]
	for _, hash := range []crypto.Hash{crypto.SHA1, crypto.SHA224, crypto.MD5} {
		if _, err := pades.Prepare(open(t, tablePDF(0)), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Hash: hash, Certificate: p.cert, At: o.clock}); pades.RefusalOf(err) != pades.RefusedCertificate {
			t.Errorf("signing with %v: %v", hash, err)
		}
	}
}
