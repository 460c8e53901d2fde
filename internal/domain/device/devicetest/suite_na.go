package devicetest

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

func testKeeperNA(o *Office) {
	clause.Covers(o.t, "NA-10.1", "NA-10.3", "NA-21.1", "NA-20-1")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	bare := o.Minutes(d, o.Manager, o.Clerk)
	bare.Paper.Number = ""
	_, err := o.Device.Draft(ctx, o.Head, bare)
	o.Refused(err, "handover.no-paper")
	h := o.Draft(o.Head, o.Minutes(d, o.Manager, o.Clerk))
	o.must(o.Device.ConfirmGiving(ctx, o.Manager, h.ID))
	f := o.Refused(o.Device.ConfirmReceipt(ctx, o.Clerk, h.ID, device.Receipt{Serial: "S1"}), "handover.duties")
	if !strings.Contains(f.Clause, "68/2024") {
		o.t.Errorf("clause %q", f.Clause)
	}
	if err := o.usable(o.Seal); o.Refused(err, "signing.held.not-confirmed", "Chưa xác nhận tiếp nhận thiết bị").Clause != "NA-21.1" {
		o.t.Error("clause")
	}
	version, duties, err := o.Device.Duties(ctx, o.Clerk)
	if err != nil || len(duties) < 3 || version == "" {
		o.t.Errorf("duties %v of %q, %v", duties, version, err)
	}
	o.Clock.Add(time.Minute)
	o.must(o.Receive(h, o.Clerk))
	if kept, err := o.Device.Handover(ctx, o.Clerk, h.ID); err != nil || kept.DutiesVersion != version || !kept.DutiesAt.Equal(o.Clock.Now()) {
		o.t.Errorf("acknowledged %+v, %v", kept, err)
	}
	if got := o.In(d.ID, device.InUse); !got.Since.Equal(o.Clock.Now()) || got.Keeper != o.Clerk.Person {
		o.t.Errorf("kept since %v by %q", got.Since, got.Keeper)
	}
	o.must(o.Sign(o.Clerk, o.Seal))
	o.assignments(h)
	o.Clock.Add(time.Hour)
	// A change without the word of both sides changes nothing.
	next := o.Draft(o.Head, o.Minutes(d, o.Clerk, o.Second))
	o.must(o.Receive(next, o.Second))
	o.must(o.Sign(o.Clerk, o.Seal))
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian")
	o.must(o.Device.ConfirmGiving(ctx, o.Clerk, next.ID))
	o.must(o.Sign(o.Second, o.Seal))
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.not-custodian")
	all, err := o.Signing.Custodies(ctx, o.Seal.ID)
	if err != nil || len(all) != 2 || !all[0].To.Equal(all[1].From) || !all[1].To.IsZero() {
		o.t.Errorf("exactly one assignment lasts: %+v, %v", all, err)
	}
	o.noPIN()
}

// assignments: assigner, keeper, certificate, from and to; periods that overlap
// are refused by the register itself.
func (o *Office) assignments(h device.Handover) {
	o.t.Helper()
	ctx := o.t.Context()
	all, err := o.Signing.Custodies(ctx, o.Seal.ID)
	if err != nil || len(all) != 1 || all[0].Holder != h.Receiver || all[0].Assigner != h.Giver || all[0].Decision != h.Paper.Number || all[0].From.IsZero() {
		o.t.Errorf("assignment %+v, %v", all, err)
	}
	err = o.Rows.Transact(ctx, func(ctx context.Context, tx device.Tx) error {
		_, err := o.Signing.AssignCustodyIn(ctx, tx.Signing(), o.Head, signing.Custody{
			Certificate: o.Seal.ID, Holder: o.Second.Person, Decision: "x", From: all[0].From.Add(-time.Second),
		})
		return err
	})
	if f := o.Refused(err, "custody.overlap"); f.Clause != "NA-10.3" {
		o.t.Errorf("clause %q", f.Clause)
	}
}

// noPIN: whatever a receipt can be made with, no field of it is a PIN.
func (o *Office) noPIN() {
	o.t.Helper()
	raw, err := json.Marshal(device.Receipt{Serial: "S", Duties: "v"})
	o.must(err)
	if string(raw) != `{"Serial":"S","Duties":"v"}` {
		o.t.Errorf("a receipt is confirmed with %s", raw)
	}
}

// usable asks for the certificate alone, whoever keeps it.
func (o *Office) usable(c signing.Certificate) error {
	purpose := signing.ForPerson
	if c.Class == signing.ClassAgency {
		purpose = signing.ForAgency
	}
	return o.Signing.CheckUsable(o.t.Context(), c, purpose, o.Clock.Now(), o.Authority)
}

