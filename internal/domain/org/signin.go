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

	// A name alone waits only after this many wrong tries from anywhere, and
	// never long: who knows a name must not keep its owner out.
	wideTries    = 100
	maxWideDelay = 30 * time.Second
)

// SignIn is SignInFrom where the address is not known.
func (s *Service) SignIn(ctx context.Context, name, password string) (Actor, error) {
	return s.SignInFrom(ctx, name, password, "")
}

// SignInFrom tells who comes in from an address. Every try counts before the
// password is looked at, under the name as typed whether it exists or not, and
// each wrong one doubles the wait for the next from the same address: 1 s, 2 s,
// 4 s, up to 15 minutes. Tries at the same time take their turn, so that right
// ones do not count against each other. A wrong name, a wrong password and a
// disabled account get the same answer after the same work.
func (s *Service) SignInFrom(ctx context.Context, name, password, address string) (Actor, error) {
	name = FoldName(name)
	leave, err := s.turns.take(ctx, attemptKey(name, address, time.Time{}))
	if err != nil {
		return Actor{}, fmt.Errorf("waiting for another try of this name: %w", err)
	}
	defer leave()
	account, err := s.store.AccountByName(ctx, name)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Actor{}, err
	}
	found := err == nil
	key := attemptKey(name, address, account.PasswordAt)
	if err := s.countAttempt(ctx, key, wideKey(name)); err != nil {
		return Actor{}, err
	}
	stored := s.hash.decoy
	if found {
		stored = account.Hash
	}
	right, stale, err := s.hash.verify(ctx, password, stored)
	if err != nil {
		return Actor{}, err
	}
	if !right || !found || account.Disabled {
		return Actor{}, s.refuseSignIn(ctx, account, wideKey(name))
	}
	actor, err := s.ActorOf(ctx, account.ID)
	if err != nil {
		return Actor{}, err
	}
	err = s.store.Transact(ctx, func(tx Tx) error {
		if err := forget(ctx, tx, key, wideKey(name)); err != nil {
			return err
		}
		return tx.Audit(ctx, s.entry(actor, "session.signed-in", string(account.ID)))
	})
	if err == nil && stale {
		err = s.rehash(ctx, account, password)
	}
	return actor, err
}

// countAttempt takes the place of one try under both keys, or of none and
// refuses with the time to wait.
func (s *Service) countAttempt(ctx context.Context, key, wide string) error {
	return s.store.Transact(ctx, func(tx Tx) error {
		if err := tx.SweepAttempts(ctx, s.now().Add(-forgetting)); err != nil {
			return err
		}
		if err := s.countUnder(ctx, tx, key, signInDelay); err != nil {
			return err
		}
		return s.countUnder(ctx, tx, wide, wideDelay)
	})
}

func (s *Service) countUnder(ctx context.Context, tx Tx, key string, delay func(tries int) time.Duration) error {
	now := s.now()
	tries, next, ok, err := tx.CountAttempt(ctx, key, now)
	if err != nil {
		return err
	}
	if !ok {
		wait := next.Sub(now).Round(time.Second)
		return fault.New(fault.Forbidden, "session.wait",
			fmt.Sprintf("Chưa đăng nhập được lúc này. Vui lòng đợi %d giây rồi thử lại.", max(1, int(wait.Seconds()))))
	}
	return tx.HoldAttempts(ctx, key, now.Add(delay(tries)))
}

func forget(ctx context.Context, tx Tx, keys ...string) error {
	for _, key := range keys {
		if err := tx.ForgetAttempts(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func signInDelay(tries int) time.Duration {
	delay := firstDelay
	for ; tries > 1 && delay < maxDelay; tries-- {
		delay *= 2
	}
	return min(delay, maxDelay)
}

func wideDelay(tries int) time.Duration {
	if tries <= wideTries {
		return 0
	}
	return min(signInDelay(tries-wideTries), maxWideDelay)
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

// attemptKey is a hash, because people type passwords where names belong. A
// password that was set anew begins a new count.
func attemptKey(name, address string, passwordAt time.Time) string {
	return hashed(fmt.Sprintf("%s@%s@%d", hashed(name), address, passwordAt.UnixMilli()))
}

// wideKey counts a name from everywhere.
func wideKey(name string) string { return hashed(name) }

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
