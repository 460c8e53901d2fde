package clauses

import (
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingtest"
	"antin/internal/domain/subscriber"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
)

const (
	manager = "thuebao.skhcn" // manages subscribers for the province

)

func pemOf(der ...[]byte) []byte {
	var out []byte
	for _, d := range der {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d})...)
	}
	return out
}

// personal is a certificate of the practice authority for a practice person.
func (w *world) personal(account string, options ...practice.Option) subscriber.Incoming {
	w.t.Helper()
	by := w.as(account)
	person, err := w.Org.Person(w.ctx, by.Person)
	w.must(err)
	c, _, err := w.PKI.IssuePerson(practice.Person{Name: by.Name, Agency: "Sở Khoa học và Công nghệ", Email: person.Email}, w.clock.now(),
		append([]practice.Option{practice.WithECDSA()}, options...)...)
	w.must(err)
	return subscriber.Incoming{File: pemOf(c.Raw, w.PKI.Issuing().Raw), Class: signing.ClassPerson, Person: by.Person, Agency: by.Agency, KeyKind: signing.KeyToken}
}

// sealOf is a certificate of the department.
func (w *world) sealOf(options ...practice.Option) subscriber.Incoming {
	w.t.Helper()
	agency, err := w.Org.Agency(w.ctx, w.as(manager).Agency)
	w.must(err)
	c, _, err := w.PKI.IssueAgency(practice.Agency{Name: agency.Name, Code: agency.Code, Superior: agency.Superior}, w.clock.now(),
		append([]practice.Option{practice.WithECDSA()}, options...)...)
	w.must(err)
	return subscriber.Incoming{File: pemOf(c.Raw, w.PKI.Issuing().Raw), Class: signing.ClassAgency, Agency: agency.ID, KeyKind: signing.KeyToken,
		HeadName: "Nguyễn Văn Hòa", HeadTitle: "Giám đốc", Minutes: "Biên bản 05"}
}

// stranger is a certificate of a public authority for a practice person.
func (w *world) stranger(account string) subscriber.Incoming {
	w.t.Helper()
	in := w.personal(account)
	ca := signingtest.NewNamedAuthority(w.t, "CA công cộng", w.clock.now)
	der, _ := ca.Issue(w.t, w.as(account).Name, "", nil)
	in.File = pemOf(der, ca.Certificate.Raw)
	return in
}

func (w *world) enter(in subscriber.Incoming) signing.CertificateID {
	w.t.Helper()
	c, err := w.Subscribers.Register(w.ctx, w.as(manager), in)
	w.must(err)
	return c.ID
}

func (w *world) lines(by string, f subscriber.Filter) []subscriber.Line {
	w.t.Helper()
	var out []subscriber.Line
	w.must(w.Subscribers.Each(w.ctx, w.as(by), f, func(l subscriber.Line) error { out = append(out, l); return nil }))
	return out
}

// TestOnlyOfficialCertificates: the chain decides, in the words of the
// province, and who issued the stranger stands in the log.
func TestOnlyOfficialCertificates(t *testing.T) {
	under(t, []string{"LD", "NA", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-01.1")
		w := open(t, province)
		in := w.stranger(officer)
		_, err := w.Subscribers.Register(w.ctx, w.as(manager), in)
		words := "Chứng thư số không do Ban Cơ yếu Chính phủ cấp"
		code := "registration.outside"
		if province == "HT" {
			words = "Không quản lý chứng thư do tổ chức khác cấp"
		}
		if province == "LD" {
			code = "registration.outside-plan"
		}
		refused(t, err, code, words)
		leaf, _, err := signing.ReadCertificateFile(in.File)
		w.must(err)
		c, _, err := signing.ReadCertificate(leaf)
		w.must(err)
		log := w.logged(c.SHA256, "registration.refused")
		if len(log) != 1 || !strings.Contains(log[0].Data["issuer"], "CA công cộng") || log[0].Data["serial"] != c.Serial {
			t.Errorf("the log of the refusal: %+v", log)
		}
		w.enter(w.personal(officer))
	})
}

// TestForgedIssuer: the name of the issuer proves nothing.
func TestForgedIssuer(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	c, _, err := practiceTwin(t, w).IssuePerson(practice.Person{Name: w.as(officer).Name}, w.clock.now(), practice.WithECDSA())
	w.must(err)
	in := w.personal(officer)
	in.File = pemOf(c.Raw)
	_, err = w.Subscribers.Register(w.ctx, w.as(manager), in)
	refused(t, err, "registration.forged", "có dấu hiệu giả mạo")
}

// TestOneBinding: one certificate, one subject, once.
func TestOneBinding(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-03.1")
	w := open(t, "NA")
	in := w.personal(officer)
	w.enter(in)
	other := in
	other.Person = w.as("chuyenvien2.skhcn").Person
	_, err := w.Subscribers.Register(w.ctx, w.as(manager), in)
	refused(t, err, "certificate.known")
	_, err = w.Subscribers.Register(w.ctx, w.as(manager), other)
	refused(t, err, "registration.subject")
	both := w.sealOf()
	both.Person = w.as(officer).Person
	_, err = w.Subscribers.Register(w.ctx, w.as(manager), both)
	refused(t, err, "registration.agency")
	none := w.personal(officer)
	none.Person = ""
	_, err = w.Subscribers.Register(w.ctx, w.as(manager), none)
	refused(t, err, "registration.person")
}

