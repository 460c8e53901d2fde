package requests

import (
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/platform/practice"
	"antin/internal/testkit/clause"
)

// Nghệ An: what is not delegated goes straight to Cục, and its answer comes in
// as a document.
func TestNewCertificateStraightToTheAuthority(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-08.1", "NA-11-1", "NA-22.3", "NA-11-2")
	preparer := w.as("chuyenvien.snv")
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	agency := w.fresh("chuyenvien.snv")
	agency.Subject, agency.Person = request.ForAgency, ""
	agency.Fields["email"], agency.Fields["name"] = "snv@nghean.gov.vn", "Sở Nội vụ"
	service := w.fresh("chuyenvien.snv")
	service.Subject, service.System = request.ForService, "Cổng dịch vụ công"
	for _, in := range []request.Input{agency, service} {
		other := w.draft("chuyenvien.snv", in)
		w.must(w.Requests.Check(w.ctx, preparer, other))
		if v := w.get(other); v.Terms.To != request.ToAuthority {
			t.Errorf("%s goes to %s", in.Subject, v.Terms.To)
		}
	}
	refused(t, w.Requests.Send(w.ctx, preparer, id), "request.head", "Cần thủ trưởng ký")
	_, err := w.Requests.Approve(w.ctx, preparer, []request.ID{id})
	w.must(err)
	w.at(id, request.Draft)
	letter := w.send("chuyenvien.snv", id)
	if d := w.document(letter); len(d.Recipients) != 1 || d.Recipients[0].Code != authority {
		t.Errorf("the letter went to %+v", d.Recipients)
	}
	refused(t, w.Requests.Receive(w.ctx, w.as("thuebao.skhcn"), id), "request.not-delegated", "Không thuộc dịch vụ được ủy quyền")
	w.must(w.Requests.Reached(w.ctx, preparer, id, time.Time{}))
	w.at(id, request.AtAuthority)
	answer := w.answer("H41.35", "vanthu.snv", "giamdoc.snv", "chuyenvien.snv")
	w.must(w.Requests.Grant(w.ctx, preparer, id, request.Result{Answer: answer, Certificate: w.issue("chuyenvien.snv"), DeviceSerial: "TK-77"}))
	v := w.at(id, request.Granted)
	if v.Issued == "" || v.Answer.Document != answer || v.DeviceSerial != "TK-77" {
		t.Errorf("the result is %+v", v.Request)
	}

	in := request.Input{Kind: request.Renew, Subject: request.ForPerson, Certificate: v.Issued, Fields: fields, Ticks: ticked()}
	renewal := w.draft("chuyenvien.snv", in)
	w.send("chuyenvien.snv", renewal)
	w.must(w.Requests.Grant(w.ctx, preparer, renewal, request.Result{Certificate: w.issue("chuyenvien.snv", practice.ValidTo(start.AddDate(2, 0, 0)))}))
	old, fresh := w.get(id).Issued, w.at(renewal, request.Granted).Issued
	registered, err := w.Subscribers.Detail(w.ctx, w.as("thuebao.skhcn"), fresh)
	w.must(err)
	if registered.Registration.RenewalOf != old || old == fresh {
		t.Errorf("the renewal does not know the certificate that it renews: %+v", registered.Registration)
	}
	if w.statusOf(old) == "" {
		t.Error("the former certificate is gone")
	}
}

