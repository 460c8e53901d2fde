package profile

// Subscribers holds the rules of certificates and key devices.
type Subscribers struct {
	AuthorisedDepartment string         `toml:"authorised_department"`
	WorkingUnit          string         `toml:"working_unit"`
	ManagerTitle         string         `toml:"subscriber_manager"` // who signs as người quản lý thuê bao
	ManagerBasis         string         `toml:"manager_basis"`
	AuthorityFrom        []string       `toml:"authority_from"`
	AuthorityForm        string         `toml:"authority_form"` // printed above the signature
	DelegatedServices    []string       `toml:"delegated_services"`
	AgencyTypes          []AgencyType   `toml:"agency_types"` // eligible; others are refused
	Levels               []Choice       `toml:"levels"`       // of the province's structure; an agency of another level is refused
	AgencyRefusal        string         `toml:"agency_refusal"`
	PartyEligible        bool           `toml:"party_eligible"`
	ParentRequired       []string       `toml:"parent_required"` // kinds of agencies that cannot be saved without a superior
	ParentRefusal        string         `toml:"parent_refusal"`
	ClosedParentRefusal  string         `toml:"closed_parent_refusal"`
	PersonRefusal        string         `toml:"person_refusal"`  // no post in an eligible agency
	CompetentTitle       bool           `toml:"competent_title"` // persons need a title that may sign
	TitleRefusal         string         `toml:"competent_title_refusal"`
	EmploymentKinds      []Choice       `toml:"employment_kinds"`
	EmploymentRefusal    string         `toml:"employment_refusal"`
	ManagingRule         string         `toml:"managing_agency_rule"`
	ManagingCode         string         `toml:"managing_agency_code"` // "agency", "own-seal", "three-way"
	ManagingRefusal      string         `toml:"managing_agency_refusal"`
	LeadersClause        string         `toml:"managing_leaders_clause"`  // of a three-way split: leaders and agencies under the province
	DistrictClause       string         `toml:"managing_district_clause"` // of a three-way split: under a district
	BranchClause         string         `toml:"managing_branch_clause"`   // units under an agency
	RequestChannels      []string       `toml:"request_channels"`         // "paper", "signed-electronic"
	ChannelRefusal       string         `toml:"channel_refusal"`
	RequestRoute         string         `toml:"request_route"`        // "agency-department-ca", "agency-ca", "delegated-department"
	ForwardDays          int            `toml:"forward_working_days"` // 0 = none given
	RecoveryDays         int            `toml:"recovery_working_days"`
	RecoveryDuty         string         `toml:"recovery_duty"` // "contact", "restore-and-notify", "none"
	RecoveryDevices      []string       `toml:"recovery_devices"`
	Forms                []RequestForms `toml:"forms"`
	FormsSource          string         `toml:"forms_source"`
	FormSet              string         `toml:"form_set"` // set of Forms: a file of profiles/forms
	StepLimits           []StepLimit    `toml:"step_limits"`
	MaxYearsNew          int            `toml:"max_years_new"`
	MaxYearsRenewal      int            `toml:"max_years_renewal"`
	DeviceSecrecy        string         `toml:"device_secrecy"` // "Mật" hides serials and logs every view; empty otherwise
	DeviceReturnDays     int            `toml:"device_return_working_days"`
	HandoverPaper        string         `toml:"handover_paper"`
	HandoverForm         string         `toml:"handover_form"`
	TemporaryHandover    string         `toml:"temporary_handover"` // "written-permission" or "never"
	OutsideRecord        bool           `toml:"outside_ca_record"`  // certificates of other authorities may be registered
	OutsideRefusal       string         `toml:"outside_ca_refusal"`
	ITRoleLabel          string         `toml:"it_role_label"`
	ExpiryReminders      []int          `toml:"expiry_reminder_days"`
	BlockOnReportedLoss  bool           `toml:"block_on_reported_loss"`
	ClockStartsWhenValid bool           `toml:"clock_starts_when_valid"`
	Register             Register       `toml:"register"` // of certificates
	Custody              CustodyRules   `toml:"custody"`  // of devices
	Requests             RequestRules   `toml:"requests"`
}

// AgencyType is a sort of agencies that may be subscribers. An agency is of the
// first type in the list that fits its kind, its level and the kind of its
// superior; one that stands under Under is entitled only while its superior is.
type AgencyType struct {
	Code   string   `toml:"code"`
	Label  string   `toml:"label"`
	Kinds  []string `toml:"kinds"`  // of agencies; empty: the code
	Levels []string `toml:"levels"` // empty: every level that the province has
	Under  []string `toml:"under"`  // kinds of the superior; empty: not asked
	Clause string   `toml:"clause"` // khoản; empty: the clause of the list
}

// RequestForms maps one kind of request to the numbers of its forms.
type RequestForms struct {
	Request string `toml:"request"` // "new", "renew", "change", "revoke", "recover", "handover", "loss"
	Forms   []int  `toml:"forms"`
	Set     string `toml:"set"` // empty: FormSet
}

// StepLimit is the time for one kind of request at the authority.
type StepLimit struct {
	Request     string `toml:"request"`
	WorkingDays int    `toml:"working_days"`
	Hours       int    `toml:"hours"`
}

// FormsOf finds the form numbers of a kind of request.
func (s Subscribers) FormsOf(request string) []int {
	row, _ := find(s.Forms, func(f RequestForms) bool { return f.Request == request })
	return row.Forms
}
