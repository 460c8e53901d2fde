package registersql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql/db"
)

const lastID = "~" // stands after every id

// AddSlips implements register.Lines.
func (t *transaction) AddSlips(ctx context.Context, list []register.Slip) error {
	for _, s := range list {
		err := t.q.InsertSlip(ctx, db.InsertSlipParams{ID: s.ID, Agency: string(s.Agency), Document: string(s.Document), Symbol: s.Symbol,
			Subject: s.Subject, RecipientCode: s.Code, Recipient: s.Recipient, Cause: s.Cause, Basis: s.Basis, Clause: s.Clause, OpenedAt: millis(s.OpenedAt)})
		if err != nil {
			return fmt.Errorf("opening a paper copy: %w", err)
		}
	}
	return nil
}

// PutSlip implements register.Tx.
func (t *transaction) PutSlip(ctx context.Context, s register.Slip) error {
	return t.q.UpdateSlip(ctx, db.UpdateSlipParams{SentOn: s.On, Method: s.Method, Envelopes: int32(s.Envelopes), SignedFor: s.SignedFor, Note: s.Note,
		Person: string(s.By), PersonName: s.ByName, DoneAt: millis(s.DoneAt), ID: s.ID})
}

// AddPrint implements register.Lines.
func (t *transaction) AddPrint(ctx context.Context, p register.Print) error {
	return t.q.InsertPrint(ctx, db.InsertPrintParams{ID: p.ID, Agency: string(p.Agency), Document: string(p.Document), Sha256: p.SHA256,
		Copies: int32(p.Copies), Purpose: p.Purpose, Person: string(p.By), PersonName: p.ByName, At: millis(p.At)})
}

// AddFault implements register.Tx.
func (t *transaction) AddFault(ctx context.Context, f register.Fault) error {
	return t.q.InsertFault(ctx, db.InsertFaultParams{ID: f.ID, Agency: string(f.Agency), Cause: f.Cause, BeganAt: millis(f.Began),
		OpenedBy: string(f.OpenedBy), OpenedName: f.OpenedName, OpenedAt: millis(f.OpenedAt)})
}

// PutFault implements register.Tx.
func (t *transaction) PutFault(ctx context.Context, f register.Fault) error {
	return t.q.UpdateFault(ctx, db.UpdateFaultParams{EndedAt: millis(f.Ended), ClosedBy: string(f.ClosedBy), ClosedName: f.ClosedName,
		Remedy: f.Remedy, DueAt: millis(f.Due), ID: f.ID})
}

// AddLeft implements register.Lines.
func (t *transaction) AddLeft(ctx context.Context, l register.Left) error {
	return t.q.InsertLeft(ctx, db.InsertLeftParams{Fault: l.Fault, Document: string(l.Document), Agency: string(l.Agency), Symbol: l.Symbol,
		Subject: l.Subject, Reason: l.Reason, Person: string(l.By), PersonName: l.ByName, LeftAt: millis(l.At)})
}

// Mend implements register.Lines.
func (t *transaction) Mend(ctx context.Context, d register.DocumentID, at time.Time) error {
	return t.q.MendLeft(ctx, millis(at), string(d))
}

func (r reader) Slip(ctx context.Context, id string) (register.Slip, error) {
	row, err := r.q.GetSlip(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return register.Slip{}, register.ErrNotFound
	}
	return slip(row), err
}

func (r reader) SlipsOf(ctx context.Context, d register.DocumentID) ([]register.Slip, error) {
	return slips(r.q.SlipsOf(ctx, string(d)))
}

func (r reader) Slips(ctx context.Context, q register.SlipQuery) ([]register.Slip, error) {
	if q.Before == "" {
		q.Before = lastID
	}
	if q.Limit <= 0 || q.Limit > 1000 {
		q.Limit = 100
	}
	if !q.Sent {
		return slips(r.q.OwedSlips(ctx, string(q.Agency), q.Before, int32(q.Limit)))
	}
	from, to := "", lastID
	if q.Year > 0 {
		from, to = fmt.Sprintf("%d-01-01", q.Year), fmt.Sprintf("%d-12-31", q.Year)
	}
	return slips(r.q.SentSlips(ctx, db.SentSlipsParams{Agency: string(q.Agency), SentOn: from, SentOn_2: to, ID: q.Before, Limit: int32(q.Limit)}))
}