func TestExpiredIsNotRenewed(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-11-2", "NA-11-3")
	c := w.has("chuyenvien.snv", practice.ValidTo(start.AddDate(0, 6, 0)))
	by := w.as("chuyenvien.snv")
	renew := request.Input{Kind: request.Renew, Subject: request.ForPerson, Certificate: c.ID, Fields: fields, Ticks: ticked()}
	_, err := w.Requests.Draft(w.ctx, by, renew)
	w.must(err)
	change := request.Input{Kind: request.Change, Subject: request.ForPerson, Certificate: c.ID, Ticks: ticked()}
	_, err = w.Requests.Draft(w.ctx, by, change)
	refused(t, err, "request.change-nothing")
	change.Fields = map[string]string{"title": "Phó Trưởng phòng"}
	id := w.draft("chuyenvien.snv", change)
	v := w.get(id)
	if v.Old["title"] != "Chuyên viên" || v.Fields["title"] != "Phó Trưởng phòng" {
		t.Errorf("old %v, new %v", v.Old, v.Fields)
	}
	change.Fields["title"] = "Chuyên viên"
	refused(t, w.Requests.Edit(w.ctx, by, id, v.Rev, change), "request.change-nothing")
	w.clock.pass(365 * 24 * time.Hour)
	_, err = w.Requests.Draft(w.ctx, by, renew)
	refused(t, err, "request.renew-expired", "Chứng thư đã hết hạn, phải đề nghị cấp mới", "NA-11-2")
}

// A revocation blocks from its submission; revoked is what Cục says, and what
// was signed before stays.
func TestRevocationWaitsForTheAuthority(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-12-1")
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", "TK-0002", device.Token, device.InUse, c.ID)
	_, err := w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), w.revocation(c, ""))
	refused(t, err, "request.reason")
	id := w.draft("chuyenvien.snv", w.revocation(c, "transferred"))
	w.confirm("chuyenvien.snv", id)
	letter := w.toHead("chuyenvien.snv", id)
	holds, err := w.Signing.Holds(w.ctx, c.ID, w.clock.now())
	w.must(err)
	blocked := false
	for _, h := range holds {
		blocked = blocked || h.Cause == signing.CauseRequested
	}
	if !blocked {
		t.Errorf("the certificate is not blocked: %+v", holds)
	}
	if w.statusOf(c.ID) != signing.Active {
		t.Error("the register is ahead of the letter")
	}
	w.signed(snv, letter)
	w.released(snv, letter)
	if w.statusOf(c.ID) != signing.RevocationPending || w.stateOf(d.ID) != device.ReturnDue {
		t.Errorf("certificate %s, device %s", w.statusOf(c.ID), w.stateOf(d.ID))
	}
	refused(t, w.Requests.Grant(w.ctx, w.as("chuyenvien.snv"), id, request.Result{At: w.clock.now()}), "request.answer")
	answer := w.answer("H41.35", "vanthu.snv", "giamdoc.snv", "chuyenvien.snv")
	refused(t, w.Requests.Grant(w.ctx, w.as("chuyenvien.snv"), id, request.Result{Answer: answer}), "request.revoked-at")
	w.must(w.Requests.Grant(w.ctx, w.as("chuyenvien.snv"), id, request.Result{Answer: answer, At: w.clock.now()}))
	if v := w.at(id, request.Granted); w.statusOf(c.ID) != signing.Revoked || v.EffectiveAt.IsZero() || v.ReasonLabel == "" || v.CreatedBy == "" {
		t.Errorf("the certificate is %s, the request %+v", w.statusOf(c.ID), v.Request)
	}
}

