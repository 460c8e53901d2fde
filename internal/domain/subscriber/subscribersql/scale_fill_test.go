package subscribersql_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"antin/internal/domain/subscriber/subscribertest"
	"antin/internal/platform/sqldb"
	"antin/vntext"
)

var (
	surnames = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Hồ"}
	middles  = []string{"Văn", "Thị", "Đức", "Minh", "Quang", "Thu", "Ngọc"}
	givens   = []string{"Hòa", "Hải", "Lan", "Đức", "Bình", "Sơn", "Mai", "Thủy", "Dũng", "Yến", "Trang", "Tuấn", "Hùng", "Hạnh"}
)

const day = int64(24 * 3600 * 1000)

// bulkRows gathers rows of one table and writes many of them with one statement.
type bulkRows struct {
	into  string
	width int
	args  []any
}

func (r *bulkRows) add(b *testing.B, tx *sqldb.Tx, values ...any) {
	r.width = len(values)
	if r.args = append(r.args, values...); len(r.args) >= 5000 {
		r.flush(b, tx)
	}
}

func (r *bulkRows) flush(b *testing.B, tx *sqldb.Tx) {
	b.Helper()
	if len(r.args) == 0 {
		return
	}
	rows := make([]string, len(r.args)/r.width)
	for i := range rows {
		marks := make([]string, r.width)
		for j := range marks {
			marks[j] = fmt.Sprintf("$%d", i*r.width+j+1)
		}
		rows[i] = "(" + strings.Join(marks, ",") + ")"
	}
	if _, err := tx.ExecContext(b.Context(), "insert into "+r.into+" values "+strings.Join(rows, ","), r.args...); err != nil {
		b.Fatalf("%s: %v", r.into, err)
	}
	r.args = r.args[:0]
}

// fill writes agencies, people and certificates past the services.
func fill(b *testing.B, db *sqldb.DB, d *subscribertest.Desk) {
	b.Helper()
	in := func(do func(tx *sqldb.Tx)) {
		if err := db.Transact(b.Context(), func(_ context.Context, tx *sqldb.Tx) error { do(tx); return nil }); err != nil {
			b.Fatal(err)
		}
	}
	in(func(tx *sqldb.Tx) {
		rows := bulkRows{into: "agency (id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor)"}
		for i := range agencies {
			rows.add(b, tx, fmt.Sprintf("agency-%04d", i), fmt.Sprintf("H41.%d.9", 1000+i), fmt.Sprintf("Cơ quan số %d", i), "", "CQ", "Nghệ An", string(d.Agency.ID), "NA", 0, 0, "")
		}
		rows.flush(b, tx)
		rows = bulkRows{into: "person (id, name, email)"}
		for i := range subscribers {
			rows.add(b, tx, fmt.Sprintf("person-%06d", i), nameOf(i), fmt.Sprintf("nguoi.%d@nghean.gov.vn", i))
		}
		rows.flush(b, tx)
	})
	for from := 0; from < certificates; from += 20_000 {
		in(func(tx *sqldb.Tx) { certificatesFrom(b, tx, from, from+20_000, d.Clock.Now().UnixMilli()) })
	}
	text := "analyze"
	if db.Engine() == sqldb.Postgres {
		text = "vacuum analyze" // as its own vacuum does soon after an import
		if _, err := db.Reader().ExecContext(b.Context(), text); err != nil {
			b.Fatal(err)
		}
		return
	}
	in(func(tx *sqldb.Tx) {
		if _, err := tx.ExecContext(b.Context(), text); err != nil {
			b.Fatal(err)
		}
	})
}

func nameOf(person int) string {
	return surnames[person%10] + " " + middles[person%7] + " " + givens[person%14]
}

// certificatesFrom writes a part of the certificates: one in twenty revoked, few
// of the other states, most of them of people, few of another authority.
func certificatesFrom(b *testing.B, tx *sqldb.Tx, from, until int, now int64) {
	certificate := bulkRows{into: "certificate (id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at)"}
	change := bulkRows{into: "certificate_change (id, certificate, status, actor, reason, at)"}
	hold := bulkRows{into: "certificate_hold (id, certificate, cause, source, message, clause, valid_from, valid_to)"}
	registration := bulkRows{into: "registration (certificate, province, kind, class, agency, person, holder, sort_key, title, email, system, system_kind, serial, key_kind, not_before, not_after, head_name, head_title, renewal_of, renewed_by, minutes, differences, rules, registered_by, registered_agency, registered_at)"}
	term := bulkRows{into: "registration_term (term, certificate, agency)"}
	use := bulkRows{into: "certificate_use (certificate, document, agency, symbol, deed, at)"}
	for i := from; i < until; i++ {
		p := i % subscribers
		id, person, agency := fmt.Sprintf("certificate-%07d", i), fmt.Sprintf("person-%06d", p), fmt.Sprintf("agency-%04d", p%agencies)
		name, serial, mail := nameOf(p), fmt.Sprintf("5f%08x", i), fmt.Sprintf("nguoi.%d@nghean.gov.vn", p)
		begin := now - int64(i%1800)*day
		end := begin + 1095*day
		status, class, kind := factsOf(i)
		certificate.add(b, tx, id, id, []byte{0}, []byte{0}, "ca", serial, "CN="+name, "", class, person, agency, "token", false, begin, end, status, begin)
		change.add(b, tx, "change-"+id, id, "active", "", "nhập", begin)
		if status != "active" {
			change.add(b, tx, "later-"+id, id, status, "", "theo đề nghị", (begin+now)/2)
		}
		if i%1500 == 4 {
			hold.add(b, tx, "hold-"+id, id, "device", "d", "Thiết bị đã báo mất.", "", now-day, int64(i%2)*(now-day/2))
		}
		if i%3 == 0 {
			use.add(b, tx, id, "document-"+id, agency, "01/CQ", "sign", now-int64(i%500)*day)
		}
		registration.add(b, tx, id, "NA", kind, class, agency, person, name, []byte(vntext.NameKey(name)), "Chuyên viên", mail, "", "", serial, "token", begin, end,
			"", "", "", "", "", "null", "", "", "", begin)
		words := strings.Fields(vntext.Fold(name))
		for j := range words {
			term.add(b, tx, []byte(strings.Join(words[j:], " ")), id, agency)
		}
		term.add(b, tx, []byte(serial), id, agency)
		term.add(b, tx, []byte(mail), id, agency)
		if i%100 == 99 { // in this order: rows lean on those before them
			for _, rows := range []*bulkRows{&certificate, &change, &hold, &registration, &term, &use} {
				rows.flush(b, tx)
			}
		}
	}
}

func factsOf(i int) (status, class, kind string) {
	status, class, kind = "active", "person", "official"
	switch {
	case i%20 == 3:
		status = "revoked"
	case i%4000 == 5:
		status = "revocation-pending"
	case i%300 == 9:
		status = "suspended"
	}
	switch {
	case i%50 == 7:
		class = "agency"
	case i%200 == 11:
		class = "service"
	}
	if i%97 == 0 {
		kind = "outside"
	}
	return status, class, kind
}
