package check

// reachable: what no field of the form shows is no signature of the document,
// and one dictionary shown by two fields is one signature passed off as two.
var reachable = check{"reachable", "ISO 32000-2, 12.7.5.5 and 12.8.1", func(s *Subject) verdict {
	if !s.Reachable {
		return fail(FormatFailure, "no field of type Sig in the form of its revision leads to it")
	}
	if s.Owners > 1 {
		return fail(FormatFailure, "several fields share this signature dictionary")
	}
	return pass()
}}
