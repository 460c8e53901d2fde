package check

import "strings"

// Strength is a matter of trust, not of integrity: an algorithm that was broken
// or a key that is too short proves nothing by itself, and without proof that
// it was used in time nothing is known.
func Strength(s *Subject) Finding { return ask(strength, s) }

var strength = check{"strength", "ETSI EN 319 102-1, 5.2.8; ETSI TS 119 312", func(s *Subject) verdict {
	if len(s.Judged.Weak) > 0 {
		return unsure(CryptoConstraints, "too weak today: "+strings.Join(s.Judged.Weak, ", "))
	}
	return pass()
}}
