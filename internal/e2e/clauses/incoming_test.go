package clauses

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/exchange"
	"antin/internal/testkit/clause"
)

// brought brings one file in by a channel and lets the intake judge it.
func (w *world) brought(in document.BringIn, name string, raw []byte) *journey {
	w.t.Helper()
	list, err := w.bring(otherClerk, in, name, raw)
	w.must(err)
	if len(list) != 1 || list[0].Err != nil {
		w.t.Fatalf("brought %+v", list)
	}
	w.must(w.Exchange.Intake(w.ctx, list[0].ID))
	return &journey{w, list[0].ID, deputy}
}

func (w *world) bring(account string, in document.BringIn, name string, raw []byte) ([]document.Brought, error) {
	in.Form = document.NewFormID()
	if in.Channel == "" {
		in.Channel = document.ByUpload
	}
	if in.Secrecy == "" {
		in.Secrecy = document.Ordinary
	}
	sent := false
	return w.Documents.Attach(w.ctx, w.as(account), in, func() (document.Upload, error) {
		if sent {
			return document.Upload{}, io.EOF
		}
		sent = true
		return document.Upload{Role: document.Main, Name: name, Body: bytes.NewReader(raw)}, nil
	})
}

func portal() document.BringIn {
	return document.BringIn{Source: "portal", Address: "https://skhcn.example.gov.vn/van-ban/01"}
}

func mail() document.BringIn {
	return document.BringIn{Source: document.SourceMail, Address: "vanthu.skhcn@bacgiang.gov.vn", Transfer: "vanthu.skhcn@bacgiang.gov.vn 10/03/2026 08:30 <a1@mail>"}
}

// TestFromOutside: a file from a portal or by mail says where it was taken from
// and serves nobody before its signatures hold.
func TestFromOutside(t *testing.T) {
	under(t, []string{"LD", "HD"}, func(t *testing.T, province string) {
		proves(t, province, "LD-14.4", "HD2-12.4")
		w := open(t, province)
		refusal := map[string]string{"LD": "Văn bản chưa được xác thực chữ ký số", "HD": "Chưa xác thực văn bản lấy từ nguồn ngoài"}[province]
		j := w.write(draft{}).to("seal")
		sealed := w.bytes(j.at(document.Sealed).SHA256)
		_, err := w.bring(otherClerk, document.BringIn{Source: "portal"}, "van-ban.pdf", sealed)
		refused(t, err, "incoming.source", "phải ghi rõ nguồn")
		in := w.brought(portal(), "van-ban.pdf", sealed)
		d := in.state(document.Valid)
		if i := d.Intake; i.Source != "portal" || i.Address != portal().Address || len(d.Checks) != 1 {
			t.Errorf("kept %+v with %d checks", i, len(d.Checks))
		}
		rest := w.draftOf(otherOfficer)
		unsigned := w.unjudged(portal(), letter())
		refused(t, w.Documents.Rest(w.ctx, w.as(otherLeader), rest, unsigned), "incoming.unverified", refusal)
		w.must(w.Exchange.Intake(w.ctx, unsigned))
		bad, err := w.Documents.Store.Load(w.ctx, unsigned)
		w.must(err)
		refused(t, bad.Usable(w.law()), "incoming.unverified", refusal)
		w.must(d.Usable(w.law()))
	})
}

// unjudged is brought in, and its check has not run yet.
func (w *world) unjudged(in document.BringIn, raw []byte) document.ID {
	w.t.Helper()
	list, err := w.bring(otherClerk, in, "van-ban.pdf", raw)
	w.must(err)
	return list[0].ID
}

// draftOf is an empty draft of a person of the receiving agency.
func (w *world) draftOf(account string) document.ID {
	w.t.Helper()
	f := draft{}.whole().fields(w)
	f.Recipients, f.Signer = nil, document.Signer{}
	id, err := w.Documents.Create(w.ctx, w.as(account), f)
	w.must(err)
	return id
}

