package fetch

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"time"
)

// Authority is a time-stamp authority.
type Authority struct {
	URL      string
	Patience time.Duration // for one token; zero takes Config.Patience
}

// Config of a client; its zero value reaches the whole public net and no
// time-stamp authority.
type Config struct {
	// Authorities are asked for time-stamps in this order.
	Authorities []Authority
	// Patience with one authority: two to 131 seconds were seen at the national
	// one. 180 s when zero.
	Patience time.Duration
	// Trust refuses a token of an authority that nothing vouches for, so that the
	// next one is asked: on the way, anybody may answer. Nil trusts all.
	Trust func(ctx context.Context, token, digest []byte) error
	// Hedge is how long one authority is waited for before the next one is asked
	// as well. 5 s when zero.
	Hedge time.Duration
	// Allow names what may be reached inside our own network: a host, an
	// address, a network as 10.20.0.0/16, each but the last also with ":port".
	Allow []string
	// Rename maps hosts of old certificates to those that answer today.
	Rename map[string]string
	// Offline answers nothing.
	Offline bool
	// Roots of https; those of the system when nil.
	Roots *x509.CertPool
	// Now is the clock of the cache; time.Now when nil.
	Now func() time.Time
	// Limits; zero fields take DefaultLimits.
	Limits Limits
}

// Limits on what strangers may cost us.
type Limits struct {
	CRL, OCSP, Certificates, Stamp int64 // bytes of one answer
	Each                           time.Duration
	Overall                        time.Duration // for all answers about one certificate
	Redirects                      int
	Places                         int // addresses of one kind in one certificate
	AtOnce                         int // requests under way
	Cache                          int64
	MaxAge, Negative               time.Duration // of what is remembered
}

// DefaultLimits and their reasons: a national CRL of 300,000 entries has 12 MB;
// an OCSP answer with its responder's certificate has 2 to 5 kB; a p7c with a
// whole path has 10 kB. Lists are asked for again after an hour, though they
// say that they last longer, so that a revocation is seen.
func DefaultLimits() Limits {
	return Limits{
		CRL: 32 << 20, OCSP: 64 << 10, Certificates: 256 << 10, Stamp: 64 << 10,
		Each: 20 * time.Second, Overall: 30 * time.Second, Redirects: 3, Places: 4, AtOnce: 16,
		Cache: 64 << 20, MaxAge: time.Hour, Negative: time.Minute,
	}
}

const (
	defaultPatience = 180 * time.Second
	defaultHedge    = 5 * time.Second
	maxHeader       = 16 << 10
	maxAddress      = 2 << 10 // bytes of an address
)

func (c Config) withDefaults() Config {
	d := DefaultLimits()
	l := &c.Limits
	l.CRL, l.OCSP = cmp.Or(l.CRL, d.CRL), cmp.Or(l.OCSP, d.OCSP)
	l.Certificates, l.Stamp = cmp.Or(l.Certificates, d.Certificates), cmp.Or(l.Stamp, d.Stamp)
	l.Each, l.Overall = cmp.Or(l.Each, d.Each), cmp.Or(l.Overall, d.Overall)
	l.Redirects, l.Places, l.AtOnce = cmp.Or(l.Redirects, d.Redirects), cmp.Or(l.Places, d.Places), cmp.Or(l.AtOnce, d.AtOnce)
	l.Cache, l.MaxAge, l.Negative = cmp.Or(l.Cache, d.Cache), cmp.Or(l.MaxAge, d.MaxAge), cmp.Or(l.Negative, d.Negative)
	c.Patience, c.Hedge = cmp.Or(c.Patience, defaultPatience), cmp.Or(c.Hedge, defaultHedge)
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

func (c Config) check() error {
	for _, a := range c.Authorities {
		if _, err := parseAddress(a.URL); err != nil {
			return fmt.Errorf("time-stamp authority %q: %w", a.URL, err)
		}
		if a.Patience < 0 {
			return fmt.Errorf("time-stamp authority %q: patience %v", a.URL, a.Patience)
		}
	}
	if c.Patience < 0 || c.Hedge < 0 {
		return fmt.Errorf("patience %v, hedge %v", c.Patience, c.Hedge)
	}
	return nil
}
