package tsp

import (
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"antin/cms"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// What reading can say; compare with errors.Is.
var (
	ErrMalformed = errors.New("malformed time-stamp")
	// ErrRefused: the authority answered and gave no token.
	ErrRefused = errors.New("time-stamp refused by the authority")
	// ErrOther: the answer is about another request.
	ErrOther = errors.New("time-stamp answers another request")
)

// Limits on outside bytes: a request has under 100 bytes, a token with its
// chain under 10 kB.
const (
	MaxRequest  = 16 << 10
	MaxResponse = 1 << 20
)

func malformed(where string) error { return fmt.Errorf("%w: %s", ErrMalformed, where) }

// Request asks for a time-stamp over a digest.
type Request struct {
	Hash    crypto.Hash
	Digest  []byte
	Policy  asn1.ObjectIdentifier // nil: the authority chooses
	Nonce   *big.Int              // nil: none
	CertReq bool                  // the token shall carry its certificates
}

// Marshal writes the request in DER; it panics on a hash that package cms does
// not know.
func (r Request) Marshal() []byte {
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		addImprint(b, r.Hash, r.Digest)
		if r.Policy != nil {
			b.AddASN1ObjectIdentifier(r.Policy)
		}
		if r.Nonce != nil {
			b.AddASN1BigInt(r.Nonce)
		}
		if r.CertReq { // default FALSE is left out
			b.AddASN1Boolean(true)
		}
	})
	return b.BytesOrPanic()
}

func addImprint(b *cryptobyte.Builder, hash crypto.Hash, digest []byte) {
	oid, err := cms.OIDOf(hash)
	if err != nil {
		b.SetError(err)
		return
	}
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(oid)
			b.AddASN1NULL()
		})
		b.AddASN1OctetString(digest)
	})
}

// ParseRequest reads a request; a hash that package cms does not know is
// cms.ErrUnsupported.
func ParseRequest(der []byte) (Request, error) {
	var r Request
	if len(der) > MaxRequest {
		return r, malformed("request too large")
	}
	in := cryptobyte.String(der)
	var body cryptobyte.String
	var version int
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !in.Empty() || !body.ReadASN1Integer(&version) || version != 1 {
		return r, malformed("request")
	}
	var err error
	if r.Hash, r.Digest, err = readImprint(&body); err != nil {
		return r, err
	}
	if body.PeekASN1Tag(casn1.OBJECT_IDENTIFIER) && !body.ReadASN1ObjectIdentifier(&r.Policy) {
		return r, malformed("policy")
	}
	if body.PeekASN1Tag(casn1.INTEGER) {
		if r.Nonce = new(big.Int); !body.ReadASN1Integer(r.Nonce) {
			return r, malformed("nonce")
		}
	}
	if body.PeekASN1Tag(casn1.BOOLEAN) && !body.ReadASN1Boolean(&r.CertReq) {
		return r, malformed("certReq")
	}
	if !body.Empty() { // extensions: none is known, and each may be critical
		return r, fmt.Errorf("%w: request with extensions", cms.ErrUnsupported)
	}
	return r, nil
}

func readImprint(in *cryptobyte.String) (crypto.Hash, []byte, error) {
	var body, alg, digest cryptobyte.String
	var oid asn1.ObjectIdentifier
	if !in.ReadASN1(&body, casn1.SEQUENCE) || !body.ReadASN1(&alg, casn1.SEQUENCE) || !alg.ReadASN1ObjectIdentifier(&oid) ||
		!body.ReadASN1(&digest, casn1.OCTET_STRING) || !body.Empty() {
		return 0, nil, malformed("message imprint")
	}
	hash, err := cms.HashOf(oid)
	if err != nil {
		return 0, nil, err
	}
	if len(digest) != hash.Size() {
		return 0, nil, malformed("message imprint of another length")
	}
	return hash, digest, nil
}
