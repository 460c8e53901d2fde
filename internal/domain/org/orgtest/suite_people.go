package orgtest

import (
	"testing"
	"time"

	"antin/internal/domain/org"
)

func testMoveUnit(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	at := p.Clock.Now()
	d := p.decide(t, org.Deed{Kind: org.DeedMoveUnit, DeedData: org.DeedData{Unit: p.Unit.ID, Target: p.Other.ID}})
	u, err := p.Service.Unit(ctx, p.Unit.ID)
	must(t, err)
	posts, err := p.Service.PostsOf(ctx, p.UnitHead.Person, p.Other.ID, at)
	must(t, err)
	if u.Agency != p.Other.ID || len(posts) != 1 || posts[0].Unit != p.Unit.ID || posts[0].Title != "Trưởng phòng" {
		t.Errorf("unit %+v, posts %+v", u, posts)
	}
	then, err := p.Service.UnitsAt(ctx, p.Agency.ID, at.Add(-time.Hour))
	must(t, err)
	now, err := p.Service.UnitsAt(ctx, p.Agency.ID, at)
	must(t, err)
	terms, err := p.Service.UnitTerms(ctx, p.Unit.ID)
	must(t, err)
	if len(then) != 1 || len(now) != 0 || len(terms) != 2 || terms[1].Deed != d.ID {
		t.Errorf("then %+v, now %+v, terms %+v", then, now, terms)
	}
}

func testCloseUnit(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	p.refusedDeed(t, org.Deed{Kind: org.DeedCloseUnit, DeedData: org.DeedData{Unit: p.Unit.ID}}, "org.unit-busy")
	empty, err := p.Service.CreateUnit(ctx, p.Admin, org.Unit{Agency: p.Agency.ID, Name: "Phòng Tổng hợp", Parent: p.Unit.ID})
	must(t, err)
	p.Clock.Add(day)
	p.decide(t, org.Deed{Kind: org.DeedCloseUnit, DeedData: org.DeedData{Unit: empty.ID}})
	got, err := p.Service.Unit(ctx, empty.ID)
	must(t, err)
	now, err := p.Service.UnitsAt(ctx, p.Agency.ID, p.Clock.Now())
	must(t, err)
	if got.Name != "Phòng Tổng hợp" || !got.ValidTo.Equal(p.Clock.Now()) || len(now) != 1 {
		t.Errorf("%+v, living %+v", got, now)
	}
}

func testDissolve(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	p.decide(t, org.Deed{Kind: org.DeedDissolve, DeedData: org.DeedData{Agency: p.Other.ID}})
	if posts, err := p.Service.PostsIn(ctx, p.Other.ID, p.Clock.Now()); err != nil || len(posts) != 0 {
		t.Errorf("posts in a dissolved agency: %+v, %v", posts, err)
	}
	p.refusedDeed(t, org.Deed{Kind: org.DeedMerge, DeedData: org.DeedData{Agency: p.Agency.ID, Target: p.Other.ID}}, "org.agency-ended")
	p.refusedDeed(t, org.Deed{Kind: org.DeedSplit, DeedData: org.DeedData{Agency: p.Agency.ID}}, "deed.heir")
}

func testHead(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	p.refusedDeed(t, org.Deed{Kind: org.DeedChangeHead, DeedData: org.DeedData{Agency: p.Agency.ID, Person: p.Deputy.Person, Title: "Phó Giám đốc"}}, "deed.title")
	d := p.decide(t, org.Deed{Kind: org.DeedChangeHead, DeedData: org.DeedData{Agency: p.Agency.ID, Person: p.Deputy.Person, Title: "Giám đốc"}})
	head, err := p.Service.HeadOf(ctx, p.Agency.ID, p.Clock.Now())
	must(t, err)
	old, err := p.Service.Post(ctx, p.LeaderPost.ID)
	must(t, err)
	if head.Person != p.Deputy.Person || head.ID != d.NewPost || !old.To.Equal(p.Clock.Now()) || d.OldHead != p.Leader.Person {
		t.Errorf("head %+v, before %+v, deed %+v", head, old, d)
	}
}

