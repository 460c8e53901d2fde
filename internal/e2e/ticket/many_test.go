package ticket

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/testkit/site"
	wire "antin/ticket"
)

// letters makes documents through the services, up to where the deputy signs.
func (w world) letters(n int) []document.ID {
	w.t.Helper()
	ctx := w.t.Context()
	officer, head, checker := w.actor(site.Officer), w.actor(site.UnitLeader), w.actor(site.Checker)
	signer := w.actor(site.Deputy)
	raw := site.Letter(w.t)
	out := make([]document.ID, n)
	for i := range out {
		id, err := w.Documents.Create(ctx, officer, document.Fields{
			Type: "CV", Subject: fmt.Sprintf("V/v văn bản thứ %d", i+1), Area: "Chuyển đổi số", Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
			Signer: document.Signer{Person: signer.Person, Capacity: org.Deputy}, Recipients: []document.Recipient{{Code: site.Receiver}},
		})
		site.Must(w.t, err)
		site.Must(w.t, w.Documents.AddVersion(ctx, officer, id, []document.Upload{{Role: document.Main, Name: "du-thao.pdf", Body: bytes.NewReader(raw)}}))
		site.Must(w.t, w.Documents.Submit(ctx, officer, id))
		d, err := w.Documents.Get(ctx, head, id)
		site.Must(w.t, err)
		site.Must(w.t, w.Documents.UnitApprove(ctx, head, id, d.Binding(), ""))
		d, err = w.Documents.Get(ctx, checker, id)
		site.Must(w.t, err)
		site.Must(w.t, w.Documents.PassFormat(ctx, checker, id, d.Seen(), ""))
		out[i] = id
	}
	return out
}

func (w world) state(id document.ID) *document.Document {
	w.t.Helper()
	d, err := w.Documents.Store.Load(w.t.Context(), id)
	site.Must(w.t, err)
	return d
}

// TestLeaderSignsManyAndClerkSealsMany: by the boxes of the work lists, one
// ticket each; one that changed and one that was not rechecked stand alone.
func TestLeaderSignsManyAndClerkSealsMany(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader, seal := deputy(t, w.Site), clerk(t, w.Site)
	ids := w.letters(5)
	p := w.As(site.Deputy)
	list := p.Get("/viec/cho-ky")
	var chosen []string
	for _, id := range ids {
		chosen = append(chosen, string(id))
	}
	page := list.FormTo("/ky-nhieu").Set("doc", chosen...).Press("Ký các văn bản đã đánh dấu").See("Duyệt và ký 5 văn bản")
	page = page.FormTo("/ky-nhieu/mo").Press("bằng thiết bị")
	secret := secretOf(page)
	got := leader.fetch(secret)
	if len(got.Items) != 5 || got.Action != "Ký 5 văn bản" {
		t.Fatalf("ticket %+v", got)
	}
	p.Get("/van-ban/"+string(ids[2])).FormTo("/tra-lai").Set("comment", "Sửa.").Press("Trả lại")
	var results []wire.Result
	for _, i := range got.Items {
		results = append(results, leader.sign(i))
	}
	results[4] = wire.Result{Item: got.Items[4].ID, Refusal: &wire.Refusal{Code: wire.NotReached, Message: "Lượt ký dừng vì thiết bị bị rút."}}
	var done []bool
	for _, o := range leader.take(secret, results...) {
		done = append(done, o.Done)
	}
	if fmt.Sprint(done) != "[true true false true false]" {
		t.Errorf("outcomes %v", done)
	}
	over := p.Get(strings.TrimSuffix(page.At, "/mo")).See("Ký xong một phần", "3 văn bản đã ký, 2 chưa ký được", "thiết bị bị rút", "đã thay đổi")
	if !over.HasFormTo("/ky-nhieu") {
		t.Error("what is left is not offered again")
	}

	c, clerkActor := w.As(site.Clerk), w.actor(site.Clerk)
	for _, i := range []int{0, 1} {
		site.Must(t, w.Documents.Recheck(t.Context(), clerkActor, ids[i], w.state(ids[i]).Seen(), nil, ""))
	}
	page = c.Get("/viec/cho-cap-so").FormTo("/ky-co-quan-nhieu").Set("doc", chosen[0], chosen[1], chosen[3]).Press("Cấp số và ký cơ quan")
	page = page.See("Cấp số và ký cơ quan 3 văn bản").FormTo("/ky-co-quan-nhieu/mo").Press("bằng thiết bị")
	out := seal.all(secretOf(page))
	if len(out) != 2 || !out[0].Done || !out[1].Done {
		t.Errorf("outcomes %+v", out)
	}
	c.Get(strings.TrimSuffix(page.At, "/mo")).See("2 văn bản đã ký, 1 chưa ký được", "Văn thư chưa kiểm tra lại thể thức", "01/SKHCN", "02/SKHCN")
	if d := w.state(ids[3]); d.Number != 0 || d.State != document.AwaitingClerk {
		t.Errorf("what was not sealed has the number %d and is %s", d.Number, d.State)
	}
	if lines, err := w.CheckRows(t.Context()); err != nil || len(lines) > 0 {
		t.Error(lines, err)
	}
}

