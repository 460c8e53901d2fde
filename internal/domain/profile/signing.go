package profile

// Signing holds what signatures look like and who may make them.
type Signing struct {
	Term                string            `toml:"term"`             // of the signature: "chữ ký số chuyên dùng công vụ"
	CertificateTerm     string            `toml:"certificate_term"` // "chứng thư chữ ký số chuyên dùng công vụ"
	TemplateSource      string            `toml:"template_source"`  // act that the appearance follows
	PersonImage         PersonImage       `toml:"person_image"`
	SealImage           SealImage         `toml:"seal_image"`
	Text                TextForm          `toml:"text_form"` // copies, separate attachments and appendices
	VisiblePlace        Place             `toml:"visible_place"`
	TimeFormat          string            `toml:"time_format"` // layout of package time
	Capacities          []CapacityText    `toml:"capacities"`
	TitleSource         TitleSource       `toml:"title_source"`
	MissingTitleRefused bool              `toml:"missing_title_refused"` // with TitleSource certificate: a certificate without a title cannot sign
	Order               []string          `toml:"order"`                 // "person", "agency"
	SealPDFOnly         bool              `toml:"seal_pdf_only"`
	SealPDFRefusal      string            `toml:"seal_pdf_refusal"`
	ScanAttestation     bool              `toml:"scan_attestation"` // the clerk confirms that the scan is of a signed and sealed paper
	AttestationText     string            `toml:"scan_attestation_text"`
	PurposeRequired     bool              `toml:"purpose_required"` // each signature says what for
	TransactionTypes    []Choice          `toml:"transaction_types"`
	AllowedChanges      []Choice          `toml:"allowed_changes"` // after the first signature
	AnchorOwner         string            `toml:"anchor_owner"`
	AnchorRefusal       string            `toml:"anchor_refusal"`
	AuthorityRefusal    string            `toml:"authority_refusal"`
	CopyForms           []Choice          `toml:"copy_forms"`
	UnsignedRefusal     string            `toml:"unsigned_refusal"`   // the agency does not sign what no competent person signed
	AttachmentRefusal   string            `toml:"attachment_refusal"` // a separate file is not signed yet
	SameFileRefusal     string            `toml:"same_file_refusal"`  // a second signature in the same file
	OutsideCA           OutsideCA         `toml:"outside_ca"`         // what signatures of other authorities count for
	ServerClock         bool              `toml:"server_clock"`
	AgentMinimum        string            `toml:"agent_minimum"` // lowest version of the program at the desk; empty is any
	AgentRefusal        string            `toml:"agent_refusal"`
	CertificateFields   CertificateFields `toml:"certificate_fields"`
}

// TitleSource says against what the title of a KT. or TL. signature is tested.
type TitleSource string

// Sources of a title.
const (
	TitleOfPost        TitleSource = "post"        // the post held on that day
	TitleOfCertificate TitleSource = "certificate" // the words in the certificate (Hà Tĩnh, Điều 7 khoản 4)
)

// OutsideCA says what becomes of signatures of authorities other than the
// Ban Cơ yếu.
type OutsideCA string

// Treatments of outside authorities.
const (
	OutsideUntrusted  OutsideCA = "untrusted"    // shown as "không tin cậy"
	OutsideMigrate    OutsideCA = "migrate"      // recorded with a plan of migration (Lâm Đồng)
	OutsideNotCovered OutsideCA = "out_of_scope" // "ngoài phạm vi Quy chế" (Hà Tĩnh)
	OutsideShown      OutsideCA = "shown"        // verified and shown, counts as no agency signature
)

// PersonImage is the picture of the hand signature.
type PersonImage struct {
	Source      string  `toml:"source"`
	Colour      string  `toml:"colour"`
	HueMin      int     `toml:"hue_min"` // degrees, 0 to 359
	HueMax      int     `toml:"hue_max"`
	Format      string  `toml:"format"`
	Transparent bool    `toml:"transparent"`
	Placement   string  `toml:"placement"` // "between-title-and-name"
	MaxWidthMM  float64 `toml:"max_width_mm"`
	MaxHeightMM float64 `toml:"max_height_mm"`
	Refusal     string  `toml:"refusal"`
}

