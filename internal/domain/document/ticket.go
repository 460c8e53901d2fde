package document

import (
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
)

// TicketID is a UUIDv7 in text form; it opens nothing. The secret of a ticket is
// another matter: it is told once, and only its hash is kept.
type TicketID string

// TicketAction is what a ticket lets the desk do.
type TicketAction string

// Actions of tickets.
const (
	TicketSign TicketAction = "sign" // chữ ký của người có thẩm quyền
	TicketSeal TicketAction = "seal" // cấp số và ký cơ quan
	TicketRead TicketAction = "read" // đọc chứng thư trong thiết bị cho sổ thuê bao
)

// TicketState is where a ticket stands.
type TicketState string

// States of tickets; the last three are ends.
const (
	TicketOpen      TicketState = "open"      // nobody asked for it yet
	TicketFetched   TicketState = "fetched"   // prepared and given to the agent
	TicketCompleted TicketState = "completed" // at least one item was signed, none waits
	TicketRefused   TicketState = "refused"   // nothing was signed
	TicketExpired   TicketState = "expired"
)

// ItemState is where one document of a ticket stands.
type ItemState string

// States of items; the last two are ends.
const (
	ItemOpen      ItemState = "open"
	ItemPrepared  ItemState = "prepared"
	ItemCompleted ItemState = "completed"
	ItemRefused   ItemState = "refused"
)

// Times of a ticket. Each answer of the agent renews the life of its ticket, as
// a token needs most of a second for each signature; the longest life bounds it.
const (
	ticketLife    = 5 * time.Minute
	ticketLongest = 2 * time.Hour
	// MaxTicketItems bounds one batch.
	MaxTicketItems = 500
)

// Ticket lets one person do one thing with one certificate at one desk.
type Ticket struct {
	ID          TicketID
	Secret      string // SHA-256 of the secret, hex
	Account     org.AccountID
	Person      org.PersonID
	Agency      org.AgencyID
	Action      TicketAction
	Certificate signing.CertificateID
	Transaction string // kind of electronic transaction, where the profile lists them
	State       TicketState
	Held        string // JSON of what a device told, for TicketRead
	CreatedAt   time.Time
	ExpiresAt   time.Time
	EndedAt     time.Time
	Items       []TicketItem
}

// TicketItem is one document of a ticket. Version and Rev bind it: whatever
// changes the document in between voids it.
type TicketItem struct {
	Seq      int
	Document ID
	Version  int
	Rev      int    // of the document after preparing
	Seen     string // SHA-256 of the PDF that the person saw
	State    ItemState
	Refusal  ItemRefusal
	Result   string // SHA-256 of the signed main file
	Parts    []PreparedPart
}

// ItemRefusal is why an item was not signed, complete and in Vietnamese.
type ItemRefusal struct{ Code, Message, Do, Clause string }

// PreparedPart is one signature that waits for its value.
type PreparedPart struct {
	No         int
	Name       string // of the file, shown
	Pages      int
	Base       string // SHA-256
	BaseSize   int64
	Tail       []byte // what is appended, with zeros in the hole; empty after the end
	HoleStart  int
	HoleEnd    int
	Attributes []byte // DER of the signed attributes; empty for a file that only goes along by its hash
	Hash       string
	PSS        bool
	Result     string // SHA-256 of base, tail and value
	ResultSize int64
}

// Plain reports that nothing is signed in this part.
func (p PreparedPart) Plain() bool { return len(p.Attributes) == 0 }

// Algorithm is the digest that the signed attributes are hashed with.
func (p PreparedPart) Algorithm() string {
	if p.Hash == "" {
		return "SHA-256"
	}
	return p.Hash
}

