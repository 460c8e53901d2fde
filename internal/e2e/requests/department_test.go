package requests

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/testkit/clause"
)

// The way of Lâm Đồng: agency, department, Cục; every step by whom it is laid on.
func TestNewCertificateThroughTheDepartment(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	clause.Covers(t, "LD-07.2", "LD-07.3", "LD-17.3", "LD-09-2", "LD-16.1b", "LD-07.1c", "LD-19.1")

	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	other := w.draft("chuyenvien.snv", w.fresh("thethuc.snv"))
	w.confirm("chuyenvien.snv", id)
	refused(t, w.Requests.Send(w.ctx, w.as("chuyenvien.snv"), id), "request.head", "Cần thủ trưởng ký")
	refused(t, w.Requests.Confirm(w.ctx, w.as("chuyenvien.snv"), other, w.get(other).Rev), "request.confirm-own")
	w.confirm("thethuc.snv", other)

	letter := w.toHead("chuyenvien.snv", id, other)
	w.signed(snv, letter)
	v := w.at(id, request.HeadSigned)
	if v.Snapshot == "" {
		t.Fatal("the head's confirmation keeps no hash of the data")
	}
	w.released(snv, letter)
	v = w.at(id, request.Sent)
	if v.Cover.Symbol == "" || v.Cover.Date != "2026-03-10" {
		t.Fatalf("the cover document is %+v", v.Cover)
	}

	desk := w.as("thuebao.skhcn")
	for _, one := range []request.ID{id, other} {
		w.must(w.Requests.Receive(w.ctx, desk, one))
		w.clock.pass(time.Hour)
		w.must(w.Requests.Accept(w.ctx, desk, one))
	}
	v = w.at(id, request.Valid)
	if want := time.Date(2026, 3, 11, 17, 0, 0, 0, start.Location()); !v.DueAt.Equal(want) {
		t.Errorf("due %v, want %v: the end of the next working day", v.DueAt, want)
	}
	w.clock.pass(24 * time.Hour)
	board, err := w.Requests.Desk(w.ctx, desk)
	w.must(err)
	if len(board.Today) != 2 {
		t.Errorf("%d lines are due today, want 2", len(board.Today))
	}
	failed, err := w.Requests.Approve(w.ctx, desk, []request.ID{id, other})
	w.must(err)
	if len(failed) != 0 {
		t.Fatal(failed)
	}
	var book bytes.Buffer
	w.must(w.Requests.Export(w.ctx, desk, "", &book))
	if !bytes.HasPrefix(book.Bytes(), []byte("PK")) {
		t.Error("the approved list is no workbook")
	}
	w.forward(id, other)
	v = w.at(other, request.Forwarded)
	if v.Dispatch == "" || v.ForwardedAt.IsZero() {
		t.Errorf("the line is not stamped: %+v", v.Request)
	}
}

// forward bundles the lines at the department and sends the letter.
func (w *world) forward(ids ...request.ID) {
	w.t.Helper()
	dispatch, err := w.Requests.Forward(w.ctx, w.as("thuebao.skhcn"), ids, request.Signer{})
	w.must(err)
	d, err := w.Requests.Store.Dispatch(w.ctx, dispatch)
	w.must(err)
	letter := docID(d.Document)
	w.signed(skhcn, letter)
	w.released(skhcn, letter)
}

// Who is outside of Điều 2 is refused with the clause; what the check found
// stays on the request.
func TestOutsideTheScopeIsRefused(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	clause.Covers(t, "LD-07.1a")
	snvAgency := w.as("chuyenvien.snv").Agency
	company, err := w.Org.CreateAgency(w.ctx, w.Installer(), org.Agency{Code: "X1", Name: "Công ty TNHH A", Kind: org.KindOutside, Province: "LD", Parent: snvAgency})
	w.must(err)
	in := w.fresh("chuyenvien.snv")
	in.Subject, in.Agency, in.Person = request.ForAgency, company.ID, ""
	in.Fields["name"] = company.Name
	id := w.draft("chuyenvien.snv", in)
	refused(t, w.Requests.Confirm(w.ctx, w.as("giamdoc.snv"), id, 1), "subscriber.agency-type", "Không thuộc đối tượng Điều 2", "LD-02.1")
	w.at(id, request.Draft)

	good := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.confirm("chuyenvien.snv", good)
	if v := w.get(good); v.Basis == "" || v.ConfirmedAt.IsZero() {
		t.Errorf("the request keeps no result of the check: %q", v.Basis)
	}
}

