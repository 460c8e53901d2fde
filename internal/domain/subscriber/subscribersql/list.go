package subscribersql

import (
	"encoding/hex"
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

// build makes the condition. The text added to a column keeps an engine from
// taking an index that would walk the whole register.
func build(scope subscriber.Scope, q subscriber.Filter) *filter {
	f := &filter{}
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
	if q.Kind != "" {
		f.want("r.kind = %s", string(q.Kind))
	}
	if q.KeyKind != "" {
		f.want("r.key_kind = %s", string(q.KeyKind))
	}
	if !q.EndsFrom.IsZero() {
		f.want("r.not_after >= %s", ms(q.EndsFrom))
	}
	if !q.EndsUntil.IsZero() {
		f.want("r.not_after < %s", ms(q.EndsUntil))
	}
	if q.Issued != 0 {
		first := time.Date(q.Issued, time.January, 1, 0, 0, 0, 0, zone)
		f.want("r.not_before >= %s and r.not_before < %s", ms(first), ms(first.AddDate(1, 0, 0)))
	}
	f.use(q)
	f.want("r.registered_at <= %s", ms(q.At))
	if q.State != "" {
		f.state(q)
	}
	return f
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
const statusAt = `coalesce((select x.status from certificate_change x where x.certificate = c.id and x.at <= %s order by x.at desc, x.id desc limit 1), 'active')`

// status is the text for the status of a line: for the present it stands in the row.
func (f *filter) status(q subscriber.Filter) string {
	if q.Present {
		return "c.status"
	}
	return fmt.Sprintf(statusAt, f.bind(ms(q.At)))
}

func (f *filter) held(q subscriber.Filter) string {
	return fmt.Sprintf(heldAt, f.bind(ms(q.At)), f.bind(ms(q.At)))
}

// state is subscriber.StateOf as a condition. The rare states of the present
// are found by their own indexes.
func (f *filter) state(q subscriber.Filter) {
	now := ms(q.At)
	add := func(part string) { f.parts = append(f.parts, part) }
	switch q.State {
	case subscriber.Withdraw:
		add("r.certificate in (select y.id from certificate y where y.status = 'revoked') and " + f.status(q) + " = 'revoked'")
	case subscriber.Blocked:
		if q.Present {
			f.want("r.certificate in (select y.id from certificate y where y.status = 'revocation-pending' union select z.certificate from certificate_hold z where z.valid_to = 0 or z.valid_to > %s)", now)
		}
		add("(" + f.status(q) + " = 'revocation-pending' or " + f.status(q) + " <> 'revoked' and " + f.held(q) + ")")
	case subscriber.Paused:
		if q.Present {
			add("r.certificate in (select y.id from certificate y where y.status = 'suspended')")
		}
		add(f.status(q) + " = 'suspended' and not " + f.held(q))
	case subscriber.Expired, subscriber.Early, subscriber.InForce:
		add(f.status(q) + " = 'active' and not " + f.held(q))
		f.dates(q.State, now)
	}
}

func (f *filter) dates(s subscriber.State, now int64) {
	switch s {
	case subscriber.Expired:
		f.want("r.not_after <= %s", now)
	case subscriber.Early:
		f.want("r.not_before > %s and r.not_after > %s", now, now)
	default:
		f.want("r.not_before <= %s and r.not_after > %s", now, now)
	}
}

const heldAt = `exists (select 1 from certificate_hold h where h.certificate = c.id and h.valid_from <= %s and (h.valid_to = 0 or h.valid_to > %s))`

const columns = `select r.certificate, r.kind, r.class, r.holder, r.title, r.person, r.email, r.system, r.agency, a.name, a.code, r.serial,
  r.not_before, r.not_after, `

// head is a list of a list up to the key of its order.
func (f *filter) head(q subscriber.Filter) string {
	now := ms(q.At)
	return columns + f.status(q) + ", " + f.held(q) + `, r.key_kind, r.registered_at, r.renewed_by <> '',
  coalesce((select k.holder from custody k where k.certificate = r.certificate and k.valid_from <= ` + f.bind(now) +
		" and (k.valid_to = 0 or k.valid_to > " + f.bind(now) + ") order by k.valid_from desc limit 1), ''), "
}

// statement is the list in its order, from behind the cursor on.
func statement(scope subscriber.Scope, q subscriber.Filter) (string, []any) {
	f := build(scope, q)
	key, from := "r.sort_key", " from registration r"
	switch {
	case f.words:
		key, from = "t.term", " from registration_term t cross join registration r"
		f.parts = append(f.parts, "r.certificate = t.certificate")
	case q.Order == subscriber.ByExpiry:
		key = "r.not_after"
	}
	f.after(key, q)
	head := f.head(q) + key + from + " cross join certificate c cross join agency a where c.id = r.certificate and a.id = r.agency and "
	return head + strings.Join(f.parts, " and ") + " order by " + key + ", r.certificate limit " + f.bind(max(q.Limit, 1)), f.args
}

func (f *filter) after(key string, q subscriber.Filter) {
	if q.After.ID == "" {
		return
	}
	var last any
	if key == "r.not_after" {
		last = number(q.After.Key)
	} else {
		raw, err := hex.DecodeString(q.After.Key)
		if err != nil {
			raw = nil // a cursor of somebody's making begins the list anew
		}
		last = raw
	}
	mark := f.bind(last)
	f.parts = append(f.parts, "("+key+" > "+mark+" or "+key+" = "+mark+" and r.certificate > "+f.bind(q.After.ID)+")")
}
