package subscribersql

import (
	"context"
	"fmt"
	"strconv"

	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// narrow is up to how many certificates a list is read from those that meet one
// of its conditions, and put in order afterwards. A condition that more of them
// meet is met often enough along the order of the list.
const narrow = 5000

// narrowWords is the same for a search: a word that half of the province bears is
// sooner looked up for each certificate than the certificate for each word.
const narrowWords = 15000

func bound(q subscriber.Filter) int {
	if q.Search != "" {
		return narrowWords
	}
	return narrow
}

// way is how a list is read: along the index of one of its conditions in the
// order of the list, from the few certificates that meet a condition, or, the
// zero value, along its order alone.
type way struct {
	along condition
	few   condition
}

// condition is one that has an index of its own.
type condition string

const (
	byKind     condition = "kind"
	byStanding condition = "standing"
	byClass    condition = "class"
	byYear     condition = "year"
	byEnd      condition = "end"
	byEarly    condition = "early" // entered before it begins: nothing else was ever early
	byUse      condition = "use"
)

// way looks for the shortest one. What words or a few agencies lead is narrow by
// itself, but for words that half of the province bears.
func (r reader) way(ctx context.Context, scope subscriber.Scope, q subscriber.Filter) (way, error) {
	if q.Only != "" || !scope.All && len(scope.Agencies) <= few {
		return way{}, nil
	}
	equal := equalities(q)
	if len(equal) > 0 && q.Search == "" && q.Order == subscriber.ByName && equal[0] != byYear {
		return way{along: equal[0]}, nil
	}
	for _, c := range append(equal, ranges(q)...) {
		if c == byYear && q.Order == subscriber.ByName {
			continue
		}
		ok, err := r.few(ctx, scope.Province, q, c)
		if err != nil {
			return way{}, err
		}
		if ok {
			return way{few: c}, nil
		}
	}
	if q.Issued != 0 && q.Search == "" && q.Order == subscriber.ByName {
		return way{along: byYear}, nil
	}
	return way{}, nil
}

// equalities are the conditions of a filter by which lists stand ready in the
// order of names, the shortest first. Most certificates are of people and stand
// well: these conditions have no index to read.
func equalities(q subscriber.Filter) []condition {
	var all []condition
	if q.State == subscriber.Early {
		all = append(all, byEarly)
	}
	if q.Kind == subscriber.Outside {
		all = append(all, byKind)
	}
	if s := standingOf(q.State); s != "" && s != active {
		all = append(all, byStanding)
	}
	if q.Class != "" && q.Class != signing.ClassPerson {
		all = append(all, byClass)
	}
	if q.Issued != 0 {
		all = append(all, byYear)
	}
	return all
}

// ranges are the conditions that an index counts but does not put in order.
func ranges(q subscriber.Filter) []condition {
	var all []condition
	if s := spanOf(q); (s.endsFrom != 0 || s.endsUntil != never) && (q.Order == subscriber.ByName || q.Search != "") {
		all = append(all, byEnd)
	}
	if !q.UsedSince.IsZero() {
		all = append(all, byUse)
	}
	return all
}

// few reports whether fewer than narrow certificates meet the condition.
func (r reader) few(ctx context.Context, province string, q subscriber.Filter, c condition) (bool, error) {
	f, n := &filter{}, 0
	text := "select count(*) from (" + f.those(province, q, c, "1") + ") x"
	if err := r.rows.QueryRowContext(ctx, text, f.args...).Scan(&n); err != nil {
		return false, fmt.Errorf("looking for a way through registrations: %w", err)
	}
	return n < bound(q), nil
}

// asked is what filters and orders read of a registration.
const asked = `r.certificate, r.sort_key, r.province, r.agency, r.class, r.kind, r.key_kind, r.standing, r.issued, r.not_before, r.not_after, r.last_use, r.settled_at, r.registered_at`

// those selects columns of the registrations that meet the condition; its bound
// keeps the engines from taking it apart.
func (f *filter) those(province string, q subscriber.Filter, c condition, columns string) string {
	w := &filter{args: f.args}
	w.want("r.province = %s", province)
	once := ""
	switch c {
	case byKind:
		w.parts = append(w.parts, "r.kind = 'outside'")
	case byClass:
		w.want("r.class = %s", string(q.Class))
	case byYear:
		w.want("r.issued = %s", q.Issued)
	case byEarly:
		w.parts = append(w.parts, early)
	case byUse:
		w.want("r.last_use >= %s", ms(q.UsedSince))
	case byEnd:
		s := spanOf(q)
		w.want("r.not_after >= %s and r.not_after < %s", s.endsFrom, s.endsUntil)
	case byStanding:
		w.want("r.standing = %s", standingOf(q.State))
		if !q.Present {
			w.want("r.settled_at <= %s", ms(q.At))
			once = " union all select " + columns + " from registration_past z cross join registration r where r.certificate = z.certificate and " + w.past(q, "z")
		}
	}
	f.args = w.args
	return "select " + columns + " from registration r where " + w.all() + once + " limit " + strconv.Itoa(bound(q))
}
