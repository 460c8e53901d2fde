package pades

import (
	"errors"
	"fmt"

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
	// maxReferences bounds the references from object to object that are kept of
	// the first signed revision, at eight bytes each: 32 MB.
	maxReferences = 4_000_000
	// maxTouched bounds the objects that all revisions after the first signature
	// write together: 5,000 objects written anew in 50 revisions are 250,000.
	maxTouched = 300_000
	// maxTouchedValues bounds what one revision changes, before and after, at
	// about 64 bytes a value.
	maxTouchedValues = 500_000
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
	// maxFields is the number of fields and widgets read of one form. The largest
	// form seen in an office has 3,000.
	maxFields = 20_000
	// maxFormValues bounds what is kept of the forms of all revisions together,
	// at about 64 bytes each. Those 3,000 fields with 40 revisions that each
	// touch one take 700,000; objects that did not change are kept once.
	maxFormValues = 1_000_000
	// fieldValues is what a field costs besides the values of its dictionary.
	fieldValues = 5
	// maxDepth of nested direct objects when gathering references.
	maxDepth = 64
	// maxOperators bounds one content stream, operands counted in; a dense map
	// page has 200,000.
	maxOperators = 1_000_000
	// stepsPerUnit and bytesPerUnit are how much content is read for one work
	// unit: an operand or operator takes a tenth of a microsecond, a blank byte
	// with its share of inflating a hundredth.
	stepsPerUnit, bytesPerUnit = 2, 64
	// marksPerUnit is how many marks of a page are held against an area for one
	// work unit.
	marksPerUnit = 64
	// maxKeptMarks bounds the marks of pages that are kept while one revision is
	// judged, at 32 bytes each, so that a page with many annotations is read once.
	maxKeptMarks = 400_000
	// maxDecoded is how much of one appearance or metadata stream is read.
	maxDecoded = 4 << 20
	// maxContents: the hole of a signature with long-term data inside was 3 MB.
	maxContents = 64 << 20
)

var errWork = errors.New("pades: more work than any known file asks for")

// beyondError says which limit was met; it is an errWork.
type beyondError struct{ why string }

func (e *beyondError) Error() string { return "pades: " + e.why }

func (e *beyondError) Is(target error) bool { return target == errWork }

func beyond(format string, args ...any) error {
	return &beyondError{fmt.Sprintf(format, args...)}
}

// unlessBad is unlessMalformed for what a verdict rests on: there an object that
// lies beyond a limit of the reader is unknown, not merely bad.
func unlessBad(err error) error {
	if pdf.IsLimit(err) {
		return beyond("%v", err)
	}
	return unlessMalformed(err)
}

// valuesIn counts the values of a parsed object, at about 64 bytes each; the
// reader has bounded their depth.
func valuesIn(o pdf.Object) int {
	n := 1
	switch v := o.(type) {
	case pdf.String:
		n += len(v.Bytes) / 64
	case pdf.Array:
		for _, e := range v {
			n += valuesIn(e)
		}
	case pdf.Dict:
		for _, e := range v {
			n += valuesIn(e.Value)
		}
	}
	return n
}

// unlessMalformed keeps errors of the reader beneath, which are not the file's
// fault; a bad place in the file is judged where it is met.
func unlessMalformed(err error) error {
	if err == nil || pdf.IsMalformed(err) {
		return nil
	}
	return err
}
