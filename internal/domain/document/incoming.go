package document

import (
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Arrival is what a delivery brings before anything is believed of it.
type Arrival struct {
	Agency     org.AgencyID // receiver
	Province   string
	Delivery   string
	From       string
	FromName   string
	SenderRef  string
	Ref        string // DocumentId of exchange
	Date       string
	Type       string
	Subject    string
	Signer     string
	Urgency    string
	Files      []File
	Intake     Intake // Channel and what is known of the source
	ReceivedAt time.Time
}

// NewArrival makes the incoming document in the state "Chờ kiểm tra".
func NewArrival(a Arrival) *Document {
	d := &Document{
		ID: ID(newID()), Direction: Incoming, Agency: a.Agency, Province: a.Province, State: Arrived,
		Fields: Fields{Type: a.Type, Subject: a.Subject, Secrecy: Ordinary, Origin: Created, Signer: Signer{Name: a.Signer}},
		From:   a.From, FromName: a.FromName, SenderRef: a.SenderRef, DeliveryID: a.Delivery, DocumentRef: a.Ref,
		IssuedOn: a.Date, ArrivedAt: a.ReceivedAt, CreatedAt: a.ReceivedAt, UpdatedAt: a.ReceivedAt, Version: 1,
	}
	d.Urgency = a.Urgency
	if a.Intake.Channel == "" {
		a.Intake.Channel, a.Intake.Transfer = ByExchange, a.Delivery
	}
	a.Intake.Ref = a.Ref
	d.Intake, d.changes.Intake = &a.Intake, true
	d.changes.New, d.changes.Recipients = true, true
	for i, f := range a.Files {
		f.Order, f.At = i, a.ReceivedAt
		d.addFile(f)
		d.Pages = max(d.Pages, f.Pages)
	}
	v := Version{ID: VersionID(newID()), No: 1, Hash: contentHash(a.Files), At: a.ReceivedAt}
	d.Versions = append(d.Versions, v)
	d.changes.Versions = append(d.changes.Versions, v)
	return d
}

// AddCheck appends a verification; earlier ones stay.
func (d *Document) AddCheck(c Check) {
	c.ID = newID()
	d.Checks = append(d.Checks, c)
	d.changes.Checks = append(d.changes.Checks, c)
}

// Verdict of intake over all files of an arrival.
type Verdict struct {
	OK           bool
	Inconclusive bool // not enough evidence: checked again later
	Reason       Reason
}

// Judge moves the arrival by the verdict and the province's policy
// (NA-21.3-1, -2; HT holds instead of refusing).
func (d *Document) Judge(v Verdict, p *profile.Profile, at time.Time) error {
	if err := d.at(Arrived, Held); err != nil {
		return err
	}
	d.UpdatedAt = at
	switch {
	case v.OK:
		d.Refusal = Reason{} // of an earlier look that could not tell
		return d.move(Valid)
	case v.Inconclusive:
		d.Refusal = v.Reason
		return d.move(Held)
	case !p.Documents.InvalidPolicy.Refuses():
		d.Refusal, d.changes.Told = v.Reason, true
		return d.move(Held)
	}
	return d.refuse(org.Actor{Name: "Hệ thống"}, v.Reason, p, at)
}

// Refuse by the clerk needs a code of the profile's list and a text.
func (d *Document) Refuse(by org.Actor, why Reason, p *profile.Profile, at time.Time) error {
	if _, ok := p.Documents.RefusalReason(why.Code); !ok || strings.TrimSpace(why.Text) == "" {
		f := fault.New(fault.Invalid, "incoming.refusal-reason", "Từ chối phải có lý do.").Under(p.Clause("documents.refusal_reasons"))
		if !ok {
			f = f.At("code", "Chọn lý do.")
		}
		if strings.TrimSpace(why.Text) == "" {
			f = f.At("text", "Ghi nội dung gửi lại nơi gửi.")
		}
		return f
	}
	if err := d.at(Held, Valid); err != nil {
		return err
	}
	return d.refuse(by, why, p, at)
}

func (d *Document) refuse(by org.Actor, why Reason, p *profile.Profile, at time.Time) error {
	if err := d.move(Refused); err != nil {
		return err
	}
	if notice := p.Documents.InvalidNotice; p.Documents.InvalidPolicy.AsksToResend() && notice != "" && !strings.Contains(why.Text, notice) {
		why.Text = strings.TrimSpace(why.Text) + " " + notice
	}
	d.Refusal = why
	dec := d.decide(ArrivalRefused, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = why.Text, p.Clause("documents.invalid_document_policy")
	d.note(dec)
	d.bury(by, p, at)
	d.UpdatedAt = at
	return nil
}

// Register (vào sổ đến) gives the arrival number; unchecked or refused
// documents never get one (NA-21.3-1).
func (d *Document) Register(by org.Actor, number int, at time.Time) error {
	if d.State == Arrived || d.State == Held {
		return fault.New(fault.Conflict, "incoming.unchecked", "Văn bản đến chưa được kiểm tra, hoặc kết quả chưa đủ căn cứ.").
			Under("NA-21.3-1").Do("Bấm “Kiểm tra lại chữ ký”.")
	}
	if err := d.at(Valid); err != nil {
		return err
	}
	if err := d.move(Registered); err != nil {
		return err
	}
	d.Arrival = number
	d.decide(ArrivalEntered, by, d.ContentHash(), true, at)
	d.Holder, d.UpdatedAt = "", at
	return nil
}
