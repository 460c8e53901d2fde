package orgtest

import (
	"testing"
	"time"

	"antin/internal/domain/org"
)

const day = 24 * time.Hour

// decide records a deed with its reason and paper as the administrator.
func (p *Province) decide(t *testing.T, d org.Deed) org.Deed {
	t.Helper()
	d.Reason, d.Paper = "Theo phân công", "12/QĐ-UBND ngày 20/11/2026"
	done, err := p.Service.Decide(t.Context(), p.Admin, d)
	must(t, err)
	return done
}

// refusedDeed is the code with which a deed is refused.
func (p *Province) refusedDeed(t *testing.T, d org.Deed, code string) {
	t.Helper()
	d.Reason, d.Paper = "Theo phân công", "12/QĐ-UBND ngày 20/11/2026"
	_, err := p.Service.Decide(t.Context(), p.Admin, d)
	refused(t, err, code)
}

func testTransfer(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	d := p.decide(t, org.Deed{Kind: org.DeedTransfer, DeedData: org.DeedData{Post: p.LeaderPost.ID, Agency: p.Other.ID, Title: "Chủ tịch"}})
	posts, err := p.Service.PostsOfPerson(ctx, p.Leader.Person)
	must(t, err)
	if len(posts) != 2 || !posts[0].To.Equal(d.At) || posts[1].Agency != p.Other.ID || !posts[1].From.Equal(d.At) || posts[1].ID != d.NewPost {
		t.Errorf("posts %+v", posts)
	}
	if roles, _ := p.Service.RolesOf(ctx, p.Leader.Person, p.Agency.ID, p.Clock.Now()); len(roles) != 0 {
		t.Errorf("still %v in the old agency", roles)
	}
	for _, subject := range []string{string(p.Leader.Person), string(p.Agency.ID), string(p.Other.ID), string(p.LeaderPost.ID)} {
		if deeds, err := p.Service.DeedsAbout(ctx, subject); err != nil || len(deeds) != 1 || deeds[0].ID != d.ID {
			t.Errorf("deeds about %s: %+v, %v", subject, deeds, err)
		}
	}
	p.refusedDeed(t, org.Deed{Kind: org.DeedEndPost, DeedData: org.DeedData{Post: p.LeaderPost.ID}}, "org.period")
}

func testRetire(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	p.decide(t, org.Deed{Kind: org.DeedRetire, DeedData: org.DeedData{Person: p.Deputy.Person}})
	who, err := p.Service.Person(ctx, p.Deputy.Person)
	must(t, err)
	posts, err := p.Service.PostsOf(ctx, p.Deputy.Person, p.Agency.ID, p.Clock.Now())
	must(t, err)
	if who.Status != org.Retired || !who.StatusAt.Equal(p.Clock.Now()) || len(posts) != 0 {
		t.Errorf("%+v with posts %+v", who, posts)
	}
	_, err = p.Service.AuthorityFor(ctx, p.Deputy.Person, p.Agency.ID, "CV", org.Deputy, p.Clock.Now())
	refused(t, err, "authority.beyond")
	_, err = p.Service.SignIn(ctx, "phogiamdoc", Password)
	refused(t, err, "session.wrong")
	p.refusedDeed(t, org.Deed{Kind: org.DeedAppoint, DeedData: org.DeedData{Person: p.Deputy.Person, Agency: p.Agency.ID, Title: "Chuyên viên"}}, "person.left")
}

func testAhead(t *testing.T, p *Province) {
	ctx := t.Context()
	at := Start.Add(10 * day)
	d := p.decide(t, org.Deed{Kind: org.DeedRetire, At: at, DeedData: org.DeedData{Person: p.Deputy.Person}})
	if n, err := p.Service.ApplyDue(ctx); n != 0 || err != nil || !d.Pending() {
		t.Fatalf("%d deeds before their day, %v", n, err)
	}
	if who, _ := p.Service.Person(ctx, p.Deputy.Person); who.Status != org.Working {
		t.Errorf("already %s", who.Status)
	}
	p.Clock.Add(10*day + 8*time.Hour)
	for _, want := range []int{1, 0} {
		if n, err := p.Service.ApplyDue(ctx); n != want || err != nil {
			t.Errorf("%d deeds took effect, want %d; %v", n, want, err)
		}
	}
	post, err := p.Service.Post(ctx, p.DeputyPost.ID)
	must(t, err)
	if !post.To.Equal(at) {
		t.Errorf("the post ends %s, not on the day of the deed", post.To)
	}
}

