package signingtest

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"strings"
	"sync"
	"testing"
	"time"

	"crypto/rand"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/fault"
)

// Suite is what every signing.Store promises, told through the service.
// newStores gives two empty stores of one database to each test.
func Suite(t *testing.T, newStores func(t *testing.T) (org.Store, signing.Store)) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"CertificateIsFoundByItsFingerprint", testRegister},
		{"ImportRefusesWhatCannotSign", testImportRefuses},
		{"StatusMovesForwardWithAReason", testStatus},
		{"ReportedLossBlocksAtOnce", testLoss},
		{"OnlyAClerkKeepsTheAgencysKey", testCustodyClerk},
		{"HandoverSwitchesAtItsMoment", testHandover},
		{"KeyOpensForItsOwnerAlone", testOwner},
		{"AgencyKeyOpensForItsCustodianAlone", testCustodian},
		{"ChoicesAreWhatTheActorHolds", testChoices},
		{"FiveWrongPasswordsLock", testLock},
		{"TriesAtTheSameTimeAreFive", testTries},
		{"ProductionRefusesPractice", testProduction},
		{"UsableNamesTheCheckThatFails", testUsable},
		{"PictureMustFitTheProfile", testPictures},
		{"NewPictureReplacesTheOld", testPictureHistory},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			people, rows := newStores(t)
			test.run(t, NewDesk(t, people, rows))
		})
	}
}

func testRegister(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	got, err := s.ByFingerprint(ctx, strings.ToUpper(d.Leaders.SHA256))
	if err != nil || got.ID != d.Leaders.ID || got.Class != signing.ClassPerson || got.Person != d.Leader.Person ||
		got.Title != "Giám đốc" || len(got.Chain) != 1 || !got.NotAfter.Equal(d.Leaders.NotAfter) || !got.Practice {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = s.ByFingerprint(ctx, strings.Repeat("0", 64))
	refused(t, err, "certificate.unknown")
	own, err := s.OfPerson(ctx, d.Leader.Person)
	if err != nil || len(own) != 1 || own[0].ID != d.Leaders.ID {
		t.Errorf("of the leader: %d, %v", len(own), err)
	}
	seal, err := s.OfAgency(ctx, d.Agency.ID)
	if err != nil || len(seal) != 1 || seal[0].ID != d.Agencys.ID {
		t.Errorf("of the agency: %d, %v", len(seal), err)
	}
	_, err = s.Import(ctx, d.Admin, signing.Incoming{DER: d.Leaders.DER, Class: signing.ClassPerson,
		Person: d.Leader.Person, Agency: d.Agency.ID, KeyKind: signing.KeyToken})
	refused(t, err, "certificate.known")
	_, err = s.Import(ctx, d.Officer, signing.Incoming{DER: d.Leaders.DER})
	refused(t, err, "guard.forbidden")
}

func testImportRefuses(t *testing.T, d *Desk) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	must(t, err)
	issue := func(change func(*x509.Certificate)) []byte {
		der, _ := d.Authority.Issue(t, "Ai đó", "", change)
		return der
	}
	good := issue(nil)
	person := signing.Incoming{Class: signing.ClassPerson, Person: d.Officer.Person, Agency: d.Agency.ID, KeyKind: signing.KeyToken}
	for name, c := range map[string]struct {
		der  []byte
		edit func(*signing.Incoming)
		want string
	}{
		"garbage":       {[]byte("hello"), nil, "certificate.unreadable"},
		"trailing byte": {append(append([]byte(nil), good...), 0), nil, "certificate.unreadable"},
		"too large":     {make([]byte, 65<<10), nil, "certificate.size"},
		"authority":     {d.Authority.Certificate.Raw, nil, "certificate.authority"},
		"no signing": {issue(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), nil,
			"certificate.usage"},
		"expired": {issue(func(c *x509.Certificate) { c.NotAfter = d.Clock.Now().Add(-time.Minute) }), nil,
			"certificate.expired"},
		"weak key":        {d.Authority.IssueFor(t, weak.Public(), "Yếu", "", nil), nil, "certificate.weak"},
		"person missing":  {good, func(in *signing.Incoming) { in.Person = "" }, "certificate.owner"},
		"unknown person":  {good, func(in *signing.Incoming) { in.Person = "nobody" }, "org.person"},
		"no class":        {good, func(in *signing.Incoming) { in.Class = "" }, "certificate.class"},
		"stranger's path": {good, func(in *signing.Incoming) { in.Chain = [][]byte{NewAuthority(t, d.Clock.Now).Certificate.Raw} }, "certificate.chain"},
	} {
		in := person
		in.DER = c.der
		if c.edit != nil {
			c.edit(&in)
		}
		_, err := d.Signing.Import(t.Context(), d.Admin, in)
		if refused(t, err, c.want) == nil {
			t.Errorf("%s", name)
		}
	}
	old := person
	old.DER = issue(func(c *x509.Certificate) { c.NotAfter = d.Clock.Now().Add(-time.Minute) })
	old.History = true
	_, err = d.Signing.Import(t.Context(), d.Admin, old)
	must(t, err)
}

