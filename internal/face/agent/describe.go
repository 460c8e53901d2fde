package agent

import (
	"context"
	"crypto/x509"
	"time"

	"antin/internal/platform/token"
)

// Description of a certificate in words.
type Description struct {
	Owner, Purpose, From, To, Issuer string
	Unfit                            string // why it signs no document; empty when it may
}

// Describe says in words what a certificate is, and whether it may sign
// documents at all at that time.
func Describe(c *x509.Certificate, at time.Time) Description {
	return Description{Owner: ownerOf(c), Purpose: purposeOf(c), From: day(c.NotBefore), To: day(c.NotAfter), Issuer: c.Issuer.CommonName, Unfit: unfit(c, true, at)}
}

// Tries says in words what a token tells of its PIN; PKCS#11 gives no number.
func Tries(p token.PIN) string { return tries(p) }

// Grouped writes the fingerprint of a TLS key as people compare it.
func Grouped(key string) string { return grouped(key) }

// Greet asks a server who it is, before it is paired. Server.Key is filled where
// no trusted authority vouches for it: the person compares it.
func Greet(ctx context.Context, c Config, address, version string) (Server, error) {
	s, _, err := c.greet(ctx, address, version)
	return s, err
}
