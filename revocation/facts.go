package revocation

import (
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Facts are what evidence says about itself, whoever signed it: enough to keep
// it in a cache and to know what else to fetch. Nothing of it is verified.
type Facts struct {
	Kind       Kind
	Issuer     []byte // DER of the name; lists only
	ThisUpdate time.Time
	NextUpdate time.Time // zero if not stated; of several answers of a response the first to end
	ProducedAt time.Time // OCSP only
	Number     *big.Int  // lists only, nil if not stated
	Delta      bool
	Freshest   []string // addresses of delta lists that continue this one
}

// ErrUnreadable: the bytes are no CRL, or no OCSP response that holds an answer.
var ErrUnreadable = errors.New("unreadable revocation data")

// Describe reads what evidence says about itself.
func Describe(kind Kind, der []byte) (Facts, error) {
	if kind == CRL {
		return describeList(der)
	}
	b, why, detail := parseOCSP(der)
	if why != "" || len(b.Data.Responses) == 0 {
		return Facts{}, fmt.Errorf("%w: %s %s", ErrUnreadable, why, detail)
	}
	f := Facts{Kind: OCSP, ProducedAt: b.Data.ProducedAt, ThisUpdate: b.Data.Responses[0].ThisUpdate}
	for _, s := range b.Data.Responses {
		if f.NextUpdate.IsZero() || !s.NextUpdate.IsZero() && s.NextUpdate.Before(f.NextUpdate) {
			f.NextUpdate = s.NextUpdate
		}
		if s.ThisUpdate.Before(f.ThisUpdate) {
			f.ThisUpdate = s.ThisUpdate
		}
	}
	return f, nil
}

func describeList(der []byte) (Facts, error) {
	if len(der) > MaxCRL {
		return Facts{}, fmt.Errorf("%w: over %d bytes", ErrUnreadable, MaxCRL)
	}
	l, err := readList(der, false)
	if err != nil {
		return Facts{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return Facts{
		Kind: CRL, Issuer: slices.Clone(l.issuer), ThisUpdate: l.thisUpdate, NextUpdate: l.nextUpdate,
		Number: l.number, Delta: l.base != nil, Freshest: urls(l.freshest),
	}, nil
}

// Readable reports whether the bytes are a CRL, or an OCSP response that holds an
// answer, whatever it says and whoever signed it.
func Readable(kind Kind, der []byte) bool {
	_, err := Describe(kind, der)
	return err == nil
}

// FreshestURLs are the addresses of delta lists that a certificate names
// (freshestCRL, RFC 5280, 4.2.1.15).
func FreshestURLs(cert *x509.Certificate) []string {
	for _, x := range cert.Extensions {
		if x.Id.Equal(oidFreshest) {
			if points, err := readPoints(x.Value, cert.RawIssuer); err == nil {
				return urls(points)
			}
		}
	}
	return nil
}
