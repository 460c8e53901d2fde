package org

import (
	"context"
	"errors"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/event"
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
	// Emit hands a fact to its handlers after the commit.
	Emit(ctx context.Context, e event.Event) error
	Audit(ctx context.Context, entry audit.Entry) error
}

// Reader finds rows. Missing ones are ErrNotFound; lists may be empty. "At" is
// inside a half-open period: From ≤ at < To, a zero To never comes.
type Reader interface {
	Agency(ctx context.Context, id AgencyID) (Agency, error)
	AgencyByCode(ctx context.Context, code string, at time.Time) (Agency, error)
	Agencies(ctx context.Context, q AgencyQuery) ([]Agency, error)
	// AgencyByName finds the agency of the province that bore the whole name then.
	AgencyByName(ctx context.Context, province, name string, at time.Time) (Agency, error)
	// Children are the agencies that stood directly under the parent and lived then, by code.
	Children(ctx context.Context, parent AgencyID, at time.Time) ([]Agency, error)
	Terms(ctx context.Context, id AgencyID) ([]Term, error)
	Unit(ctx context.Context, id UnitID) (Unit, error)
	// UnitsAt are the units that the agency had then, as they were called then.
	UnitsAt(ctx context.Context, agency AgencyID, at time.Time) ([]Unit, error)
	UnitTerms(ctx context.Context, id UnitID) ([]UnitTerm, error)
	Units(ctx context.Context, agency AgencyID) ([]Unit, error)
	Person(ctx context.Context, id PersonID) (Person, error)
	PersonTerms(ctx context.Context, id PersonID) ([]PersonTerm, error)
	Identity(ctx context.Context, id PersonID) (Identity, error)
	// PostsOfPerson are all posts in every agency, ended ones too, oldest first.
	PostsOfPerson(ctx context.Context, person PersonID) ([]Post, error)
	Deed(ctx context.Context, id DeedID) (Deed, error)
	// DueDeeds wait for a day that has come by then, in the order of their days.
	DueDeeds(ctx context.Context, at time.Time, limit int) ([]Deed, error)
	DeedsAbout(ctx context.Context, q DeedQuery) ([]Deed, error)
	// WithWord are the subjects with a word in their name that begins so, at most limit.
	WithWord(ctx context.Context, kind WordKind, beginning string, limit int) ([]string, error)
	// Unworded are up to 500 subjects, by id and name, whose names have no words yet.
	Unworded(ctx context.Context, kind WordKind) (map[string]string, error)
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
	// SetAgencyFacts saves what has no terms: kind, level, seal, codes, addresses.
	SetAgencyFacts(ctx context.Context, a Agency) error
	// TurnTerm ends the open term of the agency and begins this one, which the
	// row of the agency says from then on.
	TurnTerm(ctx context.Context, t Term) error
	AddUnit(ctx context.Context, u Unit) error
	// TurnUnit is TurnTerm for a unit.
	TurnUnit(ctx context.Context, t UnitTerm) error
	CloseUnit(ctx context.Context, id UnitID, at time.Time) error
	AddPerson(ctx context.Context, p Person) error
	// SetPerson saves everything but name and e-mail, which TurnPerson changes.
	SetPerson(ctx context.Context, p Person) error
	TurnPerson(ctx context.Context, t PersonTerm) error
	PutIdentity(ctx context.Context, i Identity) error
	// AddDeed with the subjects under which it is found.
	AddDeed(ctx context.Context, d Deed, subjects []string) error
	// DoneDeed and CancelDeed are ErrNotFound unless the deed is pending.
	DoneDeed(ctx context.Context, id DeedID, at time.Time) error
	CancelDeed(ctx context.Context, id DeedID, at time.Time) error
	AddWords(ctx context.Context, kind WordKind, subject string, words []string) error
	AddPost(ctx context.Context, p Post) error
	// EndPost closes the post and every authority row that would outlive it.
	EndPost(ctx context.Context, id PostID, at time.Time) error
	AddRole(ctx context.Context, id string, person PersonID, agency AgencyID, role Role, from time.Time) error
	EndRole(ctx context.Context, person PersonID, agency AgencyID, role Role, at time.Time) error
	// DisableAccountsOf closes every open account of the person and tells which.
	DisableAccountsOf(ctx context.Context, person PersonID, reason string) ([]AccountID, error)
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

// WordKind says whose names are searched.
type WordKind string

// Kinds of words.
const (
	WordsOfAgencies WordKind = "agency"
	WordsOfUnits    WordKind = "unit"
	WordsOfPeople   WordKind = "person"
)