// SealImage is the picture of the seal. Hues run over zero: HueMin may be
// greater than HueMax.
type SealImage struct {
	Source      string  `toml:"source"`
	Colour      string  `toml:"colour"`
	HueMin      int     `toml:"hue_min"`
	HueMax      int     `toml:"hue_max"`
	Format      string  `toml:"format"`
	Transparent bool    `toml:"transparent"`
	SizeMM      float64 `toml:"size_mm"` // where the agency gives no other
	ToleranceMM float64 `toml:"tolerance_mm"`
	RealSize    bool    `toml:"real_size"`
	OverlapMin  float64 `toml:"overlap_min"` // part of the width of the person's image
	OverlapMax  float64 `toml:"overlap_max"`
	OverlapSide string  `toml:"overlap_side"` // "left"
	Refusal     string  `toml:"refusal"`
	OverlapText string  `toml:"overlap_refusal"`
}

// TextForm is the signature without a picture.
type TextForm struct {
	Font            string   `toml:"font"`
	SizePt          float64  `toml:"size_pt"`
	Colour          string   `toml:"colour"`
	Upright         bool     `toml:"upright"`
	ImageAllowed    bool     `toml:"image_allowed"`
	Page            string   `toml:"page"`   // "first"
	Corner          string   `toml:"corner"` // "top-right", "bottom-left"
	MarginMM        float64  `toml:"margin_mm"`
	AttachmentLines []string `toml:"attachment_lines"` // with {symbol} and {time}
	CopyLines       []string `toml:"copy_lines"`       // with {form}, {agency} and {time}
}

// Place says where the visible signature of the agency on the main document
// stands.
type Place struct {
	Mode     string  `toml:"mode"` // "over-person" (NĐ 30/2020) or "corner" (Bắc Giang)
	Page     string  `toml:"page"`
	Corner   string  `toml:"corner"`
	MarginMM float64 `toml:"margin_mm"`
	Fixed    bool    `toml:"fixed"` // another place is refused
	Refusal  string  `toml:"refusal"`
}

// CapacityText is one way of signing for somebody.
type CapacityText struct {
	Code           string `toml:"code"` // "" for signing in one's own right
	Label          string `toml:"label"`
	NeedsAuthority bool   `toml:"needs_authority"` // a record of authority must exist
	Written        bool   `toml:"written"`         // in writing, limited in time and content
}

// Capacity finds a way of signing by its code ("KT.").
func (s Signing) Capacity(code string) (CapacityText, bool) {
	return find(s.Capacities, func(c CapacityText) bool { return c.Code == code })
}

// CertificateFields lists subject fields that a certificate must carry.
type CertificateFields struct {
	Agency []string `toml:"agency"`
	Person []string `toml:"person"`
}

// Verification holds the words of the verification sheet.
type Verification struct {
	LegalBasis          string       `toml:"legal_basis"`
	Rules               []string     `toml:"rules"` // articles that the checks follow
	LegalEffect         LegalEffects `toml:"legal_effect"`
	RevocationRequired  bool         `toml:"revocation_required"`   // without fresh data "Không xác định"
	TrustedTimeRequired bool         `toml:"trusted_time_required"` // for certificates that are over at the time of checking
	JudgeAtReceipt      bool         `toml:"judge_at_receipt"`      // without a time-stamp revocation is also judged at receipt
	SecondTool          string       `toml:"second_tool"`           // tool of the authority whose result is recorded beside ours; may be empty
	StricterWins        bool         `toml:"stricter_result_governs"`
	EdgeSealStatement   string       `toml:"edge_seal_statement"`    // giáp lai
	HangingSealText     string       `toml:"hanging_seal_statement"` // treo, for appendices in the same file
	Refusal             string       `toml:"refusal"`                // when something needs a checked document
	OutsideText         string       `toml:"outside_ca_text"`
	Gates               []Choice     `toml:"gates"` // where signatures are checked again
	ScanCountsAsBoth    bool         `toml:"scan_counts_as_both"`
}

// LegalEffects are the labels on the sheet: what the signatures make of a
// document. An empty label shows nothing.
type LegalEffects struct {
	Both       string `toml:"both"`
	PersonOnly string `toml:"person_only"`
	AgencyOnly string `toml:"agency_only"`
	ScanSealed string `toml:"scan_sealed"`
	None       string `toml:"none"`
	Missing    string `toml:"missing_person"` // told in the register
	MissingOrg string `toml:"missing_agency"`
}
