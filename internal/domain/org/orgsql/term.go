package orgsql

import (
	"context"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql/db"
	"antin/vntext"
)

func (r reader) AgencyByName(ctx context.Context, province, name string, when time.Time) (org.Agency, error) {
	longest := ""
	for _, word := range strings.Fields(vntext.Fold(name)) {
		if len(word) > len(longest) {
			longest = word
		}
	}
	row, err := r.q.AgencyByName(ctx, longest, name, ms(when), province)
	return agency(row), found(err, "an agency by its name")
}

func (r reader) Children(ctx context.Context, parent org.AgencyID, when time.Time) ([]org.Agency, error) {
	rows, err := r.q.Children(ctx, string(parent), ms(when))
	return each(rows, agency), found(err, "agencies under one")
}

func (r reader) Terms(ctx context.Context, id org.AgencyID) ([]org.Term, error) {
	rows, err := r.q.Terms(ctx, string(id))
	return each(rows, term), found(err, "terms of an agency")
}

func (r reader) UnitsAt(ctx context.Context, agency org.AgencyID, when time.Time) ([]org.Unit, error) {
	rows, err := r.q.UnitsAt(ctx, string(agency), ms(when))
	return each(rows, func(row db.UnitsAtRow) org.Unit { return unit(db.Unit(row)) }), found(err, "units of a day")
}

func (r reader) UnitTerms(ctx context.Context, id org.UnitID) ([]org.UnitTerm, error) {
	rows, err := r.q.UnitTerms(ctx, string(id))
	return each(rows, unitTerm), found(err, "terms of a unit")
}

func (r reader) PersonTerms(ctx context.Context, id org.PersonID) ([]org.PersonTerm, error) {
	rows, err := r.q.PersonTerms(ctx, string(id))
	return each(rows, personTerm), found(err, "terms of a person")
}

func (r reader) Identity(ctx context.Context, id org.PersonID) (org.Identity, error) {
	row, err := r.q.Identity(ctx, string(id))
	return org.Identity{Person: org.PersonID(row.Person), Birth: at(row.Birth), Number: row.Number,
		IssuedAt: at(row.IssuedAt), IssuedBy: row.IssuedBy}, found(err, "an identity")
}

func (r reader) PostsOfPerson(ctx context.Context, person org.PersonID) ([]org.Post, error) {
	rows, err := r.q.PostsOfPerson(ctx, string(person))
	return each(rows, post), found(err, "posts of a person")
}

func (r reader) WithWord(ctx context.Context, kind org.WordKind, beginning string, limit int) ([]string, error) {
	rows, err := r.q.WithWord(ctx, beginning, beginning+"\U0010FFFF", string(kind), int32(min(limit, 1<<30)))
	return rows, found(err, "names with a word")
}

func (r reader) Unworded(ctx context.Context, kind org.WordKind) (map[string]string, error) {
	names := map[string]string{}
	var err error
	switch kind {
	case org.WordsOfAgencies:
		var rows []db.UnwordedAgenciesRow
		rows, err = r.q.UnwordedAgencies(ctx)
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	case org.WordsOfUnits:
		var rows []db.UnwordedUnitsRow
		rows, err = r.q.UnwordedUnits(ctx)
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	case org.WordsOfPeople:
		var rows []db.UnwordedPeopleRow
		rows, err = r.q.UnwordedPeople(ctx)
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	}
	return names, found(err, "names without words")
}

func (w writer) AddWords(ctx context.Context, kind org.WordKind, subject string, words []string) error {
	for _, word := range words {
		if err := w.w.AddWord(ctx, word, string(kind), subject); err != nil {
			return saved(err, "a word of a name")
		}
	}
	return nil
}

func (w writer) SetAgencyFacts(ctx context.Context, a org.Agency) error {
	rows, err := w.w.SetAgencyFacts(ctx, db.SetAgencyFactsParams{ID: string(a.ID), Kind: string(a.Kind), Level: string(a.Level),
		LegalEntity: !a.Dependent, OwnSeal: !a.Sealless, TaxCode: a.TaxCode, BudgetCode: a.BudgetCode, Address: a.Address,
		Email: a.Email, Place: a.Place})
	return one(rows, err, "an agency")
}

