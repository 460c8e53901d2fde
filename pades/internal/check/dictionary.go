package check

// dictionary: /Type may be left out, but must not say something else; a
// document time-stamp says DocTimeStamp.
var dictionary = check{"signature-dictionary", "ISO 32000-2, 12.8.1, table 255", func(s *Subject) verdict {
	if s.Compressed {
		return fail(FormatFailure, "the signature dictionary lies in an object stream")
	}
	kind := s.Dict.Name("Type")
	if s.Dict.Has("Type") && kind != "Sig" && kind != "DocTimeStamp" {
		return fail(FormatFailure, "/Type is not Sig")
	}
	if s.Dict.Name("Filter") == "" {
		return fail(FormatFailure, "no /Filter")
	}
	if !knownFilter(string(s.Dict.Name("Filter"))) {
		return unsure(SigConstraints, "unknown /Filter "+string(s.Dict.Name("Filter")))
	}
	return pass()
}}

// The handlers that ISO 32000-1, table 252 names.
func knownFilter(name string) bool {
	switch name {
	case "Adobe.PPKLite", "Adobe.PPKMS", "Entrust.PPKEF", "CICI.SignIt", "VeriSign.PPKVS":
		return true
	}
	return false
}
