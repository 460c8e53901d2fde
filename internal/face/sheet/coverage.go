package sheet

import (
	"fmt"
	"strings"

	"antin/pades"
)

// coverage says that the signature stands for the edge seal: nobody looks for
// one on an electronic document (NA-15.3).
func (s *Sheet) coverage(in Input) {
	if len(in.Report.Signatures) == 0 || s.Verdict == Unreadable {
		return
	}
	if in.Report.Pages > 0 && s.Verdict != Invalid {
		s.Coverage = append(s.Coverage, fmt.Sprintf(notePages, in.Report.Pages))
		if in.Words.EdgeSeal != "" {
			s.Coverage = append(s.Coverage, sentence(in.Words.EdgeSeal))
		}
	}
}

// values lists number and date as they were filled in.
func (s *Sheet) values(r *pades.Report, by signers) {
	for _, sig := range r.Signatures {
		if sig.Integrity != pades.Passed {
			return // anybody may have written them
		}
	}
	for _, v := range r.Values {
		label := fieldNames[v.Field]
		if label == "" {
			continue
		}
		text := v.Value
		if len(v.CoveredBy) > 0 {
			var covered []string
			for _, f := range v.CoveredBy {
				covered = append(covered, by.signature(f))
			}
			text += fmt.Sprintf(" (lần ghi %d, nằm trong %s)", v.Revision, strings.Join(covered, " và "))
		} else {
			text += fmt.Sprintf(" (lần ghi %d, không chữ ký nào bao trùm)", v.Revision)
		}
		s.Values = append(s.Values, Value{sentenceStart(label), text})
	}
}

func sentenceStart(s string) string { return strings.TrimSuffix(sentence(s), ".") }

func (s *Sheet) notes(in Input) {
	if in.Practice {
		s.Notes = append(s.Notes, notePractice)
	}
	if in.Report.Encrypted && s.Verdict != NoneSigned { // there it is the reason
		s.Notes = append(s.Notes, noteEncrypted)
	}
	if len(in.Report.Signatures) == 0 {
		return
	}
	if in.Offline {
		s.Notes = append(s.Notes, noteOffline)
		return
	}
	s.Notes = append(s.Notes, noteSources)
}