// The delegated recovery of a PKI token at the department, within a working day.
func TestDelegatedRecovery(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-13.1", "NA-13.2a", "NA-13.2b-1", "NA-13.2b-2", "NA-13.3")
	by, desk := w.as("chuyenvien.snv"), w.as("thuebao.skhcn")
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", "TK-0003", device.Token, device.Returned, c.ID)
	_, err := w.Requests.Draft(w.ctx, by, w.recovery(d))
	refused(t, err, "request.recover-state")
	w.put(d.ID, device.Locked)
	bad := w.recovery(d)
	bad.Reason = "boredom"
	_, err = w.Requests.Draft(w.ctx, by, bad)
	refused(t, err, "request.reason", "danh mục")

	id := w.draft("chuyenvien.snv", w.recovery(d))
	refused(t, w.Requests.Send(w.ctx, w.as("thethuc.snv"), id), "request.absent")
	letter := w.send("chuyenvien.snv", id)
	if v := w.get(id); w.document(letter).Recipients[0].Code != "H41.37" || !hasForms(v, 6) {
		t.Errorf("the letter went to %+v with %+v", w.document(letter).Recipients, v.Terms.Forms)
	}
	w.must(w.Requests.Receive(w.ctx, desk, id))
	w.must(w.Requests.Accept(w.ctx, desk, id))
	v := w.at(id, request.Valid)
	if want := time.Date(2026, 3, 11, 17, 0, 0, 0, start.Location()); !v.DueAt.Equal(want) {
		t.Errorf("due %v, want %v", v.DueAt, want)
	}
	refused(t, w.Requests.Restore(w.ctx, desk, id, request.Result{}), "request.outcome")
	refused(t, w.Requests.Decline(w.ctx, desk, id, request.Result{}), "request.decline-paper", "Phải thông báo bằng văn bản nêu rõ lý do")
	refused(t, w.Requests.Decline(w.ctx, desk, id, request.Result{Reason: "Không đúng người giữ"}), "request.decline-paper", "Phải thông báo bằng văn bản nêu rõ lý do")
	refused(t, w.Requests.Decline(w.ctx, desk, id, request.Result{Reason: "Không đúng người giữ", Answer: "khong-co"}), "request.decline-paper")
	w.clock.pass(50 * time.Hour) // Thursday at eleven
	w.must(w.Requests.Restore(w.ctx, desk, id, request.Result{Reason: "Đã mở khóa, giao mật khẩu mới"}))
	v = w.at(id, request.Restored)
	if v.LateHours == 0 || len(v.Notices) == 0 || w.stateOf(d.ID) != device.InUse {
		t.Errorf("late %d, notices %+v, device %s", v.LateHours, v.Notices, w.stateOf(d.ID))
	}
	told, err := w.Requests.Notices(w.ctx, w.as("giamdoc.snv"))
	w.must(err)
	if len(told) == 0 {
		t.Error("the agency was not told")
	}

	w.put(d.ID, device.Locked)
	again := w.draft("chuyenvien.snv", w.recovery(d))
	w.send("chuyenvien.snv", again)
	w.must(w.Requests.Receive(w.ctx, desk, again))
	w.must(w.Requests.Accept(w.ctx, desk, again))
	w.must(w.Requests.Decline(w.ctx, desk, again, request.Result{Reason: "Không đúng người giữ", Answer: string(letter)}))
	if v := w.at(again, request.Refused); v.Answer.Symbol == "" || v.Answer.Reason == "" || !v.DueAt.IsZero() {
		t.Errorf("the refusal keeps %+v", v.Answer)
	}

	sim := w.token("chuyenvien.snv", "SIM-1", device.SIM, device.Locked)
	other := w.draft("chuyenvien.snv", w.recovery(sim))
	if v := w.get(other); v.Terms.To != request.ToAuthority {
		t.Errorf("a SIM goes to %s", v.Terms.To)
	}
	for _, err := range []error{w.Requests.Receive(w.ctx, desk, other), w.Requests.Restore(w.ctx, desk, other, request.Result{Reason: "xong"})} {
		refused(t, err, "request.not-delegated", "Không thuộc dịch vụ được ủy quyền", "NA-13.3")
	}
}

func TestDelegatedServiceTakesNoPaper(t *testing.T) {
	t.Parallel()
	paper := func(channels []any) string {
		w := open(t, "NA", set{"subscribers.request_channels", channels})
		d := w.token("chuyenvien.snv", "TK-0004", device.Token, device.Locked)
		in := w.recovery(d)
		in.Channel = request.Paper
		_, err := w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), in)
		if err != nil {
			refused(t, err, "request.channel", "Chỉ nhận yêu cầu bằng văn bản điện tử đã ký số", "NA-08.2")
		}
		return outcome(t, err)
	}
	a, b := clause.Parameter(t, "NA-08.2", paper, []any{"signed-electronic"}, []any{"paper", "signed-electronic"})
	if a != "request.channel" || b != "done" {
		t.Error(a, b)
	}
}
