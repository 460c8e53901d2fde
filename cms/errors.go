package cms

import (
	"errors"
	"fmt"
)

// What Parse and NewSigned can say; compare with errors.Is.
var (
	// ErrMalformed: these bytes are no SignedData.
	ErrMalformed = errors.New("malformed CMS")
	// ErrLimit: larger or deeper than any signature has reason to be.
	ErrLimit = errors.New("CMS over a limit")
	// ErrUnsupported: the format allows it, this program cannot judge it.
	ErrUnsupported = errors.New("not supported in CMS")
)

func malformed(where string) error { return fmt.Errorf("%w: %s", ErrMalformed, where) }

// Limits on outside bytes. A signature of a real office is under 20 kB; with
// revocation lists inside, the largest seen has 3 MB.
const (
	MaxBytes      = 32 << 20
	maxCerts      = 256
	maxSigners    = 16
	maxAttributes = 128
	maxValues     = 64
	maxDepth      = 48     // a name in a certificate in a SignedData reaches 14
	maxElements   = 400000 // a revocation list of 3 MB has about 300,000
)
