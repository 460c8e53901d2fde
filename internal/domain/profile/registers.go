package profile

// Registers holds the rules of keeping registers beside those of numbering. Its
// keys begin with "registers.".
type Registers struct {
	BlockMost      int      `toml:"block_most"`         // numbers that may be reserved for paper at once
	LateDays       int      `toml:"late_days"`          // how many days back a line may be dated; 0 = never
	LateMark       string   `toml:"late_mark"`          // what stands on such a line
	LateReason     bool     `toml:"late_reason"`        // a line of an earlier day needs a reason
	CloseFrom      string   `toml:"close_from"`         // first day on which a year may be closed, "12-31"
	RetentionAsked bool     `toml:"retention_required"` // a year closes only when every line has its retention
	NoDeletion     string   `toml:"no_deletion"`        // said to whoever would delete a registered document
	Retentions     []Choice `toml:"retentions"`         // thời hạn bảo quản
}

// Paper holds the rules of paper beside electronic documents. Its keys begin
// with "paper.".
type Paper struct {
	Normative       []string `toml:"normative_types"`   // types of văn bản quy phạm pháp luật
	NormativeCause  string   `toml:"normative_cause"`   // empty: normative documents need no paper
	RequiredCause   string   `toml:"required_cause"`    // of types that a law wants on paper; empty: none
	IncapableCause  string   `toml:"incapable_cause"`   // of recipients without an electronic system
	PersonCause     string   `toml:"person_cause"`      // of a person who has to carry it out; empty: none
	InternalWarning string   `toml:"internal_warning"`  // said to whoever asks for paper inside the agency; empty: nothing
	NoPaperRefusal  string   `toml:"no_paper_refusal"`  // of types that are sent electronically only
	NormativeFixed  string   `toml:"normative_refusal"` // said to whoever would leave the paper out
	FaultPaper      bool     `toml:"fault_paper"`       // a technical fault allows paper
	FaultDays       int      `toml:"fault_days"`        // working days after its end for the electronic copies
	FaultState      string   `toml:"fault_state"`       // what such a document is called until then
	Methods         []Choice `toml:"methods"`           // how paper is sent
	QR              bool     `toml:"print_qr"`          // prints carry a code that leads to the check page
}

// Copying holds the rules of copies (bản sao). Its keys begin with "copying.".
type Copying struct {
	Forms      []CopyForm `toml:"forms"`
	TextLines  []string   `toml:"text_lines"`   // of the agency's signature on an electronic copy
	TextCorner string     `toml:"text_corner"`  // "top-right"
	Directions []Choice   `toml:"directions"`   // Code "e-paper" and so on
	NoForm     string     `toml:"form_refusal"` // when no form is chosen
}

// CopyForm is one form of copies: code of the register's symbol, the words that
// the copy carries, and from what to what it may be made.
type CopyForm struct {
	Code       string   `toml:"code"` // "SY"
	Label      string   `toml:"label"`
	Words      string   `toml:"words"`      // "SAO Y"
	Directions []string `toml:"directions"` // "paper-paper", "e-paper", "paper-e", "e-e"
}

// Form finds a form of copies by its code.
func (c Copying) Form(code string) (CopyForm, bool) {
	return find(c.Forms, func(f CopyForm) bool { return f.Code == code })
}
