package exchangesql

import (
	"context"
	"fmt"

	"antin/internal/domain/exchange"
	"antin/internal/domain/exchange/exchangesql/db"
	"antin/internal/domain/org"
)

// Windows implements exchange.InboxStore.
func (s *Store) Windows(ctx context.Context, agency org.AgencyID) ([]exchange.Window, error) {
	rows, err := db.New(s.database.Reader()).WindowsOf(ctx, string(agency))
	if err != nil {
		return nil, fmt.Errorf("reading windows: %w", err)
	}
	var out []exchange.Window
	for _, r := range rows {
		w, err := exchange.ParseWindow(r.Start + "-" + r.Finish)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// InboxChecks implements exchange.InboxStore.
func (s *Store) InboxChecks(ctx context.Context, agency org.AgencyID, from, to string) ([]exchange.InboxCheck, error) {
	rows, err := db.New(s.database.Reader()).InboxChecks(ctx, string(agency), from, to)
	if err != nil {
		return nil, fmt.Errorf("reading looks into the inbox: %w", err)
	}
	out := make([]exchange.InboxCheck, len(rows))
	for i, r := range rows {
		out[i] = exchange.InboxCheck{
			ID: r.ID, Agency: org.AgencyID(r.Agency), Day: r.Day, At: instant(r.At), Person: org.PersonID(r.Person), PersonName: r.PersonName,
			Place: exchange.InboxPlace(r.Place),
		}
	}
	return out, nil
}

// SetWindows implements exchange.InboxTx.
func (t *transaction) SetWindows(ctx context.Context, agency org.AgencyID, list []exchange.Window) error {
	if err := t.q.DeleteWindows(ctx, string(agency)); err != nil {
		return fmt.Errorf("replacing windows: %w", err)
	}
	for i, w := range list {
		if err := t.q.InsertWindow(ctx, string(agency), int32(i), w.Start.String(), w.End.String()); err != nil {
			return fmt.Errorf("storing a window: %w", err)
		}
	}
	return nil
}

// AddInboxCheck implements exchange.InboxTx.
func (t *transaction) AddInboxCheck(ctx context.Context, c exchange.InboxCheck) error {
	return t.q.InsertInboxCheck(ctx, db.InsertInboxCheckParams{
		ID: c.ID, Agency: string(c.Agency), Day: c.Day, At: millis(c.At), Person: string(c.Person), PersonName: c.PersonName, Place: string(c.Place),
	})
}
