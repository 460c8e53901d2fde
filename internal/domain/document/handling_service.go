package document

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
)

// EventHandled tells that the hands in which an incoming document is have
// changed; subject: the incoming document.
const EventHandled = "incoming.handled"

// Handle is a command of another subject on an incoming document, inside the
// transaction of that subject: lock, rule, save, one audit entry that also holds
// what the other subject lays down (ids and hashes). Call it last, for it locks
// the head of the log. Permission is the caller's.
func (s *Service) Handle(ctx context.Context, tx Tx, by org.Actor, id ID, action string, with map[string]string,
	rule func(d *Document, at time.Time) error) error {
	d, err := tx.Load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return notHere()
	}
	if err != nil {
		return fmt.Errorf("reading document %s: %w", id, err)
	}
	p, err := s.Profile(d.Province)
	if err != nil {
		return err
	}
	if err := rule(d, s.Now()); err != nil {
		return uncheckedIn(p, err)
	}
	return s.saveWith(ctx, tx, by, d, p, action, with, event.New(EventHandled, string(d.ID), nil))
}

// saveWith is save with more in the entry.
func (s *Service) saveWith(ctx context.Context, tx Tx, by org.Actor, d *Document, p *profile.Profile, action string, with map[string]string, events ...event.Event) error {
	data := d.trace()
	maps.Copy(data, with)
	for _, dec := range d.Changes().Decisions {
		data["decision."+string(dec.Kind)] = dec.Hash
	}
	events = append(events, d.happened()...)
	if err := tx.Save(ctx, d); err != nil {
		return fmt.Errorf("saving document %s: %w", d.ID, err)
	}
	for _, e := range events {
		if err := tx.Emit(ctx, e); err != nil {
			return fmt.Errorf("emitting %s: %w", e.Kind, err)
		}
	}
	return tx.Audit(ctx, s.entry(by, action, string(d.ID), p, data))
}

// Relations says how the actor stands to the document, for subjects that ask
// permission about it.
func (s *Service) Relations(by org.Actor, d *Document) []org.Relation { return relations(by, d) }
