package check

// spelling: white space or a half byte in the hexadecimal string is legal PDF,
// but it is room for bytes that nobody signed, and no known signer writes it.
var spelling = check{"contents-spelling", "ISO 32000-2, 7.3.4.3", func(s *Subject) verdict {
	n := len(s.Gap)
	if n < 2 || s.Gap[0] != '<' || s.Gap[n-1] != '>' {
		return fail(FormatFailure, "the gap does not hold one hexadecimal string")
	}
	for _, b := range s.Gap[1 : n-1] {
		digit := b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
		space := b == ' ' || b == '\n' || b == '\r' || b == '\t' || b == '\f' || b == 0
		if space {
			return unsure(SigConstraints, "white space inside /Contents is not signed")
		}
		if !digit {
			return fail(FormatFailure, "the gap does not hold one hexadecimal string")
		}
	}
	if n%2 != 0 {
		return unsure(SigConstraints, "an odd number of digits in /Contents")
	}
	return pass()
}}
