package requestsql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"database/sql"

	"github.com/google/uuid"

	"antin/internal/domain/audit"
	"antin/internal/domain/device"
	"antin/internal/domain/request"
	"antin/internal/domain/request/requestsql/db"
	"antin/internal/domain/signing"
	"antin/internal/domain/signing/signingsql"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Emit writes the jobs of one event in the transaction.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// Devices gives the book of devices inside a transaction.
type Devices func(tx *sqldb.Tx) device.Tx

// Store is request.Store over one database; its own reads see what was
// committed.
type Store struct {
	reader
	database *sqldb.DB
	append   Append
	emit     Emit
	devices  Devices
}

// New wires the store to the log, the outbox and the devices that ride in its
// transactions.
func New(database *sqldb.DB, append Append, emit Emit, devices Devices) *Store {
	return &Store{reader{db.New(database.Reader())}, database, append, emit, devices}
}

type transaction struct {
	reader
	store *Store
	tx    *sqldb.Tx
}

// Transact implements request.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, request.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, &transaction{reader{db.New(tx)}, s, tx})
	})
}

// Signing implements request.Tx.
func (t *transaction) Signing() signing.Tx {
	return signingsql.In(t.tx, signingsql.Append(t.store.append))
}

// Device implements request.Tx.
func (t *transaction) Device() device.Tx { return t.store.devices(t.tx) }

// Audit implements request.Tx; call it last, for it locks the head.
func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

// Emit implements request.Tx.
func (t *transaction) Emit(ctx context.Context, e event.Event) error {
	return t.store.emit(ctx, t.tx, e)
}

// Load implements request.Tx.
func (t *transaction) Load(ctx context.Context, id request.ID) (request.Request, error) {
	if _, err := t.q.LockRequest(ctx, string(id)); err != nil {
		return request.Request{}, fmt.Errorf("locking request %s: %w", id, err)
	}
	return t.Request(ctx, id)
}

// Add implements request.Tx.
func (t *transaction) Add(ctx context.Context, r *request.Request) error {
	year := r.CreatedAt.In(zone).Year()
	n, err := t.q.NextCode(ctx, r.Province, int32(year))
	if err != nil {
		return fmt.Errorf("taking the next code of a request: %w", err)
	}
	r.Code, r.Rev = fmt.Sprintf("YC-%d-%05d", year, n), 1
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("writing a request: %w", err)
	}
	err = t.q.AddRequest(ctx, db.AddRequestParams{
		ID: string(r.ID), Code: r.Code, Kind: string(r.Kind), Subject: string(r.Subject), State: string(r.State), Rev: 1,
		Province: r.Province, Managing: string(r.Managing), Person: string(r.Person), CreatedBy: string(r.CreatedBy),
		Officer: string(r.Officer), Certificate: string(r.Certificate), Device: string(r.Device), Document: r.Document,
		Dispatch: r.Dispatch, Flag: string(r.Flag), Waiting: r.Waiting(), Open: r.Open(), Search: r.SearchText(),
		DueAt: millis(r.DueAt), UpdatedAt: millis(r.UpdatedAt), Data: string(data),
	})
	if err != nil {
		return fmt.Errorf("adding request %s: %w", r.ID, err)
	}
	return nil
}

// Save implements request.Tx.
func (t *transaction) Save(ctx context.Context, r *request.Request) error {
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("writing request %s: %w", r.ID, err)
	}
	n, err := t.q.SaveRequest(ctx, db.SaveRequestParams{
		State: string(r.State), Managing: string(r.Managing), Person: string(r.Person), Officer: string(r.Officer),
		Certificate: string(r.Certificate), Device: string(r.Device), Document: r.Document, Dispatch: r.Dispatch, Flag: string(r.Flag),
		Waiting: r.Waiting(), Open: r.Open(), Search: r.SearchText(), DueAt: millis(r.DueAt), UpdatedAt: millis(r.UpdatedAt),
		Data: string(data), ID: string(r.ID), Rev: int32(r.Rev),
	})
	if err != nil {
		return fmt.Errorf("saving request %s: %w", r.ID, err)
	}
	if n == 0 {
		return request.ErrChanged
	}
	r.Rev++
	return nil
}

// AddStep implements request.Tx.
func (t *transaction) AddStep(ctx context.Context, id request.ID, s request.Step) error {
	return t.q.AddStep(ctx, db.AddStepParams{
		ID: newID(), Request: string(id), At: millis(s.At), State: string(s.State), Deed: string(s.Deed),
		Actor: string(s.Actor), ActorName: s.ActorName, Note: s.Note, Clause: s.Clause,
	})
}

// AddContact implements request.Tx.
func (t *transaction) AddContact(ctx context.Context, id request.ID, c request.Contact) error {
	return t.q.AddContact(ctx, db.AddContactParams{
		ID: newID(), Request: string(id), At: millis(c.At), Reached: c.Agency, Actor: string(c.By), ActorName: c.ByName, Result: c.Result,
	})
}

// AddNotice implements request.Tx.
func (t *transaction) AddNotice(ctx context.Context, n request.Notice) error {
	return t.q.AddNotice(ctx, db.AddNoticeParams{ID: n.ID, Request: string(n.Request), Agency: string(n.Agency), Text: n.Text, At: millis(n.At)})
}

// AddFile implements request.Tx.
func (t *transaction) AddFile(ctx context.Context, id request.ID, f request.File) error {
	return t.q.AddFile(ctx, db.AddFileParams{
		ID: f.ID, Request: string(id), Role: string(f.Role), Name: f.Name, Sha256: f.SHA256, Size: f.Size, At: millis(f.At),
	})
}

// SaveDispatch implements request.Tx.
func (t *transaction) SaveDispatch(ctx context.Context, d request.Dispatch) error {
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("writing dispatch %s: %w", d.ID, err)
	}
	return t.q.PutDispatch(ctx, db.PutDispatchParams{
		ID: d.ID, Province: d.Province, Agency: string(d.Agency), Document: d.Document, CreatedAt: millis(d.CreatedAt), Data: string(data),
	})
}

// AddLetter implements request.Tx.
func (t *transaction) AddLetter(ctx context.Context, document string, at time.Time) error {
	return t.q.AddLetter(ctx, document, millis(at))
}

// VoidLetter implements request.Tx.
func (t *transaction) VoidLetter(ctx context.Context, document, why string, at time.Time) error {
	return t.q.VoidLetter(ctx, millis(at), why, document)
}

// AddOfficer implements request.Tx.
func (t *transaction) AddOfficer(ctx context.Context, o request.Officer) error {
	data, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("writing officer %s: %w", o.ID, err)
	}
	return t.q.AddOfficer(ctx, db.AddOfficerParams{
		ID: o.ID, Agency: string(o.Agency), Person: string(o.Person), ValidFrom: millis(o.From), ValidTo: millis(o.To), Data: string(data),
	})
}

// EndOfficer implements request.Tx.
func (t *transaction) EndOfficer(ctx context.Context, id string, at time.Time) error {
	n, err := t.q.EndOfficer(ctx, millis(at), id)
	if err == nil && n == 0 {
		return request.ErrNotFound
	}
	return err
}

var zone = time.FixedZone("+07", 7*60*60)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// found turns "no rows" into request.ErrNotFound and says what was read.
func found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return request.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
