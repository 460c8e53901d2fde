package pdf

import (
	"errors"
	"fmt"
)

// MalformedError says that the file is bad, as opposed to the world failing.
// Path leads to the bad place, outermost first: "revision 2", "12 0 obj".
type MalformedError struct {
	Path   []string
	Offset int64 // where in the file, or -1
	Reason string
	Limit  bool // a limit of this package was met; the file may be well formed
}

func (e *MalformedError) Error() string {
	s := "malformed PDF"
	for _, p := range e.Path {
		s += ": " + p
	}
	s += ": " + e.Reason
	if e.Offset >= 0 {
		s += fmt.Sprintf(" (at byte %d)", e.Offset)
	}
	return s
}

// IsMalformed reports whether the error says that the file itself is bad.
func IsMalformed(err error) bool {
	var m *MalformedError
	return errors.As(err, &m)
}

// IsLimit reports whether reading stopped at a limit of this package.
func IsLimit(err error) bool {
	var m *MalformedError
	return errors.As(err, &m) && m.Limit
}

func malformed(off int64, format string, args ...any) error {
	return &MalformedError{Offset: off, Reason: fmt.Sprintf(format, args...)}
}

func overLimit(format string, args ...any) error {
	return &MalformedError{Offset: -1, Reason: fmt.Sprintf(format, args...), Limit: true}
}

// within adds one step to the path of a MalformedError; other errors pass.
func within(err error, format string, args ...any) error {
	var m *MalformedError
	if !errors.As(err, &m) {
		return err
	}
	c := *m
	c.Path = append([]string{fmt.Sprintf(format, args...)}, m.Path...)
	return &c
}
