package devicetest

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

func testReceiverHT(o *Office) {
	clause.Covers(o.t, "HT-02.2", "HT-11.3-1", "HT-11.3-2")
	ctx := o.t.Context()
	own, seal := o.Enter("P1", o.Personal), o.Enter("S1", o.Seal)
	_, err := o.Device.Draft(ctx, o.Head, o.Minutes(own, o.Manager, o.Clerk))
	_, err2 := o.Device.Draft(ctx, o.Head, o.Minutes(seal, o.Manager, o.Officer))
	for code, err := range map[string]error{"handover.not-holder": err, "handover.not-clerk": err2} {
		if f := o.Refused(err, code, "Người nhận không phải đối tượng được giao"); f.Clause != "HT-02.2" {
			o.t.Errorf("clause %q", f.Clause)
		}
	}
	o.HandOver(own, o.Manager, o.Officer)
	h := o.Draft(o.Head, o.Minutes(seal, o.Manager, o.Clerk))
	if h.Form != "Mẫu 14 TT 185/2019/TT-BQP" || h.Giver != o.Manager.Person || h.Receiver != o.Clerk.Person || h.Condition == "" || h.Date.IsZero() {
		o.t.Errorf("minutes %+v", h)
	}
	o.must(o.Device.ConfirmGiving(ctx, o.Manager, h.ID))
	late := func() []device.Handover {
		list, err := o.Device.Unconfirmed(ctx, o.Head, o.Agency.ID)
		o.must(err)
		return list
	}
	o.Clock.Add(5 * 24 * time.Hour)
	if list := late(); len(list) != 0 {
		o.t.Errorf("listed too early: %+v", list)
	}
	o.Clock.Add(time.Minute)
	if list := late(); len(list) != 1 || list[0].ID != h.ID {
		o.t.Errorf("unconfirmed %+v", list)
	}
	version, _, err := o.Device.Duties(ctx, o.Clerk)
	o.must(err)
	o.Refused(o.Device.ConfirmReceipt(ctx, o.Clerk, h.ID, device.Receipt{Serial: "P1", Duties: version}), "handover.serial")
	o.must(o.Receive(h, o.Clerk))
	if list := late(); len(list) != 0 {
		o.t.Errorf("listed still: %+v", list)
	}
	mine, err := o.Device.Mine(ctx, o.Clerk)
	if err != nil || len(mine) != 1 || mine[0].ID != seal.ID || mine[0].Serial != "S1" {
		o.t.Errorf("the clerk keeps %+v, %v", mine, err)
	}
	at := o.Clock.Now().Add(time.Hour)
	o.Clock.Add(time.Hour)
	o.HandOver(seal, o.Clerk, o.Second)
	o.must(o.Sign(o.Second, o.Seal))
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.not-custodian")
	before, err := o.Signing.CustodianOf(ctx, o.Seal.ID, at.Add(-time.Millisecond))
	after, err2 := o.Signing.CustodianOf(ctx, o.Seal.ID, at)
	if err != nil || err2 != nil || before.Holder != o.Clerk.Person || after.Holder != o.Second.Person {
		o.t.Errorf("the keeper before %+v, after %+v", before, after)
	}
}

func testBookHT(o *Office) {
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	own := o.Enter("P1", o.Personal)
	o.HandOver(d, o.Manager, o.Clerk)
	hidden := func(by org.Actor, id device.ID) bool {
		got, err := o.Device.Device(ctx, by, id)
		o.must(err)
		return got.Serial != o.Load(id).Serial
	}
	if !hidden(o.IT, d.ID) || hidden(o.Head, d.ID) || hidden(o.Clerk, d.ID) || hidden(o.Officer, own.ID) || !hidden(o.Second, d.ID) {
		o.t.Error("the wrong people see the serial")
	}
	list, err := o.Device.Devices(ctx, o.IT, device.Query{Agency: o.Agency.ID, Limit: 10})
	if err != nil || len(list) != 2 || strings.Contains(list[0].Serial+list[1].Serial, "1") {
		o.t.Errorf("list %+v, %v", list, err)
	}
	_, err = o.Device.Book(ctx, o.IT, o.Agency.ID, 0)
	o.Refused(err, "guard.forbidden")
	lines, err := o.Device.Book(ctx, o.Head, o.Agency.ID, 0)
	if err != nil || len(lines) != 3 || lines[2].Number != 3 || lines[2].Giver != o.Manager.Person || lines[2].Receiver != o.Clerk.Person ||
		lines[2].Place != "Tủ sắt phòng văn thư" || lines[0].Serial != "S1" || lines[0].At.IsZero() {
		o.t.Errorf("book %+v, %v", lines, err)
	}
	e, err := o.Device.AskExport(ctx, o.Head, o.Agency.ID, "Kiểm tra cuối năm")
	o.must(err)
	_, err = o.Device.WriteExport(ctx, o.Head, e.ID)
	o.Refused(err, "export.not-approved")
	o.Refused(o.Device.ApproveExport(ctx, o.Head, e.ID), "export.own")
	o.Refused(o.Device.ApproveExport(ctx, o.IT, e.ID), "guard.forbidden")
	o.must(o.Device.ApproveExport(ctx, o.Deputy, e.ID))
	copied, err := o.Device.WriteExport(ctx, o.Head, e.ID)
	if err != nil || copied.Mark != "MẬT" || len(copied.Lines) != 3 || copied.Export.ApprovedBy != o.Deputy.Person {
		o.t.Errorf("copy %+v, %v", copied, err)
	}
	o.Refused(o.Device.ApproveExport(ctx, o.Manager, e.ID), "export.approved")
}

