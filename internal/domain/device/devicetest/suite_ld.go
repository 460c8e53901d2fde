package devicetest

import (
	"context"
	"io"
	"strings"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

func bytesReader(text string) io.Reader { return strings.NewReader(text) }

func testTransfer(o *Office) {
	clause.Covers(o.t, "LD-10")
	ctx := o.t.Context()
	at := func(in *device.Entering) { in.State = device.AtAuthority }
	a, b := o.Enter("S1", o.Seal, at), o.Enter("S2", o.Personal, at)
	both := device.Transfer{Method: device.ByHand, From: device.PartyAuthority, To: device.PartyDepartment, Agency: o.Department.ID,
		Date: o.Clock.Now(), Devices: []device.ID{a.ID, b.ID}}
	for _, method := range []device.Method{"", "courier", "email"} {
		t := both
		t.Method = method
		_, err := o.Device.Send(ctx, o.Manager, t)
		if f := o.Refused(err, "transfer.method"); f.Clause != "LD-10" {
			o.t.Errorf("clause %q", f.Clause)
		}
	}
	first, err := o.Device.Send(ctx, o.Manager, both)
	o.must(err)
	o.In(a.ID, device.AtAuthority) // nothing moves before the confirmation
	if way, err := o.Device.OnTheWay(ctx, o.Manager, o.Department.ID); len(way) != 1 || len(way[0].Devices) != 2 || way[0].Method != device.ByHand || err != nil {
		o.t.Errorf("on the way %+v, %v", way, err)
	}
	o.Refused(o.Device.Arrived(ctx, o.Manager, first.ID, []string{"S1"}), "transfer.serials")
	o.must(o.Device.Arrived(ctx, o.Manager, first.ID, []string{"s2", " s1 "}))
	o.Refused(o.Device.Arrived(ctx, o.Manager, first.ID, []string{"S1", "S2"}), "transfer.closed")
	o.In(a.ID, device.AtDepartment)
	post := device.Transfer{Method: device.ByPost, From: device.PartyDepartment, To: device.PartyAgency, Agency: o.Agency.ID, Date: o.Clock.Now(),
		Devices: []device.ID{a.ID, b.ID}}
	_, err = o.Device.Send(ctx, o.Manager, post)
	o.Refused(err, "transfer.tracking")
	post.Tracking = "EE123456789VN"
	wrong := post
	wrong.Agency = o.Department.ID
	_, err = o.Device.Send(ctx, o.Manager, wrong)
	o.Refused(err, "transfer.agency")
	second, err := o.Device.Send(ctx, o.Manager, post)
	o.must(err)
	o.Refused(o.Device.Arrived(ctx, o.Stranger, second.ID, []string{"S1", "S2"}), "guard.forbidden")
	o.must(o.Device.Arrived(ctx, o.Clerk, second.ID, []string{"S1", "S2"}))
	o.In(b.ID, device.Awaiting)
	if closed, err := o.Rows.Transfer(ctx, second.ID); closed.ConfirmedBy != o.Clerk.Person || closed.ConfirmedAt.IsZero() || closed.Tracking != "EE123456789VN" || err != nil {
		o.t.Errorf("closed %+v, %v", closed, err)
	}
}

// notKeeper is what both LD-05.3 and LD-11.1 want said.
const notKeeper = "Thiết bị không do bạn quản lý. Bạn không được giao chứng thư số cơ quan"

func testDecision(o *Office) {
	clause.Covers(o.t, "LD-17.5-1", "LD-18.1", "LD-11.1", "LD-16.1c-1")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.not-custodian", notKeeper)
	for _, spoil := range []func(*device.Paper){
		func(p *device.Paper) { p.Number = "" }, func(p *device.Paper) { p.Date = time.Time{} },
		func(p *device.Paper) { p.Signer = " " }, func(p *device.Paper) { p.File = device.File{} },
	} {
		h := o.Minutes(d, o.Manager, o.Clerk)
		spoil(&h.Paper)
		_, err := o.Device.Draft(ctx, o.Head, h)
		if f := o.Refused(err, "handover.no-paper", "Thiếu quyết định giao thiết bị bằng văn bản"); f.Clause != "LD-17.5-1" {
			o.t.Errorf("clause %q", f.Clause)
		}
	}
	_, err := o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Manager, o.Officer))
	o.Refused(err, "handover.not-clerk")
	_, err = o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Manager, o.Stranger)) // a clerk of another agency
	o.Refused(err, "handover.not-clerk")
	h := o.Draft(o.Head, o.Minutes(d, o.Manager, o.Clerk))
	o.must(o.Device.ConfirmGiving(ctx, o.Manager, h.ID))
	o.In(d.ID, device.Awaiting) // chờ nhận
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.not-custodian")
	version, _, err := o.Device.Duties(ctx, o.Clerk)
	o.must(err)
	o.Refused(o.Device.ConfirmReceipt(ctx, o.Clerk, h.ID, device.Receipt{Serial: "S2", Duties: version}), "handover.serial")
	o.Refused(o.Device.ConfirmReceipt(ctx, o.Second, h.ID, device.Receipt{Serial: "S1", Duties: version}), "guard.forbidden")
	o.must(o.Receive(h, o.Clerk))
	if got := o.In(d.ID, device.InUse); got.Keeper != o.Clerk.Person || got.Place != "Tủ sắt phòng văn thư" {
		o.t.Errorf("device %+v", got)
	}
	o.must(o.Sign(o.Clerk, o.Seal))
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian", notKeeper)
	record, err := o.Device.Handover(ctx, o.Clerk, h.ID)
	if err != nil || record.State != device.HandoverDone || record.GiverAt.IsZero() || record.ReceiverAt.IsZero() || record.Paper.Number != "12/QĐ-STC" {
		o.t.Errorf("record %+v, %v", record, err)
	}
	_, err = o.Signing.AssignCustody(ctx, o.Head, signing.Custody{Certificate: o.Seal.ID, Holder: o.Second.Person, Decision: "13"})
	o.Refused(err, "custody.by-minutes") // nobody goes beside the minutes
}

