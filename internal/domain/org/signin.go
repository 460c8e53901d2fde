package org

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"antin/internal/fault"
)

const (
	firstDelay = time.Second
	maxDelay   = 15 * time.Minute
	forgetting = 24 * time.Hour // after this, a name nobody tried starts anew
)

// SignIn tells who comes in. Every try counts before the password is looked at,
// under the name as typed whether it exists or not, and each wrong one doubles
// the wait for the next: 1 s, 2 s, 4 s, up to 15 minutes. A wrong name, a wrong
// password and a disabled account get the same answer after the same work.
func (s *Service) SignIn(ctx context.Context, name, password string) (Actor, error) {
	name = FoldName(name)
	key := attemptKey(name)
	if err := s.countAttempt(ctx, key); err != nil {
		return Actor{}, err
	}
	account, err := s.store.AccountByName(ctx, name)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Actor{}, err
	}
	found := err == nil
	stored := s.hash.decoy
	if found {
		stored = account.Hash
	}
	right, stale, err := s.hash.verify(ctx, password, stored)
	if err != nil {
		return Actor{}, err
	}
	if !right || !found || account.Disabled {
		return Actor{}, s.refuseSignIn(ctx, account, key)
	}
	actor, err := s.ActorOf(ctx, account.ID)
	if err != nil {
		return Actor{}, err
	}
	err = s.store.Transact(ctx, func(tx Tx) error {
		if err := tx.ForgetAttempts(ctx, key); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(actor, "session.signed-in", string(account.ID)))
	})
	if err == nil && stale {
		err = s.rehash(ctx, account, password)
	}
	return actor, err
}

// countAttempt takes the place of one try, or refuses with the time to wait.
func (s *Service) countAttempt(ctx context.Context, key string) error {
	return s.store.Transact(ctx, func(tx Tx) error {
		now := s.now()
		if err := tx.SweepAttempts(ctx, now.Add(-forgetting)); err != nil {
			return err
		}
		tries, next, ok, err := tx.CountAttempt(ctx, key, now)
		if err != nil {
			return err
		}
		if !ok {
			wait := next.Sub(now).Round(time.Second)
			return fault.New(fault.Forbidden, "session.wait",
				fmt.Sprintf("Đã nhập sai nhiều lần. Vui lòng đợi %d giây rồi thử lại.", max(1, int(wait.Seconds()))))
		}
		return tx.HoldAttempts(ctx, key, now.Add(signInDelay(tries)))
	})
}

func signInDelay(tries int) time.Duration {
	delay := firstDelay
	for ; tries > 1 && delay < maxDelay; tries-- {
		delay *= 2
	}
	return min(delay, maxDelay)
}

func (s *Service) refuseSignIn(ctx context.Context, account Account, key string) error {
	who := Actor{Account: account.ID, Person: account.Person, Agency: account.Agency}
	subject := string(account.ID)
	if subject == "" {
		subject = "unknown:" + key[:16]
	}
	err := s.store.Transact(ctx, func(tx Tx) error { return tx.Audit(ctx, s.entry(who, "session.refused", subject)) })
	if err != nil {
		return err
	}
	return fault.New(fault.SignInNeed, "session.wrong", "Tên đăng nhập hoặc mật khẩu không đúng.").At("password", "Nhập lại mật khẩu.")
}

func (s *Service) rehash(ctx context.Context, account Account, password string) error {
	hash, err := s.hash.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.store.Transact(ctx, func(tx Tx) error {
		_, err := tx.Rehash(ctx, account.ID, account.Hash, hash) // false: the password was just changed, which is newer
		return err
	})
}

// attemptKey is a hash, because people type passwords where names belong.
func attemptKey(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}
