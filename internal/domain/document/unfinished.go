package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Attempt is one signing with a device that did not come to an end with a
// signature.
type Attempt struct {
	Document ID
	State    ItemState
	Why      string
	Action   TicketAction
	Person   org.PersonID
	At       time.Time
	Ended    time.Time // of its ticket; zero while it is open
	Changed  time.Time // of the document, last
}

// Heal ends what was left half-way by a crash or a lost connection: a signature
// whose file is stored is recorded, and what can have no end any more is ended
// with its reason. It does no harm when it runs twice; it tells how many it
// recorded.
func (s *Service) Heal(ctx context.Context) (healed int, err error) {
	after := TicketID("")
	for {
		ids, err := s.Store.PreparedTickets(ctx, after)
		if err != nil {
			return healed, fmt.Errorf("looking for prepared signings: %w", err)
		}
		for _, id := range ids {
			n, broken := s.healTicket(ctx, id)
			healed += n
			err = errors.Join(err, broken)
			after = id
		}
		if err != nil || len(ids) == 0 {
			return healed, err
		}
	}
}

// healAfter lets an answer that is being worked on come to its own end first.
const healAfter = 20 * time.Second

func (s *Service) healTicket(ctx context.Context, id TicketID) (healed int, err error) {
	t, err := s.Store.Ticket(ctx, id)
	if err != nil {
		return 0, err
	}
	now := s.Now()
	over := !now.Before(t.ExpiresAt) || !t.EndedAt.IsZero()
	// A living ticket was renewed by its last answer: wait until it is quiet.
	if quiet := t.ExpiresAt.Add(healAfter - ticketLife); !over && now.Before(quiet) {
		return 0, nil
	}
	by, err := s.Org.ActorOf(ctx, t.Account)
	if err != nil {
		return 0, err
	}
	for i := range t.Items {
		item := &t.Items[i]
		switch {
		case item.State != ItemPrepared:
			continue
		case item.complete():
			if err := s.healItem(ctx, by, t, item); err != nil {
				return healed, err
			}
			if item.State == ItemCompleted {
				healed++
			}
		case over:
			item.State = ItemRefused
			item.Refusal = ItemRefusal{Code: "ticket.expired", Message: "Lượt ký hết hạn khi chưa nhận được chữ ký từ thiết bị.", Do: "Mở văn bản và ký lại."}
			if err := s.endItem(ctx, t, item); err != nil {
				return healed, err
			}
		}
	}
	t.settle(now)
	return healed, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveTicket(ctx, t) })
}

// complete reports whether every signature of the item is stored.
func (i TicketItem) complete() bool {
	for _, p := range i.Parts {
		if p.Result == "" {
			return false
		}
	}
	return len(i.Parts) > 0
}

// healItem records a stored signature, if everything still holds for it.
func (s *Service) healItem(ctx context.Context, by org.Actor, t *Ticket, item *TicketItem) error {
	err := s.unchanged(ctx, by, t, item)
	if err == nil {
		err = s.completeItem(ctx, by, t, item)
	}
	if err == nil {
		return nil
	}
	if err := item.refuse(err); err != nil {
		return err
	}
	return s.endItem(ctx, t, item)
}

// Unfinished is one document whose signing began and did not end, with the
// reason in words.
type Unfinished struct {
	Document ID
	Subject  string
	State    State
	Why      string
	At       time.Time
}

// unfinishedFor is how long an attempt stands on the list.
const unfinishedFor = 30 * 24 * time.Hour

// ListUnfinished gives the signings of the actor's agency that began more than
// a minute ago and did not end (ký dở dang), newest first, at most 200.
func (s *Service) ListUnfinished(ctx context.Context, by org.Actor) ([]Unfinished, error) {
	if err := s.Guard.Allow(ctx, by, "document.unfinished", org.OfAgency); err != nil {
		return nil, err
	}
	now := s.Now()
	attempts, err := s.Store.Attempts(ctx, by.Agency, now.Add(-unfinishedFor))
	if err != nil {
		return nil, err
	}
	why := map[ID]Attempt{}
	var order []ID
	for _, a := range attempts {
		if _, newer := why[a.Document]; newer || !a.Ended.IsZero() && a.Changed.After(a.Ended) || a.Ended.IsZero() && now.Sub(a.At) < time.Minute {
			continue
		}
		why[a.Document] = a
		order = append(order, a.Document)
	}
	numbered, err := s.Store.List(ctx, Query{Agency: by.Agency, Direction: Outgoing, States: []State{Numbered}, Limit: 200})
	if err != nil {
		return nil, err
	}
	for _, n := range numbered {
		if _, told := why[n.ID]; !told && now.Sub(n.UpdatedAt) >= time.Minute {
			why[n.ID] = Attempt{Document: n.ID, At: n.UpdatedAt}
			order = append(order, n.ID)
		}
	}
	return s.unfinished(ctx, by, order, why)
}

func (s *Service) unfinished(ctx context.Context, by org.Actor, order []ID, why map[ID]Attempt) ([]Unfinished, error) {
	var out []Unfinished
	for _, id := range order {
		d, err := s.Get(ctx, by, id)
		if _, hidden := fault.From(err); hidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		a := why[id]
		line := Unfinished{Document: id, Subject: d.Subject, State: d.State, Why: a.Why, At: a.At}
		if _, signed := d.AtStage(Signed); d.State == Numbered && !signed && d.Origin == Scanned {
			continue // a paper that is being signed by hand
		}
		switch {
		case line.Why == "" && d.State == Numbered:
			p, err := s.Profile(d.Province)
			if err != nil {
				return nil, err
			}
			line.Why = "Đã giữ số " + WholeSymbol(p.Numbering, d.Number, d.Symbol) + ", chưa ký cơ quan xong."
		case line.Why == "":
			line.Why = "Đã chuẩn bị ký bằng thiết bị, chưa nhận được chữ ký."
		}
		out = append(out, line)
	}
	return out, nil
}
