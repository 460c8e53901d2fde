package documentsql

import (
	"context"
	"fmt"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documentsql/db"
	"antin/internal/domain/org"
)

// PreparedTickets implements document.TicketStore.
func (s *Store) PreparedTickets(ctx context.Context, after document.TicketID) ([]document.TicketID, error) {
	rows, err := db.New(s.database.Reader()).PreparedTickets(ctx, string(after))
	out := make([]document.TicketID, len(rows))
	for i, id := range rows {
		out[i] = document.TicketID(id)
	}
	return out, err
}

// Attempts implements document.TicketStore.
func (s *Store) Attempts(ctx context.Context, agency org.AgencyID, since time.Time) ([]document.Attempt, error) {
	rows, err := db.New(s.database.Reader()).Attempts(ctx, string(agency), millis(since))
	if err != nil {
		return nil, fmt.Errorf("listing attempts to sign: %w", err)
	}
	out := make([]document.Attempt, len(rows))
	for i, r := range rows {
		out[i] = document.Attempt{
			Document: document.ID(r.Document), State: document.ItemState(r.State), Why: r.Message, Action: document.TicketAction(r.Action),
			Person: org.PersonID(r.Person), At: instant(r.CreatedAt), Ended: instant(r.EndedAt), Changed: instant(r.UpdatedAt),
		}
	}
	return out, nil
}
