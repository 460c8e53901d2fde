package request

import (
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
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
	Managing    org.AgencyID
	Agency      org.AgencyID
	Person      org.PersonID // for a person, or the responsible officer of a service
	Post        org.PostID   // by which the person is entitled (NA-02.6)
	System      string       // name of the device, service or software
	Certificate signing.CertificateID
	Device      device.ID
	Reason      string            // code of the profile's list
	Note        string            // in words
	Fields      map[string]string // what the form asks, by column code
	Old         map[string]string // for a change: what stands now
	Province    string            // profile
	Part        string            // part and revision of the profile under which it was made
	Channel     string            // "paper", "signed-electronic"
	Document    string            // id of the document that carries it
	Dispatch    string            // id of the consolidated dispatch
	Previous    ID                // the round before
	CreatedBy   org.PersonID
	CreatedAt   time.Time
	ReceivedAt  time.Time // by the department
	ValidAt     time.Time // the clock starts here
	DueAt       time.Time // of the step under way; zero for none
	UpdatedAt   time.Time
}

// Step is one line of a request's history.
type Step struct {
	At     time.Time
	State  State
	Actor  org.PersonID
	Note   string
	Clause string
}

// EventMoved says that a request entered a state; the subject is the request,
// the payload MovedMessage.
const EventMoved = "request.moved"

// MovedMessage is the payload of EventMoved.
type MovedMessage struct {
	State State `json:"state"`
}
