package pades

import (
	"errors"

	"antin/pdf"
)

// Limits on hostile input, counted in work units so that a verdict does not
// depend on the speed of the machine. What lies beyond is indeterminate.
const (
	// maxWork is the number of fields, objects and references looked at in one
	// verification. The largest form seen in an office has 3,000 fields and 40
	// revisions; 4 million units took 1.5 s when this was written.
	maxWork = 4_000_000
	// maxSignatures: the longest chain of signatures seen has 31.
	maxSignatures = 256
	// maxHashed is how many times the size of the file may be hashed: once for
	// all, and again for what lies behind the hole of each signature. Signatures
	// written at the end of their revision need hardly more than one.
	maxHashed = 4
	// maxChanges is how many changes are listed; the verdict counts all of them.
	maxChanges = 500
	// maxFaults of a form are kept for comparison.
	maxFaults = 64
	// maxFieldDepth: fields are named by at most four levels in practice.
	maxFieldDepth = 32
	// maxDepth of nested direct objects when gathering references.
	maxDepth = 64
	// maxDecoded is how much of one appearance or metadata stream is read.
	maxDecoded = 4 << 20
	// maxContents: the hole of a signature with long-term data inside was 3 MB.
	maxContents = 64 << 20
)

var errWork = errors.New("pades: more work than any known file asks for")

// unlessMalformed keeps errors of the reader beneath, which are not the file's
// fault; a bad place in the file is judged where it is met.
func unlessMalformed(err error) error {
	if err == nil || pdf.IsMalformed(err) {
		return nil
	}
	return err
}
