package registersql

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql/db"
	"antin/internal/fault"
	"antin/internal/platform/sqldb"
)

// Lock implements register.Tx. The row is locked by an update that changes
// nothing, which both engines take as a row lock.
func (t *transaction) Lock(ctx context.Context, s register.Series) (register.Standing, error) {
	if err := t.q.OpenSeries(ctx, string(s.Agency), s.Book, int32(s.Year)); err != nil {
		return register.Standing{}, fmt.Errorf("opening the series %s: %w", s, err)
	}
	row, err := t.q.LockSeries(ctx, string(s.Agency), s.Book, int32(s.Year))
	if err != nil {
		return register.Standing{}, fmt.Errorf("locking the series %s: %w", s, err)
	}
	return standing(s, row.Last, row.ClosedAt, row.Closing)
}

// Reserve implements register.Lines. The series row is locked first, so that the
// question whether the document has a number already and the next number are
// one step.
func (t *transaction) Reserve(ctx context.Context, e register.Entry) (int, bool, error) {
	s := e.Series
	now, err := t.Lock(ctx, s)
	if err != nil {
		return 0, false, err
	}
	had, err := t.q.EntryOf(ctx, string(s.Agency), s.Book, int32(s.Year), string(e.Document))
	if err == nil {
		return int(had.Number), false, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, false, fmt.Errorf("looking for the entry of the document: %w", err)
	}
	if !now.Closed.IsZero() {
		return 0, false, register.ClosedRefusal(s)
	}
	n, err := t.q.Advance(ctx, 1, string(s.Agency), s.Book, int32(s.Year))
	if err != nil {
		return 0, false, fmt.Errorf("taking the next number: %w", err)
	}
	e.Number, e.State = int(n), register.Reserved
	return int(n), true, t.insert(ctx, e)
}

func (t *transaction) insert(ctx context.Context, e register.Entry) error {
	return t.q.InsertEntry(ctx, db.InsertEntryParams{
		Agency: string(e.Series.Agency), Book: e.Series.Book, Year: int32(e.Series.Year), Number: int32(e.Number), Document: string(e.Document),
		State: string(e.State), Date: e.Date, Symbol: e.Symbol, Type: e.Type, Subject: e.Subject, Signer: e.Signer, Recipients: e.Recipients,
		Pages: int32(e.Pages), Sha256: e.SHA256, Sender: e.From, Reason: e.Reason, At: millis(e.At), OnPaper: e.Paper, Late: e.Late, Block: e.Block,
		Words: e.Words(),
	})
}

// Take implements register.Lines.
func (t *transaction) Take(ctx context.Context, e register.Entry) error {
	s := e.Series
	now, err := t.Lock(ctx, s)
	if err != nil {
		return err
	}
	if !now.Closed.IsZero() {
		return register.ClosedRefusal(s)
	}
	n, err := t.q.TakeEntry(ctx, db.TakeEntryParams{Document: string(e.Document), Date: e.Date, Late: e.Late, Agency: string(s.Agency), Book: s.Book,
		Year: int32(s.Year), Number: int32(e.Number)})
	if sqldb.IsUnique(err) || err == nil && n != 1 {
		return fault.New(fault.Conflict, "register.taken", fmt.Sprintf("Số %d đã dùng hoặc đã hủy.", e.Number)).Do("Chọn số khác đang giữ.")
	}
	if err != nil {
		return fmt.Errorf("taking number %d of %s: %w", e.Number, s, err)
	}
	return nil
}

// SetEntry implements register.Lines.
func (t *transaction) SetEntry(ctx context.Context, e register.Entry) error {
	n, err := t.q.UpdateEntry(ctx, db.UpdateEntryParams{
		State: string(e.State), Date: e.Date, Symbol: e.Symbol, Type: e.Type, Subject: e.Subject, Signer: e.Signer,
		Recipients: e.Recipients, Pages: int32(e.Pages), Sha256: e.SHA256, Sender: e.From, Reason: e.Reason, Words: e.Words(),
		Agency: string(e.Series.Agency), Book: e.Series.Book, Year: int32(e.Series.Year), Document: string(e.Document),
	})
	if err == nil && n != 1 {
		return fmt.Errorf("register %s/%d has %d lines for document %s", e.Series.Book, e.Series.Year, n, e.Document)
	}
	return err
}