func slips(rows []db.PaperSlip, err error) ([]register.Slip, error) {
	if err != nil {
		return nil, fmt.Errorf("reading paper copies: %w", err)
	}
	out := make([]register.Slip, len(rows))
	for i, r := range rows {
		out[i] = slip(r)
	}
	return out, nil
}

func slip(r db.PaperSlip) register.Slip {
	return register.Slip{ID: r.ID, Agency: org.AgencyID(r.Agency), Document: register.DocumentID(r.Document), Symbol: r.Symbol, Subject: r.Subject,
		Code: r.RecipientCode, Recipient: r.Recipient, Cause: r.Cause, Basis: r.Basis, Clause: r.Clause, OpenedAt: instant(r.OpenedAt),
		Sending: register.Sending{On: r.SentOn, Method: r.Method, Envelopes: int(r.Envelopes), SignedFor: r.SignedFor, Note: r.Note},
		By:      org.PersonID(r.Person), ByName: r.PersonName, DoneAt: instant(r.DoneAt)}
}

func (r reader) PrintsOf(ctx context.Context, d register.DocumentID) ([]register.Print, error) {
	rows, err := r.q.PrintsOf(ctx, string(d))
	if err != nil {
		return nil, fmt.Errorf("reading prints: %w", err)
	}
	out := make([]register.Print, len(rows))
	for i, x := range rows {
		out[i] = register.Print{ID: x.ID, Agency: org.AgencyID(x.Agency), Document: d, SHA256: x.Sha256, Copies: int(x.Copies), Purpose: x.Purpose,
			By: org.PersonID(x.Person), ByName: x.PersonName, At: instant(x.At)}
	}
	return out, nil
}

func (r reader) Faults(ctx context.Context, agency org.AgencyID, limit int) ([]register.Fault, error) {
	rows, err := r.q.FaultsOf(ctx, string(agency), int32(limit))
	if err != nil {
		return nil, fmt.Errorf("reading faults: %w", err)
	}
	out := make([]register.Fault, len(rows))
	for i, x := range rows {
		out[i] = faultOf(x)
	}
	return out, nil
}

func (r reader) Fault(ctx context.Context, id string) (register.Fault, error) {
	row, err := r.q.GetFault(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return register.Fault{}, register.ErrNotFound
	}
	return faultOf(row), err
}

func faultOf(x db.FaultCase) register.Fault {
	return register.Fault{ID: x.ID, Agency: org.AgencyID(x.Agency), Cause: x.Cause, Began: instant(x.BeganAt), OpenedBy: org.PersonID(x.OpenedBy),
		OpenedName: x.OpenedName, OpenedAt: instant(x.OpenedAt), Ended: instant(x.EndedAt), ClosedBy: org.PersonID(x.ClosedBy),
		ClosedName: x.ClosedName, Remedy: x.Remedy, Due: instant(x.DueAt)}
}

func (r reader) LeftOf(ctx context.Context, fault string) ([]register.Left, error) {
	return lefts(r.q.LeftOf(ctx, fault))
}

func (r reader) Waiting(ctx context.Context, agency org.AgencyID) ([]register.Left, error) {
	return lefts(r.q.WaitingLeft(ctx, string(agency)))
}

func (r reader) LeftDocument(ctx context.Context, d register.DocumentID) (register.Left, error) {
	row, err := r.q.LeftDocument(ctx, string(d))
	if errors.Is(err, sql.ErrNoRows) {
		return register.Left{}, register.ErrNotFound
	}
	return left(row), err
}

func lefts(rows []db.FaultDocument, err error) ([]register.Left, error) {
	if err != nil {
		return nil, fmt.Errorf("reading what left during a fault: %w", err)
	}
	out := make([]register.Left, len(rows))
	for i, x := range rows {
		out[i] = left(x)
	}
	return out, nil
}

func left(x db.FaultDocument) register.Left {
	return register.Left{Fault: x.Fault, Document: register.DocumentID(x.Document), Agency: org.AgencyID(x.Agency), Symbol: x.Symbol, Subject: x.Subject,
		Reason: x.Reason, By: org.PersonID(x.Person), ByName: x.PersonName, At: instant(x.LeftAt), Mended: instant(x.MendedAt)}
}
