package org

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"antin/internal/domain/audit"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// ActManage and the other actions that this package itself asks about.
const (
	ActManage        Action = "org.manage"
	ActManageAccount Action = "account.manage"
	ActOwnAccount    Action = "account.self"
)

// Config is what a Service needs; Hashing may be left zero for DefaultHashing.
type Config struct {
	Store   Store
	Guard   *Guard
	Now     func() time.Time
	Hashing Hashing
	// Law gives the rules of a province on a day: profile.Set.At.
	Law func(province string, day time.Time) (*profile.Profile, error)
}

// Service is the one way to change and ask about agencies, people and accounts.
type Service struct {
	store Store
	guard *Guard
	now   func() time.Time
	law   func(province string, day time.Time) (*profile.Profile, error)
	hash  *hasher
	turns *turns
}

// NewService checks that nothing is missing.
func NewService(c Config) (*Service, error) {
	if c.Store == nil || c.Guard == nil || c.Now == nil || c.Law == nil {
		return nil, errors.New("org service: store, guard, clock or law is missing")
	}
	h, err := newHasher(c.Hashing)
	if err != nil {
		return nil, err
	}
	return &Service{store: c.Store, guard: c.Guard, now: c.Now, law: c.Law, hash: h, turns: newTurns()}, nil
}

// Installer is the actor before anybody has an account: the command line that
// creates a province. No session can be it, because it has no account.
func Installer(province string) Actor {
	return Actor{Name: "cài đặt hệ thống", Province: province, Roles: []Role{Administrator}}
}

// change checks the permission and runs one transaction that ends with its audit entry.
func (s *Service) change(ctx context.Context, by Actor, action Action, rel []Relation, do func(Tx) (audit.Entry, error)) error {
	if err := s.guard.Allow(ctx, by, action, rel...); err != nil {
		return err
	}
	return s.commit(ctx, do)
}

// commit is change where the permission was checked before.
func (s *Service) commit(ctx context.Context, do func(Tx) (audit.Entry, error)) error {
	return s.store.Transact(ctx, func(tx Tx) error {
		entry, err := do(tx)
		if err != nil {
			return err
		}
		if err := tx.Audit(ctx, entry); err != nil {
			return fmt.Errorf("writing the audit entry: %w", err)
		}
		return nil
	})
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", fmt.Errorf("making an id: %w", err)
	}
	return id.String(), nil
}

// missing turns a store's ErrNotFound into a refusal; other errors pass.
func missing(err error, code, message string) error {
	if errors.Is(err, ErrNotFound) {
		return fault.New(fault.NotFound, code, message)
	}
	return err
}

// taken turns a store's ErrTaken into a refusal; other errors pass.
func taken(err error, code, message string) error {
	if errors.Is(err, ErrTaken) {
		return fault.New(fault.Conflict, code, message)
	}
	return err
}

// within reports From ≤ at < To; a zero To never comes.
func within(at, from, to time.Time) bool {
	return !at.Before(from) && (to.IsZero() || at.Before(to))
}
