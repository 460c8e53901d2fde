package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
)

// Arrive stores what a delivery brought, once for each delivery: a second call
// gives the document of the first. The caller is the intake of exchange.
func (s *Service) Arrive(ctx context.Context, a Arrival) (ID, error) {
	p, err := s.Profile(a.Province)
	if err != nil {
		return "", err
	}
	return s.arrive(ctx, system(a.Agency, a.Province), a, p)
}

func (s *Service) arrive(ctx context.Context, by org.Actor, a Arrival, p *profile.Profile) (ID, error) {
	if id, err := s.Store.ByDelivery(ctx, a.Agency, a.Delivery); err == nil {
		return id, nil
	}
	d := NewArrival(a)
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		arrived := event.New(EventArrived, string(d.ID), map[string]string{"delivery": a.Delivery})
		return s.save(ctx, tx, by, d, p, "incoming.arrived", arrived)
	})
	if err != nil {
		if id, again := s.Store.ByDelivery(ctx, a.Agency, a.Delivery); again == nil {
			return id, nil // two workers, one delivery
		}
	}
	return d.ID, err
}

func system(agency org.AgencyID, province string) org.Actor {
	return org.Actor{Name: "Hệ thống", Agency: agency, Province: province}
}

// Judge stores the checks of intake and moves the arrival by them. A refusal
// is an event for the sender.
func (s *Service) Judge(ctx context.Context, id ID, checks []Check, v Verdict) error {
	return s.JudgeBy(ctx, id, checks, v, nil)
}

// JudgeBy is Judge with what was read of the arrival; nil keeps what was read
// before.
func (s *Service) JudgeBy(ctx context.Context, id ID, checks []Check, v Verdict, found *ReadOut) error {
	before, err := s.Store.Load(ctx, id)
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
		if d.State != Arrived && d.State != Held {
			return nil // judged already
		}
		for _, c := range checks {
			d.AddCheck(c)
		}
		if err := d.Judge(v, p, s.Now()); err != nil {
			return err
		}
		if found != nil {
			if err := s.take(ctx, d, *found, p); err != nil {
				return err
			}
		}
		return s.save(ctx, tx, system(d.Agency, d.Province), d, p, "incoming.judged", answer(d)...)
	})
}

func answer(d *Document) []event.Event {
	switch d.State {
	case Refused:
		return []event.Event{event.New(EventRefused, string(d.ID), map[string]string{"delivery": d.DeliveryID})}
	case Held:
		if d.Changes().Told {
			return []event.Event{event.New(EventHeld, string(d.ID), map[string]string{"delivery": d.DeliveryID})}
		}
	case Registered:
		return []event.Event{event.New(EventRegistered, string(d.ID), map[string]string{"delivery": d.DeliveryID})}
	}
	return nil
}

// Refuse by the clerk, with a reason that goes back to the sender.
func (s *Service) Refuse(ctx context.Context, by org.Actor, id ID, why Reason) error {
	return s.act(ctx, by, id, "incoming.refuse", func(d *Document, p *profile.Profile, at time.Time) ([]event.Event, error) {
		if err := d.Refuse(by, why, p, at); err != nil {
			return nil, err
		}
		return answer(d), nil
	})
}

func (s *Service) incomingEntry(d *Document, p *profile.Profile, at time.Time) Entry {
	book, _ := p.Numbering.Book(string(Incoming), d.Type)
	main, _ := d.Current(Main)
	return Entry{
		Series:   Series{Agency: d.Agency, Book: book.Code, Year: at.In(zone).Year()},
		Document: d.ID, State: Reserved, Date: Day(at), Symbol: d.SenderRef, Type: d.Type, Subject: d.Subject,
		Signer: d.Signer.Name, Pages: d.Pages, SHA256: main.SHA256, From: d.FromName, At: at,
	}
}