func testChangePerson(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	at := p.Clock.Now()
	p.decide(t, org.Deed{Kind: org.DeedChangePerson, DeedData: org.DeedData{Person: p.Officer.Person, Name: "Phạm Minh Ánh Tuyết"}})
	before, err := p.Service.PersonAt(ctx, p.Officer.Person, at.Add(-time.Hour))
	must(t, err)
	now, err := p.Service.Person(ctx, p.Officer.Person)
	must(t, err)
	if before.Name != "Phạm Minh Ánh" || now.Name != "Phạm Minh Ánh Tuyết" || now.Email != before.Email {
		t.Errorf("before %+v, now %+v", before, now)
	}
	p.refusedDeed(t, org.Deed{Kind: org.DeedChangePerson, DeedData: org.DeedData{Person: p.Officer.Person}}, "deed.nothing")
}

func testSearch(t *testing.T, p *Province) {
	ctx := t.Context()
	must(t, p.Service.IndexNames(ctx))
	for text, want := range map[string]int{"hoa nguyen": 1, "Nguyễn Thị Hòa": 1, "ngu": 1, "zzz": 0, "": 0} {
		if people, err := p.Service.SearchPeople(ctx, p.Admin, text); err != nil || len(people) != want {
			t.Errorf("%q finds %d people, %v", text, len(people), err)
		}
	}
	for text, want := range map[string]int{"khoa hoc": 1, "H41.3": 1, "kim liên": 1, "skhcn": 1} {
		if agencies, err := p.Service.SearchAgencies(ctx, p.Admin, text); err != nil || len(agencies) != want {
			t.Errorf("%q finds %d agencies, %v", text, len(agencies), err)
		}
	}
}

func testIdentity(t *testing.T, p *Province) {
	ctx := t.Context()
	card := org.Identity{Person: p.Officer.Person, Number: "040 199 012 345", Birth: time.Date(1990, 5, 2, 0, 0, 0, 0, time.UTC), IssuedBy: "Cục Cảnh sát QLHC về TTXH"}
	refused(t, p.Service.SaveIdentity(ctx, p.Clerk, card), "guard.forbidden")
	must(t, p.Service.SaveIdentity(ctx, p.Admin, card))
	got, err := p.Service.Identity(ctx, p.Officer, p.Officer.Person)
	must(t, err)
	if got.Number != "040199012345" || !got.Birth.Equal(card.Birth) {
		t.Errorf("%+v", got)
	}
	_, err = p.Service.Identity(ctx, p.Leader, p.Officer.Person)
	refused(t, err, "guard.forbidden")
	card.Number = "04019901234x"
	refused(t, p.Service.SaveIdentity(ctx, p.Admin, card), "person.identity-number")
}

func testParentRequired(t *testing.T, p *Province) {
	ctx := t.Context()
	centre := org.Agency{Code: "H41.37.1", Name: "Trung tâm Chuyển đổi số", Province: "NA"}
	_, err := p.Service.CreateAgency(ctx, p.Admin, centre)
	refused(t, err, "org.parent-required")
	centre.Parent = p.Agency.ID
	saved, err := p.Service.CreateAgency(ctx, p.Admin, centre)
	must(t, err)
	got, err := p.Service.Agency(ctx, saved.ID)
	must(t, err)
	if got != saved || got.Kind != org.KindPublicService || !got.LegalEntity() || !got.OwnSeal() {
		t.Errorf("%+v", got)
	}
}

func testOwnPeople(t *testing.T, p *Province) {
	ctx := t.Context()
	it := p.NewPerson(t, p.Agency, "Cao Văn Tin", "cntt", "Chuyên viên", org.ITOfficer)
	p.Clock.Add(day)
	d := org.Deed{Kind: org.DeedResign, Reason: "Nguyện vọng cá nhân", Paper: "3/QĐ-SKHCN", DeedData: org.DeedData{Person: p.OtherClerk.Person}}
	_, err := p.Service.Decide(ctx, it, d)
	refused(t, err, "guard.forbidden")
	d.Person = p.Officer.Person
	touched, err := p.Service.Concerned(ctx, it, d)
	must(t, err)
	if len(touched.People) != 1 || touched.People[0] != p.Officer.Person {
		t.Errorf("%+v", touched)
	}
	_, err = p.Service.Decide(ctx, it, d)
	must(t, err)
	_, err = p.Service.Decide(ctx, it, org.Deed{Kind: org.DeedRename, Reason: "x", Paper: "y", DeedData: org.DeedData{Agency: p.Agency.ID, Name: "Sở"}})
	refused(t, err, "guard.forbidden")
	d.Reason = ""
	_, err = p.Service.Decide(ctx, it, d)
	if err == nil {
		t.Error("a deed without a reason was taken")
	}
}
