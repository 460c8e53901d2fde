package checkweb

import (
	"context"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/face/sheet"
	"antin/internal/face/web/ui"
	"antin/pades"
)

// Holders tells by the register of certificates whose a signature is: a
// person's, an agency's, or nobody's that is known here.
func Holders(ctx context.Context, register *signing.Service, people *org.Service) func(sha256 string) sheet.Holder {
	unknown := sheet.Holder{Kind: sheet.Unknown}
	return func(sha256 string) sheet.Holder {
		c, err := register.ByFingerprint(ctx, sha256)
		if err != nil {
			return unknown
		}
		switch c.Class {
		case signing.ClassPerson:
			if who, err := people.Person(ctx, c.Person); err == nil {
				return sheet.Holder{Kind: sheet.Person, Name: who.Name, Title: c.Title}
			}
		case signing.ClassAgency:
			if agency, err := people.Agency(ctx, c.Agency); err == nil {
				return sheet.Holder{Kind: sheet.Agency, Name: agency.Name, Title: "mã " + agency.Code}
			}
		case signing.ClassService:
		}
		return unknown
	}
}

// WordsOf are the regulation's words on legal effect.
func WordsOf(p *profile.Profile) sheet.Words {
	v := p.Verification
	return sheet.Words{
		LegalBasis: v.LegalBasis, Both: v.LegalEffect.Both, PersonOnly: v.LegalEffect.PersonOnly, AgencyOnly: v.LegalEffect.AgencyOnly,
		None: v.LegalEffect.None, MissingPerson: v.LegalEffect.Missing, MissingAgency: v.LegalEffect.MissingOrg, EdgeSeal: v.EdgeSealStatement,
	}
}

// Axis is one of the three questions that every signature is asked.
type Axis struct {
	Label string
	Chip  ui.Chip
}

// Axes are the answers for one signature: is the signed part whole, what came
// after it, is the certificate trusted.
func Axes(s pades.Signature) []Axis {
	return []Axis{
		{"Nội dung đã ký", outcomeChip(s.Integrity, "Còn nguyên vẹn", "Không còn nguyên vẹn")},
		{"Sau khi ký", changeChip(s)},
		{"Chứng thư", outcomeChip(s.Trust, "Tin cậy", "Không tin cậy")},
	}
}

func outcomeChip(o pades.Outcome, good, bad string) ui.Chip {
	switch o {
	case pades.Passed:
		return ui.Chip{Tone: ui.Good, Text: good}
	case pades.Failed:
		return ui.Chip{Tone: ui.Bad, Text: bad}
	case pades.Undecided:
	}
	return ui.Chip{Tone: ui.Warn, Text: "Chưa đủ căn cứ"}
}

func changeChip(s pades.Signature) ui.Chip {
	switch {
	case s.Removed:
		return ui.Chip{Tone: ui.Bad, Text: "Chữ ký bị gỡ"}
	case s.Integrity == pades.Failed: // what came after is measured against what was signed
		return ui.Chip{Tone: ui.Wait, Text: "Không xét được"}
	}
	switch s.Modification {
	case pades.Unchanged:
		return ui.Chip{Tone: ui.Good, Text: "Không thay đổi"}
	case pades.AllowedChange:
		return ui.Chip{Tone: ui.Good, Text: "Thay đổi được phép"}
	case pades.SuspiciousChange:
		return ui.Chip{Tone: ui.Bad, Text: "Thay đổi trái phép"}
	case pades.UnclassifiedChange:
	}
	return ui.Chip{Tone: ui.Warn, Text: "Chưa xác định được"}
}

// Tone shows a verdict as the pages do.
func Tone(v sheet.Verdict) ui.Tone {
	switch v {
	case sheet.Valid:
		return ui.Good
	case sheet.Invalid, sheet.Unreadable:
		return ui.Bad
	case sheet.NotEnough, sheet.NoneSigned:
	}
	return ui.Warn
}

// Card is one signature of a sheet as a page shows it.
type Card struct {
	sheet.Card
	Tone     ui.Tone
	Axes     []Axis
	Revision int // in which it was made, counted from 1
	Covers   bool
	Intact   bool // what was signed is what is in the file
	Pictures []shown
}

// Marked reports that some place on a picture is marked.
func (c Card) Marked() bool {
	for _, p := range c.Pictures {
		if len(p.Marks) > 0 {
			return true
		}
	}
	return false
}

// Lives reports that the signature is worth checking again in years; a
// time-stamp is there for those beneath it.
func (c Card) Lives() bool { return !c.Stamp && c.Verdict != sheet.Invalid }

// Later is the chip on keeping the file for years.
func (c Card) Later() ui.Chip {
	if c.Lasting {
		return ui.Chip{Tone: ui.Good, Text: "Kiểm tra được lâu dài"}
	}
	return ui.Chip{Tone: ui.Warn, Text: "Chưa đủ để kiểm tra lâu dài"}
}

// Cards joins the sheet's words with the axes of the report, in its order.
func Cards(s *sheet.Sheet, r *pades.Report) []Card {
	out := make([]Card, 0, len(s.Signatures))
	for i, c := range s.Signatures {
		if i == len(r.Signatures) {
			break
		}
		sig := r.Signatures[i]
		out = append(out, Card{Card: c, Tone: Tone(c.Verdict), Axes: Axes(sig), Revision: sig.Revision, Covers: sig.CoversFile, Intact: sig.Integrity == pades.Passed})
	}
	return out
}
