package task

import (
	"context"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Assign gives an incoming document to one person to handle: Direct with one
// lead. due is a day such as "2026-11-25" or empty.
func (s *Service) Assign(ctx context.Context, by org.Actor, id document.ID, person org.PersonID, text, due string) error {
	_, err := s.Direct(ctx, by, Order{Document: id, Text: text, DueOn: due, Targets: []Target{{Person: person, Part: Lead}}})
	return err
}

// Finish completes the actor's own open task on an incoming document.
func (s *Service) Finish(ctx context.Context, by org.Actor, id document.ID, result string) error {
	if _, err := s.Documents.For(ctx, by, id, ActComplete); err != nil {
		return err
	}
	tasks, err := s.Store.OfDocument(ctx, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Person == by.Person && t.Open() {
			return s.Complete(ctx, by, t.ID, Result{Text: result})
		}
	}
	return fault.New(fault.Forbidden, "complete.not-assigned", "Việc này không được giao cho bạn.")
}
