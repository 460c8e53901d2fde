package document

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// What every entry of the log says of the document as it was saved, so that
// antin check finds each later change of a row that did not pass through here.
// What people typed stands in digests alone.
const (
	traceFields    = "digest.fields"
	traceDecisions = "digest.decisions"
	traceFiles     = "digest.files"
	traceWork      = "digest.work"
	traceChain     = "digest.chain"
	traceLine      = "digest.line"
	traceIntake    = "digest.intake"
	traceRegister  = "register" // book/year/number of the line
)

// trace is what the log keeps of the document and its line in a register.
func (d *Document) trace() map[string]string {
	data := map[string]string{
		"state": string(d.State), "version": fmt.Sprint(d.Version), "content": d.ContentHash(),
		traceFields: d.fieldsDigest(), traceDecisions: d.decisionsDigest(), traceFiles: d.filesDigest(), traceWork: d.workDigest(),
	}
	if len(d.Chain.Steps) > 0 {
		data[traceChain] = d.chainDigest()
	}
	if d.Number != 0 {
		data["number"] = fmt.Sprint(d.Number)
	}
	if d.Arrival != 0 {
		data["arrival"] = fmt.Sprint(d.Arrival)
	}
	if d.Direction == Outgoing && d.IssuedOn != "" {
		data["issued_on"], data["symbol"] = bounded(d.IssuedOn), bounded(d.Symbol)
	}
	if d.Intake != nil {
		data[traceIntake] = d.intakeDigest()
	}
	if line := d.changes.Line; line != nil {
		data[traceLine] = line.Digest()
		data[traceRegister] = line.Place()
	}
	return data
}

// bounded keeps a short value of the program's own making and puts a digest in
// the place of a long one, which the log would refuse.
func bounded(value string) string {
	if len(value) <= 64 {
		return value
	}
	return "sha256:" + digest(value)
}

// digest is over the JSON of plain values, which has one spelling.
func digest(values ...any) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic(fmt.Sprintf("document: a digest of what JSON cannot say: %v", err)) // strings, numbers and lists only
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// millis is an instant as the store keeps it.
func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

// fieldsDigest covers the row of the document and its recipients, but for the
// time and the count of the last write.
func (d *Document) fieldsDigest() string {
	recipients := make([]any, len(d.Recipients))
	for i, r := range d.Recipients {
		row := []any{r.Code, r.Name, r.Agency}
		if r.Kind != ToAgency { // later than the other columns
			row = append(row, r.Kind)
		}
		recipients[i] = row
	}
	return digest(d.ID, d.Direction, d.Agency, d.Unit, d.Drafter, d.Province, d.Type, d.Subject, d.Area, d.Urgency, d.Secrecy, d.Origin,
		d.Signer.Person, d.Signer.Name, d.Signer.Post, d.Signer.Title, d.Signer.Capacity, d.Signer.Authority, d.State, d.Holder,
		d.Version, d.Number, d.Symbol, d.IssuedOn, d.Pages, d.From, d.FromName, d.SenderRef, d.DeliveryID, d.DocumentRef,
		millis(d.ArrivedAt), d.Arrival, d.Refusal.Code, d.Refusal.Text, millis(d.CreatedAt), recipients)
}

func (d *Document) decisionsDigest() string {
	rows := make([]any, len(d.Decisions))
	for i, x := range d.Decisions {
		rows[i] = []any{x.ID, x.Kind, x.By, x.ByName, x.Version, x.Hash, x.OK, x.Comment, append([]string{}, x.Faults...), x.Clause, millis(x.At), millis(x.Voided)}
	}
	return digest(d.ID, rows)
}

func (d *Document) filesDigest() string {
	versions, files := make([]any, len(d.Versions)), make([]any, len(d.Files))
	for i, v := range d.Versions {
		versions[i] = []any{v.ID, v.No, v.Hash, v.Author, millis(v.At)}
	}
	for i, f := range d.Files {
		files[i] = []any{f.ID, f.Version, f.Role, f.Stage, f.Name, f.SHA256, f.Size, f.Pages, f.From, f.Order, millis(f.At)}
	}
	return digest(d.ID, versions, files)
}

// workDigest covers opinions, tasks, places and verifications, in the order of
// their keys, as the store reads them.
func (d *Document) workDigest() string {
	opinions, tasks, places, checks := slices.Clone(d.Opinions), slices.Clone(d.Assignments), slices.Clone(d.Places), slices.Clone(d.Checks)
	slices.SortFunc(opinions, func(a, b Opinion) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(tasks, func(a, b Assignment) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(places, func(a, b Place) int { return cmp.Compare(a.Field, b.Field) })
	slices.SortFunc(checks, func(a, b Check) int { return cmp.Compare(a.ID, b.ID) })
	rows := []any{}
	for _, o := range opinions {
		row := []any{o.ID, o.Round, o.Person, o.PersonName, millis(o.DueAt), o.Text, millis(o.GivenAt), o.Answer, o.AnswerText, millis(o.AnsweredAt)}
		if o.Unit != "" || !o.RemindedAt.IsZero() { // rows from before units keep their digest
			row = append(row, o.Unit, o.UnitName, millis(o.RemindedAt))
		}
		rows = append(rows, row)
	}
	for _, a := range tasks {
		row := []any{a.ID, a.Person, a.PersonName, a.By, a.Direction, a.DueOn, millis(a.At), millis(a.DoneAt), a.Result}
		if a.Unit != "" || a.Ended != "" { // rows from before tasks keep their digest
			row = append(row, a.Unit, a.Ended)
		}
		rows = append(rows, row)
	}
	for _, p := range places {
		rows = append(rows, []any{p.Field, p.Page, number(p.X0), number(p.Y0), number(p.X1), number(p.Y1), p.Found, p.Why, p.Absent, p.Prefix})
	}
	for _, c := range checks {
		rows = append(rows, []any{c.ID, c.File, c.SHA256, millis(c.At), c.By, c.Gate, c.Indication, c.SubIndication, digest(c.Report), c.Tool})
	}
	return digest(d.ID, rows)
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// enter writes the line of the document in its register and keeps it for the log.
func enter(ctx context.Context, tx Tx, d *Document, line Entry) error {
	if err := tx.SetEntry(ctx, line); err != nil {
		return err
	}
	d.changes.Line = &line
	return nil
}
