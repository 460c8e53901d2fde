package requests

import (
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
)

// Hải Dương: the agency makes, the department checks, Cục grants, the holder
// takes over; a revocation blocks at once and is forwarded in its hours.
func TestWayOfHaiDuong(t *testing.T) {
	t.Parallel()
	w := open(t, "HD", set{"subscribers.competent_title", false})
	clause.Covers(t, "HD2-07a", "HD2-07d", "HD2-09.2", "HD2-13.1")
	desk, head := w.as("thuebao.skhcn"), w.as("giamdoc.skhcn")
	short := w.draft("chuyenvien.snv", request.Input{Kind: request.New, Subject: request.ForPerson, Person: w.person("thethuc.snv")})
	refused(t, w.Requests.Confirm(w.ctx, w.as("thethuc.snv"), short, 1), "request.incomplete", "Còn thiếu", "Chưa đủ điều kiện")

	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.send("chuyenvien.snv", id)
	board, err := w.Requests.Desk(w.ctx, desk)
	w.must(err)
	if len(board.Unassigned) != 1 || board.Unassigned[0].ID != id {
		t.Errorf("unassigned: %+v", board.Unassigned)
	}
	_, err = w.Requests.Assign(w.ctx, w.as("chuyenvien.snv"), request.Officer{Person: w.person("chuyenvien.snv")})
	refused(t, err, "guard.forbidden")
	officer, err := w.Requests.Assign(w.ctx, head, request.Officer{Person: w.person("chuyenvien.skhcn"), Kinds: []request.Kind{request.New, request.Revoke}, Decision: "12/QĐ-STTTT", From: w.clock.now()})
	w.must(err)
	if v := w.get(id); v.Officer != officer.Person {
		t.Errorf("what waited was not routed: %q", v.Officer)
	}
	watched := w.as("chuyenvien.skhcn")
	w.must(w.Requests.Receive(w.ctx, watched, id))
	w.must(w.Requests.Accept(w.ctx, watched, id))
	w.granted(id, head)
	if v := w.at(id, request.Granted); v.SentAt.IsZero() || v.ReceivedAt.IsZero() || v.ValidAt.IsZero() || v.ForwardedAt.IsZero() || len(v.Steps) < 8 {
		t.Errorf("the steps have no dates: %+v", v.Steps)
	}
	d := w.token("chuyenvien.snv", "TK-HD", device.Token, device.InUse)
	w.must(w.Requests.HandleDevice(w.ctx, event.New(device.EventHandedOver, "h", device.HandoverMessage{Device: d.ID, Receiver: d.Holder})))
	w.at(id, request.Granted) // another device

	c := w.has("chuyenvien.snv")
	on := w.token("chuyenvien.snv", "TK-HD2", device.Token, device.InUse, c.ID)
	gone := w.draft("chuyenvien.snv", w.revocation(c, "transferred"))
	w.confirm("chuyenvien.snv", gone)
	letter := w.toHead("chuyenvien.snv", gone)
	holds, err := w.Signing.Holds(w.ctx, c.ID, w.clock.now())
	w.must(err)
	found := false
	for _, h := range holds {
		found = found || h.Cause == signing.CauseRequested && h.Message != ""
	}
	if !found {
		t.Errorf("not blocked at once: %+v", holds)
	}
	w.signed(snv, letter)
	w.released(snv, letter)
	w.must(w.Requests.Receive(w.ctx, watched, gone))
	w.must(w.Requests.Accept(w.ctx, watched, gone))
	v := w.at(gone, request.Valid)
	if v.Officer != officer.Person || v.Terms.Forward.Hours == 0 || v.DueAt.IsZero() || w.stateOf(on.ID) != device.ReturnDue {
		t.Errorf("officer %q, limit %+v, due %v, device %s", v.Officer, v.Terms.Forward, v.DueAt, w.stateOf(on.ID))
	}

	locked := w.token("chuyenvien.snv", "TK-HD3", device.Token, device.Locked)
	w.must(w.Requests.EndOfficer(w.ctx, head, officer.ID, w.clock.now()))
	unlock := w.draft("chuyenvien.snv", w.recovery(locked))
	if v := w.get(unlock); v.DeviceSerial != "TK-HD3" || v.ReasonLabel == "" || v.CreatedAt.IsZero() {
		t.Errorf("the request to unlock has %+v", v.Request)
	}
	w.send("chuyenvien.snv", unlock)
	w.must(w.Requests.Receive(w.ctx, desk, unlock))
	w.must(w.Requests.Accept(w.ctx, desk, unlock))
	failed, err := w.Requests.Approve(w.ctx, head, []request.ID{unlock})
	w.must(err)
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	w.forwardBy("thuebao.skhcn", unlock)
	w.must(w.Requests.Restore(w.ctx, desk, unlock, request.Result{Reason: "Cục đã mở khóa"}))
	if v := w.at(unlock, request.Restored); w.stateOf(locked.ID) != device.InUse || v.Answer.Reason == "" {
		t.Errorf("device %s, answer %+v", w.stateOf(locked.ID), v.Answer)
	}
	times, err := w.Requests.Unlocks(w.ctx, desk)
	w.must(err)
	if len(times) != 1 || times[0].Person != locked.Holder || times[0].Times != 1 || times[0].Whom == "" {
		t.Errorf("unlocks of holders: %+v", times)
	}
}

