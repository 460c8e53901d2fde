package subscribersql_test

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/subscriber/subscribertest"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
	"antin/vntext"
)

// Sizes and limits of a province (issue 4).
const (
	agencies     = 600
	subscribers  = 60_000
	certificates = 200_000
	importRows   = 10_000
	listLimit    = 100 * time.Millisecond
	sweepLimit   = 10 * time.Second
	importLimit  = time.Minute
)

// BenchmarkProvince fills a province by plain SQL and prints how lists,
// searches, the sweep and an import stand to their limits:
//
//	go test ./internal/domain/subscriber/subscribersql -run '^$' -bench Province -benchtime 1x -timeout 30m
func BenchmarkProvince(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { province(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { province(b, dbtest.Postgres(b)) })
}

func province(b *testing.B, db *sqldb.DB) {
	people, rows, register := newStores(db)
	d := subscribertest.NewDesk(b, people, rows, register)
	fill(b, db, d)
	for range b.N {
		lists(b, d)
		began := time.Now()
		swept, err := d.Register.Sweep(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		report(b, fmt.Sprintf("sweep of %d certificates, %d reminders", certificates, swept.Written), time.Since(began), sweepLimit)
		bulk(b, d)
	}
}

func report(b *testing.B, what string, took, limit time.Duration) {
	b.Helper()
	b.Logf("%-60s %10s of %8s  %.2f", what, took.Round(100*time.Microsecond), limit, float64(took)/float64(limit))
	if took > limit {
		b.Errorf("%s took %s, more than %s", what, took, limit)
	}
}

// lists asks each question of the pages, many times, with its counting.
func lists(b *testing.B, d *subscribertest.Desk) {
	now := d.Clock.Now()
	below := org.AgencyID(fmt.Sprintf("agency-%04d", 7))
	for _, q := range []struct {
		name string
		by   org.Actor
		f    subscriber.Filter
	}{
		{"first page of the province", d.Manager, subscriber.Filter{}},
		{"by expiry, next 90 days", d.Manager, subscriber.Filter{Order: subscriber.ByExpiry, EndsFrom: now, EndsUntil: now.AddDate(0, 0, 90)}},
		{"one agency", d.Manager, subscriber.Filter{Agency: below}},
		{"class and state", d.Manager, subscriber.Filter{Class: signing.ClassPerson, State: subscriber.InForce}},
		{"revoked", d.Manager, subscriber.Filter{State: subscriber.Withdraw}},
		{"blocked", d.Manager, subscriber.Filter{State: subscriber.Blocked}},
		{"expired", d.Manager, subscriber.Filter{State: subscriber.Expired}},
		{"search “nguyen”", d.Manager, subscriber.Filter{Search: "nguyen"}},
		{"search “Nguyễn Văn H”", d.Manager, subscriber.Filter{Search: "Nguyễn Văn H"}},
		{"search of a serial", d.Manager, subscriber.Filter{Search: "5f0001"}},
		{"search of a mail address", d.Manager, subscriber.Filter{Search: "nguoi.123"}},
		{"search in one agency", d.Manager, subscriber.Filter{Search: "nguyen", Agency: below}},
		{"search of nobody", d.Manager, subscriber.Filter{Search: "xyzxyz"}},
	} {
		var took []time.Duration
		for range 20 {
			f := q.f
			for range 3 { // the page, and two behind it
				began := time.Now()
				page, err := d.Register.List(b.Context(), q.by, f)
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
				if f.After = page.Next; page.Next.ID == "" {
					break
				}
			}
		}
		slices.Sort(took)
		report(b, q.name+", p95", took[len(took)*95/100], listLimit)
	}
}

// bulk imports certificates of one department.
func bulk(b *testing.B, d *subscribertest.Desk) {
	table := d.List(b)
	for range importRows {
		der, _ := d.Authority.Issue(b, d.Officer.Name, "", func(c *x509.Certificate) {})
		table = append(table, []string{"Cá nhân", "H41.37", "", "chuyenvien@nghean.example", base64.StdEncoding.EncodeToString(der)})
	}
	began := time.Now()
	id, err := d.Register.StartImport(b.Context(), d.Manager, "danh sách.xlsx", table)
	if err != nil {
		b.Fatal(err)
	}
	if err := d.Register.HandleImport(b.Context(), event.New(subscriber.EventImport, string(id), nil)); err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	i, err := d.Register.ImportProgress(b.Context(), d.Manager, id)
	if err != nil || i.Entered != importRows {
		b.Errorf("%+v %v", i, err)
	}
	report(b, fmt.Sprintf("import of %d rows", importRows), took, importLimit)
}

// fill writes agencies, people and certificates past the services.
func fill(b *testing.B, db *sqldb.DB, d *subscribertest.Desk) {
	b.Helper()
	surnames := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Hồ"}
	middles := []string{"Văn", "Thị", "Đức", "Minh", "Quang", "Thu", "Ngọc"}
	givens := []string{"Hòa", "Hải", "Lan", "Đức", "Bình", "Sơn", "Mai", "Thủy", "Dũng", "Yến", "Trang", "Tuấn", "Hùng", "Hạnh"}
	now := d.Clock.Now().UnixMilli()
	const day = int64(24 * 3600 * 1000)
	exec := func(tx *sqldb.Tx, text string, args ...any) {
		if _, err := tx.ExecContext(b.Context(), text, args...); err != nil {
			b.Fatalf("%s: %v", text, err)
		}
	}
	in := func(do func(tx *sqldb.Tx)) {
		if err := db.Transact(b.Context(), func(_ context.Context, tx *sqldb.Tx) error { do(tx); return nil }); err != nil {
			b.Fatal(err)
		}
	}
	in(func(tx *sqldb.Tx) {
		for i := range agencies {
			exec(tx, "insert into agency (id, code, name, superior, short_name, place, parent, province, valid_from, valid_to, successor) values ($1,$2,$3,'','CQ','Nghệ An',$4,'NA',0,0,'')",
				fmt.Sprintf("agency-%04d", i), fmt.Sprintf("H41.%d.9", 1000+i), fmt.Sprintf("Cơ quan số %d", i), string(d.Agency.ID))
		}
	})
	for from := 0; from < subscribers; from += 5000 {
		in(func(tx *sqldb.Tx) {
			for i := from; i < from+5000; i++ {
				exec(tx, "insert into person (id, name, email) values ($1,$2,$3)", fmt.Sprintf("person-%06d", i),
					surnames[i%10]+" "+middles[i%7]+" "+givens[i%14], fmt.Sprintf("nguoi.%d@nghean.gov.vn", i))
			}
		})
	}
	for from := 0; from < certificates; from += 5000 {
		in(func(tx *sqldb.Tx) {
			for i := from; i < from+5000; i++ {
				p := i % subscribers
				id, person, agency := fmt.Sprintf("certificate-%07d", i), fmt.Sprintf("person-%06d", p), fmt.Sprintf("agency-%04d", p%agencies)
				name, serial := surnames[p%10]+" "+middles[p%7]+" "+givens[p%14], fmt.Sprintf("5f%08x", i)
				begin := now - int64(i%1800)*day
				end := begin + 1095*day
				status := "active"
				switch {
				case i%20 == 3:
					status = "revoked"
				case i%4000 == 5:
					status = "revocation-pending"
				}
				exec(tx, "insert into certificate (id, sha256, der, chain, issuer, serial, subject, title, class, person, agency, key_kind, practice, not_before, not_after, status, added_at) values ($1,$2,$3,$3,'ca',$4,$5,'','person',$6,$7,'token',$8,$9,$10,$11,$9)",
					id, id, []byte{0}, serial, "CN="+name, person, agency, false, begin, end, status)
				exec(tx, "insert into certificate_change (id, certificate, status, actor, reason, at) values ($1,$2,'active','','nhập',$3)", "change-"+id, id, begin)
				exec(tx, `insert into registration (certificate, province, kind, class, agency, person, holder, sort_key, title, email, system, system_kind, serial, key_kind, not_before, not_after,
  head_name, head_title, renewal_of, renewed_by, minutes, differences, rules, registered_by, registered_agency, registered_at)
  values ($1,'NA','official','person',$2,$3,$4,$5,'Chuyên viên','','','',$6,'token',$7,$8,'','','','','','null','','','',$7)`,
					id, agency, person, name, []byte(vntext.NameKey(name)), serial, begin, end)
				folded := vntext.Fold(name)
				for at := 0; at < len(folded); {
					exec(tx, "insert into registration_term (term, certificate, agency) values ($1,$2,$3)", []byte(folded[at:]), id, agency)
					next := len(folded)
					for j := at; j < len(folded); j++ {
						if folded[j] == ' ' {
							next = j + 1
							break
						}
					}
					at = next
				}
				exec(tx, "insert into registration_term (term, certificate, agency) values ($1,$2,$3)", []byte(serial), id, agency)
				exec(tx, "insert into registration_term (term, certificate, agency) values ($1,$2,$3)", []byte(fmt.Sprintf("nguoi.%d@nghean.gov.vn", p)), id, agency)
			}
		})
	}
	in(func(tx *sqldb.Tx) { exec(tx, "analyze") })
}