func TestOfficialMailAlone(t *testing.T) {
	t.Parallel()
	mail := func(address string) func(domain string) string {
		return func(domain string) string {
			w := open(t, "LD", set{"exchange.email_domains", []any{domain}})
			in := w.fresh("chuyenvien.snv")
			in.Fields["email"] = address
			return outcome(t, w.Requests.Check(w.ctx, w.as("chuyenvien.snv"), w.draft("chuyenvien.snv", in)))
		}
	}
	a, b := clause.Parameter(t, "LD-07.1b", mail("hoa@lamdong.gov.vn"), "lamdong.gov.vn", "nghean.gov.vn")
	if a != "done" || b != "request.email" {
		t.Error(a, b)
	}
	w := open(t, "LD")
	for _, bad := range []string{"hoa@lamdong.gov.vn.example.com", "hoa@mail.lamdong.gov.vn", "hoa@1amdong.gov.vn", "hoa@lаmdong.gov.vn", "hoa@gmail.com",
		"hoa@lamdong.gov.vn@example.com", "hoa", "@lamdong.gov.vn", "hoa@lamdong.gov.vn."} {
		in := w.fresh("chuyenvien.snv")
		in.Fields["email"] = bad
		refused(t, w.Requests.Check(w.ctx, w.as("chuyenvien.snv"), w.draft("chuyenvien.snv", in)), "request.email", "@lamdong.gov.vn hoặc của ngành dọc", "LD-07.1b")
	}
	in := w.fresh("chuyenvien.snv")
	in.Fields["email"] = "hoa@customs.gov.vn"
	w.must(w.Requests.Check(w.ctx, w.as("chuyenvien.snv"), w.draft("chuyenvien.snv", in)))
}

// Everything that is missing is told at once, and nothing goes on without it.
func TestMissingIsToldAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t, "LD")
	clause.Covers(t, "LD-07.1c", "LD-19.1")
	id := w.draft("chuyenvien.snv", request.Input{Kind: request.New, Subject: request.ForPerson, Person: w.person("chuyenvien.snv"),
		Fields: map[string]string{"email": "hoa@gmail.com", "phone": ""}})
	err := w.Requests.Confirm(w.ctx, w.as("chuyenvien.snv"), id, 1)
	f := refused(t, err, "request.incomplete", "Chưa đủ điều kiện", "Còn thiếu", "ngành dọc")
	names := map[string]bool{}
	for _, field := range f.Fields {
		names[field.Name] = true
	}
	for _, want := range []string{"birth", "identity", "phone", "email", "tick.post", "tick.identity"} {
		if !names[want] {
			t.Errorf("%s is not told: %v", want, f.Fields)
		}
	}
	_, err = w.Requests.ToHead(w.ctx, w.as("chuyenvien.snv"), []request.ID{id}, request.Signer{})
	if err == nil {
		t.Error("a draft with gaps went to the head")
	}
	if v := w.at(id, request.Draft); v.Terms.Checklist == "" {
		t.Error("the request does not keep the version of the checklist")
	}
}

// An edit after the head signed takes the confirmation away, and the letter
// with the old data cannot go out.
func TestEditVoidsTheConfirmation(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	clause.Covers(t, "LD-17.3", "LD-07.3")
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.confirm("chuyenvien.snv", id)
	letter := w.toHead("chuyenvien.snv", id)
	w.signed(snv, letter)
	v := w.at(id, request.HeadSigned)
	in := w.fresh("chuyenvien.snv")
	in.Fields["phone"] = "0911111111"
	w.must(w.Requests.Edit(w.ctx, w.as("chuyenvien.snv"), id, v.Rev, in))
	if v = w.at(id, request.Draft); v.Snapshot != "" || v.Document != "" || !v.ConfirmedAt.IsZero() {
		t.Errorf("the confirmation stands after the edit: %+v", v.Request)
	}
	w.must(w.Documents.Recheck(w.ctx, w.as("vanthu.snv"), letter, w.document(letter).Seen(), nil, ""))
	with, err := w.AgencyKey(w.ctx, "vanthu.snv")
	w.must(err)
	refused(t, w.Documents.Seal(w.ctx, w.as("vanthu.snv"), letter, with), "request.letter-void")

	person := w.as("thethuc.snv")
	own := w.draft("chuyenvien.snv", w.fresh("thethuc.snv"))
	w.confirm("thethuc.snv", own)
	_, err = w.Requests.ToHead(w.ctx, person, []request.ID{own}, request.Signer{})
	refused(t, err, "request.agency-only", "Hồ sơ phải do cơ quan, tổ chức gửi")
	refused(t, w.Requests.Send(w.ctx, person, own), "request.agency-only", "Hồ sơ phải do cơ quan, tổ chức gửi")
}

