package org

import (
	"context"
	"time"
)

const maxRecipients = 2000 // a province has about 150 agencies; the nation's are found by code

// Agency gives the agency, living or not.
func (s *Service) Agency(ctx context.Context, id AgencyID) (Agency, error) {
	a, err := s.store.Agency(ctx, id)
	return a, missing(err, "org.agency", "Không có cơ quan này.")
}

// AgencyByCode finds the agency that had the code at that time.
func (s *Service) AgencyByCode(ctx context.Context, code string, at time.Time) (Agency, error) {
	a, err := s.store.AgencyByCode(ctx, code, at)
	return a, missing(err, "org.agency", "Không có cơ quan mang mã định danh "+code+".")
}

// Agencies lists a page of the living agencies of a province by code.
func (s *Service) Agencies(ctx context.Context, q AgencyQuery) ([]Agency, error) {
	if q.Limit <= 0 || q.Limit > maxRecipients {
		q.Limit = maxRecipients
	}
	return s.store.Agencies(ctx, q)
}

// Recipients lists whom a document of this agency can be sent to: every other
// living agency of the province, by code, at most 2,000.
func (s *Service) Recipients(ctx context.Context, from AgencyID, at time.Time) ([]Agency, error) {
	own, err := s.Agency(ctx, from)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Agencies(ctx, AgencyQuery{Province: own.Province, At: at, Limit: maxRecipients})
	if err != nil {
		return nil, err
	}
	others := make([]Agency, 0, len(all))
	for _, a := range all {
		if a.ID != from {
			others = append(others, a)
		}
	}
	return others, nil
}

// Heir follows successors to the agency that carries on at that time; an agency
// that still lives is its own heir.
func (s *Service) Heir(ctx context.Context, id AgencyID, at time.Time) (Agency, error) {
	seen := map[AgencyID]bool{}
	for {
		a, err := s.Agency(ctx, id)
		if err != nil {
			return Agency{}, err
		}
		if a.Successor == "" || a.ValidTo.IsZero() || at.Before(a.ValidTo) || seen[id] {
			return a, nil
		}
		seen[id], id = true, a.Successor
	}
}

// Unit gives one unit.
func (s *Service) Unit(ctx context.Context, id UnitID) (Unit, error) {
	u, err := s.store.Unit(ctx, id)
	return u, missing(err, "org.unit", "Không có đơn vị này.")
}

// Units lists the units of an agency by name.
func (s *Service) Units(ctx context.Context, agency AgencyID) ([]Unit, error) {
	return s.store.Units(ctx, agency)
}

// Person gives one person.
func (s *Service) Person(ctx context.Context, id PersonID) (Person, error) {
	p, err := s.store.Person(ctx, id)
	return p, missing(err, "org.person", "Không có người này.")
}

// PeopleOf lists those with a post in the agency at that time.
func (s *Service) PeopleOf(ctx context.Context, agency AgencyID, at time.Time) ([]Person, error) {
	return s.store.PeopleOf(ctx, agency, at)
}

// PeopleWith lists those who hold the role in the agency at that time.
func (s *Service) PeopleWith(ctx context.Context, agency AgencyID, role Role, at time.Time) ([]Person, error) {
	return s.store.PeopleWith(ctx, agency, role, at)
}

// Post gives one appointment, current or past.
func (s *Service) Post(ctx context.Context, id PostID) (Post, error) {
	p, err := s.store.Post(ctx, id)
	return p, missing(err, "org.post", "Không có chức vụ này.")
}

// PostsOf lists a person's posts in the agency at that time.
func (s *Service) PostsOf(ctx context.Context, person PersonID, agency AgencyID, at time.Time) ([]Post, error) {
	return s.store.PostsOf(ctx, person, agency, at)
}

// PostsIn lists every post held in the agency at that time.
func (s *Service) PostsIn(ctx context.Context, agency AgencyID, at time.Time) ([]Post, error) {
	return s.store.PostsIn(ctx, agency, at)
}

// RolesOf lists the roles that the person holds in the agency at that time.
func (s *Service) RolesOf(ctx context.Context, person PersonID, agency AgencyID, at time.Time) ([]Role, error) {
	return s.store.RolesOf(ctx, person, agency, at)
}

// HasRole reports whether the person holds the role in the agency at that time.
func (s *Service) HasRole(ctx context.Context, person PersonID, agency AgencyID, role Role, at time.Time) (bool, error) {
	roles, err := s.store.RolesOf(ctx, person, agency, at)
	return Actor{Roles: roles}.Has(role), err
}
