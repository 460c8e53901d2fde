package algorithm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	_ "crypto/md5" // read only, long past its date
	"crypto/rsa"
	_ "crypto/sha1" // read only, long past its date
	_ "crypto/sha256"
	_ "crypto/sha3"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
)

// ErrUnknown: an algorithm or key that this package does not know, so that
// nothing can be said about a signature with it.
var ErrUnknown = errors.New("unknown algorithm")

// ErrSignature: the signature does not belong to these bytes and this key.
var ErrSignature = errors.New("the signature does not belong to these bytes and this key")

// Signature is what an algorithm identifier of a signature means.
type Signature struct {
	Scheme Scheme
	Hash   crypto.Hash // 0 for EdDSA
	Salt   int         // of RSA-PSS
}

var digests = []struct {
	name Digest
	hash crypto.Hash
	oid  asn1.ObjectIdentifier
}{
	{SHA256, crypto.SHA256, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}},
	{SHA384, crypto.SHA384, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}},
	{SHA512, crypto.SHA512, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}},
	{SHA1, crypto.SHA1, asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}},
	{MD5, crypto.MD5, asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}},
	{RIPEMD160, crypto.RIPEMD160, asn1.ObjectIdentifier{1, 3, 36, 3, 2, 1}},
	{SHA224, crypto.SHA224, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 4}},
	{SHA512t224, crypto.SHA512_224, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 5}},
	{SHA512t256, crypto.SHA512_256, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 6}},
	{SHA3t224, crypto.SHA3_224, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 7}},
	{SHA3t256, crypto.SHA3_256, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 8}},
	{SHA3t384, crypto.SHA3_384, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 9}},
	{SHA3t512, crypto.SHA3_512, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 10}},
}

var (
	oidPSS  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidMGF1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
)

// bare identifiers name no hash: the one stated beside them counts.
var bare = []struct {
	oid    asn1.ObjectIdentifier
	scheme Scheme
}{
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, RSAPKCS1},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}, ECDSA},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4}, ECDSA},
	{asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}, DSA},
}

// arcs below which the last number names the hash.
var arcs = []struct {
	arc    asn1.ObjectIdentifier
	scheme Scheme
	hashes map[int]crypto.Hash
}{
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1}, RSAPKCS1, map[int]crypto.Hash{
		4: crypto.MD5, 5: crypto.SHA1, 11: crypto.SHA256, 12: crypto.SHA384, 13: crypto.SHA512, 14: crypto.SHA224, 15: crypto.SHA512_224, 16: crypto.SHA512_256}},
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2}, RSAPKCS1, map[int]crypto.Hash{29: crypto.SHA1}},
	{asn1.ObjectIdentifier{1, 3, 36, 3, 3, 1}, RSAPKCS1, map[int]crypto.Hash{2: crypto.RIPEMD160}},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4}, ECDSA, map[int]crypto.Hash{1: crypto.SHA1}},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3}, ECDSA, map[int]crypto.Hash{
		1: crypto.SHA224, 2: crypto.SHA256, 3: crypto.SHA384, 4: crypto.SHA512}},
	{asn1.ObjectIdentifier{1, 2, 840, 10040, 4}, DSA, map[int]crypto.Hash{3: crypto.SHA1}},
	{asn1.ObjectIdentifier{1, 3, 101}, EdDSA, map[int]crypto.Hash{112: 0}},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3}, ECDSA, map[int]crypto.Hash{
		9: crypto.SHA3_224, 10: crypto.SHA3_256, 11: crypto.SHA3_384, 12: crypto.SHA3_512}},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3}, RSAPKCS1, map[int]crypto.Hash{
		13: crypto.SHA3_224, 14: crypto.SHA3_256, 15: crypto.SHA3_384, 16: crypto.SHA3_512}},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3}, DSA, map[int]crypto.Hash{1: crypto.SHA224, 2: crypto.SHA256, 3: crypto.SHA384, 4: crypto.SHA512}},
}

// Identifier reads the algorithm identifier of a signature; what it does not
// know is ErrUnknown. digest is used for identifiers that name no hash.
func Identifier(id pkix.AlgorithmIdentifier, digest crypto.Hash) (Signature, error) {
	if id.Algorithm.Equal(oidPSS) {
		return pss(id.Parameters.FullBytes)
	}
	for _, b := range bare {
		if b.oid.Equal(id.Algorithm) && digest != 0 {
			return Signature{Scheme: b.scheme, Hash: digest}, nil
		}
	}
	n := len(id.Algorithm) - 1
	for _, a := range arcs {
		if n != len(a.arc) || !a.arc.Equal(id.Algorithm[:n]) {
			continue
		}
		if hash, ok := a.hashes[id.Algorithm[n]]; ok {
			return Signature{Scheme: a.scheme, Hash: hash}, nil
		}
	}
	return Signature{}, fmt.Errorf("%w: signature algorithm %v", ErrUnknown, id.Algorithm)
}

