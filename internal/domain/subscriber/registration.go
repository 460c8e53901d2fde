package subscriber

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// Kind says who issued a certificate, as the register counts it.
type Kind string

// Kinds. Which certificates count as official is decided by the chain, never by
// the name of the issuer.
const (
	Official Kind = "official" // chuyên dùng: the chain ends at an anchor of Ban Cơ yếu Chính phủ
	Outside  Kind = "outside"  // công cộng: of another authority, with a plan of migration
)

// Registration is what the register says of a certificate beyond its bytes.
type Registration struct {
	Certificate signing.CertificateID
	Kind        Kind
	Class       signing.Class
	Agency      org.AgencyID // that manages it, or speaks by it
	Person      org.PersonID // its subject when personal, the responsible officer of a service
	Holder      string       // name of the subject as the register writes it
	Title       string
	Email       string // in the certificate; may be empty
	System      string // name of the device, service or software
	SystemKind  string // "service", "device" or "software" (HD2-14.2)
	HeadName    string // of an agency's certificate: who led it then (HD2-03.2)
	HeadTitle   string
	RenewalOf   signing.CertificateID // the certificate in whose place this one stands
	Minutes     string                // minutes or decision by which it was handed over
	Differences []Difference          // from the template of the profile
	Serial      string                // hex
	KeyKind     signing.KeyKind
	NotBefore   time.Time
	NotAfter    time.Time
	RenewedBy   signing.CertificateID // the certificate that stands in its place
	Province    string
	Rules       string // version of the profile under which it was judged
	By          org.PersonID
	ByAgency    org.AgencyID
	At          time.Time
}

// Difference is a field of the subject that is not as the template of the
// profile wants it (Mẫu 02, Mẫu 03).
type Difference struct {
	Field string `json:"field"` // code in the template: "O"
	Label string `json:"label"`
	Want  string `json:"want"`
	Have  string `json:"have"`
	// Grave differences refuse the registration; the others are shown.
	Grave bool `json:"grave,omitempty"`
}

// Incoming is a certificate on its way into the register.
type Incoming struct {
	// File is PEM, DER, base64 of DER, or PKCS#7 with the chain; at most
	// MaxFile bytes. The first certificate that can sign is meant.
	File   []byte
	Class  signing.Class
	Person org.PersonID // of a personal certificate, or the officer of a service
	Agency org.AgencyID
	System string
	// SystemKind is "service", "device" or "software"; empty for the other classes.
	SystemKind string
	KeyKind    signing.KeyKind
	HeadName   string
	HeadTitle  string
	Renews     signing.CertificateID
	Minutes    string
	// Plan is needed for a certificate of another authority where the profile
	// takes them at all (LD-17.1-2).
	Plan Plan
}

// Plan is the plan to leave a certificate of another authority.
type Plan struct {
	Certificate signing.CertificateID
	Target      string // day, YYYY-MM-DD
	Responsible string
	State       PlanState
	Note        string
	At          time.Time
}

// PlanState of a migration.
type PlanState string

// States of plans.
const (
	PlanOpen PlanState = "open" // đang thực hiện
	PlanDone PlanState = "done" // đã chuyển sang chứng thư chuyên dùng
)

// Late reports a plan that is missing or past its day.
func (p Plan) Late(today string) bool {
	return p.State != PlanDone && (p.Target == "" || p.Target < today)
}

// Preview is what the register would say of a certificate, before anything is saved.
type Preview struct {
	Registration
	Facts  signing.Certificate
	Issuer string // name in the certificate
	Hold   string // words of the hold under which it would begin; empty for none
}
