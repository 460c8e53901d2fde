package orgtest

import (
	"context"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Suite is what every org.Store promises, told through the service. newStore
// gives an empty store of its own to each test.
func Suite(t *testing.T, newStore func(t *testing.T) org.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Province)
	}{
		{"AgencyIsFoundByItsCodeOfThatDay", testAgencyByCode},
		{"MergedAgencyHasAnHeir", testHeir},
		{"CodeOfALivingAgencyIsRefused", testCodeTaken},
		{"RecipientsAreTheOtherLivingAgencies", testRecipients},
		{"AuthorityNamesItsRow", testAuthority},
		{"AuthorityEndsWithThePost", testAuthorityEnds},
		{"AuthorityEndsOnItsDay", testAuthorityPeriod},
		{"RoleOpensAndCloses", testRoles},
		{"SignInGivesTheActor", testSignIn},
		{"WrongPasswordDoublesTheWait", testLockOut},
		{"UnknownNameIsTreatedAlike", testUnknownName},
		{"TriesAtTheSameTimeCountOneByOne", testRace},
		{"RightTriesAtTheSameTimeAllComeIn", testRightRace},
		{"WrongTriesElsewhereDoNotKeepTheOwnerOut", testElsewhere},
		{"ManyAddressesTogetherWait", testManyAddresses},
		{"PasswordIsRehashedWhenRaised", testRehash},
		{"ChangedPasswordReplacesTheOldOne", testChangePassword},
		{"DisabledAccountStaysOut", testDisabled},
		{"RefusedChangeLeavesNothing", testRollback},
		{"LocalManagerCannotRaise", testNoRaise},
		{"TransferEndsHereAndBeginsThere", testTransfer},
		{"RetirementEndsPostsRolesAndAccounts", testRetire},
		{"DeedAheadWaitsForItsDay", testAhead},
		{"CancelledDeedNeverComes", testCancelDeed},
		{"ImpossibleDeedIsCancelledOnItsDay", testImpossible},
		{"RenameKeepsTheOldNameByDate", testRename},
		{"TwoChangesOfOneDayStandInOneTerm", testSameDay},
		{"MovedAgencyKeepsItsLineByDate", testMoveAgency},
		{"AgencyDoesNotStandUnderItself", testLoop},
		{"MovedUnitTakesItsPeople", testMoveUnit},
		{"ClosedUnitIsStillFound", testCloseUnit},
		{"DissolvedAgencyEndsItsPosts", testDissolve},
		{"NewHeadEndsTheOldOne", testHead},
		{"NameAndMailChangeByDate", testChangePerson},
		{"NamesAreFoundWithoutMarks", testSearch},
		{"IdentityIsForFewAndLeavesATrace", testIdentity},
		{"SubordinateKindNeedsItsSuperior", testParentRequired},
		{"ITOfficerCaresForTheOwnPeopleOnly", testOwnPeople},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, NewProvince(t, newStore(t)))
		})
	}
}

func testAgencyByCode(t *testing.T, p *Province) {
	ctx := t.Context()
	got, err := p.Service.AgencyByCode(ctx, "H41.37", p.Clock.Now())
	if err != nil || got != p.Agency {
		t.Fatalf("got %+v, %v; want %+v", got, err, p.Agency)
	}
	_, err = p.Service.AgencyByCode(ctx, "H41.37", Start.Add(-time.Hour))
	refused(t, err, "org.agency")
}

func testHeir(t *testing.T, p *Province) {
	ctx, at := t.Context(), Start.Add(24*time.Hour)
	must(t, p.Service.MergeAgency(ctx, p.Admin, p.Agency.ID, p.Other.ID, at))
	before, err := p.Service.Heir(ctx, p.Agency.ID, at.Add(-time.Millisecond))
	must(t, err)
	after, err := p.Service.Heir(ctx, p.Agency.ID, at)
	must(t, err)
	if before.ID != p.Agency.ID || after.ID != p.Other.ID {
		t.Errorf("heir before %s, after %s", before.Name, after.Name)
	}
	_, err = p.Service.AgencyByCode(ctx, "H41.37", at)
	refused(t, err, "org.agency")
	refused(t, p.Service.MergeAgency(ctx, p.Admin, p.Agency.ID, p.Other.ID, at.Add(time.Hour)), "org.merge")
}

func testCodeTaken(t *testing.T, p *Province) {
	_, err := p.Service.CreateAgency(t.Context(), p.Admin, org.Agency{Code: "H41.37", Name: "Sở khác", Province: "NA"})
	refused(t, err, "org.code-taken")
}

