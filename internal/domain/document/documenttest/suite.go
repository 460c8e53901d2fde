package documenttest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/fault"
)

// Suite is what every document.Store promises. newStore gives an empty store
// of its own to each test; its log and its outbox take everything.
func Suite(t *testing.T, newStore func(t *testing.T) document.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, document.Store)
	}{
		{"WholeDocumentComesBackAfterEveryStep", testRoundTrip},
		{"WholeDocumentIsWrittenAtOnce", testWrittenAtOnce},
		{"VoidOfTheSameCommandIsKept", testVoidAtOnce},
		{"RecipientsPlacesAndAnswersAreReplaced", testReplaced},
		{"SecondWriterIsRefused", testConflict},
		{"UnknownDocumentIsNotFound", testNotFound},
		{"NothingOfAFailedTransactionStays", testRollback},
		{"FailedTransactionMayBeTriedAgain", testTriedAgain},
		{"DeliveryArrivesOnce", testByDelivery},
		{"NumbersAreGaplessWhenManyReserve", testReserve},
		{"FailedReservationLeavesNoGap", testReserveFails},
		{"LocksNeverWaitForEachOther", testLocks},
		{"LoadWaitsForTheOtherWriter", testLoadLocks},
		{"RegisterIsReadDownwards", testEntries},
		{"LineBelongsToItsDocument", testSetEntry},
		{"ListKeepsToItsFilters", testFilters},
		{"ListShowsWhatAClerkReads", testSummary},
		{"ListLosesNothingWhileRowsChange", testCursor},
		{"ListHasALimit", testLimit},
		{"CountStopsAtAThousand", testCount},
		{"FilesAreWalkedInOrder", testFiles},
		{"ReferencedKnowsEveryBlob", testReferenced},
		{"IDsAreWalkedInOrder", testIDs},
		{"ReadersFollowThePlainRule", testReaders},
		{"GrantNeedsAReaderAndACause", testGrantRefused},
		{"TheDeskShowsHowDocumentsCameIn", testDesk},
		{"ArrivalsAreFoundAgain", testArrivals},
		{"WholeTicketComesBack", testTicketRoundTrip},
		{"FirstEndOfATicketHolds", testTicketEnds},
		{"TicketExpiresForGood", testTicketExpires},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, newStore(t))
		})
	}
}

// Save writes documents in one transaction.
func Save(t testing.TB, s document.Store, docs ...*document.Document) {
	t.Helper()
	must(t, s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
		for _, d := range docs {
			if err := tx.Save(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}))
}

// same compares what came back with what was kept in memory; places have no
// order of their own.
func same(t *testing.T, s document.Store, want *document.Document) {
	t.Helper()
	got, err := s.Load(t.Context(), want.ID)
	must(t, err)
	g, w := plain(got), plain(want)
	if reflect.DeepEqual(g, w) {
		return
	}
	gv, wv := reflect.ValueOf(g), reflect.ValueOf(w)
	for i := range gv.NumField() {
		if f := gv.Type().Field(i); f.IsExported() && !reflect.DeepEqual(gv.Field(i).Interface(), wv.Field(i).Interface()) {
			t.Errorf("%s (%s)\n got %+v\nwant %+v", f.Name, want.State, gv.Field(i), wv.Field(i))
		}
	}
	if !t.Failed() {
		t.Errorf("%s differs in what is not shown", want.State)
	}
}

func plain(d *document.Document) document.Document {
	c := *d
	c.Forget()
	c.Places = slices.Clone(d.Places)
	slices.SortFunc(c.Places, func(a, b document.Place) int { return strings.Compare(a.Field, b.Field) })
	c.Decisions = slices.Clone(d.Decisions)
	for i := range c.Decisions {
		if len(c.Decisions[i].Faults) == 0 {
			c.Decisions[i].Faults = nil
		}
	}
	return c
}

