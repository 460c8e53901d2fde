package task

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/org"
)

// Digest (bản tin việc) is what one person is reminded of on one working day.
type Digest struct {
	Person  org.PersonID
	Agency  org.AgencyID
	Day     string // "2026-11-23"
	Overdue []Line // mine, past their time
	Today   []Line // mine, due today
	Soon    []Line // mine, due within the days of the profile
	Asks    []Line // extensions that wait for my answer
	Late    []Line // given by me and past their time: escalated to who assigned
	SeenAt  time.Time
}

// Line is one task in a digest as it stood then.
type Line struct {
	Task  ID
	Title string
	Whom  string
	Due   time.Time
}

// Empty reports that there is nothing to be reminded of.
func (d Digest) Empty() bool {
	return len(d.Overdue)+len(d.Today)+len(d.Soon)+len(d.Asks)+len(d.Late) == 0
}

// maxLines of one part of a digest; the lists themselves have the rest.
const maxLines = 50

// DigestNow is the digest as it would be at this moment.
func (s *Service) DigestNow(ctx context.Context, by org.Actor) (Digest, error) {
	now := s.Now()
	d := Digest{Person: by.Person, Agency: by.Agency, Day: now.In(zone).Format(time.DateOnly)}
	for _, part := range []struct {
		into *[]Line
		box  Box
		f    Filter
		keep func(Task) bool
	}{
		{&d.Overdue, Mine, Overdue, nil},
		{&d.Today, Mine, Today, func(t Task) bool { return !t.Late(now) }},
		{&d.Soon, Mine, Soon, func(t Task) bool { return t.DueAt.In(zone).Format(time.DateOnly) > d.Day }},
		{&d.Asks, GivenBy, Asks, nil},
		{&d.Late, GivenBy, Overdue, nil},
	} {
		list, err := s.List(ctx, by, part.box, part.f, "", Cursor{}, maxLines)
		if err != nil {
			return d, err
		}
		for _, t := range list {
			if part.keep == nil || part.keep(t) {
				*part.into = append(*part.into, Line{Task: t.ID, Title: t.Title, Whom: t.Whom(), Due: t.DueAt})
			}
		}
	}
	return d, nil
}

// MakeDigest keeps the digest of a working day for a person, once; it reports
// whether this call made one with something in it.
func (s *Service) MakeDigest(ctx context.Context, by org.Actor) (Digest, bool, error) {
	p, err := s.law(by.Province)
	if err != nil || !p.Calendar().IsWorking(s.Now()) {
		return Digest{}, false, err
	}
	d, err := s.DigestNow(ctx, by)
	if err != nil || d.Empty() {
		return d, false, err
	}
	made := false
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		made, err = tx.PutDigest(ctx, d)
		return err
	})
	return d, made, err
}

// TodaysDigest gives the digest of the day, made when it is first asked for.
func (s *Service) TodaysDigest(ctx context.Context, by org.Actor) (Digest, error) {
	if err := s.Guard.Allow(ctx, by, ActList); err != nil {
		return Digest{}, err
	}
	if _, _, err := s.MakeDigest(ctx, by); err != nil {
		return Digest{}, err
	}
	day := s.Now().In(zone).Format(time.DateOnly)
	d, err := s.Store.Digest(ctx, by.Person, by.Agency, day)
	if errors.Is(err, ErrNotFound) {
		return Digest{Person: by.Person, Agency: by.Agency, Day: day}, nil
	}
	return d, err
}

// SeeDigest notes that the person has read the digest of the day.
func (s *Service) SeeDigest(ctx context.Context, d Digest) error {
	if d.Empty() || !d.SeenAt.IsZero() {
		return nil
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error { return tx.SeeDigest(ctx, d, s.Now()) })
}

// Unread counts what stands in today's digest that the person has not opened.
func (s *Service) Unread(ctx context.Context, by org.Actor) (int, error) {
	d, err := s.Store.Digest(ctx, by.Person, by.Agency, s.Now().In(zone).Format(time.DateOnly))
	if errors.Is(err, ErrNotFound) || err == nil && !d.SeenAt.IsZero() {
		return 0, nil
	}
	return len(d.Overdue) + len(d.Today) + len(d.Soon) + len(d.Asks) + len(d.Late), err
}