func testTemporary(o *Office) {
	clause.Covers(o.t, "LD-18.2-2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	from, to := o.Clock.Now().Add(24*time.Hour), o.Clock.Now().Add(72*time.Hour)
	lend := func(spoil func(*device.Handover)) (device.Handover, error) {
		h := o.Minutes(d, o.Clerk, o.Second)
		h.From, h.To = from, to
		spoil(&h)
		return o.Device.Draft(ctx, o.Clerk, h)
	}
	for _, spoil := range []func(*device.Handover){
		func(h *device.Handover) { h.Paper.Number = "" }, func(h *device.Handover) { h.Paper.File = device.File{} },
		func(h *device.Handover) { h.Paper.By = "" }, func(h *device.Handover) { h.Paper.By = o.Officer.Person },
	} {
		_, err := lend(spoil)
		o.Refused(err, "handover.not-allowed", "Chưa có văn bản cho phép của người có thẩm quyền")
	}
	_, err := lend(func(h *device.Handover) { h.To = h.From })
	o.Refused(err, "handover.period")
	h, err := lend(func(*device.Handover) {})
	o.must(err)
	o.Confirm(h, o.Clerk, o.Second)
	o.must(o.Sign(o.Clerk, o.Seal)) // not yet
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian")
	o.Clock.Add(24 * time.Hour)
	o.must(o.Sign(o.Second, o.Seal))
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.not-custodian")
	_, err = o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Clerk, o.Second))
	o.must(err) // for good, but only after the temporary one
	o.Clock.Add(48*time.Hour - time.Millisecond)
	o.must(o.Sign(o.Second, o.Seal))
	o.Clock.Add(time.Millisecond) // the 'to' moment: nobody did anything
	o.must(o.Sign(o.Clerk, o.Seal))
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian")
	then, err := o.Device.Answerable(ctx, o.Seal.ID, to.Add(-time.Hour))
	if err != nil || then.Keeper.ID != o.Second.Person {
		o.t.Errorf("the signature of the interval belongs to %+v, %v", then.Keeper, err)
	}
}

