package profile

// Register holds the rules by which certificates are entered into the register
// of subscribers, counted and planned for. Its keys begin with
// "subscribers.register.".
type Register struct {
	SubjectKinds     []Choice           `toml:"subject_kinds"`             // for whom a certificate speaks: exactly one of them
	PersonFields     []CertificateField `toml:"person_certificate_fields"` // the template of a personal certificate (Mẫu 03)
	AgencyFields     []CertificateField `toml:"agency_certificate_fields"` // of an agency's (Mẫu 02)
	HeadRecorded     bool               `toml:"agency_head_recorded"`      // an agency's certificate names its head
	DepartmentEnters bool               `toml:"department_enters"`         // an agency's certificate signs only after the department entered it
	AgencyDuties     []Duty             `toml:"agency_duties"`             // of the managing agency
	SubscriberDuties []Duty             `toml:"subscriber_duties"`         // that a subscriber accepts
	ExternalSystems  []ExternalSystem   `toml:"external_systems"`          // in which certificates are known
	BudgetLines      []BudgetLine       `toml:"budget_lines"`              // of the yearly plan
}

// CertificateField is one field of the subject as a template wants it.
type CertificateField struct {
	Code     string `toml:"code"` // "CN", "O", "OU", "L", "C", "T" (title), "E" (e-mail)
	Label    string `toml:"label"`
	From     string `toml:"from"`  // "holder", "agency", "superior", "title", "email", "place", "fixed"; empty: it has to be there
	Value    string `toml:"value"` // of "fixed"
	Optional bool   `toml:"optional"`
	Grave    bool   `toml:"grave"` // a difference refuses; others are shown
}

// Duty is one duty in words, with the screen on which it is done.
type Duty struct {
	Code   string `toml:"code"`
	Label  string `toml:"label"`
	Screen string `toml:"screen"` // code of a screen; empty: it is done elsewhere
	Clause string `toml:"clause"` // empty: the clause of the list
}

// ExternalSystem is a system outside in which a certificate is registered.
type ExternalSystem struct {
	Code     string `toml:"code"`
	Label    string `toml:"label"`
	Guidance string `toml:"guidance"` // address of its guidance
}

// BudgetLine is one line of the yearly plan; Counts names the figure that it
// multiplies with the price.
type BudgetLine struct {
	Code   string `toml:"code"`
	Label  string `toml:"label"`
	Unit   string `toml:"unit"`
	Counts string `toml:"counts"` // "new", "renew", "device", "trainee"; empty: a lump sum
}
