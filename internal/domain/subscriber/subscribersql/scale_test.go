package subscribersql_test

import (
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
	b.Logf("%-44s %10s of %8s  %.2f", what, took.Round(100*time.Microsecond), limit, float64(took)/float64(limit))
	if took > limit {
		b.Errorf("%s took %s, more than %s", what, took, limit)
	}
}

// question is one kind of list; each turn asks for something else.
type question struct {
	name   string
	filter func(turn int) subscriber.Filter
}

// questions are those of the pages: lists, filters and searches.
func questions(now time.Time) []question {
	agency := func(i int) org.AgencyID { return org.AgencyID(fmt.Sprintf("agency-%04d", i*17%agencies)) }
	states := []subscriber.State{subscriber.InForce, subscriber.Blocked, subscriber.Paused, subscriber.Expired, subscriber.Withdraw, subscriber.Early}
	classes := []signing.Class{signing.ClassPerson, signing.ClassAgency, signing.ClassService}
	return []question{
		{"whole province", func(i int) subscriber.Filter { return subscriber.Filter{Limit: 20 + 5*i} }},
		{"by expiry, next days", func(i int) subscriber.Filter {
			return subscriber.Filter{Order: subscriber.ByExpiry, EndsFrom: now, EndsUntil: now.AddDate(0, 0, 3*i+1)}
		}},
		{"by name, ends within days", func(i int) subscriber.Filter {
			return subscriber.Filter{EndsFrom: now, EndsUntil: now.AddDate(0, 0, 3*i+1)}
		}},
		{"one agency", func(i int) subscriber.Filter { return subscriber.Filter{Agency: agency(i)} }},
		{"one agency and state", func(i int) subscriber.Filter { return subscriber.Filter{Agency: agency(i), State: states[i%6]} }},
		{"state", func(i int) subscriber.Filter { return subscriber.Filter{State: states[i%6]} }},
		{"class and state", func(i int) subscriber.Filter { return subscriber.Filter{Class: classes[i%3], State: states[i/3%6]} }},
		{"state and expiry", func(i int) subscriber.Filter {
			return subscriber.Filter{Order: subscriber.ByExpiry, State: states[i%6], EndsUntil: now.AddDate(0, i, 0)}
		}},
		{"another authority's", func(i int) subscriber.Filter {
			return subscriber.Filter{Kind: subscriber.Outside, State: states[i%6]}
		}},
		{"year of issue and state", func(i int) subscriber.Filter {
			return subscriber.Filter{Issued: now.Year() - i%6, State: states[i/6%6]}
		}},
		{"used or not", func(i int) subscriber.Filter {
			if i%2 == 0 {
				return subscriber.Filter{UsedSince: now.AddDate(0, 0, -i)}
			}
			return subscriber.Filter{NeverUsedSince: now.AddDate(0, 0, -30*i)}
		}},
		{"on a past day", func(i int) subscriber.Filter { return subscriber.Filter{At: now.AddDate(0, 0, -30*i-1)} }},
		{"a state on a past day", func(i int) subscriber.Filter {
			return subscriber.Filter{At: now.AddDate(0, 0, -30*i-1), State: states[i%6]}
		}},
		{"search of a surname", func(i int) subscriber.Filter { return subscriber.Filter{Search: surnames[i%10]} }},
		{"search of a full name", func(i int) subscriber.Filter {
			return subscriber.Filter{Search: surnames[i%10] + " " + middles[i%7] + " " + givens[i%14][:1]}
		}},
		{"search of a letter", func(i int) subscriber.Filter { return subscriber.Filter{Search: string(rune('a' + i%26))} }},
		{"search of a serial", func(i int) subscriber.Filter {
			return subscriber.Filter{Search: fmt.Sprintf("5f%08x", i*6007)[:5+i%6]}
		}},
		{"search of a mail address", func(i int) subscriber.Filter { return subscriber.Filter{Search: fmt.Sprintf("nguoi.%d", i*37)} }},
		{"search in one agency", func(i int) subscriber.Filter { return subscriber.Filter{Search: surnames[i%10], Agency: agency(i)} }},
		{"search and state", func(i int) subscriber.Filter { return subscriber.Filter{Search: surnames[i%10], State: states[i%6]} }},
		{"search of nobody", func(i int) subscriber.Filter { return subscriber.Filter{Search: fmt.Sprintf("xyz%d", i)} }},
	}
}

const turns = 36

// lists asks each question with its counting, three pages deep. What is held
// against the limit is the quickest of three tries of each page, as this machine
// may be busy with something else; the middle and the 95th of all stand beside.
func lists(b *testing.B, d *subscribertest.Desk) {
	for _, q := range questions(d.Clock.Now()) {
		var all, best []time.Duration
		for turn := range turns {
			f := q.filter(turn)
			for range 3 {
				var page subscriber.Page
				quickest := time.Hour
				for range 3 {
					began := time.Now()
					var err error
					if page, err = d.Register.List(b.Context(), d.Manager, f); err != nil {
						b.Fatal(err)
					}
					took := time.Since(began)
					all, quickest = append(all, took), min(quickest, took)
				}
				best = append(best, quickest)
				if f.After = page.Next; page.Next.ID == "" {
					break
				}
			}
		}
		slices.Sort(all)
		slices.Sort(best)
		p50, p95 := all[len(all)/2], all[len(all)*95/100]
		b.Logf("%-44s p50 %s, p95 %s, worst %s of %d", q.name, p50.Round(10*time.Microsecond), p95.Round(10*time.Microsecond), all[len(all)-1].Round(10*time.Microsecond), len(all))
		report(b, q.name+", p95", best[len(best)*95/100], listLimit)
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
