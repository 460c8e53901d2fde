package devicetest

import (
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

func testHeadBG(o *Office) {
	clause.Covers(o.t, "BG-21.2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	h := o.Draft(o.IT, o.Minutes(d, o.IT, o.Clerk))
	if h.State != device.HandoverApproval || !o.Told(o.Head, "handover-approval") {
		o.t.Errorf("minutes %+v", h)
	}
	o.Refused(o.Device.ConfirmGiving(ctx, o.IT, h.ID), "handover.approval")
	o.Refused(o.Device.Approve(ctx, o.IT, h.ID), "guard.forbidden")
	o.must(o.Device.Approve(ctx, o.Head, h.ID))
	h = o.Confirm(h, o.IT, o.Clerk)
	if h.Approver != o.Head.Person || h.ApprovedAt.IsZero() {
		o.t.Errorf("approved %+v", h)
	}
	a, err := o.Device.Answerable(ctx, o.Seal.ID, o.Clock.Now())
	if err != nil || a.Head.ID != o.Head.Person || a.Keeper.ID != o.Clerk.Person || a.Custody.Assigner != o.Head.Person {
		o.t.Errorf("answerable %+v, %v", a, err)
	}
	history, err := o.Device.History(ctx, o.Head, d.ID)
	if err != nil || history[len(history)-1].Deed != string(device.DeedConfirm) || history[len(history)-1].Source != h.ID {
		o.t.Errorf("history %+v, %v", history, err)
	}
	o.must(o.Sign(o.Clerk, o.Seal))
	_, err = o.Device.Report(ctx, o.Clerk, device.Reporting{Device: d.ID, Kind: device.IncidentLost, FoundAt: o.Clock.Now(), Note: "Mất cùng túi"})
	o.must(err)
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.held.device-lost")
}

// reception names who receives certificates for the agency.
func (o *Office) reception() {
	o.must(o.Device.SetContact(o.t.Context(), o.Head, o.Agency.ID, o.IT.Person))
}

func testRegisterHD(o *Office) {
	clause.Covers(o.t, "HD2-03.11")
	ctx := o.t.Context()
	o.reception()
	d := o.Enter("P1", o.Personal, func(in *device.Entering) { in.Kind = device.Token })
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Officer))
	o.Confirm(h, o.IT, o.Officer)
	got := o.In(d.ID, device.InUse)
	if got.Serial != "P1" || got.Kind != device.Token || got.Holder != o.Officer.Person || len(got.Certificates) != 1 || got.Certificates[0] != o.Personal.ID {
		o.t.Errorf("token %+v", got)
	}
	for _, kind := range []device.IncidentKind{device.IncidentLocked, device.IncidentBroken, device.IncidentLost} {
		o.Clock.Add(time.Hour)
		_, err := o.Device.Report(ctx, o.Officer, device.Reporting{Device: d.ID, Kind: kind, FoundAt: o.Clock.Now(), Note: "Sự cố"})
		o.must(err)
	}
	back := o.Enter("S1", o.Seal)
	o.HandOver(back, o.IT, o.Clerk)
	o.Revoke(o.Seal)
	var names []string
	for _, id := range []device.ID{d.ID, back.ID} {
		history, err := o.Device.History(ctx, o.Head, id)
		o.must(err)
		for _, e := range history {
			if n := e.State.Name(); len(names) == 0 || names[len(names)-1] != n {
				names = append(names, n)
			}
		}
	}
	if got := strings.Join(names, ", "); got != "Chờ nhận, Đang dùng, Bị khóa, Hỏng, Mất, Chờ nhận, Đang dùng, Chờ thu hồi" {
		o.t.Errorf("history %s", got)
	}
}

