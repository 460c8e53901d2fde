package request

import (
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
)

// ID is a UUIDv7 in text form.
type ID string

// Kind of request.
type Kind string

// Kinds; the values are those of the profile's tables of forms and limits.
const (
	New          Kind = "new"    // cấp mới
	Renew        Kind = "renew"  // gia hạn
	Change       Kind = "change" // thay đổi nội dung thông tin
	Revoke       Kind = "revoke" // thu hồi chứng thư
	ReturnDevice Kind = "return" // thu hồi thiết bị
	Recover      Kind = "recover"
)

// Subject says for whom a certificate speaks.
type Subject string

// Subjects of certificates.
const (
	ForPerson  Subject = "person"
	ForAgency  Subject = "agency"
	ForService Subject = "service" // thiết bị, dịch vụ, phần mềm
)

// State of a request; the table of moves, with who may and which clause, is in
// states.go.
type State string

// States (readings, section 3). Which of them a request passes is the way that
// the profile prescribes.
const (
	Draft       State = "draft"        // Nháp
	Confirmed   State = "confirmed"    // Thuê bao đã xác nhận
	Signing     State = "signing"      // Đã trình thủ trưởng: its document is under way
	HeadSigned  State = "head-signed"  // Thủ trưởng đã ký xác nhận
	Sent        State = "sent"         // Đã gửi
	Received    State = "received"     // Sở đã tiếp nhận
	Valid       State = "valid"        // Hợp lệ: the clock runs
	Returned    State = "returned"     // Trả lại; ends this round, a new draft may follow
	Approved    State = "approved"     // Sở đã duyệt
	Forwarded   State = "forwarded"    // Đã chuyển Cục
	AtAuthority State = "at-authority" // Cục tiếp nhận
	Granted     State = "granted"      // Cục trả kết quả
	Refused     State = "refused"      // Từ chối, Không chấp nhận
	Restored    State = "restored"     // Đã khôi phục
	HandedOver  State = "handed-over"  // Đã bàn giao
	Closed      State = "closed"       // Đóng
	Withdrawn   State = "withdrawn"    // Rút
)

// Request is one line that the authority will act on.
type Request struct {
	ID      ID
	Code    string // shown to people: "YC-2026-00012"
	Kind    Kind
	Subject Subject
	State   State
	Rev     int // grows with each change; a stale form is refused
	// Managing is the agency that sends it, Agency and Person of whom it speaks.
	Managing     org.AgencyID
	ManagingName string
	Agency       org.AgencyID
	Person       org.PersonID // for a person, or the responsible officer of a service
	Post         org.PostID   // by which the person is entitled (NA-02.6)
	System       string       // name of the device, service or software
	Whom         string       // the person, agency or system as lists show it
	Certificate  signing.CertificateID
	Former       signing.CertificateID // of a new issue: the one that ended before (HD2-08), or whose device broke (HD2-15.2)
	Issued       signing.CertificateID // what the authority granted
	Pended       string                // of a revocation: the line of the certificate's history by which it put it out of use
	Renewals     int                   // of a renewal: which one it is
	Basis        string                // by which clause the subject is entitled, as it was checked
	Serial       string                // of the certificate, for lists and forms
	Device       device.ID
	DeviceSerial string
	Secret       bool              // the province grades devices: the serial is not for everybody who reads the request
	Reason       string            // code of the profile's list
	ReasonLabel  string            // in the words of that list
	Note         string            // in words
	Fields       map[string]string // what the form asks, by column code
	Old          map[string]string // for a change: what stands now
	Ticks        []Tick            // evidence for the conditions of the law
	Minutes      Minutes           // of a loss, where the profile asks for them
	Files        []File
	Province     string // profile
	Terms        Terms  // what the profile said when it was made
	Channel      Channel
	Document     string // id of the document that carries it
	Cover        Cover  // number and date of that document once it is released
	Snapshot     string // SHA-256 of the data that went to the head; empty while it may be edited
	Dispatch     string // id of the consolidated dispatch
	Answer       Answer
	Previous     ID // the round before
	Officer      org.PersonID
	OfficerName  string
	Flag         Flag // what the records say about it, "" for nothing
	EffectiveAt  time.Time
	CreatedBy    org.PersonID
	Submitter    org.AccountID // who put it to the head; may not approve it (LD-16.1b)
	ConfirmedBy  org.PersonID
	CreatedAt    time.Time
	ConfirmedAt  time.Time
	SentAt       time.Time
	ReceivedAt   time.Time // by the department
	ValidAt      time.Time // the clock starts here
	ContactedAt  time.Time // by the department, for a recovery (LD-08.2)
	ForwardedAt  time.Time
	DueAt        time.Time // of the step under way; zero for none
	LateHours    int       // working hours over the last due time that ran out
	UpdatedAt    time.Time
}

// Channel is the way by which a request comes to whom it asks.
type Channel string

