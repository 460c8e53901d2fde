package signcmd

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"antin/pades"
)

// Exit ends a command with a status other than 0. Reason is set for wrong use
// only; results have been printed already.
type Exit struct {
	Status int
	Reason string
}

func (e *Exit) Error() string {
	if e.Reason != "" {
		return e.Reason
	}
	return fmt.Sprintf("exit status %d", e.Status)
}

// The statuses of the commands.
const (
	StatusDone     = 0  // every file was written at the level asked for
	StatusRefused  = 1  // for at least one file nothing was written
	StatusLower    = 2  // all were written, at least one at a lower level than asked
	StatusWrongUse = 64 // nothing was tried
)

func wrongUse(err error) error {
	return &Exit{Status: StatusWrongUse, Reason: err.Error()}
}

// refusal is a text for the person at the terminal.
type refusal struct {
	text  string
	cause error
}

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.cause }

// vietnam has had no other time since 1975.
var vietnam = time.FixedZone("+07:00", 7*3600)

func refuse(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	return &refusal{err.Error(), err}
}

// result is what came of one file.
type result struct {
	File   string      `json:"file"`
	Output string      `json:"output,omitempty"`
	Done   bool        `json:"done"`
	Level  pades.Level `json:"level,omitempty"`
	Lower  bool        `json:"lower_than_asked,omitempty"`
	Stamp  *time.Time  `json:"time_stamp,omitempty"` // of a document time-stamp
	Code   string      `json:"code,omitempty"`       // of a refusal: stable
	Error  string      `json:"error,omitempty"`
	Gaps   []pades.Gap `json:"gaps,omitempty"`
	// Why a time-stamp is missing.
	Unstamped string    `json:"unstamped,omitempty"`
	Silent    []silence `json:"authorities,omitempty"`
}

// failed is the result of a file that nothing was written for.
func failed(name string, err error) result {
	return result{File: name, Code: string(pades.RefusalOf(err)), Error: explain(err)}
}

func (r result) status() int {
	switch {
	case !r.Done:
		return StatusRefused
	case r.Lower:
		return StatusLower
	}
	return StatusDone
}

// gravest of two statuses: a file without result before one at a lower level.
func gravest(a, b int) int {
	if a == StatusRefused || b == StatusDone {
		return a
	}
	return b
}

func (r result) json() (string, error) {
	b, err := json.Marshal(r)
	return string(b), err
}

func (r result) text() string {
	var b strings.Builder
	if !r.Done {
		fmt.Fprintf(&b, "✗ %s: %s", r.File, r.Error)
		r.silent(&b)
		return b.String()
	}
	fmt.Fprintf(&b, "✓ %s → %s", r.File, r.Output)
	if r.Level != "" {
		fmt.Fprintf(&b, " (mức %s)", strings.TrimPrefix(string(r.Level), "B-"))
	}
	if r.Stamp != nil {
		fmt.Fprintf(&b, " (%s)", r.Stamp.In(vietnam).Format("15:04:05 ngày 02/01/2006"))
	}
	said := map[string]bool{}
	for _, g := range r.Gaps {
		words := gapWords(g)
		if len(said) == 0 {
			b.WriteString("\n    Để kiểm tra được lâu dài:")
		}
		if !said[words] {
			fmt.Fprintf(&b, "\n    - %s", words)
		}
		said[words] = true
	}
	r.silent(&b)
	if r.Lower {
		b.WriteString("\n    Chữ ký vẫn được giữ. Bổ sung sau bằng: antin extend")
	}
	return b.String()
}
