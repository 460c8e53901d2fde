package request

import (
	"cmp"
	"context"
	"slices"

	"antin/internal/domain/org"
)

// Unlocked is how often devices of one holder were restored (HD2-09.2).
type Unlocked struct {
	Person org.PersonID
	Whom   string
	Times  int
}

// Unlocks counts the restored recoveries of each holder, the most first: of the
// province at the department, else of the own agency, else one's own.
func (s *Service) Unlocks(ctx context.Context, by org.Actor) ([]Unlocked, error) {
	q, err := s.scope(ctx, by, Query{Kinds: []Kind{Recover}, States: []State{Restored, Closed}, Limit: maxLines})
	if err != nil {
		return nil, err
	}
	times := map[org.PersonID]Unlocked{}
	for {
		list, err := s.Store.List(ctx, by.Province, q)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			one := times[r.Person]
			times[r.Person] = Unlocked{r.Person, r.Whom, one.Times + 1}
		}
		if len(list) < maxLines {
			break
		}
		last := list[len(list)-1]
		q.Before = Cursor{last.UpdatedAt, last.ID}
	}
	out := make([]Unlocked, 0, len(times))
	for _, one := range times {
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Unlocked) int {
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Whom, b.Whom), cmp.Compare(a.Person, b.Person))
	})
	return out, nil
}
