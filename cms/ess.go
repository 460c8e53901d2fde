package cms

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
)

type essCertID struct { // RFC 2634: SHA-1
	Hash         []byte
	IssuerSerial issuerSerial `asn1:"optional"`
}

type essCertIDv2 struct { // RFC 5035: hash algorithm, default SHA-256
	Algorithm    pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash         []byte
	IssuerSerial issuerSerial `asn1:"optional"`
}

type issuerSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

func (is issuerSerial) fits(cert *x509.Certificate) bool {
	if is.Serial == nil {
		return true
	}
	want := appendElement(nil, []byte{0xa4}, cert.RawIssuer) // directoryName [4]
	return is.Serial.Cmp(cert.SerialNumber) == 0 && bytes.Equal(is.Issuer.Bytes, want)
}

// checkSigningCertificate holds cert against the ESS attributes; both forms
// must fit when both are there. Only the first entry names the signer.
func (si *SignerInfo) checkSigningCertificate(cert *x509.Certificate) (Result, string) {
	v2, has2, ok2 := si.one(OIDSigningCertV2)
	v1, has1, ok1 := si.one(OIDSigningCert)
	if !has1 && !has2 {
		return Absent, ""
	}
	if has1 {
		var body struct {
			Certs    []essCertID
			Policies asn1.RawValue `asn1:"optional"`
		}
		if !ok1 || !unmarshal(v1, &body) || len(body.Certs) == 0 {
			return Failed, "signing-certificate unreadable"
		}
		sum := sha1.Sum(cert.Raw)
		if !bytes.Equal(body.Certs[0].Hash, sum[:]) || !body.Certs[0].IssuerSerial.fits(cert) {
			return Failed, "signing-certificate names another certificate"
		}
	}
	if !has2 {
		return Passed, "version 1"
	}
	if !ok2 {
		return Failed, "signing-certificate-v2 unreadable"
	}
	return checkESSv2(v2, cert)
}

func checkESSv2(value []byte, cert *x509.Certificate) (Result, string) {
	var body struct {
		Certs    []essCertIDv2
		Policies asn1.RawValue `asn1:"optional"`
	}
	if !unmarshal(value, &body) || len(body.Certs) == 0 {
		return Failed, "signing-certificate-v2 unreadable"
	}
	first, hash := body.Certs[0], crypto.SHA256
	if first.Algorithm.Algorithm != nil {
		var err error
		if hash, err = HashOf(first.Algorithm.Algorithm); err != nil {
			return Unsupported, err.Error()
		}
	}
	h := hash.New()
	h.Write(cert.Raw)
	if !bytes.Equal(first.Hash, h.Sum(nil)) || !first.IssuerSerial.fits(cert) {
		return Failed, "signing-certificate-v2 names another certificate"
	}
	return Passed, "version 2"
}
