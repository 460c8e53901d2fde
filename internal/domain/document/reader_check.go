package document

import (
	"context"
	"fmt"
	"slices"
)

// CheckReaders names every row of who may see that the rule does not give, and
// every reader of the rule without a row: somebody who writes into the database
// to let a person in is found (BG-14.5). With mend the rows are made to follow.
func (s *Service) CheckReaders(ctx context.Context, mend bool) ([]string, error) {
	var out []string
	var after ID
	for {
		ids, err := s.Store.IDs(ctx, after, 200)
		if err != nil || len(ids) == 0 {
			return out, err
		}
		for _, id := range ids {
			lines, err := s.checkReaders(ctx, id, mend)
			if err != nil {
				return nil, fmt.Errorf("comparing the readers of document %s: %w", id, err)
			}
			out = append(out, lines...)
		}
		after = ids[len(ids)-1]
	}
}

func (s *Service) checkReaders(ctx context.Context, id ID, mend bool) ([]string, error) {
	for {
		d, err := s.Store.Load(ctx, id)
		if err != nil {
			return nil, err
		}
		have, err := s.Store.OwnReaders(ctx, id)
		if err != nil {
			return nil, err
		}
		var lines []string
		want := d.ownReaders()
		for _, g := range have {
			if !slices.Contains(want, g) {
				lines = append(lines, fmt.Sprintf("văn bản %s: người được xem %s (%s) không có căn cứ", id, g.Reader, g.Cause))
			}
		}
		for _, g := range want {
			if !slices.Contains(have, g) {
				lines = append(lines, fmt.Sprintf("văn bản %s: thiếu người được xem %s (%s)", id, g.Reader, g.Cause))
			}
		}
		again, err := s.Store.Load(ctx, id)
		if err != nil || len(lines) == 0 {
			return nil, err
		}
		if again.Rev != d.Rev {
			continue // somebody changed it between the two looks
		}
		if mend {
			return nil, s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.FollowReaders(ctx, again) })
		}
		return lines, nil
	}
}
