package device

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
)

// ID is a UUIDv7 in text form.
type ID string

// Kind of device.
type Kind string

// Kinds of devices; the values are those of signing.KeyKind.
const (
	Token  Kind = "token"  // USB PKI token
	SIM    Kind = "sim"    // SIM PKI
	HSM    Kind = "hsm"    // hardware security module
	Remote Kind = "remote" // ký số từ xa
)

// State of a device; the table of moves is in states.go.
type State string

// States of a device, in the order of its life (readings, section 3).
const (
	AtAuthority  State = "at-authority"  // Ở Cục
	AtDepartment State = "at-department" // Sở hoặc đầu mối đã nhận
	Awaiting     State = "awaiting"      // Chờ nhận
	InUse        State = "in-use"        // Đang dùng
	Locked       State = "locked"        // Bị khóa vì nhập sai mật khẩu
	Broken       State = "broken"        // Hỏng
	Lost         State = "lost"          // Mất; the end
	ReturnDue    State = "return-due"    // Chờ thu hồi
	Returned     State = "returned"      // Sở hoặc cơ quan đã nhận lại
	HandedBack   State = "handed-back"   // Đã giao Cục; the end
)

// Device is one line of the book of devices.
type Device struct {
	ID     ID
	Serial string // as on the device; unique while the device lives
	Kind   Kind
	Model  string
	Agency org.AgencyID // the managing agency (cơ quan quản lý trực tiếp)
	// Holder is whose personal device it is; empty for a device of the agency
	// or of a system, whose custodian Keeper is.
	Holder  org.PersonID
	Keeper  org.PersonID // who answers for it now; the holder of a personal device
	System  string       // name of the service or software, for its certificates
	Place   string       // where it is kept (nơi cất giữ)
	State   State
	Since   time.Time // of State
	DueAt   time.Time // of the duty that State brings (return); zero for none
	AddedAt time.Time
	// Certificates on it now.
	Certificates []signing.CertificateID
}

// Events that other subjects hear.
const (
	// EventIncident says that a device was reported lost, broken, locked or
	// unsafe; the subject is the incident, the payload IncidentMessage.
	EventIncident = "device.incident"
	// EventHandedOver says that the receiver confirmed; payload HandoverMessage.
	EventHandedOver = "device.handed-over"
)

// IncidentKind says what happened.
type IncidentKind string

// Kinds of incidents (NA-20-2, LD-19.2, HT-10.4-2, HD2-15.2).
const (
	IncidentLost        IncidentKind = "lost"        // mất, thất lạc
	IncidentBroken      IncidentKind = "broken"      // hỏng
	IncidentLocked      IncidentKind = "locked"      // bị khóa do nhập sai mật khẩu
	IncidentCompromised IncidentKind = "compromised" // nghi lộ khóa, mất an toàn
	IncidentTampered    IncidentKind = "tampered"    // can thiệp dữ liệu
	IncidentRetired     IncidentKind = "retired"     // the holder retires
	IncidentMoved       IncidentKind = "moved"       // the holder moves to another agency
	IncidentMisuse      IncidentKind = "misuse"      // somebody else tried to sign with it (HT-10.3, HD2-16.3)
)

// IncidentMessage is the payload of EventIncident.
type IncidentMessage struct {
	Device       ID                      `json:"device"`
	Kind         IncidentKind            `json:"kind"`
	Certificates []signing.CertificateID `json:"certificates"`
	Agency       org.AgencyID            `json:"agency"`
	Reporter     org.PersonID            `json:"reporter"`
	Found        time.Time               `json:"found"`
	Reported     time.Time               `json:"reported"`
}

// HandoverMessage is the payload of EventHandedOver.
type HandoverMessage struct {
	Device   ID           `json:"device"`
	Receiver org.PersonID `json:"receiver"`
}
