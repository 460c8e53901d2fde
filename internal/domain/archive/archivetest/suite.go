package archivetest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/audit"
	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/pades"
)

// Suite is what every archive.Store promises. newStores gives empty stores of
// one database to each test.
func Suite(t *testing.T, newStores func(t *testing.T) (document.Store, archive.Store)) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *office)
	}{
		{"BundleComesBackWhole", testRoundTrip},
		{"FileHasOneBundle", testOpenOnce},
		{"OpenedAtTheSameTimeIsOneBundle", testOpenRace},
		{"UnknownBundleIsNotFound", testNotFound},
		{"DueComesInOrderOfTime", testDue},
		{"TakenAtTheSameTimeIsTakenOnce", testLoadLocks},
		{"NothingOfAFailedTransactionStays", testRollback},
		{"EditionsStandInOrder", testEditions},
		{"EditionIsWrittenOnce", testEditionOnce},
		{"WalkGoesOnWhereItStood", testProgress},
		{"WhatWaitsIsCounted", testWaiting},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			documents, store := newStores(t)
			o := &office{Store: store, document: documenttest.Reach(t, document.SealedState)}
			documenttest.Save(t, documents, o.document)
			test.run(t, o)
		})
	}
}

type office struct {
	archive.Store
	document *document.Document
}

func (o *office) bundle(file string) archive.Bundle {
	return archive.Bundle{
		ID: archive.BundleID(document.NewFormID()), Document: o.document.ID, File: document.FileID(file), Agency: o.document.Agency,
		Direction: document.Outgoing, Name: "công văn.pdf", SHA256: documenttest.Hash(file), State: archive.Waiting,
		NextAt: documenttest.Start, CreatedAt: documenttest.Start, UpdatedAt: documenttest.Start,
	}
}

func (o *office) open(t *testing.T, b archive.Bundle) (id archive.BundleID) {
	t.Helper()
	must(t, o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) (err error) {
		id, err = tx.Open(ctx, b)
		return err
	}))
	return id
}

func (o *office) change(t *testing.T, id archive.BundleID, change func(*archive.Bundle)) error {
	return o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) error {
		b, err := tx.Load(ctx, id)
		if err != nil {
			return err
		}
		change(&b)
		return tx.Save(ctx, b)
	})
}

func (o *office) same(t *testing.T, want archive.Bundle) {
	t.Helper()
	got, err := o.Bundle(t.Context(), want.ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v, %v\nwant %+v", got, err, want)
	}
}

func testRoundTrip(t *testing.T, o *office) {
	b := o.bundle("main")
	if id := o.open(t, b); id != b.ID {
		t.Errorf("opened %s", id)
	}
	o.same(t, b)
	b.State, b.Level, b.Why, b.Attempts, b.NextAt = archive.Partial, pades.LevelLTA, "Chưa có dấu thời gian.", 7, time.Time{}
	b.Stamp, b.UpdatedAt = []byte{0x30, 0, 1, 0xff}, documenttest.Start.Add(time.Hour)
	b.Summary = archive.Summary{
		StampedAt: documenttest.Start, StampedBy: "Dấu thời gian", Missing: []archive.Missing{{Code: "x", Text: "Thiếu."}},
		Signatures: []archive.Signature{{Field: "antin-signer", Level: pades.LevelT, CRLs: []string{"ab"}, Responsibility: archive.Responsibility{Name: "An", Source: "register"}}},
		Copy:       &archive.Copy{Base: "ab", Tail: "cd", Offset: 1 << 40, Size: 1<<40 + 7, SHA256: "ef"},
	}
	must(t, o.change(t, b.ID, func(x *archive.Bundle) { *x = b }))
	o.same(t, b)
	if all, err := o.OfDocument(t.Context(), o.document.ID); err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], b) {
		t.Errorf("%+v, %v", all, err)
	}
}

func testOpenOnce(t *testing.T, o *office) {
	first := o.bundle("main")
	o.open(t, first)
	must(t, o.change(t, first.ID, func(b *archive.Bundle) { b.State, b.NextAt = archive.Kept, time.Time{} }))
	if id := o.open(t, o.bundle("main")); id != first.ID {
		t.Errorf("opened again: %s", id)
	}
	if b, err := o.Bundle(t.Context(), first.ID); err != nil || b.State != archive.Kept || !b.NextAt.IsZero() {
		t.Errorf("%+v, %v", b, err)
	}
	if other := o.open(t, o.bundle("attachment")); other == first.ID {
		t.Error("two files, one bundle")
	}
}

