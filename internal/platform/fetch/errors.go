package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"syscall"

	"antin/tsp"
)

// Why nothing came; compare with errors.Is.
var (
	ErrOffline     = errors.New("fetching is switched off")
	ErrForbidden   = errors.New("address not allowed") // scheme, inside our network, or malformed
	ErrTooLarge    = errors.New("answer too large")
	ErrStatus      = errors.New("unexpected HTTP status")
	ErrContent     = errors.New("answer of another kind")
	ErrRedirects   = errors.New("too many redirects")
	ErrNoPlace     = errors.New("the certificate names no address")
	ErrNoAuthority = errors.New("no time-stamp authority is configured")
)

// AuthorityError is why one time-stamp authority gave no token.
type AuthorityError struct {
	Address string // as configured
	Err     error
}

func (e *AuthorityError) Error() string { return e.Err.Error() }
func (e *AuthorityError) Unwrap() error { return e.Err }

// Authority is the address that was asked.
func (e *AuthorityError) Authority() string { return e.Address }

// Code is a stable word for the reason, for those who may not import this
// package: forbidden (inside our network and not allowed), redirects, too-large,
// status, rejected (the authority says no), content (no token, or one that does
// not hold), unknown-host, refused (nobody listens there), untrusted (TLS),
// timeout; else unreachable.
func (e *AuthorityError) Code() string {
	var host *net.DNSError
	var tlsCert *tls.CertificateVerificationError
	var slow net.Error
	switch {
	case errors.Is(e.Err, ErrForbidden):
		return "forbidden"
	case errors.Is(e.Err, ErrRedirects):
		return "redirects"
	case errors.Is(e.Err, ErrTooLarge):
		return "too-large"
	case errors.Is(e.Err, ErrStatus):
		return "status"
	case errors.Is(e.Err, tsp.ErrRefused):
		return "rejected"
	case errors.Is(e.Err, ErrContent), errors.Is(e.Err, tsp.ErrMalformed), errors.Is(e.Err, tsp.ErrOther):
		return "content"
	case errors.As(e.Err, &host) && host.IsNotFound:
		return "unknown-host"
	case errors.Is(e.Err, syscall.ECONNREFUSED):
		return "refused"
	case errors.As(e.Err, &tlsCert):
		return "untrusted"
	case errors.Is(e.Err, context.DeadlineExceeded), errors.As(e.Err, &slow) && slow.Timeout():
		return "timeout"
	}
	return "unreachable"
}

func forbidden(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrForbidden, fmt.Sprintf(format, a...))
}
