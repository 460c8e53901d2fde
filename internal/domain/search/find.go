package search

import (
	"context"
	"fmt"
	"slices"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

const (
	// MaxTotal is how far hits are counted.
	MaxTotal = 1000
	// PageSize is how many are shown at once.
	PageSize = 25
)

// ActionFind is asked for every search; what is found is decided by
// document.Readers.
const ActionFind org.Action = "search.find"

// Page is one page of what was found.
type Page struct {
	Hits  []Hit
	Total int  // up to MaxTotal
	More  bool // there are more than Total
	Next  int64
	Loose bool // nothing bore the marks as typed: these are without regard to them
}

// Find gives a page of the documents that the actor may see, newest first,
// below a place (0: from the newest). Words typed with marks find those marks;
// when nothing has them, the same letters with any marks.
func (s *Service) Find(ctx context.Context, by org.Actor, q Query, below int64) (Page, error) {
	return s.find(ctx, by, q, below, PageSize)
}

func (s *Service) find(ctx context.Context, by org.Actor, q Query, below int64, size int) (Page, error) {
	if err := s.Guard.Allow(ctx, by, ActionFind); err != nil {
		return Page{}, err
	}
	var page Page
	places, err := s.match(ctx, by, q, false, below)
	if err == nil && len(places) == 0 && q.marks() {
		page.Loose = true
		places, err = s.match(ctx, by, q, true, below)
	}
	if err != nil {
		return Page{}, err
	}
	page.Total, page.More = min(len(places), MaxTotal), len(places) > MaxTotal
	if len(places) > size {
		places = places[:size]
		page.Next = places[size-1]
	}
	if page.Hits, err = s.Store.Hits(ctx, places); err != nil {
		return Page{}, fmt.Errorf("reading what was found: %w", err)
	}
	for i := range page.Hits {
		page.Hits[i].show(q, page.Loose)
	}
	return page, nil
}

// match looks up, and asks the rows again where the index is behind them.
func (s *Service) match(ctx context.Context, by org.Actor, q Query, loose bool, below int64) ([]int64, error) {
	cleared := document.Clearances(by)
	m, err := q.matchFor(cleared, loose)
	if err != nil || len(cleared) == 0 || len(m.All) == 0 && !q.Empty() {
		return nil, err
	}
	places, err := s.Store.Match(ctx, m, below, MaxTotal+1)
	if err != nil || len(places) == 0 {
		return nil, wrap(err)
	}
	doubtful, err := s.Store.Doubtful(ctx, places)
	if err != nil || len(doubtful) == 0 {
		return places, wrap(err)
	}
	var ids []document.ID
	for _, p := range places {
		if id, ok := doubtful[p]; ok {
			ids = append(ids, id)
		}
	}
	visible, err := s.Documents.Visible(ctx, ids, cleared)
	if err != nil {
		return nil, wrap(err)
	}
	return slices.DeleteFunc(places, func(p int64) bool {
		id, ok := doubtful[p]
		return ok && !visible[id]
	}), nil
}

// MatchOf is what a store is asked for the actor's query.
func MatchOf(by org.Actor, q Query) (Match, error) { return q.matchFor(document.Clearances(by), false) }

func (q Query) matchFor(cleared []document.Reader, loose bool) (Match, error) {
	m, err := q.match(loose)
	for _, r := range cleared {
		m.Readers = append(m.Readers, ReaderTerm(r))
	}
	return m, err
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("looking up in the search index: %w", err)
}

// Export gives up to MaxTotal hits for a file.
func (s *Service) Export(ctx context.Context, by org.Actor, q Query) (Page, error) {
	return s.find(ctx, by, q, 0, MaxTotal)
}

// Suggest gives the newest few for what is being typed.
func (s *Service) Suggest(ctx context.Context, by org.Actor, text string) ([]Hit, error) {
	if len(words(text)) == 0 {
		return nil, s.Guard.Allow(ctx, by, ActionFind)
	}
	page, err := s.find(ctx, by, Query{Text: text}, 0, suggested)
	return page.Hits, err
}

const suggested = 6
