package subscribertest

import (
	"context"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/signing"
	"antin/internal/domain/subscriber"
)

// testStandings holds each list by state against the states that the lines tell
// of themselves, now and on every day of a history of pauses, holds and a
// revocation.
func testStandings(t *testing.T, d *Desk) {
	ctx := t.Context()
	ids := make([]signing.CertificateID, 6)
	for i := range ids {
		ids[i] = d.Enter(t, d.Personal(t, d.Officer, "Chuyên viên", d.Ends(20*(i+1))))
	}
	var days []time.Time
	day := func(do func()) {
		d.Clock.Add(24 * time.Hour)
		do()
		d.Clock.Add(time.Hour)
		days = append(days, d.Clock.Now())
	}
	hold := signing.Hold{Certificate: ids[1], Cause: signing.CauseDeviceLocked, Source: "thiết bị", Message: "Thiết bị đang bị khóa."}
	day(func() { must(t, d.Signing.SetStatus(ctx, d.Admin, ids[0], signing.Suspended, "theo đề nghị")) })
	day(func() {
		must(t, d.Rows.Transact(ctx, func(ctx context.Context, tx subscriber.Tx) error {
			return d.Signing.PutHold(ctx, tx.Signing(), d.Admin, hold)
		}))
	})
	day(func() { must(t, d.Signing.SetStatus(ctx, d.Admin, ids[0], signing.Revoked, "theo đề nghị")) })
	day(func() {
		must(t, d.Rows.Transact(ctx, func(ctx context.Context, tx subscriber.Tx) error {
			return d.Signing.EndHold(ctx, tx.Signing(), d.Admin, ids[1], hold.Cause, hold.Source)
		}))
	})
	day(func() { d.Clock.Add(30 * 24 * time.Hour) })
	for _, at := range append(days, time.Time{}) {
		for _, order := range []subscriber.Order{subscriber.ByName, subscriber.ByExpiry} {
			d.standings(t, subscriber.Filter{At: at, Order: order})
			d.standings(t, subscriber.Filter{At: at, Order: order, Search: "a"})
			d.standings(t, subscriber.Filter{At: at, Order: order, Class: signing.ClassPerson})
		}
	}
}

func (d *Desk) standings(t *testing.T, f subscriber.Filter) {
	t.Helper()
	want := map[subscriber.State][]signing.CertificateID{}
	each := func(f subscriber.Filter, visit func(subscriber.Line)) {
		must(t, d.Register.Each(t.Context(), d.Manager, f, func(l subscriber.Line) error { visit(l); return nil }))
	}
	each(f, func(l subscriber.Line) { want[l.State] = append(want[l.State], l.Certificate) })
	for _, s := range subscriber.States() {
		var got []signing.CertificateID
		one := f
		one.State = s
		each(one, func(l subscriber.Line) { got = append(got, l.Certificate) })
		if !slices.Equal(got, want[s]) {
			t.Errorf("%+v: %v, want %v", one, got, want[s])
		}
	}
}
