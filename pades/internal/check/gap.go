package check

import "fmt"

// gap: the one hole in the signed bytes is exactly the string /Contents of
// this very dictionary, brackets included (signature wrapping).
var gap = check{"gap", "ISO 32000-2, 12.8.1; ETSI EN 319 142-1, 5.3", func(s *Subject) verdict {
	e, ok := s.Dict.Entry("Contents")
	if !ok || s.Range.Fault != "" {
		return fail(FormatFailure, "no gap to compare")
	}
	if g := s.Range.Gap(); g != e.Bytes {
		return fail(FormatFailure, fmt.Sprintf("the gap is bytes %d to %d, /Contents is %d to %d", g.Start, g.End, e.Bytes.Start, e.Bytes.End))
	}
	return pass()
}}
