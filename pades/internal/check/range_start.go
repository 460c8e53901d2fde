package check

// rangeStart: what lies before the first range would not be signed.
var rangeStart = check{"byte-range-start", "ETSI EN 319 142-1, 5.3", func(s *Subject) verdict {
	if s.Range.Fault != "" {
		return fail(FormatFailure, "no usable byte range")
	}
	if s.Range.Start1 != 0 {
		return fail(FormatFailure, "the first byte of the file is not signed")
	}
	return pass()
}}
