package exchange

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
	"antin/workday"
)

// InboxStore keeps looks into the inbox and the windows that agencies set.
type InboxStore interface {
	// Windows are those that the agency set; none where it did not.
	Windows(ctx context.Context, agency org.AgencyID) ([]Window, error)
	// InboxChecks lists the looks of some days, oldest first.
	InboxChecks(ctx context.Context, agency org.AgencyID, from, to string) ([]InboxCheck, error)
}

// InboxTx is the part of a transaction that changes them.
type InboxTx interface {
	SetWindows(ctx context.Context, agency org.AgencyID, list []Window) error
	AddInboxCheck(ctx context.Context, c InboxCheck) error
}

// Windows are the windows of the agency: its own, or those of the profile.
func (s *Service) Windows(ctx context.Context, agency org.AgencyID, p *profile.Profile) ([]Window, error) {
	list, err := s.Store.Windows(ctx, agency)
	if err != nil || len(list) > 0 {
		return list, err
	}
	for _, text := range p.Documents.CheckWindows {
		w, err := ParseWindow(text)
		if err != nil {
			return nil, fmt.Errorf("documents.check_windows: %w", err)
		}
		list = append(list, w)
	}
	return list, nil
}

// SetWindows lays down the agency's own windows; fewer than the looks that the
// profile wants a day are refused (BG-10.2p).
func (s *Service) SetWindows(ctx context.Context, by org.Actor, list []Window) error {
	if err := s.Guard.Allow(ctx, by, "inbox.windows", org.OfAgency); err != nil {
		return err
	}
	p, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return err
	}
	if err := checkWindows(list, p); err != nil {
		return err
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SetWindows(ctx, by.Agency, list); err != nil {
			return err
		}
		data := map[string]string{}
		for i, w := range list {
			data[fmt.Sprintf("window.%d", i+1)] = w.String()
		}
		e := s.entry(by.Agency, "inbox.windows", string(by.Agency), p, data)
		e.Account, e.Person, e.Clause = string(by.Account), string(by.Person), p.Clause("documents.check_windows")
		return tx.Audit(ctx, e)
	})
}

// LookedIn records that the clerk looked into an inbox now; nobody enters a time.
func (s *Service) LookedIn(ctx context.Context, by org.Actor, place InboxPlace) error {
	if err := s.Guard.Allow(ctx, by, "incoming.receive", org.OfAgency); err != nil {
		return err
	}
	if place != InboxMailbox && place != InboxSystem {
		return fault.New(fault.Invalid, "inbox.place", "Không có hộp nhận này.")
	}
	p, err := s.Profiles.At(by.Province, s.Now())
	if err != nil {
		return err
	}
	now := s.Now()
	c := InboxCheck{
		ID: uuid.Must(uuid.NewV7()).String(), Agency: by.Agency, Day: document.Day(now), At: now, Person: by.Person, PersonName: by.Name, Place: place,
	}
	return s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddInboxCheck(ctx, c); err != nil {
			return err
		}
		e := s.entry(by.Agency, "inbox.looked", string(by.Agency), p, map[string]string{"check": c.ID, "place": string(place)})
		e.Account, e.Person, e.Clause = string(by.Account), string(by.Person), p.Clause("documents.checks_per_day")
		return tx.Audit(ctx, e)
	})
}

// InboxMonth holds every working day of a month up to today against the
// windows; days off owe nothing.
func (s *Service) InboxMonth(ctx context.Context, by org.Actor, year int, month time.Month) ([]InboxDay, error) {
	if err := s.Guard.Allow(ctx, by, "register.read", org.OfAgency); err != nil {
		return nil, err
	}
	first := workday.Date{Year: year, Month: month, Day: 1}
	next := workday.DateOf(time.Date(year, month+1, 1, 12, 0, 0, 0, hanoi))
	return s.inbox(ctx, by, first, next)
}

// InboxToday is the day that runs; without windows, or on a day off, it has none.
func (s *Service) InboxToday(ctx context.Context, by org.Actor) (InboxDay, error) {
	if err := s.Guard.Allow(ctx, by, "register.read", org.OfAgency); err != nil {
		return InboxDay{}, err
	}
	today := workday.DateOf(s.Now())
	days, err := s.inbox(ctx, by, today, today.Add(1))
	if err != nil || len(days) == 0 {
		return InboxDay{Day: today.String()}, err
	}
	return days[0], nil
}

func (s *Service) inbox(ctx context.Context, by org.Actor, from, before workday.Date) ([]InboxDay, error) {
	now := s.Now()
	p, err := s.Profiles.At(by.Province, now)
	if err != nil {
		return nil, err
	}
	windows, err := s.Windows(ctx, by.Agency, p)
	if err != nil || len(windows) == 0 {
		return nil, err
	}
	checks, err := s.Store.InboxChecks(ctx, by.Agency, from.String(), before.Add(-1).String())
	if err != nil {
		return nil, err
	}
	of := map[string][]InboxCheck{}
	for _, c := range checks {
		of[c.Day] = append(of[c.Day], c)
	}
	var out []InboxDay
	for d := from; d.Compare(before) < 0 && d.Compare(workday.DateOf(now)) <= 0; d = d.Add(1) {
		if len(p.Calendar().Sessions(d)) > 0 {
			out = append(out, dayOf(d, windows, of[d.String()], now))
		}
	}
	return out, nil
}
