package exchangeweb_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
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
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/face/web/exchangeweb"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sample"
	"antin/internal/platform/sessionsql"
	"antin/internal/testkit/browser"
)

func TestMain(m *testing.M) {
	code := browser.Run(m)
	if province.dir != "" {
		_ = os.RemoveAll(province.dir) // a folder left in the temp folder harms nobody
	}
	os.Exit(code)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// province is made once: the tour carries one document from the Sở Khoa học và
// Công nghệ to the Sở Nội vụ, where it is registered, assigned and completed.
var province struct {
	once sync.Once
	dir  string
}

func toured(t testing.TB) string {
	t.Helper()
	province.once.Do(func() {
		dir, err := os.MkdirTemp("", "antin-exchangeweb-*")
		must(t, err)
		province.dir = dir
		doc := sample.Drafts()[0]
		now := time.Now().In(ui.Hanoi)
		doc.Month, doc.Year = int(now.Month()), now.Year()
		raw, err := sample.PDF(doc)
		must(t, err)
		in := filepath.Join(dir, "in.pdf")
		must(t, os.WriteFile(in, raw, 0o600))
		var said bytes.Buffer
		if code := app.Main([]string{"tour", "--in", in, "--out", filepath.Join(dir, "province")}, &said, &said); code != 0 {
			t.Fatalf("the tour ended with %d: %s", code, said.String())
		}
	})
	return filepath.Join(province.dir, "province")
}

// site is the module on a copy of the province.
type site struct {
	*app.App
	URL       string
	passwords map[string]string
}

// open starts it; change may set a rule of the profile.
func open(t *testing.T, rules ...any) *site {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(toured(t))))
	cfg, err := app.ReadConfig(dir)
	must(t, err)
	set, err := profile.Load()
	must(t, err)
	for i := 0; i+1 < len(rules); i += 2 {
		set, err = set.With("NA", rules[i].(string), rules[i+1])
		must(t, err)
	}
	a, err := app.Open(t.Context(), cfg, app.Options{Profiles: set})
	must(t, err)
	t.Cleanup(func() { _ = a.Close() })
	s := &site{App: a, passwords: map[string]string{}}
	list, err := os.ReadFile(filepath.Join(dir, "accounts.txt"))
	must(t, err)
	for row := range strings.Lines(string(list)) {
		if f := strings.Fields(row); len(f) > 3 && strings.Contains(row, "thuchanh-") {
			for _, word := range f {
				if strings.HasPrefix(word, "thuchanh-") {
					s.passwords[f[0]] = word
				}
			}
		}
	}
	shell, err := web.New(web.Config{
		Accounts: a.Org, Guard: a.Guard, Sessions: sessionsql.New(a.Database, a.Now), Now: a.Now, Practice: true,
		Modules: []web.Module{exchangeweb.New(exchangeweb.Config{Documents: a.Documents, Exchange: a.Exchange, Tasks: a.Tasks, Signing: a.Signing, Org: a.Org, Profiles: a.Profiles, Now: a.Now})},
		Letterhead: func(context.Context, org.Actor) (ui.Letterhead, error) {
			return ui.Letterhead{Superior: "UBND tỉnh Nghệ An", Name: "Sở Nội vụ"}, nil
		},
	})
	must(t, err)
	server := httptest.NewServer(shell)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *site) actor(t *testing.T, account string) org.Actor {
	t.Helper()
	by, err := s.Org.SignIn(t.Context(), account, s.passwords[account])
	must(t, err)
	return by
}

// sealed are the bytes that the tour sealed.
func (s *site) sealed(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.Config.Dir, "sealed.pdf"))
	must(t, err)
	return raw
}

// arrive brings a file to the Sở Nội vụ and lets the intake judge it.
func (s *site) arrive(t *testing.T, subject string, content []byte) document.ID {
	t.Helper()
	ctx := t.Context()
	sum, size, err := s.Documents.Blobs.Put(ctx, bytes.NewReader(content), 1<<20)
	must(t, err)
	to, err := s.Org.AgencyByCode(ctx, "H41.35", s.Now())
	must(t, err)
	id, err := s.Documents.Arrive(ctx, document.Arrival{
		Agency: to.ID, Province: "NA", Delivery: fmt.Sprintf("delivery-%s", subject), From: "H41.37", FromName: "Sở Khoa học và Công nghệ",
		SenderRef: "01/SKHCN-CĐS", Date: document.Day(s.Now()), Type: "CV", Subject: subject, Signer: "Trần Thị Minh", ReceivedAt: s.Now(),
		Files: []document.File{{Role: document.Main, Stage: document.Sealed, Name: "van-ban.pdf", SHA256: sum, Size: size, Pages: 1}},
	})
	must(t, err)
	must(t, s.Exchange.Intake(ctx, id))
	return id
}

// altered is a signed file with one byte of its first page changed.
func altered(raw []byte) []byte {
	out := bytes.Clone(raw)
	at := bytes.Index(out, []byte("endstream"))
	out[at-20] ^= 1
	return out
}

func (s *site) state(t *testing.T, id document.ID) document.State {
	t.Helper()
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	return d.State
}

// guest is a client with its own cookies that follows redirects.
type guest struct {
	t    *testing.T
	site *site
	http.Client
}

func (s *site) as(t *testing.T, account string) *guest {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	g := &guest{t: t, site: s, Client: http.Client{Jar: jar}}
	if at, _, page := g.post("/login", url.Values{"name": {account}, "password": {s.passwords[account]}, "next": {"/account"}}); at != "/account" {
		t.Fatalf("%s could not sign in: %s", account, page)
	}
	return g
}

func (g *guest) send(r *http.Request) (at string, answer *http.Response, page string) {
	g.t.Helper()
	answer, err := g.Do(r)
	must(g.t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(g.t, err)
	return answer.Request.URL.RequestURI(), answer, string(raw)
}

func (g *guest) get(path string) (at string, answer *http.Response, page string) {
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
	at, answer, page := g.send(r)
	return at, answer.StatusCode, page
}

// window is a browser in which the account is signed in.
func (s *site) window(t *testing.T, account string) *browser.Page {
	t.Helper()
	p := browser.New(t, s.URL)
	p.Open("/login?next=/account")
	p.Fill("#name", account)
	p.Fill("#password", s.passwords[account])
	p.PressThrough("Enter")
	return p
}
