package pades_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"antin/pades"
)

// asking verifies a file with the root alone and whoever is to be asked.
func (o *outside) asking(t *testing.T, file []byte, a pades.Answers) pades.Signature {
	t.Helper()
	r, err := pades.VerifyAsking(t.Context(), bytes.NewReader(file), int64(len(file)), pades.Options{Anchors: []*x509.Certificate{o.root.cert}, Now: o.now}, a)
	if err != nil || len(r.Signatures) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	return r.Signatures[0]
}

func TestMissingIssuersAndAnswersAreAskedFor(t *testing.T) {
	t.Parallel()
	o := net()
	bare := o.people["P-256"]
	bare.chain = nil // the CA's certificate has to be asked for as well
	s, err := pades.Sign(t.Context(), open(t, tablePDF(0)), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: bare.cert, At: o.clock}, bare.key, pades.Extension{})
	if err != nil {
		t.Fatal(err)
	}
	file := append(tablePDF(0), s.Tail...)
	if got := o.asking(t, file, nil); got.Indication != pades.Indeterminate || got.SubIndication != pades.NoCertificateChain {
		t.Errorf("asking nobody: %s %s", got.Indication, got.SubIndication)
	}
	if got := o.asking(t, file, o); got.Indication != pades.TotalPassed {
		t.Errorf("asking: %s %s %s", got.Indication, got.SubIndication, got.TrustDetail)
	}
	if !slices.Contains(o.asked, "issuer of "+bare.cert.Subject.CommonName) || len(o.asked) > 6 {
		t.Errorf("asked %q", o.asked)
	}
	o.revokedAt = map[string]time.Time{bare.cert.Subject.CommonName: o.clock.Add(-time.Hour)}
	if got := o.asking(t, file, o); got.Trust != pades.Failed {
		t.Errorf("the answer says revoked: %s %s", got.Trust, got.TrustSub)
	}
	o.revokedAt, o.unknown, o.asked = nil, "CA cán bộ", nil
	if got := o.asking(t, file, o); got.Indication != pades.Indeterminate || got.SubIndication != pades.TryLater {
		t.Errorf("one did not answer: %s %s", got.Indication, got.SubIndication)
	}
}

// endless answers with ever more certificates that lead nowhere.
type endless struct {
	*outside
	count int
}

func (e *endless) Issuers(_ context.Context, c *x509.Certificate) ([]*x509.Certificate, error) {
	e.count++
	key := e.people["P-256"].key
	parent := &x509.Certificate{SerialNumber: nextSerial(), Subject: c.Issuer, NotBefore: c.NotBefore, NotAfter: c.NotAfter, IsCA: true, BasicConstraintsValid: true}
	parent.Issuer = c.Subject
	return []*x509.Certificate{issue(parent, e.people["RSA"].cert, key.Public(), e.people["RSA"].key)}, nil
}

func TestAskingHasAnEnd(t *testing.T) {
	t.Parallel()
	o := net()
	file, _ := o.signTo(t, tablePDF(0), "P-256", pades.Signing{Field: "one"}, pades.LevelB)
	other := net()
	e := &endless{outside: o}
	r, err := pades.VerifyAsking(t.Context(), bytes.NewReader(file), int64(len(file)), pades.Options{Anchors: []*x509.Certificate{other.tsa.cert}, Now: o.now}, e)
	if err != nil || r.Indication != pades.Indeterminate || e.count == 0 || e.count > 32 {
		t.Errorf("%d questions, %+v %v", e.count, r, err)
	}
}
