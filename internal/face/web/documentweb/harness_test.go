package documentweb_test

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
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/documentweb"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sample"
	"antin/internal/platform/sessionsql"
	"antin/internal/testkit/browser"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

const password = "giấy mực đỏ son"

// site is the shell with these pages over a practice province.
type site struct {
	*httptest.Server
	*app.Fixture
	shell *web.Shell
	log   *lockedBuffer
	dir   string
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

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T) *site {
	t.Helper()
	return openIn(t, "NA")
}

// openIn is open under the regulation of another province.
func openIn(t *testing.T, province string) *site {
	t.Helper()
	dir := t.TempDir()
	fixture, err := app.NewFixture(t.Context(), dir, province, app.Options{})
	must(t, err)
	t.Cleanup(func() { _ = fixture.App.Close() })
	s := &site{Fixture: fixture, log: &lockedBuffer{}, dir: dir}
	s.shell, err = web.New(web.Config{
		Accounts: fixture.Org, Guard: fixture.Guard, Sessions: sessionsql.New(fixture.Database, fixture.Now), Now: fixture.Now, Practice: true,
		Log: slog.New(slog.NewTextHandler(s.log, nil)),
		Modules: []web.Module{documentweb.New(documentweb.Config{
			Documents: fixture.Documents, Exchange: fixture.Exchange, Signing: fixture.Signing, Org: fixture.Org, Profiles: fixture.Profiles, Now: fixture.Now,
		})},
		Letterhead: func(_ context.Context, _ org.Actor) (ui.Letterhead, error) {
			return ui.Letterhead{Superior: "UBND tỉnh Nghệ An", Name: "Sở Khoa học và Công nghệ"}, nil
		},
	})
	must(t, err)
	s.Server = httptest.NewUnstartedServer(s.shell)
	s.Server.Config = web.HTTPServer("", s.shell)
	s.Start()
	t.Cleanup(s.Server.Close)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
	return s
}

// admit gives practice accounts a password that the test knows.
func (s *site) admit(t *testing.T, accounts ...string) {
	t.Helper()
	for _, name := range accounts {
		by, err := s.Actor(t.Context(), name)
		must(t, err)
		must(t, s.Org.ResetPassword(t.Context(), s.Installer(), by.Account, password))
	}
}

// draftFile writes the sample letter with today's month as a file to upload.
func draftFile(t *testing.T) string {
	t.Helper()
	doc := sample.Drafts()[0]
	doc.Month, doc.Year, doc.SignerName = int(time.Now().Month()), time.Now().Year(), "Trần Thị Minh"
	raw, err := sample.PDF(doc)
	must(t, err)
	path := filepath.Join(t.TempDir(), "du-thao.pdf")
	must(t, os.WriteFile(path, raw, 0o600))
	return path
}

// write makes a draft with its PDF through the services.
func (s *site) write(t *testing.T) document.ID {
	t.Helper()
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	signer, err := s.Actor(t.Context(), "phogiamdoc.skhcn")
	must(t, err)
	id, err := s.Documents.Create(t.Context(), by, document.Fields{
		Type: "CV", Subject: "V/v rà soát chứng thư chữ ký số tại các xã, phường", Area: "Chuyển đổi số", Urgency: "normal", Secrecy: document.Ordinary,
		Origin: document.Created, Signer: document.Signer{Person: signer.Person, Capacity: org.Deputy}, Recipients: []document.Recipient{{Code: "H41.35"}},
	})
	must(t, err)
	raw, err := os.ReadFile(draftFile(t))
	must(t, err)
	must(t, s.Documents.AddVersion(t.Context(), by, id, []document.Upload{
		{Role: document.Main, Name: "du-thao.pdf", Body: bytes.NewReader(raw)}, {Role: document.Attachment, Name: "danh-sach.pdf", Body: bytes.NewReader(raw)},
	}))
	return id
}

// blobs counts the files in the store.
func (s *site) blobs(t *testing.T) int {
	t.Helper()
	n := 0
	must(t, filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(path, "blob") {
			n++
		}
		return err
	}))
	return n
}

// guest is a client with its own cookies that follows redirects.
type guest struct {
	t    *testing.T
	site *site
	http.Client
}

func (s *site) as(t *testing.T, name string) *guest {
	t.Helper()
	s.admit(t, name)
	jar, err := cookiejar.New(nil)
	must(t, err)
	g := &guest{t: t, site: s, Client: http.Client{Jar: jar}}
	if at, _, page := g.post("/login", url.Values{"name": {name}, "password": {password}, "next": {"/"}}); strings.HasPrefix(at, "/login") {
		t.Fatalf("%s could not sign in: %s", name, page)
	}
	return g
}

func (g *guest) send(r *http.Request) (at string, status int, page string) {
	g.t.Helper()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := g.Do(r)
	must(g.t, err)
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	must(g.t, err)
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
	return g.send(r)
}
