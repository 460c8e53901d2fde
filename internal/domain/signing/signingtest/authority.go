package signingtest

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"sync"
	"testing"
	"time"
)

// Authority is one certification authority that is its own anchor; it is also
// the signing.Evidence about what it issued.
type Authority struct {
	Certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	now         func() time.Time

	mu      sync.Mutex
	serial  int64
	revoked []x509.RevocationListEntry
	silent  bool
}

// NewAuthority makes one that lives for ten years from now.
func NewAuthority(t testing.TB, now func() time.Time) *Authority {
	t.Helper()
	return NewNamedAuthority(t, "Thực hành CA", now)
}

// NewNamedAuthority is NewAuthority under another name.
func NewNamedAuthority(t testing.TB, name string, now func() time.Time) *Authority {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name, Country: []string{"VN"}},
		NotBefore: now().Add(-time.Hour), NotAfter: now().AddDate(10, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(t, err)
	cert, err := x509.ParseCertificate(der)
	must(t, err)
	return &Authority{Certificate: cert, key: key, now: now, serial: 100}
}

// Issue makes a certificate for two years; change may spoil it before it is signed.
func (a *Authority) Issue(t testing.TB, name, title string, change func(*x509.Certificate)) ([]byte, crypto.Signer) {
	t.Helper()
	key := newKey(t)
	return a.IssueFor(t, key.Public(), name, title, change), key
}

// IssueFor is Issue for a key that exists.
func (a *Authority) IssueFor(t testing.TB, public crypto.PublicKey, name, title string, change func(*x509.Certificate)) []byte {
	t.Helper()
	a.mu.Lock()
	a.serial++
	serial := a.serial
	a.mu.Unlock()
	subject := pkix.Name{CommonName: name, Country: []string{"VN"}}
	if title != "" {
		subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 12}, Value: title}}
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: subject, NotBefore: a.now().Add(-time.Hour),
		NotAfter: a.now().AddDate(2, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	if change != nil {
		change(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Certificate, public, a.key)
	must(t, err)
	return der
}

// Revoke puts the certificate on the list from now on.
func (a *Authority) Revoke(cert *x509.Certificate) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.revoked = append(a.revoked, x509.RevocationListEntry{SerialNumber: cert.SerialNumber, RevocationTime: a.now(), ReasonCode: 1})
}

// Silence makes the authority give no list any more.
func (a *Authority) Silence() { a.mu.Lock(); a.silent = true; a.mu.Unlock() }

// Anchors is the authority itself.
func (a *Authority) Anchors() []*x509.Certificate { return []*x509.Certificate{a.Certificate} }

// Intermediates are none.
func (a *Authority) Intermediates() []*x509.Certificate { return nil }

// Revocation signs a list of this moment.
func (a *Authority) Revocation(context.Context, *x509.Certificate, *x509.Certificate) ([][]byte, [][]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.silent {
		return nil, nil, nil
	}
	list, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
		Number: big.NewInt(1), ThisUpdate: a.now().Add(-time.Minute), NextUpdate: a.now().Add(24 * time.Hour),
		RevokedCertificateEntries: a.revoked,
	}, a.Certificate, a.key)
	return [][]byte{list}, nil, err
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	return key
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