func testCancelDeed(t *testing.T, p *Province) {
	ctx := t.Context()
	d := p.decide(t, org.Deed{Kind: org.DeedRetire, At: Start.Add(day), DeedData: org.DeedData{Person: p.Deputy.Person}})
	refused(t, p.Service.CancelDeed(ctx, p.Clerk, d.ID), "guard.forbidden")
	must(t, p.Service.CancelDeed(ctx, p.Admin, d.ID))
	refused(t, p.Service.CancelDeed(ctx, p.Admin, d.ID), "deed.done")
	p.Clock.Add(2 * day)
	if n, err := p.Service.ApplyDue(ctx); n != 0 || err != nil {
		t.Errorf("%d deeds took effect, %v", n, err)
	}
}

func testImpossible(t *testing.T, p *Province) {
	ctx := t.Context()
	d := p.decide(t, org.Deed{Kind: org.DeedEndPost, At: Start.Add(3 * day), DeedData: org.DeedData{Post: p.DeputyPost.ID}})
	p.Clock.Add(day)
	p.decide(t, org.Deed{Kind: org.DeedDeath, DeedData: org.DeedData{Person: p.Deputy.Person}})
	p.Clock.Add(3 * day)
	_, err := p.Service.ApplyDue(ctx)
	must(t, err)
	deeds, err := p.Service.DeedsAbout(ctx, string(p.DeputyPost.ID))
	must(t, err)
	if len(deeds) != 1 || deeds[0].ID != d.ID || deeds[0].CancelledAt.IsZero() {
		t.Errorf("%+v", deeds)
	}
}

func testRename(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	at := p.Clock.Now()
	p.decide(t, org.Deed{Kind: org.DeedRename, DeedData: org.DeedData{Agency: p.Agency.ID, Name: "Sở Khoa học, Công nghệ và Chuyển đổi số", ShortName: "SKHCNCĐS"}})
	before, err := p.Service.AgencyAt(ctx, p.Agency.ID, at.Add(-time.Millisecond))
	must(t, err)
	after, err := p.Service.AgencyAt(ctx, p.Agency.ID, at)
	must(t, err)
	now, err := p.Service.Agency(ctx, p.Agency.ID)
	must(t, err)
	if before.Name != p.Agency.Name || before.ShortName != "SKHCN" || after.Name == before.Name || now != after {
		t.Errorf("before %q, after %q, now %q", before.Name, after.Name, now.Name)
	}
	old, err := p.Service.AgencyByName(ctx, "NA", p.Agency.Name, at.Add(-time.Hour))
	must(t, err)
	if _, err := p.Service.AgencyByName(ctx, "NA", p.Agency.Name, at); err != org.ErrNotFound || old.ID != p.Agency.ID {
		t.Errorf("the old name today: %v; then: %s", err, old.ID)
	}
	p.refusedDeed(t, org.Deed{Kind: org.DeedRename, At: Start.Add(time.Hour), DeedData: org.DeedData{Agency: p.Agency.ID, Name: "Sở khác"}}, "deed.too-early")
}

func testSameDay(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(2 * day)
	at := Start.Add(day)
	p.decide(t, org.Deed{Kind: org.DeedRename, At: at, DeedData: org.DeedData{Agency: p.Agency.ID, Name: "Sở Số"}})
	p.decide(t, org.Deed{Kind: org.DeedMoveAgency, At: at, DeedData: org.DeedData{Agency: p.Agency.ID, Target: p.Other.ID}})
	terms, err := p.Service.Terms(ctx, p.Agency.ID)
	must(t, err)
	if len(terms) != 2 || terms[1].Name != "Sở Số" || terms[1].Parent != p.Other.ID || !terms[0].To.Equal(at) {
		t.Errorf("%+v", terms)
	}
}

func testMoveAgency(t *testing.T, p *Province) {
	ctx := t.Context()
	p.Clock.Add(day)
	at := p.Clock.Now()
	p.decide(t, org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: p.Other.ID, Target: p.Agency.ID}})
	before, err := p.Service.LineOf(ctx, p.Other.ID, at.Add(-time.Hour))
	must(t, err)
	after, err := p.Service.LineOf(ctx, p.Other.ID, at)
	must(t, err)
	if len(before) != 1 || len(after) != 2 || after[1].ID != p.Agency.ID {
		t.Errorf("before %+v, after %+v", before, after)
	}
	then, err := p.Service.Children(ctx, p.Agency.ID, at.Add(-time.Hour))
	must(t, err)
	now, err := p.Service.Children(ctx, p.Agency.ID, at)
	must(t, err)
	if len(then) != 0 || len(now) != 1 {
		t.Errorf("children then %d, now %d", len(then), len(now))
	}
}

func testLoop(t *testing.T, p *Province) {
	p.Clock.Add(day)
	p.decide(t, org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: p.Other.ID, Target: p.Agency.ID}})
	p.refusedDeed(t, org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: p.Agency.ID, Target: p.Other.ID}}, "org.loop")
	p.refusedDeed(t, org.Deed{Kind: org.DeedMoveAgency, DeedData: org.DeedData{Agency: p.Agency.ID, Target: p.Agency.ID}}, "org.loop")
}
