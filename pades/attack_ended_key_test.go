package pades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"testing"

	"antin/pades"
)

// TestListBackdatedByAnEndedKeyProvesNothing: the old key of an authority, whose
// certificate ended or was revoked, writes a list dated before that.
func TestListBackdatedByAnEndedKeyProvesNothing(t *testing.T) {
	p := practice()
	at := signedAt.AddDate(0, 3, 0)
	signer := p.people["RSA"]
	old := enrol(&p.root, "CA cán bộ", sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), func(c *x509.Certificate) {
		issuing(c)
		c.NotAfter = signedAt.AddDate(0, 1, 0)
	})
	lost := enrol(&p.root, "CA cán bộ", sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), issuing)
	for name, c := range map[string]struct {
		by   person
		root []byte
	}{
		"ended":   {old, listBy(p.root, at)},
		"revoked": {lost, listBy(p.root, at, entry{lost, signedAt.AddDate(0, 1, 0), 1})},
	} {
		l := &x509.RevocationList{Number: big.NewInt(9), ThisUpdate: signedAt, NextUpdate: at.AddDate(1, 0, 0)}
		der := sure(x509.CreateRevocationList(rand.Reader, l, c.by.cert, c.by.key))
		file := signer.appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
		file = keep(t, file, []*x509.Certificate{c.by.cert}, [][]byte{der}, nil)
		r := judged(t, file, at, c.root)
		if r.Indication == pades.TotalPassed {
			t.Errorf("%s: %s", name, summary(r))
		} else {
			t.Logf("%s: %s %s", name, r.Indication, summary(r))
		}
	}
}
