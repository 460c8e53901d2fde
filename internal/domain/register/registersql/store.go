package registersql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/org"
	"antin/internal/domain/register"
	"antin/internal/domain/register/registersql/db"
	"antin/internal/platform/sqldb"
)

// Append writes the audit entry of a transaction: auditsql's Log.Append.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Store is a register.Store; its own reads see what was committed.
type Store struct {
	reader
	database *sqldb.DB
	log      Append
}

// New works on a migrated database.
func New(database *sqldb.DB, log Append) *Store {
	return &Store{reader{db.New(database.Reader())}, database, log}
}

// Transact implements register.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, register.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, In(tx, s.log))
	})
}

// In is the subject of registers inside a transaction that another subject began.
func In(tx *sqldb.Tx, log Append) register.Tx {
	q := db.New(tx)
	return &transaction{reader{q}, tx, log}
}

type transaction struct {
	reader
	tx  *sqldb.Tx
	log Append
}

func (t *transaction) Audit(ctx context.Context, e audit.Entry) error { return t.log(ctx, t.tx, e) }

type reader struct{ q *db.Queries }

func (r reader) Standing(ctx context.Context, s register.Series) (register.Standing, error) {
	row, err := r.q.Standing(ctx, string(s.Agency), s.Book, int32(s.Year))
	if errors.Is(err, sql.ErrNoRows) {
		return register.Standing{Series: s}, nil
	}
	if err != nil {
		return register.Standing{}, fmt.Errorf("reading the series %s: %w", s, err)
	}
	return standing(s, row.Last, row.ClosedAt, row.Closing)
}

func standing(s register.Series, last int32, closedAt int64, closing string) (register.Standing, error) {
	out := register.Standing{Series: s, Last: int(last), Closed: instant(closedAt)}
	if closing == "" {
		return out, nil
	}
	if err := json.Unmarshal([]byte(closing), &out.Closing); err != nil {
		return out, fmt.Errorf("reading the closing of %s: %w", s, err)
	}
	return out, nil
}

func (r reader) Line(ctx context.Context, s register.Series, number int) (register.Entry, error) {
	row, err := r.q.Line(ctx, string(s.Agency), s.Book, int32(s.Year), int32(number))
	if errors.Is(err, sql.ErrNoRows) {
		return register.Entry{}, register.ErrNotFound
	}
	if err != nil {
		return register.Entry{}, fmt.Errorf("reading line %d of %s: %w", number, s, err)
	}
	return entry(row), nil
}

func (r reader) LineOf(ctx context.Context, agency org.AgencyID, d register.DocumentID) (register.Entry, error) {
	row, err := r.q.LineOf(ctx, string(agency), string(d))
	if errors.Is(err, sql.ErrNoRows) {
		return register.Entry{}, register.ErrNotFound
	}
	if err != nil {
		return register.Entry{}, fmt.Errorf("reading the line of %s: %w", d, err)
	}
	return entry(row), nil
}

func (r reader) Series(ctx context.Context, agency org.AgencyID) ([]register.Standing, error) {
	rows, err := r.q.SeriesOf(ctx, string(agency))
	if err != nil {
		return nil, fmt.Errorf("listing series: %w", err)
	}
	out := make([]register.Standing, len(rows))
	for i, x := range rows {
		s := register.Series{Agency: org.AgencyID(x.Agency), Book: x.Book, Year: int(x.Year)}
		if out[i], err = standing(s, x.Last, x.ClosedAt, x.Closing); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r reader) Blocks(ctx context.Context, s register.Series) ([]register.Block, error) {
	rows, err := r.q.Blocks(ctx, string(s.Agency), s.Book, int32(s.Year))
	if err != nil {
		return nil, fmt.Errorf("listing blocks of %s: %w", s, err)
	}
	out := make([]register.Block, len(rows))
	for i, x := range rows {
		out[i] = register.Block{ID: x.ID, Series: s, First: int(x.First), Last: int(x.Last), Date: x.Date, Reason: x.Reason,
			By: org.PersonID(x.Person), ByName: x.PersonName, At: instant(x.At)}
	}
	return out, nil
}

func (r reader) Books(ctx context.Context, agency org.AgencyID) ([]register.Book, error) {
	rows, err := r.q.Books(ctx, string(agency))
	if err != nil {
		return nil, fmt.Errorf("listing books: %w", err)
	}
	out := make([]register.Book, len(rows))
	for i, x := range rows {
		out[i] = register.Book{ID: x.ID, Agency: agency, Code: x.Code, Name: x.Name, Outgoing: true, Unit: org.UnitID(x.Unit),
			FromYear: int(x.FromYear), Decision: x.Decision, At: instant(x.At)}
		if err := json.Unmarshal([]byte(x.Types), &out[i].Types); err != nil {
			return nil, fmt.Errorf("reading the book %s: %w", x.ID, err)
		}
	}
	return out, nil
}

func entry(r db.RegisterEntry) register.Entry {
	return register.Entry{
		Series: register.Series{Agency: org.AgencyID(r.Agency), Book: r.Book, Year: int(r.Year)}, Number: int(r.Number),
		Document: register.DocumentID(r.Document), State: register.EntryState(r.State), Date: r.Date, Symbol: r.Symbol,
		Type: r.Type, Subject: r.Subject, Signer: r.Signer, Recipients: r.Recipients, Pages: int(r.Pages),
		SHA256: r.Sha256, From: r.Sender, Reason: r.Reason, At: instant(r.At),
		Extra: register.Extra{Keeper: r.Keeper, Copies: int(r.Copies), HandedOn: r.HandedOn, SignedFor: r.SignedFor, Note: r.Note, Retention: r.Retention},
		Block: r.Block, Paper: r.OnPaper, Late: r.Late,
	}
}

func millis(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