func testKeeperHD(o *Office) {
	clause.Covers(o.t, "HD2-10.2a", "HD2-10.2b", "HD2-14.3", "HD2-14.4", "HD2-16.3")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	if f := o.Refused(o.usable(o.Seal), "signing.held.no-paper", "Chưa có quyết định giao thiết bị"); f.Clause != "HD2-14.4" {
		o.t.Errorf("clause %q", f.Clause)
	}
	_, err := o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Manager, o.Clerk))
	if f := o.Refused(err, "handover.no-contact"); f.Clause != "HD2-14.3" {
		o.t.Errorf("clause %q", f.Clause)
	}
	o.reception()
	bare := o.Minutes(d, o.Manager, o.Clerk)
	bare.Paper = device.Paper{}
	_, err = o.Device.Draft(ctx, o.Head, bare)
	o.Refused(err, "handover.no-paper", "Chưa có quyết định giao thiết bị")
	h := o.Draft(o.Head, o.Minutes(d, o.Manager, o.Clerk))
	if h.Form != "Mẫu 01 Biên bản bàn giao thiết bị" || h.Contact != o.IT.Person {
		o.t.Errorf("minutes %+v", h)
	}
	o.Confirm(h, o.Manager, o.Clerk)
	o.In(d.ID, device.Awaiting) // the contact has not confirmed
	o.Refused(o.Device.ConfirmContact(ctx, o.Officer, h.ID), "guard.forbidden")
	o.must(o.Device.ConfirmContact(ctx, o.IT, h.ID))
	o.In(d.ID, device.InUse)
	began := o.Clock.Now()
	o.must(o.Sign(o.Clerk, o.Seal))
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian", "Chỉ văn thư được giao thiết bị mới được ký số cơ quan")
	o.Clock.Add(25 * time.Hour)
	next := o.Draft(o.Clerk, o.Minutes(d, o.Clerk, o.Second))
	o.must(o.Receive(next, o.Second))
	o.must(o.Sign(o.Clerk, o.Seal)) // responsible until both have confirmed
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian")
	o.must(o.Device.ConfirmGiving(ctx, o.Clerk, next.ID))
	o.must(o.Sign(o.Second, o.Seal))
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.not-custodian", "Chỉ văn thư được giao thiết bị mới được ký số cơ quan")
	periods, err := o.Signing.Custodies(ctx, o.Seal.ID)
	if err != nil || len(periods) != 2 || !periods[0].From.Equal(began) || !periods[0].To.Equal(o.Clock.Now()) || !periods[1].From.Equal(o.Clock.Now()) {
		o.t.Errorf("periods %+v, %v", periods, err)
	}
	reported := 0
	for _, i := range o.Incidents(o.Head) {
		if i.Kind == device.IncidentMisuse {
			reported++
		}
	}
	if reported != 3 || !o.Told(o.Head, "incident") { // Second twice on two days, the former keeper once
		o.t.Errorf("%d signatures outside a period reported", reported)
	}
}

func testReturnHD(o *Office) {
	clause.Covers(o.t, "HD2-09.1")
	ctx := o.t.Context()
	o.reception()
	revoked, expired := o.Enter("S1", o.Seal), o.Enter("P1", o.Personal)
	h := o.Draft(o.Head, o.Minutes(revoked, o.IT, o.Clerk))
	o.Confirm(h, o.IT, o.Clerk)
	h = o.Draft(o.Head, o.Minutes(expired, o.IT, o.Officer))
	o.Confirm(h, o.IT, o.Officer)
	o.Revoke(o.Seal)
	o.In(revoked.ID, device.ReturnDue)
	o.must(o.Device.Sweep(ctx))
	o.In(expired.ID, device.InUse)
	o.Clock.Add(o.Personal.NotAfter.Sub(o.Clock.Now()))
	for range 2 {
		o.must(o.Device.Sweep(ctx))
	}
	got := o.In(expired.ID, device.ReturnDue)
	if !got.DueAt.After(o.Clock.Now()) {
		o.t.Errorf("due %v", got.DueAt)
	}
	list, err := o.Device.ReturnsDue(ctx, o.Head, o.Agency.ID, true)
	if err != nil || len(list) != 1 || list[0].Device.ID != revoked.ID {
		o.t.Errorf("overdue %+v, %v", list, err)
	}
	o.must(o.Device.TakeBack(ctx, o.IT, revoked.ID, device.Return{Giver: o.Clerk.Person, Receiver: o.IT.Person, Condition: "Tốt", Minutes: o.Paper("9/BB")}))
	duties, err := o.Device.Checks(ctx, o.Head, revoked.ID, device.DutyReturn)
	if err != nil || len(duties) != 1 || duties[0].Open() || duties[0].DoneBy != o.IT.Person {
		o.t.Errorf("task %+v, %v", duties, err)
	}
}

