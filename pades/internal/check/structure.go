package check

import (
	"errors"

	"antin/cms"
)

// structure: /Contents is one SignedData; BER where DER is due is noted, since
// the bytes under the signature are not touched by it.
var structure = check{"cms", "RFC 5652, 5; ETSI EN 319 142-1, 6.3", func(s *Subject) verdict {
	switch {
	case errors.Is(s.CMSError, cms.ErrUnsupported), errors.Is(s.CMSError, cms.ErrLimit):
		return unsure(FormatFailure, s.CMSError.Error())
	case s.CMSError != nil:
		return fail(FormatFailure, s.CMSError.Error())
	case s.CMS == nil:
		return fail(FormatFailure, "no CMS")
	case s.CMS.Has(cms.NotDER):
		return verdict{result: Passed, detail: "BER, read after turning it into DER"}
	}
	return pass()
}}
