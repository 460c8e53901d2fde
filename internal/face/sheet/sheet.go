package sheet

import (
	"path/filepath"
	"time"

	"antin/pades"
)

// HolderKind tells whose certificate signed, as the register has it.
type HolderKind string

// The kinds of holders.
const (
	Unknown HolderKind = "unknown"
	Person  HolderKind = "person"
	Agency  HolderKind = "agency"
)

// Holder is what the register knows of a certificate. The zero value is one
// that it does not know.
type Holder struct {
	Kind  HolderKind
	Name  string
	Title string // post of a person, code of an agency; may be empty
}

// Words are the regulation's words that the profile gives. An empty one is not
// shown.
type Words struct {
	LegalBasis    string // "Điều 23 Luật Giao dịch điện tử 20/2023/QH15"
	Both          string // a person and an agency have signed
	PersonOnly    string
	AgencyOnly    string
	None          string
	MissingPerson string
	MissingAgency string
	EdgeSeal      string // what the signature is in place of the edge seal
}

// Input is what a sheet is made of.
type Input struct {
	File    string // name shown; folders are left out
	Report  *pades.Report
	Holders func(sha256 string) Holder // by fingerprint of the certificate; nil knows nobody
	Words   Words
	Offline bool // nothing was fetched, and was not to be
	// Practice marks a sheet about practice keys.
	Practice bool
}

// Verdict is one of the five answers.
type Verdict string

// The five verdicts, as a clerk says them.
const (
	Valid      Verdict = "Hợp lệ"
	NotEnough  Verdict = "Chưa đủ căn cứ"
	Invalid    Verdict = "Không hợp lệ"
	NoneSigned Verdict = "Không có chữ ký số"
	Unreadable Verdict = "Không đọc được"
)

// Sheet is the answer on one file.
type Sheet struct {
	File       string
	SHA256     string
	Verdict    Verdict
	Headline   string
	Why        []string
	Do         []string
	Effect     string // legal effect, only when valid
	LegalBasis string
	Coverage   []string // pages, edge seal
	Pages      int
	Signatures []Card
	Values     []Value
	Notes      []string
	JudgedAt   string
	Practice   bool
	Pictures   []Picture // set by whoever can draw pages
}

// Card is one signature on the sheet.
type Card struct {
	Title   string // who
	As      string // as what
	Stamp   bool   // a time-stamp of the whole document, by which nobody signs
	Verdict Verdict
	Main    string // the reason that decided
	Why     []string
	Do      []string
	Facts   []Fact
	Changes []string

	Stamps  []Step   // time-stamps that speak for it
	Lasting bool     // it can be checked in years out of the file alone
	Gaps    []string // why not, or what could be better where it can
	Detail  Detail
}

// Fact is a line with a label.
type Fact struct{ Label, Text string }

// Value is a number or date that was filled in, with the signatures that cover it.
type Value struct{ Label, Text string }

// Make writes the sheet. The report is not changed.
func Make(in Input) *Sheet {
	if in.Holders == nil {
		in.Holders = func(string) Holder { return Holder{Kind: Unknown} }
	}
	r := in.Report
	s := &Sheet{
		File: filepath.Base(in.File), SHA256: r.SHA256, Verdict: verdictOf(r.Indication), Pages: r.Pages,
		LegalBasis: in.Words.LegalBasis, JudgedAt: clock(r.JudgedAt), Practice: in.Practice,
	}
	s.Headline = headlines[s.Verdict]
	if s.Verdict == NoneSigned || s.Verdict == Unreadable {
		s.LegalBasis = "" // there is nothing that it would be the basis of
	}
	if s.Verdict == NoneSigned && r.Encrypted {
		s.Headline = headlineSealedOff
	}
	by := signersOf(r, in.Holders)
	for _, sig := range r.Signatures {
		s.Signatures = append(s.Signatures, card(sig, in.Holders, by))
	}
	s.Why, s.Do = overall(s, r)
	s.effect(in)
	s.coverage(in)
	s.values(r, by)
	s.notes(in)
	return s
}

func verdictOf(i pades.Indication) Verdict {
	switch i {
	case pades.TotalPassed:
		return Valid
	case pades.TotalFailed:
		return Invalid
	case pades.NoSignature:
		return NoneSigned
	case pades.Unreadable:
		return Unreadable
	}
	return NotEnough
}

// effect says what the signatures make of the document, only where all of them
// hold and the register knows whose they are.
func (s *Sheet) effect(in Input) {
	if s.Verdict == NoneSigned && !in.Report.Encrypted {
		s.Effect = in.Words.None
	}
	if s.Verdict != Valid {
		return
	}
	var person, agency, unknown bool
	for _, sig := range in.Report.Signatures {
		if sig.Kind == "timestamp" || sig.Certificate == nil {
			continue
		}
		switch in.Holders(sig.Certificate.SHA256).Kind {
		case Person:
			person = true
		case Agency:
			agency = true
		default:
			unknown = true
		}
	}
	switch {
	case person && agency:
		s.Effect = in.Words.Both
	case unknown:
		s.Notes = append(s.Notes, noteUnknownHolder)
	case person:
		s.Effect = in.Words.PersonOnly
		s.addNote(in.Words.MissingAgency)
	case agency:
		s.Effect = in.Words.AgencyOnly
		s.addNote(in.Words.MissingPerson)
	}
}

func (s *Sheet) addNote(text string) {
	if text != "" {
		s.Notes = append(s.Notes, sentence(text))
	}
}

// clock shows a time in Vietnam.
func clock(t time.Time) string {
	return t.In(time.FixedZone("+07:00", 7*3600)).Format("15:04:05 ngày 02/01/2006 (-07:00)")
}
