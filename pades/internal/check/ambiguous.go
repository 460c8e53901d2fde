package check

import "strings"

// ambiguous: readers differ on which of two equal keys counts, so nothing
// signed may rest on such a dictionary (signature wrapping).
var ambiguous = check{"one-reading", "ISO 32000-2, 7.3.7", func(s *Subject) verdict {
	if len(s.Ambiguous) > 0 {
		return fail(FormatFailure, "repeated keys in "+strings.Join(s.Ambiguous, ", "))
	}
	return pass()
}}
