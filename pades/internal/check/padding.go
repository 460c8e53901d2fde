package check

import (
	"bytes"

	"antin/pdf"
)

// padding: behind the CMS only zeros; anything else is content that nobody
// signed.
var padding = check{"padding", "ETSI EN 319 142-1, 5.3 and 6.3", func(s *Subject) verdict {
	str, ok := s.Dict.Get("Contents").(pdf.String)
	if !ok || s.CMS == nil {
		return fail(FormatFailure, "nothing to look behind")
	}
	if s.CMS.Length > len(str.Bytes) || len(bytes.Trim(str.Bytes[s.CMS.Length:], "\x00")) > 0 {
		return fail(FormatFailure, "other bytes than zero behind the signature value")
	}
	return pass()
}}
