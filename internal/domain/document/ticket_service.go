package document

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// TicketTarget is one document to sign, and the PDF that the person saw of it.
type TicketTarget struct {
	Document ID
	Hash     string
}

// OpenTicket begins a signing with a key that is on a device at the desk. Every
// document is asked what Sign and Seal ask before they open a key; one that may
// not be signed is an item with its refusal, and refuses the call when it is the
// only one. Nothing is prepared and no number is taken before the agent asks.
// For TicketSign a document that waits for approval is approved first, exactly
// as it was seen. The secret is told here and never again.
func (s *Service) OpenTicket(ctx context.Context, by org.Actor, action TicketAction, targets []TicketTarget, with With) (*Ticket, string, error) {
	if action != TicketSign && action != TicketSeal {
		return nil, "", fmt.Errorf("a ticket for signing cannot be for %q", action)
	}
	switch {
	case len(targets) == 0:
		return nil, "", fault.New(fault.Invalid, "ticket.empty", "Chưa chọn văn bản nào để ký.").Do("Đánh dấu các văn bản cần ký rồi bấm lại.")
	case len(targets) > MaxTicketItems:
		return nil, "", fault.New(fault.Invalid, "ticket.too-many", fmt.Sprintf("Mỗi lượt ký tối đa %d văn bản.", MaxTicketItems)).Do("Chọn ít văn bản hơn.")
	}
	t, secret, err := s.newTicket(by, action)
	if err != nil {
		return nil, "", err
	}
	t.Certificate, t.Transaction = with.Certificate, with.Transaction
	seen := map[ID]bool{}
	for _, target := range targets {
		if seen[target.Document] {
			continue
		}
		seen[target.Document] = true
		item, err := s.openItem(ctx, by, t, target, with)
		if err != nil {
			return nil, "", err
		}
		t.Items = append(t.Items, item)
	}
	if len(t.Items) == 1 && t.Items[0].State == ItemRefused {
		return nil, "", t.Items[0].Refusal.fault()
	}
	t.settle(s.Now())
	return t, secret, s.addTicket(ctx, by, t)
}

func (r ItemRefusal) fault() error {
	return fault.New(fault.Conflict, r.Code, r.Message).Under(r.Clause).Do(r.Do)
}

// newTicket makes the random secret of 256 bits.
func (s *Service) newTicket(by org.Actor, action TicketAction) (*Ticket, string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, "", fmt.Errorf("making an id: %w", err)
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return nil, "", fmt.Errorf("making the secret of a ticket: %w", err)
	}
	secret, now := base64.RawURLEncoding.EncodeToString(random), s.Now()
	return &Ticket{
		ID: TicketID(id.String()), Secret: secretHash(secret), Account: by.Account, Person: by.Person, Agency: by.Agency, Action: action,
		State: TicketOpen, CreatedAt: now, ExpiresAt: now.Add(ticketLife),
	}, secret, nil
}

func secretHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func (s *Service) addTicket(ctx context.Context, by org.Actor, t *Ticket) error {
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddTicket(ctx, t); err != nil {
			return fmt.Errorf("storing a ticket: %w", err)
		}
		return tx.Audit(ctx, s.entry(by, "signing-ticket.opened", string(t.ID), p, map[string]string{
			"action": string(t.Action), "certificate": idOnly(string(t.Certificate)), "items": fmt.Sprint(len(t.Items)),
		}))
	})
}

// openItem asks what a signing asks before its key; a refusal is the item's.
func (s *Service) openItem(ctx context.Context, by org.Actor, t *Ticket, target TicketTarget, with With) (TicketItem, error) {
	item := TicketItem{Seq: len(t.Items) + 1, Document: target.Document, Seen: target.Hash, State: ItemOpen}
	d, err := s.ready(ctx, by, t, item, with)
	if t.Action == TicketSign && fault.Is(err, "document.order") {
		if err = s.Approve(ctx, by, target.Document, target.Hash); err == nil {
			d, err = s.ready(ctx, by, t, item, with)
		}
	}
	if err == nil {
		item.Version, item.Rev = d.Version, d.Rev
		return item, nil
	}
	if fault.Is(err, "document.absent") {
		return item, err // an item would tell that there is such a document
	}
	return item, item.refuse(s.tried(ctx, by, target.Document, "document."+string(t.Action), with, err))
}

// ready loads the document of an item when everything but the value is there.
func (s *Service) ready(ctx context.Context, by org.Actor, t *Ticket, item TicketItem, with With) (*Document, error) {
	d, err := s.load(ctx, by, item.Document, "document."+org.Action(t.Action))
	if err != nil {
		return nil, s.outOfTurn(d, by, err)
	}
	if step, ok := d.TurnOf(by, t.Action == TicketSeal); ok {
		_, row, err := s.stepSignable(ctx, by, d, step, s.seenOf(d, t, item), with)
		if err != nil {
			return nil, err
		}
		return d, inDevice(row)
	}
	if t.Action == TicketSign {
		_, row, err := s.signable(ctx, by, d, item.Seen, with)
		if err != nil {
			return nil, err
		}
		return d, inDevice(row)
	}
	if err := s.sealable(ctx, d, with); err != nil {
		return nil, err
	}
	row, err := s.usable(ctx, by, with, signing.ForAgency)
	if err != nil {
		return nil, err
	}
	if err := sealOf(d, row); err != nil {
		return nil, err
	}
	return d, inDevice(row)
}

