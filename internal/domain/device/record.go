package device

import (
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// File is a kept file: minutes, a decision, a permission. KeepFile makes it.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Paper is a decision, minutes or a permission in writing (số, ngày, người ký,
// tệp). Signer is who signed it, in words; By that person where the text asks
// for somebody with authority: the permission of a temporary handover.
type Paper struct {
	Number string       `json:"number"`
	Date   time.Time    `json:"date"`
	Signer string       `json:"signer"`
	By     org.PersonID `json:"by,omitempty"`
	File   File         `json:"file"`
}

// missing names the first field that a whole paper would have.
func (p Paper) missing() (field, word string) {
	switch {
	case strings.TrimSpace(p.Number) == "" || len(p.Number) > maxName:
		return "number", "Ghi số văn bản."
	case p.Date.IsZero():
		return "date", "Ghi ngày văn bản."
	case strings.TrimSpace(p.Signer) == "" || len(p.Signer) > maxName:
		return "signer", "Ghi người ký văn bản."
	case p.File.SHA256 == "":
		return "file", "Đính kèm tệp văn bản."
	}
	return "", ""
}

// Event is one line of a device's history; nothing of it is ever changed.
type Event struct {
	ID     string
	Device ID
	At     time.Time
	Deed   string // a Deed, or "entered", "certificate", "drafted", "seen", "missing", …
	State  State  // in which the device is after it
	Actor  org.PersonID
	Note   string // Vietnamese, complete
	Clause string
	Source string // id of the transfer, minutes, incident or duty
	File   File   // minutes of a return
}

// Method is the way of a transfer; others are refused (LD-10).
type Method string

// Methods.
const (
	ByHand Method = "direct" // trực tiếp
	ByPost Method = "post"   // bưu chính công ích; needs a tracking number
)

// Party is one end of a transfer.
type Party string

// Parties, from the authority down.
const (
	PartyAuthority  Party = "authority"
	PartyDepartment Party = "department"
	PartyAgency     Party = "agency"
)

// Transfer moves devices between authority, department and agency; the
// receiver's confirmation closes it. From agency to holder is Handover.
type Transfer struct {
	ID          string
	Method      Method
	Tracking    string // of the post
	From, To    Party
	Agency      org.AgencyID // the department or the agency that receives, or sends to the authority
	Date        time.Time    // of sending
	Minutes     Paper
	Devices     []ID
	SentBy      org.PersonID
	ConfirmedBy org.PersonID
	ConfirmedAt time.Time // zero while on the way
	CreatedAt   time.Time
}

// HandoverState says how far the minutes are.
type HandoverState string

// States of minutes.
const (
	HandoverApproval  HandoverState = "approval"  // Chờ thủ trưởng duyệt
	HandoverOpen      HandoverState = "open"      // Chờ hai bên xác nhận
	HandoverDone      HandoverState = "done"      // Đã bàn giao
	HandoverWithdrawn HandoverState = "withdrawn" // Đã hủy
)

// Handover is the minutes by which one device changes hands. To the zero time
// means for good; a temporary one returns to Giver at To by itself.
type Handover struct {
	ID            string
	Device        ID
	Agency        org.AgencyID // the managing agency of the device
	State         HandoverState
	Giver         org.PersonID
	Receiver      org.PersonID
	Contact       org.PersonID // who receives certificates for the agency, where the profile asks (HD2-14.3)
	Condition     string       // tình trạng thiết bị
	Place         string       // nơi bàn giao
	Storage       string       // nơi cất giữ
	Date          time.Time
	Form          string // of the profile: "Mẫu 14 TT 185/2019/TT-BQP"
	Paper         Paper  // decision, handover document, or written permission
	From          time.Time
	To            time.Time // of a temporary handover; zero else
	Approver      org.PersonID
	ApprovedAt    time.Time
	GiverAt       time.Time // when each side confirmed; zero while not
	ContactAt     time.Time
	ReceiverAt    time.Time
	DutiesVersion string // of the duty list that the receiver acknowledged (NA-20-1)
	DutiesAt      time.Time
	CreatedBy     org.PersonID
	CreatedAt     time.Time
	Profile       string // version of the rules under which it was made
	Reason        string // why it was withdrawn
}

// Temporary says that the device returns by itself.
func (h Handover) Temporary() bool { return !h.To.IsZero() }

// Incident is one report about a device, or about a certificate that is on none.
type Incident struct {
	ID          string
	Device      ID // may be empty for IncidentMisuse
	Certificate signing.CertificateID
	Kind        IncidentKind
	Agency      org.AgencyID
	Reporter    org.PersonID
	FoundAt     time.Time
	ReportedAt  time.Time
	Note        string
	Minutes     File         // biên bản, Mẫu 15
	Consent     string       // number of the authority's consent to a change of data
	Violation   bool         // registered as a breach (HT-10.5)
	Violator    org.PersonID // of the person, when Violation
	BlockedAt   time.Time    // on our side; zero when nothing was blocked
}

// Elapsed is the time from the discovery to the report (HT-10.4-2).
func (i Incident) Elapsed() time.Duration { return i.ReportedAt.Sub(i.FoundAt) }

// DutyKind is something that somebody has to do about a device by a day.
type DutyKind string

// Kinds of duties.
const (
	DutyPresence  DutyKind = "presence"  // see the device at its place (LD-17.5-2, HT-10.2-2)
	DutyInventory DutyKind = "inventory" // yearly (HD2-10.1)
	DutyHolding   DutyKind = "holding"   // the holder says: đang giữ thiết bị (HD2-15.4)
	DutySelfCheck DutyKind = "self"      // of the agency, with a checklist (HD2-14.5)
	DutyReturn    DutyKind = "return"    // give the device back after revocation or expiry
	DutyFirstPIN  DutyKind = "first-pin" // change of the first PIN; the PIN itself is never told
)

// Duty is one such task.
type Duty struct {
	ID         string
	Kind       DutyKind
	Device     ID // empty for DutySelfCheck
	Agency     org.AgencyID
	Person     org.PersonID // who has to; empty means whoever the agency entrusts
	OpenedAt   time.Time
	DueAt      time.Time
	RemindedAt time.Time
	AlertedAt  time.Time // the head was told
	DoneAt     time.Time
	DoneBy     org.PersonID
	Seen       bool // of sightings
	Note       string
	Answers    map[string]bool // of DutySelfCheck, by question
}

// Open says that it is still to be done.
func (d Duty) Open() bool { return d.DoneAt.IsZero() }

// Overdue says that it should have been done before now.
func (d Duty) Overdue(now time.Time) bool { return d.Open() && now.After(d.DueAt) }

// Notice is one line of a work list: of a person, or of everybody who has the
// role in the agency.
type Notice struct {
	ID      string
	Agency  org.AgencyID
	Person  org.PersonID
	Role    org.Role
	Kind    string // "incident", "handover", "overdue-check", "return-due", …
	Device  ID
	Subject string // id of what it is about
	Text    string // Vietnamese, complete
	At      time.Time
	SeenAt  time.Time
	SeenBy  org.PersonID
}

// BookLine is one line of the separate book of devices of the grade Mật (HT-02.3).
type BookLine struct {
	Number   int // số thứ tự
	Device   ID
	Agency   org.AgencyID
	Serial   string
	At       time.Time
	Giver    org.PersonID // empty for the first entry
	Receiver org.PersonID
	Place    string // nơi cất giữ
}

// Export is a copy of the book that somebody asked for; another person approves
// it before it is written.
type Export struct {
	ID         string
	Agency     org.AgencyID
	Reason     string
	AskedBy    org.PersonID
	AskedAt    time.Time
	ApprovedBy org.PersonID
	ApprovedAt time.Time
}

// Open says that the minutes still wait for somebody.
func (s HandoverState) Open() bool { return s == HandoverApproval || s == HandoverOpen }
