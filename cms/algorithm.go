package cms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5" // read only, always reported as weak
	"crypto/rsa"
	_ "crypto/sha1" // read only, always reported as weak
	_ "crypto/sha256"
	_ "crypto/sha3"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
)

var hashOIDs = []struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{oidSHA256, crypto.SHA256}, {oidSHA384, crypto.SHA384}, {oidSHA512, crypto.SHA512},
	{oidSHA1, crypto.SHA1}, {oidSHA224, crypto.SHA224}, {oidMD5, crypto.MD5},
	{oidSHA3256, crypto.SHA3_256}, {oidSHA3384, crypto.SHA3_384}, {oidSHA3512, crypto.SHA3_512},
}

// HashOf gives the digest algorithm of an identifier, or ErrUnsupported. Some
// programs name the digest by the signature algorithm it belongs to, such as
// sha1WithRSAEncryption; that says the same.
func HashOf(oid asn1.ObjectIdentifier) (crypto.Hash, error) {
	for _, h := range hashOIDs {
		if h.oid.Equal(oid) {
			return h.hash, nil
		}
	}
	for _, s := range signatureOIDs {
		if s.hash != 0 && s.oid.Equal(oid) {
			return s.hash, nil
		}
	}
	return 0, fmt.Errorf("%w: digest algorithm %v", ErrUnsupported, oid)
}

// OIDOf is the other direction of HashOf.
func OIDOf(hash crypto.Hash) (asn1.ObjectIdentifier, error) {
	for _, h := range hashOIDs {
		if h.hash == hash {
			return h.oid, nil
		}
	}
	return nil, fmt.Errorf("%w: digest algorithm %v", ErrUnsupported, hash)
}

type family int

const (
	famPKCS1 family = iota + 1
	famPSS
	famECDSA
	famEd25519
)

func (f family) String() string {
	return [...]string{"?", "RSA", "RSA-PSS", "ECDSA", "Ed25519"}[f]
}

// hash 0 means: whatever the digest algorithm of the signer says.
var signatureOIDs = []struct {
	oid  asn1.ObjectIdentifier
	fam  family
	hash crypto.Hash
}{
	{oidRSA, famPKCS1, 0}, {oidSHA256RSA, famPKCS1, crypto.SHA256},
	{oidSHA384RSA, famPKCS1, crypto.SHA384}, {oidSHA512RSA, famPKCS1, crypto.SHA512},
	{oidSHA1RSA, famPKCS1, crypto.SHA1}, {oidSHA224RSA, famPKCS1, crypto.SHA224},
	{oidMD5RSA, famPKCS1, crypto.MD5},
	{oidEC, famECDSA, 0}, {oidECDSASHA256, famECDSA, crypto.SHA256},
	{oidECDSASHA384, famECDSA, crypto.SHA384}, {oidECDSASHA512, famECDSA, crypto.SHA512},
	{oidECDSASHA1, famECDSA, crypto.SHA1}, {oidECDSASHA224, famECDSA, crypto.SHA224},
	{oidSHA3256RSA, famPKCS1, crypto.SHA3_256}, {oidSHA3384RSA, famPKCS1, crypto.SHA3_384}, {oidSHA3512RSA, famPKCS1, crypto.SHA3_512},
	{oidECDSASHA3256, famECDSA, crypto.SHA3_256}, {oidECDSASHA3384, famECDSA, crypto.SHA3_384}, {oidECDSASHA3512, famECDSA, crypto.SHA3_512},
	{oidECDSA, famECDSA, 0}, {oidEd25519, famEd25519, 0},
}

type scheme struct {
	fam  family
	hash crypto.Hash // of the signature value; 0 for Ed25519
	salt int
}

func schemeOf(alg pkix.AlgorithmIdentifier, digest crypto.Hash) (scheme, error) {
	if alg.Algorithm.Equal(oidPSS) {
		return pssOf(alg.Parameters.FullBytes)
	}
	for _, s := range signatureOIDs {
		if s.oid.Equal(alg.Algorithm) {
			if s.hash == 0 && s.fam != famEd25519 {
				return scheme{fam: s.fam, hash: digest}, nil
			}
			return scheme{fam: s.fam, hash: s.hash}, nil
		}
	}
	return scheme{}, fmt.Errorf("%w: signature algorithm %v", ErrUnsupported, alg.Algorithm)
}

type pssParameters struct {
	Hash         pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:0"`
	MGF          pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:1"`
	SaltLength   int                      `asn1:"explicit,optional,tag:2,default:20"`
	TrailerField int                      `asn1:"explicit,optional,tag:3,default:1"`
}

