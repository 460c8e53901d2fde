package task

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/vntext"
)

// Box is a list of tasks: "toi" in my hands, "giao" that I gave.
type Box string

// Boxes.
const (
	Mine    Box = "toi"
	GivenBy Box = "giao"
)

// Filter of a box.
type Filter string

// Filters.
const (
	All     Filter = ""
	Overdue Filter = "qua-han"
	Today   Filter = "hom-nay"
	Soon    Filter = "sap-han"
	Asks    Filter = "gia-han"
	Ended   Filter = "xong"
	Leading Filter = "chu-tri"
	Knowing Filter = "de-biet"
)

// query turns a box with its filter into what the store is asked.
func (s *Service) query(by org.Actor, box Box, f Filter) (Query, error) {
	yes := true
	q := Query{Agency: by.Agency, Open: &yes}
	if box == GivenBy {
		q.Giver = by.Person
	} else {
		q.Person = by.Person
		if by.Has(org.UnitLeader) {
			q.Unit = by.Unit
		}
	}
	p, err := s.law(by.Province)
	if err != nil {
		return q, err
	}
	now := s.Now()
	switch f {
	case Overdue:
		q.Before = now
	case Today:
		q.Before = p.Calendar().AddDays(now, 0).Add(time.Second)
	case Soon:
		q.Before = p.Calendar().AddDays(now, p.Tasks.SoonDays).Add(time.Second)
	case Asks:
		q.Wants = true
	case Ended:
		no := false
		q.Open = &no
	case Leading:
		q.Parts = []Part{Lead, Support}
	case Knowing:
		q.Parts = []Part{Know}
	case All:
	}
	return q, nil
}

// List gives one page of a box, the first due first.
func (s *Service) List(ctx context.Context, by org.Actor, box Box, f Filter, text string, after Cursor, limit int) ([]Task, error) {
	if err := s.Guard.Allow(ctx, by, ActList); err != nil {
		return nil, err
	}
	q, err := s.query(by, box, f)
	if err != nil {
		return nil, err
	}
	q.Text, q.After, q.Limit = vntext.Fold(text), after, limit
	return s.Store.List(ctx, q)
}

// Count counts a box, up to 1000.
func (s *Service) Count(ctx context.Context, by org.Actor, box Box, f Filter) (int, error) {
	q, err := s.query(by, box, f)
	if err != nil {
		return 0, err
	}
	return s.Store.Count(ctx, q)
}
