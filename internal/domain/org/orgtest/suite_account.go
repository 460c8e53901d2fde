package orgtest

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
)

func testRehash(t *testing.T, p *Province) {
	ctx := t.Context()
	before, err := p.Service.Account(ctx, p.Clerk.Account)
	must(t, err)
	raised := Hashing
	raised.MemoryKiB *= 2
	service, err := org.NewService(org.Config{Store: p.Store, Guard: p.Guard, Now: p.Clock.Now, Hashing: raised, Law: Law})
	must(t, err)
	_, err = service.SignIn(ctx, "vanthu", Password)
	must(t, err)
	after, err := service.Account(ctx, p.Clerk.Account)
	must(t, err)
	if !strings.Contains(before.Hash, "m=64,") || !strings.Contains(after.Hash, "m=128,") {
		t.Errorf("hash before %s, after %s", before.Hash, after.Hash)
	}
	_, err = service.SignIn(ctx, "vanthu", Password)
	must(t, err)
}

func testChangePassword(t *testing.T, p *Province) {
	ctx, s := t.Context(), p.Service
	const next = "mật khẩu mới đủ dài"
	refused(t, s.ChangePassword(ctx, p.Clerk, "không phải mật khẩu cũ", next), "account.old-password")
	refused(t, s.ChangePassword(ctx, p.Clerk, Password, next), "session.wait")
	p.Clock.Add(time.Second)
	refused(t, s.ChangePassword(ctx, p.Clerk, Password, "ngắn"), "account.password")
	refused(t, s.ChangePassword(ctx, p.Clerk, Password, "xin chào vanthu"), "account.password")
	must(t, s.ChangePassword(ctx, p.Clerk, Password, next))
	account, err := s.Account(ctx, p.Clerk.Account)
	if err != nil || !account.PasswordAt.Equal(p.Clock.Now()) {
		t.Errorf("changed at %v, %v", account.PasswordAt, err)
	}
	_, err = s.SignIn(ctx, "vanthu", next)
	must(t, err)
	_, err = s.SignIn(ctx, "vanthu", Password)
	refused(t, err, "session.wrong")
}

func testDisabled(t *testing.T, p *Province) {
	ctx, s := t.Context(), p.Service
	refused(t, s.SetDisabled(ctx, p.Admin, p.Clerk.Account, true, " "), "account.reason")
	must(t, s.SetDisabled(ctx, p.Admin, p.Clerk.Account, true, "nghỉ hưu"))
	_, err := s.SignIn(ctx, "vanthu", Password)
	refused(t, err, "session.wrong")
	_, err = s.ActorOf(ctx, p.Clerk.Account)
	refused(t, err, "session.over")
	must(t, s.SetDisabled(ctx, p.Admin, p.Clerk.Account, false, ""))
	p.Clock.Add(time.Second)
	_, err = s.SignIn(ctx, "vanthu", Password)
	must(t, err)
}

// A name in use is found after other rows of the transaction were written.
func testRollback(t *testing.T, p *Province) {
	ctx := t.Context()
	err := p.Store.Transact(ctx, func(tx org.Tx) error {
		if err := tx.AddPerson(ctx, org.Person{ID: "someone", Name: "Ai đó"}); err != nil {
			return err
		}
		account, err := tx.AccountByName(ctx, "vanthu")
		if err != nil {
			return err
		}
		account.ID = "another"
		return tx.AddAccount(ctx, account)
	})
	if err == nil {
		t.Error("two accounts of one name")
	}
	_, err = p.Service.Person(ctx, "someone")
	refused(t, err, "org.person")
	_, err = p.Service.CreateAccount(ctx, p.Admin, p.Clerk.Person, p.Agency.ID, "VANTHU", "đủ mười ký tự rồi")
	refused(t, err, "account.name-taken")
}

func testNoRaise(t *testing.T, p *Province) {
	ctx, s := t.Context(), p.Service
	it := p.NewPerson(t, p.Agency, "Cao Bá Quát", "cntt", "Chuyên viên", org.ITOfficer)
	refused(t, s.GrantRole(ctx, it, it.Person, p.Agency.ID, org.Administrator), "org.role-beyond")
	refused(t, s.ResetPassword(ctx, it, p.Admin.Account, "mật khẩu của tôi đây"), "org.role-beyond")
	refused(t, s.SetDisabled(ctx, it, p.Admin.Account, true, "thử"), "org.role-beyond")
	refused(t, s.GrantRole(ctx, it, p.OtherClerk.Person, p.Other.ID, org.Leader), "guard.forbidden")
	must(t, s.GrantRole(ctx, it, p.Officer.Person, p.Agency.ID, org.Clerk))
	must(t, s.ResetPassword(ctx, it, p.Clerk.Account, "mật khẩu được cấp lại"))
	refused(t, s.EndPost(ctx, it, p.LeaderPost.ID, p.Clock.Now()), "guard.forbidden")
}