// Channels; the values are those of the profile's request_channels.
const (
	Paper      Channel = "paper"             // giấy, kèm bản quét
	Electronic Channel = "signed-electronic" // văn bản điện tử ký số
)

// Flag marks a draft that the records opened by themselves.
type Flag string

// FlagOpened says that a change in the records of people, agencies or devices
// opened the draft; one for revocation reads "cần thu hồi".
const FlagOpened Flag = "opened"

// Tick is one condition of the law with its evidence in words, or the id of a
// file of the request.
type Tick struct {
	Code     string `json:"code"`
	Evidence string `json:"evidence"`
}

// Minutes (biên bản xác nhận thất lạc, Mẫu 15) of a lost device; File is the
// scanned paper among the request's files.
type Minutes struct {
	Date         string `json:"date"` // YYYY-MM-DD
	Place        string `json:"place"`
	Participants string `json:"participants"`
	DeviceSerial string `json:"device_serial"`
	File         string `json:"file"` // id of the File
}

// FileRole says what a stored file of a request is.
type FileRole string

// Roles of files.
const (
	Scan     FileRole = "scan"     // bản quét của hồ sơ giấy
	LossForm FileRole = "loss"     // biên bản thất lạc
	Evidence FileRole = "evidence" // giấy tờ chứng minh
)

// File is one stored paper of a request.
type File struct {
	ID     string
	Role   FileRole
	Name   string
	SHA256 string
	Size   int64
	At     time.Time
}

// Cover is the number, symbol and date of a released document.
type Cover struct {
	Number int    `json:"number"`
	Symbol string `json:"symbol"` // whole: "12/SKHCN-CĐS"
	Date   string `json:"date"`   // YYYY-MM-DD
}

// Answer is what came back: the document and what it says.
type Answer struct {
	Document string    `json:"document"` // id of the incoming or outgoing document
	Symbol   string    `json:"symbol"`   // its number and symbol
	Date     string    `json:"date"`
	Reason   string    `json:"reason"` // of a refusal
	At       time.Time `json:"at"`     // when it was entered here
}

// Terms are the rules of the profile under which the request was made; later
// changes of the profile do not touch it (HT-06.2).
type Terms struct {
	Profile     string            `json:"profile"` // version
	Source      string            `json:"source"`  // "Thông tư 185/2019/TT-BQP"
	Route       string            `json:"route"`   // of the profile
	To          To                `json:"to"`
	Forms       []profile.FormRef `json:"forms"`
	Checklist   string            `json:"checklist"`
	Forward     Limit             `json:"forward"`      // of the department
	Recovery    Limit             `json:"recovery"`     // of the department
	Authority   Limit             `json:"authority"`    // of the authority, expected
	FromReceipt bool              `json:"from_receipt"` // the clock starts with the receipt, not with the valid dossier
}

// To says who acts on a request first.
type To string

// Receivers of requests.
const (
	ToDepartment To = "department" // Sở, Văn phòng: checks, approves and forwards, or serves by delegation
	ToAuthority  To = "authority"  // Cục
)

// Limit is a time in working days, or in plain hours when Days is zero; both
// zero is none.
type Limit struct {
	Days  int `json:"days"`
	Hours int `json:"hours"`
}

// Step is one line of a request's history.
type Step struct {
	At        time.Time
	State     State
	Deed      Deed
	Actor     org.PersonID
	ActorName string
	Note      string
	Clause    string
}

// Contact is one attempt of the department to reach the agency (LD-08.2).
type Contact struct {
	At     time.Time
	Agency string // đầu mối, who was reached, and where
	By     org.PersonID
	ByName string
	Result string
}

// Notice is a message to an agency that came with a step, such as the result of
// a recovery (NA-13.2b-1).
type Notice struct {
	ID      string
	Request ID
	Agency  org.AgencyID
	Text    string
	At      time.Time
}

// Dispatch is the consolidated letter to the authority with its lines
// (LD-09-2); it is sent when Cover has a number.
type Dispatch struct {
	ID        string
	Province  string
	Agency    org.AgencyID // who sends it
	Kind      Kind
	Subject   Subject
	Document  string
	Cover     Cover
	Answer    Answer
	CreatedBy org.PersonID
	CreatedAt time.Time
	SentAt    time.Time
}

// Officer is the assignment of somebody to subscriber management (HD2-13.1).
type Officer struct {
	ID       string
	Person   org.PersonID
	Name     string
	Agency   org.AgencyID // of the department
	Kinds    []Kind       // empty = every kind
	Agencies []org.AgencyID
	Decision string // by which it was laid down
	From     time.Time
	To       time.Time // zero while it lasts
}

// EventMoved says that a request entered a state; the subject is the request,
// the payload MovedMessage.
const EventMoved = "request.moved"

// MovedMessage is the payload of EventMoved.
type MovedMessage struct {
	State State `json:"state"`
}
