package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Usage counts what one agency issued in a period, and how much of it carries
// a digital signature (LD-13.0, HT-07.0). A document counts on the day that it
// bears.
type Usage struct {
	Agency org.AgencyID
	Type   string
	Issued int
	Signed int // with the signature of the agency in the file
}

// Issue is one document behind such a figure.
type Issue struct {
	ID       ID
	Type     string
	Subject  string
	Number   int
	Symbol   string
	IssuedOn string
	Signed   bool
}

// UsageStore counts issued documents; days are YYYY-MM-DD, both included.
type UsageStore interface {
	// Usage counts per agency and type; an empty agency is all.
	Usage(ctx context.Context, agency org.AgencyID, from, to string) ([]Usage, error)
	// Issued lists the documents of one agency behind the figure, newest day
	// first, at most 500.
	Issued(ctx context.Context, agency org.AgencyID, from, to string) ([]Issue, error)
	// Signings lists the signatures that a person made, newest first.
	Signings(ctx context.Context, person org.PersonID, before time.Time, limit int) ([]Signing, error)
}

// Signing is one signature that a person made: on what, and with which act.
type Signing struct {
	Document ID
	Kind     DecisionKind
	Hash     string // of the file that the signature made
	At       time.Time
}

// MySignings is the actor's own history of signing, newest first, from before
// a time (zero: now), at most 50 (LD-19.3).
func (s *Service) MySignings(ctx context.Context, by org.Actor, before time.Time) ([]Signing, error) {
	if err := s.Guard.Allow(ctx, by, "account.self", org.Own); err != nil {
		return nil, err
	}
	if before.IsZero() {
		before = s.Now().Add(time.Minute)
	}
	return s.Store.Signings(ctx, by.Person, before, 50)
}

// Usage counts for the actor's agency, or for every agency for those who watch
// over all.
func (s *Service) Usage(ctx context.Context, by org.Actor, from, to time.Time) ([]Usage, error) {
	if to.Before(from) {
		return nil, fault.New(fault.Invalid, "usage.period", "Ngày cuối kỳ trước ngày đầu kỳ.").At("den", "Chọn ngày sau ngày đầu kỳ.")
	}
	agency := by.Agency
	if s.Guard.Can(by, "document.usage", org.Any) {
		agency = ""
	} else if err := s.Guard.Allow(ctx, by, "document.usage", org.OfAgency); err != nil {
		return nil, err
	}
	return s.Store.Usage(ctx, agency, Day(from), Day(to))
}

// Issued lists what stands behind the figure of the actor's own agency.
func (s *Service) Issued(ctx context.Context, by org.Actor, from, to time.Time) ([]Issue, error) {
	if err := s.Guard.Allow(ctx, by, "document.usage", org.OfAgency); err != nil {
		return nil, err
	}
	list, err := s.Store.Issued(ctx, by.Agency, Day(from), Day(to))
	if err != nil {
		return nil, err
	}
	for first := 0; first < len(list); first += 200 {
		part := list[first:min(first+200, len(list))]
		ids := make([]ID, len(part))
		for i, x := range part {
			ids[i] = x.ID
		}
		seen, err := s.Visible(ctx, by, ids)
		if err != nil {
			return nil, err
		}
		for i := range part {
			if !seen[part[i].ID] {
				part[i].ID, part[i].Subject = "", ""
			}
		}
	}
	return list, nil
}
