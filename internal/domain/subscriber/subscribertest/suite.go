package subscribertest

import (
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// Stores are three empty stores of one database.
type Stores func(t *testing.T) (org.Store, signing.Store, subscriber.Store)

// Suite is what every subscriber.Store promises, told through the service.
func Suite(t *testing.T, newStores Stores) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"CertificateIsEnteredAndFound", testEnter},
		{"StrangersAreRefusedAndLogged", testStrangers},
		{"OneCertificateHasOneSubject", testSubject},
		{"OutsideNeedsAPlan", testOutside},
		{"AgencySignsAfterTheDepartmentsEntry", testDepartment},
		{"ListsKeepToTheBranch", testBranch},
		{"PagesFollowTheCursor", testPages},
		{"PastListComesAgain", testPast},
		{"ListsByStateAgree", testStandings},
		{"RemindersClimbDownTheLadder", testLadder},
		{"EveryFigureIsItsList", testFigures},
		{"RegistrationsOutsideAskForUpdates", testExternals},
		{"BrokenRowsStopNoOther", testImport},
		{"StoppedImportGoesOn", testResume},
		{"DutiesAndInformation", testDuties},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			people, certificates, rows := newStores(t)
			test.run(t, NewDesk(t, people, certificates, rows))
		})
	}
}

func testEnter(t *testing.T, d *Desk) {
	id := d.Enter(t, d.Personal(t, d.Officer, "Chuyên viên", Mail("chuyenvien@nghean.example")))
	detail, err := d.Register.Detail(t.Context(), d.Manager, id)
	must(t, err)
	if detail.Holder != "Phạm Minh Ánh" || detail.State != subscriber.InForce || detail.Kind != subscriber.Official || detail.Registration.Email == "" || len(detail.Changes) != 1 {
		t.Errorf("%+v", detail)
	}
	for _, typed := range []string{"phạm minh", "pham minh", "MINH ANH", "anh", "chuyenvien@", detail.Serial} {
		if got := d.Names(t, d.Manager, subscriber.Filter{Search: typed}); !slices.Contains(got, "Phạm Minh Ánh") {
			t.Errorf("%q finds %v", typed, got)
		}
	}
	if got := d.Names(t, d.Manager, subscriber.Filter{Search: "hạm"}); len(got) != 0 {
		t.Errorf("the middle of a word finds %v", got)
	}
	mine, err := d.Register.Mine(t.Context(), d.Officer)
	if err != nil || len(mine) != 1 || mine[0].Certificate != id || mine[0].Custodian != d.Officer.Person {
		t.Errorf("%+v %v", mine, err)
	}
	clerks, err := d.Register.Mine(t.Context(), d.Clerk)
	if err != nil || len(clerks) != 1 || clerks[0].Class != signing.ClassAgency || clerks[0].Custodian != d.Clerk.Person {
		t.Errorf("the clerk keeps %+v, %v", clerks, err)
	}
}

func testStrangers(t *testing.T, d *Desk) {
	ctx := t.Context()
	in := d.Personal(t, d.Officer, "", nil)
	in.File = d.Issue(t, d.Foreign, d.Officer.Name, "", nil)
	_, err := d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.forged") // the names of both authorities are the same
	in.File = d.Issue(t, d.Authority, d.Officer.Name, "", func(c *x509.Certificate) { c.NotAfter = c.NotBefore.AddDate(5, 0, 1) })
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.term")
	in.File = d.Issue(t, d.Authority, "Phạm Minh Anh", "", nil)
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.subject")
	in.File = d.Issue(t, d.Authority, "Ph\u0430m Minh Ánh", "", nil) // a Cyrillic а
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.lookalike")
	in.File = d.Issue(t, d.Authority, d.Officer.Name, "", Mail("chuyenvien@nghean.example.com"))
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.subject")
	in.File = []byte("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n")
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "certificate.private-key")
	in = d.Personal(t, d.OtherClerk, "", nil)
	in.Agency = d.Agency.ID
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.no-post")
	in = d.Personal(t, d.Officer, "", nil)
	d.Enter(t, in)
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "certificate.known")
	_, err = d.Register.Register(ctx, d.Clerk, in)
	Refused(t, err, "guard.forbidden")
}