func partOf(no int, work plan, p *pades.Prepared) PreparedPart {
	out := PreparedPart{No: no, Name: work.base.Name, Pages: work.base.Pages, Base: work.base.SHA256, BaseSize: work.base.Size}
	if work.plain {
		out.Result, out.ResultSize = work.base.SHA256, work.base.Size
		return out
	}
	out.Tail, out.HoleStart, out.HoleEnd, out.Attributes, out.Hash, out.PSS = p.Tail, p.HoleStart, p.HoleEnd, p.Attributes, p.Hash, p.PSS
	return out
}

// prepared puts a stored signing together again.
func (p PreparedPart) prepared(c signing.Certificate) *pades.Prepared {
	return &pades.Prepared{
		BaseSHA256: p.Base, BaseSize: p.BaseSize, Tail: p.Tail, HoleStart: p.HoleStart, HoleEnd: p.HoleEnd,
		Attributes: p.Attributes, Certificate: c.DER, Chain: c.Chain, PSS: p.PSS, Hash: p.Hash,
	}
}

// file is the result of a part as a file of the document.
func (p PreparedPart) file() File {
	return File{From: p.Base, Pages: p.Pages, SHA256: p.Result, Size: p.ResultSize}
}

// Standing is the state at a time: a ticket expires by itself.
func (t *Ticket) Standing(now time.Time) TicketState {
	if !t.EndedAt.IsZero() {
		return t.State
	}
	completed, refused, waiting := t.Count()
	switch {
	case waiting == 0 && completed > 0: // two processes may each have ended a half
		return TicketCompleted
	case waiting == 0 && refused > 0:
		return TicketRefused
	case !now.Before(t.ExpiresAt):
		return TicketExpired
	}
	return t.State
}

// Count tells how many items were signed, refused, and wait.
func (t *Ticket) Count() (completed, refused, waiting int) {
	for _, i := range t.Items {
		switch i.State {
		case ItemCompleted:
			completed++
		case ItemRefused:
			refused++
		default:
			waiting++
		}
	}
	return completed, refused, waiting
}

// usable refuses a ticket that is over.
func (t *Ticket) usable(now time.Time) error {
	switch t.Standing(now) {
	case TicketExpired:
		return fault.New(fault.Conflict, "ticket.expired", "Lượt ký này đã hết hạn.").Do("Về trang văn bản và bấm “Ký bằng thiết bị” để tạo lượt mới.")
	case TicketCompleted, TicketRefused:
		return fault.New(fault.Conflict, "ticket.over", "Lượt ký này đã xong, không dùng lại được.").Do("Về trang văn bản; còn văn bản chưa ký thì tạo lượt mới.")
	}
	return nil
}

// renew lets the ticket live on after an answer of the agent.
func (t *Ticket) renew(now time.Time) {
	t.ExpiresAt = now.Add(ticketLife)
	if last := t.CreatedAt.Add(ticketLongest); t.ExpiresAt.After(last) {
		t.ExpiresAt = last
	}
}

// settle ends the ticket when no item waits any more.
func (t *Ticket) settle(now time.Time) {
	completed, _, waiting := t.Count()
	if waiting > 0 || len(t.Items) == 0 || !t.EndedAt.IsZero() {
		return
	}
	t.State, t.EndedAt = TicketRefused, now
	if completed > 0 {
		t.State = TicketCompleted
	}
}

// item finds an item by its number.
func (t *Ticket) item(seq int) (*TicketItem, bool) {
	for i := range t.Items {
		if t.Items[i].Seq == seq {
			return &t.Items[i], true
		}
	}
	return nil, false
}

// refuse notes why an item is not signed; an error that is no refusal is given back.
func (i *TicketItem) refuse(err error) error {
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	i.State, i.Refusal = ItemRefused, ItemRefusal{f.Code, f.Message, f.Action, f.Clause}
	return nil
}

// changedMeanwhile voids an item whose document is not what it was.
func changedMeanwhile() error {
	return fault.New(fault.Conflict, "ticket.document-changed", "Văn bản đã thay đổi sau khi chuẩn bị ký, nên lượt ký này không còn dùng cho văn bản.").
		Do("Mở lại văn bản, xem bản hiện tại rồi ký lại.")
}