// PutLine implements register.Tx.
func (t *transaction) PutLine(ctx context.Context, e register.Entry) error {
	n, err := t.q.PutEntry(ctx, db.PutEntryParams{
		State: string(e.State), Date: e.Date, Symbol: e.Symbol, Type: e.Type, Subject: e.Subject, Signer: e.Signer, Recipients: e.Recipients,
		Pages: int32(e.Pages), Reason: e.Reason, Keeper: e.Keeper, Copies: int32(e.Copies), HandedOn: e.HandedOn, SignedFor: e.SignedFor,
		Note: e.Note, OnPaper: e.Paper, Late: e.Late, Retention: e.Retention, Words: e.Words(),
		Agency: string(e.Series.Agency), Book: e.Series.Book, Year: int32(e.Series.Year), Number: int32(e.Number),
	})
	if err == nil && n != 1 {
		return register.ErrNotFound
	}
	return err
}

// AddBlock implements register.Tx.
func (t *transaction) AddBlock(ctx context.Context, b register.Block) (register.Block, error) {
	s := b.Series
	last, err := t.q.Advance(ctx, int32(b.Last-b.First+1), string(s.Agency), s.Book, int32(s.Year))
	if err != nil {
		return b, fmt.Errorf("taking a block of %s: %w", s, err)
	}
	b.First, b.Last = int(last)-(b.Last-b.First), int(last)
	for n := b.First; n <= b.Last; n++ {
		e := register.Entry{Series: s, Number: n, State: register.Reserved, Date: b.Date, At: b.At, Block: b.ID, Paper: true}
		if err := t.insert(ctx, e); err != nil {
			return b, fmt.Errorf("writing number %d of a block: %w", n, err)
		}
	}
	return b, t.q.InsertBlock(ctx, db.InsertBlockParams{ID: b.ID, Agency: string(s.Agency), Book: s.Book, Year: int32(s.Year), First: int32(b.First),
		Last: int32(b.Last), Date: b.Date, Reason: b.Reason, Person: string(b.By), PersonName: b.ByName, At: millis(b.At)})
}

// Tally implements register.Tx.
func (t *transaction) Tally(ctx context.Context, s register.Series) (register.Closing, error) {
	var c register.Closing
	sum := sha256.New()
	for {
		rows, err := t.q.LinesUp(ctx, db.LinesUpParams{Agency: string(s.Agency), Book: s.Book, Year: int32(s.Year), Number: int32(c.Last), Limit: 500})
		if err != nil {
			return c, fmt.Errorf("reading the lines of %s: %w", s, err)
		}
		for _, row := range rows {
			e := entry(row)
			if e.Number != c.Last+1 {
				return c, fmt.Errorf("series %s has no line %d", s, c.Last+1)
			}
			c.Last = e.Number
			switch e.State {
			case register.EnteredEntry:
				c.Entered++
			case register.CancelledEntry:
				c.Cancelled++
			}
			sum.Write([]byte(e.Digest() + "\n"))
		}
		if len(rows) < 500 {
			c.Lines = hex.EncodeToString(sum.Sum(nil))
			return c, nil
		}
	}
}

// Close implements register.Tx.
func (t *transaction) Close(ctx context.Context, s register.Series, c register.Closing) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("writing the closing of %s: %w", s, err)
	}
	return t.q.CloseSeries(ctx, db.CloseSeriesParams{ClosedAt: millis(c.At), Closing: string(raw), Agency: string(s.Agency), Book: s.Book, Year: int32(s.Year)})
}

// AddBook implements register.Tx.
func (t *transaction) AddBook(ctx context.Context, b register.Book) error {
	types, err := json.Marshal(append([]string{}, b.Types...))
	if err != nil {
		return fmt.Errorf("writing the types of a book: %w", err)
	}
	err = t.q.InsertBook(ctx, db.InsertBookParams{ID: b.ID, Agency: string(b.Agency), Code: b.Code, Name: b.Name, Types: string(types),
		Unit: string(b.Unit), FromYear: int32(b.FromYear), Decision: b.Decision, At: millis(b.At)})
	if sqldb.IsUnique(err) {
		return fault.New(fault.Conflict, "register.book", "Cơ quan đã có sổ mang mã này.").At("code", "Chọn mã khác.")
	}
	return err
}