// TestOutsideIsARule: whether certificates of other authorities are recorded is
// the profile's to say.
func TestOutsideIsARule(t *testing.T) {
	for id, province := range map[string]string{"NA-07.1a": "NA", "HT-01.2c": "HT"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			no, yes := clause.Parameter(t, id, func(taken bool) string {
				w := open(t, province, set{"subscribers.outside_ca_record", taken})
				in := w.stranger(officer)
				in.Plan = subscriber.Plan{Target: "2027-01-31", Responsible: "Cao Văn Dũng"}
				before, err := w.Subscribers.Statistics(w.ctx, w.as(manager), start, w.clock.now())
				w.must(err)
				_, err = w.Subscribers.Register(w.ctx, w.as(manager), in)
				after, other := w.Subscribers.Statistics(w.ctx, w.as(manager), start, w.clock.now())
				w.must(other)
				if counted := after.Total.Count - before.Total.Count; counted == 1 != taken {
					t.Errorf("%d counted", counted)
				}
				return outcome(t, err)
			}, false, true)
			if no != "registration.outside" || yes != "done" {
				t.Errorf("%s, %s", no, yes)
			}
		})
	}
}

// TestLongestTerm: five years, or what the law says then.
func TestLongestTerm(t *testing.T) {
	t.Parallel()
	five, six := clause.Parameter(t, "NA-09", func(years int64) string {
		w := open(t, "NA", set{"subscribers.max_years_new", years})
		_, err := w.Subscribers.Register(w.ctx, w.as(manager), w.personal(officer, practice.ValidFrom(start), practice.ValidTo(start.AddDate(5, 0, 1))))
		if days := w.law().Subscribers.ExpiryReminders; !slices.Equal(days, []int{60, 30, 7}) {
			t.Errorf("reminders %v", days)
		}
		return outcome(t, err)
	}, 5, 6)
	if five != "registration.term" || six != "done" {
		t.Errorf("%s, %s", five, six)
	}
	w := open(t, "NA")
	in := w.personal(officer, practice.ValidFrom(start), practice.ValidTo(start.AddDate(4, 0, 0)))
	in.Renews = w.enter(w.personal(officer))
	_, err := w.Subscribers.Register(w.ctx, w.as(manager), in)
	refused(t, err, "registration.term", "gia hạn", "3 năm")
}

// TestTemplates: differences from Mẫu 02 and Mẫu 03 are shown, as the profile
// has them.
func TestTemplates(t *testing.T) {
	differences := func(w *world, in subscriber.Incoming) string {
		seen, err := w.Subscribers.Look(w.ctx, w.as(manager), in)
		w.must(err)
		var codes []string
		for _, d := range seen.Differences {
			codes = append(codes, d.Field)
		}
		return strings.Join(codes, " ")
	}
	none := []any{}
	t.Run("agency", func(t *testing.T) {
		t.Parallel()
		full, empty := clause.Parameter(t, "HD2-11.5a", func(whole bool) string {
			sets := []set{}
			if !whole {
				sets = append(sets, set{"subscribers.register.agency_certificate_fields", none})
			}
			w := open(t, "HD", sets...)
			return differences(w, w.sealOf())
		}, true, false)
		if full != "L" || empty != "" {
			t.Errorf("%q, %q", full, empty)
		}
	})
	t.Run("person", func(t *testing.T) {
		t.Parallel()
		full, empty := clause.Parameter(t, "HD2-11.5b", func(whole bool) string {
			sets := []set{}
			if !whole {
				sets = append(sets, set{"subscribers.register.person_certificate_fields", none})
			}
			w := open(t, "HD", sets...)
			return differences(w, w.personal(officer, practice.Changed(func(c *x509.Certificate) { c.EmailAddresses = nil })))
		}, true, false)
		if full != "T E" || empty != "" {
			t.Errorf("%q, %q", full, empty)
		}
	})
}

// TestHeadSeesTheOwnBranch and nothing beside it.
func TestHeadSeesTheOwnBranch(t *testing.T) {
	under(t, []string{"LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-06.2", "HT-12.1-1")
		w := open(t, province)
		id := w.enter(w.personal(officer))
		then := w.clock.now()
		for _, l := range w.lines(director, subscriber.Filter{}) {
			if l.AgencyCode != "H41.37" || l.Holder == "" || l.Serial == "" || l.NotAfter.IsZero() || l.State == "" || l.Custodian == "" {
				t.Errorf("the head of the department sees %+v", l)
			}
		}
		if all := w.lines("chutich.ubnd", subscriber.Filter{}); len(all) <= len(w.lines(director, subscriber.Filter{})) {
			t.Errorf("the head of the province sees %d lines", len(all))
		}
		w.clock.pass(72 * time.Hour)
		w.must(w.Signing.SetStatus(w.ctx, w.as(manager), id, signing.Revoked, "theo xác nhận của Cục"))
		state := func(f subscriber.Filter) subscriber.State {
			for _, l := range w.lines(manager, f) {
				if l.Certificate == id {
					return l.State
				}
			}
			return ""
		}
		if now, past := state(subscriber.Filter{}), state(subscriber.Filter{At: then}); now != subscriber.Withdraw || past != subscriber.InForce {
			t.Errorf("now %s, then %s", now, past)
		}
		if n := len(w.lines(manager, subscriber.Filter{At: then.Add(-time.Hour)})); n != 0 {
			t.Errorf("%d lines before the province began", n)
		}
	})
}

// practiceTwin is another practice authority: its names are the same.
func practiceTwin(t *testing.T, w *world) *practice.PKI {
	t.Helper()
	pki, err := practice.Create(t.TempDir()+"/twin", w.clock.now())
	w.must(err)
	return pki
}
