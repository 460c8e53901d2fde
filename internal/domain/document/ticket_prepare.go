package document

import (
	"context"
	"fmt"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
	"antin/internal/failpoint"
	"antin/internal/fault"
)

// FetchTicket is the agent's first call: it prepares what is to be signed, for a
// seal with number and date, and gives it with who opened the ticket. Called
// again it gives the same; an item that cannot be signed any more is refused
// alone.
func (s *Service) FetchTicket(ctx context.Context, secret string) (*Ticket, org.Actor, error) {
	t, by, err := s.bySecret(ctx, secret)
	if err != nil {
		return nil, by, err
	}
	if err := t.usable(s.Now()); err != nil {
		return nil, by, err
	}
	for i := range t.Items {
		if t.Items[i].State != ItemOpen {
			continue
		}
		if err := s.prepareItem(ctx, by, t, &t.Items[i]); err != nil {
			return nil, by, err
		}
	}
	return t, by, s.saveFetched(ctx, by, t)
}

func (s *Service) saveFetched(ctx context.Context, by org.Actor, t *Ticket) error {
	first := t.State == TicketOpen
	t.State = TicketFetched
	t.renew(s.Now())
	t.settle(s.Now())
	p, err := s.Profile(by.Province)
	if err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SaveTicket(ctx, t); err != nil || !first {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "signing-ticket.fetched", string(t.ID), p, nil))
	})
}

// prepareItem prepares one document or refuses it alone.
func (s *Service) prepareItem(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem) error {
	with := t.with()
	err := s.prepareParts(ctx, by, t, item, with)
	if err == nil {
		return s.keepPrepared(ctx, t, item)
	}
	if err := item.refuse(s.tried(ctx, by, item.Document, "document."+string(t.Action), with, err)); err != nil {
		return err
	}
	return s.endItem(ctx, t, item)
}

func (t *Ticket) with() With { return With{Certificate: t.Certificate, Transaction: t.Transaction} }

func (s *Service) prepareParts(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem, with With) error {
	d, err := s.load(ctx, by, item.Document, "document."+org.Action(t.Action))
	if err != nil {
		return err
	}
	// A number that this ticket took before a crash has moved the document on once.
	own := t.Action == TicketSeal && d.State == Numbered && d.Rev == item.Rev+1
	if d.Version != item.Version || d.Rev != item.Rev && !own {
		return changedMeanwhile()
	}
	if d, err = s.ready(ctx, by, t, *item, with); err != nil {
		return err
	}
	row, err := s.Signing.Certificate(ctx, with.Certificate)
	if err != nil {
		return err
	}
	plans, d, err := s.ticketPlans(ctx, by, t, item, d, row)
	if err != nil {
		return err
	}
	item.Version, item.Rev, item.State = d.Version, d.Rev, ItemPrepared
	return s.prepareAll(ctx, item, plans, row)
}

// ticketPlans are the signatures of one item; sealing takes the number here, as
// the number is part of what is signed. It is durable and the same on every try.
func (s *Service) ticketPlans(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem, d *Document, row signing.Certificate) ([]plan, *Document, error) {
	base, _ := d.signBase()
	if step, ok := d.TurnOf(by, t.Action == TicketSeal); ok {
		item.Seen = base.SHA256
		work, err := s.stepPlan(ctx, d, step, base)
		return []plan{work}, d, err
	}
	if t.Action == TicketSign {
		work, err := s.signPlan(ctx, d, base)
		return []plan{work}, d, err
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return nil, d, err
	}
	if err := s.signerHolds(ctx, d); err != nil {
		return nil, d, err
	}
	if d, err = s.reserve(ctx, by, d, p); err != nil {
		return nil, d, err
	}
	failpoint.Hit("ticket.reserved")
	base, _ = d.sealBase()
	item.Seen = base.SHA256
	plans, err := s.sealPlans(ctx, d, p, commonName(row))
	return plans, d, err
}

func commonName(row signing.Certificate) string {
	leaf, err := row.Leaf()
	if err != nil {
		return row.Subject // preparing says what is wrong with the certificate
	}
	return leaf.Subject.CommonName
}

func (s *Service) prepareAll(ctx context.Context, item *TicketItem, plans []plan, row signing.Certificate) error {
	leaf, err := row.Leaf()
	if err != nil {
		return err
	}
	above, err := row.Above()
	if err != nil {
		return err
	}
	item.Parts = nil
	for no, work := range plans {
		if work.plain {
			item.Parts = append(item.Parts, partOf(no, work, nil))
			continue
		}
		p, err := s.prepareSigning(ctx, work, leaf, above)
		if err != nil && no > 0 {
			err = withName(err, work.base.Name)
		}
		if err != nil {
			return err
		}
		part := partOf(no, work, p)
		part.BaseSize = p.BaseSize
		item.Parts = append(item.Parts, part)
	}
	return nil
}

// keepPrepared stores an item that was prepared; when another call was quicker
// its item holds.
func (s *Service) keepPrepared(ctx context.Context, t *Ticket, item *TicketItem) error {
	won := false
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) (err error) {
		won, err = tx.PrepareItem(ctx, t.ID, *item)
		return err
	})
	if err != nil {
		return fmt.Errorf("storing a prepared signing: %w", err)
	}
	failpoint.Hit("ticket.prepared")
	if won {
		return nil
	}
	return s.reread(ctx, t, item)
}

// reread takes the item as it lies in the store.
func (s *Service) reread(ctx context.Context, t *Ticket, item *TicketItem) error {
	now, err := s.Store.Ticket(ctx, t.ID)
	if err != nil {
		return err
	}
	if found, ok := now.item(item.Seq); ok {
		*item = *found
	}
	return nil
}

// endItem stores the end of an item; an end that is there already holds.
func (s *Service) endItem(ctx context.Context, t *Ticket, item *TicketItem) error {
	won := false
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) (err error) {
		won, err = tx.EndItem(ctx, t.ID, *item)
		return err
	})
	if err != nil || won {
		return err
	}
	return s.reread(ctx, t, item)
}

// numberWords tell the number of an item that is sealed or about to be.
func numberWords(d *Document, p *profile.Profile) string {
	if d.Number == 0 {
		return ""
	}
	return WholeSymbol(p.Numbering, d.Number, d.Symbol)
}

// TicketLine is one document of a ticket in words, for the agent's window and
// the page of results.
type TicketLine struct {
	Title  string // type and subject
	Number string // whole symbol, once there is one
	Signer string
	Pages  int
}

// TicketLines describe the documents of a ticket, by their number in it.
func (s *Service) TicketLines(ctx context.Context, by org.Actor, t *Ticket) (map[int]TicketLine, error) {
	out := make(map[int]TicketLine, len(t.Items))
	for _, i := range t.Items {
		d, err := s.load(ctx, by, i.Document, "document.read")
		if _, refused := fault.From(err); refused {
			out[i.Seq] = TicketLine{Title: "Văn bản bạn không còn được xem"}
			continue
		}
		if err != nil {
			return nil, err
		}
		p, err := s.Profile(d.Province)
		if err != nil {
			return nil, err
		}
		line := TicketLine{Title: d.Subject, Number: numberWords(d, p), Signer: d.Signer.Name, Pages: d.Pages}
		if kind, ok := p.Documents.Type(d.Type); ok {
			line.Title = kind.Name + ": " + d.Subject
		}
		out[i.Seq] = line
	}
	return out, nil
}
