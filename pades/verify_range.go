package pades

import (
	"fmt"
	"math"

	"antin/pades/internal/check"
	"antin/pdf"
)

// byteRange reads /ByteRange of a signature dictionary; the array may be
// indirect, since it lies under the signature either way.
func byteRange(rev *pdf.Revision, dict pdf.Dict, size int64) check.Range {
	value := dict.Get("ByteRange")
	if value == nil {
		return check.Range{Fault: "no /ByteRange"}
	}
	array, ok, err := arrayAt(rev, value)
	if err != nil || !ok {
		return check.Range{Fault: "/ByteRange is not an array"}
	}
	if len(array) != 4 {
		return check.Range{Fault: fmt.Sprintf("/ByteRange has %d numbers, not four", len(array))}
	}
	var n [4]int64
	for i, o := range array {
		v, ok := o.(pdf.Integer)
		if !ok {
			return check.Range{Fault: "/ByteRange holds something else than whole numbers"}
		}
		if v < 0 || int64(v) > math.MaxInt64/4 {
			return check.Range{Fault: "/ByteRange has a number out of bounds"}
		}
		n[i] = int64(v)
	}
	r := check.Range{Start1: n[0], Len1: n[1], Start2: n[2], Len2: n[3]}
	switch {
	case r.Len1 == 0 || r.Len2 == 0:
		r.Fault = "/ByteRange has an empty range"
	case r.End() > size:
		r.Fault = "/ByteRange reaches beyond the file"
	case r.Start2 <= r.Start1+r.Len1:
		r.Fault = "the two ranges of /ByteRange overlap or touch"
	case r.Gap().Len() > maxContents:
		r.Fault = "the hole in /ByteRange is larger than any signature"
	}
	return r
}