// TestUnfinishedSealKeepsItsNumber: the agent fetched and went away; the next
// ticket goes on with the same number and date, also past midnight.
func TestUnfinishedSealKeepsItsNumber(t *testing.T) {
	t.Parallel()
	w := open(t)
	seal := clerk(t, w.Site)
	at, other := w.waiting("recheck"), w.waiting("recheck")
	c := w.As(site.Clerk)
	seal.fetch(secretOf(c.Get(at).FormTo("/ky-co-quan/thiet-bi").Press("bằng thiết bị")))
	first := w.load(at)
	if first.Number != 1 || first.State != document.Numbered {
		t.Fatalf("number %d, %s", first.Number, first.State)
	}
	if out := seal.all(secretOf(c.Get(other).FormTo("/ky-co-quan/thiet-bi").Press("bằng thiết bị"))); !out[0].Done {
		t.Fatalf("the other: %+v", out)
	}
	w.Wait(26 * time.Hour)
	c = w.As(site.Clerk)
	if out := seal.all(secretOf(c.Get(at).FormTo("/ky-co-quan/thiet-bi").Press("bằng thiết bị"))); !out[0].Done {
		t.Fatalf("outcome %+v", out)
	}
	if d := w.load(at); d.Number != 1 || d.IssuedOn != first.IssuedOn || d.State != document.SealedState {
		t.Errorf("number %d of %s, %s", d.Number, d.IssuedOn, d.State)
	}
	if d := w.load(other); d.Number != 2 {
		t.Errorf("the other has the number %d", d.Number)
	}
}

// TestSealOfManyFiles: main file, a PDF and a sheet of numbers; all signatures
// are one item each, and the document is sealed when the last is there.
func TestSealOfManyFiles(t *testing.T) {
	t.Parallel()
	w := open(t)
	seal := clerk(t, w.Site)
	at := w.As(site.Officer).Draft(site.Main(site.Letter(t)), site.Upload{Field: "attachments", Name: "danh-sach.pdf", Raw: site.List(t)})
	w.Through(at, "recheck")
	secret := secretOf(w.As(site.Clerk).Get(at).FormTo("/ky-co-quan/thiet-bi").Press("bằng thiết bị"))
	items := seal.fetch(secret).Items
	if len(items) != 2 || !strings.Contains(items[1].Summary, "danh-sach.pdf") {
		t.Fatalf("items %+v", items)
	}
	if out := seal.take(secret, seal.sign(items[1])); !out[0].Done || !strings.Contains(out[0].Message, "chờ") {
		t.Errorf("outcome %+v", out)
	}
	if d := w.load(at); d.State != document.Numbered {
		t.Errorf("the document is %s before its main file is signed", d.State)
	}
	if out := seal.take(secret, seal.sign(items[0])); !out[0].Done {
		t.Errorf("outcome %+v", out)
	}
	w.Between(at, "seal", "release")
}

// TestTwoProcessesCompleteOnce: the same answer at once at two servers over one
// database.
func TestTwoProcessesCompleteOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	ids := w.letters(4)
	var targets []document.TicketTarget
	for _, id := range ids {
		f, _ := w.state(id).AtStage(document.Prepared)
		targets = append(targets, document.TicketTarget{Document: id, Hash: f.SHA256})
	}
	_, secret, err := w.Documents.OpenTicket(t.Context(), w.actor(site.Deputy), document.TicketSign, targets, document.With{Certificate: leader.row.ID})
	site.Must(t, err)
	second, err := w.Reopen(t.Context(), w.Dir, app.Options{})
	site.Must(t, err)
	defer second.Close()
	var answers []document.TicketAnswer
	for i, item := range leader.fetch(secret).Items {
		r := leader.sign(item)
		answers = append(answers, document.TicketAnswer{Seq: i + 1, Value: r.Value, Signer: r.Chain[0]})
	}
	var group sync.WaitGroup
	for _, s := range []*document.Service{w.Documents, second.Documents, w.Documents, second.Documents} {
		group.Go(func() {
			done, _, err := s.AnswerTicket(context.WithoutCancel(t.Context()), secret, answers)
			if err != nil {
				t.Error(err)
				return
			}
			for _, i := range done.Items {
				if i.State != document.ItemCompleted {
					t.Errorf("item %d is %s: %+v", i.Seq, i.State, i.Refusal)
				}
			}
		})
	}
	group.Wait()
	for _, id := range ids {
		d := w.state(id)
		n := 0
		for _, f := range d.Files {
			if f.Stage == document.Signed {
				n++
			}
		}
		if d.State != document.AwaitingClerk || n != 1 {
			t.Errorf("%s is %s with %d signed files", id, d.State, n)
		}
	}
}

// TestBatchOfFiveHundred is the largest batch; it is slow and runs where
// ANTIN_LARGE is set.
func TestBatchOfFiveHundred(t *testing.T) {
	if os.Getenv("ANTIN_LARGE") == "" {
		t.Skip("set ANTIN_LARGE for the batch of 500 documents")
	}
	w := open(t)
	leader := deputy(t, w.Site)
	ids := w.letters(document.MaxTicketItems)
	var targets []document.TicketTarget
	for _, id := range ids {
		f, _ := w.state(id).AtStage(document.Prepared)
		targets = append(targets, document.TicketTarget{Document: id, Hash: f.SHA256})
	}
	began := time.Now()
	ticket, secret, err := w.Documents.OpenTicket(t.Context(), w.actor(site.Deputy), document.TicketSign, targets, document.With{Certificate: leader.row.ID})
	site.Must(t, err)
	opened := time.Since(began)
	for _, o := range leader.all(secret) {
		if !o.Done {
			t.Fatalf("outcome %+v", o)
		}
	}
	t.Logf("500 documents: opened in %v, signed in %v", opened, time.Since(began))
	end, err := w.Documents.TicketOf(t.Context(), w.actor(site.Deputy), ticket.ID)
	site.Must(t, err)
	if n, _, _ := end.Count(); n != document.MaxTicketItems || end.State != document.TicketCompleted {
		t.Errorf("%d signed, %s", n, end.State)
	}
	if _, err := os.Stat(filepath.Join(w.Dir, "antin.db")); err != nil {
		t.Error(err)
	}
}
