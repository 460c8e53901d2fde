package subscribersql

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/subscriber/subscribersql/db"
)

type reader struct {
	q    *db.Queries
	rows querier
}

type querier interface {
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

func (r reader) Registration(ctx context.Context, id signing.CertificateID) (subscriber.Registration, error) {
	row, err := r.q.Registration(ctx, string(id))
	if err != nil {
		return subscriber.Registration{}, found(err, "a registration")
	}
	out := subscriber.Registration{
		Certificate: id, Kind: subscriber.Kind(row.Kind), Class: signing.Class(row.Class), Agency: org.AgencyID(row.Agency), Person: org.PersonID(row.Person),
		Holder: row.Holder, Title: row.Title, Email: row.Email, System: row.System, SystemKind: row.SystemKind, HeadName: row.HeadName, HeadTitle: row.HeadTitle,
		RenewalOf: signing.CertificateID(row.RenewalOf), RenewedBy: signing.CertificateID(row.RenewedBy), Minutes: row.Minutes, Serial: row.Serial,
		KeyKind: signing.KeyKind(row.KeyKind), NotBefore: at(row.NotBefore), NotAfter: at(row.NotAfter), Province: row.Province, Rules: row.Rules,
		By: org.PersonID(row.RegisteredBy), ByAgency: org.AgencyID(row.RegisteredAgency), At: at(row.RegisteredAt),
	}
	if err := json.Unmarshal([]byte(row.Differences), &out.Differences); err != nil {
		return out, fmt.Errorf("reading the differences of %s: %w", id, err)
	}
	return out, nil
}

func (r reader) Unregistered(ctx context.Context, after signing.CertificateID, limit int) ([]signing.CertificateID, error) {
	ids, err := r.q.Unregistered(ctx, string(after), int32(limit))
	return each(ids, func(id string) signing.CertificateID { return signing.CertificateID(id) }), found(err, "certificates outside the register")
}

func (r reader) Plan(ctx context.Context, id signing.CertificateID) (subscriber.Plan, error) {
	row, err := r.q.Plan(ctx, string(id))
	return subscriber.Plan{Certificate: id, Target: row.Target, Responsible: row.Responsible, State: subscriber.PlanState(row.State), Note: row.Note,
		At: at(row.ChangedAt)}, found(err, "a plan of migration")
}

func (r reader) DueReminders(ctx context.Context, province string, now, until time.Time, after subscriber.Cursor, limit int) ([]subscriber.Reminder, error) {
	last := integer(after.Key)
	rows, err := r.q.DueReminders(ctx, db.DueRemindersParams{Province: province, NotAfter: ms(now), NotAfter_2: ms(until), NotAfter_3: last, Certificate: after.ID, Limit: int32(limit)})
	if err != nil {
		return nil, found(err, "certificates that end")
	}
	out := make([]subscriber.Reminder, 0, len(rows))
	for _, x := range rows {
		out = append(out, subscriber.Reminder{Certificate: signing.CertificateID(x.Certificate), Agency: org.AgencyID(x.Agency), Person: org.PersonID(x.Person),
			EndsAt: at(x.NotAfter), Rung: int(x.Rung.Int32), Status: signing.Status(x.Status), At: cursor(x.NotAfter, x.Certificate)})
	}
	return out, nil
}

func (r reader) Externals(ctx context.Context, id signing.CertificateID) ([]subscriber.External, error) {
	rows, err := r.q.Externals(ctx, string(id))
	return each(rows, external), found(err, "registrations outside")
}

func (r reader) ExternalByID(ctx context.Context, id string) (subscriber.External, error) {
	row, err := r.q.ExternalByID(ctx, id)
	return external(row), found(err, "a registration outside")
}

func external(x db.ExternalRegistration) subscriber.External {
	return subscriber.External{ID: x.ID, Certificate: signing.CertificateID(x.Certificate), Agency: org.AgencyID(x.Agency), System: x.System, Name: x.Name,
		Account: x.Account, Guidance: x.Guidance, Since: x.Since, Until: x.Until, By: org.PersonID(x.EnteredBy), At: at(x.EnteredAt)}
}

func (r reader) Acceptances(ctx context.Context, person org.PersonID) ([]subscriber.Acceptance, error) {
	rows, err := r.q.Acceptances(ctx, string(person))
	if err != nil {
		return nil, found(err, "acceptances")
	}
	out := make([]subscriber.Acceptance, len(rows))
	for i, x := range rows {
		out[i] = subscriber.Acceptance{Person: person, Certificate: signing.CertificateID(x.Certificate), Version: x.Version, At: at(x.AcceptedAt)}
		if err := json.Unmarshal([]byte(x.Duties), &out[i].Duties); err != nil {
			return nil, fmt.Errorf("reading accepted duties: %w", err)
		}
	}
	return out, nil
}

func (r reader) Information(ctx context.Context, id string) (subscriber.Information, error) {
	row, err := r.q.Information(ctx, id)
	return information(row), found(err, "a request for information")
}

func (r reader) InformationOf(ctx context.Context, person org.PersonID) ([]subscriber.Information, error) {
	rows, err := r.q.InformationOfPerson(ctx, string(person))
	return each(rows, information), found(err, "requests for information")
}

func information(x db.InformationRequest) subscriber.Information {
	return subscriber.Information{ID: x.ID, Person: org.PersonID(x.Person), Agency: org.AgencyID(x.Agency), AskedBy: x.AskedBy, Paper: x.Paper, Question: x.Question,
		ReceivedAt: at(x.ReceivedAt), DueOn: x.DueOn, Answer: x.Answer, AnswerPaper: x.AnswerPaper, AnsweredBy: org.PersonID(x.AnsweredBy),
		AnsweredAt: at(x.AnsweredAt), By: org.PersonID(x.EnteredBy)}
}

func (r reader) Uses(ctx context.Context, q subscriber.UseQuery) ([]subscriber.Use, error) {
	until := ms(q.Until)
	if until == 0 {
		until = math.MaxInt64
	}
	limit := int32(min(max(q.Limit, 1), 10_000))
	var rows []db.CertificateUse
	var err error
	if q.Certificate != "" {
		rows, err = r.q.UsesOfCertificate(ctx, string(q.Certificate), ms(q.From), until, limit)
	} else {
		rows, err = r.q.UsesOfPerson(ctx, string(q.Person), ms(q.From), until, limit)
	}
	return each(rows, func(x db.CertificateUse) subscriber.Use {
		return subscriber.Use{Certificate: signing.CertificateID(x.Certificate), Document: x.Document, Agency: org.AgencyID(x.Agency), Symbol: x.Symbol,
			Deed: x.Deed, At: at(x.At)}
	}), found(err, "the use of certificates")
}

func (r reader) Rollout(ctx context.Context, province string) ([]subscriber.Rollout, error) {
	rows, err := r.q.Rollout(ctx, province)
	return each(rows, func(x db.RolloutRow) subscriber.Rollout {
		return subscriber.Rollout{Agency: org.AgencyID(x.ID), Code: x.Code, Name: x.Name, FirstUse: at(x.FirstUse.Int64)}
	}), found(err, "the roll-out")
}

func (r reader) Prices(ctx context.Context, province string, year int) ([]subscriber.Price, error) {
	rows, err := r.q.Prices(ctx, province, int32(year))
	return each(rows, func(x db.PricesRow) subscriber.Price {
		return subscriber.Price{Year: year, Line: x.Line, Price: x.Price, Quantity: int(x.Quantity)}
	}), found(err, "prices")
}

func (r reader) Import(ctx context.Context, id subscriber.ImportID) (subscriber.Import, error) {
	row, err := r.q.ImportByID(ctx, string(id))
	return imported(row), found(err, "an import")
}

func (r reader) Imports(ctx context.Context, agency org.AgencyID, limit int) ([]subscriber.Import, error) {
	rows, err := r.q.ImportsOf(ctx, string(agency), int32(limit))
	return each(rows, imported), found(err, "imports")
}

func imported(x db.RegistryImport) subscriber.Import {
	return subscriber.Import{ID: subscriber.ImportID(x.ID), Province: x.Province, Agency: org.AgencyID(x.Agency), Person: org.PersonID(x.Person),
		Account: org.AccountID(x.Account), Name: x.Name, Total: int(x.Total), Done: int(x.Done), Entered: int(x.Entered), Refused: int(x.Refused),
		State: subscriber.ImportState(x.State), CreatedAt: at(x.CreatedAt), EndedAt: at(x.EndedAt)}
}

func (r reader) ImportRows(ctx context.Context, id subscriber.ImportID, state subscriber.RowState, after, limit int) ([]subscriber.ImportRow, error) {
	var rows []db.RegistryImportRow
	var err error
	if state == "" {
		rows, err = r.q.ImportRows(ctx, string(id), int32(after), int32(limit))
	} else {
		rows, err = r.q.ImportRowsIn(ctx, string(id), string(state), int32(after), int32(limit))
	}
	if err != nil {
		return nil, found(err, "rows of an import")
	}
	out := make([]subscriber.ImportRow, len(rows))
	for i, x := range rows {
		out[i] = subscriber.ImportRow{No: int(x.No), State: subscriber.RowState(x.State), Certificate: signing.CertificateID(x.Certificate), Reason: x.Reason, Clause: x.Clause}
		if err := json.Unmarshal([]byte(x.Cells), &out[i].Cells); err != nil {
			return nil, fmt.Errorf("reading row %d of an import: %w", x.No, err)
		}
	}
	return out, nil
}
