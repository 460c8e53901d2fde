package clauses

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/testkit/clause"
)

// TestReceivedBeforeAnythingElse: nothing is numbered or assigned before every
// signature has a stored result, and then at once, without paper.
func TestReceivedBeforeAnythingElse(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-21.3-1", "LD-14.0", "LD-14.3", "HD2-12", "HD2-12.3", "BG-10.1")
		w := open(t, province)
		j := w.write(draft{}).to("release")
		w.must(w.Exchange.HandleReleased(w.ctx, releasedEvent(j)))
		in := j.arrival()
		in.state(document.Arrived)
		assign := func() error {
			return w.Tasks.Assign(w.ctx, w.as(otherLeader), in.id, w.as(otherOfficer).Person, "Chủ trì tham mưu.", "2026-03-20")
		}
		_, err := in.register()
		refused(t, err, "incoming.unchecked", unchecked[province])
		refused(t, assign(), "incoming.unregistered", unchecked[province])
		w.must(w.Exchange.Intake(w.ctx, in.id))
		d := in.state(document.Valid)
		if len(d.Checks) != 1 || d.Checks[0].Gate != "intake" || d.Checks[0].At.IsZero() || !strings.Contains(d.Checks[0].Report, `"indication"`) {
			t.Errorf("stored result: %+v", d.Checks)
		}
		refused(t, assign(), "incoming.unregistered")
		n, err := in.register()
		w.must(err)
		entries, err := w.Documents.RegisterEntries(w.ctx, w.as(otherClerk), "VB-DEN", 2026, 0, 5)
		w.must(err)
		if e := entries[0]; n != 1 || e.Number != 1 || e.From != "Sở Khoa học và Công nghệ" || e.Symbol != "01/SKHCN-CĐS" || e.Subject == "" || e.Date != "2026-03-10" || e.At.IsZero() {
			t.Errorf("line %+v", entries[0])
		}
		w.must(assign())
		in.state(document.Assigned)
		for state := range document.States() {
			if strings.Contains(strings.ToLower(state.Name()), "bản giấy") {
				t.Errorf("a state waits for paper: %s", state.Name())
			}
		}
	})
}

// TestSwappedBytes between sending and intake are caught, answered, and leave
// an incident with both hashes.
func TestSwappedBytes(t *testing.T) {
	under(t, all, func(t *testing.T, province string) {
		proves(t, province, "NA-04.2", "HT-07.2-2", "LD-18.3-2", "BG-10.1b")
		w := open(t, province)
		j := w.write(draft{}).to("release")
		sum := j.at(document.Sealed).SHA256
		if d := w.logged(string(j.id), "document.release"); len(d) != 1 {
			t.Fatal("no release")
		}
		w.tamper(sum, flipped(w.bytes(sum)))
		w.settle()
		in := j.arrival()
		d := in.load()
		want, sent := document.Refused, exchange.RefusedBy
		if province == "HT" {
			want, sent = document.Held, exchange.HeldBy
		}
		if d.State != want || d.Arrival != 0 {
			t.Errorf("swapped bytes are %q with number %d", d.State, d.Arrival)
		}
		if got := j.delivery(); got.State != sent || got.Reason.Code != "altered" || !strings.Contains(got.Reason.Text, "Lỗi toàn vẹn") ||
			!strings.Contains(got.Reason.Text, sum) || got.Manifest.Files[0].SHA256 != sum {
			t.Errorf("the sender hears %s: %+v", got.State, got.Reason)
		}
		incident(t, w, in.id, "intake", sum)
		_, err := in.register()
		if err == nil {
			t.Error("it was entered in the register")
		}
		if n, err := w.Documents.Store.LastNumber(w.ctx, document.Series{Agency: w.as(otherClerk).Agency, Book: "VB-DEN", Year: 2026}); n != 0 || err != nil {
			t.Errorf("an arrival number was used: %d, %v", n, err)
		}
	})
}

// arrive brings a message straight to the intake, with what a test changed.
func (w *world) arrive(j *journey, change func(*document.Arrival)) *journey {
	w.t.Helper()
	d, main := j.load(), j.at(document.Sealed)
	a := document.Arrival{
		Agency: w.as(otherClerk).Agency, Province: w.province, Delivery: "thử-" + w.t.Name(), From: sender, FromName: "Sở Khoa học và Công nghệ",
		SenderRef: "01/SKHCN-CĐS", Ref: string(d.ID), Date: d.IssuedOn, Type: d.Type, Subject: d.Subject, Signer: d.Signer.Name, ReceivedAt: w.clock.now(),
		Files: []document.File{{Role: document.Main, Stage: document.Sealed, Name: "van-ban.pdf", SHA256: main.SHA256, Size: main.Size, Pages: main.Pages}},
	}
	change(&a)
	id, err := w.Documents.Arrive(w.ctx, a)
	w.must(err)
	w.must(w.Exchange.Intake(w.ctx, id))
	return &journey{w, id, deputy}
}

