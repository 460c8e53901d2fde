package profile

import "slices"

// Choice is one entry of a list that people pick from: Code is stored and
// stable, Label is shown.
type Choice struct {
	Code  string `toml:"code"`
	Label string `toml:"label"`
}

// Documents holds the rules of drafting, issuing and receiving.
type Documents struct {
	SystemName             string         `toml:"system_name"`              // of the document system, on screens and in reports
	PDFMinVersion          string         `toml:"pdf_min_version"`          // "1.4"
	PDFRefusal             string         `toml:"pdf_refusal"`              // said to whoever gives something older
	InvalidPolicy          InvalidPolicy  `toml:"invalid_document_policy"`  // what becomes of an incoming document that does not hold
	InvalidNotice          string         `toml:"invalid_notice"`           // asked of the sender, after the reasons
	QuarantineDays         int            `toml:"quarantine_days"`          // how long content of an invalid document stays; 0 with RefuseAndDelete = at once
	IncompleteIsInvalid    bool           `toml:"incomplete_is_invalid"`    // a missing signature, file or field refuses as a broken one does
	BothSignaturesRequired bool           `toml:"both_signatures_required"` // person and agency for every issue
	ElectronicOnly         bool           `toml:"electronic_only"`          // issue without signatures is refused
	Origins                []Choice       `toml:"origins"`
	Flows                  []Choice       `toml:"flows"` // orders of signing that a draft may choose
	Types                  []DocumentType `toml:"types"`
	OwnTypes               bool           `toml:"own_types"` // an agency may keep types of its own
	Urgencies              []Choice       `toml:"urgency_levels"`
	Secrecies              []Secrecy      `toml:"secrecy_levels"`
	SecretRefusal          string         `toml:"secret_refusal"`
	RequiredFields         []Choice       `toml:"required_fields"` // Code = name of the input
	FormatFaults           []Choice       `toml:"format_checklist"`
	RefusalReasons         []Choice       `toml:"refusal_reasons"`
	FormatRule             string         `toml:"format_rule"`   // act that fixes the layout
	StampRefusal           string         `toml:"stamp_refusal"` // said when a file carries a stamp of secrecy; empty looks for none
	ScanFormat             string         `toml:"scan_format"`
	ScanMinDPI             int            `toml:"scan_min_dpi"`
	RecipientBlocks        []string       `toml:"recipient_blocks"`       // headings of the list of recipients, in order
	PrintedCopyHasValue    bool           `toml:"printed_copy_value"`     // a print of a signed document counts for anything
	PrintFooter            string         `toml:"print_footer"`           // on every print; may be empty
	ChecksPerDay           int            `toml:"checks_per_day"`         // looks into the inbox that the clerk owes; 0 = no number given
	CheckWindows           []string       `toml:"check_windows"`          // "10:30-11:30"
	MailboxRouteValid      bool           `toml:"mailbox_route_valid"`    // a PDF scan from clerk mailbox to clerk mailbox is valid without a signature
	OnlyClerkAttaches      bool           `toml:"only_clerk_attaches"`    // incoming files are attached by the clerk alone
	StrictMailbox          bool           `toml:"strict_mailbox"`         // the document system's inbox does not stand in for the clerk mailbox
	HoldWhenUnverifiable   bool           `toml:"hold_when_unverifiable"` // register as "Chờ kiểm tra lại" while checking is out of order
	MandatoryListSource    string         `toml:"mandatory_list_source"`  // act that lists documents to be sent only electronically
	PartyListSource        string         `toml:"party_list_source"`
}

// InvalidPolicy says what becomes of an incoming document that does not hold.
type InvalidPolicy string

// Policies of the five provinces.
const (
	Refuse          InvalidPolicy = "refuse"            // state "Từ chối", reason to the sender, no arrival number
	RefuseResend    InvalidPolicy = "refuse_resend"     // the same, and the sender is asked to sign and send again
	NotifyAndHold   InvalidPolicy = "notify_and_hold"   // notice to the sender, state "Chờ xử lý" until the clerk decides
	RefuseAndDelete InvalidPolicy = "refuse_and_delete" // notice, then the content goes and a tombstone stays
)

// Refuses reports whether the document is refused without asking the clerk.
func (p InvalidPolicy) Refuses() bool { return p != NotifyAndHold }

