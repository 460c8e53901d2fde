package docx

import "errors"

// Limits of what is read, each with what needs it.
const (
	MaxFile   = 64 << 20 // of the zip: a decision with scanned annexes
	maxPart   = 48 << 20 // of one part when unpacked: a report with a long table
	maxTotal  = 256 << 20
	maxParts  = 4096 // pictures, mostly
	maxDepth  = 120  // of elements: tables in tables stay below 60
	maxNodes  = 1_500_000
	maxStyles = 4000
	maxBased  = 32 // styles based on styles
)

// ErrMalformed says that the bytes are no Word file that can be read; the text
// around it says where.
var ErrMalformed = errors.New("docx: malformed file")

// ErrTooLarge says that the file is beyond the limits.
var ErrTooLarge = errors.New("docx: file beyond the limits")