// pssOf reads RSASSA-PSS-params (RFC 4055); the defaults are all SHA-1.
func pssOf(der []byte) (scheme, error) {
	var p pssParameters
	if rest, err := asn1.Unmarshal(der, &p); err != nil || len(rest) > 0 {
		return scheme{}, malformed("RSASSA-PSS parameters")
	}
	hash, mgfHash := crypto.SHA1, crypto.SHA1
	var err error
	if p.Hash.Algorithm != nil {
		if hash, err = HashOf(p.Hash.Algorithm); err != nil {
			return scheme{}, err
		}
	}
	if p.MGF.Algorithm != nil {
		var inner pkix.AlgorithmIdentifier
		if !p.MGF.Algorithm.Equal(oidMGF1) {
			return scheme{}, fmt.Errorf("%w: mask generation %v", ErrUnsupported, p.MGF.Algorithm)
		}
		if _, err := asn1.Unmarshal(p.MGF.Parameters.FullBytes, &inner); err != nil {
			return scheme{}, malformed("RSASSA-PSS mask generation")
		}
		if mgfHash, err = HashOf(inner.Algorithm); err != nil {
			return scheme{}, err
		}
	}
	if mgfHash != hash || p.TrailerField != 1 || p.SaltLength < 0 || p.SaltLength > 512 {
		return scheme{}, fmt.Errorf("%w: RSASSA-PSS with two hashes or an odd salt", ErrUnsupported)
	}
	return scheme{fam: famPSS, hash: hash, salt: p.SaltLength}, nil
}

var errValue = errors.New("the signature value does not belong to these bytes and this key")

// check verifies value over message with key; message is hashed here unless digest is given.
func (s scheme) check(key crypto.PublicKey, message, digest, value []byte) error {
	if digest == nil && s.fam != famEd25519 {
		if !s.hash.Available() {
			return fmt.Errorf("%w: hash", ErrUnsupported)
		}
		h := s.hash.New()
		h.Write(message)
		digest = h.Sum(nil)
	}
	switch k := key.(type) {
	case *rsa.PublicKey:
		return s.checkRSA(k, digest, value)
	case *ecdsa.PublicKey:
		if s.fam != famECDSA {
			return fmt.Errorf("the key is ECDSA, the signature says %v", s.fam)
		}
		if !ecdsa.VerifyASN1(k, digest, value) {
			return errValue
		}
		return nil
	case ed25519.PublicKey:
		if s.fam != famEd25519 || message == nil {
			return fmt.Errorf("%w: Ed25519 without signed attributes", ErrUnsupported)
		}
		if !ed25519.Verify(k, message, value) {
			return errValue
		}
		return nil
	}
	return fmt.Errorf("%w: key of type %T", ErrUnsupported, key)
}

func (s scheme) checkRSA(k *rsa.PublicKey, digest, value []byte) error {
	if k.N.BitLen() < 1024 {
		return fmt.Errorf("%w: RSA key of %d bits", ErrUnsupported, k.N.BitLen())
	}
	var err error
	switch s.fam {
	case famPKCS1:
		err = rsa.VerifyPKCS1v15(k, s.hash, digest, value)
	case famPSS:
		err = rsa.VerifyPSS(k, s.hash, digest, value, &rsa.PSSOptions{SaltLength: s.pssSalt(), Hash: s.hash})
	default:
		return fmt.Errorf("the key is RSA, the signature says %v", s.fam)
	}
	if err != nil {
		return errValue
	}
	return nil
}

// pssSalt: 0 means "automatic" to crypto/rsa, which would accept any salt; a
// salt of length zero is then at least not refused.
func (s scheme) pssSalt() int {
	if s.salt == 0 {
		return rsa.PSSSaltLengthAuto
	}
	return s.salt
}

// publicKey also reads keys that the certificate marks as PSS only, which
// crypto/x509 leaves out.
func publicKey(cert *x509.Certificate) (crypto.PublicKey, error) {
	if cert.PublicKey != nil {
		return cert.PublicKey, nil
	}
	var spki struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(cert.RawSubjectPublicKeyInfo, &spki); err == nil && spki.Algorithm.Algorithm.Equal(oidPSS) {
		if key, err := x509.ParsePKCS1PublicKey(spki.Key.RightAlign()); err == nil {
			return key, nil
		}
	}
	return nil, fmt.Errorf("%w: public key %v", ErrUnsupported, spki.Algorithm.Algorithm)
}
