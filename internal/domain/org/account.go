package org

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"antin/internal/domain/audit"
	"antin/internal/fault"
)

var signInName = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,63}$`)

// FoldName is the one spelling of a sign-in name: lower case, no spaces around.
func FoldName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// CreateAccount lets a person in. The name is two to 64 characters of a-z, 0-9
// and . _ @ -, unique after FoldName.
func (s *Service) CreateAccount(ctx context.Context, by Actor, person PersonID, agency AgencyID, name, password string) (Account, error) {
	name = FoldName(name)
	if !signInName.MatchString(name) {
		return Account{}, fault.New(fault.Invalid, "account.name", "Tên đăng nhập không hợp lệ.").
			At("name", "Từ 2 đến 64 ký tự: chữ không dấu, số, dấu chấm, gạch, @.")
	}
	if err := goodPassword(password, name); err != nil {
		return Account{}, err
	}
	if err := s.guard.Allow(ctx, by, ActManageAccount, in(by, agency)...); err != nil {
		return Account{}, err // before the expensive work
	}
	hash, err := s.hash.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	id, err := newID()
	if err != nil {
		return Account{}, err
	}
	a := Account{ID: AccountID(id), Person: person, Agency: agency, Name: name, Hash: hash, PasswordAt: s.now()}
	err = s.store.Transact(ctx, func(tx Tx) error {
		if err := checkPlace(ctx, tx, person, agency, ""); err != nil {
			return err
		}
		if err := tx.AddAccount(ctx, a); err != nil {
			return taken(err, "account.name-taken", "Tên đăng nhập này đã có người dùng.")
		}
		return tx.Audit(ctx, s.entry(by, "account.created", id))
	})
	return a, err
}

// ActorOf builds the actor of an account with the roles held now. A disabled or
// unknown account is refused as not signed in.
func (s *Service) ActorOf(ctx context.Context, id AccountID) (Actor, error) {
	over := fault.New(fault.SignInNeed, "session.over", "Phiên làm việc đã hết.").Do("Đăng nhập rồi làm lại.")
	account, err := s.store.Account(ctx, id)
	if errors.Is(err, ErrNotFound) || err == nil && account.Disabled {
		return Actor{}, over
	}
	if err != nil {
		return Actor{}, err
	}
	agency, err := s.store.Agency(ctx, account.Agency)
	if err != nil {
		return Actor{}, fmt.Errorf("reading the agency of account %s: %w", id, err)
	}
	person, err := s.store.Person(ctx, account.Person)
	if err != nil {
		return Actor{}, fmt.Errorf("reading the person of account %s: %w", id, err)
	}
	now := s.now()
	roles, err := s.store.RolesOf(ctx, account.Person, account.Agency, now)
	if err != nil {
		return Actor{}, err
	}
	posts, err := s.store.PostsOf(ctx, account.Person, account.Agency, now)
	if err != nil {
		return Actor{}, err
	}
	actor := Actor{Account: id, Person: person.ID, Name: person.Name, Agency: agency.ID, Roles: roles, Province: agency.Province}
	for _, p := range posts {
		if p.Unit != "" {
			actor.Unit = p.Unit
			break
		}
	}
	return actor, nil
}

// Account gives an account for the session and the pages about accounts: a
// session begun before PasswordAt is over.
func (s *Service) Account(ctx context.Context, id AccountID) (Account, error) {
	a, err := s.store.Account(ctx, id)
	return a, missing(err, "account.missing", "Không có tài khoản này.")
}

// AccountsIn lists the accounts of an agency by name.
func (s *Service) AccountsIn(ctx context.Context, by Actor, agency AgencyID) ([]Account, error) {
	if err := s.guard.Allow(ctx, by, ActManageAccount, in(by, agency)...); err != nil {
		return nil, err
	}
	return s.store.AccountsIn(ctx, agency)
}

// ChangePassword changes the actor's own password; the old one is asked and
// wrong ones wait as tries to sign in do. Sessions begun earlier are over.
func (s *Service) ChangePassword(ctx context.Context, by Actor, old, password string) error {
	if err := s.guard.Allow(ctx, by, ActOwnAccount, Own); err != nil {
		return err
	}
	account, err := s.Account(ctx, by.Account)
	if err != nil {
		return err
	}
	if err := goodPassword(password, account.Name); err != nil {
		return err
	}
	key := attemptKey(account.Name, "account "+string(account.ID), account.PasswordAt)
	leave, err := s.turns.take(ctx, key)
	if err != nil {
		return fmt.Errorf("waiting for another change of the password: %w", err)
	}
	defer leave()
	if err := s.countAttempt(ctx, key, wideKey(account.Name)); err != nil {
		return err
	}
	right, _, err := s.hash.verify(ctx, old, account.Hash)
	if err != nil {
		return err
	}
	if !right {
		return fault.New(fault.Invalid, "account.old-password", "Mật khẩu hiện tại không đúng.").At("old", "Nhập lại mật khẩu hiện tại.")
	}
	return s.setPassword(ctx, by, account, password)
}

// ResetPassword gives an account a new password without the old one; for those
// who manage accounts.
func (s *Service) ResetPassword(ctx context.Context, by Actor, id AccountID, password string) error {
	account, err := s.Account(ctx, id)
	if err != nil {
		return err
	}
	if err := s.mayManage(ctx, by, account); err != nil {
		return err
	}
	if err := goodPassword(password, account.Name); err != nil {
		return err
	}
	return s.setPassword(ctx, by, account, password)
}

func (s *Service) setPassword(ctx context.Context, by Actor, account Account, password string) error {
	hash, err := s.hash.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(tx Tx) error {
		if err := tx.SetPassword(ctx, account.ID, hash, s.now()); err != nil {
			return err
		}
		if err := tx.ForgetAttempts(ctx, wideKey(account.Name)); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(by, "account.password-changed", string(account.ID)))
	})
}

// SetDisabled closes or reopens an account; closing needs a written reason (LD-05.1).
func (s *Service) SetDisabled(ctx context.Context, by Actor, id AccountID, disabled bool, reason string) error {
	account, err := s.Account(ctx, id)
	if err != nil {
		return err
	}
	if disabled && strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "account.reason", "Khóa tài khoản phải ghi lý do.").Under("LD-05.1").At("reason", "Ghi lý do khóa.")
	}
	if err := s.mayManage(ctx, by, account); err != nil {
		return err
	}
	what := "account.enabled"
	if disabled {
		what = "account.disabled"
	}
	return s.commit(ctx, func(tx Tx) (audit.Entry, error) {
		return s.entry(by, what, string(id)), tx.SetDisabled(ctx, id, disabled, reason)
	})
}

// mayManage asks the guard, and keeps the accounts of those whose roles reach
// beyond one agency out of the hands of those who manage one agency.
func (s *Service) mayManage(ctx context.Context, by Actor, account Account) error {
	if err := s.guard.Allow(ctx, by, ActManageAccount, in(by, account.Agency)...); err != nil {
		return err
	}
	roles, err := s.store.RolesOf(ctx, account.Person, account.Agency, s.now())
	if err != nil {
		return err
	}
	for _, role := range roles {
		if err := s.onlyAdministrator(by, role); err != nil {
			return err
		}
	}
	return nil
}