func testRecipients(t *testing.T, p *Province) {
	ctx := t.Context()
	_, err := p.Service.CreateAgency(ctx, p.Admin, org.Agency{Code: "H36.1", Name: "Sở của tỉnh khác", Province: "LD"})
	must(t, err)
	list, err := p.Service.Recipients(ctx, p.Agency.ID, p.Clock.Now())
	if err != nil || len(list) != 1 || list[0].ID != p.Other.ID {
		t.Errorf("recipients %+v, %v", list, err)
	}
	page, err := p.Service.Agencies(ctx, org.AgencyQuery{Province: "NA", At: p.Clock.Now(), After: "H41.37", Limit: 10})
	if err != nil || len(page) != 1 || page[0].ID != p.Other.ID {
		t.Errorf("page after the first code: %+v, %v", page, err)
	}
}

func testAuthority(t *testing.T, p *Province) {
	ctx, now := t.Context(), p.Clock.Now()
	a, err := p.Service.AuthorityFor(ctx, p.Deputy.Person, p.Agency.ID, "QĐ", org.Deputy, now)
	if err != nil || a.ID == "" || a.Post != p.DeputyPost.ID {
		t.Fatalf("got %+v, %v", a, err)
	}
	exact, err := p.Service.GrantAuthority(ctx, p.Admin, org.Authority{Agency: p.Agency.ID, Post: p.DeputyPost.ID, Type: "QĐ", Capacity: org.Deputy})
	must(t, err)
	if a, err = p.Service.AuthorityFor(ctx, p.Deputy.Person, p.Agency.ID, "QĐ", org.Deputy, now); err != nil || a.ID != exact.ID {
		t.Errorf("the row of the very type comes first: got %s, %v", a.ID, err)
	}
	for name, ask := range map[string]struct {
		person org.PersonID
		agency org.AgencyID
		kind   string
		as     org.Capacity
	}{
		"deputy in own right":      {p.Deputy.Person, p.Agency.ID, "CV", org.InOwnRight},
		"unit head, another type":  {p.UnitHead.Person, p.Agency.ID, "QĐ", org.ByOrder},
		"officer":                  {p.Officer.Person, p.Agency.ID, "CV", org.ByOrder},
		"leader of another agency": {p.Leader.Person, p.Other.ID, "CV", org.InOwnRight},
	} {
		_, err := p.Service.AuthorityFor(ctx, ask.person, ask.agency, ask.kind, ask.as, now)
		f := refused(t, err, "authority.beyond")
		if f != nil && (len(f.Message) < 10 || f.Clause != "NA-04.3") {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func testAuthorityEnds(t *testing.T, p *Province) {
	ctx, end := t.Context(), Start.Add(10*time.Hour)
	must(t, p.Service.EndPost(ctx, p.Admin, p.LeaderPost.ID, end))
	rows, err := p.Service.AuthoritiesOf(ctx, p.Leader.Person, p.Agency.ID, Start)
	if err != nil || len(rows) != 1 || !rows[0].To.Equal(end) {
		t.Errorf("rows of the post that ends: %+v, %v", rows, err)
	}
	_, err = p.Service.AuthorityFor(ctx, p.Leader.Person, p.Agency.ID, "CV", org.InOwnRight, end.Add(-time.Millisecond))
	must(t, err)
	_, err = p.Service.AuthorityFor(ctx, p.Leader.Person, p.Agency.ID, "CV", org.InOwnRight, end)
	refused(t, err, "authority.beyond")
	_, err = p.Service.GrantAuthority(ctx, p.Admin, org.Authority{Agency: p.Agency.ID, Post: p.LeaderPost.ID, Type: "*", From: end})
	refused(t, err, "authority.period")
}

func testAuthorityPeriod(t *testing.T, p *Province) {
	ctx, end := t.Context(), Start.Add(48*time.Hour)
	_, err := p.Service.GrantAuthority(ctx, p.Admin, org.Authority{Agency: p.Agency.ID, Post: p.UnitHeadPost.ID, Type: "TB", Capacity: org.Authorised})
	refused(t, err, "authority.unlimited")
	self := p.UnitHead
	self.Roles = p.Admin.Roles
	_, err = p.Service.GrantAuthority(ctx, self, org.Authority{Agency: p.Agency.ID, Post: p.UnitHeadPost.ID, Type: "TB", Capacity: org.Authorised, To: end})
	refused(t, err, "authority.self")
	_, err = p.Service.GrantAuthority(ctx, p.Admin, org.Authority{Agency: p.Agency.ID, Post: p.UnitHeadPost.ID, Type: "TB", Capacity: org.Authorised, To: end})
	must(t, err)
	_, err = p.Service.AuthorityFor(ctx, p.UnitHead.Person, p.Agency.ID, "TB", org.Authorised, end.Add(-time.Millisecond))
	must(t, err)
	_, err = p.Service.AuthorityFor(ctx, p.UnitHead.Person, p.Agency.ID, "TB", org.Authorised, end)
	refused(t, err, "authority.beyond")
}

func testRoles(t *testing.T, p *Province) {
	ctx, s, who := t.Context(), p.Service, p.Officer.Person
	must(t, s.GrantRole(ctx, p.Admin, who, p.Agency.ID, org.Clerk))
	must(t, s.GrantRole(ctx, p.Admin, who, p.Agency.ID, org.Clerk))
	if ok, err := s.HasRole(ctx, who, p.Agency.ID, org.Clerk, p.Clock.Now()); err != nil || !ok {
		t.Errorf("granted role: %v, %v", ok, err)
	}
	if people, err := s.PeopleWith(ctx, p.Agency.ID, org.Clerk, p.Clock.Now()); err != nil || len(people) != 2 {
		t.Errorf("clerks: %+v, %v", people, err)
	}
	p.Clock.Add(time.Hour)
	must(t, s.RevokeRole(ctx, p.Admin, who, p.Agency.ID, org.Clerk))
	if ok, err := s.HasRole(ctx, who, p.Agency.ID, org.Clerk, p.Clock.Now()); err != nil || ok {
		t.Errorf("revoked role: %v, %v", ok, err)
	}
	refused(t, s.RevokeRole(ctx, p.Admin, who, p.Agency.ID, org.Clerk), "org.role")
	must(t, s.GrantRole(ctx, p.Admin, who, p.Agency.ID, org.Clerk))
}

func testSignIn(t *testing.T, p *Province) {
	actor, err := p.Service.SignIn(t.Context(), "  VanThu ", Password)
	must(t, err)
	if actor.Person != p.Clerk.Person || actor.Agency != p.Agency.ID || !actor.Has(org.Clerk) || actor.Province != "NA" {
		t.Errorf("actor %+v", actor)
	}
	officer, err := p.Service.SignIn(t.Context(), "chuyenvien", Password)
	if err != nil || officer.Unit != p.Unit.ID {
		t.Errorf("officer's unit %q, %v", officer.Unit, err)
	}
}

func testLockOut(t *testing.T, p *Province) {
	ctx, s := t.Context(), p.Service
	for i, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900} {
		_, err := s.SignIn(ctx, "vanthu", "sai mật khẩu rồi")
		refused(t, err, "session.wrong")
		p.Clock.Add(wait*time.Second - time.Millisecond)
		_, err = s.SignIn(ctx, "vanthu", Password)
		if refused(t, err, "session.wait"); t.Failed() {
			t.Fatalf("after %d wrong passwords", i+1)
		}
		p.Clock.Add(time.Millisecond)
	}
	_, err := s.SignIn(ctx, "vanthu", Password)
	must(t, err)
	_, err = s.SignIn(ctx, "vanthu", "sai mật khẩu rồi")
	refused(t, err, "session.wrong")
	p.Clock.Add(time.Second)
	_, err = s.SignIn(ctx, "vanthu", Password)
	must(t, err)
}

func testUnknownName(t *testing.T, p *Province) {
	_, known := p.Service.SignIn(t.Context(), "vanthu", "sai mật khẩu rồi")
	_, unknown := p.Service.SignIn(t.Context(), "khongco", "sai mật khẩu rồi")
	if known.Error() != unknown.Error() {
		t.Errorf("known: %v; unknown: %v", known, unknown)
	}
	_, known = p.Service.SignIn(t.Context(), "vanthu", Password)
	_, unknown = p.Service.SignIn(t.Context(), "khongco", Password)
	refused(t, known, "session.wait")
	refused(t, unknown, "session.wait")
}

func testRace(t *testing.T, p *Province) {
	ctx := context.WithoutCancel(t.Context())
	var group sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		group.Go(func() { _, errs[i] = p.Service.SignIn(ctx, "vanthu", "sai mật khẩu rồi") })
	}
	group.Wait()
	looked := 0
	for _, err := range errs {
		if fault.Is(err, "session.wrong") {
			looked++
		} else {
			refused(t, err, "session.wait")
		}
	}
	if looked != 1 {
		t.Errorf("%d of 8 passwords were looked at in the same moment, want 1", looked)
	}
}

func refused(t *testing.T, err error, code string) *fault.Fault {
	t.Helper()
	f, ok := fault.From(err)
	if !ok || f.Code != code {
		t.Errorf("got %v, want the refusal %s", err, code)
		return nil
	}
	return f
}
