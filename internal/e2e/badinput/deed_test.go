package badinput

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/testkit/site"
)

// twin is the same request once more.
func twin(t *testing.T, r *http.Request) *http.Request {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	site.Must(t, err)
	r.Body = io.NopCloser(bytes.NewReader(raw))
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(raw))
	return again
}

func load(t *testing.T, s *site.Site, at string) *document.Document {
	t.Helper()
	d, err := s.Documents.Store.Load(t.Context(), document.ID(strings.TrimPrefix(at, "/van-ban/")))
	site.Must(t, err)
	return d
}

// drafts counts the lines of the drafter's list.
func drafts(p *site.Person) int {
	return strings.Count(string(p.Get("/viec/du-thao").Body), "data-row")
}

// TestNewDraftSentTwice: at once and one after the other it is one draft.
func TestNewDraftSentTwice(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(site.Officer)
	first := p.NewDraft(site.Main(site.Letter(t))).Request("Lưu dự thảo")
	second := twin(t, first)
	third := twin(t, second)
	var wg sync.WaitGroup
	pages := make([]*site.Page, 2)
	for i, r := range []*http.Request{first, second} {
		wg.Go(func() { pages[i], _ = p.Try(r) })
	}
	wg.Wait()
	if pages[0] == nil || pages[1] == nil || pages[0].At != pages[1].At || pages[0].Status != 200 {
		t.Fatalf("sent at once: %+v", pages)
	}
	if page := p.Send(third); page.At != pages[0].At {
		t.Errorf("sent later it led to %s, not %s", page.At, pages[0].At)
	}
	if n := drafts(p); n != 1 {
		t.Errorf("there are %d drafts", n)
	}
	if d := load(t, s, pages[0].At); d.Version != 1 {
		t.Errorf("the draft has version %d", d.Version)
	}
}

// TestSealSentTwice: two presses at once, and one later, take one number.
func TestSealSentTwice(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "recheck")
	clerk := s.As(site.Clerk)
	first := clerk.Get(at).FormTo("/ky-co-quan").Set("password", s.KeyPassword(site.Clerk)).Request("Cấp số")
	second := twin(t, first)
	third := twin(t, second)
	var wg sync.WaitGroup
	for _, r := range []*http.Request{first, second} {
		wg.Go(func() {
			if page, err := clerk.Try(r); err != nil || page.Status != 200 && page.Status != 409 {
				t.Errorf("%+v %v", page, err)
			}
		})
	}
	wg.Wait()
	clerk.Send(third).Refused(409, "Chờ vào sổ và phát hành")
	d := load(t, s, at)
	if d.Number != 1 || d.State != document.SealedState {
		t.Errorf("number %d, %s", d.Number, d.State)
	}
	// The next document has the next number.
	other := s.As(site.Officer).Draft(site.Main(site.Plan(t)))
	s.Through(other, "seal")
	if n := load(t, s, other).Number; n != 2 {
		t.Errorf("the next number is %d", n)
	}
}

// TestBackButton: forms of every step, kept open while the document went on,
// are refused and change nothing.
func TestBackButton(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	type old struct {
		p *site.Person
		r *http.Request
		n string
	}
	var kept []old
	keep := func(account, form, button string) {
		p := s.As(account)
		f := p.Get(at).FormTo(form)
		if strings.Contains(form, "ky") {
			f.Set("password", s.KeyPassword(account))
		}
		kept = append(kept, old{p, f.Request(button), form})
	}
	edit := s.As(site.Officer)
	kept = append(kept, old{edit, edit.Get(at+"/sua").FormTo("/sua").Attach("file", "khac.pdf", site.Plan(t)).Request("Lưu"), "/sua"})
	keep(site.Officer, "/trinh", "Trình")
	s.Through(at, "submit")
	keep(site.UnitLeader, "/dong-y", "Đồng ý")
	s.Between(at, "submit", "consent")
	keep(site.Checker, "/the-thuc/dat", "Đạt")
	s.Between(at, "consent", "format")
	keep(site.Deputy, "/duyet", "Chỉ duyệt")
	deputy := s.As(site.Deputy)
	kept = append(kept, old{deputy, deputy.Get(at+"/ky").FormTo("/ky").Set("password", s.KeyPassword(site.Deputy)).Request("ký số"), "/ky"})
	s.Between(at, "format", "sign")
	keep(site.Clerk, "/kiem-tra-lai/dat", "Đạt")
	s.Between(at, "sign", "recheck")
	keep(site.Clerk, "/ky-co-quan", "Cấp số")
	s.Between(at, "recheck", "seal")
	keep(site.Clerk, "/phat-hanh", "Vào sổ")
	s.Between(at, "seal", "release")
	blobs := s.Blobs()
	before := fmt.Sprintf("%+v", load(t, s, at))
	for _, o := range kept {
		page := o.p.Send(o.r)
		if page.Status != http.StatusConflict {
			t.Errorf("%s answered %d: %.200s", o.n, page.Status, page.Text())
		}
	}
	if after := fmt.Sprintf("%+v", load(t, s, at)); after != before {
		t.Errorf("the document changed:\n%s\n%s", before, after)
	}
	if n := s.Blobs(); n != blobs {
		t.Errorf("%d files were kept", n-blobs)
	}
}

// TestSessionGoneInTheMiddle: the session ends between page and post. What was
// typed comes back after the sign-in; a form with a password asks for it anew.
func TestSessionGoneInTheMiddle(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(site.Officer)
	form := p.NewDraft(site.Main(site.Letter(t)))
	blobs := s.Blobs()
	s.Wait(31 * time.Minute)
	page := form.Press("Lưu dự thảo").See("đã được giữ lại")
	if n := s.Blobs(); n != blobs {
		t.Errorf("%d files were kept", n-blobs)
	}
	back := page.Form("form[action=/login]").Set("name", site.Officer).Set("password", s.Password(site.Officer)).Press("")
	again := back.See("Trích yếu", site.Subject).FormTo("/van-ban/moi")
	again.Attach("file", "du-thao.pdf", site.Letter(t)).Press("").See("Đã lưu dự thảo.")
	if n := drafts(p); n != 1 {
		t.Errorf("there are %d drafts", n)
	}
	at, _, _ := strings.Cut(p.Get("/viec/du-thao").Link(site.Subject), "?")
	s.Through(at, "format")
	deputy := s.As(site.Deputy)
	sign := deputy.Get(at+"/ky").FormTo("/ky").Set("password", s.KeyPassword(site.Deputy))
	s.Wait(31 * time.Minute)
	page = sign.Press("ký số")
	if !strings.HasPrefix(page.At, "/login") || strings.Contains(string(page.Body), s.KeyPassword(site.Deputy)) {
		t.Errorf("the post with a password led to %s", page.At)
	}
	if d := load(t, s, at); d.State != document.AwaitingApproval {
		t.Errorf("the document is %s", d.State)
	}
}
