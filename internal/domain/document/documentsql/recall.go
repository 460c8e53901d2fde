package documentsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
)

// PutRecall implements document.RecallTx.
func (t *transaction) PutRecall(ctx context.Context, r document.Recall) error {
	return t.q.PutRecall(ctx, db.PutRecallParams{Document: string(r.Document), Origin: string(r.Origin), Agency: string(r.Agency), Kind: string(r.Kind),
		Reason: r.Reason, NewDocument: string(r.New), NewSymbol: r.NewSymbol, Person: string(r.By), PersonName: r.ByName, At: millis(r.At)})
}

// AnswerRecall implements document.RecallTx.
func (t *transaction) AnswerRecall(ctx context.Context, r document.Recall) error {
	_, err := t.q.AnswerRecall(ctx, db.AnswerRecallParams{Answer: r.Answer, AnsweredBy: string(r.By), AnsweredName: r.AnsweredBy,
		AnsweredAt: millis(r.AnsweredAt), Document: string(r.Document)})
	return err
}

// RecallOf implements document.RecallStore.
func (s *Store) RecallOf(ctx context.Context, id document.ID) (document.Recall, error) {
	row, err := db.New(s.database.Reader()).RecallOf(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return document.Recall{}, document.ErrNotFound
	}
	return recall(row), err
}

// RecallsFrom implements document.RecallStore.
func (s *Store) RecallsFrom(ctx context.Context, origin document.ID) ([]document.Recall, error) {
	return recalls(db.New(s.database.Reader()).RecallsFrom(ctx, string(origin)))
}

// OpenRecalls implements document.RecallStore.
func (s *Store) OpenRecalls(ctx context.Context, agency org.AgencyID, limit int) ([]document.Recall, error) {
	return recalls(db.New(s.database.Reader()).OpenRecalls(ctx, string(agency), int32(limit)))
}

// ArrivedFrom implements document.RecallStore.
func (s *Store) ArrivedFrom(ctx context.Context, ref string) ([]document.ID, error) {
	rows, err := db.New(s.database.Reader()).ArrivedFrom(ctx, ref)
	out := make([]document.ID, len(rows))
	for i, r := range rows {
		out[i] = document.ID(r)
	}
	return out, err
}

func recalls(rows []db.DocumentRecall, err error) ([]document.Recall, error) {
	if err != nil {
		return nil, fmt.Errorf("reading recalls: %w", err)
	}
	out := make([]document.Recall, len(rows))
	for i, r := range rows {
		out[i] = recall(r)
	}
	return out, nil
}

func recall(r db.DocumentRecall) document.Recall {
	return document.Recall{Document: document.ID(r.Document), Origin: document.ID(r.Origin), Agency: org.AgencyID(r.Agency), Kind: document.RecallKind(r.Kind),
		Reason: r.Reason, New: document.ID(r.NewDocument), NewSymbol: r.NewSymbol, By: org.PersonID(r.Person), ByName: r.PersonName, At: instant(r.At),
		Answer: r.Answer, AnsweredBy: r.AnsweredName, AnsweredAt: instant(r.AnsweredAt)}
}

// PutCopy implements document.CopyTx.
func (t *transaction) PutCopy(ctx context.Context, c document.Copy) error {
	return t.q.PutCopy(ctx, db.PutCopyParams{ID: string(c.ID), Agency: string(c.Agency), Document: string(c.Document), Form: c.Form, Direction: c.Direction,
		Number: int32(c.Number), Year: int32(c.Year), Symbol: c.Symbol, OfSymbol: c.OfSymbol, OfAgency: c.OfAgency, Subject: c.Subject,
		Recipients: c.Recipients, Copies: int32(c.Copies), BaseSha256: c.Base, Sha256: c.SHA256, Size: c.Size, Pages: int32(c.Pages),
		Person: string(c.By), PersonName: c.ByName, At: millis(c.At), DoneAt: millis(c.Done)})
}

// Copy implements document.CopyStore.
func (s *Store) Copy(ctx context.Context, id document.ID) (document.Copy, error) {
	row, err := db.New(s.database.Reader()).GetCopy(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return document.Copy{}, document.ErrNotFound
	}
	return copyOf(row), err
}

// CopiesOf implements document.CopyStore.
func (s *Store) CopiesOf(ctx context.Context, id document.ID) ([]document.Copy, error) {
	rows, err := db.New(s.database.Reader()).CopiesOf(ctx, string(id))
	out := make([]document.Copy, len(rows))
	for i, r := range rows {
		out[i] = copyOf(r)
	}
	return out, err
}

func copyOf(r db.DocumentCopy) document.Copy {
	return document.Copy{ID: document.ID(r.ID), Agency: org.AgencyID(r.Agency), Document: document.ID(r.Document), Form: r.Form, Direction: r.Direction,
		Number: int(r.Number), Year: int(r.Year), Symbol: r.Symbol, OfSymbol: r.OfSymbol, OfAgency: r.OfAgency, Subject: r.Subject,
		Recipients: r.Recipients, Copies: int(r.Copies), Base: r.BaseSha256, SHA256: r.Sha256, Size: r.Size, Pages: int(r.Pages),
		By: org.PersonID(r.Person), ByName: r.PersonName, At: instant(r.At), Done: instant(r.DoneAt)}
}
