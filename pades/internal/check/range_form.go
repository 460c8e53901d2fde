package check

// rangeForm: exactly two ranges, as four whole numbers that lie in the file in
// order (universal forgery: missing, null, negative, real, one pair).
var rangeForm = check{"byte-range", "ISO 32000-2, 12.8.1; ETSI EN 319 142-1, 5.3", func(s *Subject) verdict {
	if s.Range.Fault != "" {
		return fail(FormatFailure, s.Range.Fault)
	}
	return pass()
}}