func testSubject(t *testing.T, d *Desk) {
	ctx := t.Context()
	in := d.Seal(t, nil)
	in.Person = d.Leader.Person
	_, err := d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.agency")
	in = d.Seal(t, nil)
	in.HeadTitle = " "
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.head")
	in = d.Personal(t, d.Officer, "", nil)
	in.Class, in.System = signing.ClassService, ""
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.system")
	in.System, in.SystemKind = "Cổng dịch vụ công", "software"
	id := d.Enter(t, in)
	detail, err := d.Register.Detail(ctx, d.Manager, id)
	if err != nil || detail.Holder != "Cổng dịch vụ công" || detail.Registration.SystemKind != "software" {
		t.Errorf("%+v %v", detail.Registration, err)
	}
}

func testOutside(t *testing.T, d *Desk) {
	ctx := t.Context()
	foreign := d.foreign(t)
	in := d.Personal(t, d.Officer, "", nil)
	in.File = foreign
	in.Plan = subscriber.Plan{Target: "2026-12-31", Responsible: "Cao Xuân Huy"}
	_, err := d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.outside")
	d.Under(t, Set{"subscribers.outside_ca_record", true})
	in.Plan = subscriber.Plan{}
	_, err = d.Register.Register(ctx, d.Manager, in)
	Refused(t, err, "registration.outside-plan")
	in.Plan = subscriber.Plan{Target: "2026-11-30", Responsible: "Cao Xuân Huy"}
	id := d.Enter(t, in)
	list, err := d.Register.Outsiders(ctx, d.Manager)
	if err != nil || len(list) != 1 || list[0].Certificate != id || list[0].Kind != subscriber.Outside || list[0].Plan.Late("2026-11-30") || !list[0].Plan.Late("2026-12-01") {
		t.Errorf("%+v %v", list, err)
	}
	st, err := d.Register.Statistics(ctx, d.Manager, d.Clock.Now().AddDate(0, -1, 0), d.Clock.Now())
	if err != nil || st.Total.Count != 3 {
		t.Errorf("%d with the outsider, %v", st.Total.Count, err)
	}
	d.Under(t)
	st, err = d.Register.Statistics(ctx, d.Manager, d.Clock.Now().AddDate(0, -1, 0), d.Clock.Now())
	if err != nil || st.Total.Count != 2 {
		t.Errorf("%d where outsiders do not count, %v", st.Total.Count, err)
	}
}

func testDepartment(t *testing.T, d *Desk) {
	ctx := t.Context()
	d.Under(t, Set{"subscribers.register.department_enters", true})
	c, err := d.Register.Register(ctx, d.IT, d.Seal(t, nil))
	must(t, err)
	err = d.Signing.CheckUsable(ctx, c, signing.ForAgency, d.Clock.Now(), d.Authority)
	Refused(t, err, "signing.held.not-registered")
	detail, err := d.Register.Detail(ctx, d.IT, c.ID)
	if err != nil || detail.State != subscriber.Blocked {
		t.Errorf("%s %v", detail.State, err)
	}
	Refused(t, d.Register.Confirm(ctx, d.IT, c.ID, "Biên bản 07"), "guard.forbidden")
	Refused(t, d.Register.Confirm(ctx, d.Manager, c.ID, " "), "registration.minutes")
	must(t, d.Register.Confirm(ctx, d.Manager, c.ID, "Biên bản 07"))
	must(t, d.Signing.CheckUsable(ctx, c, signing.ForAgency, d.Clock.Now(), d.Authority))
	c, err = d.Register.Register(ctx, d.Manager, d.Seal(t, nil))
	must(t, err)
	must(t, d.Signing.CheckUsable(ctx, c, signing.ForAgency, d.Clock.Now(), d.Authority))
}

