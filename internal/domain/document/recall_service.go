package document

import (
	"context"
	"errors"
	"fmt"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
)

// RecallStore keeps recalls; part of Store.
type RecallStore interface {
	// RecallOf finds the recall of one document, or says ErrNotFound.
	RecallOf(ctx context.Context, id ID) (Recall, error)
	// RecallsFrom lists a recall at the sender and at every receiver.
	RecallsFrom(ctx context.Context, origin ID) ([]Recall, error)
	// OpenRecalls lists the notices that an agency has not answered.
	OpenRecalls(ctx context.Context, agency org.AgencyID, limit int) ([]Recall, error)
	// ArrivedFrom lists the copies of a sender's document in this installation.
	ArrivedFrom(ctx context.Context, ref string) ([]ID, error)
}

// RecallTx writes them in the transaction of the document.
type RecallTx interface {
	// PutRecall writes a recall once for each document; a second one changes nothing.
	PutRecall(ctx context.Context, r Recall) error
	AnswerRecall(ctx context.Context, r Recall) error
}

// Recall recalls, replaces or corrects a released document: the receivers hear
// of it through the exchange, and a banner stands on every copy. Nothing is
// deleted at the sender.
func (s *Service) Recall(ctx context.Context, by org.Actor, id ID, x Recalling) error {
	r := Recall{Document: id, Origin: id, Agency: by.Agency, Kind: x.Kind, Reason: x.Reason, New: x.New, By: by.Person, ByName: by.Name, At: s.Now()}
	before, err := s.load(ctx, by, id, "document.recall")
	if err != nil {
		return err
	}
	if r.NewSymbol, err = s.replacing(ctx, by, before, x); err != nil {
		return err
	}
	p, err := s.Profile(before.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := d.Recall(by, x, r.At); err != nil {
			return err
		}
		if err := tx.PutRecall(ctx, r); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "document.recall", event.New(EventRecalled, string(id), nil))
	})
}

// replacing looks at the document that takes the place of a recalled one: a
// wrong content is replaced by a document of equal form, a wrong form or
// procedure is corrected by a công văn (NĐ 30/2020, Điều 18).
func (s *Service) replacing(ctx context.Context, by org.Actor, old *Document, x Recalling) (string, error) {
	refuse := func(field, message string) error {
		return fault.New(fault.Invalid, "recall.new", "Chưa thu hồi được.").Under("NĐ 30/2020/NĐ-CP, Điều 18").At(field, message)
	}
	switch x.Kind {
	case RecallOnly:
		return "", nil
	case Replace, Correct:
	default:
		return "", refuse("kind", "Chọn thu hồi, thay thế hoặc đính chính.")
	}
	d, err := s.Store.Load(ctx, x.New)
	if errors.Is(err, ErrNotFound) || err == nil && (d.Agency != by.Agency || d.Direction != Outgoing || d.State != Released || d.ID == old.ID) {
		return "", refuse("new", "Chọn một văn bản đã phát hành của cơ quan.")
	}
	if err != nil {
		return "", fmt.Errorf("reading the replacing document: %w", err)
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return "", err
	}
	if x.Kind == Replace && d.Type != old.Type {
		return "", refuse("new", "Văn bản thay thế phải cùng loại với văn bản bị thay.")
	}
	if x.Kind == Correct && d.Type != "CV" {
		return "", refuse("new", "Đính chính bằng công văn.")
	}
	return WholeSymbol(p.Numbering, d.Number, d.Symbol), nil
}

// HandleRecalled brings the notice to every copy of this installation; twice
// does no harm.
func (s *Service) HandleRecalled(ctx context.Context, e event.Event) error {
	origin, err := s.Store.RecallOf(ctx, ID(e.Subject))
	if err != nil {
		return fmt.Errorf("reading the recall of %s: %w", e.Subject, err)
	}
	copies, err := s.Store.ArrivedFrom(ctx, e.Subject)
	if err != nil {
		return err
	}
	for _, id := range copies {
		if err := s.hear(ctx, id, origin); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) hear(ctx context.Context, id ID, r Recall) error {
	before, err := s.Store.Load(ctx, id)
	if err != nil {
		return fmt.Errorf("reading the copy %s: %w", id, err)
	}
	p, err := s.Profile(before.Province)
	if err != nil {
		return err
	}
	by := system(before.Agency, before.Province)
	by.Name = r.ByName + " (nơi gửi)"
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if d.decided(RecallHeard) {
			return nil
		}
		d.HearRecall(by, r, s.Now())
		r.Document, r.Agency = id, d.Agency
		if err := tx.PutRecall(ctx, r); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "incoming.recalled")
	})
}

// DestroyRecalled destroys the receiver's copy on the System and says so to the
// sender (NĐ 30/2020, Điều 18): the content is not given out any more.
func (s *Service) DestroyRecalled(ctx context.Context, by org.Actor, id ID) error {
	before, err := s.load(ctx, by, id, "incoming.destroy")
	if err != nil {
		return err
	}
	p, err := s.Profile(before.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if err := d.Destroy(by, s.Now()); err != nil {
			return err
		}
		if err := tx.AnswerRecall(ctx, Recall{Document: id, Answer: "destroyed", By: by.Person, AnsweredBy: by.Name, AnsweredAt: s.Now()}); err != nil {
			return err
		}
		return s.save(ctx, tx, by, d, p, "incoming.destroy")
	})
}

// RecallOf gives the recall that concerns a document which the actor may read;
// false when there is none.
func (s *Service) RecallOf(ctx context.Context, by org.Actor, id ID) (Recall, bool, error) {
	if _, err := s.Get(ctx, by, id); err != nil {
		return Recall{}, false, err
	}
	r, err := s.Store.RecallOf(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// RecallAnswers lists what the receivers said to a recall.
func (s *Service) RecallAnswers(ctx context.Context, by org.Actor, origin ID) ([]Recall, error) {
	if _, err := s.Get(ctx, by, origin); err != nil {
		return nil, err
	}
	list, err := s.Store.RecallsFrom(ctx, origin)
	var out []Recall
	for _, r := range list {
		if r.Document != origin {
			out = append(out, r)
		}
	}
	return out, err
}

// RecallNotices lists the recalls that the actor's agency has not answered.
func (s *Service) RecallNotices(ctx context.Context, by org.Actor) ([]Recall, error) {
	if err := s.Guard.Allow(ctx, by, "register.read", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.OpenRecalls(ctx, by.Agency, 100)
}

// Delete refuses: what stands in a register is never deleted (BG-12.1). A draft
// that was never numbered stays with its drafter.
func (s *Service) Delete(ctx context.Context, by org.Actor, id ID) error {
	d, err := s.Get(ctx, by, id)
	if err != nil {
		return err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	return noDeletion(p)
}

func noDeletion(p *profile.Profile) error {
	return fault.New(fault.Conflict, "register.no-deletion", p.Registers.NoDeletion).Under(p.Clause("registers.no_deletion")).
		Do("Văn bản sai thì thu hồi hoặc thay thế; số chưa phát hành thì hủy số với lý do.")
}
