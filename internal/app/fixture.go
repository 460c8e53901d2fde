package app

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
)

// Fixture is a practice province with its people at hand, for tests that act
// through the services as those people. Its keys are short and its passwords
// cheap: never serve one.
type Fixture struct {
	*App
	people   *province
	accounts map[string]org.AccountID
}

// quick makes keys and passwords that cost nothing.
var quick = struct {
	key  practice.Cost
	hash org.Hashing
}{practice.Cost{Passes: 1, MemoryKiB: 1 << 10, Lanes: 1}, org.Hashing{MemoryKiB: 8, Passes: 1, Lanes: 1, AtOnce: 4}}

// NewFixture makes the agencies of the practice province in an empty folder,
// under the profile of a province. Close it before its folder is copied.
func NewFixture(ctx context.Context, dir, province string, o Options) (*Fixture, error) {
	f, err := openFixture(ctx, dir, province, o)
	if err != nil {
		return nil, err
	}
	p, err := makeProvinceWith(ctx, f.App, practice.WithECDSA())
	if err != nil {
		return nil, fmt.Errorf("making the fixture: %w", err)
	}
	f.people, f.accounts = p, p.accounts
	return f, nil
}

// Reopen opens a copy of the folder of a fixture that was closed; the people
// are those of the fixture.
func (f *Fixture) Reopen(ctx context.Context, dir string, o Options) (*Fixture, error) {
	next, err := openFixture(ctx, dir, f.Config.Province, o)
	if err != nil {
		return nil, err
	}
	people := *f.people
	people.app = next.App
	people.accounts, people.logins = maps.Clone(f.accounts), slices.Clone(f.people.logins) // who is hired in one copy is not in another
	next.people, next.accounts = &people, people.accounts
	return next, nil
}

func openFixture(ctx context.Context, dir, province string, o Options) (*Fixture, error) {
	c := DefaultPractice(dir)
	c.Province = province
	o.Hashing = quick.hash
	a, err := Open(ctx, c, o)
	if err != nil {
		return nil, err
	}
	a.Keys.Cost = quick.key
	return &Fixture{App: a}, nil
}

// Actor is a practice person as signed in.
func (f *Fixture) Actor(ctx context.Context, account string) (org.Actor, error) {
	return f.Org.ActorOf(ctx, f.accounts[account])
}

// KeyPassword opens the practice key of a person, or of the seal that a clerk keeps.
func (f *Fixture) KeyPassword(account string) string { return f.people.login(account).KeyPassword }

// Installer may do what the command line may that makes a province.
func (f *Fixture) Installer() org.Actor { return f.people.by }

// Settle runs the jobs until none is left that can run.
func (f *Fixture) Settle(ctx context.Context) error { return f.settle(ctx) }

// CheckRows names every row and register that the log does not bear out, as
// antin check does.
func (f *Fixture) CheckRows(ctx context.Context) ([]string, error) {
	rows, err := f.checkRows(ctx, false)
	if err != nil {
		return nil, err
	}
	registers, err := f.checkRegisters(ctx, false)
	return append(rows, registers...), err
}

// Personal is the person's first certificate with its practice password.
func (f *Fixture) Personal(ctx context.Context, account string) (document.With, error) {
	by, err := f.Actor(ctx, account)
	if err != nil {
		return document.With{}, err
	}
	return f.people.personal(ctx, by, account)
}

// AgencyKey is the certificate that the clerk keeps, with its password.
func (f *Fixture) AgencyKey(ctx context.Context, account string) (document.With, error) {
	by, err := f.Actor(ctx, account)
	if err != nil {
		return document.With{}, err
	}
	return f.people.agencyKey(ctx, by, account)
}

// Certify gives a practice person one more certificate, with another title or
// other properties, whose key opens with the person's own password. Agency is
// the one that manages it, the person's own when empty.
func (f *Fixture) Certify(ctx context.Context, account, title string, agency org.AgencyID, options ...practice.Option) (document.With, error) {
	by, err := f.Actor(ctx, account)
	if err != nil {
		return document.With{}, err
	}
	if agency == "" {
		agency = by.Agency
	}
	l := f.people.login(account)
	options = slices.Concat([]practice.Option{practice.WithECDSA()}, options)
	cert, key, err := f.PKI.IssuePerson(practice.Person{Name: l.Name, Title: title, Agency: l.Agency}, f.Now(), options...)
	if err != nil {
		return document.With{}, err
	}
	box, err := f.Keys.LockKey(key, l.KeyPassword)
	if err != nil {
		return document.With{}, err
	}
	s := secret{keyPassword: l.KeyPassword, cert: cert, box: box}
	if err := f.people.register(ctx, s, signing.Incoming{Class: signing.ClassPerson, Person: by.Person, Agency: agency}); err != nil {
		return document.With{}, err
	}
	row, err := f.Signing.ByFingerprint(ctx, fingerprint(cert))
	return document.With{Certificate: row.ID, Password: l.KeyPassword}, err
}

// Began is when the posts of the practice people began.
func (f *Fixture) Began() time.Time { return f.people.began() }

// NewPKI makes another practice authority, which the installation does not know.
func NewPKI(dir string, at time.Time) (*practice.PKI, error) { return practice.Create(dir, at) }

func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}
