package check

// dictionary: /Type may be left out, but must not say something else; a
// document time-stamp says DocTimeStamp. Nothing hangs on /Filter, which names
// the program preferred: any other may be taken that knows the encoding.
var dictionary = check{"signature-dictionary", "ISO 32000-2, 12.8.1, table 255", func(s *Subject) verdict {
	if s.Compressed {
		return fail(FormatFailure, "the signature dictionary lies in an object stream")
	}
	kind := s.Dict.Name("Type")
	if s.Dict.Has("Type") && kind != "Sig" && kind != "DocTimeStamp" {
		return fail(FormatFailure, "/Type is not Sig")
	}
	return pass()
}}