func testYearHD(o *Office) {
	clause.Covers(o.t, "HD2-10.1", "HD2-15.4")
	ctx := o.t.Context()
	o.reception()
	d := o.Enter("P1", o.Personal)
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Officer))
	o.Confirm(h, o.IT, o.Officer)
	o.must(o.Device.ChangedPIN(ctx, o.Officer, d.ID))
	o.Clock.Add(364 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	if duties, err := o.Device.MyDuties(ctx, o.Officer); err != nil || len(duties) != 0 {
		o.t.Errorf("asked too early: %+v, %v", duties, err)
	}
	o.Clock.Add(2 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	duties, err := o.Device.MyDuties(ctx, o.Officer)
	if err != nil || len(duties) != 1 || duties[0].Kind != device.DutyHolding {
		o.t.Fatalf("the holder's duties %+v, %v", duties, err)
	}
	all, err := o.Device.OpenDuties(ctx, o.Head, o.Agency.ID)
	if err != nil || !hasDuty(all, device.DutyInventory) {
		o.t.Errorf("the agency's duties %+v, %v", all, err)
	}
	o.Clock.Add(9 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	if !o.Told(o.Officer, "reminder") || o.Told(o.Head, "overdue") {
		o.t.Error("the reminder comes before the list")
	}
	o.Clock.Add(8 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	if all, err = o.Device.OpenDuties(ctx, o.Head, o.Agency.ID); err != nil || !all[0].Overdue(o.Clock.Now()) || !o.Told(o.Head, "overdue") {
		o.t.Errorf("the list %+v, %v", all, err)
	}
	o.Refused(o.Device.Sight(ctx, o.IT, d.ID, device.DutyHolding, device.Sighting{Seen: true}), "guard.forbidden") // only the holder says so
	o.must(o.Device.Sight(ctx, o.Officer, d.ID, device.DutyHolding, device.Sighting{Seen: true}))
	o.must(o.Device.Sight(ctx, o.IT, d.ID, device.DutyInventory, device.Sighting{Seen: true, Place: "Phòng 305"}))
	if all, err = o.Device.OpenDuties(ctx, o.Head, o.Agency.ID); err != nil || hasDuty(all, device.DutyInventory) || hasDuty(all, device.DutyHolding) {
		o.t.Errorf("duties %+v, %v", all, err)
	}
	got := o.In(d.ID, device.InUse)
	checks, err := o.Device.Checks(ctx, o.Head, d.ID, device.DutyInventory)
	if err != nil || got.Holder != o.Officer.Person || got.Place != "Phòng 305" || !checks[0].DoneAt.Equal(o.Clock.Now()) {
		o.t.Errorf("inventory %+v, last check %+v, %v", got, checks, err)
	}
	if given, err := o.Device.Handovers(ctx, o.Head, d.ID); err != nil || len(given) != 1 || given[0].ReceiverAt.IsZero() {
		o.t.Errorf("date given %+v, %v", given, err)
	}
}

func testSelfCheckHD(o *Office) {
	clause.Covers(o.t, "HD2-14.5")
	ctx := o.t.Context()
	o.reception()
	d := o.Enter("S1", o.Seal)
	h := o.Draft(o.Head, o.Minutes(d, o.IT, o.Clerk))
	o.Confirm(h, o.IT, o.Clerk)
	find := func() (device.Duty, bool) {
		all, err := o.Device.OpenDuties(ctx, o.Head, o.Agency.ID)
		o.must(err)
		for _, d := range all {
			if d.Kind == device.DutySelfCheck {
				return d, true
			}
		}
		return device.Duty{}, false
	}
	o.must(o.Device.Sweep(ctx))
	duty, ok := find()
	if !ok {
		o.t.Fatal("no self-check")
	}
	o.Clock.Add(16 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	if !o.Told(o.Head, "overdue") {
		o.t.Error("the head was not reminded")
	}
	questions, err := o.Device.Questions(ctx, o.Agency.ID)
	o.must(err)
	answers := map[string]bool{}
	for _, q := range questions[1:] {
		answers[q] = true
	}
	o.Refused(o.Device.SelfCheck(ctx, o.IT, duty.ID, answers, ""), "check.answers")
	answers[questions[0]] = false
	o.must(o.Device.SelfCheck(ctx, o.IT, duty.ID, answers, "Tủ chưa có khóa"))
	kept, err := o.Rows.Duty(ctx, duty.ID)
	if err != nil || kept.Open() || len(kept.Answers) != len(questions) || kept.Answers[questions[0]] || kept.Note != "Tủ chưa có khóa" {
		o.t.Errorf("kept %+v, %v", kept, err)
	}
	o.Refused(o.Device.SelfCheck(ctx, o.IT, duty.ID, answers, ""), "duty.closed")
	o.must(o.Device.Sweep(ctx))
	if _, ok := find(); ok {
		o.t.Error("asked again at once")
	}
	o.Clock.Add(180 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	if _, ok := find(); !ok {
		o.t.Error("not asked again after the period")
	}
}

func testSystemHD(o *Office) {
	clause.Covers(o.t, "HD2-17.3")
	ctx := o.t.Context()
	o.reception()
	d := o.Enter("H1", o.System, func(in *device.Entering) { in.Kind = device.Token })
	bare := o.Minutes(d, o.Manager, o.IT)
	bare.Paper.Number = ""
	_, err := o.Device.Draft(ctx, o.Head, bare)
	o.Refused(err, "handover.no-paper")
	_, err = o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Manager, o.Officer))
	o.Refused(err, "device.not-officer")
	h := o.Draft(o.Head, o.Minutes(d, o.Manager, o.IT))
	o.Confirm(h, o.Manager, o.IT)
	if got := o.In(d.ID, device.InUse); got.Keeper != o.IT.Person {
		o.t.Errorf("device %+v", got)
	}
	o.Refused(o.Signing.CheckUsable(ctx, o.System, signing.ForAgency, o.Clock.Now(), o.Authority), "signing.class")
}
