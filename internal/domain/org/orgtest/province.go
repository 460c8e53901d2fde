package orgtest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/profile"
)

// Password is everybody's.
const Password = "mot hai ba bon nam"

// Start is when the clock of a new province stands: a Monday morning in Vinh.
var Start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// Hashing is cheap enough for tests.
var Hashing = org.Hashing{MemoryKiB: 64, Passes: 1, Lanes: 1, AtOnce: 4}

// profiles are read once for all tests of a package.
var profiles = sync.OnceValues(profile.Load)

// Law gives the embedded rules, for services that tests build.
func Law(province string, day time.Time) (*profile.Profile, error) {
	set, err := profiles()
	if err != nil {
		return nil, err
	}
	return set.At(province, day)
}

// Clock is a clock that tests move.
type Clock struct{ ms atomic.Int64 }

// NewClock stands at Start.
func NewClock() *Clock {
	c := &Clock{}
	c.ms.Store(Start.UnixMilli())
	return c
}

// Now is the time of the clock, in whole milliseconds.
func (c *Clock) Now() time.Time { return time.UnixMilli(c.ms.Load()).UTC() }

// Add moves the clock.
func (c *Clock) Add(d time.Duration) { c.ms.Add(d.Milliseconds()) }

// Province is a department (Agency) with its people and a commune (Other) with
// a clerk. The actors are signed in.
type Province struct {
	Store   org.Store
	Service *org.Service
	Guard   *org.Guard
	Clock   *Clock

	Agency, Other org.Agency
	Unit          org.Unit

	Leader, Deputy, UnitHead, Officer, Checker, Clerk, OtherClerk, Admin org.Actor
	LeaderPost, DeputyPost, UnitHeadPost                                 org.Post
}

// NewService is a service on the store with cheap hashing.
func NewService(t testing.TB, store org.Store, clock *Clock) (*org.Service, *org.Guard) {
	t.Helper()
	guard, err := org.NewGuard(nil)
	must(t, err)
	service, err := org.NewService(org.Config{Store: store, Guard: guard, Now: clock.Now, Hashing: Hashing, Law: Law})
	must(t, err)
	return service, guard
}

// NewProvince fills an empty store through the service.
func NewProvince(t testing.TB, store org.Store) *Province {
	t.Helper()
	p := &Province{Store: store, Clock: NewClock()}
	p.Service, p.Guard = NewService(t, store, p.Clock)
	ctx, by, s := t.Context(), org.Installer("NA"), p.Service
	var err error
	p.Agency, err = s.CreateAgency(ctx, by, org.Agency{Code: "H41.37", Name: "Sở Khoa học và Công nghệ",
		Superior: "UBND TỈNH NGHỆ AN", ShortName: "SKHCN", Place: "Nghệ An", Province: "NA"})
	must(t, err)
	p.Other, err = s.CreateAgency(ctx, by, org.Agency{Code: "H41.90", Name: "Ủy ban nhân dân xã Kim Liên",
		ShortName: "UBND", Place: "Kim Liên", Province: "NA"})
	must(t, err)
	p.Unit, err = s.CreateUnit(ctx, by, org.Unit{Agency: p.Agency.ID, Name: "Phòng Chuyển đổi số", ShortName: "CĐS"})
	must(t, err)
	p.Leader, p.LeaderPost = p.person(t, p.Agency, "", "Nguyễn Thị Hòa", "giamdoc", "Giám đốc", org.Leader)
	p.Deputy, p.DeputyPost = p.person(t, p.Agency, "", "Trần Văn Đức", "phogiamdoc", "Phó Giám đốc", org.Leader)
	p.UnitHead, p.UnitHeadPost = p.person(t, p.Agency, p.Unit.ID, "Lê Quang Huy", "truongphong", "Trưởng phòng", org.UnitLeader)
	p.Officer, _ = p.person(t, p.Agency, p.Unit.ID, "Phạm Minh Ánh", "chuyenvien", "Chuyên viên", org.Officer)
	p.Checker, _ = p.person(t, p.Agency, "", "Võ Thu Hiền", "thethuc", "Chuyên viên", org.FormatChecker)
	p.Clerk, _ = p.person(t, p.Agency, "", "Hoàng Lan Anh", "vanthu", "Văn thư", org.Clerk)
	p.OtherClerk, _ = p.person(t, p.Other, "", "Đặng Thị Nga", "vanthu.kimlien", "Văn thư", org.Clerk)
	p.Admin, _ = p.person(t, p.Agency, "", "Bùi Xuân Sơn", "quantri", "Chuyên viên", org.Administrator)
	for _, a := range []org.Authority{
		{Agency: p.Agency.ID, Post: p.LeaderPost.ID, Type: "*"},
		{Agency: p.Agency.ID, Post: p.DeputyPost.ID, Type: "*", Capacity: org.Deputy},
		{Agency: p.Agency.ID, Post: p.UnitHeadPost.ID, Type: "CV", Capacity: org.ByOrder},
	} {
		_, err := s.GrantAuthority(ctx, by, a)
		must(t, err)
	}
	return p
}

// NewPerson adds somebody else with one post, one role and an account.
func (p *Province) NewPerson(t testing.TB, agency org.Agency, name, account, title string, role org.Role) org.Actor {
	t.Helper()
	actor, _ := p.person(t, agency, "", name, account, title, role)
	return actor
}

func (p *Province) person(t testing.TB, agency org.Agency, unit org.UnitID, name, account, title string, role org.Role) (org.Actor, org.Post) {
	t.Helper()
	ctx, by, s := t.Context(), org.Installer("NA"), p.Service
	person, err := s.CreatePerson(ctx, by, org.Person{Name: name, Email: account + "@nghean.example"})
	must(t, err)
	post, err := s.Appoint(ctx, by, org.Post{Person: person.ID, Agency: agency.ID, Unit: unit, Title: title})
	must(t, err)
	must(t, s.GrantRole(ctx, by, person.ID, agency.ID, role))
	created, err := s.CreateAccount(ctx, by, person.ID, agency.ID, account, Password)
	must(t, err)
	actor, err := s.ActorOf(ctx, created.ID)
	must(t, err)
	return actor, post
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
