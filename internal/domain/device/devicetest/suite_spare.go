package devicetest

import (
	"context"

	"antin/internal/domain/device"
	"antin/internal/domain/signing"
)

// asked is what the subject of requests does when a revocation goes out: the
// certificate waits, the device is recalled, in one transaction.
func (o *Office) asked(c signing.Certificate, source string) (line string) {
	o.t.Helper()
	o.must(o.Rows.Transact(o.t.Context(), func(ctx context.Context, tx device.Tx) (err error) {
		if line, err = o.Signing.PendIn(ctx, tx.Signing(), o.Manager, c.ID, "đề nghị thu hồi"); err != nil {
			return err
		}
		return o.Device.RecallIn(ctx, tx, o.Manager, c.ID, source)
	}))
	return line
}

// refusal is what it does when the authority will not revoke.
func (o *Office) refusal(c signing.Certificate, line, source string) (spared bool) {
	o.t.Helper()
	o.must(o.Rows.Transact(o.t.Context(), func(ctx context.Context, tx device.Tx) (err error) {
		if _, err = o.Signing.LiftIn(ctx, tx.Signing(), o.Manager, c.ID, signing.Lift{Line: line, Document: "văn bản", Reason: "không thu hồi"}); err != nil {
			return err
		}
		spared, err = o.Device.SpareIn(ctx, tx, o.Manager, c.ID, source)
		return err
	}))
	return spared
}

// testSpare: a refused revocation gives the device back as it was, and only the
// refusal of the request that recalled it does.
func testSpare(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	line := o.asked(o.Seal, "đề nghị 1")
	o.In(d.ID, device.ReturnDue)
	if o.refusal(o.Seal, "", "đề nghị 1") {
		o.t.Error("a device was given back whose certificate waits for its revocation")
	}
	if o.refusal(o.Seal, line, "đề nghị khác") {
		o.t.Error("the refusal of another request gave the device back")
	}
	o.In(d.ID, device.ReturnDue)
	if !o.refusal(o.Seal, "", "đề nghị 1") {
		o.t.Error("the device stays to be returned")
	}
	if back := o.In(d.ID, device.InUse); !back.DueAt.IsZero() || back.Keeper != o.Clerk.Person {
		o.t.Errorf("given back as %+v", back)
	}
	duties, err := o.Device.MyDuties(ctx, o.Clerk)
	if err != nil || hasDuty(duties, device.DutyReturn) || !o.Told(o.Clerk, "spared") {
		o.t.Errorf("the keeper has %+v, %v", duties, err)
	}

	line = o.asked(o.Seal, "đề nghị 2") // broken while it waited: broken it comes back
	_, err = o.Device.Report(ctx, o.Clerk, device.Reporting{Device: d.ID, Kind: device.IncidentBroken, FoundAt: o.Clock.Now(), Note: "Rơi"})
	o.must(err)
	o.In(d.ID, device.ReturnDue)
	if !o.refusal(o.Seal, line, "đề nghị 2") {
		o.t.Error("the broken device stays to be returned")
	}
	o.In(d.ID, device.Broken)

	line = o.asked(o.Seal, "đề nghị 3")
	o.must(o.Device.TakeBack(ctx, o.Manager, d.ID, device.Return{Giver: o.Clerk.Person, Receiver: o.Manager.Person, Condition: "Hỏng", Minutes: o.Paper("5/BB")}))
	if o.refusal(o.Seal, line, "đề nghị 3") {
		o.t.Error("a device that came back was given out again without minutes")
	}
	o.In(d.ID, device.Returned)
}
