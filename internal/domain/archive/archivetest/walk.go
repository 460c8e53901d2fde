package archivetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document/documenttest"
)

func testProgress(t *testing.T, o *office) {
	for _, want := range []archive.Progress{
		{Name: "one"}, {Name: "one", Terms: "x", After: "b"}, {Name: "one", Terms: "y", After: "", Done: true}, {Name: "two", Done: true},
	} {
		if want != (archive.Progress{Name: "one"}) {
			must(t, o.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) error { return tx.SaveProgress(ctx, want) }))
		}
		if got, err := o.Progress(t.Context(), want.Name); err != nil || got != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
	if got, err := o.Progress(t.Context(), "one"); err != nil || !got.Done || got.Terms != "y" {
		t.Errorf("%+v, %v", got, err)
	}
}

func testWaiting(t *testing.T, o *office) {
	var ids []archive.BundleID
	for i, file := range []string{"a", "b", "c"} {
		b := o.bundle(file)
		b.CreatedAt = documenttest.Start.Add(time.Duration(i) * time.Hour)
		ids = append(ids, o.open(t, b))
	}
	must(t, o.change(t, ids[0], func(b *archive.Bundle) { b.State = archive.Kept }))
	for before, want := range map[time.Duration]int{0: 0, time.Hour: 0, 2 * time.Hour: 1, 3 * time.Hour: 2} {
		if n, err := o.Waiting(t.Context(), documenttest.Start.Add(before)); err != nil || n != want {
			t.Errorf("before %v: %d, %v", before, n, err)
		}
	}
	first, err := o.After(t.Context(), "", 2)
	must(t, err)
	if len(first) != 2 {
		t.Fatalf("the first two are %v", first)
	}
	rest, err := o.After(t.Context(), first[1], 2)
	must(t, err)
	slices.Sort(ids)
	if got := append(first, rest...); !slices.Equal(got, ids) {
		t.Errorf("%v, want %v", got, ids)
	}
}
