package document

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/failpoint"
	"antin/internal/fault"
	"antin/pades"
)

// TicketAnswer is what the agent brings for one signature: a value with the
// certificate that made it, or why there is none.
type TicketAnswer struct {
	Seq, Part int
	Value     []byte
	Signer    []byte // DER
	Refusal   *ItemRefusal
}

// atOnce is how many items of one answer are completed side by side: each waits
// for its time-stamp.
const atOnce = 4

// AnswerTicket completes what the agent signed, each item on its own: document
// and certificate are asked everything once more, the value is held against
// certificate and attributes, the file is base, tail and value, stamped where an
// authority answers, verified, and recorded with the item in one transaction.
// The same answer again gets the first outcome, from any process.
func (s *Service) AnswerTicket(ctx context.Context, secret string, answers []TicketAnswer) (*Ticket, org.Actor, error) {
	t, by, err := s.bySecret(ctx, secret)
	if err != nil {
		return nil, by, err
	}
	work, err := t.ordered(answers)
	if err != nil {
		return nil, by, err
	}
	if len(work) == 0 { // a second answer to what has ended
		return t, by, nil
	}
	if err := t.usable(s.Now()); err != nil {
		return nil, by, err
	}
	if err := s.answerAll(ctx, by, t, work); err != nil {
		return nil, by, err
	}
	if t, err = s.Store.Ticket(ctx, t.ID); err != nil {
		return nil, by, err
	}
	t.renew(s.Now())
	t.settle(s.Now())
	return t, by, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveTicket(ctx, t) })
}

// ordered groups the answers by the items that still wait.
func (t *Ticket) ordered(answers []TicketAnswer) (map[*TicketItem][]TicketAnswer, error) {
	out := map[*TicketItem][]TicketAnswer{}
	for _, a := range answers {
		item, ok := t.item(a.Seq)
		if !ok || a.Part < 0 || item.State != ItemOpen && item.State != ItemRefused && a.Part >= len(item.Parts) {
			return nil, fault.New(fault.Invalid, "ticket.item", "Kết quả không thuộc lượt ký này.").Do("Tạo lượt ký mới.")
		}
		switch item.State {
		case ItemOpen:
			return nil, fault.New(fault.Conflict, "ticket.not-fetched", "Lượt ký này chưa được chuẩn bị.").Do("Mở lại lượt ký từ trang văn bản.")
		case ItemPrepared:
			out[item] = append(out[item], a)
		}
	}
	return out, nil
}

func (s *Service) answerAll(ctx context.Context, by org.Actor, t *Ticket, work map[*TicketItem][]TicketAnswer) error {
	var group sync.WaitGroup
	room := make(chan struct{}, atOnce)
	failed := make(chan error, len(work))
	for item, answers := range work {
		room <- struct{}{}
		group.Go(func() {
			defer func() { <-room }()
			if err := s.answerItem(ctx, by, t, item, answers); err != nil {
				failed <- fmt.Errorf("completing item %d of ticket %s: %w", item.Seq, t.ID, err)
			}
		})
	}
	group.Wait()
	close(failed)
	return <-failed
}

// answerItem takes all that came for one document; what is refused ends it.
func (s *Service) answerItem(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem, answers []TicketAnswer) error {
	for _, a := range answers {
		if item.State != ItemPrepared {
			return nil
		}
		if a.Refusal != nil {
			item.State, item.Refusal = ItemRefused, *a.Refusal
			return s.endItem(ctx, t, item)
		}
		err := s.completeValue(ctx, by, t, item, a)
		if err == nil {
			continue
		}
		if fault.Is(err, "ticket.document-changed") {
			// Another process may have completed this very item.
			if broken := s.reread(ctx, t, item); broken != nil || item.State != ItemPrepared {
				return broken
			}
		}
		if err := item.refuse(s.tried(ctx, by, item.Document, "document."+string(t.Action), t.with(), err)); err != nil {
			return err
		}
		return s.endItem(ctx, t, item)
	}
	return nil
}

// completeValue puts one value into its place, and with the last one of a document
// records the signing.
func (s *Service) completeValue(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem, a TicketAnswer) error {
	if err := s.unchanged(ctx, by, t, item); err != nil {
		return err
	}
	if part := &item.Parts[a.Part]; part.Result == "" {
		if err := s.completePart(ctx, t, item.Seq, part, a); err != nil {
			return err
		}
	}
	for _, p := range item.Parts {
		if p.Result == "" {
			return nil
		}
	}
	return s.completeItem(ctx, by, t, item)
}

