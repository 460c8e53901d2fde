package exchange

import (
	"context"
	"errors"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/event"
)

// ErrNotFound is what a store says when a row does not exist.
var ErrNotFound = errors.New("exchange: no such row")

// Store keeps deliveries.
type Store interface {
	InboxStore
	Transact(ctx context.Context, do func(ctx context.Context, tx Tx) error) error
	Delivery(ctx context.Context, id DeliveryID) (Delivery, error)
	// OfDocument lists the deliveries of a document in the order of recipients' codes.
	OfDocument(ctx context.Context, id document.ID) ([]Delivery, error)
	// Problems lists the sender's deliveries that were refused or are not sent.
	Problems(ctx context.Context, sender org.AgencyID, limit int) ([]Delivery, error)
	// Receipts walks the answers that came, as JSON, in order of the delivery's id.
	Receipts(ctx context.Context, visit func(DeliveryID, string) error) error
}

// Tx is one transaction.
type Tx interface {
	InboxTx
	// Open adds the delivery unless one of the document to that recipient is
	// there, and gives the one that counts.
	Open(ctx context.Context, d Delivery) (Delivery, error)
	Load(ctx context.Context, id DeliveryID) (Delivery, error)
	Save(ctx context.Context, d Delivery) error
	Audit(ctx context.Context, e audit.Entry) error
	Emit(ctx context.Context, e event.Event) error
}
