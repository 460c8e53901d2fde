package check

// subFilter: the encoding says what the digest is of; one that nobody defined
// cannot be judged as anything. The old ones that rest on SHA-1 are read; how
// long they were any good is a matter of trust. What calls itself DocTimeStamp is
// one; one that leaves /Type out (ETSI TS 102 778-4, A.2) or says Sig is one by
// its encoding, and is held to it.
var subFilter = check{"sub-filter", "ISO 32000-2, 12.8.3.3; ETSI EN 319 142-1, 6.3", func(s *Subject) verdict {
	name := s.Dict.Name("SubFilter")
	stampType := s.Dict.Name("Type") == "DocTimeStamp"
	switch name {
	case "ETSI.CAdES.detached", "adbe.pkcs7.detached", "adbe.pkcs7.sha1", "adbe.x509.rsa_sha1":
		if stampType {
			return fail(FormatFailure, "/Type DocTimeStamp with "+string(name))
		}
		return pass()
	case "ETSI.RFC3161":
		if !stampType {
			return verdict{result: Passed, detail: "a time-stamp that does not call itself DocTimeStamp"}
		}
		return pass()
	case "":
		return fail(FormatFailure, "no /SubFilter")
	}
	return fail(FormatFailure, "unknown /SubFilter "+string(name))
}}
