package check

import "antin/cms"

// attributes: content-type and message-digest once each, with one value.
var attributes = check{"signed-attributes", "RFC 5652, 5.3 and 11; ETSI EN 319 122-1, 5.1", func(s *Subject) verdict {
	if s.Signer == nil || s.Cert == nil {
		return unsure(NoSigningCert, "not verified")
	}
	if s.Judged.Of(cms.CheckDigest) == cms.Unsupported {
		return unsure(CryptoConstraints, detailOf(s.Judged, cms.CheckDigest))
	}
	if s.Judged.Of(cms.CheckAttributes) == cms.Absent {
		if s.Dict.Name("SubFilter") == "ETSI.CAdES.detached" || s.Stamp {
			return fail(FormatFailure, "no signed attributes")
		}
		return verdict{result: Passed, detail: "signed without attributes"}
	}
	for _, c := range []cms.Check{cms.CheckSigner, cms.CheckAttributes, cms.CheckContentType} {
		if r := s.Judged.Of(c); r != cms.Passed {
			return worse(r, FormatFailure, detailOf(s.Judged, c))
		}
	}
	return pass()
}}

func worse(r cms.Result, sub, detail string) verdict {
	if r == cms.Unsupported {
		return unsure(CryptoConstraints, detail)
	}
	return fail(sub, detail)
}

func detailOf(r cms.Report, c cms.Check) string {
	for _, f := range r.Findings {
		if f.Check == c {
			return string(c) + ": " + f.Result.String() + " " + f.Detail
		}
	}
	return string(c) + ": absent"
}
