package exchangesql_test

import (
	"context"
	"testing"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/org/orgtest"
	"antin/internal/domain/profile"
	"antin/internal/event"
	"antin/internal/testkit/dbtest"
)

type heads struct{}

func (heads) Head(context.Context) (string, error) { return "signed head", nil }

// The sender hears what the receiver's document is when the job runs, which
// may be late or twice.
func TestSenderHearsWhatTheReceiverDecided(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t)
	documents, store := newStores(db)
	province := orgtest.NewProvince(t, orgsql.New(db, auditsql.New(db, nil, nil).Append, nil))
	profiles, err := profile.Load()
	must(t, err)
	service := &exchange.Service{Config: exchange.Config{
		Store: store, Documents: &document.Service{Config: document.Config{Store: documents}}, Org: province.Service,
		Profiles: profiles, Heads: heads{}, Now: province.Clock.Now,
	}}
	sent := documenttest.Reach(t, document.Released)
	documenttest.Save(t, documents, sent)
	for in, want := range map[document.State]exchange.State{
		document.Arrived: exchange.Received, document.Valid: exchange.Received, document.Held: exchange.HeldBy, document.Refused: exchange.RefusedBy,
		document.Registered: exchange.Accepted, document.Assigned: exchange.Accepted, document.Completed: exchange.Accepted,
	} {
		d := exchange.Delivery{
			ID: exchange.DeliveryID(document.NewFormID()), Document: sent.ID, Sender: sent.Agency, State: exchange.Waiting,
			Recipient: document.Recipient{Code: string(in)}, CreatedAt: documenttest.Start,
		}
		received := documenttest.Reach(t, in)
		received.Agency, received.DeliveryID = province.Other.ID, string(d.ID)
		documenttest.Save(t, documents, received)
		must(t, store.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
			if _, err := tx.Open(ctx, d); err != nil {
				return err
			}
			d.State = exchange.Received
			return tx.Save(ctx, d)
		}))
		answered := province.Clock.Now()
		for range 2 {
			must(t, service.HandleAnswered(t.Context(), event.New("any", string(received.ID), nil)))
			province.Clock.Add(time.Hour)
		}
		got, err := store.Delivery(t.Context(), d.ID)
		must(t, err)
		if got.State != want || got.Arrival != received.Arrival || got.Reason != received.Refusal {
			t.Errorf("%s: %s, arrival %d, %+v; want %s", in, got.State, got.Arrival, got.Reason, want)
		}
		if want != exchange.Received && !got.AnsweredAt.Equal(answered) || (got.Receipt == "") != (want == exchange.Received) {
			t.Errorf("%s: answered at %v with %q, want %v", in, got.AnsweredAt, got.Receipt, answered)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