// ends are the states after which a document has every kind of child.
var ends = []document.State{
	document.Released, document.CancelledState, document.Faulty, document.Consulting, document.Completed, document.Refused, document.Held,
}

func testRoundTrip(t *testing.T, s document.Store) {
	for _, end := range ends {
		d := follow(t, end, func(d *document.Document) {
			Save(t, s, d)
			same(t, s, d)
		})
		if d.Rev < 1 {
			t.Errorf("%s: rev %d", end, d.Rev)
		}
	}
}

func testWrittenAtOnce(t *testing.T, s document.Store) {
	for state := range Steps() {
		d := Reach(t, state)
		Save(t, s, d)
		same(t, s, d)
		if !reflect.DeepEqual(d.Changes(), document.Changes{}) {
			t.Errorf("%s: changes are left after the commit: %+v", state, d.Changes())
		}
	}
}

func testVoidAtOnce(t *testing.T, s document.Store) {
	d := Reach(t, document.AwaitingSignature)
	must(t, d.Return(Signer, "Sửa lại số liệu.", d.UpdatedAt.Add(1e9)))
	Save(t, s, d)
	got, err := s.Load(t.Context(), d.ID)
	must(t, err)
	for _, kind := range []document.DecisionKind{document.UnitApproval, document.FormatCheck, document.Approval} {
		if _, ok := got.Standing(kind); ok {
			t.Errorf("%s stands after the return", kind)
		}
	}
	same(t, s, d)
}

func testReplaced(t *testing.T, s document.Store) {
	d := Reach(t, document.Consulting)
	Save(t, s, d)
	must(t, d.GiveOpinion(Colleague, "Thống nhất.", d.UpdatedAt.Add(1e9)))
	must(t, d.AnswerOpinion(Drafter, d.Opinions[0].ID, "tiep-thu", "Đã sửa.", d.UpdatedAt.Add(1e9)))
	f := Fields()
	f.Subject, f.Recipients = "V/v khác", f.Recipients[1:]
	must(t, d.Edit(Drafter, f, d.UpdatedAt.Add(1e9)))
	must(t, Lay(d, Drafter, "trình ký", false, d.UpdatedAt.Add(1e9)))
	Save(t, s, d)
	same(t, s, d)
	must(t, d.SetPlaces(Drafter, Places()[:1], true, d.UpdatedAt.Add(1e9)))
	Save(t, s, d)
	same(t, s, d)
	must(t, d.NewVersion(Drafter, Version("bản hai"), d.UpdatedAt.Add(1e9)))
	Save(t, s, d)
	same(t, s, d)
}

func testConflict(t *testing.T, s document.Store) {
	d := Reach(t, document.UnitReview)
	Save(t, s, d)
	ctx := t.Context()
	first, err := s.Load(ctx, d.ID)
	must(t, err)
	second, err := s.Load(ctx, d.ID)
	must(t, err)
	must(t, first.Return(UnitHead, "Sửa.", Start))
	must(t, second.UnitApprove(UnitHead, second.Binding(), "", false, Law(t, "NA"), Start))
	Save(t, s, first)
	err = s.Transact(ctx, func(ctx context.Context, tx document.Tx) error { return tx.Save(ctx, second) })
	if !fault.Is(err, "document.raced") {
		t.Errorf("second writer: %v", err)
	}
	var rev int
	must(t, s.Transact(ctx, func(ctx context.Context, tx document.Tx) (err error) {
		rev, err = tx.Lock(ctx, d.ID)
		return err
	}))
	if rev != first.Rev || rev == second.Rev {
		t.Errorf("locked at revision %d, the first writer made %d of %d", rev, first.Rev, second.Rev)
	}
	same(t, s, first)
}

