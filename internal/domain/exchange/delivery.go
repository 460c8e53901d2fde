package exchange

import (
	"encoding/json"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// DeliveryID is a UUIDv7 in text form.
type DeliveryID string

// State of one delivery, as the sender sees it.
type State string

// States (trạng thái gửi). Unconnected recipients stay Waiting.
const (
	Waiting   State = "waiting"
	Sent      State = "sent"
	Received  State = "received"  // readable in the receiver's inbox
	Accepted  State = "accepted"  // entered in the receiver's register
	RefusedBy State = "refused"   // bị từ chối
	HeldBy    State = "held"      // did not hold; waits for the receiver's clerk (HT-07.1-3)
	Unreached State = "unreached" // no connection to this recipient
)

var names = map[State]string{
	Waiting: "Chờ gửi", Sent: "Đã gửi", Received: "Đã nhận, chờ vào sổ", Accepted: "Đã vào sổ đến",
	RefusedBy: "Bị từ chối", HeldBy: "Chờ xử lý ở nơi nhận", Unreached: "Chưa kết nối, chờ gửi",
}

// Name is the state as a clerk calls it.
func (s State) Name() string { return names[s] }

// Delivery is one document on its way to one recipient.
type Delivery struct {
	ID         DeliveryID
	Document   document.ID
	Sender     org.AgencyID
	Recipient  document.Recipient
	State      State
	Manifest   Manifest
	Reason     document.Reason
	Arrival    int
	Receipt    string // JSON of the answer, with the signed head of the receiver's log
	CreatedAt  time.Time
	SentAt     time.Time
	ReceivedAt time.Time
	AnsweredAt time.Time
}

// Manifest says what is sent; the receiver holds the bytes against it.
type Manifest struct {
	Ref      string         `json:"document_id"`
	From     string         `json:"from"`
	FromName string         `json:"from_name"`
	To       string         `json:"to"`
	Symbol   string         `json:"symbol"`
	Date     string         `json:"date"`
	Type     string         `json:"type"`
	Subject  string         `json:"subject"`
	Signer   string         `json:"signer"`
	Urgency  string         `json:"urgency,omitempty"`
	Files    []ManifestFile `json:"files"`
}

// ManifestFile is one file of the message with its hash at sending.
type ManifestFile struct {
	Role   document.Role `json:"role"`
	Name   string        `json:"name"`
	SHA256 string        `json:"sha256"`
	Size   int64         `json:"size"`
	Pages  int           `json:"pages,omitempty"`
}

// Receipt is what goes back to the sender.
type Receipt struct {
	Delivery DeliveryID      `json:"delivery"`
	By       string          `json:"by"` // code of the receiving agency
	State    State           `json:"state"`
	Arrival  int             `json:"arrival,omitempty"`
	Reason   document.Reason `json:"reason"`
	At       time.Time       `json:"at"`
	Returned bool            `json:"returned,omitempty"` // given back after it was entered
	SHA256   string          `json:"sha256"`             // of the main file, as the receiver read it
	TreeHead string          `json:"log_head"`           // signed note over the log
}

// answer takes the first answer that is final; what comes after it, or comes
// again, changes nothing. That the receiver holds the document is not final.
func (d *Delivery) answer(r Receipt) bool {
	if d.State == Accepted && !r.Returned || d.State == RefusedBy || d.State == r.State && d.Reason == r.Reason {
		return false
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return false // a Receipt is plain data
	}
	d.State, d.Arrival, d.Reason, d.AnsweredAt, d.Receipt = r.State, r.Arrival, r.Reason, r.At, string(raw)
	return true
}
