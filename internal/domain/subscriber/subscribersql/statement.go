package subscribersql

import (
	"encoding/hex"
	"strings"

	"antin/internal/domain/subscriber"
)

const columns = `select r.certificate, r.kind, r.class, r.holder, r.title, r.person, r.email, r.system, r.agency, a.name, a.code, r.serial,
  r.not_before, r.not_after, `

// head is a list of a list up to the key of its order.
func (f *filter) head(q subscriber.Filter) string {
	now := f.bind(ms(q.At))
	return columns + f.status(q) + ", " + f.held(q) + `, r.key_kind, r.registered_at, r.renewed_by <> '',
  coalesce((select k.holder from custody k where k.certificate = r.certificate and k.valid_from <= ` + now +
		" and (k.valid_to = 0 or k.valid_to > " + now + ") order by k.valid_from desc limit 1), ''), "
}

// statement is the list in its order, from behind the cursor on: keys first,
// read from indexes, and only the lines of the page in full.
func statement(scope subscriber.Scope, q subscriber.Filter, by lead) (string, []any) {
	f := build(scope, q, by.ids == nil && q.Order != subscriber.ByExpiry)
	from := f.from(by)
	key, id := "r.sort_key", "r.certificate"
	switch {
	case f.words:
		key, id = "t.term", "t.certificate"
	case q.Order == subscriber.ByExpiry:
		key = "r.not_after"
	}
	f.after(key, id, q)
	page := "select " + id + " as certificate, " + key + " as position from " + from + " where " + strings.Join(f.parts, " and ") +
		" order by " + key + ", " + id + " limit " + f.bind(max(q.Limit, 1))
	return f.head(q) + "p.position from (" + page + `) p cross join registration r cross join agency a
where r.certificate = p.certificate and a.id = r.agency order by p.position, p.certificate`, f.args
}

// from is what a list is read from.
func (f *filter) from(by lead) string {
	switch {
	case f.words:
		f.parts = append(f.parts, "r.certificate = t.certificate")
		return "registration_term t cross join registration r"
	case by.ids != nil:
		f.parts = append(f.parts, "r.certificate = s.certificate")
		ids := by.ids(f)
		if by.few { // the bound keeps the engines from taking it apart
			ids = "select n.certificate from (" + ids + ") n limit " + f.bind(narrow)
		}
		return "(" + ids + ") s cross join registration r"
	}
	return "registration r"
}

func (f *filter) after(key, id string, q subscriber.Filter) {
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
	f.parts = append(f.parts, "("+key+", "+id+") > ("+f.bind(last)+", "+f.bind(q.After.ID)+")")
}
