package check

import (
	"crypto/sha1" //nolint:gosec // its size is what adbe.pkcs7.sha1 encloses

	"antin/cms"
)

// content: a detached signature carries no content, or the digest would be of
// something that is not on the page; a time-stamp carries its TSTInfo, the old
// encoding adbe.pkcs7.sha1 a digest.
var content = check{"content", "ISO 32000-2, 12.8.3.3.1; RFC 5652, 5.1", func(s *Subject) verdict {
	if s.CMS == nil {
		return fail(FormatFailure, "no CMS")
	}
	if s.Stamp {
		if !s.CMS.ContentType.Equal(cms.OIDTSTInfo) || s.Imprint == nil {
			return fail(FormatFailure, "no readable time-stamp inside")
		}
		return pass()
	}
	if s.Enclosed {
		if !s.CMS.ContentType.Equal(cms.OIDData) || len(s.Imprint) != sha1.Size {
			return fail(FormatFailure, "no digest of 20 bytes inside")
		}
		return pass()
	}
	if s.CMS.Has(cms.ContentInside) {
		return fail(FormatFailure, "content inside a detached signature")
	}
	if s.CMS.Has(cms.OddContentType) {
		return fail(FormatFailure, "the content type is not id-data")
	}
	return pass()
}}
