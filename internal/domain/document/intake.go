package document

import (
	"slices"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/metadata"
	"antin/vntext"
)

// Channel is the way on which an incoming document came.
type Channel string

// Channels of arrival.
const (
	ByExchange Channel = "exchange" // delivered by the exchange
	ByUpload   Channel = "upload"   // a file that the clerk brought in
	ByPaper    Channel = "paper"    // a paper that the clerk scanned
)

// SourceMail is the code of the clerk mailbox among the sources of uploads.
const SourceMail = "mail"

// Intake is how an incoming document came in and what was found out about it.
// It is saved with the document; every command that changes it goes through the
// rules of this package.
type Intake struct {
	Channel  Channel      `json:"channel"`
	Source   string       `json:"source,omitempty"`   // code of the profile's list, of uploads
	Address  string       `json:"address,omitempty"`  // where the file was taken from
	Transfer string       `json:"transfer,omitempty"` // line of the transfer that brought it to the clerk's inbox
	Paper    bool         `json:"paper,omitempty"`    // a paper original is kept
	Ref      string       `json:"-"`                  // DocumentId of exchange
	By       org.PersonID `json:"-"`                  // the clerk who answers for it (BG-14.2)
	ByName   string       `json:"-"`
	At       time.Time    `json:"-"`
	Positive bool         `json:"-"` // its check was positive when it was brought in
	Pending  bool         `json:"-"` // registered before a verdict could be reached (HT-03.3)
	Suspect  ID           `json:"-"` // an earlier document that this one seems to repeat

	Basis      string           `json:"basis,omitempty"` // "4.1", "4.2", "both", "none"; empty where the profile knows no routes
	BasisWhy   string           `json:"basis_why,omitempty"`
	Reading    []metadata.Field `json:"reading,omitempty"`
	ReadFailed string           `json:"read_failed,omitempty"` // why the page could not be read, in words
	SameAs     ID               `json:"same_as,omitempty"`     // the duplicate that the clerk linked it to
	Apart      string           `json:"apart,omitempty"`       // why it is registered though it looks like a duplicate
	Stamp      *Stamp           `json:"stamp,omitempty"`
	Second     *SecondResult    `json:"second,omitempty"`
	Tombstone  *Tombstone       `json:"tombstone,omitempty"`
	Failed     string           `json:"failed,omitempty"` // what the later check of a pending one found
}

// Stamp is the dấu "Đến" (NĐ 30/2020, Phụ lục IV) as a record.
type Stamp struct {
	Agency string `json:"agency"`
	Number int    `json:"number"`
	Date   string `json:"date"`
	To     string `json:"to,omitempty"`   // Chuyển
	File   string `json:"file,omitempty"` // Số và ký hiệu HS
}

// SecondResult is what the tool of the authority said (LD-14.1-1). Where it and
// our own check disagree, the stricter one counts until Note settles it.
type SecondResult struct {
	Tool       string       `json:"tool"`
	Indication string       `json:"indication"`
	Report     string       `json:"report,omitempty"` // SHA-256 of the attached report
	By         org.PersonID `json:"by"`
	ByName     string       `json:"by_name"`
	At         time.Time    `json:"at"`
	Disagrees  bool         `json:"disagrees,omitempty"`
	Note       string       `json:"note,omitempty"`
	NoteBy     string       `json:"note_by,omitempty"`
	NoteAt     time.Time    `json:"note_at,omitzero"`
}

// Open reports whether a disagreement waits for the note.
func (s *SecondResult) Open() bool { return s != nil && s.Disagrees && s.Note == "" }

// Tombstone is what stays of content that was deleted (HD2-12.2).
type Tombstone struct {
	SHA256   []string  `json:"sha256"`
	NoticeAt time.Time `json:"notice_at"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
}

// Doubtful counts the fields that a person has to look at.
func (i Intake) Doubtful() int {
	n := 0
	for _, f := range i.Reading {
		if f.Doubtful() {
			n++
		}
	}
	return n
}

// RefKey spells number, symbol and issuer so that two arrivals of one document
// have the same key, however they were typed: "số 05/snv-vp" of "Sở Nội vụ" is
// "05/SNV-VP|so noi vu". It is empty where the number is not known.
func RefKey(ref, from string) string {
	s, err := vntext.ParseSymbol(ref)
	if err != nil {
		return ""
	}
	return strings.ToUpper(s.String()) + "|" + strings.Join(strings.Fields(vntext.Fold(from)), " ")
}

// LegalValue says whether the document counts as attached to the system, or is
// for reference only (BG-05): it satisfies the article on legal value, came to
// the clerk's inbox by a recorded transfer, and the clerk attached it.
func (d *Document) LegalValue(p *profile.Profile) (yes bool, why string) {
	i := d.Intake
	switch {
	case i == nil || !p.Incoming.TransferRequired:
		return true, ""
	case i.Basis == "none" || i.Basis == "":
		return false, "chưa đạt yếu tố nào của Điều 4"
	case i.Transfer == "":
		return false, "không có dòng nhật ký chuyển đến hộp thư Văn thư"
	case i.By == "":
		return false, "Văn thư chưa gắn vào phần mềm"
	}
	return true, ""
}

// signaturesHold reports whether the last check of every file of an incoming document
// passed, and none is disputed.
func (d *Document) signaturesHold() bool {
	last := map[FileID]string{}
	for _, c := range d.Checks {
		last[c.File] = c.Indication
	}
	main, ok := d.Current(Main)
	if !ok || last[main.ID] != "TOTAL-PASSED" || d.Intake != nil && d.Intake.Second.Open() {
		return false
	}
	return !slices.Contains([]State{Arrived, Held, Refused}, d.State)
}
