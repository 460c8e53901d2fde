package orgsql

import (
	"context"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql/db"
)

type reader struct{ q *db.Queries }

func (r reader) Agency(ctx context.Context, id org.AgencyID) (org.Agency, error) {
	row, err := r.q.Agency(ctx, string(id))
	return agency(row), found(err, "an agency")
}

func (r reader) AgencyByCode(ctx context.Context, code string, when time.Time) (org.Agency, error) {
	row, err := r.q.AgencyByCode(ctx, code, ms(when))
	return agency(row), found(err, "an agency by its code")
}

func (r reader) Agencies(ctx context.Context, q org.AgencyQuery) ([]org.Agency, error) {
	rows, err := r.q.Agencies(ctx, q.Province, q.After, ms(q.At), int32(min(q.Limit, 1<<30)))
	return each(rows, agency), found(err, "agencies")
}

func (r reader) Unit(ctx context.Context, id org.UnitID) (org.Unit, error) {
	row, err := r.q.Unit(ctx, string(id))
	return unit(row), found(err, "a unit")
}

func (r reader) Units(ctx context.Context, agency org.AgencyID) ([]org.Unit, error) {
	rows, err := r.q.Units(ctx, string(agency))
	return each(rows, unit), found(err, "units")
}

func (r reader) Person(ctx context.Context, id org.PersonID) (org.Person, error) {
	row, err := r.q.Person(ctx, string(id))
	return person(row), found(err, "a person")
}

func (r reader) PeopleOf(ctx context.Context, agency org.AgencyID, when time.Time) ([]org.Person, error) {
	rows, err := r.q.PeopleOf(ctx, string(agency), ms(when))
	return each(rows, person), found(err, "people")
}

func (r reader) PeopleWith(ctx context.Context, agency org.AgencyID, role org.Role, when time.Time) ([]org.Person, error) {
	rows, err := r.q.PeopleWith(ctx, string(agency), string(role), ms(when))
	return each(rows, person), found(err, "people with a role")
}

func (r reader) Post(ctx context.Context, id org.PostID) (org.Post, error) {
	row, err := r.q.Post(ctx, string(id))
	return post(row), found(err, "a post")
}

func (r reader) PostsOf(ctx context.Context, person org.PersonID, agency org.AgencyID, when time.Time) ([]org.Post, error) {
	rows, err := r.q.PostsOf(ctx, string(person), string(agency), ms(when))
	return each(rows, post), found(err, "posts")
}

func (r reader) PostsIn(ctx context.Context, agency org.AgencyID, when time.Time) ([]org.Post, error) {
	rows, err := r.q.PostsIn(ctx, string(agency), ms(when))
	return each(rows, post), found(err, "posts")
}

func (r reader) RolesOf(ctx context.Context, person org.PersonID, agency org.AgencyID, when time.Time) ([]org.Role, error) {
	rows, err := r.q.RolesOf(ctx, string(person), string(agency), ms(when))
	return each(rows, func(s string) org.Role { return org.Role(s) }), found(err, "roles")
}

func (r reader) AuthoritiesOf(ctx context.Context, person org.PersonID, agency org.AgencyID, when time.Time) ([]org.Authority, error) {
	rows, err := r.q.AuthoritiesOf(ctx, string(person), string(agency), ms(when))
	return each(rows, authority), found(err, "signing authority")
}

func (r reader) Account(ctx context.Context, id org.AccountID) (org.Account, error) {
	row, err := r.q.Account(ctx, string(id))
	return account(row), found(err, "an account")
}

func (r reader) AccountByName(ctx context.Context, name string) (org.Account, error) {
	row, err := r.q.AccountByName(ctx, name)
	return account(row), found(err, "an account by its name")
}

func (r reader) AccountsIn(ctx context.Context, agency org.AgencyID) ([]org.Account, error) {
	rows, err := r.q.AccountsIn(ctx, string(agency))
	return each(rows, account), found(err, "accounts")
}

func agency(r db.Agency) org.Agency {
	return org.Agency{ID: org.AgencyID(r.ID), Code: r.Code, Name: r.Name, Superior: r.Superior,
		ShortName: r.ShortName, Place: r.Place, Parent: org.AgencyID(r.Parent), Province: r.Province,
		ValidFrom: at(r.ValidFrom), ValidTo: at(r.ValidTo), Successor: org.AgencyID(r.Successor),
		Kind: org.Kind(r.Kind), Level: org.Level(r.Level), Dependent: r.ID != "" && !r.LegalEntity, Sealless: r.ID != "" && !r.OwnSeal,
		TaxCode: r.TaxCode, BudgetCode: r.BudgetCode, Address: r.Address, Email: r.Email}
}

func unit(r db.Unit) org.Unit {
	return org.Unit{ID: org.UnitID(r.ID), Agency: org.AgencyID(r.Agency), Name: r.Name, ShortName: r.ShortName,
		Parent: org.UnitID(r.Parent), ValidFrom: at(r.ValidFrom), ValidTo: at(r.ValidTo)}
}

func person(r db.Person) org.Person {
	return org.Person{ID: org.PersonID(r.ID), Name: r.Name, Email: r.Email, Phone: r.Phone,
		Employment: org.Employment(r.Employment), Status: org.Status(r.Status), StatusAt: at(r.StatusAt)}
}

func post(r db.Post) org.Post {
	return org.Post{ID: org.PostID(r.ID), Person: org.PersonID(r.Person), Agency: org.AgencyID(r.Agency),
		Unit: org.UnitID(r.Unit), Title: r.Title, From: at(r.ValidFrom), To: at(r.ValidTo)}
}

func authority(r db.SigningAuthority) org.Authority {
	return org.Authority{ID: org.AuthorityID(r.ID), Agency: org.AgencyID(r.Agency), Post: org.PostID(r.Post),
		Type: r.Type, Capacity: org.Capacity(r.Capacity), From: at(r.ValidFrom), To: at(r.ValidTo)}
}

func account(r db.Account) org.Account {
	return org.Account{ID: org.AccountID(r.ID), Person: org.PersonID(r.Person), Agency: org.AgencyID(r.Agency),
		Name: r.Name, Hash: r.Hash, Disabled: r.Disabled, Reason: r.Reason, PasswordAt: at(r.PasswordAt)}
}
