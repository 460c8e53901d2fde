package job

import "errors"

// permanent marks an error that trying again cannot mend.
type permanent struct{ error }

// Unwrap gives the reason.
func (p permanent) Unwrap() error { return p.error }

// Permanent has the job buried at once instead of tried again.
func Permanent(err error) error { return permanent{err} }

func isPermanent(err error) bool {
	var p permanent
	return errors.As(err, &p)
}
