package exchangetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/exchange"
)

// Suite is what every exchange.Store promises. newStores gives empty stores of
// one database to each test.
func Suite(t *testing.T, newStores func(t *testing.T) (document.Store, exchange.Store)) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *office)
	}{
		{"DeliveryComesBackWhole", testRoundTrip},
		{"DeliveryToOneRecipientIsOpenedOnce", testOpen},
		{"OpenedAtTheSameTimeIsOneDelivery", testOpenRace},
		{"UnknownDeliveryIsNotFound", testNotFound},
		{"AnswersAtTheSameTimeCountOneByOne", testLoadLocks},
		{"NothingOfAFailedTransactionStays", testRollback},
		{"ProblemsAreRefusedOrNotSent", testProblems},
		{"DeliveriesOfADocumentStandInOrderOfCodes", testOfDocument},
		{"ReceiptsAreWalkedInOrder", testReceipts},
		{"WindowsAreReplaced", testWindows},
		{"LooksIntoTheInboxStandInOrder", testInboxChecks},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			documents, store := newStores(t)
			o := &office{Store: store, document: documenttest.Reach(t, document.Released)}
			documenttest.Save(t, documents, o.document)
			test.run(t, o)
		})
	}
}

// office is the sender with one released document.
type office struct {
	exchange.Store
	document *document.Document
}

func (o *office) delivery(code string) exchange.Delivery {
	return exchange.Delivery{
		ID: exchange.DeliveryID(document.NewFormID()), Document: o.document.ID, Sender: o.document.Agency, State: exchange.Waiting,
		Recipient: document.Recipient{Code: code, Name: "Cơ quan " + code, Agency: "kimlien"}, CreatedAt: documenttest.Start,
		Manifest: exchange.Manifest{
			Ref: string(o.document.ID), From: "H41.37", FromName: "Sở Khoa học và Công nghệ", To: code, Symbol: "12/SKHCN-CĐS", Date: "2026-11-23",
			Type: "CV", Subject: o.document.Subject, Signer: documenttest.Signer.Name, Urgency: "khan",
			Files: []exchange.ManifestFile{{Role: document.Main, Name: "công văn.pdf", SHA256: documenttest.Hash("main"), Size: 30, Pages: 2}},
		},
	}
}

func (o *office) open(t *testing.T, d exchange.Delivery) exchange.Delivery {
	t.Helper()
	var opened exchange.Delivery
	must(t, o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
		var err error
		opened, err = tx.Open(ctx, d)
		return err
	}))
	return opened
}

func (o *office) change(ctx context.Context, id exchange.DeliveryID, change func(*exchange.Delivery)) error {
	return o.Transact(ctx, func(ctx context.Context, tx exchange.Tx) error {
		d, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		change(&d)
		return tx.Save(ctx, d)
	})
}

func (o *office) same(t *testing.T, want exchange.Delivery) {
	t.Helper()
	got, err := o.Delivery(t.Context(), want.ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v, %v\nwant %+v", got, err, want)
	}
}

func testRoundTrip(t *testing.T, o *office) {
	d := o.delivery("H41.90")
	if opened := o.open(t, d); !reflect.DeepEqual(opened, d) {
		t.Errorf("opened %+v", opened)
	}
	o.same(t, d)
	d.State, d.Reason, d.Arrival, d.Receipt = exchange.RefusedBy, documenttest.Reason, 7, `{"at":"x"}`
	d.SentAt, d.ReceivedAt, d.AnsweredAt = documenttest.Start.Add(time.Second), documenttest.Start.Add(2*time.Second), documenttest.Start.Add(time.Hour)
	must(t, o.change(t.Context(), d.ID, func(x *exchange.Delivery) { *x = d }))
	o.same(t, d)
}

func testOpen(t *testing.T, o *office) {
	first := o.delivery("H41.90")
	o.open(t, first)
	must(t, o.change(t.Context(), first.ID, func(d *exchange.Delivery) { d.State, d.SentAt = exchange.Received, documenttest.Start }))
	again := o.open(t, o.delivery("H41.90"))
	if again.ID != first.ID || again.State != exchange.Received || !again.SentAt.Equal(documenttest.Start) {
		t.Errorf("opened again: %+v", again)
	}
	if other := o.open(t, o.delivery("H41.91")); other.ID == first.ID {
		t.Error("two recipients, one delivery")
	}
}

func testOpenRace(t *testing.T, o *office) {
	ids := make([]exchange.DeliveryID, 16)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			err := o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
				d, err := tx.Open(ctx, o.delivery("H41.90"))
				ids[i] = d.ID
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if slices.Sort(ids); len(slices.Compact(ids)) != 1 {
		t.Errorf("deliveries %v", ids)
	}
	if all, err := o.OfDocument(t.Context(), o.document.ID); len(all) != 1 || err != nil {
		t.Errorf("%d deliveries, %v", len(all), err)
	}
}