func testStatus(t *testing.T, d *Desk) {
	ctx, s, id := t.Context(), d.Signing, d.Leaders.ID
	refused(t, s.SetStatus(ctx, d.Admin, id, signing.Suspended, " "), "certificate.reason")
	refused(t, s.SetStatus(ctx, d.Clerk, id, signing.Suspended, "thử"), "guard.forbidden")
	for _, step := range []signing.Status{signing.Suspended, signing.Active, signing.Revoked} {
		d.Clock.Add(time.Second)
		must(t, s.SetStatus(ctx, d.Admin, id, step, "theo thông báo của Cục"))
	}
	refused(t, s.SetStatus(ctx, d.Admin, id, signing.Active, "mở lại"), "certificate.status")
	changes, err := s.Changes(ctx, d.Leader, id)
	if err != nil || len(changes) != 4 || changes[3].Status != signing.Revoked || changes[1].Actor != d.Admin.Person {
		t.Errorf("history %+v, %v", changes, err)
	}
}

func testLoss(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	refused(t, s.ReportLoss(ctx, d.Officer, d.Leaders.ID, "mất"), "guard.forbidden")
	must(t, s.ReportLoss(ctx, d.Leader, d.Leaders.ID, "mất thiết bị"))
	must(t, s.ReportLoss(ctx, d.Leader, d.Leaders.ID, "mất thiết bị"))
	_, err := s.Unlock(ctx, d.Leader, d.Leaders.ID, Password)
	refused(t, err, "signing.status")
	// The copy from before the report is not believed.
	refused(t, s.CheckUsable(ctx, d.Leaders, signing.ForPerson, d.Clock.Now(), d.Authority), "signing.status")
	must(t, s.ReportLoss(ctx, d.Clerk, d.Agencys.ID, "nghi bị lộ"))
	_, err = s.Unlock(ctx, d.Clerk, d.Agencys.ID, Password)
	refused(t, err, "signing.status")
}

func testCustodyClerk(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	give := func(c signing.CertificateID, to org.PersonID, decision string) error {
		_, err := s.AssignCustody(ctx, d.Leader, signing.Custody{Certificate: c, Holder: to, Decision: decision, From: d.Clock.Now().Add(time.Hour)})
		return err
	}
	refused(t, give(d.Agencys.ID, d.Officer.Person, "02"), "custody.not-clerk")
	refused(t, give(d.Agencys.ID, d.OtherClerk.Person, "02"), "custody.not-clerk")
	refused(t, give(d.Agencys.ID, d.Clerk.Person, ""), "custody.decision")
	if f := refused(t, give(d.Leaders.ID, d.Clerk.Person, "02"), "custody.personal"); f != nil && f.Message != "Thiết bị cá nhân phải do chính cá nhân giữ" {
		t.Errorf("message %q", f.Message)
	}
	_, err := s.AssignCustody(ctx, d.Clerk, signing.Custody{Certificate: d.Agencys.ID, Holder: d.Clerk.Person, Decision: "02"})
	refused(t, err, "guard.forbidden")
	// The clerk who lost the role lost the key with it.
	must(t, d.Service.RevokeRole(ctx, d.Admin, d.Clerk.Person, d.Agency.ID, org.Clerk))
	_, err = s.Unlock(ctx, d.Clerk, d.Agencys.ID, Password)
	refused(t, err, "signing.not-custodian")
}

func testHandover(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	second := d.NewPerson(t, d.Agency, "Ngô Thị Mai", "vanthu2", "Văn thư", org.Clerk)
	at := d.Clock.Now().Add(time.Hour)
	_, err := s.AssignCustody(ctx, d.Leader, signing.Custody{Certificate: d.Agencys.ID, Holder: second.Person, Decision: "Mẫu 14/02", From: at})
	must(t, err)
	d.Clock.Add(time.Hour - time.Millisecond)
	_, err = s.Unlock(ctx, d.Clerk, d.Agencys.ID, Password)
	must(t, err)
	_, err = s.Unlock(ctx, second, d.Agencys.ID, Password)
	refused(t, err, "signing.not-custodian")
	d.Clock.Add(time.Millisecond)
	_, err = s.Unlock(ctx, second, d.Agencys.ID, Password)
	must(t, err)
	_, err = s.Unlock(ctx, d.Clerk, d.Agencys.ID, Password)
	refused(t, err, "signing.not-custodian")
	_, err = s.AssignCustody(ctx, d.Leader, signing.Custody{Certificate: d.Agencys.ID, Holder: d.Clerk.Person, Decision: "03", From: at.Add(-time.Minute)})
	refused(t, err, "custody.overlap")
	all, err := s.Custodies(ctx, d.Agencys.ID)
	if err != nil || len(all) != 2 || !all[0].To.Equal(at) || all[1].Decision != "Mẫu 14/02" || all[1].Assigner != d.Leader.Person {
		t.Errorf("custodies %+v, %v", all, err)
	}
	now, err := s.CustodianOf(ctx, d.Agencys.ID, d.Clock.Now())
	if err != nil || now.Holder != second.Person {
		t.Errorf("custodian %+v, %v", now, err)
	}
}

