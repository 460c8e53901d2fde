package documentsql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
)

// Reserve implements document.Tx. The series row is locked first, so that the
// question whether the document has a number already and the next number are
// one step.
func (t *transaction) Reserve(ctx context.Context, e document.Entry) (int, bool, error) {
	agency, year := string(e.Series.Agency), int32(e.Series.Year)
	if err := t.q.OpenSeries(ctx, agency, e.Series.Book, year); err != nil {
		return 0, false, fmt.Errorf("opening the series: %w", err)
	}
	if err := t.q.LockSeries(ctx, agency, e.Series.Book, year); err != nil {
		return 0, false, fmt.Errorf("locking the series: %w", err)
	}
	had, err := t.q.EntryOf(ctx, agency, e.Series.Book, year, string(e.Document))
	if err == nil {
		return int(had.Number), false, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, false, fmt.Errorf("looking for the entry of the document: %w", err)
	}
	n, err := t.q.NextNumber(ctx, agency, e.Series.Book, year)
	if err != nil {
		return 0, false, fmt.Errorf("taking the next number: %w", err)
	}
	e.Number, e.State = int(n), document.Reserved
	return int(n), true, t.q.InsertEntry(ctx, db.InsertEntryParams{
		Agency: agency, Book: e.Series.Book, Year: year, Number: n, Document: string(e.Document), State: string(e.State),
		Date: e.Date, Symbol: e.Symbol, Type: e.Type, Subject: e.Subject, Signer: e.Signer, Recipients: e.Recipients,
		Pages: int32(e.Pages), Sha256: e.SHA256, Sender: e.From, Reason: e.Reason, At: millis(e.At),
	})
}

// SetEntry implements document.Tx.
func (t *transaction) SetEntry(ctx context.Context, e document.Entry) error {
	n, err := t.q.UpdateEntry(ctx, db.UpdateEntryParams{
		State: string(e.State), Date: e.Date, Symbol: e.Symbol, Type: e.Type, Subject: e.Subject, Signer: e.Signer,
		Recipients: e.Recipients, Pages: int32(e.Pages), Sha256: e.SHA256, Sender: e.From, Reason: e.Reason,
		Agency: string(e.Series.Agency), Book: e.Series.Book, Year: int32(e.Series.Year), Document: string(e.Document),
	})
	if err == nil && n != 1 {
		return fmt.Errorf("register %s/%d has %d lines for document %s", e.Series.Book, e.Series.Year, n, e.Document)
	}
	return err
}

// Entries implements document.Store.
func (s *Store) Entries(ctx context.Context, series document.Series, below, limit int) ([]document.Entry, error) {
	if below <= 0 {
		below = math.MaxInt32
	}
	rows, err := db.New(s.database.Reader()).Entries(ctx, db.EntriesParams{
		Agency: string(series.Agency), Book: series.Book, Year: int32(series.Year), Number: int32(below), Limit: int32(limit),
	})
	if err != nil {
		return nil, fmt.Errorf("reading the register: %w", err)
	}
	out := make([]document.Entry, len(rows))
	for i, r := range rows {
		out[i] = entry(r)
	}
	return out, nil
}

func entry(r db.RegisterEntry) document.Entry {
	return document.Entry{
		Series: document.Series{Agency: org.AgencyID(r.Agency), Book: r.Book, Year: int(r.Year)}, Number: int(r.Number),
		Document: document.ID(r.Document), State: document.EntryState(r.State), Date: r.Date, Symbol: r.Symbol,
		Type: r.Type, Subject: r.Subject, Signer: r.Signer, Recipients: r.Recipients, Pages: int(r.Pages),
		SHA256: r.Sha256, From: r.Sender, Reason: r.Reason, At: instant(r.At),
	}
}