func testPermissionNA(o *Office) {
	clause.Covers(o.t, "NA-21.2-2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	o.Clock.Add(time.Minute)
	h := o.Minutes(d, o.Clerk, o.Second)
	h.To = o.Clock.Now().Add(8 * time.Hour)
	h.Paper = device.Paper{}
	_, err := o.Device.Draft(ctx, o.Clerk, h)
	if f := o.Refused(err, "handover.not-allowed", "Chưa có văn bản cho phép của người có thẩm quyền"); f.Clause != "NA-21.2-2" {
		o.t.Errorf("clause %q", f.Clause)
	}
	h.Paper = o.Paper("5/GP")
	h = o.Draft(o.Clerk, h)
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian") // the minutes are not confirmed
	o.Confirm(h, o.Clerk, o.Second)
	o.Clock.Add(time.Hour)
	o.must(o.Sign(o.Second, o.Seal))
	during := o.Clock.Now()
	o.Clock.Add(9 * time.Hour)
	for at, want := range map[time.Time]org.Actor{during: o.Second, o.Clock.Now(): o.Clerk} {
		a, err := o.Device.Answerable(ctx, o.Seal.ID, at)
		if err != nil || a.Keeper.ID != want.Person {
			o.t.Errorf("a signature of %v belongs to %+v, %v", at, a.Keeper, err)
		}
	}
}

func testReturnNA(o *Office) {
	clause.Covers(o.t, "NA-12-2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	second := o.Certificate(signing.ClassAgency, "", "Con dấu thứ hai")
	o.HandOver(d, o.Manager, o.Clerk)
	o.must(o.Device.Attach(ctx, o.Manager, d.ID, second.ID))
	o.must(o.Sign(o.Clerk, second)) // renewed on a device in use: the same keeper at once
	o.Revoke(o.Seal)
	o.In(d.ID, device.InUse) // one is still in force
	o.Revoke(second)
	due := o.In(d.ID, device.ReturnDue)
	if got := due.DueAt.UTC().Format("2006-01-02 15:04"); got != "2026-12-01 10:00" { // five working days after Monday the 23rd; the 24th is off
		o.t.Errorf("due %s", got)
	}
	list, err := o.Device.ReturnsDue(ctx, o.Manager, o.Agency.ID, true)
	if err != nil || len(list) != 0 {
		o.t.Errorf("overdue %+v, %v", list, err)
	}
	if duties, err := o.Device.MyDuties(ctx, o.Clerk); err != nil || !hasDuty(duties, device.DutyReturn) || !o.Told(o.Clerk, "return-due") {
		o.t.Errorf("the keeper's duties %+v, %v", duties, err)
	}
	o.Clock.Add(9 * 24 * time.Hour)
	if list, err = o.Device.ReturnsDue(ctx, o.Manager, o.Agency.ID, true); err != nil || len(list) != 1 || list[0].Device.ID != d.ID {
		o.t.Errorf("overdue %+v, %v", list, err)
	}
	r := device.Return{Giver: o.Clerk.Person, Receiver: o.IT.Person, Condition: "Tốt"}
	for _, m := range []device.Paper{{}, {Number: "7/BB"}, {Date: o.Clock.Now()}} {
		r.Minutes = m
		o.Refused(o.Device.TakeBack(ctx, o.IT, d.ID, r), "return.minutes")
	}
	r.Minutes, r.Receiver = device.Paper{Number: "7/BB", Date: o.Clock.Now()}, "nobody"
	o.Refused(o.Device.TakeBack(ctx, o.IT, d.ID, r), "org.person")
	r.Receiver = o.IT.Person
	o.must(o.Device.TakeBack(ctx, o.IT, d.ID, r))
	o.In(d.ID, device.Returned)
	if duties, err := o.Device.MyDuties(ctx, o.Clerk); err != nil || hasDuty(duties, device.DutyReturn) {
		o.t.Errorf("the keeper's duties %+v, %v", duties, err)
	}
	lost := o.Enter("P1", o.Personal)
	o.HandOver(lost, o.IT, o.Officer)
	_, err = o.Device.Report(ctx, o.Officer, device.Reporting{Device: lost.ID, Kind: device.IncidentLost, FoundAt: o.Clock.Now(), Note: "Rơi"})
	o.must(err)
	o.Revoke(o.Personal)
	o.In(lost.ID, device.Lost) // nothing to return
}

func hasDuty(list []device.Duty, kind device.DutyKind) bool {
	for _, d := range list {
		if d.Kind == kind {
			return true
		}
	}
	return false
}

func testSystemNA(o *Office) {
	clause.Covers(o.t, "NA-22.2")
	ctx := o.t.Context()
	_, err := o.Device.Enter(ctx, o.Manager, device.Entering{Serial: "H1", Kind: device.HSM, Agency: o.Agency.ID, System: "Cổng"})
	o.Refused(err, "device.not-officer") // nobody is responsible
	d := o.Enter("H1", o.System)
	bare := o.Minutes(d, o.Manager, o.IT)
	bare.Paper = device.Paper{}
	_, err = o.Device.Draft(ctx, o.Head, bare)
	o.Refused(err, "handover.no-paper")
	o.HandOver(d, o.Manager, o.IT)
	_, err = o.Device.Draft(ctx, o.Head, o.Minutes(d, o.IT, o.Clerk))
	o.Refused(err, "device.not-officer")
	o.HandOver(d, o.IT, o.IT2)
	if got := o.In(d.ID, device.InUse); got.Keeper != o.IT2.Person || got.System == "" {
		o.t.Errorf("device %+v", got)
	}
	for _, purpose := range []signing.Purpose{signing.ForPerson, signing.ForAgency} {
		o.Refused(o.Signing.CheckUsable(ctx, o.System, purpose, o.Clock.Now(), o.Authority), "signing.class")
		for _, by := range []org.Actor{o.IT, o.IT2, o.Head, o.Clerk} {
			if list, err := o.Signing.Choices(ctx, by, purpose); err != nil || len(list) != 0 {
				o.t.Errorf("choices %+v, %v", list, err)
			}
		}
	}
}
