package check

import "antin/cms"

// algorithms: the names of the algorithms in the several places agree.
var algorithms = check{"algorithms", "RFC 5652, 5.4; RFC 6211", func(s *Subject) verdict {
	if s.Signer == nil || s.Cert == nil {
		return unsure(NoSigningCert, "not verified")
	}
	switch r := s.Judged.Of(cms.CheckAlgorithms); r {
	case cms.Passed, cms.Absent:
		return pass()
	default:
		return worse(r, SigCryptoFailure, detailOf(s.Judged, cms.CheckAlgorithms))
	}
}}