func testBranch(t *testing.T, d *Desk) {
	ctx := t.Context()
	below, err := d.Service.CreateAgency(ctx, org.Installer("NA"), org.Agency{Code: "H41.37.1", Name: "Trung tâm Công nghệ số", ShortName: "TTCNS", Place: "Nghệ An",
		Province: "NA", Parent: d.Agency.ID, Kind: org.KindPublicService})
	must(t, err)
	under := d.NewPerson(t, below, "Vương Thị Liễu", "trungtam", "Giám đốc", org.Leader)
	d.Enter(t, d.Personal(t, under, "Giám đốc", nil))
	d.Enter(t, d.Personal(t, d.OtherClerk, "Văn thư", nil))
	if got := d.Names(t, d.Leader, subscriber.Filter{}); !slices.Contains(got, "Vương Thị Liễu") || slices.Contains(got, "Đặng Thị Nga") {
		t.Errorf("the head sees %v", got)
	}
	if got := d.Names(t, under, subscriber.Filter{}); len(got) != 1 || got[0] != "Vương Thị Liễu" {
		t.Errorf("the head below sees %v", got)
	}
	if got := d.Names(t, d.Clerk, subscriber.Filter{}); slices.Contains(got, "Vương Thị Liễu") || len(got) != 2 {
		t.Errorf("the clerk sees %v", got)
	}
	if got := d.Names(t, d.Manager, subscriber.Filter{}); len(got) != 4 {
		t.Errorf("the department sees %v", got)
	}
	_, err = d.Register.List(ctx, d.Leader, subscriber.Filter{Agency: d.Other.ID})
	Refused(t, err, "registration.branch")
	_, err = d.Register.List(ctx, d.Officer, subscriber.Filter{})
	Refused(t, err, "guard.forbidden")
}

func testPages(t *testing.T, d *Desk) {
	for range 7 {
		d.Enter(t, d.Personal(t, d.Officer, "Chuyên viên", nil))
	}
	for _, order := range []subscriber.Filter{{}, {Order: subscriber.ByExpiry}, {Search: "a"}, {Class: signing.ClassPerson, State: subscriber.InForce}} {
		want := d.Names(t, d.Manager, order)
		var got []string
		f := order
		f.Limit = 2
		for {
			page, err := d.Register.List(t.Context(), d.Manager, f)
			must(t, err)
			if page.Total != len(want) {
				t.Errorf("%+v counts %d of %d", order, page.Total, len(want))
			}
			for _, l := range page.Lines {
				got = append(got, l.Holder)
			}
			if f.After = page.Next; page.Next.ID == "" {
				break
			}
		}
		if !slices.Equal(got, want) || len(want) < 7 {
			t.Errorf("%+v: page by page %v, at once %v", order, got, want)
		}
	}
}

func testPast(t *testing.T, d *Desk) {
	id := d.Enter(t, d.Personal(t, d.Officer, "Chuyên viên", nil))
	then := d.Clock.Now()
	d.Clock.Add(48 * time.Hour)
	must(t, d.Signing.SetStatus(t.Context(), d.Admin, id, signing.Revoked, "theo đề nghị"))
	d.Enter(t, d.Personal(t, d.UnitHead, "Trưởng phòng", nil))
	now, err := d.Register.List(t.Context(), d.Manager, subscriber.Filter{})
	must(t, err)
	past, err := d.Register.List(t.Context(), d.Manager, subscriber.Filter{At: then})
	must(t, err)
	state := func(p subscriber.Page) subscriber.State {
		for _, l := range p.Lines {
			if l.Certificate == id {
				return l.State
			}
		}
		return "absent"
	}
	if state(now) != subscriber.Withdraw || state(past) != subscriber.InForce || len(now.Lines) != 4 || len(past.Lines) != 3 {
		t.Errorf("now %s of %d, then %s of %d", state(now), len(now.Lines), state(past), len(past.Lines))
	}
	if got := d.Names(t, d.Manager, subscriber.Filter{State: subscriber.Withdraw}); len(got) != 1 {
		t.Errorf("revoked now: %v", got)
	}
	if got := d.Names(t, d.Manager, subscriber.Filter{State: subscriber.Withdraw, At: then}); len(got) != 0 {
		t.Errorf("revoked then: %v", got)
	}
}
