package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"antin/internal/domain/audit/auditsql"
	"antin/internal/domain/org"
	"antin/internal/domain/org/orgsql"
	"antin/internal/domain/org/orgtest"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sessionsql"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/dbtest"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

const password = "giấy mực đỏ son"

// site is a running shell over a real database, with a clock that tests move.
type site struct {
	*httptest.Server
	shell   *web.Shell
	org     *org.Service
	log     *lockedBuffer
	mu      sync.Mutex
	now     time.Time
	clerk   org.AccountID
	letters []string // what the form of the test module received
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *site) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open starts the site: UBND tỉnh Nghệ An, one department, a clerk and an inspector.
func open(t *testing.T, change func(*web.Config)) *site {
	t.Helper()
	s := &site{now: time.Date(2026, 11, 22, 2, 41, 0, 0, time.UTC), log: &lockedBuffer{}}
	db := dbtest.SQLite(t)
	guard, err := org.NewGuard(nil)
	must(t, err)
	s.org, err = org.NewService(org.Config{Store: orgsql.New(db, auditsql.New(db, nil, nil).Append, nil), Guard: guard, Now: s.clock, Law: orgtest.Law,
		Hashing: org.Hashing{MemoryKiB: 1024, Passes: 1, Lanes: 1, AtOnce: 2}})
	must(t, err)
	s.people(t)
	cfg := web.Config{
		Accounts: s.org, Guard: guard, Sessions: sessionsql.New(db, s.clock), Now: s.clock, Practice: true,
		Log: slog.New(slog.NewTextHandler(s.log, nil)), Modules: []web.Module{s.module()},
		Letterhead: func(context.Context, org.Actor) (ui.Letterhead, error) {
			return ui.Letterhead{Superior: "UBND tỉnh Nghệ An", Name: "Sở Khoa học và Công nghệ"}, nil
		},
	}
	if change != nil {
		change(&cfg)
	}
	s.shell, err = web.New(cfg)
	must(t, err)
	s.Server = httptest.NewUnstartedServer(s.shell)
	s.Server.Config = web.HTTPServer("", s.shell)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *site) people(t *testing.T) {
	t.Helper()
	ctx, by := t.Context(), org.Installer("NA")
	agency, err := s.org.CreateAgency(ctx, by, org.Agency{Code: "H41.37", Name: "Sở Khoa học và Công nghệ", Superior: "UBND TỈNH NGHỆ AN", ShortName: "SKHCN", Place: "Nghệ An", Province: "NA"})
	if err != nil {
		t.Fatal(err)
	}
	for name, role := range map[string]org.Role{"vanthu": org.Clerk, "thanhtra": org.Inspector} {
		person, err := s.org.CreatePerson(ctx, by, org.Person{Name: "Nguyễn Thị " + name, Email: name + "@nghean.gov.vn"})
		must(t, err)
		title := "Văn thư"
		if _, err := s.org.Appoint(ctx, by, org.Post{Person: person.ID, Agency: agency.ID, Title: title, From: s.clock()}); err != nil {
			t.Fatal(err)
		}
		if err := s.org.GrantRole(ctx, by, person.ID, agency.ID, role); err != nil {
			t.Fatal(err)
		}
		account, err := s.org.CreateAccount(ctx, by, person.ID, agency.ID, name, password)
		must(t, err)
		if role == org.Clerk {
			s.clerk = account.ID
		}
	}
}

type draftPage struct {
	ui.Page
	Subject string
}

