package layout

import (
	"fmt"

	"antin/docx"
)

// Mend puts right in a Word file what can be put right without touching its
// wording: page, margins, fonts, sizes, weight, capitals, leading zeros, page
// numbers. It goes on until a check finds nothing more that it can mend, and
// returns what it did, in order. The file is changed in place; the caller saves
// it as a new version.
func Mend(f *docx.File, o Options) []Finding {
	var done []Finding
	tried := map[string]bool{}
	for range maxRounds {
		more := false
		for _, found := range Check(FromDOCX(f.Content()), o) {
			key := fmt.Sprint(found.Rule.Code, " ", found.Paragraph, " ", found.Is)
			if !found.Mends || tried[key] {
				continue
			}
			tried[key] = true
			if mend(f, found) != nil {
				continue // the words are cut up in a way that is left to people
			}
			done, more = append(done, found), true
		}
		if !more {
			break
		}
	}
	return done
}

// maxRounds bounds the work: a finding speaks for the first of several places,
// so each round mends one more of each rule.
const maxRounds = 200

func mend(f *docx.File, found Finding) error {
	x := found.fix
	if x.section != nil {
		return f.SetPage(x.at, *x.section)
	}
	if x.numbers {
		return f.NumberPages(face, 13)
	}
	if x.look != (docx.Look{}) {
		if err := f.Format(found.Paragraph, x.look); err != nil {
			return err
		}
	}
	if x.upper {
		if err := f.Upper(found.Paragraph); err != nil {
			return err
		}
	}
	if x.piece != "" {
		return f.Replace(found.Paragraph, x.piece, x.by)
	}
	return nil
}
