package algorithm

import (
	"crypto"
	"crypto/dsa" //lint:ignore SA1019 only the size of an old key is read
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"strings"
)

// Use is one use of cryptography: a signature with its digest and key, or a
// digest or a key alone. Parts that are empty do not count; a use without any
// part is not accepted.
type Use struct {
	Digest  Digest
	Scheme  Scheme
	Key     Family
	Bits    int    // of the key
	Unknown string // identifier that this package does not know; such a use is never accepted
}

// OfDigest is the use of a hash alone, as in the imprint of a time-stamp, an
// ESS certificate reference or a message digest.
func OfDigest(hash crypto.Hash) Use {
	for _, d := range digests {
		if d.hash == hash {
			return Use{Digest: d.name}
		}
	}
	return Use{Unknown: hash.String()}
}

// OfKey is the use of a key alone.
func OfKey(key crypto.PublicKey) Use {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return Use{Key: RSA, Bits: k.N.BitLen()}
	case *ecdsa.PublicKey:
		return Use{Key: EC, Bits: k.Curve.Params().BitSize}
	case ed25519.PublicKey:
		return Use{Key: Ed25519, Bits: 256}
	case *dsa.PublicKey:
		return Use{Key: DSAKey, Bits: k.P.BitLen()}
	}
	return Use{Unknown: fmt.Sprintf("key of type %T", key)}
}

// OfSignature is the use of a signature with an algorithm identifier, as CMS,
// CRLs and OCSP responses state it, by key. digest is the one stated beside it
// (the signer's digestAlgorithm), for identifiers that name no hash; 0 without.
func OfSignature(id pkix.AlgorithmIdentifier, digest crypto.Hash, key crypto.PublicKey) Use {
	u := OfKey(key)
	s, err := Identifier(id, digest)
	if err != nil {
		u.Unknown = join(u.Unknown, strings.TrimPrefix(err.Error(), ErrUnknown.Error()+": "))
		return u
	}
	u.Scheme = s.Scheme
	if s.Hash != 0 {
		d := OfDigest(s.Hash)
		u.Digest, u.Unknown = d.Digest, join(u.Unknown, d.Unknown)
	}
	return u
}

// OfCertificate is the use of the signature on c by the key of its issuer. The
// key inside c is judged where it signs something.
func OfCertificate(c *x509.Certificate, issuer crypto.PublicKey) Use {
	id, err := IdentifierOf(c.Raw)
	if err != nil {
		return Use{Unknown: err.Error()}
	}
	return OfSignature(id, 0, issuer)
}

// OfList is the use of the signature on a revocation list in DER.
func OfList(crl []byte, issuer crypto.PublicKey) Use {
	id, err := IdentifierOf(crl)
	if err != nil {
		return Use{Unknown: err.Error()}
	}
	return OfSignature(id, 0, issuer)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// String names the parts, as "SHA-256, RSA-PSS, RSA 3072".
func (u Use) String() string {
	var parts []string
	for _, p := range []string{string(u.Digest), string(u.Scheme)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if u.Key != "" {
		parts = append(parts, keyName(u.Key, u.Bits))
	}
	if u.Unknown != "" {
		parts = append(parts, u.Unknown)
	}
	return strings.Join(parts, ", ")
}

func keyName(family Family, bits int) string {
	if family == Ed25519 {
		return string(family)
	}
	return fmt.Sprintf("%s %d", family, bits)
}

// IdentifierOf reads the algorithm identifier of SEQUENCE { body, algorithm,
// signature, … }, the shape of certificates, revocation lists and basic OCSP
// responses. It looks at nothing else.
func IdentifierOf(der []byte) (pkix.AlgorithmIdentifier, error) {
	var id pkix.AlgorithmIdentifier
	var outer asn1.RawValue
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return id, fmt.Errorf("%w: unreadable", ErrUnknown)
	}
	rest, err := asn1.Unmarshal(outer.Bytes, &asn1.RawValue{})
	if err != nil {
		return id, fmt.Errorf("%w: unreadable", ErrUnknown)
	}
	if _, err := asn1.Unmarshal(rest, &id); err != nil {
		return id, fmt.Errorf("%w: unreadable", ErrUnknown)
	}
	return id, nil
}