// Approval is by another account than the one that made it, line by line.
func TestNobodyApprovesOneself(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	clause.Covers(t, "LD-16.1b")
	manager, head := w.as("thuebao.skhcn"), w.as("giamdoc.skhcn")
	var ids []request.ID
	for _, account := range []string{"chuyenvien.snv", "thethuc.snv"} {
		in := w.fresh(account)
		in.Managing = w.as("chuyenvien.snv").Agency
		maker := "thuebao.skhcn"
		if account == "thethuc.snv" {
			maker = "chuyenvien.snv"
		}
		id := w.draft(maker, in)
		w.scanned(id)
		w.must(w.Requests.Accept(w.ctx, w.as("giamdoc.skhcn"), id))
		ids = append(ids, id)
	}
	failed, err := w.Requests.Approve(w.ctx, manager, ids[:1])
	w.must(err)
	refused(t, failed[ids[0]], "request.own-approval")
	// A second account of the same person is the same person.
	second, err := w.Org.CreateAccount(w.ctx, w.Installer(), manager.Person, manager.Agency, "thuebao.hai", "giấy mực đỏ son")
	w.must(err)
	same, err := w.Org.ActorOf(w.ctx, second.ID)
	w.must(err)
	failed, err = w.Requests.Approve(w.ctx, same, ids[1:])
	w.must(err)
	refused(t, failed[ids[1]], "request.own-approval")
	failed, err = w.Requests.Approve(w.ctx, head, ids)
	w.must(err)
	if len(failed) != 2 { // the director took both papers in: the same account may not approve them
		w.at(ids[0], request.Approved)
	}
	refused(t, w.Requests.Return(w.ctx, manager, ids[1], " "), "request.why")
	w.must(w.Requests.Return(w.ctx, manager, ids[1], "Thiếu quyết định bổ nhiệm"))
	v := w.at(ids[1], request.Returned)
	again, err := w.Requests.Again(w.ctx, w.as("chuyenvien.snv"), ids[1])
	w.must(err)
	if next := w.at(again, request.Draft); next.Previous != v.ID {
		t.Error("the new round does not know the one before")
	}
}

// scanned takes the request in on paper at the department.
func (w *world) scanned(id request.ID) {
	w.t.Helper()
	by := w.as("thuebao.skhcn")
	f, err := w.Requests.Attach(w.ctx, by, id, request.Upload{Role: request.Scan, Name: "ho-so.pdf", Body: strings.NewReader("%PDF-1.7 bản quét")})
	w.must(err)
	w.must(w.Requests.ReceivePaper(w.ctx, by, id, request.PaperDossier{Scan: f.ID, Date: "2026-03-09", Symbol: "15/SNV-VP", Dated: "2026-03-08"}))
}

func TestChannelsOfTheProfile(t *testing.T) {
	t.Parallel()
	paper := func(open_ []any) string {
		w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}}, set{"subscribers.request_channels", open_})
		id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
		by := w.as("thuebao.skhcn")
		refusedFirst := w.Requests.ReceivePaper(w.ctx, by, id, request.PaperDossier{Date: "2026-03-09"})
		if len(open_) == 2 {
			refused(t, refusedFirst, "request.paper", "scan", "symbol")
		}
		f, err := w.Requests.Attach(w.ctx, by, id, request.Upload{Role: request.Scan, Name: "ho-so.pdf", Body: strings.NewReader("%PDF-1.7 bản quét")})
		w.must(err)
		err = w.Requests.ReceivePaper(w.ctx, by, id, request.PaperDossier{Scan: f.ID, Date: "2026-03-09", Symbol: "15/SNV-VP", Dated: "2026-03-08"})
		if err == nil {
			if v := w.at(id, request.Received); v.Channel != request.Paper || v.Officer == "" || v.ReceivedAt.IsZero() {
				t.Errorf("the paper dossier keeps %+v", v.Request)
			}
		}
		return outcome(t, err)
	}
	a, b := clause.Parameter(t, "LD-09-1", paper, []any{"paper", "signed-electronic"}, []any{"signed-electronic"})
	if a != "done" || b != "request.channel" {
		t.Error(a, b)
	}
}
