package pades_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"testing"
	"time"

	"antin/pades"
)

// answerer answers about revocation with lists and counts the questions.
type answerer struct {
	asked *int
	crls  func(c, issuer *x509.Certificate) [][]byte
}

func (a answerer) Issuers(context.Context, *x509.Certificate) ([]*x509.Certificate, error) {
	return nil, nil
}

func (a answerer) Revocation(_ context.Context, c, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	*a.asked++
	return a.crls(c, issuer), nil, nil
}

// TestOldGoodAnswerInsideIsNotTheLastWord: the key was lost and the certificate revoked
// two days ago; the thief signs today and puts the list of three days ago inside.
func TestOldGoodAnswerInsideIsNotTheLastWord(t *testing.T) {
	t.Parallel()
	a := authorities()
	until := signedAt.AddDate(3, 0, 0)
	p := a.employ(t, "Mất khóa", 77, x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment, until)
	old := a.list(t, signedAt.AddDate(0, 0, -3), nil)
	file := p.appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
	file = keep(t, file, nil, [][]byte{old}, nil)
	asked := 0
	net := answerer{&asked, func(c, i *x509.Certificate) [][]byte {
		return [][]byte{a.list(t, signedAt, map[int64]time.Time{77: signedAt.AddDate(0, 0, -2)})}
	}}
	o := pades.Options{At: signedAt, Anchors: []*x509.Certificate{a.cert}}
	r := must(pades.VerifyAsking(t.Context(), bytes.NewReader(file), int64(len(file)), o, net))(t)
	if r.Indication == pades.TotalPassed {
		t.Errorf("TOTAL-PASSED with asking, asked %d times", asked)
	}
}
