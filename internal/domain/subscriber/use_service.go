package subscriber

import (
	"context"
	"time"

	"antin/internal/domain/org"
)

// Documents tells of the documents that agencies sent; package document behind
// it counts.
type Documents interface {
	// Sent counts outgoing documents released in the period, and how many of
	// them bear the agency's signature. No agency means all of the province.
	Sent(ctx context.Context, province string, agencies []org.AgencyID, from, until time.Time) (sent, signed int, err error)
}

// RecordUses writes down which certificates signed a document, and since when
// their agencies sign digitally. The same again changes nothing.
func (s *Service) RecordUses(ctx context.Context, uses []Use) error {
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		fresh := 0
		for _, u := range uses {
			added, err := tx.AddUse(ctx, u)
			if err != nil {
				return err
			}
			if !added {
				continue
			}
			fresh++
			if err := tx.FirstUse(ctx, u.Agency, u.At); err != nil {
				return err
			}
		}
		if fresh == 0 {
			return nil
		}
		return tx.Audit(ctx, s.entry(org.Actor{Agency: uses[0].Agency}, "certificate.used", uses[0].Document, ""))
	})
}

// RolloutList says since when each agency of the province signs digitally; the
// zero time is not yet (BG-22.3).
func (s *Service) RolloutList(ctx context.Context, by org.Actor) ([]Rollout, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return nil, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Rollout(ctx, by.Province)
	if err != nil || scope.All {
		return all, err
	}
	mine := map[org.AgencyID]bool{}
	for _, id := range scope.Agencies {
		mine[id] = true
	}
	var own []Rollout
	for _, r := range all {
		if mine[r.Agency] {
			own = append(own, r)
		}
	}
	return own, nil
}