func testEndEarlier(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	o.Clock.Add(time.Minute)
	h := o.Minutes(d, o.Clerk, o.Second)
	h.To = o.Clock.Now().Add(72 * time.Hour)
	h = o.Confirm(o.Draft(o.Clerk, h), o.Clerk, o.Second)
	o.Clock.Add(time.Hour)
	later := o.Draft(o.Head, o.Minutes(d, o.Clerk, o.Second))
	o.must(o.Device.ConfirmGiving(ctx, o.Clerk, later.ID))
	o.Refused(o.Receive(later, o.Second), "handover.temporary")
	o.Refused(o.Device.EndTemporary(ctx, o.Officer, h.ID), "guard.forbidden")
	o.must(o.Device.EndTemporary(ctx, o.Second, h.ID))
	o.must(o.Sign(o.Clerk, o.Seal))
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian")
	o.Refused(o.Device.EndTemporary(ctx, o.Second, h.ID), "handover.not-temporary")
	o.Clock.Add(time.Hour)
	o.must(o.Receive(later, o.Second))
	o.must(o.Sign(o.Second, o.Seal))
	o.Clock.Add(96 * time.Hour) // the old period returns nothing any more
	o.must(o.Sign(o.Second, o.Seal))
}

func testPersonal(o *Office) {
	clause.Covers(o.t, "LD-11.5")
	ctx := o.t.Context()
	d := o.Enter("P1", o.Personal)
	o.Refused(o.Sign(o.Officer, o.Personal), "signing.held.not-confirmed")
	_, err := o.Device.Draft(ctx, o.IT, o.Minutes(d, o.IT, o.Clerk))
	if f := o.Refused(err, "handover.not-holder", "Thiết bị cá nhân phải do chính cá nhân giữ"); f.Clause != "LD-11.5" {
		o.t.Errorf("clause %q", f.Clause)
	}
	lent := o.Minutes(d, o.Officer, o.Clerk)
	lent.To = o.Clock.Now().Add(time.Hour)
	_, err = o.Device.Draft(ctx, o.Head, lent)
	o.Refused(err, "handover.not-holder")
	_, err = o.Signing.AssignCustody(ctx, o.Head, signing.Custody{Certificate: o.Personal.ID, Holder: o.Clerk.Person, Decision: "1"})
	o.Refused(err, "custody.by-minutes")
	o.HandOver(d, o.IT, o.Officer)
	o.must(o.Sign(o.Officer, o.Personal))
	if got := o.In(d.ID, device.InUse); got.Keeper != o.Officer.Person {
		o.t.Errorf("kept by %q", got.Keeper)
	}
	mine, err := o.Device.MyDuties(ctx, o.Officer)
	if err != nil || len(mine) != 1 || mine[0].Kind != device.DutyFirstPIN {
		o.t.Errorf("duties %+v, %v", mine, err)
	}
	o.Refused(o.Device.ChangedPIN(ctx, o.IT, d.ID), "guard.forbidden")
	o.must(o.Device.ChangedPIN(ctx, o.Officer, d.ID))
	if mine, err = o.Device.MyDuties(ctx, o.Officer); err != nil || len(mine) != 0 {
		o.t.Errorf("duties %+v, %v", mine, err)
	}
}

