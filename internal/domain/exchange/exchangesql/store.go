package exchangesql

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/domain/exchange/exchangesql/db"
	"antin/internal/domain/org"
	"antin/internal/event"
	"antin/internal/platform/sqldb"
)

// Append writes one audit entry in the transaction and locks the head.
type Append func(ctx context.Context, tx *sqldb.Tx, e audit.Entry) error

// Emit writes the jobs of one event in the transaction.
type Emit func(ctx context.Context, tx *sqldb.Tx, e event.Event) error

// Store is exchange.Store over one database.
type Store struct {
	database *sqldb.DB
	append   Append
	emit     Emit
}

// New wires the store to the log and the outbox that ride in its transactions.
func New(database *sqldb.DB, append Append, emit Emit) *Store {
	return &Store{database, append, emit}
}

type transaction struct {
	store *Store
	tx    *sqldb.Tx
	q     *db.Queries
}

// Transact implements exchange.Store.
func (s *Store) Transact(ctx context.Context, do func(context.Context, exchange.Tx) error) error {
	return s.database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return do(ctx, &transaction{s, tx, db.New(tx)})
	})
}

func (t *transaction) Audit(ctx context.Context, e audit.Entry) error {
	return t.store.append(ctx, t.tx, e)
}

func (t *transaction) Emit(ctx context.Context, e event.Event) error {
	return t.store.emit(ctx, t.tx, e)
}

// Open implements exchange.Tx.
func (t *transaction) Open(ctx context.Context, d exchange.Delivery) (exchange.Delivery, error) {
	manifest, err := json.Marshal(d.Manifest)
	if err != nil {
		return d, fmt.Errorf("writing the manifest: %w", err)
	}
	_, err = t.q.OpenDelivery(ctx, db.OpenDeliveryParams{
		ID: string(d.ID), Document: string(d.Document), Sender: string(d.Sender), RecipientCode: d.Recipient.Code, RecipientName: d.Recipient.Name,
		Recipient: string(d.Recipient.Agency), State: string(d.State), Manifest: string(manifest), CreatedAt: millis(d.CreatedAt),
	})
	if err != nil {
		return d, fmt.Errorf("opening the delivery to %s: %w", d.Recipient.Code, err)
	}
	row, err := t.q.DeliveryTo(ctx, string(d.Document), d.Recipient.Code)
	if err != nil {
		return d, fmt.Errorf("reading the delivery to %s: %w", d.Recipient.Code, err)
	}
	return delivery(row)
}

// Load implements exchange.Tx: the row is locked until the end.
func (t *transaction) Load(ctx context.Context, id exchange.DeliveryID) (exchange.Delivery, error) {
	if _, err := t.q.LockDelivery(ctx, string(id)); err != nil {
		return exchange.Delivery{}, fmt.Errorf("locking delivery %s: %w", id, err)
	}
	return get(ctx, t.q, id)
}

// Save implements exchange.Tx.
func (t *transaction) Save(ctx context.Context, d exchange.Delivery) error {
	n, err := t.q.SaveDelivery(ctx, db.SaveDeliveryParams{
		State: string(d.State), ReasonCode: d.Reason.Code, ReasonText: d.Reason.Text, Arrival: int32(d.Arrival), Receipt: d.Receipt,
		SentAt: millis(d.SentAt), ReceivedAt: millis(d.ReceivedAt), AnsweredAt: millis(d.AnsweredAt), ID: string(d.ID),
	})
	if err == nil && n == 0 {
		return exchange.ErrNotFound
	}
	return err
}

// Delivery implements exchange.Store.
func (s *Store) Delivery(ctx context.Context, id exchange.DeliveryID) (exchange.Delivery, error) {
	return get(ctx, db.New(s.database.Reader()), id)
}

func get(ctx context.Context, q *db.Queries, id exchange.DeliveryID) (exchange.Delivery, error) {
	row, err := q.GetDelivery(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return exchange.Delivery{}, exchange.ErrNotFound
	}
	if err != nil {
		return exchange.Delivery{}, fmt.Errorf("reading delivery %s: %w", id, err)
	}
	return delivery(row)
}

// OfDocument implements exchange.Store.
func (s *Store) OfDocument(ctx context.Context, id document.ID) ([]exchange.Delivery, error) {
	rows, err := db.New(s.database.Reader()).DeliveriesOfDocument(ctx, string(id))
	return deliveries(rows, err)
}

// Problems implements exchange.Store.
func (s *Store) Problems(ctx context.Context, sender org.AgencyID, limit int) ([]exchange.Delivery, error) {
	rows, err := db.New(s.database.Reader()).ProblemDeliveries(ctx, string(sender), int32(limit))
	return deliveries(rows, err)
}

// Receipts implements exchange.Store.
func (s *Store) Receipts(ctx context.Context, visit func(exchange.DeliveryID, string) error) error {
	q, last := db.New(s.database.Reader()), ""
	for {
		rows, err := q.Receipts(ctx, last, 500)
		if err != nil {
			return fmt.Errorf("listing receipts: %w", err)
		}
		for _, r := range rows {
			last = r.ID
			if err := visit(exchange.DeliveryID(r.ID), r.Receipt); err != nil {
				return err
			}
		}
		if len(rows) < 500 {
			return nil
		}
	}
}

func deliveries(rows []db.Delivery, err error) ([]exchange.Delivery, error) {
	if err != nil {
		return nil, fmt.Errorf("listing deliveries: %w", err)
	}
	out := make([]exchange.Delivery, len(rows))
	for i, r := range rows {
		if out[i], err = delivery(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func delivery(r db.Delivery) (exchange.Delivery, error) {
	d := exchange.Delivery{
		ID: exchange.DeliveryID(r.ID), Document: document.ID(r.Document), Sender: org.AgencyID(r.Sender),
		Recipient: document.Recipient{Code: r.RecipientCode, Name: r.RecipientName, Agency: org.AgencyID(r.Recipient)},
		State:     exchange.State(r.State), Reason: document.Reason{Code: r.ReasonCode, Text: r.ReasonText}, Arrival: int(r.Arrival),
		Receipt: r.Receipt, CreatedAt: instant(r.CreatedAt), SentAt: instant(r.SentAt), ReceivedAt: instant(r.ReceivedAt), AnsweredAt: instant(r.AnsweredAt),
	}
	if err := json.Unmarshal([]byte(r.Manifest), &d.Manifest); err != nil {
		return d, fmt.Errorf("reading the manifest of delivery %s: %w", r.ID, err)
	}
	return d, nil
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
