package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Builder holds a SignedData with everything but the signature value. It can
// be thrown away and made again by Resume from the signed attributes, the
// certificates and the same options.
type Builder struct {
	cert     *x509.Certificate
	chain    []*x509.Certificate
	attrs    []byte // DER SET OF
	set      settings
	fam      family
	unsigned [][]byte // attributes in DER
}

type settings struct {
	hash    crypto.Hash
	pss     bool
	kind    asn1.ObjectIdentifier
	content []byte
	bare    bool
}

// Option changes what NewSigned writes.
type Option func(*settings)

// WithHash takes another digest than SHA-256: SHA-384 or SHA-512. The digest
// given to NewSigned must be of the same algorithm.
func WithHash(hash crypto.Hash) Option { return func(s *settings) { s.hash = hash } }

// WithPSS signs by RSASSA-PSS when the key is RSA; the salt is as long as the digest.
func WithPSS() Option { return func(s *settings) { s.pss = true } }

// WithContent puts the content of this type inside; the digest given to
// NewSigned must be that of content. Time-stamp tokens are made so.
func WithContent(kind asn1.ObjectIdentifier, content []byte) Option {
	return func(s *settings) { s.kind, s.content = kind, content }
}

// WithoutCertificates leaves all certificates out, as a time-stamp request may ask.
func WithoutCertificates() Option { return func(s *settings) { s.bare = true } }

// NewSigned lays out a signature of cert over content with this digest. chain
// is written along, without cert and without order.
func NewSigned(cert *x509.Certificate, chain []*x509.Certificate, digest []byte, options ...Option) (*Builder, error) {
	b, err := newBuilder(cert, chain, options)
	if err != nil {
		return nil, err
	}
	if len(digest) != b.set.hash.Size() {
		return nil, fmt.Errorf("digest of %d bytes for %v", len(digest), b.set.hash)
	}
	attrs := [][]byte{
		attribute(OIDContentType, func(v *cryptobyte.Builder) { v.AddASN1ObjectIdentifier(b.set.kind) }),
		attribute(OIDMessageDigest, func(v *cryptobyte.Builder) { v.AddASN1OctetString(digest) }),
		attribute(OIDSigningCertV2, func(v *cryptobyte.Builder) { addESSv2(v, cert, b.set.hash) }),
	}
	b.attrs = setOf(casn1.SET, attrs)
	return b, nil
}

// Resume makes the Builder again whose SignedAttributes these are. It refuses
// attributes that do not name cert.
func Resume(cert *x509.Certificate, chain []*x509.Certificate, signedAttributes []byte, options ...Option) (*Builder, error) {
	b, err := newBuilder(cert, chain, options)
	if err != nil {
		return nil, err
	}
	attrs, err := readAttributes(cryptobyte.String(signedAttributes), casn1.SET)
	if err != nil {
		return nil, err
	}
	si := SignerInfo{Signed: attrs, RawSigned: signedAttributes}
	if res, why := si.checkSigningCertificate(cert); res != Passed {
		return nil, fmt.Errorf("resuming a signature: %s", why)
	}
	b.attrs = bytes.Clone(signedAttributes)
	return b, nil
}

func newBuilder(cert *x509.Certificate, chain []*x509.Certificate, options []Option) (*Builder, error) {
	if cert == nil {
		return nil, errors.New("signing without a certificate")
	}
	b := &Builder{cert: cert, chain: chain, set: settings{hash: crypto.SHA256, kind: OIDData}}
	for _, o := range options {
		o(&b.set)
	}
	switch b.set.hash {
	case crypto.SHA256, crypto.SHA384, crypto.SHA512:
	default:
		return nil, fmt.Errorf("%w: signing with %v", ErrUnsupported, b.set.hash)
	}
	switch cert.PublicKey.(type) {
	case *rsa.PublicKey:
		b.fam = famPKCS1
		if b.set.pss {
			b.fam = famPSS
		}
	case *ecdsa.PublicKey:
		b.fam = famECDSA
	default:
		return nil, fmt.Errorf("%w: signing with a key of type %T", ErrUnsupported, cert.PublicKey)
	}
	return b, nil
}

// SignedAttributes are the bytes under the signature, a DER SET OF.
func (b *Builder) SignedAttributes() []byte { return bytes.Clone(b.attrs) }

// Hash is the digest algorithm of content and signature.
func (b *Builder) Hash() crypto.Hash { return b.set.hash }

// Digest is what the key signs, together with SignerOpts.
func (b *Builder) Digest() []byte {
	h := b.set.hash.New()
	h.Write(b.attrs)
	return h.Sum(nil)
}

// SignerOpts is the last argument of crypto.Signer.Sign.
func (b *Builder) SignerOpts() crypto.SignerOpts {
	if b.fam == famPSS {
		return &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: b.set.hash}
	}
	return b.set.hash
}

// SignatureSize is the longest value that the key of the certificate gives.
func (b *Builder) SignatureSize() int {
	switch k := b.cert.PublicKey.(type) {
	case *rsa.PublicKey:
		return k.Size()
	case *ecdsa.PublicKey:
		n := (k.Curve.Params().BitSize + 7) / 8
		return 2*(n+3) + 3 // two integers with sign octet, one sequence
	case ed25519.PublicKey:
		return ed25519.SignatureSize
	}
	return 0
}

// Size is the length of the result for a value of sigLen bytes, without
// time-stamp; 0 stands for SignatureSize.
func (b *Builder) Size(sigLen int) int {
	if sigLen <= 0 {
		sigLen = b.SignatureSize()
	}
	return len(b.encode(make([]byte, sigLen)))
}

// AddTimeStamp puts a time-stamp token over the signature value among the
// unsigned attributes of the result (PAdES B-T). Finish does not check it.
func (b *Builder) AddTimeStamp(token []byte) {
	b.unsigned = append(b.unsigned, attribute(OIDTimeStamp, func(v *cryptobyte.Builder) { v.AddBytes(token) }))
}

// FinishStamped is Finish with a time-stamp token over the value as the
// unsigned attribute signature-time-stamp (RFC 3161, appendix A); b itself stays as it was, so that it can be finished
// again. The token is not checked here.
func (b *Builder) FinishStamped(sig, token []byte) ([]byte, error) {
	stamped := *b
	stamped.unsigned = slices.Clone(b.unsigned)
	stamped.AddTimeStamp(token)
	return stamped.Finish(sig)
}

// StampRoom is the most that a token of so many bytes adds to the result: the
// attribute around it, and longer lengths in the structures around that.
func StampRoom(token int) int { return token + 48 }

// Finish writes the SignedData with this signature value. It verifies the
// value first, so that a wrong token, key or PIN ends here and not at a reader.
func (b *Builder) Finish(sig []byte) ([]byte, error) {
	s := scheme{fam: b.fam, hash: b.set.hash, salt: b.set.hash.Size()}
	if err := s.check(b.cert.PublicKey, b.attrs, nil, sig); err != nil {
		return nil, fmt.Errorf("finishing a signature: %w", err)
	}
	return b.encode(sig), nil
}
