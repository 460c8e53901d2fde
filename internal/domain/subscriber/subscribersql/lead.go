package subscribersql

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/subscriber"
)

// narrow is up to how many certificates a list is read from the certificates
// that meet one of its conditions, and put in order afterwards. A condition that
// more of them meet is met often enough along the order of the list.
const narrow = 2000

// lead is a condition that has an index of its own; without ids a list is read
// along its order.
type lead struct {
	ids func(*filter) string // selects "certificate"
	few bool                 // fewer than narrow
}

// lead finds a condition of the filter that few certificates meet. What words or
// a few agencies lead is narrow by itself.
func (r reader) lead(ctx context.Context, scope subscriber.Scope, q subscriber.Filter) (lead, error) {
	if q.Search != "" || q.Only != "" || !scope.All && len(scope.Agencies) <= few {
		return lead{}, nil
	}
	for _, ids := range leads(scope.Province, q) {
		f, n := &filter{}, 0
		text := "select count(*) from (select 1 from (" + ids(f) + ") s limit " + f.bind(narrow) + ") x"
		if err := r.rows.QueryRowContext(ctx, text, f.args...).Scan(&n); err != nil {
			return lead{}, fmt.Errorf("looking for a way through registrations: %w", err)
		}
		if n < narrow {
			return lead{ids, true}, nil
		}
	}
	return lead{}, nil
}

// leads are the conditions of a filter that have an index of their own.
func leads(province string, q subscriber.Filter) []func(*filter) string {
	var all []func(*filter) string
	of := func(part string, values ...any) {
		all = append(all, func(f *filter) string {
			w := &filter{args: f.args}
			w.want(part, values...)
			text := "select r.certificate from registration r where r.province = " + w.bind(province) + " and " + w.parts[0]
			f.args = w.args
			return text
		})
	}
	if ids := stateLead(q); ids != nil {
		all = append(all, ids)
	}
	if q.Kind == subscriber.Outside {
		of(outside)
	}
	if q.Class != "" {
		of("r.class = %s", string(q.Class))
	}
	from, until := q.EndsFrom, q.EndsUntil
	if q.State == subscriber.Expired && (until.IsZero() || until.After(q.At)) {
		until = q.At.Add(time.Millisecond) // times are kept in milliseconds
	}
	switch {
	case !from.IsZero() && !until.IsZero():
		of("r.not_after >= %s and r.not_after < %s", ms(from), ms(until))
	case !from.IsZero():
		of("r.not_after >= %s", ms(from))
	case !until.IsZero():
		of("r.not_after < %s", ms(until))
	}
	if q.State == subscriber.Early {
		of("r.not_before > %s", ms(q.At))
	}
	if q.Issued != 0 {
		first, next := yearOf(q.Issued)
		of("r.not_before >= %s and r.not_before < %s", first, next)
	}
	return all
}

// stateLead selects all that may have one of the rare states; nil for others.
func stateLead(q subscriber.Filter) func(*filter) string {
	now := ms(q.At)
	held := func(f *filter) string {
		if q.Present {
			return "select z.certificate from certificate_hold z where z.valid_to = 0 union select z.certificate from certificate_hold z where z.valid_to > " + f.bind(now)
		}
		at := f.bind(now)
		return "select z.certificate from certificate_hold z where z.valid_to = 0 and z.valid_from <= " + at +
			" union select z.certificate from certificate_hold z where z.valid_to > " + at + " and z.valid_from <= " + at
	}
	switch {
	case q.State == subscriber.Withdraw: // for good
		return func(*filter) string {
			return "select y.id as certificate from certificate y where y.status = 'revoked'"
		}
	case q.State == subscriber.Paused && q.Present:
		return func(*filter) string {
			return "select y.id as certificate from certificate y where y.status = 'suspended'"
		}
	case q.State == subscriber.Paused:
		return func(*filter) string {
			return "select distinct y.certificate from certificate_change y where y.status = 'suspended'"
		}
	case q.State == subscriber.Blocked && q.Present:
		return func(f *filter) string {
			return "select y.id as certificate from certificate y where y.status = 'revocation-pending' union " + held(f)
		}
	case q.State == subscriber.Blocked:
		return func(f *filter) string {
			return "select y.certificate from certificate_change y where y.status = 'revocation-pending' union " + held(f)
		}
	}
	return nil
}

func yearOf(year int) (first, next int64) {
	begin := time.Date(year, time.January, 1, 0, 0, 0, 0, zone)
	return ms(begin), ms(begin.AddDate(1, 0, 0))
}
