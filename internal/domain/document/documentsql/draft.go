package documentsql

import (
	"context"
	"encoding/json"
	"fmt"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/draftdb"
	"antin/internal/domain/org"
)

// TypeRules implements document.DraftStore.
func (s *Store) TypeRules(ctx context.Context, province string, agency org.AgencyID) ([]document.TypeRule, error) {
	rows, err := draftdb.New(s.database.Reader()).TypeRules(ctx, province, string(agency))
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue of types: %w", err)
	}
	out := make([]document.TypeRule, len(rows))
	for i, r := range rows {
		out[i] = document.TypeRule{
			ID: document.TypeRuleID(r.ID), Agency: org.AgencyID(r.Agency), Province: r.Province, Sector: document.Sector(r.Sector), Code: r.Code,
			Name: r.Name, Symbol: r.Symbol, ElectronicOnly: r.ElectronicOnly, PaperRequired: r.PaperRequired, Source: r.Source,
			From: r.FromDay, Until: r.UntilDay, Author: org.PersonID(r.Author), At: instant(r.At),
		}
	}
	return out, nil
}

// Templates implements document.DraftStore.
func (s *Store) Templates(ctx context.Context, agency org.AgencyID) ([]document.Template, error) {
	rows, err := draftdb.New(s.database.Reader()).Templates(ctx, string(agency))
	if err != nil {
		return nil, fmt.Errorf("reading templates: %w", err)
	}
	out := make([]document.Template, len(rows))
	for i, r := range rows {
		out[i] = document.Template{
			ID: document.TemplateID(r.ID), Agency: org.AgencyID(r.Agency), Type: r.Type, No: int(r.No), Name: r.Name, From: r.FromDay,
			Author: org.PersonID(r.Author), At: instant(r.At),
		}
		if err := json.Unmarshal([]byte(r.Body), &out[i].Body); err != nil {
			return nil, fmt.Errorf("reading template %s: %w", r.ID, err)
		}
	}
	return out, nil
}

// TypedForm implements document.DraftStore.
func (s *Store) TypedForm(ctx context.Context, person org.PersonID, place string) (document.TypedForm, error) {
	row, err := draftdb.New(s.database.Reader()).TypedForm(ctx, string(person), place)
	if err != nil {
		return document.TypedForm{}, absent(err, "reading a typed form")
	}
	return document.TypedForm{Place: place, Fields: row.Fields, At: instant(row.At)}, nil
}

func (t *transaction) PutTypeRule(ctx context.Context, r document.TypeRule) error {
	err := draftdb.New(t.tx).PutTypeRule(ctx, draftdb.PutTypeRuleParams{
		ID: string(r.ID), Agency: string(r.Agency), Province: r.Province, Sector: string(r.Sector), Code: r.Code, Name: r.Name, Symbol: r.Symbol,
		ElectronicOnly: r.ElectronicOnly, PaperRequired: r.PaperRequired, Source: r.Source, FromDay: r.From, UntilDay: r.Until,
		Author: string(r.Author), At: millis(r.At),
	})
	if err != nil {
		return fmt.Errorf("storing a line of the catalogue of types: %w", err)
	}
	return nil
}

func (t *transaction) AddTemplate(ctx context.Context, m document.Template) error {
	body, err := json.Marshal(m.Body)
	if err != nil {
		return fmt.Errorf("writing a template: %w", err)
	}
	err = draftdb.New(t.tx).AddTemplate(ctx, draftdb.AddTemplateParams{
		ID: string(m.ID), Agency: string(m.Agency), Type: m.Type, No: int32(m.No), Name: m.Name, Body: string(body), FromDay: m.From,
		Author: string(m.Author), At: millis(m.At),
	})
	if err != nil {
		return fmt.Errorf("storing a template: %w", err)
	}
	return nil
}

func (t *transaction) PutTypedForm(ctx context.Context, person org.PersonID, f document.TypedForm) error {
	if err := draftdb.New(t.tx).PutTypedForm(ctx, string(person), f.Place, f.Fields, millis(f.At)); err != nil {
		return fmt.Errorf("keeping a typed form: %w", err)
	}
	return nil
}

func (t *transaction) DropTypedForm(ctx context.Context, person org.PersonID, place string) error {
	if err := draftdb.New(t.tx).DropTypedForm(ctx, string(person), place); err != nil {
		return fmt.Errorf("forgetting a typed form: %w", err)
	}
	return nil
}

// StampHolds implements document.DraftStore.
func (s *Store) StampHolds(ctx context.Context, agency org.AgencyID) ([]document.StampHold, error) {
	rows, err := draftdb.New(s.database.Reader()).StampHolds(ctx, string(agency))
	if err != nil {
		return nil, fmt.Errorf("reading files that wait for the clerk: %w", err)
	}
	out := make([]document.StampHold, len(rows))
	for i, r := range rows {
		out[i] = hold(r)
	}
	return out, nil
}

// StampHold implements document.DraftStore.
func (s *Store) StampHold(ctx context.Context, agency org.AgencyID, sha256 string) (document.StampHold, error) {
	row, err := draftdb.New(s.database.Reader()).StampHold(ctx, string(agency), sha256)
	return hold(row), absent(err, "reading a file that waits for the clerk")
}

func hold(r draftdb.StampHold) document.StampHold {
	return document.StampHold{
		SHA256: r.Sha256, Agency: org.AgencyID(r.Agency), Person: org.PersonID(r.Person), Stamp: r.Stamp, At: instant(r.At),
		ConfirmedBy: org.PersonID(r.ConfirmedBy), ConfirmedAt: instant(r.ConfirmedAt),
	}
}

func (t *transaction) PutStampHold(ctx context.Context, h document.StampHold) error {
	err := draftdb.New(t.tx).PutStampHold(ctx, draftdb.PutStampHoldParams{
		Sha256: h.SHA256, Agency: string(h.Agency), Person: string(h.Person), Stamp: h.Stamp, At: millis(h.At),
		ConfirmedBy: string(h.ConfirmedBy), ConfirmedAt: millis(h.ConfirmedAt),
	})
	if err != nil {
		return fmt.Errorf("keeping a file that waits for the clerk: %w", err)
	}
	return nil
}