// TestThreeGates: signatures are checked at intake, before handing on, and
// before the archive; each result stands beside those before it.
func TestThreeGates(t *testing.T) {
	under(t, []string{"LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-18.3-1", "HT-07.1-2")
		w := open(t, province)
		j := w.write(draft{}).to("release")
		w.settle()
		in := j.arrival()
		_, err := in.register()
		w.must(err)
		w.must(w.Tasks.Assign(w.ctx, w.as(otherLeader), in.id, w.as(otherOfficer).Person, "Tham mưu.", ""))
		w.must(w.Documents.PassGate(w.ctx, w.as(otherClerk), in.id, document.GateArchive))
		d := in.load()
		var gates []string
		for _, c := range d.Checks {
			gates = append(gates, c.Gate)
		}
		want := map[string]string{"LD": "intake forward archive", "HT": "intake archive"}[province]
		if got := strings.Join(gates, " "); got != want {
			t.Errorf("gates %q, want %q", got, want)
		}
		report, err := exchange.Report(d.Checks[0])
		w.must(err)
		last := d.Checks[len(d.Checks)-1]
		for _, s := range report.Signatures {
			if s.Certificate == nil || s.Certificate.Issuer == "" || s.Revocation == nil || s.Revocation.Source == "" || s.Revocation.ThisUpdate == nil {
				t.Errorf("the record says %+v of %s", s.Certificate, s.Signer)
			}
		}
		if last.By != w.as(otherClerk).Person || last.At.IsZero() || last.Tool == "" {
			t.Errorf("the check at the archive: %+v", last)
		}
		without := w.unjudged(portal(), letter())
		refused(t, w.Documents.PassGate(w.ctx, w.as(otherClerk), without, document.GateArchive), "incoming.no-record", "chưa nộp lưu được")
		w.tamper(j.at(document.Sealed).SHA256, flipped(w.bytes(j.at(document.Sealed).SHA256)))
		if err := w.Documents.PassGate(w.ctx, w.as(otherClerk), in.id, document.GateArchive); err == nil {
			t.Error("a damaged file passes the gate of the archive")
		}
	})
}

// TestSecondTool: what the authority's tool says stands beside our result, and
// the stricter one counts until a note settles the difference.
func TestSecondTool(t *testing.T) {
	t.Parallel()
	proves(t, "LD", "LD-14.1-1")
	w := open(t, "LD")
	j := w.write(draft{}).to("release")
	w.settle()
	in := j.arrival()
	by := w.as(otherClerk)
	if d := in.state(document.Valid); d.Checks[0].Tool != document.Tool || document.Tool == "" {
		t.Errorf("our tool is %q", d.Checks[0].Tool)
	}
	report := &document.Upload{Name: "phieu.pdf", Body: bytes.NewReader([]byte("phiếu của công cụ"))}
	refused(t, w.Documents.SecondOpinion(w.ctx, by, in.id, document.SecondOpinion{Indication: "TOTAL-FAILED"}, nil), "incoming.second")
	w.must(w.Documents.SecondOpinion(w.ctx, by, in.id, document.SecondOpinion{Tool: "Công cụ Cục 2.1", Indication: "TOTAL-FAILED"}, report))
	d := in.state(document.Held)
	if s := d.Intake.Second; !s.Disagrees || s.Report == "" || s.Tool != "Công cụ Cục 2.1" || s.By != by.Person {
		t.Errorf("kept %+v", s)
	}
	_, err := in.register()
	refused(t, err, "incoming.tools-disagree", "kết quả chặt hơn")
	refused(t, w.Documents.Settle(w.ctx, by, in.id, " ", true), "incoming.note")
	w.must(w.Documents.Settle(w.ctx, by, in.id, "Cục xác nhận công cụ dùng danh sách thu hồi cũ.", true))
	n, err := in.register()
	w.must(err)
	if d := in.load(); n != 1 || d.Intake.Second.Note == "" || d.Intake.Second.NoteBy == "" {
		t.Errorf("registered %d with %+v", n, d.Intake.Second)
	}
}

// TestWorkGoesOnWithoutChecking: while checking is out of order the clerk
// registers; the check comes later by itself.
func TestWorkGoesOnWithoutChecking(t *testing.T) {
	t.Parallel()
	proves(t, "HT", "HT-03.3")
	w := open(t, "HT")
	j := w.write(draft{}).to("release")
	real := w.Documents.Evidence
	w.Documents.Evidence = silent{real}
	w.settle()
	in := j.arrival()
	in.state(document.Held)
	n, err := in.register()
	w.must(err)
	d := in.state(document.Registered)
	if n != 1 || !d.Intake.Pending || d.Intake.Positive {
		t.Errorf("registered %d as %+v", n, d.Intake)
	}
	rows, err := w.Documents.Desk(w.ctx, w.as(otherClerk), document.DeskQuery{Pending: true})
	w.must(err)
	if len(rows) != 1 || rows[0].ID != in.id {
		t.Errorf("waiting for a check: %+v", rows)
	}
	w.Documents.Evidence = real
	w.clock.pass(10 * time.Minute)
	w.must(w.Exchange.RecheckDue(w.ctx))
	if d := in.load(); d.Intake.Pending || !d.Intake.Positive || d.Intake.Failed != "" || len(d.Checks) < 2 {
		t.Errorf("after the check: %+v, %d checks", d.Intake, len(d.Checks))
	}
	other := open(t, "NA")
	k := other.write(draft{}).to("release")
	other.Documents.Evidence = silent{other.Documents.Evidence}
	other.settle()
	_, err = k.arrival().register()
	refused(t, err, "incoming.unchecked")
}

