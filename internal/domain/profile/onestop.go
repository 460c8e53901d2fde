package profile

// Onestop holds the rules of the one-stop desk (một cửa).
type Onestop struct {
	LegalBase           []string  `toml:"legal_base"`
	URL                 string    `toml:"url"`
	Hosting             string    `toml:"hosting"`
	DeskLevels          []Choice  `toml:"desk_levels"`
	CaseCodePattern     string    `toml:"case_code_pattern"` // regular expression
	CaseCodeForm        string    `toml:"case_code_form"`    // "{agency}-{YYMMDD}-{0000}"
	AgencyCodeForm      string    `toml:"agency_code_form"`
	States              []State   `toml:"states"`
	StatesNeedApproval  bool      `toml:"states_need_approval"` // changed only with the consent of the UBND tỉnh
	Channels            []State   `toml:"channels"`
	Cutoff              string    `toml:"same_day_cutoff"` // "15:00", for dossiers handed in directly; empty = none
	AnswerHours         int       `toml:"online_answer_hours"`
	SupplementLimit     int       `toml:"max_supplements"`
	SupplementNotice    int       `toml:"supplement_notice_working_days"`
	ClockOnSupplement   string    `toml:"clock_on_supplement"` // "restart" or "pause"
	ApologyLeadDays     int       `toml:"apology_lead_days"`
	MaxReschedules      int       `toml:"max_reschedules"`
	FormSets            []FormSet `toml:"form_sets"`
	FeeChannels         []Choice  `toml:"fee_channels"`
	ReturnChannels      []Choice  `toml:"return_channels"`
	DossierTests        []Choice  `toml:"dossier_validity"` // one of them must hold
	InvalidDossier      string    `toml:"invalid_dossier"`
	NonTerritorial      bool      `toml:"non_territorial_intake"`
	DigitiseOnReception bool      `toml:"digitise_on_reception"`
	RatingAgency        []Band    `toml:"rating_agency"`
	RatingOfficer       []Band    `toml:"rating_officer"`
	OutageBackEntry     bool      `toml:"outage_back_entry"`
}

// State is a coded word with the number exchanged between systems.
type State struct {
	Code  int    `toml:"code"`
	Label string `toml:"label"`
}

// FormSet is a set of printed forms and the first day of its use.
type FormSet struct {
	Code   string   `toml:"code"`
	From   string   `toml:"from"` // "2019-01-06"
	Titles []string `toml:"titles"`
}

// Band is a class of the yearly rating: from AtLeast points upward.
type Band struct {
	AtLeast float64 `toml:"at_least"`
	Label   string  `toml:"label"`
}

// Portal holds the rules of the public portal and of looking a case up.
type Portal struct {
	URL             string          `toml:"url"`
	ProvinceURL     string          `toml:"province_url"`
	DepartmentURL   string          `toml:"department_url"`
	LookupChannels  []LookupChannel `toml:"lookup_channels"`
	ChannelOffText  string          `toml:"channel_off_text"`
	LevelScheme     string          `toml:"online_level_scheme"` // "muc_1_4" or "toan_trinh_mot_phan"
	Levels          []Choice        `toml:"online_levels"`
	MinLevelOfForms string          `toml:"min_level_with_forms"`
	StopNoticeDays  int             `toml:"planned_stop_notice_working_days"`
}

// LookupChannel is one way of asking for the state of a case. Number and
// Syntax are those of SMS, ID that of Zalo or a kiosk; empty until set.
type LookupChannel struct {
	Code    string `toml:"code"`
	Label   string `toml:"label"`
	Enabled bool   `toml:"enabled"`
	URL     string `toml:"url"`
	Number  string `toml:"number"`
	Syntax  string `toml:"syntax"`
	ID      string `toml:"id"`
}
