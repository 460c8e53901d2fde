package searchsql

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"antin/internal/domain/document"
	"antin/internal/domain/search"
	"antin/internal/platform/sqldb"
)

const (
	walkStatement = `select rowid from search_text where search_text match $1 and rowid < $2 order by rowid desc limit $3`
	// The planner must not walk the places and try the condition on each.
	sliceStatement = `with hit as materialized (select seq from search_text where terms @@ $1 and seq < $2)
select seq from hit order by seq desc limit $3`
	lastStatement = `select seq from search_last where id = 1`
)

func place(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) }

// Match implements search.Store.
func (s *Store) Match(ctx context.Context, m search.Match, below int64, limit int) ([]int64, error) {
	if len(m.Readers) == 0 {
		return nil, nil
	}
	if below <= 0 {
		below = math.MaxInt64
	}
	if s.database.Engine() == sqldb.SQLite {
		return collect(ctx, s.database.Reader(), "walking the index", walkStatement, []any{fts(m), below, limit}, place)
	}
	return s.slices(ctx, m, below, limit)
}

// maxSlices is how many slices are asked by themselves in one turn; what lies
// behind the last of them is asked as a whole.
const maxSlices = 32

func (s *Store) slices(ctx context.Context, m search.Match, below int64, limit int) ([]int64, error) {
	var last int64
	if err := s.database.Reader().QueryRowContext(ctx, lastStatement).Scan(&last); err != nil {
		return nil, fmt.Errorf("reading the last place: %w", err)
	}
	var out []int64
	slice := min(below-1, last) >> sliceBits
	for n := int64(1); slice >= 0 && len(out) < limit; n *= 2 {
		readers := m.Readers
		low := int64(0)
		if n <= maxSlices {
			low = max(0, slice-n+1)
			readers = nil
			for at := slice; at >= low; at-- {
				for _, r := range m.Readers {
					readers = append(readers, sliced(r, at))
				}
			}
		}
		args := []any{tsquery(m, readers), min(below, (slice+1)<<sliceBits), limit - len(out)}
		part, err := collect(ctx, s.database.Reader(), "asking slices of the index", sliceStatement, args, place)
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
		slice = low - 1
	}
	return out, nil
}

const (
	countBehindStatement = `select count(*) from (select 1 from document_changed limit 200) as behind`
	// The few that are behind come first: the places are many.
	doubtfulStatement = `select d.seq, d.document from document_changed c cross join search_document d
where d.document = c.document and d.seq >= $1 and d.seq <= $2`
	doubtfulAmong = `select d.seq, d.document from search_document d join document_changed c on c.document = d.document where d.seq in (`
)

// Doubtful implements search.Store.
func (s *Store) Doubtful(ctx context.Context, places []int64) (map[int64]document.ID, error) {
	out := map[int64]document.ID{}
	behind := 0
	if err := s.database.Reader().QueryRowContext(ctx, countBehindStatement).Scan(&behind); err != nil {
		return nil, fmt.Errorf("asking what the index lacks: %w", err)
	}
	ask := func(text string, args []any) error {
		_, err := collect(ctx, s.database.Reader(), "asking what the index lacks", text, args, func(r *sql.Rows) (_ struct{}, err error) {
			var at int64
			var id document.ID
			err = r.Scan(&at, &id)
			out[at] = id
			return
		})
		return err
	}
	switch {
	case behind == 0 || len(places) == 0:
		return out, nil
	case behind < 200:
		return out, ask(doubtfulStatement, []any{places[len(places)-1], places[0]})
	}
	for part := range slices.Chunk(places, 200) {
		args := make([]any, len(part))
		for i, p := range part {
			args[i] = p
		}
		if err := ask(doubtfulAmong+list(1, len(part))+")", args); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// shownContent is how much of a text is read for the passage.
const shownContent = 12000

const hitColumns = `select s.seq, d.id, d.direction, d.type, d.subject, d.symbol, d.number, d.issued_on, d.state, d.signer_name,
  d.sender_name, d.sender_ref, d.arrival, d.arrived_at, d.created_at, substr(s.content, 1, $1)
from search_document s join document d on d.id = s.document where s.seq in (`

// Hits implements search.Store.
func (s *Store) Hits(ctx context.Context, places []int64) ([]search.Hit, error) {
	found := map[int64]search.Hit{}
	for rest := places; len(rest) > 0; {
		part := rest[:min(len(rest), 200)]
		rest = rest[len(part):]
		args := []any{shownContent}
		for _, p := range part {
			args = append(args, p)
		}
		hits, err := collect(ctx, s.database.Reader(), "reading hits", hitColumns+list(2, len(part))+")", args, hit)
		if err != nil {
			return nil, err
		}
		for _, h := range hits {
			found[h.Place] = h
		}
	}
	out := make([]search.Hit, 0, len(places))
	for _, p := range places {
		if h, ok := found[p]; ok {
			out = append(out, h)
		}
	}
	return out, nil
}

func hit(r *sql.Rows) (search.Hit, error) {
	var h search.Hit
	d := document.Document{}
	var arrived, created int64
	err := r.Scan(&h.Place, &h.Document, &h.Direction, &h.Type, &h.Subject, &d.Symbol, &d.Number, &d.IssuedOn, &h.State, &h.Signer,
		&h.From, &d.SenderRef, &h.Arrival, &arrived, &created, &h.Content)
	d.Direction = h.Direction
	d.ArrivedAt, d.CreatedAt = instant(arrived), instant(created)
	h.Symbol, h.Date = search.Symbol(&d), search.Day(&d)
	h.Content = strings.ToValidUTF8(h.Content, "")
	return h, err
}