// unchanged asks again what was asked when the ticket was opened, of the very
// document that was prepared.
func (s *Service) unchanged(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem) error {
	d, err := s.load(ctx, by, item.Document, "document."+org.Action(t.Action))
	if err != nil {
		return err
	}
	if d.Version != item.Version || d.Rev != item.Rev {
		return changedMeanwhile()
	}
	_, err = s.ready(ctx, by, t, *item, t.with())
	return err
}

// completePart appends tail and value to the base; the first result of a part holds.
func (s *Service) completePart(ctx context.Context, t *Ticket, seq int, part *PreparedPart, a TicketAnswer) error {
	row, err := s.Signing.Certificate(ctx, t.Certificate)
	if err != nil {
		return err
	}
	if len(a.Signer) > 0 && !bytes.Equal(a.Signer, row.DER) {
		return fault.New(fault.Signed, "ticket.other-certificate", "Thiết bị đã ký bằng chứng thư số khác với chứng thư số đã chọn.").Do("Cắm đúng thiết bị, hoặc chọn lại chứng thư số, rồi ký lại.")
	}
	stored, err := s.Store.Part(ctx, t.ID, seq, part.No)
	if err != nil {
		return fmt.Errorf("reading a prepared signing: %w", err)
	}
	if stored.Result == "" {
		f, err := s.finish(ctx, File{SHA256: stored.Base, Pages: stored.Pages}, stored.prepared(row), a.Value, "ticket.built")
		if pades.RefusalOf(err) != "" || fault.Is(err, "file."+string(pades.RefusedValue)) {
			return fault.New(fault.Signed, "ticket.value", "Chữ ký gửi về không phải của chứng thư số đã chọn trên đúng nội dung này.").Do("Ký lại; nếu vẫn vậy, xem trang Kiểm tra thiết bị ký.")
		}
		if err != nil {
			return err
		}
		stored.Result, stored.ResultSize = f.SHA256, f.Size
		err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
			_, err := tx.StorePart(ctx, t.ID, seq, stored)
			return err
		})
		if err != nil {
			return fmt.Errorf("storing the result of a prepared signing: %w", err)
		}
		failpoint.Hit("ticket.stored")
		if stored, err = s.Store.Part(ctx, t.ID, seq, part.No); err != nil { // whoever was first
			return fmt.Errorf("reading a prepared signing: %w", err)
		}
	}
	part.Result, part.ResultSize = stored.Result, stored.ResultSize
	return nil
}

// completeItem verifies what was signed and records it, together with the end of
// the item.
func (s *Service) completeItem(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem) error {
	main := item.Parts[0].file()
	check, err := s.recheckFile(ctx, by, main, string(t.Action))
	if err != nil {
		return err
	}
	item.Result = main.SHA256
	var separate []File
	for _, p := range item.Parts[1:] {
		separate = append(separate, p.file())
	}
	err = s.recordItem(ctx, by, t, item, sealWork{main, separate, check, t.Transaction, string(t.Certificate)})
	if err == nil {
		item.State = ItemCompleted
	}
	failpoint.Hit("ticket.recorded")
	return err
}

func (s *Service) recordItem(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem, made sealWork) error {
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, item.Document)
		if err != nil {
			return err
		}
		if d.Rev != item.Rev {
			return changedMeanwhile()
		}
		p, err := s.Profile(d.Province)
		if err != nil {
			return err
		}
		end := *item
		end.State = ItemCompleted
		if first, err := tx.EndItem(ctx, t.ID, end); err != nil || !first {
			return err // another process recorded it in the meantime
		}
		if _, ok := d.TurnOf(by, t.Action == TicketSeal); ok {
			if err := d.stepIn(by, t.Action == TicketSeal, made, p, s.Now()); err != nil {
				return err
			}
			return s.save(ctx, tx, by, d, p, "document."+string(t.Action))
		}
		if t.Action == TicketSeal {
			return s.sealIn(ctx, tx, by, d, p, made)
		}
		return s.signIn(ctx, tx, by, d, p, made)
	})
}

// signIn records the person's signature.
func (s *Service) signIn(ctx context.Context, tx Tx, by org.Actor, d *Document, p *profile.Profile, made sealWork) error {
	d.AddCheck(made.check)
	d.changes.Signed, d.changes.Transaction, d.changes.Certificate = true, made.transaction, made.certificate
	if err := d.SignatureMade(by, made.main, s.Now()); err != nil {
		return err
	}
	return s.save(ctx, tx, by, d, p, "document.sign")
}
