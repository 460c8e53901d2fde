package subscribersql

import (
	"fmt"
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
	plain string // keeps ends from leading where the order does; beginnings, which never cover, never lead
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

// few is up to how many agencies a list is read agency by agency; more are
// cheaper to pick out of the whole in its order.
const few = 40

// build makes the condition of registrations r. The text added to a column keeps
// an engine from taking an index that would walk the whole register.
func build(scope subscriber.Scope, q subscriber.Filter, ordered bool) *filter {
	f := &filter{}
	if ordered {
		f.plain = " + 0"
	}
	if q.Search != "" && q.Only == "" {
		f.search(q.Search)
	}
	f.agencies(scope)
	if q.Only != "" {
		f.want("r.certificate = %s", string(q.Only))
	}
	if q.Class != "" {
		f.want("r.class = %s", string(q.Class))
	}
	switch q.Kind {
	case "":
	case subscriber.Outside:
		f.parts = append(f.parts, outside)
	default:
		f.want("r.kind = %s", string(q.Kind))
	}
	if q.KeyKind != "" {
		f.want("r.key_kind = %s", string(q.KeyKind))
	}
	if !q.EndsFrom.IsZero() {
		f.want("r.not_after"+f.plain+" >= %s", ms(q.EndsFrom))
	}
	if !q.EndsUntil.IsZero() {
		f.want("r.not_after"+f.plain+" < %s", ms(q.EndsUntil))
	}
	if q.Issued != 0 {
		first, next := yearOf(q.Issued)
		f.want("r.not_before + 0 >= %s and r.not_before + 0 < %s", first, next)
	}
	f.use(q)
	if !q.Present { // nothing is registered ahead of time
		f.want("r.registered_at <= %s", ms(q.At))
	}
	if q.State != "" {
		f.state(q)
	}
	return f
}

// outside is written out: their index holds no others.
const outside = "r.kind = 'outside'"

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
		f.parts = append(f.parts, "t.agency"+list)
	case len(marks) <= few:
		f.parts = append(f.parts, "r.agency"+list)
	default:
		f.want("r.province = %s", scope.Province)
		f.parts = append(f.parts, "r.agency || ''"+list)
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
	f.want("not exists (select 1 from registration_term o where o.certificate = t.certificate and o.term >= %s and o.term < t.term)", f.low)
}

func (f *filter) use(q subscriber.Filter) {
	const used = "exists (select 1 from certificate_use u where u.certificate = r.certificate and u.at >= %s)"
	if !q.NeverUsedSince.IsZero() {
		f.want("not "+used, ms(q.NeverUsedSince))
	}
	if !q.UsedSince.IsZero() {
		f.want(used, ms(q.UsedSince))
	}
}

// statusAt is what the register said of a certificate at a time: %s is bound.
const statusAt = `coalesce((select x.status from certificate_change x where x.certificate = r.certificate and x.at <= %s order by x.at desc, x.id desc limit 1), 'active')`

// status is the text for the status of a line: for the present it stands in the
// row of the certificate, read from an index that leaves its bytes alone.
func (f *filter) status(q subscriber.Filter) string {
	if q.Present {
		return "(select c.status from certificate c where c.id = r.certificate)"
	}
	return fmt.Sprintf(statusAt, f.bind(ms(q.At)))
}

const heldAt = `exists (select 1 from certificate_hold h where h.certificate = r.certificate and h.valid_from <= %s and (h.valid_to = 0 or h.valid_to > %s))`

func (f *filter) held(q subscriber.Filter) string {
	now := f.bind(ms(q.At))
	return fmt.Sprintf(heldAt, now, now)
}

// state is subscriber.StateOf as a condition.
func (f *filter) state(q subscriber.Filter) {
	add := func(part string) { f.parts = append(f.parts, part) }
	switch q.State {
	case subscriber.Withdraw:
		add(f.status(q) + " = 'revoked'")
	case subscriber.Blocked:
		add("(" + f.status(q) + " = 'revocation-pending' or " + f.status(q) + " <> 'revoked' and " + f.held(q) + ")")
	case subscriber.Paused:
		add(f.status(q) + " = 'suspended' and not " + f.held(q))
	case subscriber.Expired, subscriber.Early, subscriber.InForce:
		f.dates(q.State, ms(q.At)) // first, they stand in the index
		add(f.status(q) + " = 'active' and not " + f.held(q))
	}
}

func (f *filter) dates(s subscriber.State, now int64) {
	switch s {
	case subscriber.Expired:
		f.want("r.not_after"+f.plain+" <= %s", now)
	case subscriber.Early:
		f.want("r.not_before + 0 > %s and r.not_after"+f.plain+" > %s", now, now)
	default:
		f.want("r.not_before + 0 <= %s and r.not_after"+f.plain+" > %s", now, now)
	}
}
