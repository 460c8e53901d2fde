package requestsql

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/request/requestsql/db"
	"antin/internal/domain/signing"
)

type reader struct{ q *db.Queries }

// Request implements request.Reader.
func (r reader) Request(ctx context.Context, id request.ID) (request.Request, error) {
	row, err := r.q.GetRequest(ctx, string(id))
	if err := found(err, "a request"); err != nil {
		return request.Request{}, err
	}
	return read(row.Data, row.Rev)
}

func read(data string, rev int32) (request.Request, error) {
	var r request.Request
	if err := json.Unmarshal([]byte(data), &r); err != nil {
		return r, fmt.Errorf("reading a stored request: %w", err)
	}
	r.Rev = int(rev)
	return r, nil
}

// each reads the rows of a list.
func each[Row any](rows []Row, err error, what string, parts func(Row) (string, int32)) ([]request.Request, error) {
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", what, err)
	}
	out := make([]request.Request, len(rows))
	for i, row := range rows {
		data, rev := parts(row)
		if out[i], err = read(data, rev); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// List implements request.Reader: by the first of dispatch, document, due time,
// agency, person and province that is asked for.
func (r reader) List(ctx context.Context, province string, q request.Query) ([]request.Request, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	n := int32(min(limit, 200))
	before, id := int64(math.MaxInt64), "~"
	if !q.Before.UpdatedAt.IsZero() {
		before, id = millis(q.Before.UpdatedAt), string(q.Before.ID)
	}
	switch {
	case q.Dispatch != "":
		rows, err := r.q.ListDispatch(ctx, q.Dispatch)
		return each(rows, err, "the lines of a dispatch", func(x db.ListDispatchRow) (string, int32) { return x.Data, x.Rev })
	case q.Document != "":
		rows, err := r.q.ListDocument(ctx, q.Document)
		return each(rows, err, "the requests of a document", func(x db.ListDocumentRow) (string, int32) { return x.Data, x.Rev })
	case q.Person != "":
		rows, err := r.q.ListPerson(ctx, db.ListPersonParams{
			Person: string(q.Person), UpdatedAt: before, ID: id, Column4: marks(q.States), Column5: marks(q.Kinds), Column6: like(q.Text), Limit: n,
		})
		return each(rows, err, "the requests of a person", func(x db.ListPersonRow) (string, int32) { return x.Data, x.Rev })
	case q.Managing != "":
		rows, err := r.q.ListManaging(ctx, db.ListManagingParams{
			Managing: string(q.Managing), UpdatedAt: before, ID: id, Column4: marks(q.States), Column5: marks(q.Kinds),
			Column6: string(q.Subject), Column7: string(q.Flag), Column8: like(q.Text), Limit: n,
		})
		return each(rows, err, "the requests of an agency", func(x db.ListManagingRow) (string, int32) { return x.Data, x.Rev })
	}
	unassigned := ""
	if q.Unassigned {
		unassigned = "yes"
	}
	rows, err := r.q.ListProvince(ctx, db.ListProvinceParams{
		Province: province, UpdatedAt: before, ID: id, Column4: marks(q.States), Column5: marks(q.Kinds), Column6: string(q.Subject),
		Column7: string(q.Officer), Column8: string(q.Flag), Column9: unassigned, Column10: like(q.Text), Limit: n,
	})
	return each(rows, err, "requests", func(x db.ListProvinceRow) (string, int32) { return x.Data, x.Rev })
}

// marks joins a list as the statements look into it: ",a,b,".
func marks[Word ~string](list []Word) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteByte(',')
	for _, w := range list {
		b.WriteString(string(w))
		b.WriteByte(',')
	}
	return b.String()
}

