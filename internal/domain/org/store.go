package org

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
)

// ErrNotFound is what a store says when the row does not exist; services turn
// it into a refusal in the words of the caller.
var ErrNotFound = errors.New("org: no such row")

// ErrTaken is what a store says when a unique value is already in use.
var ErrTaken = errors.New("org: value already in use")

// Store keeps the rows of this subject. Its own Reader methods read outside any
// transaction.
type Store interface {
	Reader
	// Transact runs do once or, when the database asks for it, again from the
	// start; it commits when do returns nil.
	Transact(ctx context.Context, do func(Tx) error) error
}

// Tx is one transaction: the rows and the audit entry are saved together.
type Tx interface {
	Reader
	Writer
	Audit(ctx context.Context, entry audit.Entry) error
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty. "At" is
// inside a half-open period: From ≤ at < To, a zero To never comes.
type Reader interface {
	Agency(ctx context.Context, id AgencyID) (Agency, error)
	AgencyByCode(ctx context.Context, code string, at time.Time) (Agency, error)
	Agencies(ctx context.Context, q AgencyQuery) ([]Agency, error)
	Unit(ctx context.Context, id UnitID) (Unit, error)
	Units(ctx context.Context, agency AgencyID) ([]Unit, error)
	Person(ctx context.Context, id PersonID) (Person, error)
	PeopleOf(ctx context.Context, agency AgencyID, at time.Time) ([]Person, error)
	Post(ctx context.Context, id PostID) (Post, error)
	PostsOf(ctx context.Context, person PersonID, agency AgencyID, at time.Time) ([]Post, error)
	PostsIn(ctx context.Context, agency AgencyID, at time.Time) ([]Post, error)
	RolesOf(ctx context.Context, person PersonID, agency AgencyID, at time.Time) ([]Role, error)
	PeopleWith(ctx context.Context, agency AgencyID, role Role, at time.Time) ([]Person, error)
	AuthoritiesOf(ctx context.Context, person PersonID, agency AgencyID, at time.Time) ([]Authority, error)
	Account(ctx context.Context, id AccountID) (Account, error)
	AccountByName(ctx context.Context, name string) (Account, error)
	AccountsIn(ctx context.Context, agency AgencyID) ([]Account, error)
}

// Writer saves rows.
type Writer interface {
	AddAgency(ctx context.Context, a Agency) error
	CloseAgency(ctx context.Context, id AgencyID, successor AgencyID, at time.Time) error
	AddUnit(ctx context.Context, u Unit) error
	AddPerson(ctx context.Context, p Person) error
	AddPost(ctx context.Context, p Post) error
	// EndPost closes the post and every authority row that would outlive it.
	EndPost(ctx context.Context, id PostID, at time.Time) error
	AddRole(ctx context.Context, id string, person PersonID, agency AgencyID, role Role, from time.Time) error
	EndRole(ctx context.Context, person PersonID, agency AgencyID, role Role, at time.Time) error
	AddAuthority(ctx context.Context, a Authority) error
	AddAccount(ctx context.Context, a Account) error
	SetPassword(ctx context.Context, id AccountID, hash string, at time.Time) error
	// Rehash replaces the hash of the same password; false when it changed meanwhile.
	Rehash(ctx context.Context, id AccountID, old, hash string) (bool, error)
	SetDisabled(ctx context.Context, id AccountID, disabled bool, reason string) error
	// CountAttempt adds one try under the key when its time has come and tells
	// the number of tries; otherwise it tells when the next one may be, and ok is
	// false. It locks the row, so that tries at the same time are counted one by one.
	CountAttempt(ctx context.Context, key string, now time.Time) (tries int, next time.Time, ok bool, err error)
	HoldAttempts(ctx context.Context, key string, next time.Time) error
	ForgetAttempts(ctx context.Context, key string) error
	// SweepAttempts drops the keys that nobody tried since before.
	SweepAttempts(ctx context.Context, before time.Time) error
}

// AgencyQuery asks for agencies of one province living at a time, ordered by
// code, after a code, at most Limit of them.
type AgencyQuery struct {
	Province string
	At       time.Time
	After    string
	Limit    int
}

// Account lets one person in, acting in one agency.
type Account struct {
	ID         AccountID
	Person     PersonID
	Agency     AgencyID
	Name       string // sign-in name, folded
	Hash       string // argon2id with its parameters; never leaves the services
	Disabled   bool
	Reason     string    // why it is disabled
	PasswordAt time.Time // sessions begun earlier are over
}
