package fetch

import (
	"errors"
	"fmt"
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

func forbidden(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrForbidden, fmt.Sprintf(format, a...))
}
