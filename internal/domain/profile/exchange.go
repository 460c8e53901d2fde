package profile

// Exchange holds the rules of sending and receiving between agencies.
type Exchange struct {
	CA                   Contact      `toml:"ca_contact"`
	Department           Contact      `toml:"department_contact"`
	LegalTexts           []string     `toml:"legal_texts"`
	FallbackTexts        []string     `toml:"fallback_texts"`
	ReceivedTime         ReceivedTime `toml:"received_time"`
	TimesByServer        bool         `toml:"times_by_server"` // nobody types a time of sending or receiving
	TimeRefusal          string       `toml:"time_refusal"`
	SendDeadline         string       `toml:"send_deadline"` // "next-morning": at the latest the morning of the next working day
	UrgentAtOnce         bool         `toml:"urgent_at_once"`
	PaperFollows         bool         `toml:"paper_follows"` // a paper copy may follow an electronic one
	PaperReasons         []Choice     `toml:"paper_reasons"`
	Channels             []Choice     `toml:"channels"` // in order of preference
	ChannelReason        bool         `toml:"channel_reason_required"`
	MailDomain           string       `toml:"mail_domain"`   // of clerk mailboxes; empty where none is named
	EmailDomains         []string     `toml:"email_domains"` // of people; empty = any official one
	EmailRefusal         string       `toml:"email_refusal"`
	VerticalSectorMail   bool         `toml:"vertical_sector_mail"` // a maintained list beside EmailDomains
	EncouragedPartners   bool         `toml:"encouraged_partners"`  // others may join without counting as bound
	RefusalNeedsReason   bool         `toml:"refusal_needs_reason"`
	ResendLimit          int          `toml:"resend_limit"`
	UndeliveredAlertDays int          `toml:"undelivered_alert_days"`
}

// ReceivedTime says which moment counts as receipt.
type ReceivedTime string

// Moments of receipt.
const (
	ReceivedBySystem ReceivedTime = "system-stamp"                // stamp of the receiving system
	ReceivedEarlier  ReceivedTime = "earlier-of-access-confirmed" // readable or confirmed, the earlier; both are kept
)

// Contact is an outside address, printed on requests.
type Contact struct {
	Name    string `toml:"name"`
	Email   string `toml:"email"`
	Web     string `toml:"web"`
	Phone   string `toml:"phone"`
	Code    string `toml:"code"` // mã định danh
	Address string `toml:"address"`
}
