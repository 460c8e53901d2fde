package subscribersql

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
	"antin/internal/domain/subscriber/subscribersql/db"
	"antin/vntext"
)

type writer struct{ w *db.Queries }

func (w writer) AddRegistration(ctx context.Context, r subscriber.Registration) error {
	differences, err := json.Marshal(r.Differences)
	if err != nil {
		return fmt.Errorf("writing the differences: %w", err)
	}
	err = w.w.AddRegistration(ctx, db.AddRegistrationParams{
		Certificate: string(r.Certificate), Province: r.Province, Kind: string(r.Kind), Class: string(r.Class), Agency: string(r.Agency),
		Person: string(r.Person), Holder: r.Holder, SortKey: sortKey(r), Title: r.Title, Email: r.Email, System: r.System, SystemKind: r.SystemKind,
		Serial: r.Serial, KeyKind: string(r.KeyKind), NotBefore: ms(r.NotBefore), NotAfter: ms(r.NotAfter), HeadName: r.HeadName, HeadTitle: r.HeadTitle,
		RenewalOf: string(r.RenewalOf), Minutes: r.Minutes, Differences: string(differences), Rules: r.Rules,
		RegisteredBy: string(r.By), RegisteredAgency: string(r.ByAgency), RegisteredAt: ms(r.At),
	})
	if err := saved(err, "a registration"); err != nil {
		return err
	}
	for _, term := range terms(r) {
		if err := w.w.AddTerm(ctx, []byte(term), string(r.Certificate), string(r.Agency)); err != nil {
			return saved(err, "a word of a registration")
		}
	}
	return nil
}

// sortKey puts people by their given names, as Vietnamese lists do.
func sortKey(r subscriber.Registration) []byte {
	key := vntext.SortKey(r.Holder)
	if r.Class == signing.ClassPerson {
		key = vntext.NameKey(r.Holder)
	}
	return []byte(key)
}

// maxTerm bounds one term; nobody types more than that.
const maxTerm = 120

// terms are what a line is found by: the name from each of its words on, the
// serial, the mail address, the system.
func terms(r subscriber.Registration) []string {
	var out []string
	for _, text := range []string{r.Holder, r.System} {
		words := strings.Fields(vntext.Fold(text))
		for i := range words {
			out = append(out, cut(strings.Join(words[i:], " ")))
		}
	}
	out = append(out, cut(strings.ToLower(r.Serial)))
	if r.Email != "" {
		out = append(out, cut(strings.ToLower(r.Email)))
	}
	return out
}

func cut(term string) string { return term[:min(len(term), maxTerm)] }

func (w writer) SetRenewed(ctx context.Context, old, next signing.CertificateID) error {
	return saved(w.w.SetRenewed(ctx, string(old), string(next)), "a renewal")
}

func (w writer) SetMinutes(ctx context.Context, id signing.CertificateID, minutes string) error {
	return saved(w.w.SetMinutes(ctx, string(id), minutes), "the minutes of a registration")
}

func (w writer) SavePlan(ctx context.Context, p subscriber.Plan, by org.PersonID) error {
	return saved(w.w.SavePlan(ctx, db.SavePlanParams{Certificate: string(p.Certificate), Target: p.Target, Responsible: p.Responsible,
		State: string(p.State), Note: p.Note, ChangedBy: string(by), ChangedAt: ms(p.At)}), "a plan of migration")
}

func (w writer) AddNotice(ctx context.Context, n subscriber.Notice) (bool, error) {
	rows, err := w.w.AddNotice(ctx, db.AddNoticeParams{Certificate: string(n.Certificate), Rung: int32(n.Rung), Agency: string(n.Agency),
		Person: string(n.Person), EndsAt: ms(n.EndsAt), MadeAt: ms(n.MadeAt)})
	return rows > 0, saved(err, "a reminder")
}

func (w writer) CloseNotices(ctx context.Context, id signing.CertificateID, but int, when time.Time) error {
	return saved(w.w.CloseNotices(ctx, string(id), int32(but), ms(when)), "the end of a reminder")
}

func (w writer) CloseStale(ctx context.Context, when time.Time) (int, error) {
	n, err := w.w.CloseStale(ctx, ms(when))
	return int(n), saved(err, "the end of reminders")
}

func (w writer) AddExternal(ctx context.Context, e subscriber.External) error {
	return saved(w.w.AddExternal(ctx, db.AddExternalParams{ID: e.ID, Certificate: string(e.Certificate), Agency: string(e.Agency), System: e.System,
		Name: e.Name, Account: e.Account, Guidance: e.Guidance, Since: e.Since, EnteredBy: string(e.By), EnteredAt: ms(e.At)}), "a registration outside")
}

