package document

import (
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Decisions about documents that were wrong when they left (NĐ 30/2020, Điều 18).
const (
	RecallMade     DecisionKind = "recalled"  // thu hồi, thay thế, đính chính, at the sender
	RecallHeard    DecisionKind = "recall-in" // the sender's notice reached the receiver
	ContentGone    DecisionKind = "destroyed" // the receiver destroyed its copy on the System
	RecallDeclined DecisionKind = "recall-no" // the receiver keeps it, with a reason
	PrintMade      DecisionKind = "printed"   // bản giấy in từ bản đã ký
	LeftPaper      DecisionKind = "left-on-paper"
)

// EventRecalled tells the receivers; subject: the outgoing document.
const EventRecalled = "document.recalled"

// RecallKind says what is to become of a document that left.
type RecallKind string

// Kinds of recalls.
const (
	RecallOnly RecallKind = "recall"  // thu hồi
	Replace    RecallKind = "replace" // thay thế bằng văn bản cùng hình thức
	Correct    RecallKind = "correct" // đính chính bằng công văn; the document stays
)

// Name is the kind as a clerk calls it.
func (k RecallKind) Name() string {
	return map[RecallKind]string{RecallOnly: "Thu hồi", Replace: "Thay thế", Correct: "Đính chính"}[k]
}

// Recall is the row that banners and notices are read from: one at the sender
// and one for each copy of a receiver.
type Recall struct {
	Document   ID
	Origin     ID // the sender's document; equal to Document there
	Agency     org.AgencyID
	Kind       RecallKind
	Reason     string
	New        ID     // the sender's replacing or correcting document
	NewSymbol  string // "12/QĐ-SKHCN"
	By         org.PersonID
	ByName     string
	At         time.Time
	Answer     string // "destroyed", "kept" with a reason, or empty
	AnsweredBy string
	AnsweredAt time.Time
}

// Banner is the line that stands on the old copy wherever it is opened.
func (r Recall) Banner() string {
	on := r.At.In(zone).Format("02/01/2006")
	switch r.Kind {
	case Replace:
		return "Đã thu hồi ngày " + on + ", thay bằng " + r.NewSymbol + ". Lý do: " + r.Reason
	case Correct:
		return "Đã đính chính ngày " + on + " bằng " + r.NewSymbol + ". Nội dung: " + r.Reason
	default:
		return "Đã thu hồi ngày " + on + ". Lý do: " + r.Reason
	}
}

// Recalling is what the clerk or the leader fills in.
type Recalling struct {
	Kind   RecallKind
	Reason string
	New    ID // of a released document of the agency; for replace and correct
}

// Recall notes that the document is recalled; nothing of it is deleted.
func (d *Document) Recall(by org.Actor, x Recalling, at time.Time) error {
	if err := d.at(Released); err != nil {
		return err
	}
	if d.decided(RecallMade) {
		return fault.New(fault.Conflict, "recall.again", "Văn bản này đã thu hồi hoặc thay thế rồi.")
	}
	if strings.TrimSpace(x.Reason) == "" {
		return fault.New(fault.Invalid, "recall.reason", "Chưa thu hồi được.").Under("NĐ 30/2020/NĐ-CP, Điều 18").At("reason", "Ghi lý do.")
	}
	dec := d.decide(RecallMade, by, d.sealedHash(), true, at)
	dec.Comment = x.Kind.Name() + ": " + strings.TrimSpace(x.Reason)
	d.note(dec)
	d.UpdatedAt = at
	return nil
}

// HearRecall notes the sender's notice on the copy of the receiver.
func (d *Document) HearRecall(by org.Actor, r Recall, at time.Time) {
	dec := d.decide(RecallHeard, by, "", true, at)
	dec.Comment = r.Banner()
	d.note(dec)
	d.UpdatedAt = at
}

// Destroy ends the receiver's copy: its content is not given out any more, its
// line in the register, its fields and its history stay.
func (d *Document) Destroy(by org.Actor, at time.Time) error {
	if !d.decided(RecallHeard) {
		return fault.New(fault.Conflict, "recall.none", "Nơi gửi không thu hồi văn bản này, không hủy được.").Under("NĐ 30/2020/NĐ-CP, Điều 18")
	}
	if d.Gone() {
		return fault.New(fault.Conflict, "recall.destroyed", "Văn bản này đã hủy trên hệ thống.")
	}
	main, _ := d.Current(Main)
	d.decide(ContentGone, by, main.SHA256, true, at)
	d.UpdatedAt = at
	return nil
}

// Gone reports whether the content was destroyed after a recall.
func (d *Document) Gone() bool { return d.decided(ContentGone) }

// decided reports whether a decision of this kind was ever made and not voided,
// whatever version it was made on.
func (d *Document) decided(kind DecisionKind) bool {
	for _, dec := range d.Decisions {
		if dec.Kind == kind && dec.Voided.IsZero() {
			return true
		}
	}
	return false
}

// gone refuses the content of a destroyed copy.
func (d *Document) gone() error {
	if !d.Gone() {
		return nil
	}
	return fault.New(fault.NotFound, "recall.gone", "Nội dung đã hủy theo yêu cầu thu hồi của nơi gửi; sổ và quá trình xử lý vẫn được giữ.").
		Under("NĐ 30/2020/NĐ-CP, Điều 18")
}
