package certpath

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// ErrUnreadable is a certificate of which not even the key can be read;
// signatures that hang on one are indeterminate.
var ErrUnreadable = errors.New("unreadable certificate")

// MaxCertificate bounds one certificate; the largest seen has 9 kB.
const MaxCertificate = 256 << 10

// Parse reads one certificate in DER; every error is ErrUnreadable.
//
// Certificates that real programs wrote and crypto/x509 refuses are read as
// well. One with a negative serial number is like any other (RFC 5280, 4.1.2.2
// asks for grace). One with other faults, such as a character that its string
// type does not have, is read for its names, times and key alone, so that a
// signature can be checked with it: Partial tells it, and no path through it
// holds.
func Parse(der []byte) (*x509.Certificate, error) {
	if len(der) > MaxCertificate {
		return nil, fmt.Errorf("%w: %d bytes", ErrUnreadable, len(der))
	}
	c, err := x509.ParseCertificate(der)
	if err == nil {
		return c, nil
	}
	p, ok := splitCertificate(der)
	if !ok {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if c, ok := p.negative(der); ok {
		return c, nil
	}
	if c, ok := p.partial(der); ok {
		return c, nil
	}
	return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
}

// Partial tells a certificate that Parse could read only in part: enough to
// check a signature with its key, not to rely on it.
func Partial(c *x509.Certificate) bool { return c.Version == 0 }

// certificateParts are the elements of a certificate as they stand in it.
type certificateParts struct {
	tbs, serial, issuer, subject, spki cryptobyte.String
	validity                           cryptobyte.String
	signature                          asn1.BitString
	tbsAt, serialAt                    int // where the signed bytes and the content of serial begin
}

func splitCertificate(der []byte) (certificateParts, bool) {
	var p certificateParts
	in := cryptobyte.String(der)
	var outer, tbs cryptobyte.String
	if !in.ReadASN1(&outer, casn1.SEQUENCE) || !in.Empty() {
		return p, false
	}
	p.tbsAt = len(der) - len(outer)
	if !outer.ReadASN1Element(&p.tbs, casn1.SEQUENCE) || !outer.SkipASN1(casn1.SEQUENCE) ||
		!outer.ReadASN1BitString(&p.signature) || !outer.Empty() {
		return p, false
	}
	body := p.tbs
	ok := body.ReadASN1(&tbs, casn1.SEQUENCE) &&
		tbs.SkipOptionalASN1(casn1.Tag(0).Constructed().ContextSpecific()) &&
		tbs.ReadASN1(&p.serial, casn1.INTEGER) && len(p.serial) > 0
	p.serialAt = p.tbsAt + len(p.tbs) - len(tbs) - len(p.serial)
	ok = ok && tbs.SkipASN1(casn1.SEQUENCE) &&
		tbs.ReadASN1Element(&p.issuer, casn1.SEQUENCE) &&
		tbs.ReadASN1(&p.validity, casn1.SEQUENCE) &&
		tbs.ReadASN1Element(&p.subject, casn1.SEQUENCE) &&
		tbs.ReadASN1Element(&p.spki, casn1.SEQUENCE)
	return p, ok
}

// serialNumber reads two's complement, as INTEGER is written.
func (p certificateParts) serialNumber() *big.Int {
	n := new(big.Int).SetBytes(p.serial)
	if p.serial[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(p.serial))*8))
	}
	return n
}

// negative reads a copy whose serial number is positive, and puts the signed
// bytes and the true number back.
func (p certificateParts) negative(der []byte) (*x509.Certificate, bool) {
	if p.serial[0]&0x80 == 0 {
		return nil, false
	}
	raw := bytes.Clone(der)
	twin := bytes.Clone(der)
	twin[p.serialAt] = 1
	c, err := x509.ParseCertificate(twin)
	if err != nil {
		return nil, false
	}
	c.Raw, c.RawTBSCertificate, c.SerialNumber = raw, raw[p.tbsAt:p.tbsAt+len(p.tbs)], p.serialNumber()
	return c, true
}

// partial reads what a signature needs.
func (p certificateParts) partial(der []byte) (*x509.Certificate, bool) {
	key, err := x509.ParsePKIXPublicKey(p.spki)
	if err != nil {
		return nil, false
	}
	c := &x509.Certificate{
		Raw: bytes.Clone(der), RawTBSCertificate: bytes.Clone(p.tbs), RawSubjectPublicKeyInfo: bytes.Clone(p.spki),
		RawIssuer: bytes.Clone(p.issuer), RawSubject: bytes.Clone(p.subject),
		SerialNumber: p.serialNumber(), Signature: p.signature.RightAlign(), PublicKey: key,
		Issuer: leniently(p.issuer), Subject: leniently(p.subject),
	}
	switch key.(type) {
	case *rsa.PublicKey:
		c.PublicKeyAlgorithm = x509.RSA
	case *ecdsa.PublicKey:
		c.PublicKeyAlgorithm = x509.ECDSA
	case ed25519.PublicKey:
		c.PublicKeyAlgorithm = x509.Ed25519
	}
	c.NotBefore, c.NotAfter = certificateTime(&p.validity), certificateTime(&p.validity)
	return c, !c.NotBefore.IsZero() && !c.NotAfter.IsZero()
}

func certificateTime(s *cryptobyte.String) time.Time {
	var t time.Time
	if s.PeekASN1Tag(casn1.UTCTime) {
		s.ReadASN1UTCTime(&t)
	} else {
		s.ReadASN1GeneralizedTime(&t)
	}
	return t
}

// leniently reads a name whose strings may hold any character.
func leniently(raw cryptobyte.String) pkix.Name {
	var rdns, set, pair cryptobyte.String
	var sequence pkix.RDNSequence
	raw.ReadASN1(&rdns, casn1.SEQUENCE)
	for !rdns.Empty() && rdns.ReadASN1(&set, casn1.SET) {
		for !set.Empty() && set.ReadASN1(&pair, casn1.SEQUENCE) {
			var oid asn1.ObjectIdentifier
			var value cryptobyte.String
			var tag casn1.Tag
			if pair.ReadASN1ObjectIdentifier(&oid) && pair.ReadAnyASN1(&value, &tag) {
				text := string(bytes.ToValidUTF8(value, []byte("?")))
				sequence = append(sequence, pkix.RelativeDistinguishedNameSET{{Type: oid, Value: text}})
			}
		}
	}
	var name pkix.Name
	name.FillFromRDNSequence(&sequence)
	return name
}
