package check

import "antin/cms"

// value: the signature value belongs to the signed attributes and the key.
var value = check{"signature-value", "ETSI EN 319 102-1, 5.2.7; RFC 5652, 5.6", func(s *Subject) verdict {
	if s.Signer == nil || s.Cert == nil {
		return unsure(NoSigningCert, "not verified")
	}
	if s.Judged.Of(cms.CheckDigest) == cms.Unsupported {
		return unsure(CryptoConstraints, detailOf(s.Judged, cms.CheckDigest))
	}
	if r := s.Judged.Of(cms.CheckValue); r != cms.Passed {
		return worse(r, SigCryptoFailure, detailOf(s.Judged, cms.CheckValue))
	}
	return verdict{result: Passed, detail: s.Judged.Algorithm}
}}