func testNotFound(t *testing.T, o *office) {
	if _, err := o.Delivery(t.Context(), "nothing"); !errors.Is(err, exchange.ErrNotFound) {
		t.Errorf("Delivery: %v", err)
	}
	if err := o.change(t.Context(), "nothing", func(*exchange.Delivery) {}); !errors.Is(err, exchange.ErrNotFound) {
		t.Errorf("Tx.Load: %v", err)
	}
	err := o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error { return tx.Save(ctx, o.delivery("H41.90")) })
	if !errors.Is(err, exchange.ErrNotFound) {
		t.Errorf("Save of what was never opened: %v", err)
	}
	if all, err := o.OfDocument(t.Context(), "nothing"); len(all) != 0 || err != nil {
		t.Errorf("OfDocument: %+v, %v", all, err)
	}
}

func testLoadLocks(t *testing.T, o *office) {
	d := o.delivery("H41.90")
	o.open(t, d)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if err := o.change(t.Context(), d.ID, func(d *exchange.Delivery) { d.Arrival++ }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got, err := o.Delivery(t.Context(), d.ID); got.Arrival != 16 || err != nil {
		t.Errorf("%d of 16 changes, %v", got.Arrival, err)
	}
}

func testRollback(t *testing.T, o *office) {
	stop := errors.New("stop")
	kept, lost := o.delivery("H41.90"), o.delivery("H41.91")
	o.open(t, kept)
	err := o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
		changed := kept
		changed.State = exchange.Accepted
		if err := tx.Save(ctx, changed); err != nil {
			return err
		}
		if _, err := tx.Open(ctx, lost); err != nil {
			return err
		}
		if err := tx.Audit(ctx, audit.Entry{At: documenttest.Start, Action: "delivery.opened", Subject: string(lost.ID)}); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	o.same(t, kept)
	if _, err := o.Delivery(t.Context(), lost.ID); !errors.Is(err, exchange.ErrNotFound) {
		t.Errorf("the new one: %v", err)
	}
}

func testProblems(t *testing.T, o *office) {
	var want []string
	for i, state := range []exchange.State{
		exchange.Waiting, exchange.Sent, exchange.Received, exchange.Accepted, exchange.RefusedBy, exchange.HeldBy, exchange.Unreached,
	} {
		d := o.delivery(string(state))
		d.CreatedAt = documenttest.Start.Add(time.Duration(i) * time.Minute)
		o.open(t, d)
		must(t, o.change(t.Context(), d.ID, func(d *exchange.Delivery) { d.State = state }))
	}
	want = []string{"unreached", "held", "refused", "waiting"} // newest first
	for limit := 1; limit <= 5; limit++ {
		list, err := o.Problems(t.Context(), o.document.Agency, limit)
		must(t, err)
		var got []string
		for _, d := range list {
			got = append(got, d.Recipient.Code)
		}
		if !slices.Equal(got, want[:min(limit, 4)]) {
			t.Errorf("at most %d: %v", limit, got)
		}
	}
	if list, err := o.Problems(t.Context(), "kimlien", 10); len(list) != 0 || err != nil {
		t.Errorf("another agency's: %+v, %v", list, err)
	}
}

func testOfDocument(t *testing.T, o *office) {
	for _, code := range []string{"H41.91", "H41.1", "H41.90"} {
		o.open(t, o.delivery(code))
	}
	list, err := o.OfDocument(t.Context(), o.document.ID)
	must(t, err)
	var got []string
	for _, d := range list {
		got = append(got, d.Recipient.Code)
	}
	if !slices.Equal(got, []string{"H41.1", "H41.90", "H41.91"}) {
		t.Errorf("recipients %v", got)
	}
}

// More receipts than the store reads at once, with unanswered ones between.
func testReceipts(t *testing.T, o *office) {
	want := map[exchange.DeliveryID]string{}
	must(t, o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
		for i := range 700 {
			d := o.delivery(fmt.Sprint("H41.", i))
			if _, err := tx.Open(ctx, d); err != nil {
				return err
			}
			if i%7 == 0 {
				continue
			}
			d.Receipt = fmt.Sprintf(`{"arrival":%d}`, i)
			want[d.ID] = d.Receipt
			if err := tx.Save(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}))
	var ids []exchange.DeliveryID
	must(t, o.Receipts(t.Context(), func(id exchange.DeliveryID, receipt string) error {
		if want[id] != receipt {
			t.Errorf("%s: %q, want %q", id, receipt, want[id])
		}
		ids = append(ids, id)
		return nil
	}))
	if len(ids) != len(want) || !slices.IsSorted(ids) {
		t.Errorf("%d receipts, want %d in order", len(ids), len(want))
	}
	stop, calls := errors.New("stop"), 0
	if err := o.Receipts(t.Context(), func(exchange.DeliveryID, string) error { calls++; return stop }); !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%v after %d visits", err, calls)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
