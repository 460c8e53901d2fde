package subscribersql

import (
	"encoding/hex"
	"fmt"
	"strconv"

	"antin/internal/domain/subscriber"
)

const columns = `select r.certificate, r.kind, r.class, r.holder, r.title, r.person, r.email, r.system, r.agency, a.name, a.code, r.serial,
  r.not_before, r.not_after, `

// statusAt is what the register said of a certificate at a time: %s is bound.
const statusAt = `coalesce((select x.status from certificate_change x where x.certificate = r.certificate and x.at <= %s order by x.at desc, x.id desc limit 1), 'active')`

const heldAt = `exists (select 1 from certificate_hold h where h.certificate = r.certificate and h.valid_from <= %s and (h.valid_to = 0 or h.valid_to > %s))`

// status is the text for the status of a line.
func (f *filter) status(q subscriber.Filter) string {
	if q.Present {
		return "(select c.status from certificate c where c.id = r.certificate)"
	}
	return fmt.Sprintf(statusAt, f.bind(ms(q.At)))
}

func (f *filter) held(q subscriber.Filter) string {
	now := f.bind(ms(q.At))
	return fmt.Sprintf(heldAt, now, now)
}

// head is a line of a list up to the key of its order.
func (f *filter) head(q subscriber.Filter) string {
	now := f.bind(ms(q.At))
	return columns + f.status(q) + ", " + f.held(q) + `, r.key_kind, r.registered_at, r.renewed_by <> '',
  coalesce((select k.holder from custody k where k.certificate = r.certificate and k.valid_from <= ` + now +
		" and (k.valid_to = 0 or k.valid_to > " + now + ") order by k.valid_from desc limit 1), ''), "
}

// statement is the list in its order, from behind the cursor on: keys first,
// read from indexes, as many as are counted, and only the lines of the page in
// full. Limits are written out: PostgreSQL plans by them.
func statement(scope subscriber.Scope, q subscriber.Filter, by way, most int) (string, []any) {
	f := &filter{}
	limit := max(q.Limit, 1)
	keys := f.keys(scope, q, by, max(limit, most))
	return "with k as materialized (" + keys + ") " + f.head(q) + "p.position, (select count(*) from k) from (select k.certificate, k.position from k order by k.position, k.certificate limit " +
		strconv.Itoa(limit) + `) p cross join registration r cross join agency a
where r.certificate = p.certificate and a.id = r.agency order by p.position, p.certificate`, f.args
}

// keys selects certificates with their position in the list.
func (f *filter) keys(scope subscriber.Scope, q subscriber.Filter, by way, limit int) string {
	now := f.arm(scope, q, by, limit, false)
	if by.along != byStanding || q.Present {
		return now
	}
	return "select u.certificate, u.position from (select x.certificate, x.position from (" + now + ") x union all select y.certificate, y.position from (" +
		f.arm(scope, q, by, limit, true) + ") y) u order by u.position, u.certificate limit " + strconv.Itoa(limit)
}

// arm selects from the rows as they stand, or from those that stood so once.
func (f *filter) arm(scope subscriber.Scope, q subscriber.Filter, by way, limit int, once bool) string {
	g := &filter{args: f.args}
	if once {
		rest := q
		rest.State = ""
		g.build(scope, rest, way{})
		g.parts = append(g.parts, "z.certificate = r.certificate", g.past(q, "z"))
	} else {
		g.build(scope, q, by)
	}
	from := "registration r"
	switch {
	case once:
		from = "registration_past z cross join registration r"
	case by.few != "":
		from = "(" + g.those(scope.Province, q, by.few, asked) + ") r"
		if g.words {
			from += " cross join registration_term t"
			g.parts = append(g.parts, "t.certificate = r.certificate")
		}
	case g.words:
		from = "registration_term t cross join registration r"
		g.parts = append(g.parts, "r.certificate = t.certificate")
	}
	key, id := "r.sort_key", "r.certificate"
	switch {
	case g.words:
		key, id = "t.term", "t.certificate"
	case q.Order == subscriber.ByExpiry:
		key = "r.not_after"
	}
	g.after(key, id, q)
	f.args, f.words = g.args, g.words
	return "select " + id + " as certificate, " + key + " as position from " + from + " where " + g.all() +
		" order by " + key + ", " + id + " limit " + strconv.Itoa(limit)
}

func (f *filter) after(key, id string, q subscriber.Filter) {
	if q.After.ID == "" {
		return
	}
	var last any
	if key == "r.not_after" {
		last = integer(q.After.Key)
	} else {
		raw, err := hex.DecodeString(q.After.Key)
		if err != nil {
			raw = nil // a cursor of somebody's making begins the list anew
		}
		last = raw
	}
	f.parts = append(f.parts, "("+key+", "+id+") > ("+f.bind(last)+", "+f.bind(q.After.ID)+")")
}
