package archive

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
	"antin/pades"
)

// ActionRetry is for the clerk of the agency that keeps the document.
const ActionRetry org.Action = "archive.retry"

// MayRetry reports whether the actor could have something of the entry tried
// again now; pages use it to leave the button out.
func (s *Service) MayRetry(by org.Actor, d *document.Document, e Entry) bool {
	return hindered(e.Bundle) && s.Documents.Can(by, d, ActionRetry)
}

// hindered reports whether another try may bring more.
func hindered(b Bundle) bool {
	switch b.State {
	case Waiting:
		return true
	case Partial:
		return b.Summary.gaps("") > 0 && b.Level != pades.Level("")
	case Kept:
		return b.Why != "" // a renewal
	}
	return false
}

// Retry brings the next try of a bundle forward to now. One that a worker has,
// or that is due already, stays as it is.
func (s *Service) Retry(ctx context.Context, by org.Actor, id document.ID, bundle BundleID) error {
	d, err := s.Documents.For(ctx, by, id, ActionRetry)
	if err != nil {
		return err
	}
	p, err := s.Profiles.At(d.Province, s.Now())
	if err != nil {
		return err
	}
	list, err := s.Store.OfDocument(ctx, id)
	if err != nil {
		return err
	}
	for _, b := range list {
		if b.ID == bundle {
			if err := s.retry(ctx, by, bundle, p.Version); err != nil {
				return fmt.Errorf("trying bundle %s again: %w", bundle, err)
			}
			s.wake()
			return nil
		}
	}
	return fault.New(fault.NotFound, "archive.absent", "Chưa có hồ sơ bằng chứng này.")
}

func (s *Service) retry(ctx context.Context, by org.Actor, id BundleID, version string) error {
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		b, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if !hindered(b) {
			return fault.New(fault.Conflict, "archive.nothing-to-retry", "Hồ sơ bằng chứng này không còn gì phải thu thập lại.")
		}
		now := s.Now()
		taken := b.NextAt.Sub(b.UpdatedAt).Round(time.Second) == hold
		if due := !b.NextAt.IsZero() && !b.NextAt.After(now); due || taken {
			return nil
		}
		b.NextAt, b.UpdatedAt = now.Truncate(time.Millisecond), now
		if err := tx.Save(ctx, b); err != nil {
			return err
		}
		return tx.Audit(ctx, audit.Entry{
			At: now, Agency: string(b.Agency), Account: string(by.Account), Person: string(by.Person), Action: string(ActionRetry), Subject: string(b.ID), Profile: version,
			Clause: "TT 41/2017/TT-BTTTT Điều 9", Data: map[string]string{"document": string(b.Document), "state": string(b.State)},
		})
	})
}

// wake ends the pause of Run.
func (s *Service) wake() {
	select {
	case s.woken <- struct{}{}:
	default: // woken already
	}
}

// Overdue counts the bundles that wait for more than LongWait.
func (s *Service) Overdue(ctx context.Context) (int, error) {
	return s.Store.Waiting(ctx, s.Now().Add(-LongWait))
}
