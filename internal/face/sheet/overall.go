package sheet

import (
	"fmt"

	"antin/pades"
)

// overall explains the verdict on the file, and what to do with it.
func overall(s *Sheet, r *pades.Report) (why, do []string) {
	switch s.Verdict {
	case NoneSigned:
		if r.Encrypted { // what cannot be read may hold one
			return []string{whySealedOff}, []string{doSealedOff}
		}
		return []string{whyNoSignature}, []string{doNoSignature}
	case Unreadable:
		switch r.SHA256 {
		case "":
			return []string{whyNoFile}, []string{doNoFile}
		case ofNothing:
			return []string{whyEmpty}, []string{doUnreadable}
		}
		return []string{whyUnreadable}, []string{doUnreadable}
	case Valid:
		return []string{whyValid(s.Signatures)}, []string{doKeep}
	}
	if len(s.Signatures) == 0 {
		return []string{whyCut}, []string{doAskAgain}
	}
	for _, c := range s.Signatures {
		if c.Verdict == Valid {
			continue
		}
		text := whyOf
		if c.Stamp {
			text = whyOfStamp
		}
		why = appendOnce(why, fmt.Sprintf(text, c.Title, c.Main))
		for _, d := range c.Do {
			do = appendOnce(do, d)
		}
	}
	return why, do
}

// ofNothing is the SHA-256 of an empty file.
const ofNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// whyValid counts who signed; a time-stamp is nobody's signature.
func whyValid(cards []Card) string {
	signed := 0
	for _, c := range cards {
		if !c.Stamp {
			signed++
		}
	}
	one, all := whyOneValid, whyAllValid
	if signed < len(cards) {
		one, all = whyOneStamped, whyAllStamped
	}
	switch signed {
	case 0:
		return whyStamp
	case 1:
		return one
	}
	return fmt.Sprintf(all, signed)
}

func appendOnce(list []string, s string) []string {
	if contains(list, s) {
		return list
	}
	return append(list, s)
}
