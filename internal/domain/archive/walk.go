package archive

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/failpoint"
)

// The walks over everything.
const (
	walkDocuments = "documents" // signed or received before evidence was kept
	walkRenewals  = "renewals"  // reckons the renewals of whole bundles anew
)

const (
	documentsAtOnce = 20
	bundlesAtOnce   = 200
	// crowd of waiting bundles beyond which no older document is added: their
	// authority is silent, and new documents are to be first when it is back.
	crowd = 200
)

// CatchUp takes the next step of what is to be done once for everything that is
// there: bundles for documents from before evidence was kept, and new dates of
// renewal after a change of the list of algorithms or of the margin. It tells
// whether more is left. It may run twice, or at two servers at once.
func (s *Service) CatchUp(ctx context.Context) (more bool, err error) {
	if more, err = s.walk(ctx, Progress{Name: walkRenewals, Terms: s.terms()}, s.reckon); more || err != nil {
		return more, err
	}
	n, err := s.Store.Waiting(ctx, s.Now())
	if err != nil || n >= crowd {
		return false, err
	}
	return s.walk(ctx, Progress{Name: walkDocuments}, s.backfill)
}

// terms are what the dates of renewal depend on.
func (s *Service) terms() string {
	return fmt.Sprintf("%s %s", s.algorithms().SHA256(), s.margin())
}

// walk takes one step, unless the walk has come to its end under these terms.
func (s *Service) walk(ctx context.Context, p Progress, step func(ctx context.Context, after string) (last string, done bool, err error)) (bool, error) {
	was, err := s.Store.Progress(ctx, p.Name)
	if err != nil {
		return false, err
	}
	if was.Terms == p.Terms {
		p = was
	}
	if p.Done {
		return false, nil
	}
	if p.After, p.Done, err = step(ctx, p.After); err != nil {
		return false, fmt.Errorf("catching up on %s: %w", p.Name, err)
	}
	failpoint.Hit("archive.caught-up")
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SaveProgress(ctx, p) })
	return !p.Done, err
}

// backfill opens the bundles of the next documents that have none.
func (s *Service) backfill(ctx context.Context, after string) (string, bool, error) {
	ids, err := s.Documents.Store.IDs(ctx, document.ID(after), documentsAtOnce)
	if err != nil {
		return after, false, err
	}
	for _, id := range ids {
		d, err := s.Documents.Store.Load(ctx, id)
		if err != nil {
			return after, false, fmt.Errorf("reading document %s: %w", id, err)
		}
		if d.State != document.Refused {
			if err := s.open(ctx, d); err != nil {
				return after, false, fmt.Errorf("document %s: %w", id, err)
			}
		}
		after = string(id)
	}
	return after, len(ids) < documentsAtOnce, nil
}

// reckon dates the renewals of the next bundles.
func (s *Service) reckon(ctx context.Context, after string) (string, bool, error) {
	ids, err := s.Store.After(ctx, BundleID(after), bundlesAtOnce)
	if err != nil {
		return after, false, err
	}
	for _, id := range ids {
		if err := s.reckonOne(ctx, id); err != nil {
			return after, false, fmt.Errorf("bundle %s: %w", id, err)
		}
		after = string(id)
	}
	return after, len(ids) < bundlesAtOnce, nil
}

// reckonOne leaves alone what a worker has, and what is tried again sooner.
func (s *Service) reckonOne(ctx context.Context, id BundleID) error {
	seen, err := s.Store.Bundle(ctx, id)
	if err != nil || seen.State != Kept {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		b, err := tx.Load(ctx, id)
		if err != nil || b.State != Kept || b.Attempts > 0 && !b.NextAt.IsZero() {
			return err
		}
		next := s.renewAt(b)
		if next.IsZero() { // kept before protection was noted
			next = s.Now().Truncate(time.Millisecond)
		}
		if b.NextAt.Equal(next) {
			return nil
		}
		b.Attempts, b.NextAt = 0, next
		return tx.Save(ctx, b)
	})
}