func hashOf(oid asn1.ObjectIdentifier) (crypto.Hash, error) {
	for _, d := range digests {
		if d.oid.Equal(oid) {
			return d.hash, nil
		}
	}
	return 0, fmt.Errorf("%w: digest %v", ErrUnknown, oid)
}

// pss reads RSASSA-PSS-params (RFC 4055, 3.1); its defaults are all SHA-1.
func pss(der []byte) (Signature, error) {
	var p struct {
		Hash         pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:0"`
		MGF          pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:1"`
		SaltLength   int                      `asn1:"explicit,optional,tag:2,default:20"`
		TrailerField int                      `asn1:"explicit,optional,tag:3,default:1"`
	}
	if rest, err := asn1.Unmarshal(der, &p); err != nil || len(rest) > 0 {
		return Signature{}, fmt.Errorf("%w: RSASSA-PSS parameters unreadable", ErrUnknown)
	}
	hash, mask := crypto.SHA1, crypto.SHA1
	var err error
	if p.Hash.Algorithm != nil {
		if hash, err = hashOf(p.Hash.Algorithm); err != nil {
			return Signature{}, err
		}
	}
	if p.MGF.Algorithm != nil {
		var inner pkix.AlgorithmIdentifier
		if _, err := asn1.Unmarshal(p.MGF.Parameters.FullBytes, &inner); err != nil || !p.MGF.Algorithm.Equal(oidMGF1) {
			return Signature{}, fmt.Errorf("%w: mask generation %v", ErrUnknown, p.MGF.Algorithm)
		}
		if mask, err = hashOf(inner.Algorithm); err != nil {
			return Signature{}, err
		}
	}
	if mask != hash || p.TrailerField != 1 || p.SaltLength < 0 || p.SaltLength > 512 {
		return Signature{}, fmt.Errorf("%w: RSASSA-PSS with two hashes or an odd salt", ErrUnknown)
	}
	return Signature{RSAPSS, hash, p.SaltLength}, nil
}

// KeyOf is the public key of a certificate, also one that is marked for PSS
// only, which crypto/x509 leaves out; nil if it cannot be read.
func KeyOf(c *x509.Certificate) crypto.PublicKey {
	if c.PublicKey != nil {
		return c.PublicKey
	}
	var spki struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &spki); err != nil || !spki.Algorithm.Algorithm.Equal(oidPSS) {
		return nil
	}
	key, err := x509.ParsePKCS1PublicKey(spki.Key.RightAlign())
	if err != nil {
		return nil
	}
	return key
}

// Verify checks a signature over message. The answer is nil, ErrSignature, or
// ErrUnknown when this program cannot tell (DSA, Ed448, RSA under 1024 bits).
// Whether the algorithm is still any good is for [List.Judge].
func Verify(id pkix.AlgorithmIdentifier, key crypto.PublicKey, message, signature []byte) error {
	s, err := Identifier(id, 0)
	if err != nil {
		return err
	}
	var digest []byte
	if s.Hash != 0 {
		if !s.Hash.Available() {
			return fmt.Errorf("%w: digest %v", ErrUnknown, s.Hash)
		}
		h := s.Hash.New()
		h.Write(message)
		digest = h.Sum(nil)
	}
	switch k := key.(type) {
	case *rsa.PublicKey:
		return s.verifyRSA(k, digest, signature)
	case *ecdsa.PublicKey:
		if s.Scheme != ECDSA || !ecdsa.VerifyASN1(k, digest, signature) {
			return ErrSignature
		}
		return nil
	case ed25519.PublicKey:
		if s.Scheme != EdDSA || len(k) != ed25519.PublicKeySize || !ed25519.Verify(k, message, signature) {
			return ErrSignature
		}
		return nil
	}
	return fmt.Errorf("%w: key of type %T", ErrUnknown, key)
}

func (s Signature) verifyRSA(k *rsa.PublicKey, digest, signature []byte) error {
	if k.N.BitLen() < 1024 {
		return fmt.Errorf("%w: RSA key of %d bits", ErrUnknown, k.N.BitLen())
	}
	var err error
	switch s.Scheme {
	case RSAPKCS1:
		err = rsa.VerifyPKCS1v15(k, s.Hash, digest, signature)
	case RSAPSS:
		salt := s.Salt
		if salt == 0 {
			salt = rsa.PSSSaltLengthAuto // crypto/rsa cannot ask for a salt of no length
		}
		err = rsa.VerifyPSS(k, s.Hash, digest, signature, &rsa.PSSOptions{SaltLength: salt, Hash: s.Hash})
	default:
		return ErrSignature
	}
	if err != nil {
		return ErrSignature
	}
	return nil
}
