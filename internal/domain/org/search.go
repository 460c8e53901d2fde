package org

import (
	"context"
	"slices"

	"antin/internal/domain/audit"
	"antin/internal/fault"
	"antin/vntext"
)

const (
	maxHits  = 5000 // subjects looked at for one word; a common word alone finds the first of them
	maxFound = 50
	maxWords = 8
)

// SearchAgencies finds agencies by words of their names, old ones too, or the
// beginning of a code, without marks; at most 50, closed ones as well.
func (s *Service) SearchAgencies(ctx context.Context, by Actor, text string) ([]Agency, error) {
	ids, err := s.search(ctx, by, WordsOfAgencies, text)
	return load(ids, err, func(id string) (Agency, error) { return s.store.Agency(ctx, AgencyID(id)) })
}

// SearchPeople finds people by words of their names, old ones too, without
// marks; at most 50.
func (s *Service) SearchPeople(ctx context.Context, by Actor, text string) ([]Person, error) {
	ids, err := s.search(ctx, by, WordsOfPeople, text)
	return load(ids, err, func(id string) (Person, error) { return s.store.Person(ctx, PersonID(id)) })
}

func load[T any](ids []string, err error, one func(string) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	list := make([]T, 0, len(ids))
	for _, id := range ids {
		row, err := one(id)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}

// search gives the subjects in whose names every word begins some word.
func (s *Service) search(ctx context.Context, by Actor, kind WordKind, text string) ([]string, error) {
	if err := s.guard.Allow(ctx, by, ActRead); err != nil {
		return nil, err
	}
	words := wordsOf(text)
	if len(words) == 0 {
		return nil, nil
	}
	var found []string
	for i, word := range words[:min(len(words), maxWords)] {
		hits, err := s.store.WithWord(ctx, kind, word, maxHits)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			found = hits
			continue
		}
		found = slices.DeleteFunc(found, func(id string) bool { _, ok := slices.BinarySearch(hits, id); return !ok })
	}
	return found[:min(len(found), maxFound)], nil
}

// IndexNames gives words to names that were stored before names had any; it is
// called at every start and does nothing the second time.
func (s *Service) IndexNames(ctx context.Context) error {
	for _, kind := range []WordKind{WordsOfAgencies, WordsOfUnits, WordsOfPeople} {
		for {
			names, err := s.store.Unworded(ctx, kind)
			if err != nil {
				return err
			}
			if len(names) == 0 {
				break
			}
			err = s.store.Transact(ctx, func(tx Tx) error {
				for id, name := range names {
					words := wordsOf(name)
					if len(words) == 0 {
						words = []string{vntext.Fold(id)}
					}
					if err := tx.AddWords(ctx, kind, id, words); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// SaveAgencyFacts changes what has no history of its own: kind, level, legal
// entity, seal, codes, addresses. Name and superior change by deeds.
func (s *Service) SaveAgencyFacts(ctx context.Context, by Actor, a Agency) error {
	for _, text := range []struct{ field, value string }{{"tax_code", a.TaxCode}, {"budget_code", a.BudgetCode}, {"address", a.Address}, {"email", a.Email}, {"place", a.Place}} {
		if text.value == "" {
			continue
		}
		if err := named(text.field, text.value); err != nil {
			return err
		}
	}
	return s.change(ctx, by, ActManage, nil, func(tx Tx) (audit.Entry, error) {
		old, err := tx.Agency(ctx, a.ID)
		if err != nil {
			return audit.Entry{}, missing(err, "org.agency", "Không có cơ quan này.")
		}
		a.Name, a.Parent, a.Province = old.Name, old.Parent, old.Province
		if err := s.checkAgency(ctx, tx, a); err != nil {
			return audit.Entry{}, err
		}
		return s.entry(by, "agency.changed", string(a.ID)), tx.SetAgencyFacts(ctx, a)
	})
}

// SaveContact changes phone and employment of a person; name and e-mail stand
// in certificates and change by a deed.
func (s *Service) SaveContact(ctx context.Context, by Actor, id PersonID, phone string, employment Employment) error {
	if phone != "" {
		if err := named("phone", phone); err != nil {
			return err
		}
	}
	if !slices.Contains(Employments, employment) {
		return badEmployment()
	}
	rel, err := s.aboutPerson(ctx, by, id)
	if err != nil {
		return err
	}
	return s.change(ctx, by, ActPeople, rel, func(tx Tx) (audit.Entry, error) {
		p, err := tx.Person(ctx, id)
		if err != nil {
			return audit.Entry{}, missing(err, "org.person", "Không có người này.")
		}
		p.Phone, p.Employment = phone, employment
		return s.entry(by, "person.changed", string(id)), tx.SetPerson(ctx, p)
	})
}

func badEmployment() error {
	return fault.New(fault.Invalid, "org.employment", "Diện tuyển dụng không hợp lệ.").At("employment", "Chọn trong danh sách.")
}
