package certpath_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"
	"time"

	"antin/certpath"
)

// odd makes a certificate that signs itself, whose bytes were changed before
// they were signed, as programs write that do not ask crypto/x509.
func odd(t *testing.T, change func(tbs []byte)) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes([]byte{0x41, 0x22, 0x33, 0x44}), Subject: pkix.Name{CommonName: "Nguyen.An"},
		NotBefore: time.Unix(1.7e9, 0), NotAfter: time.Unix(1.8e9, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Value     asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &parts); err != nil {
		t.Fatal(err)
	}
	change(parts.TBS.FullBytes)
	digest := sha256.Sum256(parts.TBS.FullBytes)
	value, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	parts.Value = asn1.BitString{Bytes: value, BitLength: len(value) * 8}
	if der, err = asn1.Marshal(parts); err != nil {
		t.Fatal(err)
	}
	if _, err := x509.ParseCertificate(der); err == nil {
		t.Fatal("crypto/x509 reads it")
	}
	return der
}

func negativeSerial(tbs []byte) {
	tbs[bytes.Index(tbs, []byte{0x41, 0x22, 0x33, 0x44})] = 0xC1
}

// Two of the strings are names; the dot is no longer what the type allows.
func oddCharacter(tbs []byte) {
	copy(tbs, bytes.ReplaceAll(tbs, []byte("Nguyen.An"), []byte("Nguyen@An")))
}

func TestNegativeSerialNumbersAreRead(t *testing.T) {
	t.Parallel()
	der := odd(t, negativeSerial)
	c, err := certpath.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	want := big.NewInt(0xC1223344 - 1<<32)
	if c.SerialNumber.Cmp(want) != 0 || certpath.Partial(c) || !bytes.Equal(c.Raw, der) {
		t.Errorf("serial %v, want %v; partial %t", c.SerialNumber, want, certpath.Partial(c))
	}
	if err := c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
		t.Errorf("the signed bytes are not those of the file: %v", err)
	}
}

func TestCertificatesWithFaultsAreReadInPart(t *testing.T) {
	t.Parallel()
	der := odd(t, oddCharacter)
	c, err := certpath.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	if !certpath.Partial(c) || c.Subject.CommonName != "Nguyen@An" || c.SerialNumber.Int64() != 0x41223344 || c.NotAfter.Unix() != 1.8e9 {
		t.Errorf("read %q, %v, until %v, partial %t", c.Subject.CommonName, c.SerialNumber, c.NotAfter, certpath.Partial(c))
	}
	if err := c.CheckSignature(x509.ECDSAWithSHA256, c.RawTBSCertificate, c.Signature); err != nil {
		t.Error(err)
	}
}

// What is not known of a certificate must not be taken for allowed, not even
// where the certificate is an anchor itself.
func TestNoPathHoldsThroughPartialCertificates(t *testing.T) {
	t.Parallel()
	c, err := certpath.Parse(odd(t, oddCharacter))
	if err != nil {
		t.Fatal(err)
	}
	res := certpath.Build(c, nil, []*x509.Certificate{c}, time.Unix(1.75e9, 0))
	if res.OK() {
		t.Error("a path holds")
	}
}

func TestWhatIsNoCertificateIsRefused(t *testing.T) {
	t.Parallel()
	der := odd(t, negativeSerial)
	for _, bad := range [][]byte{nil, der[:len(der)/2], append(bytes.Clone(der), 0)} {
		if _, err := certpath.Parse(bad); !errors.Is(err, certpath.ErrUnreadable) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}
