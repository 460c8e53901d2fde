package subscriber

import (
	"context"
	"slices"
	"strconv"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/signing"
)

// sweepBatch is how many reminders one transaction writes.
const sweepBatch = 500

// day is the length of a rung.
const day = 24 * time.Hour

// Swept is what one sweep did.
type Swept struct{ Written, Closed int }

// Sweep writes the reminder of the rung on which each certificate stands now
// (profile expiry_reminder_days), one for each certificate and rung, and ends
// those that are renewed, revoked or over. It may run as often as one likes; one
// that comes after days of standstill writes the present rung alone, so that
// nobody gets four reminders at once.
func (s *Service) Sweep(ctx context.Context) (Swept, error) {
	var done Swept
	now := s.Now()
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) (err error) {
		if done.Closed, err = tx.CloseStale(ctx, now); err != nil || done.Closed == 0 {
			return err
		}
		return tx.Audit(ctx, s.entry(org.Actor{}, "expiry.closed", "sweep", "", "count", strconv.Itoa(done.Closed)))
	})
	if err != nil {
		return done, err
	}
	for _, province := range s.Profiles.Provinces() {
		law, err := s.Profiles.At(province, now)
		if err != nil {
			return done, err
		}
		n, err := s.sweepProvince(ctx, law, now)
		if done.Written += n; err != nil {
			return done, err
		}
	}
	return done, nil
}

func (s *Service) sweepProvince(ctx context.Context, law *profile.Profile, now time.Time) (written int, err error) {
	rungs := slices.Sorted(slices.Values(law.Subscribers.ExpiryReminders))
	if len(rungs) == 0 {
		return 0, nil
	}
	until := now.Add(time.Duration(rungs[len(rungs)-1]) * day)
	for after := (Cursor{}); ; {
		list, err := s.Store.DueReminders(ctx, law.Province, now, until, after, sweepBatch)
		if err != nil || len(list) == 0 {
			return written, err
		}
		n, err := s.remind(ctx, law, rungs, list, now)
		if written += n; err != nil {
			return written, err
		}
		after = list[len(list)-1].At
	}
}

// remind writes one batch.
func (s *Service) remind(ctx context.Context, law *profile.Profile, rungs []int, list []Reminder, now time.Time) (written int, err error) {
	var due []Notice
	for _, r := range list {
		rung := rungOf(rungs, r.EndsAt.Sub(now))
		if rung == 0 || r.Rung != 0 && r.Rung <= rung || r.Status == signing.Revoked || r.Status == signing.RevocationPending {
			continue
		}
		due = append(due, Notice{Certificate: r.Certificate, Rung: rung, Agency: r.Agency, Person: r.Person, EndsAt: r.EndsAt, MadeAt: now})
	}
	if len(due) == 0 {
		return 0, nil
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		written = 0
		for _, n := range due {
			fresh, err := tx.AddNotice(ctx, n)
			if err != nil {
				return err
			}
			if !fresh {
				continue
			}
			written++
			if err := tx.CloseNotices(ctx, n.Certificate, n.Rung, now); err != nil {
				return err
			}
		}
		if written == 0 {
			return nil
		}
		entry := s.entry(org.Actor{}, "expiry.reminded", "sweep", law.Version, "count", strconv.Itoa(written))
		entry.Clause = law.Clause("subscribers.expiry_reminder_days")
		return tx.Audit(ctx, entry)
	})
	return written, err
}

// rungOf is the smallest rung that the time left has reached; zero is none yet.
func rungOf(rungs []int, left time.Duration) int {
	for _, r := range rungs {
		if left > 0 && left <= time.Duration(r)*day {
			return r
		}
	}
	return 0
}

// MyNotices are the open reminders about the actor's own certificates.
func (s *Service) MyNotices(ctx context.Context, by org.Actor) ([]Notice, error) {
	if err := s.Guard.Allow(ctx, by, ActOwn, org.Own); err != nil {
		return nil, err
	}
	return s.Store.Notices(ctx, NoticeQuery{Person: by.Person, Limit: 50})
}

// AgencyNotices are the open reminders of what the reader's lists hold, the
// first to end first, and how many there are.
func (s *Service) AgencyNotices(ctx context.Context, by org.Actor, limit int) ([]Notice, int, error) {
	if err := s.Guard.Allow(ctx, by, ActList, org.OfAgency); err != nil {
		return nil, 0, err
	}
	scope, err := s.scope(ctx, by)
	if err != nil {
		return nil, 0, err
	}
	n, err := s.Store.CountNotices(ctx, NoticeQuery{Scope: scope})
	if err != nil || limit == 0 {
		return nil, n, err
	}
	list, err := s.Store.Notices(ctx, NoticeQuery{Scope: scope, Limit: limit})
	return list, n, err
}
