package pades

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"antin/certpath"
	"antin/cms"
	"antin/revocation"
	"antin/tsp"
)

// ErrStampUntrusted is a time-stamp whose authority leads to no anchor: whoever
// answers on the way may have made it.
var ErrStampUntrusted = errors.New("pades: no anchor vouches for the time-stamp authority")

// maxStampIssuers is how often a is asked for the next issuer of a path.
const maxStampIssuers = 3

// TrustStamp judges a new token over a digest before it is put into a signature
// or kept: signature and imprint, purpose and validity of the certificate, and
// its path to o.Anchors at o.At or now (RFC 3161, 2.4.2; EN 319 102-1, 5.4).
// Issuers that are missing are asked for of a, which may be nil. What
// o.CRLs and o.OCSPs say against it counts; answers made after the token are for
// the verifier.
func TrustStamp(ctx context.Context, raw, digest []byte, o Options, a Answers) error {
	at := o.At
	if at.IsZero() {
		if o.Now == nil {
			return ErrNoTime
		}
		at = o.Now()
	}
	token, err := tsp.ParseToken(raw)
	if err != nil {
		return fmt.Errorf("reading the token: %w", err)
	}
	r := token.Verify(digest, o.Intermediates...)
	if r.Result() != cms.Passed || r.Certificate == nil {
		return errors.New("pades: the token does not hold")
	}
	between := slices.Concat(o.Intermediates, token.Signed.Certificates)
	for range maxStampIssuers {
		path := certpath.Build(r.Certificate, between, o.Anchors, at)
		if path.OK() {
			return notRevoked(path.Chain, o, at)
		}
		err = fmt.Errorf("%w: %v", ErrStampUntrusted, path.Failure)
		last := r.Certificate
		if n := len(path.Chain); n > 0 {
			last = path.Chain[n-1]
		}
		if a == nil || len(o.Anchors) == 0 {
			return err
		}
		more, failed := a.Issuers(ctx, last)
		if failed != nil || len(more) == 0 {
			return err
		}
		between = append(between, more...)
	}
	return err
}

// notRevoked refuses a path that what is at hand speaks against.
func notRevoked(chain []*x509.Certificate, o Options, at time.Time) error {
	for i := range len(chain) - 1 {
		if revocation.Judge(chain[i], chain[i+1], o.CRLs, o.OCSPs, at).Verdict == revocation.Revoked {
			return fmt.Errorf("%w: %s is revoked", ErrStampUntrusted, chain[i].Subject)
		}
	}
	return nil
}