// like folds what was typed; the signs of patterns find nothing by themselves.
func like(text string) string {
	return strings.NewReplacer("%", "", "_", "", `\`, "").Replace(request.Folded(text))
}

// Due implements request.Reader.
func (r reader) Due(ctx context.Context, province string, before time.Time, managing org.AgencyID, limit int) ([]request.Request, error) {
	rows, err := r.q.ListDue(ctx, province, millis(before), string(managing), int32(limit))
	return each(rows, err, "what runs out", func(x db.ListDueRow) (string, int32) { return x.Data, x.Rev })
}

// OpenFor implements request.Reader.
func (r reader) OpenFor(ctx context.Context, id signing.CertificateID, kind request.Kind) ([]request.Request, error) {
	rows, err := r.q.OpenForCertificate(ctx, string(id), string(kind))
	return each(rows, err, "open requests", func(x db.OpenForCertificateRow) (string, int32) { return x.Data, x.Rev })
}

// OpenOn implements request.Reader.
func (r reader) OpenOn(ctx context.Context, id device.ID) ([]request.Request, error) {
	rows, err := r.q.OpenForDevice(ctx, string(id))
	return each(rows, err, "open requests", func(x db.OpenForDeviceRow) (string, int32) { return x.Data, x.Rev })
}

// Counts implements request.Reader.
func (r reader) Counts(ctx context.Context, province string, managing org.AgencyID) ([]request.Count, error) {
	var out []request.Count
	if managing != "" {
		rows, err := r.q.CountManaging(ctx, string(managing))
		for _, row := range rows {
			out = append(out, request.Count{State: request.State(row.State), N: int(row.N)})
		}
		return out, err
	}
	rows, err := r.q.CountProvince(ctx, province)
	for _, row := range rows {
		out = append(out, request.Count{State: request.State(row.State), N: int(row.N)})
	}
	return out, err
}

// Steps implements request.Reader.
func (r reader) Steps(ctx context.Context, id request.ID) ([]request.Step, error) {
	rows, err := r.q.Steps(ctx, string(id))
	out := make([]request.Step, len(rows))
	for i, s := range rows {
		out[i] = request.Step{At: instant(s.At), State: request.State(s.State), Deed: request.Deed(s.Deed),
			Actor: org.PersonID(s.Actor), ActorName: s.ActorName, Note: s.Note, Clause: s.Clause}
	}
	return out, err
}

// Contacts implements request.Reader.
func (r reader) Contacts(ctx context.Context, id request.ID) ([]request.Contact, error) {
	rows, err := r.q.Contacts(ctx, string(id))
	out := make([]request.Contact, len(rows))
	for i, c := range rows {
		out[i] = request.Contact{At: instant(c.At), Agency: c.Reached, By: org.PersonID(c.Actor), ByName: c.ActorName, Result: c.Result}
	}
	return out, err
}

// Notices implements request.Reader.
func (r reader) Notices(ctx context.Context, id request.ID) ([]request.Notice, error) {
	rows, err := r.q.Notices(ctx, string(id))
	return notices(rows, err)
}

// NoticesTo implements request.Reader.
func (r reader) NoticesTo(ctx context.Context, agency org.AgencyID, limit int) ([]request.Notice, error) {
	rows, err := r.q.NoticesTo(ctx, string(agency), int32(limit))
	return notices(rows, err)
}

func notices(rows []db.RequestNotice, err error) ([]request.Notice, error) {
	out := make([]request.Notice, len(rows))
	for i, n := range rows {
		out[i] = request.Notice{ID: n.ID, Request: request.ID(n.Request), Agency: org.AgencyID(n.Agency), Text: n.Text, At: instant(n.At)}
	}
	return out, err
}

// Dispatch implements request.Reader.
func (r reader) Dispatch(ctx context.Context, id string) (request.Dispatch, error) {
	data, err := r.q.Dispatch(ctx, id)
	return dispatch(data, err)
}

// DispatchByDocument implements request.Reader.
func (r reader) DispatchByDocument(ctx context.Context, document string) (request.Dispatch, error) {
	data, err := r.q.DispatchByDocument(ctx, document)
	return dispatch(data, err)
}

func dispatch(data string, err error) (request.Dispatch, error) {
	var d request.Dispatch
	if err := found(err, "a dispatch"); err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(data), &d); err != nil {
		return d, fmt.Errorf("reading a stored dispatch: %w", err)
	}
	return d, nil
}

// Dispatches implements request.Reader.
func (r reader) Dispatches(ctx context.Context, province string, limit int) ([]request.Dispatch, error) {
	rows, err := r.q.Dispatches(ctx, province, int32(limit))
	if err != nil {
		return nil, fmt.Errorf("listing dispatches: %w", err)
	}
	out := make([]request.Dispatch, len(rows))
	for i, data := range rows {
		if out[i], err = dispatch(data, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Officers implements request.Reader.
func (r reader) Officers(ctx context.Context, agency org.AgencyID, at time.Time) ([]request.Officer, error) {
	all, err := r.OfficerHistory(ctx, agency)
	var out []request.Officer
	for _, o := range all {
		if !at.Before(o.From) && (o.To.IsZero() || at.Before(o.To)) {
			out = append(out, o)
		}
	}
	return out, err
}

// OfficerHistory implements request.Reader.
func (r reader) OfficerHistory(ctx context.Context, agency org.AgencyID) ([]request.Officer, error) {
	rows, err := r.q.Officers(ctx, string(agency))
	if err != nil {
		return nil, fmt.Errorf("listing officers: %w", err)
	}
	out := make([]request.Officer, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row.Data), &out[i]); err != nil {
			return nil, fmt.Errorf("reading a stored officer: %w", err)
		}
		out[i].To = instant(row.ValidTo)
	}
	return out, nil
}

// Referenced implements request.Reader.
func (r reader) Referenced(ctx context.Context, sha256 string) (bool, error) {
	n, err := r.q.FileReferenced(ctx, sha256)
	return n > 0, err
}

// Voided implements request.Reader.
func (r reader) Voided(ctx context.Context, document string) (string, error) {
	why, err := r.q.VoidedLetter(ctx, document)
	return why, found(err, "a letter")
}
