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
	AgencyTypes          []Choice       `toml:"agency_types"` // eligible; others are refused
	AgencyRefusal        string         `toml:"agency_refusal"`
	PartyEligible        bool           `toml:"party_eligible"`
	EmploymentKinds      []Choice       `toml:"employment_kinds"`
	EmploymentRefusal    string         `toml:"employment_refusal"`
	ManagingRule         string         `toml:"managing_agency_rule"`
	RequestChannels      []string       `toml:"request_channels"` // "paper", "signed-electronic"
	ChannelRefusal       string         `toml:"channel_refusal"`
	RequestRoute         string         `toml:"request_route"`        // "agency-department-ca", "agency-ca", "delegated-department"
	ForwardDays          int            `toml:"forward_working_days"` // 0 = none given
	RecoveryDays         int            `toml:"recovery_working_days"`
	RecoveryDuty         string         `toml:"recovery_duty"` // "contact", "restore-and-notify", "none"
	RecoveryDevices      []string       `toml:"recovery_devices"`
	Forms                []RequestForms `toml:"forms"`
	FormsSource          string         `toml:"forms_source"`
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
}

// RequestForms maps one kind of request to the numbers of its forms.
type RequestForms struct {
	Request string `toml:"request"` // "new", "renew", "change", "revoke", "recover", "handover", "loss"
	Forms   []int  `toml:"forms"`
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
