package roundtrip

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/testkit/testpki"
	"antin/pades"
	"antin/pdf"
	"antin/tsp"
)

// office signs: a person with an RSA key and an agency with one on P-256, an
// authority for time-stamps, and lists of revoked certificates of that day.
type office struct {
	pki    *testpki.PKI
	lists  map[string][]byte // by the subject of the issuer
	serial *atomic.Int64
}

func newOffice(t testing.TB) office {
	pki := testpki.New(t)
	o := office{pki, map[string][]byte{}, new(atomic.Int64)}
	for _, id := range []string{"root", "ca"} {
		o.lists[string(pki.Certificate(id).RawSubject)] = pki.CRL(id, testpki.Now())
	}
	return o
}

func (o office) crls() [][]byte {
	var out [][]byte
	for _, l := range o.lists {
		out = append(out, l)
	}
	return out
}

// Room has a word of its own, since the tokens here are small.
func (o office) Room() int { return 4096 }

func (o office) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	chain := []*x509.Certificate{o.pki.Certificate("ca")}
	a := tsp.Authority{Certificate: o.pki.Certificate("tsa"), Chain: chain, Key: o.pki.Key("tsa"), Policy: asn1.ObjectIdentifier{1, 2, 3}, Accuracy: time.Second}
	r := tsp.Request{Hash: hash, Digest: digest, CertReq: true}
	answer, err := a.Respond(rand.Reader, r.Marshal(), testpki.Now(), big.NewInt(o.serial.Add(1)))
	if err != nil {
		return nil, err
	}
	token, err := tsp.ParseResponse(answer, r)
	if err != nil {
		return nil, err
	}
	return token.Raw, nil
}

func (o office) Issuers(_ context.Context, c *x509.Certificate) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for _, id := range []string{"root", "ca"} {
		if by := o.pki.Certificate(id); bytes.Equal(by.RawSubject, c.RawIssuer) {
			out = append(out, by)
		}
	}
	return out, nil
}

func (o office) Revocation(_ context.Context, _, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	if l := o.lists[string(issuer.RawSubject)]; l != nil {
		crls = append(crls, l)
	}
	return crls, nil, nil
}

func (o office) anchors() []*x509.Certificate { return []*x509.Certificate{o.pki.Certificate("root")} }

// signers take turns; PSS is the third of the agency's and person's ways.
func (o office) signing(n int) (pades.Signing, crypto.Signer) {
	id := []string{"person", "agency", "person"}[n%3]
	return pades.Signing{
		Field: fmt.Sprintf("Sig-%d", n+1), Spot: &pades.Spot{Page: 1}, At: testpki.Now(), PSS: n%3 == 2,
		Certificate: o.pki.Certificate(id), Chain: []*x509.Certificate{o.pki.Certificate("ca")},
	}, o.pki.Key(id)
}

func (o office) extension(to pades.Level) pades.Extension {
	return pades.Extension{To: to, Stamper: o, Answers: o, Anchors: o.anchors(), Now: testpki.Now}
}

// sign appends the n-th signature, at a level. The first one is visible.
func (o office) sign(t testing.TB, file []byte, n int, to pades.Level) ([]byte, error) {
	t.Helper()
	f, err := pdf.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	in, key := o.signing(n)
	if n == 0 {
		in.Spot, in.Appearance = visible(f)
	}
	s, err := pades.Sign(t.Context(), f, in, key, o.extension(to))
	if err != nil {
		return nil, err
	}
	if s.Level != to {
		t.Errorf("signature %d reached %s, not %s: %v", n+1, s.Level, to, s.Extended)
	}
	return append(bytes.Clone(file), s.Tail...), nil
}

// visible is a place in the lower left of the first page, and a text for it;
// none on pages too small for it.
func visible(f *pdf.File) (*pades.Spot, pades.Appearance) {
	pages, err := f.Last().Pages()
	if err != nil || len(pages) == 0 || pages[0].CropBox.Width() < 150 || pages[0].CropBox.Height() < 60 {
		return &pades.Spot{Page: 1}, pades.Appearance{}
	}
	box := pages[0].CropBox
	spot := &pades.Spot{Page: 1, Rect: pdf.Rect{X0: box.X0 + 10, Y0: box.Y0 + 10, X1: box.X0 + 140, Y1: box.Y0 + 40}}
	return spot, pades.Appearance{Lines: []string{"Đã ký số", "22/11/2026"}}
}
