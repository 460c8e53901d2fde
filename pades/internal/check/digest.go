package check

import (
	"bytes"

	"antin/cms"
)

// digest: the bytes that were signed are the bytes that are there.
var digest = check{"digest", "ETSI EN 319 102-1, 5.2.7; RFC 5652, 11.2", func(s *Subject) verdict {
	if s.DigestErr != nil {
		return unsure(CryptoConstraints, s.DigestErr.Error())
	}
	if s.Digest == nil {
		return fail(SignedDataNotFound, "there are no signed bytes")
	}
	if (s.Stamp || s.Enclosed) && !bytes.Equal(s.Imprint, s.Digest) {
		return fail(HashFailure, "the digest inside is of other bytes")
	}
	if s.Signer == nil || s.Cert == nil {
		return unsure(NoSigningCert, "not verified")
	}
	if r := s.Judged.Of(cms.CheckDigest); r != cms.Passed {
		return worse(r, HashFailure, detailOf(s.Judged, cms.CheckDigest))
	}
	return pass()
}}