// TestInvalidContentGoes: the sender is told which check failed, the content is
// deleted, and a tombstone stays.
func TestInvalidContentGoes(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-12.2")
	w := open(t, "HD")
	j := w.write(draft{}).to("release")
	sum := j.at(document.Sealed).SHA256
	w.tamper(sum, flipped(w.bytes(sum)))
	w.settle()
	in := j.arrival()
	d := in.state(document.Refused)
	got := j.delivery()
	if got.State != exchange.RefusedBy || !strings.Contains(got.Reason.Text, "Lỗi toàn vẹn") || !strings.Contains(got.Reason.Text, "gửi lại") {
		t.Errorf("the sender hears %+v", got.Reason)
	}
	stone := d.Intake.Tombstone
	if stone == nil || len(stone.SHA256) == 0 || stone.SHA256[0] != sum || stone.NoticeAt.IsZero() || stone.By == "" || d.SenderRef == "" || d.FromName == "" {
		t.Errorf("tombstone %+v", stone)
	}
	if _, _, err := w.Documents.File(w.ctx, w.as(otherClerk), in.id, d.Files[0].ID); err == nil {
		t.Error("the deleted content is still given out")
	}
	_, err := in.register()
	refused(t, err, "incoming.deleted", "không vào sổ được")
}

// TestTwoRoutes of legal value: the clerk mailbox, the signature, both or none.
func TestTwoRoutes(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-04")
	w := open(t, "BG")
	sealed := w.bytes(w.write(draft{}).to("seal").at(document.Sealed).SHA256)
	for name, test := range map[string]struct {
		in    document.BringIn
		raw   []byte
		basis string
	}{
		"mailbox": {mail(), letter(), "4.1"}, "signature": {portal(), sealed, "4.2"}, "both": {mail(), sealed, "both"}, "none": {portal(), letter(), "none"},
		"another mailbox": {document.BringIn{Source: document.SourceMail, Address: "ai-do@example.com", Transfer: "x"}, letter(), "none"},
	} {
		in := w.brought(test.in, name+".pdf", test.raw)
		d := in.load()
		if d.Intake.Basis != test.basis || d.Intake.BasisWhy == "" {
			t.Errorf("%s: basis %q because %q", name, d.Intake.Basis, d.Intake.BasisWhy)
		}
		_, err := w.Documents.RegisterAs(w.ctx, w.as(otherClerk), in.id, document.Registration{Apart: "Thử từng kênh."})
		if test.basis == "none" {
			refused(t, err, "incoming.no-value", "Văn bản không đủ giá trị pháp lý theo Điều 4")
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOnlyTheClerkAttaches, by a recorded transfer; everything else is for
// reference and is the basis of nothing.
func TestOnlyTheClerkAttaches(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-05", "BG-05.1", "BG-05.2", "BG-14.2")
	w := open(t, "BG")
	sealed := w.bytes(w.write(draft{}).to("seal").at(document.Sealed).SHA256)
	for _, account := range []string{otherOfficer, otherLeader} {
		_, err := w.bring(account, mail(), "van-ban.pdf", sealed)
		refused(t, err, "incoming.not-clerk", "Chỉ Văn thư được gắn văn bản đến")
	}
	in := w.brought(mail(), "van-ban.pdf", sealed)
	d := in.state(document.Valid)
	by := w.as(otherClerk)
	if i := d.Intake; i.By != by.Person || i.ByName == "" || i.At.IsZero() || len(d.Files[0].SHA256) != 64 || i.Transfer == "" || i.Basis != "both" {
		t.Errorf("attached as %+v", d.Intake)
	}
	if yes, why := d.LegalValue(w.law()); !yes {
		t.Errorf("no legal value: %s", why)
	}
	loose := w.brought(portal(), "tham-khao.pdf", sealed).load()
	if yes, why := loose.LegalValue(w.law()); yes || !strings.Contains(why, "không có dòng nhật ký") {
		t.Errorf("without the transfer: %v, %s", yes, why)
	}
	refused(t, w.Documents.Rest(w.ctx, w.as(otherLeader), w.draftOf(otherOfficer), loose.ID), "incoming.reference-only", "chỉ để tham khảo")
	bare := w.brought(portal(), "khong-ky.pdf", letter())
	rows, err := w.Documents.Responsible(w.ctx, by, start.AddDate(0, 0, -1), start.AddDate(0, 1, 0))
	w.must(err)
	open := map[document.ID]bool{}
	for _, r := range rows {
		if r.Clerk != by.Person || r.ClerkName == "" || r.AttachedAt.IsZero() {
			t.Errorf("nobody answers for %+v", r)
		}
		open[r.ID] = !r.Positive
	}
	if len(rows) != 3 || !open[bare.id] || open[in.id] {
		t.Errorf("without a positive check: %v of %d", open, len(rows))
	}
}

// TestSecretOnNoChannel is taken.
func TestSecretOnNoChannel(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-16.7")
	w := open(t, "BG")
	for _, level := range []document.Secrecy{document.Secret, document.TopSecret, document.UltraSecret} {
		for _, in := range []document.BringIn{mail(), portal(), {Channel: document.ByPaper}} {
			in.Secrecy = level
			_, err := w.bring(otherClerk, in, "mat.pdf", letter())
			refused(t, err, "document.secret", "Văn bản mật không được gửi, nhận qua mạng")
		}
		refused(t, w.Documents.Door(w.ctx, w.as(officer), level), "document.secret")
	}
	n, err := w.Documents.Stub(w.ctx, w.as(otherClerk), document.SecretStub{From: "Công an tỉnh", Ref: "05/CAT-PA03", IssuedOn: "2026-03-09", Level: document.Secret})
	w.must(err)
	list, err := w.Documents.RegisterEntries(w.ctx, w.as(otherClerk), "VB-DEN", 2026, 0, 5)
	w.must(err)
	if n != 1 || len(list) != 1 || list[0].Subject != "" || list[0].From != "Công an tỉnh" || list[0].SHA256 != "" {
		t.Errorf("the stub is %+v", list)
	}
	other := open(t, "NA")
	_, err = other.Documents.Stub(w.ctx, other.as(otherClerk), document.SecretStub{From: "Công an tỉnh", Level: document.Secret})
	if err == nil {
		t.Error("a stub where the profile has none")
	}
}

// TestTwiceADay: every working day has its windows, a look in each is recorded,
// and what was missed is counted.
func TestTwiceADay(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-10.2")
	w := open(t, "BG") // Tuesday 10 March 2026, nine o'clock
	by, head := w.as(otherClerk), w.as(otherLeader)
	state := func() string {
		t.Helper()
		day, err := w.Exchange.InboxToday(w.ctx, head)
		w.must(err)
		var out []string
		for _, win := range day.Windows {
			out = append(out, win.String()+" "+string(win.State))
		}
		return strings.Join(out, ", ")
	}
	if got := state(); got != "10:30-11:30 later, 16:00-17:00 later" {
		t.Error(got)
	}
	w.clock.pass(2 * time.Hour) // 11:00
	if got := state(); got != "10:30-11:30 open, 16:00-17:00 later" {
		t.Error(got)
	}
	w.must(w.Exchange.LookedIn(w.ctx, by, exchange.InboxMailbox))
	w.clock.pass(7 * time.Hour) // 18:00
	if got := state(); got != "10:30-11:30 done, 16:00-17:00 missed" {
		t.Error(got)
	}
	w.clock.pass(4 * 24 * time.Hour) // Saturday
	days, err := w.Exchange.InboxMonth(w.ctx, head, 2026, time.March)
	w.must(err)
	missed := 0
	for _, d := range days {
		missed += d.Missed()
		if day, err := time.Parse("2006-01-02", d.Day); err != nil || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			t.Errorf("a day off owes windows: %s", d.Day)
		}
	}
	if len(days) != 10 || missed != 2*10-1 {
		t.Errorf("%d days, %d missed", len(days), missed)
	}
	if err := w.Exchange.LookedIn(w.ctx, w.as(otherOfficer), exchange.InboxMailbox); err == nil {
		t.Error("anybody looks into the clerk's inbox")
	}
}

// TestWindowsOfTheAgency may be others, never fewer than the looks owed.
func TestWindowsOfTheAgency(t *testing.T) {
	t.Parallel()
	outcome := func(owed int) string {
		w := open(t, "BG", set{"documents.checks_per_day", owed})
		one, err := exchange.ParseWindow("08:00-09:00")
		w.must(err)
		err = w.Exchange.SetWindows(w.ctx, w.as(otherLeader), []exchange.Window{one})
		return outcome(t, err)
	}
	if two, one := clause.Parameter(t, "BG-10.2p", outcome, 2, 1); two != "inbox.too-few" || one != "done" {
		t.Errorf("two owed: %q, one owed: %q", two, one)
	}
	w := open(t, "BG")
	first, _ := exchange.ParseWindow("10:00-11:00")
	second, _ := exchange.ParseWindow("15:30-16:30")
	w.must(w.Exchange.SetWindows(w.ctx, w.as(otherLeader), []exchange.Window{second, first}))
	list, err := w.Exchange.Windows(w.ctx, w.as(otherLeader).Agency, w.law())
	w.must(err)
	if len(list) != 2 || list[0].String() != "10:00-11:00" {
		t.Errorf("windows %v", list)
	}
	refused(t, w.Exchange.SetWindows(w.ctx, w.as(otherLeader), []exchange.Window{first}), "inbox.too-few", "ít nhất hai lần")
}

// TestTwinsAreTold across channels, and the clerk decides.
func TestTwinsAreTold(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	j := w.write(draft{}).to("release")
	sealed := w.bytes(j.at(document.Sealed).SHA256)
	w.settle()
	first := j.arrival()
	n, err := first.register()
	w.must(err)
	twin := w.brought(portal(), "van-ban.pdf", sealed)
	d := twin.state(document.Valid)
	if d.Intake.Suspect != first.id {
		t.Fatalf("suspects %q", d.Intake.Suspect)
	}
	_, err = twin.register()
	refused(t, err, "incoming.duplicate", "có thể trùng")
	w.must(w.Documents.Link(w.ctx, w.as(otherClerk), twin.id, first.id))
	if d := twin.state(document.Refused); d.Intake.SameAs != first.id || d.Arrival != 0 || !strings.Contains(d.Refusal.Text, "số đến 1") || n != 1 {
		t.Errorf("linked as %+v", d.Refusal)
	}
	third := w.brought(portal(), "van-ban.pdf", sealed)
	again, err := w.Documents.RegisterAs(w.ctx, w.as(otherClerk), third.id, document.Registration{Apart: "Bản gửi cho phòng khác.", To: "Phòng Nội vụ", File: "01/2026"})
	w.must(err)
	if d := third.load(); again != 2 || d.Intake.Apart == "" || d.Intake.Stamp == nil || d.Intake.Stamp.Number != 2 || d.Intake.Stamp.To != "Phòng Nội vụ" {
		t.Errorf("registered %d as %+v", again, d.Intake)
	}
	w.must(w.Documents.SendBack(w.ctx, w.as(otherClerk), first.id, document.Reason{Code: "wrong-recipient", Text: "Gửi nhầm cơ quan."}))
	w.settle()
	if got := j.delivery(); got.State != exchange.RefusedBy || !strings.Contains(got.Reason.Text, "Gửi nhầm") {
		t.Errorf("the sender hears %s %+v", got.State, got.Reason)
	}
}

// TestEveryComponentIsSigned: a dossier counts by its signatures only when each
// of its files carries a valid one of the government's authority.
func TestEveryComponentIsSigned(t *testing.T) {
	t.Parallel()
	proves(t, "BG", "BG-11.1c")
	w := open(t, "BG")
	sealed := w.bytes(w.write(draft{}).to("seal").at(document.Sealed).SHA256)
	for name, test := range map[string]struct {
		parts [][]byte
		want  bool
	}{"every": {[][]byte{sealed, sealed}, true}, "one is not": {[][]byte{sealed, letter()}, false}} {
		in := portal()
		in.Form, in.Channel, in.Secrecy, in.Together = document.NewFormID(), document.ByUpload, document.Ordinary, true
		n := 0
		list, err := w.Documents.Attach(w.ctx, w.as(otherClerk), in, func() (document.Upload, error) {
			if n == len(test.parts) {
				return document.Upload{}, io.EOF
			}
			n++
			return document.Upload{Name: word("tep", n) + ".pdf", Body: bytes.NewReader(test.parts[n-1])}, nil
		})
		w.must(err)
		w.must(w.Exchange.Intake(w.ctx, list[0].ID))
		d, err := w.Documents.Store.Load(w.ctx, list[0].ID)
		w.must(err)
		if len(d.Files) != 2 || len(d.Checks) != 2 || d.Checks[0].Report == "" || d.Checks[1].Report == "" {
			t.Errorf("%s: %d files, %d reports", name, len(d.Files), len(d.Checks))
		}
		if got := d.State == document.Valid; got != test.want {
			t.Errorf("%s: %s because %+v", name, d.State, d.Refusal)
		}
	}
}