func (w writer) TurnTerm(ctx context.Context, t org.Term) error {
	if _, err := w.w.EndTerm(ctx, string(t.Agency), ms(t.From)); err != nil {
		return saved(err, "the end of a term")
	}
	err := w.w.AddTerm(ctx, db.AddTermParams{Agency: string(t.Agency), Name: t.Name, Superior: t.Superior, ShortName: t.ShortName,
		Parent: string(t.Parent), ValidFrom: ms(t.From), ValidTo: ms(t.To), Deed: string(t.Deed)})
	if err != nil {
		return saved(err, "a term of an agency")
	}
	rows, err := w.w.SetAgencyNow(ctx, db.SetAgencyNowParams{ID: string(t.Agency), Name: t.Name, Superior: t.Superior, ShortName: t.ShortName, Parent: string(t.Parent)})
	return one(rows, err, "an agency")
}

func (w writer) TurnUnit(ctx context.Context, t org.UnitTerm) error {
	if _, err := w.w.EndUnitTerm(ctx, string(t.Unit), ms(t.From)); err != nil {
		return saved(err, "the end of a unit's term")
	}
	err := w.w.AddUnitTerm(ctx, db.AddUnitTermParams{Unit: string(t.Unit), Agency: string(t.Agency), Parent: string(t.Parent), Name: t.Name,
		ShortName: t.ShortName, ValidFrom: ms(t.From), ValidTo: ms(t.To), Deed: string(t.Deed)})
	if err != nil {
		return saved(err, "a term of a unit")
	}
	rows, err := w.w.SetUnit(ctx, db.SetUnitParams{ID: string(t.Unit), Agency: string(t.Agency), Name: t.Name, ShortName: t.ShortName, Parent: string(t.Parent)})
	return one(rows, err, "a unit")
}

func (w writer) CloseUnit(ctx context.Context, id org.UnitID, when time.Time) error {
	rows, err := w.w.CloseUnit(ctx, string(id), ms(when))
	if err := one(rows, err, "the end of a unit"); err != nil {
		return err
	}
	_, err = w.w.EndUnitTerm(ctx, string(id), ms(when))
	return saved(err, "the end of a unit's term")
}

func (w writer) SetPerson(ctx context.Context, p org.Person) error {
	rows, err := w.w.SetPerson(ctx, db.SetPersonParams{ID: string(p.ID), Phone: p.Phone, Employment: string(p.Employment),
		Status: string(p.Status), StatusAt: ms(p.StatusAt)})
	return one(rows, err, "a person")
}

func (w writer) TurnPerson(ctx context.Context, t org.PersonTerm) error {
	if _, err := w.w.EndPersonTerm(ctx, string(t.Person), ms(t.From)); err != nil {
		return saved(err, "the end of a person's term")
	}
	err := w.w.AddPersonTerm(ctx, db.AddPersonTermParams{Person: string(t.Person), Name: t.Name, Email: t.Email,
		ValidFrom: ms(t.From), ValidTo: ms(t.To), Deed: string(t.Deed)})
	if err != nil {
		return saved(err, "a term of a person")
	}
	rows, err := w.w.NamePerson(ctx, string(t.Person), t.Name, t.Email)
	return one(rows, err, "a person")
}

func (w writer) PutIdentity(ctx context.Context, i org.Identity) error {
	return saved(w.w.PutIdentity(ctx, db.PutIdentityParams{Person: string(i.Person), Birth: ms(i.Birth), Number: i.Number,
		IssuedAt: ms(i.IssuedAt), IssuedBy: i.IssuedBy}), "an identity")
}

func term(r db.AgencyTerm) org.Term {
	return org.Term{Agency: org.AgencyID(r.Agency), Name: r.Name, Superior: r.Superior, ShortName: r.ShortName,
		Parent: org.AgencyID(r.Parent), From: at(r.ValidFrom), To: at(r.ValidTo), Deed: org.DeedID(r.Deed)}
}

func unitTerm(r db.UnitTerm) org.UnitTerm {
	return org.UnitTerm{Unit: org.UnitID(r.Unit), Agency: org.AgencyID(r.Agency), Parent: org.UnitID(r.Parent), Name: r.Name,
		ShortName: r.ShortName, From: at(r.ValidFrom), To: at(r.ValidTo), Deed: org.DeedID(r.Deed)}
}

func personTerm(r db.PersonTerm) org.PersonTerm {
	return org.PersonTerm{Person: org.PersonID(r.Person), Name: r.Name, Email: r.Email, From: at(r.ValidFrom), To: at(r.ValidTo), Deed: org.DeedID(r.Deed)}
}