// granted carries a valid request through approval, dispatch and result.
func (w *world) granted(id request.ID, manager org.Actor) {
	w.t.Helper()
	failed, err := w.Requests.Approve(w.ctx, manager, []request.ID{id})
	w.must(err)
	if len(failed) > 0 {
		w.t.Fatal(failed)
	}
	w.forwardBy("thuebao.skhcn", id)
	w.must(w.Requests.Reached(w.ctx, w.as("thuebao.skhcn"), id, time.Time{}))
	w.must(w.Requests.Grant(w.ctx, w.as("thuebao.skhcn"), id, request.Result{Certificate: w.issue("chuyenvien.snv")}))
}

// forwardBy bundles the lines by the account and sends the letter.
func (w *world) forwardBy(account string, ids ...request.ID) {
	w.t.Helper()
	dispatch, err := w.Requests.Forward(w.ctx, w.as(account), ids, request.Signer{})
	w.must(err)
	d, err := w.Requests.Store.Dispatch(w.ctx, dispatch)
	w.must(err)
	w.signed(skhcn, docID(d.Document))
	w.released(skhcn, docID(d.Document))
	w.at(ids[0], request.Forwarded)
}

func TestOnlyTheNamedManagerApproves(t *testing.T) {
	t.Parallel()
	approves := func(title string) string {
		w := open(t, "HD", set{"subscribers.subscriber_manager", title}, set{"subscribers.competent_title", false})
		id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
		w.scanned(id)
		w.must(w.Requests.Accept(w.ctx, w.as("thuebao.skhcn"), id))
		failed, err := w.Requests.Approve(w.ctx, w.as("giamdoc.skhcn"), []request.ID{id})
		w.must(err)
		if failed[id] != nil {
			return refused(t, failed[id], "request.manager", title, "1336/QĐ-UBND", "HD2-06").Code
		}
		deputy := w.as("phogiamdoc.skhcn")
		_, err = w.Requests.Forward(w.ctx, w.as("thuebao.skhcn"), []request.ID{id}, request.Signer{Person: deputy.Person, Capacity: org.Deputy})
		refused(t, err, "request.manager")
		other := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
		w.scanned(other)
		w.must(w.Requests.Accept(w.ctx, w.as("thuebao.skhcn"), other))
		failed, err = w.Requests.Approve(w.ctx, deputy, []request.ID{other})
		w.must(err)
		refused(t, failed[other], "request.manager")
		return "approved"
	}
	a, b := clause.Parameter(t, "HD2-06", approves, "Giám đốc Sở Thông tin và Truyền thông", "Chánh Văn phòng UBND tỉnh")
	if a != "approved" || b != "request.manager" {
		t.Error(a, b)
	}
}

