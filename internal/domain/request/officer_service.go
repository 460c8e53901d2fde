package request

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"antin/internal/domain/org"
)

// covers reports whether the request lies in the officer's scope.
func (o Officer) covers(r *Request) bool {
	return (len(o.Kinds) == 0 || slices.Contains(o.Kinds, r.Kind)) && (len(o.Agencies) == 0 || slices.Contains(o.Agencies, r.Managing))
}

// manages asks whether the actor lays down who manages subscribers; it gives
// the department.
func (s *Service) manages(ctx context.Context, by org.Actor, action org.Action) (org.Agency, error) {
	department, err := s.Department(ctx, by.Province)
	if err != nil {
		return department, err
	}
	var rel []org.Relation
	if by.Agency != "" && by.Agency == department.ID {
		rel = append(rel, org.OfRecipient)
	}
	return department, s.Guard.Allow(ctx, by, action, rel...)
}

// Officers lists the assignments to subscriber management at the department.
func (s *Service) Officers(ctx context.Context, by org.Actor) ([]Officer, error) {
	department, err := s.manages(ctx, by, ActDesk)
	if err != nil {
		return nil, err
	}
	return s.Store.OfficerHistory(ctx, department.ID)
}

// Assign lays down that somebody manages subscribers, with scope and dates
// (HD2-13.1). Requests that wait without an officer and lie in the scope are
// routed at once.
func (s *Service) Assign(ctx context.Context, by org.Actor, o Officer) (Officer, error) {
	department, err := s.manages(ctx, by, ActOfficer)
	if err != nil {
		return Officer{}, err
	}
	person, err := s.Org.Person(ctx, o.Person)
	if err != nil {
		return Officer{}, err
	}
	posts, err := s.Org.PostsOf(ctx, o.Person, department.ID, s.Now())
	if err != nil {
		return Officer{}, err
	}
	if len(posts) == 0 {
		return Officer{}, invalid("officer", person.Name+" không công tác tại "+department.Name+".").At("person", "Chọn người của "+department.Name+".")
	}
	if o.From.IsZero() {
		o.From = s.Now()
	}
	if !o.To.IsZero() && !o.To.After(o.From) || utf8.RuneCountInString(o.Decision) > maxValue || len(o.Kinds) > 20 || len(o.Agencies) > 500 {
		return Officer{}, invalid("officer-period", "Thời hạn hoặc phạm vi phân công không hợp lệ.").At("to", "Ngày kết thúc phải sau ngày bắt đầu.")
	}
	o.ID, o.Name, o.Agency = newID(), person.Name, department.ID
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.AddOfficer(ctx, o); err != nil {
			return err
		}
		if err := s.routeWaiting(ctx, tx, by, o); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.Now(), "request-officer.assigned", o.ID, "person", string(o.Person)))
	})
	return o, err
}

// routeWaiting gives the officer what waits without one.
func (s *Service) routeWaiting(ctx context.Context, tx Tx, by org.Actor, o Officer) error {
	if s.Now().Before(o.From) || !o.To.IsZero() && !s.Now().Before(o.To) {
		return nil
	}
	list, err := tx.List(ctx, by.Province, Query{Unassigned: true, Limit: maxLines})
	if err != nil {
		return err
	}
	for _, line := range list {
		if !o.covers(&line) {
			continue
		}
		r, err := tx.Load(ctx, line.ID)
		if err != nil {
			return err
		}
		if r.Officer == "" {
			r.Officer, r.OfficerName = o.Person, o.Name
			if err := tx.Save(ctx, &r); err != nil {
				return err
			}
		}
	}
	return nil
}

// EndOfficer ends an assignment.
func (s *Service) EndOfficer(ctx context.Context, by org.Actor, id string, at time.Time) error {
	if _, err := s.manages(ctx, by, ActOfficer); err != nil {
		return err
	}
	if at.IsZero() {
		at = s.Now()
	}
	err := s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.EndOfficer(ctx, id, at); err != nil {
			return err
		}
		return tx.Audit(ctx, by.Entry(s.Now(), "request-officer.ended", id))
	})
	return changed(err)
}

// Route gives a request to an officer by hand.
func (s *Service) Route(ctx context.Context, by org.Actor, id ID, to org.PersonID) error {
	if _, err := s.load(ctx, by, id, ActApprove); err != nil {
		return err
	}
	person, err := s.Org.Person(ctx, to)
	if err != nil {
		return err
	}
	err = s.Store.Transact(ctx, func(ctx context.Context, tx Tx) error {
		r, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		if !r.Waiting() {
			_, err := r.find(Receiving)
			return err
		}
		p, err := s.law(&r)
		if err != nil {
			return err
		}
		r.Officer, r.OfficerName = person.ID, person.Name
		d := &deed{&r, tx, by, p, s.Now(), r.State}
		return s.save(ctx, d, Routed, "Giao "+person.Name+" theo dõi.", p.Clause(keyManager))
	})
	return changed(err)
}
