package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/fault"
)

// DiscardMade is the decision that gives up a draft.
const DiscardMade DecisionKind = "discard"

// Discard (Bỏ dự thảo) takes a draft that nobody signed out of the lists. It
// stays in the store and in the log.
func (d *Document) Discard(by org.Actor, reason string, at time.Time) error {
	if by.Person != d.Drafter {
		return fault.New(fault.Forbidden, "document.not-drafter", "Chỉ người soạn thảo mới bỏ được dự thảo này.")
	}
	for _, dec := range d.Decisions {
		if dec.Kind == SignatureMade || dec.Kind == SealMade {
			return fault.New(fault.Conflict, "document.was-signed", "Dự thảo này đã từng được ký, không bỏ được.").
				Do("Giữ lại để đối chiếu; soạn dự thảo mới nếu cần.")
		}
	}
	if err := d.at(Drafting, Consulting); err != nil {
		return err
	}
	if err := d.move(Discarded); err != nil {
		return err
	}
	dec := d.decide(DiscardMade, by, d.ContentHash(), true, at)
	dec.Comment = reason
	d.note(dec)
	d.Holder, d.UpdatedAt = "", at
	return nil
}

// DiscardDraft gives up a draft of the actor.
func (s *Service) DiscardDraft(ctx context.Context, by org.Actor, id ID, reason string) error {
	return s.act(ctx, by, id, "document.discard", func(d *Document, _ *profile.Profile, at time.Time) ([]event.Event, error) {
		return nil, d.Discard(by, reason, at)
	})
}