func TestLimitsAreOfTheProfile(t *testing.T) {
	t.Parallel()
	due := func(days int64) string {
		w := open(t, "HD", set{"subscribers.requests.forward_limits", []any{map[string]any{"request": "new", "working_days": days, "hours": int64(0)}}},
			set{"subscribers.forms_source", "Nghị định 68/2024/NĐ-CP"}, set{"subscribers.competent_title", false})
		id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
		w.scanned(id)
		w.must(w.Requests.Accept(w.ctx, w.as("thuebao.skhcn"), id))
		v := w.get(id)
		if v.Terms.Source != "Nghị định 68/2024/NĐ-CP" {
			t.Errorf("source %q", v.Terms.Source)
		}
		return v.DueAt.In(start.Location()).Format(time.DateOnly)
	}
	a, b := clause.Parameter(t, "HD2-07p", due, int64(1), int64(5))
	if a != "2026-03-11" || b != "2026-03-17" {
		t.Error(a, b)
	}
}

// A renewal comes early enough; the records open what changes ask for; the old
// device comes back before a new one.
func TestRenewalChangeAndOldDevice(t *testing.T) {
	t.Parallel()
	w := open(t, "HD", set{"subscribers.competent_title", false})
	clause.Covers(t, "HD2-07b", "HD2-07c", "HD2-08", "HD2-03.2")
	by := w.as("chuyenvien.snv")
	c := w.has("chuyenvien.snv", practice.ValidTo(start.AddDate(0, 0, 40)))
	renew := request.Input{Kind: request.Renew, Subject: request.ForPerson, Certificate: c.ID, Fields: fields, Ticks: ticked()}
	if v := w.get(w.draft("chuyenvien.snv", renew)); v.Renewals != 1 {
		t.Errorf("renewal number %d", v.Renewals)
	}
	moved := event.New(org.EventPersonMoved, string(by.Person), org.PersonMoved{Person: by.Person, OldAgency: by.Agency, NewAgency: by.Agency, From: w.clock.now()})
	w.must(w.Requests.HandleOrg(w.ctx, moved))
	w.must(w.Requests.HandleOrg(w.ctx, moved))
	opened, err := w.Requests.Store.OpenFor(w.ctx, c.ID, request.Change)
	w.must(err)
	if len(opened) != 1 || opened[0].Flag != request.FlagOpened || len(opened[0].Old) == 0 {
		t.Fatalf("opened %+v", opened)
	}
	w.must(w.Requests.HandleOrg(w.ctx, event.New(org.EventHeadChanged, string(by.Agency), org.HeadChanged{Agency: by.Agency, New: w.person("phogiamdoc.snv"), From: w.clock.now()})))
	seal, err := w.Signing.OfAgency(w.ctx, by.Agency)
	w.must(err)
	opened, err = w.Requests.Store.OpenFor(w.ctx, seal[0].ID, request.Change)
	w.must(err)
	if len(opened) != 1 || opened[0].Fields["head"] == "" || opened[0].Fields["head_title"] == "" {
		t.Errorf("the change of the head opened %+v", opened)
	}

	w.clock.pass(15 * 24 * time.Hour)
	_, err = w.Requests.Draft(w.ctx, by, renew)
	refused(t, err, "request.renew-late", "30 ngày", "HD2-07b", "Lập hồ sơ cấp mới")
	w.clock.pass(30 * 24 * time.Hour)
	_, err = w.Requests.Draft(w.ctx, by, renew)
	refused(t, err, "request.renew-expired", "Lập hồ sơ cấp mới")

	d := w.token("chuyenvien.snv", "TK-OLD", device.Token, device.InUse)
	store := w.Requests.Book.(device.Store)
	w.must(store.Transact(w.ctx, func(ctx ctxt, tx device.Tx) error { return tx.PutCertificate(ctx, d.ID, c.ID, w.clock.now()) }))
	_, err = w.Requests.Draft(w.ctx, by, w.fresh("chuyenvien.snv"))
	refused(t, err, "request.old-device", "Chưa thu hồi thiết bị cũ", "TK-OLD", "HD2-08")
	w.put(d.ID, device.Returned)
	if v := w.get(w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))); v.Former != c.ID {
		t.Errorf("the new issue does not know the former certificate: %q", v.Former)
	}
}
