package exchange

import (
	"context"
	"errors"
	"fmt"

	"antin/internal/domain/document"
)

// recheckAtOnce bounds what one round of checking again loads at a time.
const recheckAtOnce = 100

// RecheckDue checks again whatever waits for evidence: what is held, and what
// was registered before a verdict (HT-03.3). One that fails does not keep the
// others waiting.
func (s *Service) RecheckDue(ctx context.Context) error {
	var after document.ID
	var errs []error
	for {
		list, err := s.Documents.Store.Unsettled(ctx, after, recheckAtOnce)
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		for _, id := range list {
			if err := s.Intake(ctx, id); err != nil {
				errs = append(errs, fmt.Errorf("checking %s again: %w", id, err))
			}
			if after = id; ctx.Err() != nil {
				return errors.Join(append(errs, ctx.Err())...)
			}
		}
		if len(list) < recheckAtOnce {
			return errors.Join(errs...)
		}
	}
}
