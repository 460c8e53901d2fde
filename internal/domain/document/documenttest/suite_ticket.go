package documenttest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"antin/internal/domain/document"
)

// openTicket stores a ticket over documents that are there.
func openTicket(t *testing.T, s document.Store, docs ...*document.Document) *document.Ticket {
	t.Helper()
	k := &document.Ticket{
		ID: "ticket-1", Secret: Hash("secret"), Account: Signer.Account, Person: Signer.Person, Agency: Signer.Agency, Action: document.TicketSign,
		Certificate: "certificate", Transaction: "kind", State: document.TicketOpen, CreatedAt: Start, ExpiresAt: Start.Add(5 * time.Minute),
	}
	for i, d := range docs {
		Save(t, s, d)
		k.Items = append(k.Items, document.TicketItem{Seq: i + 1, Document: d.ID, Version: d.Version, Rev: d.Rev, Seen: Hash("seen"), State: document.ItemOpen})
	}
	inTx(t, s, func(ctx context.Context, tx document.Tx) error { return tx.AddTicket(ctx, k) })
	return k
}

func inTx(t *testing.T, s document.Store, do func(ctx context.Context, tx document.Tx) error) {
	t.Helper()
	must(t, s.Transact(t.Context(), do))
}

func parts() []document.PreparedPart {
	return []document.PreparedPart{
		{No: 0, Name: "du-thao.pdf", Pages: 2, Base: Hash("base"), BaseSize: 10, Tail: []byte("tail"), HoleStart: 1, HoleEnd: 3, Attributes: []byte{0x31, 0}, Hash: "SHA-384", PSS: true},
		{No: 1, Name: "bang.xlsx", Base: Hash("plain"), BaseSize: 5, Result: Hash("plain"), ResultSize: 5},
	}
}

func testTicketRoundTrip(t *testing.T, s document.Store) {
	k := openTicket(t, s, Reach(t, document.AwaitingSignature), Reach(t, document.AwaitingSignature))
	k.Items[0].Parts, k.Items[0].State, k.Items[0].Rev = parts(), document.ItemPrepared, 7
	inTx(t, s, func(ctx context.Context, tx document.Tx) error {
		first, err := tx.PrepareItem(ctx, k.ID, k.Items[0])
		if err == nil && !first {
			t.Error("an open item was not prepared")
		}
		return err
	})
	inTx(t, s, func(ctx context.Context, tx document.Tx) error {
		again, err := tx.PrepareItem(ctx, k.ID, k.Items[0])
		if again {
			t.Error("an item was prepared twice")
		}
		return err
	})
	k.State, k.ExpiresAt, k.Held = document.TicketFetched, Start.Add(time.Hour), "[]"
	inTx(t, s, func(ctx context.Context, tx document.Tx) error { return tx.SaveTicket(ctx, k) })
	got, err := s.TicketBySecret(t.Context(), k.Secret)
	must(t, err)
	want := *k
	want.Items = append([]document.TicketItem(nil), k.Items...)
	want.Items[0].Parts = parts()
	for i := range want.Items[0].Parts {
		want.Items[0].Parts[i].Tail = nil // read one by one
	}
	if got.Items[0].Parts[1].Attributes = nil; !reflect.DeepEqual(got, &want) {
		t.Errorf("got  %+v\nwant %+v", got, &want)
	}
	part, err := s.Part(t.Context(), k.ID, 1, 0)
	if err != nil || !reflect.DeepEqual(part, parts()[0]) {
		t.Errorf("part %+v, %v", part, err)
	}
	_, missing := s.TicketBySecret(t.Context(), Hash("other"))
	_, none := s.Ticket(t.Context(), "other")
	_, nothing := s.Part(t.Context(), k.ID, 1, 9)
	if !errors.Is(missing, document.ErrNotFound) || !errors.Is(none, document.ErrNotFound) || !errors.Is(nothing, document.ErrNotFound) {
		t.Errorf("what is not there: %v, %v, %v", missing, none, nothing)
	}
}

// The first result and the first end hold.
func testTicketEnds(t *testing.T, s document.Store) {
	k := openTicket(t, s, Reach(t, document.AwaitingSignature))
	item := k.Items[0]
	item.Parts = parts()
	inTx(t, s, func(ctx context.Context, tx document.Tx) error {
		_, err := tx.PrepareItem(ctx, k.ID, item)
		return err
	})
	for i, result := range []string{"first", "second"} {
		inTx(t, s, func(ctx context.Context, tx document.Tx) error {
			won, err := tx.StorePart(ctx, k.ID, 1, document.PreparedPart{No: 0, Result: Hash(result), ResultSize: 20})
			if won != (i == 0) {
				t.Errorf("%s result won: %v", result, won)
			}
			return err
		})
	}
	for i, state := range []document.ItemState{document.ItemCompleted, document.ItemRefused} {
		end := item
		end.State, end.Result = state, Hash("first")
		inTx(t, s, func(ctx context.Context, tx document.Tx) error {
			won, err := tx.EndItem(ctx, k.ID, end)
			if won != (i == 0) {
				t.Errorf("end as %s won: %v", state, won)
			}
			return err
		})
	}
	got, err := s.Ticket(t.Context(), k.ID)
	must(t, err)
	part, err := s.Part(t.Context(), k.ID, 1, 0)
	must(t, err)
	if got.Items[0].State != document.ItemCompleted || part.Result != Hash("first") || len(part.Tail) != 0 {
		t.Errorf("item %+v, part %+v", got.Items[0], part)
	}
}

// A ticket that is over is ended, its tails are forgotten, and nothing opens or
// moves it again.
func testTicketExpires(t *testing.T, s document.Store) {
	k := openTicket(t, s, Reach(t, document.AwaitingSignature))
	item := k.Items[0]
	item.Parts = parts()
	inTx(t, s, func(ctx context.Context, tx document.Tx) error {
		_, err := tx.PrepareItem(ctx, k.ID, item)
		return err
	})
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{4 * time.Minute, 0}, {6 * time.Minute, 1}, {7 * time.Minute, 0}} {
		inTx(t, s, func(ctx context.Context, tx document.Tx) error {
			n, err := tx.ExpireTickets(ctx, Start.Add(step.after))
			if n != step.want {
				t.Errorf("after %v: %d ended", step.after, n)
			}
			return err
		})
	}
	k.State = document.TicketCompleted
	inTx(t, s, func(ctx context.Context, tx document.Tx) error {
		return errors.Join(tx.SaveTicket(ctx, k), tx.SetSecret(ctx, k.ID, Hash("new")))
	})
	got, err := s.TicketBySecret(t.Context(), k.Secret)
	must(t, err)
	part, err := s.Part(t.Context(), k.ID, 1, 0)
	must(t, err)
	if got.State != document.TicketExpired || got.EndedAt.IsZero() || len(part.Tail) != 0 {
		t.Errorf("ticket %+v, part %+v", got, part)
	}
}
