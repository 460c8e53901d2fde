package revocation_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

const hour = time.Hour

type entity struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func issue(t testing.TB, name string, by *entity, changes ...func(*x509.Certificate)) *entity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<60))
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	parent, signer := tmpl, crypto.Signer(key)
	if by == nil {
		tmpl.IsCA, tmpl.BasicConstraintsValid, tmpl.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	} else {
		parent, signer = by.cert, by.key
	}
	for _, c := range changes {
		c(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &entity{cert, key}
}

func forOCSP(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning} }

func noCheck(c *x509.Certificate) {
	c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: []byte{5, 0}})
}

type listed struct {
	cert   *entity
	at     time.Time
	reason int
}

func list(t testing.TB, by *entity, from, to time.Time, extra []pkix.Extension, entries ...listed) []byte {
	t.Helper()
	tmpl := &x509.RevocationList{Number: big.NewInt(7), ThisUpdate: from, NextUpdate: to, ExtraExtensions: extra}
	for _, e := range entries {
		tmpl.RevokedCertificateEntries = append(tmpl.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: e.cert.cert.SerialNumber, RevocationTime: e.at, ReasonCode: e.reason})
	}
	der, err := x509.CreateRevocationList(rand.Reader, tmpl, by.cert, by.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// respond makes a response about e, issued by ca, signed by responder.
func respond(t testing.TB, ca, responder, e *entity, change func(*ocsp.Response)) []byte {
	t.Helper()
	r := ocsp.Response{
		Status: ocsp.Good, SerialNumber: e.cert.SerialNumber, IssuerHash: crypto.SHA1,
		ThisUpdate: now.Add(-hour), NextUpdate: now.Add(hour),
	}
	if responder != ca {
		r.Certificate = responder.cert
	}
	if change != nil {
		change(&r)
	}
	der, err := ocsp.CreateResponse(ca.cert, responder.cert, r, responder.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}
