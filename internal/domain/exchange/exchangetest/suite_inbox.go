package exchangetest

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/exchange"
	"antin/internal/domain/org"
)

func testWindows(t *testing.T, o *office) {
	for _, text := range [][]string{{"07:30-08:30", "10:30-11:30"}, {"16:00-17:00"}, nil} {
		var want []exchange.Window
		for _, s := range text {
			w, err := exchange.ParseWindow(s)
			must(t, err)
			want = append(want, w)
		}
		must(t, o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error { return tx.SetWindows(ctx, "skhcn", want) }))
		if got, err := o.Windows(t.Context(), "skhcn"); err != nil || !slices.Equal(got, want) {
			t.Errorf("%v %v, want %v", got, err, want)
		}
	}
}

func testInboxChecks(t *testing.T, o *office) {
	look := func(id string, agency org.AgencyID, day string, hours int) exchange.InboxCheck {
		return exchange.InboxCheck{
			ID: id, Agency: agency, Day: day, At: documenttest.Start.Add(time.Duration(hours) * time.Hour), Person: "clerk", PersonName: "Hoàng Lan Anh", Place: exchange.InboxMailbox,
		}
	}
	late, early := look("1", "skhcn", "2026-11-23", 3), look("2", "skhcn", "2026-11-23", 1)
	next, other := look("3", "skhcn", "2026-11-24", 25), look("4", "kimlien", "2026-11-23", 2)
	must(t, o.Transact(t.Context(), func(ctx context.Context, tx exchange.Tx) error {
		for _, c := range []exchange.InboxCheck{late, early, next, other} {
			if err := tx.AddInboxCheck(ctx, c); err != nil {
				return err
			}
		}
		return nil
	}))
	for to, want := range map[string][]exchange.InboxCheck{"2026-11-23": {early, late}, "2026-11-24": {early, late, next}} {
		if got, err := o.InboxChecks(t.Context(), "skhcn", "2026-11-23", to); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("to %s: %+v %v", to, got, err)
		}
	}
}
