package archive

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"testing"
	"time"

	"antin/internal/domain/document"
)

// sampleEdition is one as Collect writes it.
func sampleEdition(t testing.TB) []byte {
	t.Helper()
	c := &collected{document: &document.Document{ID: "d"}, bundle: Bundle{ID: "b", SHA256: "f"}, at: time.UnixMilli(0), pieces: pieces{}, tail: []byte("tail")}
	c.summary.Signatures = []Signature{{Field: "one", Value: c.pieces.put("signatures", ".p7s", []byte{0x30, 0})}}
	c.summary.Copy = &Copy{Base: "f", Tail: (pieces{}).put("", "", []byte("tail"))}
	raw, err := io.ReadAll(c.zip())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestEditionIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	raw := sampleEdition(t)
	if !bytes.Equal(raw, sampleEdition(t)) {
		t.Error("the same findings give other bytes")
	}
	m, found, err := readEdition(bytes.NewReader(raw), int64(len(raw)))
	if err != nil || m.Bundle != "b" || len(found) != 4 || string(found[tailName]) != "tail" {
		t.Errorf("%+v, %d pieces, %v", m, len(found), err)
	}
}

// FuzzReadEdition holds that an edition that is read is complete, whatever lies
// on the disk.
func FuzzReadEdition(f *testing.F) {
	f.Add(sampleEdition(f))
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, found, err := readEdition(bytes.NewReader(b), int64(len(b)))
		if err == nil && (m.Version != formatVersion || len(found) != len(m.Pieces)+1) {
			t.Errorf("%+v with %d pieces", m, len(found))
		}
	})
}

// certified is a certificate with this value as its policies.
func certified(t testing.TB, policies []byte) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An"}, ExtraExtensions: []pkix.Extension{{Id: oidPolicies, Value: policies}}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withStatement is a policy whose practice statement has an address.
func withStatement(t testing.TB) []byte {
	t.Helper()
	type qualifier struct {
		ID    asn1.ObjectIdentifier
		Value string `asn1:"ia5"`
	}
	type information struct {
		ID         asn1.ObjectIdentifier
		Qualifiers []qualifier
	}
	der, err := asn1.Marshal([]information{{asn1.ObjectIdentifier{1, 2, 3}, []qualifier{{oidCPS, "https://ca.gov.vn/cps"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestPracticeStatementIsFound(t *testing.T) {
	t.Parallel()
	got := statements(certified(t, withStatement(t)), "Quy chế của CA")
	if len(got) != 1 || got[0].Address != "https://ca.gov.vn/cps" || got[0].Policy != "1.2.3" || got[0].Title != "" || got[0].Certificate != "An" {
		t.Errorf("%+v", got)
	}
}

// FuzzPolicies holds that no value of a stranger's certificate does harm.
func FuzzPolicies(f *testing.F) {
	f.Add(withStatement(f))
	f.Add([]byte{0x30, 0x06, 0x30, 0x04, 0x06, 0x02, 0x2a, 0x03})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		c := &x509.Certificate{Extensions: []pkix.Extension{{Id: oidPolicies, Value: b}}}
		if got := policiesOf(c); len(got) > maxPolicies {
			t.Errorf("%d policies", len(got))
		}
	})
}
