package tsp

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"

	"antin/cms"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Authority makes time-stamps. Its certificate must be for time-stamping alone.
type Authority struct {
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
	Key         crypto.Signer
	Policy      asn1.ObjectIdentifier
	Accuracy    time.Duration // stated in whole seconds; zero: not stated
}

// Failure bits of RFC 3161, 2.4.2.
const (
	failAlgorithm = 0
	failFormat    = 5
	failPolicy    = 15
	failSystem    = 25
)

// Respond answers a request in DER with a token of the time now, or with the
// refusal that RFC 3161 foresees. The error says why there is no token; the
// answer is to be sent in any case. serial must be new for each token.
func (a Authority) Respond(random io.Reader, request []byte, now time.Time, serial *big.Int) ([]byte, error) {
	r, err := ParseRequest(request)
	switch {
	case errors.Is(err, cms.ErrUnsupported):
		return refusal(failAlgorithm), err
	case err != nil:
		return refusal(failFormat), err
	case r.Hash != crypto.SHA256 && r.Hash != crypto.SHA384 && r.Hash != crypto.SHA512:
		return refusal(failAlgorithm), fmt.Errorf("time-stamp over %v", r.Hash)
	case r.Policy != nil && !r.Policy.Equal(a.Policy):
		return refusal(failPolicy), fmt.Errorf("time-stamp by policy %v", r.Policy)
	}
	token, err := a.token(random, r, now, serial)
	if err != nil {
		return refusal(failSystem), fmt.Errorf("making a time-stamp: %w", err)
	}
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Int64(0) })
		b.AddBytes(token)
	})
	return b.Bytes()
}

func (a Authority) token(random io.Reader, r Request, now time.Time, serial *big.Int) ([]byte, error) {
	if !onlyTimeStamping(a.Certificate) {
		return nil, errors.New("the certificate is not for time-stamping alone")
	}
	info := a.info(r, now, serial)
	h := crypto.SHA256.New()
	h.Write(info)
	options := []cms.Option{cms.WithContent(cms.OIDTSTInfo, info)}
	if !r.CertReq {
		options = append(options, cms.WithoutCertificates())
	}
	b, err := cms.NewSigned(a.Certificate, a.Chain, h.Sum(nil), options...)
	if err != nil {
		return nil, err
	}
	value, err := a.Key.Sign(random, b.Digest(), b.SignerOpts())
	if err != nil {
		return nil, err
	}
	return b.Finish(value)
}

func (a Authority) info(r Request, now time.Time, serial *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1ObjectIdentifier(a.Policy)
		addImprint(b, r.Hash, r.Digest)
		b.AddASN1BigInt(serial)
		b.AddASN1GeneralizedTime(now.UTC().Truncate(time.Second))
		if s := int64(a.Accuracy / time.Second); s > 0 {
			b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1Int64(s) })
		}
		if r.Nonce != nil {
			b.AddASN1BigInt(r.Nonce)
		}
	})
	return b.BytesOrPanic()
}

func refusal(bit int) []byte {
	bits := make([]byte, bit/8+1)
	bits[bit/8] = 0x80 >> (bit % 8)
	var b cryptobyte.Builder
	b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(casn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(2) // rejection
			b.AddASN1(casn1.BIT_STRING, func(b *cryptobyte.Builder) {
				b.AddUint8(byte(7 - bit%8))
				b.AddBytes(bits)
			})
		})
	})
	return b.BytesOrPanic()
}
