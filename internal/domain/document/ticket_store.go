package document

import (
	"context"
	"time"

	"antin/internal/domain/org"
)

// TicketStore finds tickets whole, but for the tails of their parts.
type TicketStore interface {
	Ticket(ctx context.Context, id TicketID) (*Ticket, error)
	// TicketBySecret finds by the hash of the secret.
	TicketBySecret(ctx context.Context, hash string) (*Ticket, error)
	// Part is one prepared signature with its tail.
	Part(ctx context.Context, id TicketID, seq, part int) (PreparedPart, error)
	// PreparedTickets are those with an item that was prepared and has no end, in
	// order of id, at most 100.
	PreparedTickets(ctx context.Context, after TicketID) ([]TicketID, error)
	// Attempts are signings of an agency's people that did not end with a
	// signature, of documents that still wait for one; newest first, at most 200.
	Attempts(ctx context.Context, agency org.AgencyID, since time.Time) ([]Attempt, error)
}

// TicketTx changes tickets inside a transaction. An item is locked after its
// document.
type TicketTx interface {
	AddTicket(ctx context.Context, t *Ticket) error
	// SaveTicket writes state and times, unless the ticket has ended already.
	SaveTicket(ctx context.Context, t *Ticket) error
	// SetSecret replaces the hash of the secret of a ticket that has not ended.
	SetSecret(ctx context.Context, id TicketID, hash string) error
	// PrepareItem keeps what was prepared for an item that was open; false when it
	// was not open any more.
	PrepareItem(ctx context.Context, id TicketID, item TicketItem) (bool, error)
	// StorePart keeps the result of a part, the first one only.
	StorePart(ctx context.Context, id TicketID, seq int, part PreparedPart) (bool, error)
	// EndItem ends an item that has not ended; false when it had.
	EndItem(ctx context.Context, id TicketID, item TicketItem) (bool, error)
	// ExpireTickets ends what is over and forgets the tails of all that ended.
	ExpireTickets(ctx context.Context, at time.Time) (int, error)
}