func testSighting(o *Office) {
	clause.Covers(o.t, "LD-17.5-2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	o.Refused(o.Device.Sight(ctx, o.Officer, d.ID, device.DutyPresence, device.Sighting{Seen: true}), "guard.forbidden")
	o.must(o.Device.Sight(ctx, o.Head, d.ID, device.DutyPresence, device.Sighting{Seen: true, Place: "Két sắt"}))
	checks, err := o.Device.Checks(ctx, o.Head, d.ID, device.DutyPresence)
	if err != nil || len(checks) != 1 || !checks[0].Seen || checks[0].DoneBy != o.Head.Person || !checks[0].DoneAt.Equal(o.Clock.Now()) {
		o.t.Errorf("checks %+v, %v", checks, err)
	}
	if got := o.In(d.ID, device.InUse); got.Place != "Két sắt" {
		o.t.Errorf("kept at %q", got.Place)
	}
	o.Clock.Add(time.Hour)
	o.must(o.Device.Sight(ctx, o.Head, d.ID, device.DutyPresence, device.Sighting{Note: "Tủ trống"}))
	o.In(d.ID, device.Lost)
	if list := o.Incidents(o.Head); len(list) != 1 || list[0].Kind != device.IncidentLost || len(o.Events(device.EventIncident)) != 1 {
		o.t.Errorf("incidents %+v", list)
	}
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.held.device-lost")
}

func testTampered(o *Office) {
	clause.Covers(o.t, "LD-05.4-2")
	ctx := o.t.Context()
	d := o.Enter("P1", o.Personal)
	o.HandOver(d, o.IT, o.Officer)
	in := device.Reporting{Device: d.ID, Kind: device.IncidentTampered, FoundAt: o.Clock.Now().Add(-time.Hour), Note: "Nhập khóa lạ"}
	_, err := o.Device.Report(ctx, o.IT, in)
	o.Refused(err, "incident.minutes")
	in.Minutes = o.Paper("biên bản").File
	i, err := o.Device.Report(ctx, o.IT, in)
	o.must(err)
	kept, err := o.Device.Incidents(ctx, o.Head, d.ID)
	if err != nil || len(kept) != 1 || kept[0] != i || i.Reporter != o.IT.Person || i.Note != "Nhập khóa lạ" || i.Minutes.SHA256 == "" {
		o.t.Errorf("incident %+v, kept %+v, %v", i, kept, err)
	}
	o.In(d.ID, device.Broken)
	o.Refused(o.Sign(o.Officer, o.Personal), "signing.held.device-broken")
}

func testReport(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("P1", o.Personal)
	o.HandOver(d, o.IT, o.Officer)
	in := device.Reporting{Device: d.ID, Kind: device.IncidentCompromised, FoundAt: o.Clock.Now().Add(-3 * time.Hour), Note: "Lộ mật khẩu"}
	for name, c := range map[string]struct {
		edit func(*device.Reporting)
		want string
	}{
		"kind":   {func(r *device.Reporting) { r.Kind = device.IncidentMisuse }, "incident.kind"},
		"future": {func(r *device.Reporting) { r.FoundAt = o.Clock.Now().Add(time.Minute) }, "incident.found"},
		"never":  {func(r *device.Reporting) { r.FoundAt = time.Time{} }, "incident.found"},
		"silent": {func(r *device.Reporting) { r.Note = "" }, "device.note"},
	} {
		bad := in
		c.edit(&bad)
		_, err := o.Device.Report(ctx, o.Officer, bad)
		if o.Refused(err, c.want) == nil {
			o.t.Error(name)
		}
	}
	_, err := o.Device.Report(ctx, o.Stranger, in)
	o.Refused(err, "guard.forbidden")
	i, err := o.Device.Report(ctx, o.Officer, in)
	o.must(err)
	if i.Elapsed() != 3*time.Hour || !i.BlockedAt.Equal(o.Clock.Now()) || !o.Told(o.Head, "incident") || !o.Told(o.IT, "incident") {
		o.t.Errorf("incident %+v", i)
	}
	f := o.Refused(o.Sign(o.Officer, o.Personal), "signing.held.compromised")
	if !strings.Contains(f.Message, "Cục chưa xác nhận thu hồi") {
		o.t.Errorf("the refusal does not say which of the two it is: %q", f.Message)
	}
	c, err := o.Signing.Certificate(ctx, o.Personal.ID)
	if err != nil || c.Status != signing.Active {
		o.t.Errorf("the authority's answer is not ours to give: %v, %v", c.Status, err)
	}
	o.must(o.Device.AddMinutes(ctx, o.Officer, i.ID, o.Paper("Mẫu 15").File))
	o.Refused(o.Device.AddMinutes(ctx, o.Officer, i.ID, o.Paper("Mẫu 15").File), "incident.minutes-known")
}

func testReturn(o *Office) {
	clause.Covers(o.t, "LD-16.1c-2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	o.Revoke(o.Seal)
	due := o.In(d.ID, device.ReturnDue)
	o.Clock.Add(10 * 24 * time.Hour)
	list, err := o.Device.ReturnsDue(ctx, o.Manager, "", false)
	if err != nil || len(list) != 1 || list[0].AgeDays != 10 || !list[0].Overdue || due.DueAt.IsZero() {
		o.t.Errorf("due %+v, %v", list, err)
	}
	back := device.Return{Giver: o.Clerk.Person, Receiver: o.Manager.Person, Condition: "Nguyên vẹn", Minutes: o.Paper("3/BB")}
	o.Refused(o.Device.HandBack(ctx, o.Manager, d.ID, back), "device.order")
	bare := back
	bare.Minutes = device.Paper{}
	o.Refused(o.Device.TakeBack(ctx, o.Manager, d.ID, bare), "return.minutes")
	o.must(o.Device.TakeBack(ctx, o.Manager, d.ID, back))
	o.In(d.ID, device.Returned)
	o.Clock.Add(time.Hour)
	back.Giver, back.Receiver, back.Minutes = o.Manager.Person, o.Manager.Person, o.Paper("4/BB")
	o.must(o.Device.HandBack(ctx, o.Manager, d.ID, back))
	o.In(d.ID, device.HandedBack)
	history, err := o.Device.History(ctx, o.Manager, d.ID)
	o.must(err)
	var seen []string
	for _, e := range history {
		if e.State == device.ReturnDue || e.State == device.Returned || e.State == device.HandedBack {
			seen = append(seen, e.State.Name()+" "+e.File.Name)
			if e.At.IsZero() || e.Deed != string(device.DeedRecall) && (e.Actor != o.Manager.Person || e.File.SHA256 == "") {
				o.t.Errorf("line %+v", e)
			}
		}
	}
	if strings.Join(seen, ", ") != "Chờ thu hồi , Đã nhận lại 3/BB.pdf, Đã giao Cục 4/BB.pdf" {
		o.t.Errorf("passed %v", seen)
	}
}

// Revoke is the answer of the authority, as the subject of requests enters it:
// status and recall in one transaction.
func (o *Office) Revoke(c signing.Certificate) {
	o.t.Helper()
	o.must(o.Rows.Transact(o.t.Context(), func(ctx context.Context, tx device.Tx) error {
		if err := tx.Signing().SetStatus(ctx, c.ID, signing.Revoked); err != nil {
			return err
		}
		return o.Device.RecallIn(ctx, tx, o.Manager, c.ID, "YC-2")
	}))
}

func testSystemLD(o *Office) {
	clause.Covers(o.t, "LD-20.3")
	ctx := o.t.Context()
	_, err := o.Device.Enter(ctx, o.Manager, device.Entering{Serial: "H1", Kind: device.HSM, Agency: o.Agency.ID, System: "Cổng dịch vụ công", Keeper: o.Clerk.Person})
	o.Refused(err, "device.not-officer")
	d := o.Enter("H1", o.System)
	if d.System != "Cổng dịch vụ công" || d.Agency != o.Agency.ID || d.Keeper != o.IT.Person {
		o.t.Errorf("device %+v", d)
	}
	_, err = o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Manager, o.Clerk))
	o.Refused(err, "device.not-officer")
	_, err = o.Device.Draft(ctx, o.Head, o.Minutes(d, o.Manager, o.IT2)) // an officer, but not the responsible one
	o.Refused(err, "device.not-officer")
	h := o.HandOver(d, o.Manager, o.IT)
	if h.State != device.HandoverDone || h.Receiver != o.IT.Person {
		o.t.Errorf("record %+v", h)
	}
	o.In(d.ID, device.InUse)
}
