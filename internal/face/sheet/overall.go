package sheet

import "fmt"

// overall explains the verdict on the file, and what to do with it.
func overall(s *Sheet) (why, do []string) {
	switch s.Verdict {
	case NoneSigned:
		return []string{whyNoSignature}, []string{doNoSignature}
	case Unreadable:
		return []string{whyUnreadable}, []string{doUnreadable}
	case Valid:
		if len(s.Signatures) == 1 {
			return []string{whyOneValid}, []string{doKeep}
		}
		return []string{fmt.Sprintf(whyAllValid, len(s.Signatures))}, []string{doKeep}
	}
	if len(s.Signatures) == 0 {
		return []string{whyCut}, []string{doAskAgain}
	}
	for _, c := range s.Signatures {
		if c.Verdict == Valid {
			continue
		}
		why = appendOnce(why, fmt.Sprintf(whyOf, c.Title, c.Main))
		for _, d := range c.Do {
			do = appendOnce(do, d)
		}
	}
	return why, do
}

func appendOnce(list []string, s string) []string {
	if contains(list, s) {
		return list
	}
	return append(list, s)
}
