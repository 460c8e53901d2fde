package document

import (
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// RefKey is what another arrival of the same document would have, too.
func (d *Document) RefKey() string {
	key := RefKey(d.SenderRef, d.FromName)
	if key == "" || len(d.IssuedOn) < 4 {
		return ""
	}
	return d.IssuedOn[:4] + "|" + key
}

// setIntake changes a copy, so that what was read before stays as it was.
func (d *Document) setIntake(change func(*Intake)) {
	var next Intake
	if d.Intake != nil {
		next = *d.Intake
	}
	change(&next)
	d.Intake, d.changes.Intake = &next, true
}

func (d *Document) intakeDigest() string {
	i := *d.Intake
	main, _ := d.Current(Main)
	return digest(d.ID, i.Channel, i.Source, i.Address, i.Transfer, i.Paper, i.Ref, i.By, i.ByName, millis(i.At), i.Positive, i.Pending,
		i.Suspect, i.Basis, i.SameAs, i.Apart, i.Stamp, secondDigest(i.Second), i.Tombstone != nil, i.Failed, main.SHA256)
}

func secondDigest(s *SecondResult) string {
	if s == nil {
		return ""
	}
	return digest(s.Tool, s.Indication, s.Report, s.By, millis(s.At), s.Disagrees, s.Note, s.NoteBy)
}

// Corrections are the fields that the clerk settles before registering.
type Corrections struct {
	Ref, IssuedOn, From, Type, Subject string
	Signer, Title, Urgency             string
}

// Correct lays down what the clerk read on the document. Files, and what the
// sender announced with them, stay as they came.
func (d *Document) Correct(c Corrections, p *profile.Profile, at time.Time) error {
	if err := d.at(Held, Valid); err != nil {
		return err
	}
	if err := c.check(p, at); err != nil {
		return err
	}
	d.setIntake(func(*Intake) {})
	d.SenderRef, d.IssuedOn, d.FromName, d.Type, d.Subject = c.Ref, c.IssuedOn, c.From, c.Type, c.Subject
	d.Signer.Name, d.Signer.Title, d.Urgency = c.Signer, c.Title, c.Urgency
	d.UpdatedAt = at
	return nil
}

func (c *Corrections) check(p *profile.Profile, at time.Time) error {
	var f *fault.Fault
	refuse := func(field, text string) {
		if f == nil {
			f = fault.New(fault.Invalid, "incoming.fields", "Chưa đủ thông tin để vào sổ.").Under(p.Clause("documents.required_fields"))
		}
		f = f.At(field, text)
	}
	for _, s := range []*string{&c.Ref, &c.From, &c.Subject, &c.Signer, &c.Title} {
		*s = strings.Join(strings.Fields(*s), " ")
	}
	if c.From == "" {
		refuse("from", "Ghi cơ quan ban hành.")
	}
	if c.Subject == "" {
		refuse("subject", "Ghi trích yếu nội dung.")
	}
	if len(c.Subject) > 2000 || len(c.From) > 800 || len(c.Ref) > 200 || len(c.Signer) > 200 || len(c.Title) > 400 {
		refuse("subject", "Một ô ghi quá dài.")
	}
	if day, err := time.ParseInLocation("2006-01-02", c.IssuedOn, zone); c.IssuedOn != "" && (err != nil || day.After(at)) {
		refuse("issued", "Ngày văn bản không phải một ngày có thật, hoặc sau hôm nay.")
	}
	if _, ok := p.Documents.Type(c.Type); !ok && c.Type != "" {
		refuse("type", "Chọn loại văn bản trong danh mục.")
	}
	if _, ok := p.Documents.Urgency(c.Urgency); !ok && c.Urgency != "" {
		refuse("urgency", "Chọn độ khẩn trong danh mục.")
	}
	if f == nil {
		return nil
	}
	return f
}

// registrable refuses what the state alone does not: no legal value, two tools
// that disagree, a likely duplicate nobody decided about.
func (d *Document) registrable(p *profile.Profile, apart string) error {
	i := d.Intake
	switch {
	case d.State == Refused && i != nil && i.Basis == "none":
		return fault.New(fault.Conflict, "incoming.no-value", p.Verification.Refusal).Under(p.Clause("verification.refusal"))
	case i == nil:
		return nil
	case i.Tombstone != nil:
		return fault.New(fault.Conflict, "incoming.deleted", "Văn bản không hợp lệ đã bị xóa nội dung nên không vào sổ được.").
			Under(p.Clause("documents.invalid_document_policy"))
	case i.Second.Open() && p.Verification.StricterWins:
		return fault.New(fault.Conflict, "incoming.tools-disagree", "Hai kết quả kiểm tra chữ ký khác nhau; kết quả chặt hơn được áp dụng cho đến khi có ý kiến bằng văn bản.").
			Under(p.Clause("verification.stricter_result_governs")).Do("Ghi ý kiến giải quyết khác biệt, hoặc từ chối văn bản.")
	case i.Suspect != "" && p.Incoming.DuplicateNeeds && i.Apart == "" && strings.TrimSpace(apart) == "":
		return fault.New(fault.Conflict, "incoming.duplicate", "Văn bản này có thể trùng với văn bản đến đã có.").
			Under(p.Clause("incoming.duplicate_decision")).At("apart", "Ghi vì sao vẫn vào sổ, hoặc chọn gắn vào văn bản đã có.").
			Do("Mở văn bản đã có để so, rồi gắn trùng hoặc vào sổ kèm lý do.")
	}
	return nil
}

// RegisterPending enters a document whose signatures could not be checked yet,
// where the profile lets work go on (HT-03.3).
func (d *Document) RegisterPending(by org.Actor, number int, p *profile.Profile, at time.Time) error {
	if d.State != Held || d.Refusal.Code != "indeterminate" || !p.Documents.HoldWhenUnverifiable {
		return d.Register(by, number, at)
	}
	if err := d.move(Registered); err != nil {
		return err
	}
	d.setIntake(func(i *Intake) { i.Pending = true })
	d.Arrival = number
	dec := d.decide(ArrivalEntered, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = "Vào sổ khi chưa kiểm tra được chữ ký; hệ thống tự kiểm tra lại.", p.Clause("documents.hold_when_unverifiable")
	d.note(dec)
	d.Holder, d.UpdatedAt = "", at
	return nil
}

// Reverified settles a document that was registered before a verdict.
func (d *Document) Reverified(v Verdict, at time.Time) {
	if d.Intake == nil || !d.Intake.Pending || v.Inconclusive {
		return
	}
	d.setIntake(func(i *Intake) {
		i.Pending, i.Positive = false, v.OK
		if !v.OK {
			i.Failed = v.Reason.Text
		}
	})
	d.UpdatedAt = at
}

// Link ends an arrival as the duplicate of an earlier one; it gets no number.
func (d *Document) Link(by org.Actor, to *Document, p *profile.Profile, at time.Time) error {
	if err := d.at(Held, Valid); err != nil {
		return err
	}
	if to.ID == d.ID || to.Agency != d.Agency || to.Direction != Incoming || to.State == Refused {
		return fault.New(fault.Invalid, "incoming.link", "Văn bản được chọn không phải một văn bản đến đã có của cơ quan.")
	}
	if err := d.move(Refused); err != nil {
		return err
	}
	text := "Trùng với văn bản đã nhận ngày " + to.ArrivedAt.In(zone).Format("02/01/2006")
	if to.Arrival > 0 {
		text += ", số đến " + strconv.Itoa(to.Arrival)
	}
	d.setIntake(func(i *Intake) { i.SameAs = to.ID })
	d.Refusal = Reason{Code: "duplicate", Text: text + "."}
	dec := d.decide(ArrivalLinked, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = d.Refusal.Text, p.Clause("incoming.duplicate_decision")
	d.note(dec)
	d.UpdatedAt = at
	return nil
}

// SendBack (chuyển trả) gives a registered document back: it was meant for
// somebody else. Its arrival number stays with it.
func (d *Document) SendBack(by org.Actor, why Reason, p *profile.Profile, at time.Time) error {
	if _, ok := p.Documents.RefusalReason(why.Code); !ok {
		return fault.New(fault.Invalid, "incoming.return-reason", "Chuyển trả phải có lý do.").At("code", "Chọn lý do.").Under(p.Clause("documents.refusal_reasons"))
	}
	if strings.TrimSpace(why.Text) == "" {
		return fault.New(fault.Invalid, "incoming.return-reason", "Chuyển trả phải có lý do.").At("text", "Ghi nội dung gửi lại nơi gửi.").Under(p.Clause("documents.refusal_reasons"))
	}
	if err := d.at(Registered, Assigned); err != nil {
		return err
	}
	if err := d.move(SentBack); err != nil {
		return err
	}
	d.Refusal = Reason{Code: why.Code, Text: strings.TrimSpace(why.Text)}
	dec := d.decide(ArrivalReturn, by, d.ContentHash(), true, at)
	dec.Comment, dec.Clause = d.Refusal.Text, p.Clause("documents.refusal_reasons")
	d.note(dec)
	d.Holder, d.UpdatedAt = "", at
	return nil
}

// bury keeps the tombstone of content that the profile wants deleted at once
// (HD2-12.2): hashes, when the sender was told and who refused.
func (d *Document) bury(by org.Actor, p *profile.Profile, at time.Time) {
	if p.Documents.InvalidPolicy != profile.RefuseAndDelete || p.Documents.QuarantineDays > 0 {
		return
	}
	stone := &Tombstone{NoticeAt: at, At: at, By: by.Name}
	for _, f := range d.Files {
		stone.SHA256 = append(stone.SHA256, f.SHA256)
	}
	d.setIntake(func(i *Intake) { i.Tombstone = stone })
}