func testOwner(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	key, err := s.Unlock(ctx, d.Leader, d.Leaders.ID, Password)
	must(t, err)
	digest := make([]byte, 32)
	signature, err := key.Sign(rand.Reader, digest, nil)
	if err != nil || len(signature) == 0 || len(key.Chain) != 1 || key.Row.ID != d.Leaders.ID {
		t.Errorf("signing: %v", err)
	}
	for _, other := range []org.Actor{d.Deputy, d.Clerk, d.Admin, {}} {
		_, err := s.Unlock(ctx, other, d.Leaders.ID, Password)
		if f := refused(t, err, "signing.not-owner"); f != nil && f.Message != "Chứng thư số không thuộc người đang đăng nhập" {
			t.Errorf("message %q", f.Message)
		}
	}
	if n := d.Opener.Looked.Load(); n != 1 {
		t.Errorf("%d passwords were looked at, want the owner's one", n)
	}
}

func testCustodian(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Signing
	_, err := s.Unlock(ctx, d.Clerk, d.Agencys.ID, Password)
	must(t, err)
	for _, other := range []org.Actor{d.Leader, d.OtherClerk, d.Admin} {
		_, err := s.Unlock(ctx, other, d.Agencys.ID, Password)
		if f := refused(t, err, "signing.not-custodian"); f != nil && f.Message != "Bạn không được giao chứng thư số cơ quan" {
			t.Errorf("message %q", f.Message)
		}
	}
}

func testLock(t *testing.T, d *Desk) {
	ctx, s, id := t.Context(), d.Signing, d.Leaders.ID
	wrong := func() error { _, err := s.Unlock(ctx, d.Leader, id, "sai"); return err }
	for range signing.PracticeTries - 1 {
		refused(t, wrong(), "practice.wrong-password")
	}
	_, err := s.Unlock(ctx, d.Leader, id, Password)
	must(t, err)
	for range signing.PracticeTries - 1 {
		refused(t, wrong(), "practice.wrong-password")
	}
	refused(t, wrong(), "practice.locked")
	looked := d.Opener.Looked.Load()
	_, err = s.Unlock(ctx, d.Leader, id, Password)
	if f := refused(t, err, "practice.locked"); f != nil && strings.Contains(f.Message, "PIN") {
		t.Error("a practice password was called a PIN")
	}
	if d.Opener.Looked.Load() != looked {
		t.Error("a locked key looked at the password")
	}
	testRelease(t, d)
}

func testTries(t *testing.T, d *Desk) {
	ctx := context.WithoutCancel(t.Context())
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			if _, err := d.Signing.Unlock(ctx, d.Leader, d.Leaders.ID, "sai"); err == nil {
				t.Error("a wrong password opened the key")
			}
		})
	}
	group.Wait()
	if n := d.Opener.Looked.Load(); n != signing.PracticeTries {
		t.Errorf("%d passwords were looked at, want %d", n, signing.PracticeTries)
	}
}

func testProduction(t *testing.T, d *Desk) {
	ctx, s := t.Context(), d.Production(t)
	refused(t, s.CheckStart(ctx), "practice.in-production")
	must(t, d.Signing.CheckStart(ctx))
	_, err := s.Unlock(ctx, d.Leader, d.Leaders.ID, Password)
	refused(t, err, "practice.in-production")
	refused(t, s.PutPracticeKey(ctx, d.Admin, d.Leaders.ID, []byte("x")), "practice.in-production")
	refused(t, s.CheckUsable(ctx, d.Leaders, signing.ForPerson, d.Clock.Now(), d.Authority), "practice.in-production")
	der, _ := d.Authority.Issue(t, "Người mới", "", nil)
	_, err = s.Import(ctx, d.Admin, signing.Incoming{DER: der, Class: signing.ClassAgency, Agency: d.Agency.ID, KeyKind: signing.KeyToken})
	refused(t, err, "practice.in-production")
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