// module is what a subject would bring: a list, a form, an upload, and breakage.
func (s *site) module() web.Module {
	return web.Module{
		Templates: fstest.MapFS{"draft.html": {Data: []byte(`{{define "main"}}{{template "heading" .}}<form method="post" action="/drafts" enctype="multipart/form-data">
{{template "input" (.Input "subject" "Trích yếu" .Subject)}}{{template "input" ((.Input "file" "Tệp PDF" "").Accept ".pdf")}}<button class="btn btn-muc" data-primary>Lưu dự thảo</button></form>{{end}}`)}},
		Pages: []ui.File{{Name: "draft.html", Page: &draftPage{}}},
		Queues: func(_ context.Context, by org.Actor) ([]web.Queue, error) {
			if !by.Has(org.Clerk) {
				return nil, nil
			}
			return []web.Queue{{Title: "Dự thảo", Href: "/drafts", Count: 1284, Hot: true}, {Title: "Bị từ chối, cần xử lý", Href: "/refused", Count: 1, Hot: true}, {Group: "Sổ", Title: "Sổ văn bản đi", Href: "/register", Count: -1}}, nil
		},
		Labels:      map[string]string{"subject": "Trích yếu", "file": "Tệp PDF"},
		PublicLinks: []ui.Link{{Text: "Kiểm tra chữ ký của văn bản", Href: "/verify"}},
		Search:      "/search",
		Routes: []web.Route{
			{Method: "GET", Pattern: "/drafts", Action: "document.draft", Handler: s.draft},
			{Method: "POST", Pattern: "/drafts", Action: "document.draft", Body: web.Upload, Handler: s.upload},
			{Method: "POST", Pattern: "/note", Action: "document.draft", Handler: s.note},
			{Method: "GET", Pattern: "/poll", Action: "document.draft", Quiet: true, Handler: s.draft},
			{Method: "GET", Pattern: "/search/goi-y", Action: "search.find", Quiet: true, Handler: func(w http.ResponseWriter, _ *web.Request) error { w.WriteHeader(http.StatusNoContent); return nil }},
			{Method: "GET", Pattern: "/panic", Action: "static.read", Public: true, Handler: func(http.ResponseWriter, *web.Request) error { panic("vỡ chén trà") }},
			{Method: "GET", Pattern: "/broken/{ticket}", Action: "static.read", Public: true, Handler: func(http.ResponseWriter, *web.Request) error { return io.ErrUnexpectedEOF }},
			{Method: "GET", Pattern: "/broken", Action: "static.read", Public: true, Handler: func(http.ResponseWriter, *web.Request) error { return io.ErrUnexpectedEOF }},
		},
	}
}

func (s *site) draft(w http.ResponseWriter, r *web.Request) error {
	return r.Render(w, &draftPage{Page: ui.Page{Title: "Dự thảo"}})
}

func (s *site) note(w http.ResponseWriter, r *web.Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	s.mu.Lock()
	s.letters = append(s.letters, r.Text("subject"))
	s.mu.Unlock()
	return r.Done(w, "/drafts", "Đã ghi.")
}

func (s *site) upload(w http.ResponseWriter, r *web.Request) error {
	parts, err := r.Parts()
	if err != nil {
		return err
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return r.Done(w, "/drafts", "Đã lưu dự thảo.")
		}
		if err != nil {
			return web.Broken(err)
		}
		text, err := io.ReadAll(io.LimitReader(part, web.FileLimit+1))
		if err != nil {
			return web.Broken(err)
		}
		s.mu.Lock()
		s.letters = append(s.letters, part.FormName()+"="+string(text[:min(len(text), 40)]))
		s.mu.Unlock()
	}
}

func (s *site) got() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.letters, ";")
}

// guest is a client with its own cookies that follows redirects.
type guest struct {
	t    *testing.T
	site *site
	http.Client
}

func (s *site) guest(t *testing.T) *guest {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &guest{t: t, site: s, Client: http.Client{Jar: jar}}
}

// as signs in and is at the first page.
func (s *site) as(t *testing.T, name string) *guest {
	t.Helper()
	g := s.guest(t)
	if at, _, page := g.post("/login", url.Values{"name": {name}, "password": {password}, "next": {"/"}}); strings.HasPrefix(at, "/login") {
		t.Fatalf("%s could not sign in: %s", name, page)
	}
	return g
}

func (g *guest) send(r *http.Request) (at string, status int, page string) {
	g.t.Helper()
	answer, err := g.Do(r)
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	return answer.Request.URL.RequestURI(), answer.StatusCode, string(raw)
}

func (g *guest) get(path string) (at string, status int, page string) {
	g.t.Helper()
	r, err := http.NewRequestWithContext(g.t.Context(), http.MethodGet, g.site.URL+path, nil)
	must(g.t, err)
	return g.send(r)
}

func (g *guest) post(path string, form url.Values) (at string, status int, page string) {
	g.t.Helper()
	r, err := http.NewRequestWithContext(g.t.Context(), http.MethodPost, g.site.URL+path, strings.NewReader(form.Encode()))
	must(g.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(r)
}
