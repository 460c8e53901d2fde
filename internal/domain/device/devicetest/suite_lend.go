package devicetest

import (
	"time"

	"antin/internal/domain/device"
)

// testLendAnew: what was permitted in a draft is asked again when both have
// confirmed it: a device that broke in between is not lent.
func testLendAnew(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	in := o.Minutes(d, o.Clerk, o.Second)
	in.From, in.To = o.Clock.Now().Add(24*time.Hour), o.Clock.Now().Add(72*time.Hour)
	h, err := o.Device.Draft(ctx, o.Clerk, in)
	o.must(err)
	_, err = o.Device.Report(ctx, o.Clerk, device.Reporting{Device: d.ID, Kind: device.IncidentBroken, FoundAt: o.Clock.Now(), Note: "Rơi"})
	o.must(err)
	o.must(o.Device.ConfirmGiving(ctx, o.Clerk, h.ID))
	o.Refused(o.Receive(h, o.Second), "handover.not-allowed")
	o.In(d.ID, device.Broken)
}