// testSecrecy: the grade is a value of the profile; without one the same officer
// sees the serial, no line of the book is written and no view is logged.
func testSecrecy(t *testing.T, stores NewStores) {
	behaviour := func(grade string) string {
		o := Open(t, stores, "HT", with("subscribers.device_secrecy", grade))
		d := o.Enter("S1", o.Seal)
		got, err := o.Device.Device(t.Context(), o.IT, d.ID)
		o.must(err)
		if _, err := o.Device.Book(t.Context(), o.Head, o.Agency.ID, 0); err != nil {
			o.Refused(err, "book.none")
			return got.Serial + " without a book"
		}
		return got.Serial + " in a book"
	}
	restricted, free := clause.Parameter(t, "HT-02.3", behaviour, "Mật", "")
	if restricted != "••••• in a book" || free != "S1 without a book" {
		t.Errorf("Mật: %q, none: %q", restricted, free)
	}
}

func testPaperHT(o *Office) {
	clause.Covers(o.t, "HT-10.2-1")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	f := o.Refused(o.usable(o.Seal), "signing.held.no-paper", "Thiết bị chưa có văn bản bàn giao")
	if f.Clause != "HT-10.2-1" {
		o.t.Errorf("clause %q", f.Clause)
	}
	h := o.Minutes(d, o.Manager, o.Clerk)
	h.Paper.File = device.File{}
	_, err := o.Device.Draft(ctx, o.Head, h)
	o.Refused(err, "handover.no-paper", "Thiết bị chưa có văn bản bàn giao")
	h = o.HandOver(d, o.Manager, o.Clerk)
	if h.Paper.Number == "" || h.Paper.Date.IsZero() || h.Giver == "" || h.Receiver == "" || h.Paper.File.SHA256 == "" || h.Device != d.ID {
		o.t.Errorf("document %+v", h)
	}
	o.must(o.Sign(o.Clerk, o.Seal))
}

func testNoLendingHT(o *Office) {
	clause.Covers(o.t, "HT-10.3", "HT-11.1-3")
	ctx := o.t.Context()
	own, seal := o.Enter("P1", o.Personal), o.Enter("S1", o.Seal)
	o.HandOver(own, o.Manager, o.Officer)
	o.HandOver(seal, o.Manager, o.Clerk)
	for d, people := range map[device.ID][2]org.Actor{own.ID: {o.Officer, o.Clerk}, seal.ID: {o.Clerk, o.Second}} {
		h := o.Minutes(device.Device{ID: d}, people[0], people[1])
		h.To = o.Clock.Now().Add(time.Hour)
		if _, err := o.Device.Draft(ctx, people[0], h); err == nil {
			o.t.Error("the device was lent")
		}
	}
	h := o.Minutes(seal, o.Clerk, o.Second)
	h.To = o.Clock.Now().Add(time.Hour)
	_, err := o.Device.Draft(ctx, o.Head, h)
	if f := o.Refused(err, "handover.not-allowed"); f.Clause != "HT-10.3" {
		o.t.Errorf("clause %q", f.Clause)
	}
	o.Refused(o.Sign(o.Second, o.Personal), "signing.not-owner")
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian")
	o.Refused(o.Sign(o.Second, o.Seal), "signing.not-custodian") // tried again: one incident
	list := o.Incidents(o.Head)
	if len(list) != 2 || list[0].Kind != device.IncidentMisuse || !list[0].Violation || list[0].Violator != o.Second.Person || list[0].Device != seal.ID {
		o.t.Errorf("incidents %+v", list)
	}
	if !o.Told(o.Head, "incident") || !o.Told(o.Clerk, "incident") || len(o.Events(device.EventIncident)) != 2 {
		o.t.Error("the head or the keeper was not told")
	}
	// The keeper of the agency's reports like anybody, and the head hears it.
	_, err = o.Device.Report(ctx, o.Clerk, device.Reporting{Device: seal.ID, Kind: device.IncidentCompromised, FoundAt: o.Clock.Now(), Note: "Nghi lộ"})
	o.must(err)
	o.Refused(o.Sign(o.Clerk, o.Seal), "signing.held.compromised")
	told, err := o.Device.Notices(ctx, o.Head)
	if err != nil || len(told) < 3 {
		o.t.Errorf("the head was told %+v, %v", told, err)
	}
	o.must(o.Device.SeeNotice(ctx, o.Head, told[0].ID))
	o.Refused(o.Device.SeeNotice(ctx, o.Officer, told[1].ID), "notice.unknown")
	if left, err := o.Device.Notices(ctx, o.Head); err != nil || len(left) != len(told)-1 {
		o.t.Errorf("%d notices left, %v", len(left), err)
	}
}