// AsksToResend reports whether the notice asks for a new, signed document.
func (p InvalidPolicy) AsksToResend() bool { return p == RefuseResend || p == RefuseAndDelete }

// DocumentType is one row of the catalogue. Symbol is what stands in "Số:
// 01/QĐ-UBND"; công văn and thư công have none.
type DocumentType struct {
	Code             string   `toml:"code"`   // our key, "CV" for công văn
	Symbol           string   `toml:"symbol"` // NĐ 30/2020, Phụ lục III
	Name             string   `toml:"name"`
	RequiresComments bool     `toml:"requires_comments"` // a round of opinions before submitting
	RequiresSign     bool     `toml:"requires_signature"`
	RequiresSeal     bool     `toml:"requires_seal"`
	ElectronicOnly   bool     `toml:"electronic_only"` // no paper copy may go along
	PaperRequired    bool     `toml:"paper_required"`
	PaperBasis       string   `toml:"paper_basis"`
	Flows            []string `toml:"flows"` // orders of signing it may choose from; empty = all of the province
}

// Secrecy is one level (độ mật). Only allowed ones may enter.
type Secrecy struct {
	Code    string `toml:"code"`
	Label   string `toml:"label"`
	Allowed bool   `toml:"allowed"`
}

// Type finds a type by its code.
func (d Documents) Type(code string) (DocumentType, bool) {
	return find(d.Types, func(t DocumentType) bool { return t.Code == code })
}

// SecrecyAllowed reports whether documents of this level may enter; a level
// that is not in the list may not.
func (d Documents) SecrecyAllowed(code string) bool {
	level, ok := find(d.Secrecies, func(s Secrecy) bool { return s.Code == code })
	return ok && level.Allowed
}

// Urgency finds a level of urgency by its code.
func (d Documents) Urgency(code string) (Choice, bool) { return choice(d.Urgencies, code) }

// Fault finds an entry of the format checklist.
func (d Documents) Fault(code string) (Choice, bool) { return choice(d.FormatFaults, code) }

// RefusalReason finds a reason for refusing an incoming document.
func (d Documents) RefusalReason(code string) (Choice, bool) { return choice(d.RefusalReasons, code) }

// Origin finds how a document came to be.
func (d Documents) Origin(code string) (Choice, bool) { return choice(d.Origins, code) }

func choice(list []Choice, code string) (Choice, bool) {
	return find(list, func(c Choice) bool { return c.Code == code })
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}

// Numbering holds the rules of registers.
type Numbering struct {
	Books             []Book `toml:"books"`
	FirstNumber       int    `toml:"first_number"`
	PadBelow          int    `toml:"pad_below"`      // numbers below it are written with a leading zero
	NumberForm        string `toml:"number_form"`    // "{number}/{type}-{agency}"
	LetterForm        string `toml:"letter_form"`    // of công văn: "{number}/{agency}-{unit}"
	YearlyRestart     bool   `toml:"yearly_restart"` // the run begins anew on 1 January
	SharedWithPaper   bool   `toml:"shared_with_paper"`
	OwnSeriesOfCopies bool   `toml:"own_series_of_copies"`
	AssignedBySystem  bool   `toml:"assigned_by_system"` // typing a number by hand is refused
	NumberWithSeal    bool   `toml:"number_with_seal"`   // number, date and seal are one act of the clerk
	DocumentIDForm    string `toml:"document_id_form"`   // mã định danh văn bản đi
}

// Book is one register with its own run of numbers.
type Book struct {
	Code      string   `toml:"code"`
	Name      string   `toml:"name"`
	Direction string   `toml:"direction"` // "outgoing" or "incoming"
	Groups    []string `toml:"groups"`    // type codes counted together; empty = all other types
}

// Book finds the register of a direction for a type code: the book that names
// the type, or else the one for all others.
func (n Numbering) Book(direction, typeCode string) (Book, bool) {
	if b, ok := find(n.Books, func(b Book) bool {
		return b.Direction == direction && slices.Contains(b.Groups, typeCode)
	}); ok {
		return b, true
	}
	return find(n.Books, func(b Book) bool { return b.Direction == direction && len(b.Groups) == 0 })
}
