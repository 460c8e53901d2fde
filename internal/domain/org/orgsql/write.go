package orgsql

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql/db"
)

type writer struct{ w *db.Queries }

func (w writer) AddAgency(ctx context.Context, a org.Agency) error {
	err := w.w.AddAgency(ctx, db.AddAgencyParams{ID: string(a.ID), Code: a.Code, Name: a.Name, Superior: a.Superior,
		ShortName: a.ShortName, Place: a.Place, Parent: string(a.Parent), Province: a.Province,
		ValidFrom: ms(a.ValidFrom), ValidTo: ms(a.ValidTo), Successor: string(a.Successor),
		Kind: string(a.Kind), Level: string(a.Level), LegalEntity: !a.Dependent, OwnSeal: !a.Sealless,
		TaxCode: a.TaxCode, BudgetCode: a.BudgetCode, Address: a.Address, Email: a.Email})
	if err != nil {
		return saved(err, "an agency")
	}
	return saved(w.w.AddTerm(ctx, db.AddTermParams{Agency: string(a.ID), Name: a.Name, Superior: a.Superior, ShortName: a.ShortName,
		Parent: string(a.Parent), ValidFrom: ms(a.ValidFrom)}), "the first term of an agency")
}

func (w writer) CloseAgency(ctx context.Context, id, successor org.AgencyID, when time.Time) error {
	rows, err := w.w.CloseAgency(ctx, string(id), ms(when), string(successor))
	return one(rows, err, "the end of an agency")
}

func (w writer) AddUnit(ctx context.Context, u org.Unit) error {
	err := w.w.AddUnit(ctx, db.AddUnitParams{ID: string(u.ID), Agency: string(u.Agency), Name: u.Name, ShortName: u.ShortName,
		Parent: string(u.Parent), ValidFrom: ms(u.ValidFrom), ValidTo: ms(u.ValidTo)})
	if err != nil {
		return saved(err, "a unit")
	}
	return saved(w.w.AddUnitTerm(ctx, db.AddUnitTermParams{Unit: string(u.ID), Agency: string(u.Agency), Parent: string(u.Parent),
		Name: u.Name, ShortName: u.ShortName, ValidFrom: ms(u.ValidFrom)}), "the first term of a unit")
}

func (w writer) AddPerson(ctx context.Context, p org.Person) error {
	err := w.w.AddPerson(ctx, db.AddPersonParams{ID: string(p.ID), Name: p.Name, Email: p.Email, Phone: p.Phone,
		Employment: string(p.Employment), Status: string(p.Status), StatusAt: ms(p.StatusAt)})
	if err != nil {
		return saved(err, "a person")
	}
	return saved(w.w.AddPersonTerm(ctx, db.AddPersonTermParams{Person: string(p.ID), Name: p.Name, Email: p.Email}), "the first term of a person")
}

func (w writer) AddPost(ctx context.Context, p org.Post) error {
	return saved(w.w.AddPost(ctx, db.AddPostParams{ID: string(p.ID), Person: string(p.Person), Agency: string(p.Agency),
		Unit: string(p.Unit), Title: p.Title, ValidFrom: ms(p.From), ValidTo: ms(p.To)}), "a post")
}

func (w writer) EndPost(ctx context.Context, id org.PostID, when time.Time) error {
	if err := saved(w.w.EndPost(ctx, string(id), ms(when)), "the end of a post"); err != nil {
		return err
	}
	return saved(w.w.EndAuthorityOfPost(ctx, string(id), ms(when)), "the end of signing authority")
}

func (w writer) AddRole(ctx context.Context, id string, person org.PersonID, agency org.AgencyID, role org.Role, from time.Time) error {
	return saved(w.w.AddRole(ctx, db.AddRoleParams{ID: id, Person: string(person), Agency: string(agency),
		Role: string(role), ValidFrom: ms(from)}), "a role")
}

func (w writer) EndRole(ctx context.Context, person org.PersonID, agency org.AgencyID, role org.Role, when time.Time) error {
	rows, err := w.w.EndRole(ctx, string(person), string(agency), string(role), ms(when))
	return one(rows, err, "the end of a role")
}

func (w writer) DisableAccountsOf(ctx context.Context, person org.PersonID, reason string) ([]org.AccountID, error) {
	rows, err := w.w.DisableAccountsOf(ctx, string(person), reason)
	return each(rows, func(id string) org.AccountID { return org.AccountID(id) }), saved(err, "the end of accounts")
}

func (w writer) AddAuthority(ctx context.Context, a org.Authority) error {
	return saved(w.w.AddAuthority(ctx, db.AddAuthorityParams{ID: string(a.ID), Agency: string(a.Agency), Post: string(a.Post),
		Type: a.Type, Capacity: string(a.Capacity), ValidFrom: ms(a.From), ValidTo: ms(a.To)}), "signing authority")
}

func (w writer) AddAccount(ctx context.Context, a org.Account) error {
	return saved(w.w.AddAccount(ctx, db.AddAccountParams{ID: string(a.ID), Person: string(a.Person), Agency: string(a.Agency),
		Name: a.Name, Hash: a.Hash, Disabled: a.Disabled, Reason: a.Reason, PasswordAt: ms(a.PasswordAt)}), "an account")
}

func (w writer) SetPassword(ctx context.Context, id org.AccountID, hash string, when time.Time) error {
	rows, err := w.w.SetPassword(ctx, string(id), hash, ms(when))
	return one(rows, err, "a password")
}

func (w writer) Rehash(ctx context.Context, id org.AccountID, old, hash string) (bool, error) {
	rows, err := w.w.Rehash(ctx, string(id), old, hash)
	return rows == 1, saved(err, "a password hash")
}

func (w writer) SetDisabled(ctx context.Context, id org.AccountID, disabled bool, reason string) error {
	rows, err := w.w.SetDisabled(ctx, string(id), disabled, reason)
	return one(rows, err, "the state of an account")
}

func (w writer) CountAttempt(ctx context.Context, key string, now time.Time) (int, time.Time, bool, error) {
	tries, err := w.w.CountAttempt(ctx, key, ms(now))
	if err == nil {
		return int(tries), time.Time{}, true, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, time.Time{}, false, saved(err, "a try to sign in")
	}
	next, err := w.w.NextAttempt(ctx, key)
	return 0, at(next), false, found(err, "the next try to sign in")
}

func (w writer) HoldAttempts(ctx context.Context, key string, next time.Time) error {
	return saved(w.w.HoldAttempts(ctx, key, ms(next)), "the next try to sign in")
}

func (w writer) ForgetAttempts(ctx context.Context, key string) error {
	return saved(w.w.ForgetAttempts(ctx, key), "tries to sign in")
}

func (w writer) SweepAttempts(ctx context.Context, before time.Time) error {
	return saved(w.w.SweepAttempts(ctx, ms(before)), "old tries to sign in")
}
