package check

import "strings"

// strength: an algorithm that was broken or a key that is too short proves
// nothing by itself; without proof that it was signed in time, unknown.
var strength = check{"strength", "ETSI EN 319 102-1, 5.2.8; ETSI TS 119 312", func(s *Subject) verdict {
	if len(s.Judged.Weak) > 0 {
		return unsure(CryptoConstraints, "too weak today: "+strings.Join(s.Judged.Weak, ", "))
	}
	return pass()
}}
