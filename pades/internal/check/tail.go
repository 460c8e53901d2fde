package check

import "bytes"

// tail: the second range ends where the revision ends; an end of line behind
// it does no harm, anything else is unsigned content of that revision.
var tail = check{"covers-revision", "ISO 32000-2, 12.8.1; ETSI EN 319 142-1, 5.3", func(s *Subject) verdict {
	if s.Range.Fault != "" {
		return fail(FormatFailure, "no usable byte range")
	}
	if s.Range.End() > s.RevisionEnd {
		return fail(FormatFailure, "the signature claims bytes of a later revision than its own")
	}
	if len(bytes.Trim(s.Tail, "\r\n")) > 0 {
		return fail(FormatFailure, "bytes of its own revision are not signed")
	}
	return pass()
}}
