package requests

import (
	"slices"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/event"
	"antin/internal/testkit/clause"
)

// A recovery: by the right form, for a device in use or locked; the department
// gets in touch by the end of the next working day.
func TestRecoveryThroughTheDepartment(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	clause.Covers(t, "LD-08.1", "LD-08.2")
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", "TK-0001", device.Token, device.Lost, c.ID)
	_, err := w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), w.recovery(d))
	refused(t, err, "request.recover-state", "TK-0001")
	w.put(d.ID, device.Locked)
	bad := w.recovery(d)
	bad.Reason = "bored"
	_, err = w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), bad)
	refused(t, err, "request.reason")
	bad.Reason, bad.Forms = "locked", []int{9}
	_, err = w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), bad)
	refused(t, err, "request.form", "LD-08.1")

	id := w.draft("chuyenvien.snv", w.recovery(d))
	if v := w.get(id); v.DeviceSerial != "TK-0001" || v.Whom == "" || v.ReasonLabel != "Bị khóa do nhập sai mật khẩu" || !hasForms(v, 11, 12) {
		t.Errorf("the request is %+v", v.Request)
	}
	w.send("chuyenvien.snv", id)
	desk := w.as("thuebao.skhcn")
	w.must(w.Requests.Receive(w.ctx, desk, id))
	w.clock.pass(3 * 24 * time.Hour) // Friday
	w.must(w.Requests.Accept(w.ctx, desk, id))
	if v := w.get(id); !v.DueAt.Equal(time.Date(2026, 3, 16, 17, 0, 0, 0, start.Location())) {
		t.Errorf("due %v: Saturday and Sunday do not count", v.DueAt)
	}
	w.clock.pass(4 * 24 * time.Hour)
	board, err := w.Requests.Desk(w.ctx, desk)
	w.must(err)
	if len(board.Late) != 1 || board.Late[0].OverdueText() != "Quá hạn khôi phục" {
		t.Errorf("late: %+v", board.Late)
	}
	refused(t, w.Requests.RecordContact(w.ctx, desk, id, request.Contact{}), "request.contact", "agency", "result")
	w.must(w.Requests.RecordContact(w.ctx, desk, id, request.Contact{Agency: "Đậu Thị Hoa, 0900000002", Result: "Hẹn khôi phục tại Sở"}))
	v := w.get(id)
	if len(v.Contacts) != 1 || v.Contacts[0].ByName == "" || v.LateHours == 0 {
		t.Errorf("contacts %+v, late %d", v.Contacts, v.LateHours)
	}
}

func hasForms(v request.View, numbers ...int) bool {
	for _, n := range numbers {
		if !slices.ContainsFunc(v.Terms.Forms, func(f profile.FormRef) bool { return f.Number == n }) {
			return false
		}
	}
	return len(v.Terms.Forms) == len(numbers)
}

// Who leaves takes no certificate along: a draft for its revocation is there,
// it is blocked from that day, and it stays on the daily list until it is done.
func TestLeavingOpensARevocation(t *testing.T) {
	t.Parallel()
	w := open(t, "LD")
	clause.Covers(t, "LD-20.5-2")
	for account, status := range map[string]org.Status{"chuyenvien.snv": org.Retired, "thethuc.snv": org.Dead} {
		c := w.has(account)
		left := event.New(org.EventPersonLeft, string(c.Person), org.PersonLeft{Person: c.Person, Status: status, LastPost: true, From: w.clock.now()})
		w.must(w.Requests.HandleOrg(w.ctx, left))
		w.must(w.Requests.HandleOrg(w.ctx, left)) // it may come twice
		open, err := w.Requests.Store.OpenFor(w.ctx, c.ID, request.Revoke)
		w.must(err)
		if len(open) != 1 || open[0].Flag != request.FlagOpened || open[0].ReasonLabel == "" {
			t.Fatalf("%s: %+v", account, open)
		}
		holds, err := w.Signing.Holds(w.ctx, c.ID, w.clock.now())
		w.must(err)
		if len(holds) != 1 || holds[0].Cause != signing.CauseHolderLeft {
			t.Errorf("%s: holds %+v", account, holds)
		}
	}
	undone, err := w.Requests.Undone(w.ctx, w.as("giamdoc.snv"))
	w.must(err)
	if len(undone) != 2 {
		t.Errorf("%d undone drafts, want 2", len(undone))
	}
	told, err := w.Requests.Notices(w.ctx, w.as("giamdoc.snv"))
	w.must(err)
	if len(told) != 2 {
		t.Errorf("the head was told %d times", len(told))
	}
}
