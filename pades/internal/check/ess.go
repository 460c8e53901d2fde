package check

import "antin/cms"

// essCertificate: the signature names its certificate, so that no other one
// with the same key can be put in its place. Where it is missing the bytes are
// still those that were signed: what PAdES asks for is judged with the trust.
var essCertificate = check{"signing-certificate", "ETSI EN 319 122-1, 5.2.2; RFC 5035", func(s *Subject) verdict {
	if s.Signer == nil || s.Cert == nil {
		return unsure(NoSigningCert, "not verified")
	}
	switch r := s.Judged.Of(cms.CheckCertificate); r {
	case cms.Passed:
		return verdict{result: Passed, detail: detailOf(s.Judged, cms.CheckCertificate)}
	case cms.Absent:
		if s.Judged.Of(cms.CheckDigest) == cms.Unsupported {
			return unsure(CryptoConstraints, "not verified")
		}
		return verdict{result: Passed, detail: "not there"}
	default:
		return worse(r, FormatFailure, detailOf(s.Judged, cms.CheckCertificate))
	}
}}