// TestIncompleteIsRefused: signature of the agency, announced file, data.
func TestIncompleteIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*journey, *document.Arrival){
		"agency":   func(j *journey, a *document.Arrival) { a.Files[0].SHA256 = j.at(document.Signed).SHA256 },
		"unsigned": func(j *journey, a *document.Arrival) { a.Files[0].SHA256 = j.at(document.Prepared).SHA256 },
		"data":     func(_ *journey, a *document.Arrival) { a.SenderRef, a.Subject = "", " " },
		"file": func(_ *journey, a *document.Arrival) {
			a.Files = append(a.Files, document.File{Role: document.Attachment, Name: "danh-sach.pdf", SHA256: strings.Repeat("ab", 32), Pages: 1})
		},
		"none": func(_ *journey, a *document.Arrival) { a.Files = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, "NA")
			j := w.write(draft{}).to("seal")
			in := w.arrive(j, func(a *document.Arrival) { change(j, a) })
			d := in.state(document.Refused)
			want := map[string]string{"agency": "thiếu chữ ký số của cơ quan gửi", "unsigned": "không có chữ ký số", "data": "số, ký hiệu", "file": "danh-sach.pdf", "none": "tệp văn bản"}[name]
			if !strings.Contains(d.Refusal.Text, want) || d.Refusal.Code == "" || d.Arrival != 0 {
				t.Errorf("refused as %+v", d.Refusal)
			}
			_, err := in.register()
			refused(t, err, "document.order")
		})
	}
}

// policyOutcome is what becomes of a message without the agency's signature.
func policyOutcome(t *testing.T, province, policy string) string {
	t.Helper()
	w := open(t, province, set{"documents.invalid_document_policy", policy})
	j := w.write(draft{}).to("release")
	sum := j.at(document.Sealed).SHA256
	w.tamper(sum, flipped(w.bytes(sum)))
	w.settle()
	in := j.arrival()
	_, err := in.register()
	if err == nil {
		t.Error("it was entered in the register")
	}
	return word(in.load().State.Name(), "|", j.delivery().State.Name(), "|", strings.Contains(j.delivery().Reason.Text, "gửi lại"))
}

// TestPolicyOfInvalidDocuments is a value of each province.
func TestPolicyOfInvalidDocuments(t *testing.T) {
	for id, c := range map[string]struct{ province, own, other, want string }{
		"NA-21.3-2": {"NA", "refuse", "notify_and_hold", "Từ chối | Bị từ chối | false"},
		"LD-14.2-2": {"LD", "refuse_resend", "notify_and_hold", "Từ chối | Bị từ chối | true"},
		"HT-07.1-3": {"HT", "notify_and_hold", "refuse", "Chờ kiểm tra lại | Chờ xử lý ở nơi nhận | false"},
	} {
		t.Run(c.province, func(t *testing.T) {
			t.Parallel()
			a, _ := clause.Parameter(t, id, func(policy string) string { return policyOutcome(t, c.province, policy) }, c.own, c.other)
			if a != c.want {
				t.Errorf("%s makes %q, want %q", c.own, a, c.want)
			}
		})
	}
}

// TestHeldInHaTinh: the clerk ends the hold, and the sender hears of that, too.
func TestHeldInHaTinh(t *testing.T) {
	t.Parallel()
	w := open(t, "HT")
	j := w.write(draft{}).to("release")
	sum := j.at(document.Sealed).SHA256
	w.tamper(sum, flipped(w.bytes(sum)))
	w.settle()
	in := j.arrival()
	w.must(w.Documents.Refuse(w.ctx, w.as(otherClerk), in.id, document.Reason{Code: "altered", Text: "Tệp đã bị sửa."}))
	w.settle()
	if d := j.delivery(); d.State != exchange.RefusedBy || !strings.Contains(d.Reason.Text, "Tệp đã bị sửa.") {
		t.Errorf("the sender hears %s: %+v", d.State, d.Reason)
	}
}

// TestRefusalNeedsAReason of the list and in words, and the sender sees both.
func TestRefusalNeedsAReason(t *testing.T) {
	under(t, []string{"NA", "LD"}, func(t *testing.T, province string) {
		proves(t, province, "LD-18.3-2")
		w := open(t, province)
		j := w.write(draft{}).to("release")
		w.settle()
		in := j.arrival()
		by := w.as(otherClerk)
		for _, why := range []document.Reason{{}, {Code: "expired"}, {Text: "Chứng thư hết hạn."}, {Code: "no-such", Text: "…"}} {
			refused(t, w.Documents.Refuse(w.ctx, by, in.id, why), "incoming.refusal-reason", "Từ chối phải có lý do")
		}
		for _, code := range []string{"expired", "revoked", "altered", "untrusted", "missing"} {
			if labelOf(w.law().Documents.RefusalReasons, code) == "" {
				t.Errorf("the list has no %s", code)
			}
		}
		w.must(w.Documents.Refuse(w.ctx, by, in.id, document.Reason{Code: "wrong-recipient", Text: "Gửi nhầm cơ quan."}))
		w.settle()
		d := in.state(document.Refused)
		if last := d.Decisions[len(d.Decisions)-1]; last.Kind != document.ArrivalRefused || last.By != by.Person || last.Comment == "" {
			t.Errorf("who refused and why is kept as %+v", last)
		}
		if d := j.delivery(); d.State != exchange.RefusedBy || d.Reason.Code != "wrong-recipient" || !strings.Contains(d.Reason.Text, "Gửi nhầm cơ quan.") {
			t.Errorf("the sender sees %s: %+v", d.State, d.Reason)
		}
	})
}