func testOpenRace(t *testing.T, o *office) {
	ids := make([]archive.BundleID, 16)
	var group sync.WaitGroup
	for i := range ids {
		group.Go(func() {
			err := o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) (err error) {
				ids[i], err = tx.Open(ctx, o.bundle("main"))
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if slices.Sort(ids); len(slices.Compact(ids)) != 1 {
		t.Errorf("bundles %v", ids)
	}
}

func testNotFound(t *testing.T, o *office) {
	if _, err := o.Bundle(t.Context(), "nothing"); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("Bundle: %v", err)
	}
	if err := o.change(t, "nothing", func(*archive.Bundle) {}); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("Load: %v", err)
	}
	if yes, err := o.Referenced(t.Context(), documenttest.Hash("x")); yes || err != nil {
		t.Error(yes, err)
	}
}

func testDue(t *testing.T, o *office) {
	var want []archive.BundleID
	for i, file := range []string{"a", "b", "c", "d"} {
		b := o.bundle(file)
		b.NextAt = documenttest.Start.Add(time.Duration(3-i) * time.Minute)
		o.open(t, b)
		want = append([]archive.BundleID{b.ID}, want...)
	}
	done := o.bundle("done")
	o.open(t, done)
	must(t, o.change(t, done.ID, func(b *archive.Bundle) { b.NextAt = time.Time{} }))
	due := func(at time.Time, limit int) []archive.BundleID {
		t.Helper()
		list, err := o.Due(t.Context(), at, limit)
		must(t, err)
		return list
	}
	if got := due(documenttest.Start.Add(2*time.Minute), 10); !slices.Equal(got, want[:3]) {
		t.Errorf("%v, want %v", got, want[:3])
	}
	if got := due(documenttest.Start.Add(time.Hour), 2); !slices.Equal(got, want[:2]) {
		t.Errorf("%v, want %v", got, want[:2])
	}
	if got := due(documenttest.Start.Add(-time.Minute), 2); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func testLoadLocks(t *testing.T, o *office) {
	b := o.bundle("main")
	o.open(t, b)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := o.change(t, b.ID, func(b *archive.Bundle) { b.Attempts++ }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got, err := o.Bundle(t.Context(), b.ID); err != nil || got.Attempts != 8 {
		t.Errorf("%d attempts, %v", got.Attempts, err)
	}
}

func testRollback(t *testing.T, o *office) {
	b, refused := o.bundle("main"), errors.New("refused")
	err := o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) error {
		if _, err := tx.Open(ctx, b); err != nil {
			return err
		}
		if err := tx.AddEdition(ctx, edition(b.ID, 1)); err != nil {
			return err
		}
		if err := tx.Audit(ctx, audit.Entry{At: documenttest.Start, Action: "archive.kept", Subject: string(b.ID)}); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	if _, err := o.Bundle(t.Context(), b.ID); !errors.Is(err, archive.ErrNotFound) {
		t.Error(err)
	}
	if yes, err := o.Referenced(t.Context(), edition(b.ID, 1).SHA256); yes || err != nil {
		t.Error(yes, err)
	}
}

func edition(id archive.BundleID, no int) archive.Edition {
	return archive.Edition{
		Bundle: id, No: no, SHA256: documenttest.Hash(string(id) + string(rune('0'+no))), Size: 1 << 33, Level: pades.LevelLT,
		At: documenttest.Start.Add(time.Duration(no) * time.Hour),
	}
}

func testEditions(t *testing.T, o *office) {
	var want []archive.Edition
	for _, file := range []string{"main", "attachment"} {
		b := o.bundle(file)
		o.open(t, b)
		must(t, o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) error {
			for no := 1; no <= 3; no++ {
				if err := tx.AddEdition(ctx, edition(b.ID, no)); err != nil {
					return err
				}
				want = append(want, edition(b.ID, no))
			}
			inside, err := tx.Editions(ctx, b.ID)
			if !reflect.DeepEqual(inside, want[len(want)-3:]) {
				t.Errorf("inside: %+v", inside)
			}
			return err
		}))
		got, err := o.Editions(t.Context(), b.ID)
		if err != nil || !reflect.DeepEqual(got, want[len(want)-3:]) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	var walked []archive.Edition
	must(t, o.Walk(t.Context(), func(e archive.Edition) error { walked = append(walked, e); return nil }))
	if !reflect.DeepEqual(walked, want) {
		t.Errorf("walked %+v", walked)
	}
	if yes, err := o.Referenced(t.Context(), want[4].SHA256); !yes || err != nil {
		t.Error(yes, err)
	}
}

func testEditionOnce(t *testing.T, o *office) {
	b := o.bundle("main")
	o.open(t, b)
	add := func() error {
		return o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) error { return tx.AddEdition(ctx, edition(b.ID, 1)) })
	}
	must(t, add())
	if add() == nil {
		t.Error("an edition was written over")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
