package archive

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	atOnce = 4
	look   = 30 * time.Second // for what others opened, and what is due again
)

// Run collects until ctx ends; failed hears of errors of ours.
func (s *Service) Run(ctx context.Context, failed func(error)) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for ctx.Err() == nil {
		n, err := s.CollectDue(ctx, 4*atOnce)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if n > 0 && err == nil {
			continue
		}
		more, err := s.CatchUp(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-s.woken:
		}
	}
}

// CollectDue works on what is due, up to limit, a few at once, and tells how
// many it took.
func (s *Service) CollectDue(ctx context.Context, limit int) (int, error) {
	ids, err := s.Store.Due(ctx, s.Now(), limit)
	if err != nil {
		return 0, err
	}
	errs := make([]error, len(ids))
	var work errgroup.Group
	work.SetLimit(atOnce)
	for i, id := range ids {
		work.Go(func() error {
			if errs[i] = s.Collect(ctx, id); errs[i] != nil {
				errs[i] = fmt.Errorf("collecting bundle %s: %w", id, errs[i])
			}
			return nil
		})
	}
	_ = work.Wait() // each error is in errs
	return len(ids), errors.Join(errs...)
}
