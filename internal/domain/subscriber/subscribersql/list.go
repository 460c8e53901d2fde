package subscribersql

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"antin/internal/domain/subscriber"
	"antin/vntext"
)

// filter builds the condition of a list from fixed parts and bound arguments.
type filter struct {
	parts []string
	args  []any
	words bool   // led by the words of a search
	low   []byte // of the search
	high  []byte
}

func (f *filter) bind(v any) string {
	f.args = append(f.args, v)
	return "$" + strconv.Itoa(len(f.args))
}

func (f *filter) want(part string, values ...any) {
	marks := make([]any, len(values))
	for i, v := range values {
		marks[i] = f.bind(v)
	}
	f.parts = append(f.parts, fmt.Sprintf(part, marks...))
}

func (f *filter) all() string { return strings.Join(f.parts, " and ") }

// few is up to how many agencies a list is read agency by agency; more are
// cheaper to pick out of the whole in its order.
const few = 40

// build makes the condition of registrations r: what the few of its way meet
// anyway is left out.
func (f *filter) build(scope subscriber.Scope, q subscriber.Filter, by way) {
	if q.Search != "" && q.Only == "" {
		f.search(q.Search)
	}
	f.agencies(scope)
	if q.Only != "" {
		f.want("r.certificate = %s", string(q.Only))
	}
	if q.Class != "" && by.few != byClass {
		f.want(column("r.class", by.along == byClass)+" = %s", string(q.Class))
	}
	switch {
	case q.Kind == "" || by.few == byKind:
	case q.Kind == subscriber.Outside: // written out: its index holds no others
		f.parts = append(f.parts, column("r.kind", by.along == byKind)+" = 'outside'")
	default:
		f.want("r.kind = %s", string(q.Kind))
	}
	if q.KeyKind != "" {
		f.want("r.key_kind = %s", string(q.KeyKind))
	}
	if q.Issued != 0 && by.few != byYear {
		f.want(column("r.issued", by.along == byYear)+" = %s", q.Issued)
	}
	if !q.NeverUsedSince.IsZero() {
		f.want(column("r.last_use", false)+" < %s", ms(q.NeverUsedSince))
	}
	if !q.UsedSince.IsZero() && by.few != byUse {
		f.want(column("r.last_use", false)+" >= %s", ms(q.UsedSince))
	}
	if !q.Present { // nothing is registered ahead of time
		f.want("r.registered_at <= %s", ms(q.At))
	}
	if by.few != byEnd {
		f.ends(q, q.Order == subscriber.ByExpiry && !f.words && by == way{})
	}
	if by.along == byEarly {
		f.parts = append(f.parts, early)
	}
	f.begins(q)
	if s := standingOf(q.State); s != "" && by.few != byStanding {
		f.standing(q, s, by)
	}
}

// early is written out: its index holds no others.
const early = "r.not_before > r.registered_at"

// column is a column that leads, or one whose index SQLite leaves alone; the
// planner of PostgreSQL sees through it and goes by what it knows of the column.
func column(name string, leads bool) string {
	if leads {
		return name
	}
	return "case when true then " + name + " end"
}

var zone = time.FixedZone("+07:00", 7*3600)

func (f *filter) agencies(scope subscriber.Scope) {
	if scope.All {
		f.want("r.province = %s", scope.Province)
		return
	}
	marks := make([]string, len(scope.Agencies))
	for i, id := range scope.Agencies {
		marks[i] = f.bind(string(id))
	}
	if len(marks) == 0 {
		marks = []string{"''"}
	}
	list := " in (" + strings.Join(marks, ", ") + ")"
	switch {
	case f.words:
		f.parts = append(f.parts, column("t.agency", len(marks) <= few)+list)
	case len(marks) <= few:
		f.parts = append(f.parts, "r.agency"+list)
	default:
		f.want("r.province = %s", scope.Province)
		f.parts = append(f.parts, column("r.agency", false)+list)
	}
}

// search is the range of terms that begin with what was typed; a line that has
// two of them counts by the first.
func (f *filter) search(text string) {
	folded := vntext.Fold(text)
	f.words, f.low = true, []byte(folded[:min(len(folded), maxTerm)])
	f.high = append([]byte(nil), f.low...)
	f.high = append(f.high, 0xff, 0xff)
	f.want("t.term >= %s and t.term < %s", f.low, f.high)
	f.want("not exists (select 1 from registration_term o where o.certificate = r.certificate and o.term >= %s and o.term < t.term)", f.low)
}

// never is after every end.
const never = math.MaxInt64

// span is what a filter asks of the dates of validity, its state included.
type span struct{ endsFrom, endsUntil int64 }

func spanOf(q subscriber.Filter) span {
	s := span{ms(q.EndsFrom), never}
	if !q.EndsUntil.IsZero() {
		s.endsUntil = ms(q.EndsUntil)
	}
	switch q.State {
	case subscriber.Expired: // times are kept in milliseconds
		s.endsUntil = min(s.endsUntil, ms(q.At)+1)
	case subscriber.Early, subscriber.InForce:
		s.endsFrom = max(s.endsFrom, ms(q.At)+1)
	}
	return s
}

func (f *filter) ends(q subscriber.Filter, leads bool) {
	s := spanOf(q)
	if s.endsFrom != 0 {
		f.want(column("r.not_after", leads)+" >= %s", s.endsFrom)
	}
	if s.endsUntil != never {
		f.want(column("r.not_after", leads)+" < %s", s.endsUntil)
	}
}

func (f *filter) begins(q subscriber.Filter) {
	switch q.State {
	case subscriber.Early:
		f.want(column("r.not_before", false)+" > %s", ms(q.At))
	case subscriber.InForce:
		f.want(column("r.not_before", false)+" <= %s", ms(q.At))
	}
}

const active = "active"

// standingOf is the standing in the row of what has a state; empty for any.
func standingOf(s subscriber.State) string {
	switch s {
	case subscriber.Withdraw:
		return "revoked"
	case subscriber.Blocked:
		return "blocked"
	case subscriber.Paused:
		return "suspended"
	case subscriber.Expired, subscriber.Early, subscriber.InForce:
		return active
	}
	return ""
}

// standing is what stands in the row, or, for a past day, stood there.
func (f *filter) standing(q subscriber.Filter, s string, by way) {
	now := column("r.standing", by.along == byStanding) + " = " + f.bind(s)
	switch {
	case q.Present:
		f.parts = append(f.parts, now)
	case by.along == byStanding: // those of the past come from elsewhere
		f.parts = append(f.parts, now, "r.settled_at <= "+f.bind(ms(q.At)))
	default:
		at := f.bind(ms(q.At))
		f.parts = append(f.parts, "(r.settled_at <= "+at+" and "+now+" or r.settled_at > "+at+
			" and exists (select 1 from registration_past z where z.certificate = r.certificate and "+f.past(q, "z")+"))")
	}
}

// past is the condition of a span of the past that holds at the time of the list.
func (f *filter) past(q subscriber.Filter, z string) string {
	at := f.bind(ms(q.At))
	return z + ".standing = " + f.bind(standingOf(q.State)) + " and " + z + ".ended_at > " + at + " and " + z + ".began_at <= " + at
}
