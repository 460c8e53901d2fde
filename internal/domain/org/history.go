package org

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/fault"
	"antin/vntext"
)

// Actions about people that go beyond a name in a list.
const (
	ActRead     Action = "org.read"
	ActIdentity Action = "person.identity"
)

const maxLine = 20 // superiors above one agency; a loop in bad data ends there

// AgencyAt gives the agency as it was called and where it stood on that day; a
// day before its first term gives the first.
func (s *Service) AgencyAt(ctx context.Context, id AgencyID, at time.Time) (Agency, error) {
	a, err := s.Agency(ctx, id)
	if err != nil {
		return Agency{}, err
	}
	terms, err := s.store.Terms(ctx, id)
	if err != nil {
		return Agency{}, err
	}
	for i, t := range terms {
		if within(at, t.From, t.To) || i == 0 && at.Before(t.From) {
			a.Name, a.Superior, a.ShortName, a.Parent = t.Name, t.Superior, t.ShortName, t.Parent
			break
		}
	}
	return a, nil
}

// LineOf gives the agency and its superiors as they stood on that day, the
// agency first.
func (s *Service) LineOf(ctx context.Context, id AgencyID, at time.Time) ([]Agency, error) {
	var line []Agency
	for id != "" && len(line) < maxLine {
		a, err := s.AgencyAt(ctx, id, at)
		if err != nil {
			return nil, err
		}
		line = append(line, a)
		id = a.Parent
	}
	return line, nil
}

// AgencyByName finds the agency of the province that bore exactly this name on
// that day; ErrNotFound without one, as when the name is empty.
func (s *Service) AgencyByName(ctx context.Context, province, name string, at time.Time) (Agency, error) {
	if name == "" {
		return Agency{}, ErrNotFound
	}
	return s.store.AgencyByName(ctx, province, name, at)
}

// Children lists the agencies directly under one on that day, by code.
func (s *Service) Children(ctx context.Context, parent AgencyID, at time.Time) ([]Agency, error) {
	return s.store.Children(ctx, parent, at)
}

// Terms lists what the agency was called and where it stood, oldest first.
func (s *Service) Terms(ctx context.Context, id AgencyID) ([]Term, error) {
	return s.store.Terms(ctx, id)
}

// UnitsAt lists the units of an agency on that day, as they were called then.
func (s *Service) UnitsAt(ctx context.Context, agency AgencyID, at time.Time) ([]Unit, error) {
	return s.store.UnitsAt(ctx, agency, at)
}

// UnitTerms lists what the unit was called and where it stood, oldest first.
func (s *Service) UnitTerms(ctx context.Context, id UnitID) ([]UnitTerm, error) {
	return s.store.UnitTerms(ctx, id)
}

// PersonAt gives the person as called on that day; a day before the first term
// gives the first.
func (s *Service) PersonAt(ctx context.Context, id PersonID, at time.Time) (Person, error) {
	p, err := s.Person(ctx, id)
	if err != nil {
		return Person{}, err
	}
	terms, err := s.store.PersonTerms(ctx, id)
	if err != nil {
		return Person{}, err
	}
	for i, t := range terms {
		if within(at, t.From, t.To) || i == 0 && at.Before(t.From) {
			p.Name, p.Email = t.Name, t.Email
			break
		}
	}
	return p, nil
}

// PersonTerms lists how the person was called, oldest first.
func (s *Service) PersonTerms(ctx context.Context, id PersonID) ([]PersonTerm, error) {
	return s.store.PersonTerms(ctx, id)
}

// PostsOfPerson lists every post the person ever held, in every agency, oldest
// first.
func (s *Service) PostsOfPerson(ctx context.Context, id PersonID) ([]Post, error) {
	return s.store.PostsOfPerson(ctx, id)
}

// HeadOf finds who heads the agency on that day; ErrNotFound when nobody does.
func (s *Service) HeadOf(ctx context.Context, agency AgencyID, at time.Time) (Post, error) {
	return headOf(ctx, s.store, agency, at)
}

func headOf(ctx context.Context, r Reader, agency AgencyID, at time.Time) (Post, error) {
	posts, err := r.PostsIn(ctx, agency, at)
	if err != nil {
		return Post{}, err
	}
	for _, p := range posts {
		if p.HeadsAgency() {
			return p, nil
		}
	}
	return Post{}, ErrNotFound
}

// MayDo refuses who may not do this about the person: ActPeople for posts and
// contact, ActIdentity for the identity card. Pages with such data ask it before
// they show or read anything; the services ask it themselves.
func (s *Service) MayDo(ctx context.Context, by Actor, action Action, id PersonID) error {
	rel, err := s.aboutPerson(ctx, by, id)
	if err != nil {
		return err
	}
	return s.guard.Allow(ctx, by, action, rel...)
}

// Identity gives what the person's identity card says, to those who manage
// subscribers and to the person; the reading is written into the log.
func (s *Service) Identity(ctx context.Context, by Actor, id PersonID) (Identity, error) {
	if err := s.MayDo(ctx, by, ActIdentity, id); err != nil {
		return Identity{}, err
	}
	card, err := s.store.Identity(ctx, id)
	if err != nil {
		return Identity{}, missing(err, "person.no-identity", "Chưa có số định danh của người này.")
	}
	return card, s.commit(ctx, func(Tx) (audit.Entry, error) {
		return s.entry(by, "person.identity-read", string(id)), nil
	})
}

// SaveIdentity stores what the identity card says; the number has 12 digits,
// spaces are ignored. The log keeps that it was saved, not the number.
func (s *Service) SaveIdentity(ctx context.Context, by Actor, card Identity) error {
	if err := s.MayDo(ctx, by, ActIdentity, card.Person); err != nil {
		return err
	}
	card.Number = strings.ReplaceAll(card.Number, " ", "")
	if !twelveDigits(card.Number) {
		return fault.New(fault.Invalid, "person.identity-number", "Số định danh cá nhân gồm 12 chữ số.").At("number", "Nhập đủ 12 chữ số.")
	}
	if now := s.now(); card.Birth.After(now) || card.IssuedAt.After(now) {
		return fault.New(fault.Invalid, "person.identity-day", "Ngày sinh, ngày cấp không thể ở tương lai.").At("birth", "Kiểm tra lại ngày.")
	}
	return s.commit(ctx, func(tx Tx) (audit.Entry, error) {
		return s.entry(by, "person.identity-saved", string(card.Person)), tx.PutIdentity(ctx, card)
	})
}

// aboutPerson is how the actor stands to a person: the same one, or of an
// agency in which that person has a post.
func (s *Service) aboutPerson(ctx context.Context, by Actor, id PersonID) ([]Relation, error) {
	if by.Person != "" && by.Person == id {
		return []Relation{Own, OfAgency}, nil
	}
	posts, err := s.store.PostsOfPerson(ctx, id)
	if err != nil {
		return nil, err
	}
	now := s.now()
	for _, p := range posts {
		if p.Agency == by.Agency && (p.To.IsZero() || now.Before(p.To)) {
			return []Relation{OfAgency}, nil
		}
	}
	return nil, nil
}

func twelveDigits(number string) bool {
	return len(number) == 12 && strings.Trim(number, "0123456789") == ""
}

// wordsOf are the words of a name by which it is found: without marks, small.
func wordsOf(name string) []string { return strings.Fields(vntext.Fold(name)) }
