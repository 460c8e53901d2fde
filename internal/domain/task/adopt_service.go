package task

import (
	"context"
	"fmt"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

// Adopt makes the tasks of assignments from before there were tasks, so that
// nothing that somebody has in hand is lost. It may run at every start and does
// no harm; it returns how many documents it looked at.
func (s *Service) Adopt(ctx context.Context) (int, error) {
	done := 0
	for {
		list, err := s.Store.Orphans(ctx, 100)
		if err != nil || len(list) == 0 {
			return done, err
		}
		for _, id := range list {
			if err := s.adopt(ctx, id); err != nil {
				return done, fmt.Errorf("making the tasks of document %s: %w", id, err)
			}
			done++
		}
	}
}

func (s *Service) adopt(ctx context.Context, id document.ID) error {
	d, err := s.Documents.Store.Load(ctx, id)
	if err != nil {
		return err
	}
	p, err := s.law(d.Province)
	if err != nil {
		return err
	}
	by := org.Actor{Name: "Hệ thống", Agency: d.Agency, Province: d.Province}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		have, err := tx.OfDocument(ctx, id)
		if err != nil {
			return err
		}
		known := map[ID]bool{}
		for _, t := range have {
			known[t.ID] = true
		}
		data := map[string]string{}
		for _, a := range d.Assignments {
			if known[ID(a.ID)] {
				continue
			}
			t := Task{
				ID: ID(a.ID), Root: ID(a.ID), Agency: d.Agency, Province: d.Province, Document: id, Part: Lead, Title: d.Subject, Reference: reference(d),
				Direction: a.Direction, Person: a.Person, PersonName: a.PersonName, By: a.By, State: Working, GivenAt: a.At, SeenAt: a.At, UpdateAt: a.At, Result: a.Result, EndedAt: a.DoneAt,
			}
			if t.DueAt, err = EndOf(p.Calendar(), a.DueOn); err != nil {
				t.DueAt = p.Calendar().AddDays(a.At, 1) // a day off was asked for
			}
			if !a.DoneAt.IsZero() {
				t.State = Done
			}
			if giver, err := s.Org.Person(ctx, a.By); err == nil {
				t.ByName = giver.Name
			}
			if err := tx.Add(ctx, t); err != nil {
				return err
			}
			note := Note{
				Kind: Directing, To: t.Part.Name() + ": " + t.Whom(), Text: t.Direction, Due: t.DueAt,
			}
			if err := s.addNote(ctx, tx, by, &t, &note); err != nil {
				return err
			}
			data["note."+string(note.ID)] = note.Hash
		}
		return s.audit(ctx, tx, by, "task.adopted", string(id), d.Province, data, "")
	})
}
