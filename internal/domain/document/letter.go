package document

import (
	"context"

	"antin/internal/event"
)

// happened are the events that follow from the decisions of this change, by
// whichever way they were made.
func (d *Document) happened() []event.Event {
	var out []event.Event
	for _, dec := range d.changes.Decisions {
		switch dec.Kind {
		case SignatureMade:
			out = append(out, event.New(EventSigned, string(d.ID), nil))
		case ReturnMade:
			out = append(out, event.New(EventReturned, string(d.ID), nil))
		case Cancelled:
			out = append(out, event.New(EventCancelled, string(d.ID), nil))
		}
	}
	return out
}

// stands asks the subject that made the document, if any, whether it may go on.
func (s *Service) stands(ctx context.Context, id ID) error {
	if s.Letters == nil {
		return nil
	}
	return s.Letters(ctx, id)
}
