package check

import "fmt"

// oneSigner: with two, one reader shows one and another the other.
var oneSigner = check{"one-signer", "ISO 32000-2, 12.8.3.3.1; ETSI EN 319 142-1, 6.3", func(s *Subject) verdict {
	if s.CMS == nil {
		return fail(FormatFailure, "no CMS")
	}
	if n := len(s.CMS.Signers); n != 1 {
		return fail(FormatFailure, fmt.Sprintf("%d signers", n))
	}
	return pass()
}}