// TestReleaseIsOneAct: register line and one message for each recipient; what
// did not go out when the day was over is an alert.
func TestReleaseIsOneAct(t *testing.T) {
	under(t, []string{"NA", "LD"}, releaseIsOneAct)
}

func releaseIsOneAct(t *testing.T, province string) {
	proves(t, province, "NA-16.1c-2.2", "LD-05.5")
	w := open(t, province)
	for _, action := range w.Guard.Actions() { // nobody may hold back what is on its way
		if subject, _, _ := strings.Cut(string(action), "."); subject == "delivery" && action != "delivery.read" {
			t.Errorf("an action %s is open to somebody", action)
		}
	}
	by := w.as(clerk)
	far := document.Recipient{Code: "H41.412"}
	j := w.write(draft{to: []document.Recipient{{Code: receiver}, far}}).to("seal")
	if late, err := w.Exchange.Overdue(w.ctx, by); len(late) != 0 || err != nil {
		t.Fatalf("%d alerts before the release, %v", len(late), err)
	}
	w.must(j.release())
	entries, err := w.Documents.RegisterEntries(w.ctx, by, "VB-DI", 2026, 0, 1)
	w.must(err)
	if entries[0].State != document.EnteredEntry {
		t.Errorf("line is %s after the release", entries[0].State)
	}
	if late, err := w.Exchange.Overdue(w.ctx, by); len(late) != 0 || err != nil {
		t.Errorf("%d alerts on the same day, %v", len(late), err)
	}
	w.clock.pass(15 * time.Hour) // past midnight, nothing went out
	late, err := w.Exchange.Overdue(w.ctx, by)
	w.must(err)
	if len(late) != 2 || late[0].Document != j.id || late[0].State.Name() != "Chờ gửi" {
		t.Fatalf("alerts: %+v", late)
	}
	_, err = w.Exchange.Overdue(w.ctx, w.as(officer))
	refused(t, err, "guard.forbidden")
	w.settle()
	if late, err := w.Exchange.Overdue(w.ctx, by); len(late) != 0 || err != nil {
		t.Errorf("%d alerts after sending, %v", len(late), err)
	}
	list, err := w.Exchange.OfDocument(w.ctx, by, j.id)
	w.must(err)
	if len(list) != 2 || list[0].State.Name() != "Đã nhận, chờ vào sổ" {
		t.Errorf("deliveries: %+v", list)
	}
	w.settle() // and once more: nobody gets it twice
	if again, err := w.Exchange.OfDocument(w.ctx, by, j.id); len(again) != 2 || err != nil {
		t.Errorf("%d deliveries, %v", len(again), err)
	}
}

// TestTimesAreTheServers: UTC in the store, nobody types one.
func TestTimesAreTheServers(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-15.6")
	w := open(t, "NA")
	j := w.write(draft{}).to("release")
	w.clock.pass(7 * time.Minute)
	w.settle()
	d := j.delivery()
	now := w.clock.now()
	if !d.SentAt.Equal(now) || !d.ReceivedAt.Equal(now) || d.SentAt.Location() != time.UTC || !j.arrival().load().ArrivedAt.Equal(now) {
		t.Errorf("sent %s, received %s, clock %s", d.SentAt, d.ReceivedAt, now)
	}
	f := refused(t, w.Exchange.CorrectTime(w.ctx, w.as(clerk), d.ID, start), "delivery.time", "Thời gian gửi, nhận do hệ thống ghi, không sửa được")
	if f.Clause == "" {
		t.Error("no clause")
	}
	log := w.logged(string(d.ID), "delivery.time-refused")
	if len(log) != 1 || log[0].Person != string(w.as(clerk).Person) {
		t.Errorf("the attempt is logged as %+v", log)
	}
	if again := j.delivery(); !again.SentAt.Equal(d.SentAt) || !again.ReceivedAt.Equal(d.ReceivedAt) {
		t.Error("a time was changed")
	}
}

var unchecked = map[string]string{
	"NA": "Chưa kiểm tra chữ ký số", "LD": "Chưa xác thực chữ ký số", "HT": "Chưa kiểm tra chữ ký số", "BG": "Văn bản không đủ giá trị pháp lý theo Điều 4", "HD": "Chưa xác thực chữ ký số",
}
