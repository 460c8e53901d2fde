package profile

// Incoming holds the rules of taking documents in that do not stand in
// Documents: where they come from, what makes them count, and who answers.
type Incoming struct {
	Sources          []Choice `toml:"sources"`            // of files that the clerk brings in; the code "mail" is the clerk mailbox
	OutsideRefusal   string   `toml:"outside_refusal"`    // a file from outside is to be used before its signatures are checked
	AttachRefusal    string   `toml:"attach_refusal"`     // somebody else than the clerk brings a file in
	TransferRequired bool     `toml:"transfer_required"`  // without the line of its transfer a document is for reference only
	ReferenceOnly    string   `toml:"reference_only"`     // label of such a document
	ResponsibleLabel string   `toml:"responsible_label"`  // before the name of the clerk who answers for it
	RecordRequired   bool     `toml:"record_required"`    // nothing is archived without the record of its check
	SecretStub       bool     `toml:"secret_stub"`        // a line without title for a secret paper may be entered
	WindowsRefusal   string   `toml:"windows_refusal"`    // fewer windows than looks into the inbox are owed
	DuplicateNeeds   bool     `toml:"duplicate_decision"` // the clerk decides about a likely duplicate before it is registered
}

// Source finds where a file may come from.
func (i Incoming) Source(code string) (Choice, bool) { return choice(i.Sources, code) }
