package check

import "antin/pdf"

// contentsForm: /Contents is one direct hexadecimal string with a place of its
// own in the file; anything else leaves open what the gap is.
var contentsForm = check{"contents", "ISO 32000-2, 12.8.1, table 255", func(s *Subject) verdict {
	e, ok := s.Dict.Entry("Contents")
	if !ok {
		return fail(FormatFailure, "no /Contents")
	}
	str, ok := e.Value.(pdf.String)
	if !ok {
		return fail(FormatFailure, "/Contents is not a direct string")
	}
	if !str.Hex {
		return fail(FormatFailure, "/Contents is not written in hexadecimal")
	}
	if len(str.Bytes) == 0 {
		return fail(FormatFailure, "/Contents is empty")
	}
	if !e.Bytes.Known() {
		return fail(FormatFailure, "/Contents has no place of its own in the file")
	}
	return pass()
}}