func (w writer) EndExternal(ctx context.Context, id, until string) error {
	n, err := w.w.EndExternal(ctx, id, until)
	return changed(n, err, "the end of a registration outside")
}

func (w writer) AddAcceptance(ctx context.Context, a subscriber.Acceptance) error {
	duties, err := json.Marshal(a.Duties)
	if err != nil {
		return fmt.Errorf("writing the duties: %w", err)
	}
	return saved(w.w.AddAcceptance(ctx, db.AddAcceptanceParams{Person: string(a.Person), Certificate: string(a.Certificate), Version: a.Version,
		Duties: string(duties), AcceptedAt: ms(a.At)}), "an acceptance")
}

func (w writer) AddInformation(ctx context.Context, i subscriber.Information) error {
	return saved(w.w.AddInformation(ctx, db.AddInformationParams{ID: i.ID, Person: string(i.Person), Agency: string(i.Agency), AskedBy: i.AskedBy,
		Paper: i.Paper, Question: i.Question, ReceivedAt: ms(i.ReceivedAt), DueOn: i.DueOn, EnteredBy: string(i.By)}), "a request for information")
}

func (w writer) AnswerInformation(ctx context.Context, i subscriber.Information) error {
	n, err := w.w.AnswerInformation(ctx, db.AnswerInformationParams{ID: i.ID, Answer: i.Answer, AnswerPaper: i.AnswerPaper,
		AnsweredBy: string(i.AnsweredBy), AnsweredAt: ms(i.AnsweredAt)})
	return changed(n, err, "the answer to a request for information")
}

func (w writer) AddUse(ctx context.Context, u subscriber.Use) (bool, error) {
	n, err := w.w.AddUse(ctx, db.AddUseParams{Certificate: string(u.Certificate), Document: u.Document, Agency: string(u.Agency),
		Symbol: u.Symbol, Deed: u.Deed, At: ms(u.At)})
	return n > 0, saved(err, "the use of a certificate")
}

func (w writer) FirstUse(ctx context.Context, agency org.AgencyID, when time.Time) error {
	return saved(w.w.KeepFirstUse(ctx, string(agency), ms(when)), "the first use")
}

func (w writer) SavePrice(ctx context.Context, province string, p subscriber.Price, by org.PersonID, when time.Time) error {
	return saved(w.w.SavePrice(ctx, db.SavePriceParams{Province: province, Year: int32(p.Year), Line: p.Line, Price: p.Price, Quantity: int32(p.Quantity),
		ChangedBy: string(by), ChangedAt: ms(when)}), "a price")
}

func (w writer) AddImport(ctx context.Context, i subscriber.Import) error {
	return saved(w.w.AddImport(ctx, db.AddImportParams{ID: string(i.ID), Province: i.Province, Agency: string(i.Agency), Person: string(i.Person),
		Account: string(i.Account), Name: i.Name, Total: int32(i.Total), State: string(i.State), CreatedAt: ms(i.CreatedAt)}), "an import")
}

func (w writer) AddImportRow(ctx context.Context, id subscriber.ImportID, r subscriber.ImportRow) error {
	cells, err := json.Marshal(r.Cells)
	if err != nil {
		return fmt.Errorf("writing row %d: %w", r.No, err)
	}
	return saved(w.w.AddImportRow(ctx, string(id), int32(r.No), string(cells), string(r.State)), "a row of an import")
}

func (t *transaction) LockImport(ctx context.Context, id subscriber.ImportID) (subscriber.Import, error) {
	if n, err := t.w.LockImport(ctx, string(id)); err != nil || n == 0 {
		return subscriber.Import{}, changed(n, err, "the lock of an import")
	}
	return t.Import(ctx, id)
}

func (w writer) SaveImportRow(ctx context.Context, id subscriber.ImportID, r subscriber.ImportRow) error {
	cells, err := json.Marshal(r.Cells)
	if err != nil {
		return fmt.Errorf("writing row %d: %w", r.No, err)
	}
	n, err := w.w.SaveImportRow(ctx, db.SaveImportRowParams{Import: string(id), No: int32(r.No), Cells: string(cells), State: string(r.State),
		Certificate: string(r.Certificate), Reason: r.Reason, Clause: r.Clause})
	return changed(n, err, "a row of an import")
}

func (w writer) SaveImport(ctx context.Context, i subscriber.Import) error {
	return saved(w.w.SaveImport(ctx, db.SaveImportParams{ID: string(i.ID), Done: int32(i.Done), Entered: int32(i.Entered), Refused: int32(i.Refused),
		State: string(i.State), EndedAt: ms(i.EndedAt)}), "an import")
}