func testNotFound(t *testing.T, s document.Store) {
	ctx := t.Context()
	if _, err := s.Load(ctx, "nothing"); !errors.Is(err, document.ErrNotFound) {
		t.Errorf("Load: %v", err)
	}
	if _, err := s.ByDelivery(ctx, "skhcn", "nothing"); !errors.Is(err, document.ErrNotFound) {
		t.Errorf("ByDelivery: %v", err)
	}
	err := s.Transact(ctx, func(ctx context.Context, tx document.Tx) error {
		if _, err := tx.Load(ctx, "nothing"); !errors.Is(err, document.ErrNotFound) {
			t.Errorf("Tx.Load: %v", err)
		}
		return nil
	})
	must(t, err)
	err = s.Transact(ctx, func(ctx context.Context, tx document.Tx) error {
		if _, err := tx.Lock(ctx, "nothing"); !errors.Is(err, document.ErrNotFound) {
			t.Errorf("Tx.Lock: %v", err)
		}
		return nil
	})
	must(t, err)
}

var errStop = errors.New("stop")

func testRollback(t *testing.T, s document.Store) {
	ctx := t.Context()
	kept, d := Reach(t, document.UnitReview), Reach(t, document.SealedState)
	Save(t, s, kept)
	err := s.Transact(ctx, func(ctx context.Context, tx document.Tx) error {
		if _, _, err := tx.Reserve(ctx, line(series("di"), d.ID)); err != nil {
			return err
		}
		held, err := tx.Load(ctx, kept.ID)
		if err != nil {
			return err
		}
		if err := held.Return(UnitHead, "Sửa.", Start); err != nil {
			return err
		}
		if err := tx.Save(ctx, held); err != nil {
			return err
		}
		if err := tx.Save(ctx, d); err != nil {
			return err
		}
		if err := tx.Audit(ctx, audit.Entry{At: Start, Action: "document.seal", Subject: string(d.ID)}); err != nil {
			return err
		}
		return errStop
	})
	if !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	same(t, s, kept)
	if _, err := s.Load(ctx, d.ID); !errors.Is(err, document.ErrNotFound) {
		t.Errorf("the new document: %v", err)
	}
	if yes, err := s.Referenced(ctx, d.Files[0].SHA256); yes || err != nil {
		t.Errorf("its files: %v, %v", yes, err)
	}
	if n, err := s.LastNumber(ctx, series("di")); n != 0 || err != nil {
		t.Errorf("its number: %d, %v", n, err)
	}
	if lines, err := s.Entries(ctx, series("di"), 0, 10); len(lines) != 0 || err != nil {
		t.Errorf("its line: %+v, %v", lines, err)
	}
}

// The store may have to run a transaction twice; the document given to it is
// then the same.
func testTriedAgain(t *testing.T, s document.Store) {
	d := Reach(t, document.Released)
	for range 2 {
		err := s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
			if err := tx.Save(ctx, d); err != nil {
				t.Error(err)
			}
			return errStop
		})
		if !errors.Is(err, errStop) {
			t.Fatal(err)
		}
	}
	Save(t, s, d)
	same(t, s, d)
	if d.Rev != 1 {
		t.Errorf("rev %d, want 1", d.Rev)
	}
}

func testByDelivery(t *testing.T, s document.Store) {
	ctx := t.Context()
	first, second := document.NewArrival(Arrival("one")), document.NewArrival(Arrival("one"))
	a := Arrival("one")
	a.Agency = "kimlien"
	elsewhere := document.NewArrival(a)
	Save(t, s, first, elsewhere, Reach(t, document.Drafting), Reach(t, document.Drafting)) // outgoing ones have no delivery
	err := s.Transact(ctx, func(ctx context.Context, tx document.Tx) error { return tx.Save(ctx, second) })
	if err == nil {
		t.Error("a delivery arrived twice")
	}
	for agency, want := range map[org.AgencyID]document.ID{"skhcn": first.ID, "kimlien": elsewhere.ID} {
		if got, err := s.ByDelivery(ctx, agency, "one"); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", agency, got, err, want)
		}
	}
}
