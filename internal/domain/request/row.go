package request

import (
	"slices"
	"strings"

	"antin/vntext"
)

// Open reports whether the request is not over.
func (r *Request) Open() bool {
	return !slices.Contains([]State{Returned, Refused, Closed, Withdrawn}, r.State)
}

// Waiting reports whether it lies at the department.
func (r *Request) Waiting() bool {
	if r.Terms.To != ToDepartment {
		return false
	}
	return slices.Contains([]State{Sent, Received, Valid, Approved}, r.State)
}

// SearchText is what lists look through. The serial of a graded device is not in
// it, so that no search can guess one; it is found in the book of devices, by who
// may see it.
func (r *Request) SearchText() string {
	words := []string{r.Code, r.Whom, r.ManagingName, r.Serial, r.DeviceSerial, r.Cover.Symbol}
	if r.Secret {
		words[4] = ""
	}
	return Folded(strings.Join(words, " "))
}

// Folded is text as lists compare it: without case and tone.
func Folded(text string) string { return strings.Join(strings.Fields(vntext.Fold(text)), " ") }