func testSuspendedHT(o *Office) {
	clause.Covers(o.t, "HT-10.4-1")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	o.must(o.Signing.SetStatus(ctx, o.Manager, o.Seal.ID, signing.Suspended, "thông báo của Cục"))
	f := o.Refused(o.Sign(o.Clerk, o.Seal), "signing.status")
	if !strings.HasPrefix(f.Message, "Chứng thư đang tạm dừng") {
		o.t.Errorf("message %q", f.Message)
	}
	if keeper, err := o.Signing.CustodianOf(ctx, o.Seal.ID, o.Clock.Now()); err != nil || keeper.Holder != o.Clerk.Person {
		o.t.Errorf("keeper %+v, %v", keeper, err)
	}
	o.Clock.Add(90 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	if duties, err := o.Device.OpenDuties(ctx, o.Head, o.Agency.ID); err != nil || !hasDuty(duties, device.DutyPresence) {
		o.t.Errorf("duties %+v, %v", duties, err)
	}
	o.Revoke(o.Seal)
	if duties, err := o.Device.OpenDuties(ctx, o.Head, o.Agency.ID); err != nil || !hasDuty(duties, device.DutyReturn) {
		o.t.Errorf("duties %+v, %v", duties, err)
	}
}

func testConsentHT(o *Office) {
	clause.Covers(o.t, "HT-10.5")
	ctx := o.t.Context()
	d := o.Enter("P1", o.Personal)
	o.HandOver(d, o.Manager, o.Officer)
	in := device.Reporting{Device: d.ID, Kind: device.IncidentTampered, FoundAt: o.Clock.Now(), Note: "Xóa khóa cũ", Minutes: o.Paper("BB").File, Consent: "88/CTS"}
	i, err := o.Device.Report(ctx, o.IT, in)
	o.must(err)
	if i.Violation || i.Consent != "88/CTS" {
		o.t.Errorf("with consent %+v", i)
	}
	if n := len(o.Events(device.EventIncident)); n != 0 {
		o.t.Errorf("%d events of a change with consent", n)
	}
	o.must(o.Sign(o.Officer, o.Personal))
	o.Clock.Add(time.Minute)
	in.Consent = ""
	if i, err = o.Device.Report(ctx, o.IT, in); err != nil || !i.Violation || i.Violator != o.Officer.Person || i.Device != d.ID {
		o.t.Errorf("without consent %+v, %v", i, err)
	}
	o.Refused(o.Sign(o.Officer, o.Personal), "signing.held.device-broken")
}

func testMissedHT(o *Office) {
	clause.Covers(o.t, "HT-10.2-2")
	ctx := o.t.Context()
	d := o.Enter("S1", o.Seal)
	o.HandOver(d, o.Manager, o.Clerk)
	if got := o.In(d.ID, device.InUse); got.Place == "" {
		o.t.Error("no storage place")
	}
	o.must(o.Device.Sweep(ctx))
	if duties, err := o.Device.OpenDuties(ctx, o.Head, o.Agency.ID); err != nil || hasDuty(duties, device.DutyPresence) {
		o.t.Errorf("asked too early: %+v, %v", duties, err)
	}
	o.Clock.Add(90 * 24 * time.Hour)
	o.must(o.Device.Sweep(ctx))
	o.must(o.Device.Sweep(ctx))
	if n := o.alerts(device.DutyPresence); n != 0 {
		o.t.Error("alerted too early")
	}
	o.Clock.Add(16 * 24 * time.Hour)
	for range 2 { // may run twice
		o.must(o.Device.Sweep(ctx))
	}
	if !o.Told(o.Head, "overdue") || !o.Told(o.IT, "reminder") {
		o.t.Error("a missed check is no alert to the head")
	}
	if n := o.alerts(device.DutyPresence); n != 1 {
		o.t.Errorf("%d alerts about the check", n)
	}
	o.must(o.Device.Sight(ctx, o.Head, d.ID, device.DutyPresence, device.Sighting{}))
	if list := o.Incidents(o.Head); len(list) != 1 || list[0].Kind != device.IncidentLost || !o.Told(o.Head, "incident") {
		o.t.Errorf("incidents %+v", list)
	}
}

// alerts counts what the head was told about missed duties of that kind.
func (o *Office) alerts(kind device.DutyKind) int {
	o.t.Helper()
	told, err := o.Device.Notices(o.t.Context(), o.Head)
	o.must(err)
	n := 0
	for _, x := range told {
		if x.Kind == "overdue" && strings.Contains(x.Text, kind.Name()) {
			n++
		}
	}
	return n
}