// seenOf is the file that a person saw before signing; a clerk seals what the
// chain has made of it.
func (s *Service) seenOf(d *Document, t *Ticket, item TicketItem) string {
	if t.Action == TicketSign {
		return item.Seen
	}
	base, _ := d.signBase()
	return base.SHA256
}

// inDevice refuses the certificates whose keys lie here.
func inDevice(row signing.Certificate) error {
	if row.KeyKind != signing.KeyPractice {
		return nil
	}
	return fault.New(fault.Invalid, "sign.needs-password", "Khóa thực hành ký bằng mật khẩu, không nằm trong thiết bị.").
		At("certificate", "Chọn chứng thư số trong thiết bị.").Do("Ký bằng mật khẩu khóa thực hành.")
}

// TicketOf is a ticket for the page of the person who opened it; nobody else
// sees it.
func (s *Service) TicketOf(ctx context.Context, by org.Actor, id TicketID) (*Ticket, error) {
	t, err := s.Store.Ticket(ctx, id)
	if errors.Is(err, ErrNotFound) || err == nil && (t.Person != by.Person || by.Person == "") {
		return nil, fault.New(fault.NotFound, "ticket.absent", "Không có lượt ký này, hoặc không phải của bạn.")
	}
	return t, err
}

// HandOver gives an open ticket of the person a new secret, for the page that
// hands it to the agent; the secret before it opens nothing any more.
func (s *Service) HandOver(ctx context.Context, by org.Actor, id TicketID) (*Ticket, string, error) {
	t, err := s.TicketOf(ctx, by, id)
	if err != nil {
		return nil, "", err
	}
	if err := t.usable(s.Now()); err != nil {
		return nil, "", err
	}
	fresh, secret, err := s.newTicket(by, t.Action)
	if err != nil {
		return nil, "", err
	}
	t.Secret = fresh.Secret
	return t, secret, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SetSecret(ctx, t.ID, t.Secret) })
}

// bySecret finds the ticket of a secret with who opened it, as that account
// stands now.
func (s *Service) bySecret(ctx context.Context, secret string) (*Ticket, org.Actor, error) {
	unknown := fault.New(fault.NotFound, "ticket.unknown", "Không có lượt ký này.").Do("Về trang văn bản và bấm “Ký bằng thiết bị” để tạo lượt mới.")
	hash := secretHash(secret)
	t, err := s.Store.TicketBySecret(ctx, hash)
	if errors.Is(err, ErrNotFound) || err == nil && subtle.ConstantTimeCompare([]byte(t.Secret), []byte(hash)) != 1 {
		return nil, org.Actor{}, unknown
	}
	if err != nil {
		return nil, org.Actor{}, err
	}
	by, err := s.Org.ActorOf(ctx, t.Account)
	if _, refused := fault.From(err); refused || err == nil && (by.Person != t.Person || by.Agency != t.Agency) {
		return nil, by, fault.New(fault.Forbidden, "ticket.account", "Tài khoản đã mở lượt ký này không còn dùng được.").Do("Đăng nhập lại rồi tạo lượt ký mới.")
	}
	return t, by, err
}

// ExpireTickets ends what nobody came back for, and forgets what was prepared
// for it; it tells how many.
func (s *Service) ExpireTickets(ctx context.Context) (n int, err error) {
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		n, err = tx.ExpireTickets(ctx, s.Now())
		return err
	})
	return n, err
}

// OpenReading begins a reading of the certificates in the device at the desk,
// for the registry and for the check of devices; nothing is signed.
func (s *Service) OpenReading(ctx context.Context, by org.Actor) (*Ticket, string, error) {
	if err := s.Guard.Allow(ctx, by, "ticket.read", org.Own); err != nil {
		return nil, "", err
	}
	t, secret, err := s.newTicket(by, TicketRead)
	if err != nil {
		return nil, "", err
	}
	return t, secret, s.addTicket(ctx, by, t)
}

// KeepReading ends a reading with what the device told, as JSON of the wire;
// the first one holds.
func (s *Service) KeepReading(ctx context.Context, secret, held string) (*Ticket, error) {
	t, _, err := s.bySecret(ctx, secret)
	if err != nil {
		return nil, err
	}
	if t.Action != TicketRead {
		return nil, fault.New(fault.Invalid, "ticket.item", "Kết quả không thuộc lượt này.").Do("Tạo lượt mới.")
	}
	if !t.EndedAt.IsZero() {
		return t, nil
	}
	if err := t.usable(s.Now()); err != nil {
		return nil, err
	}
	t.Held, t.State, t.EndedAt = held, TicketCompleted, s.Now()
	return t, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveTicket(ctx, t) })
}
