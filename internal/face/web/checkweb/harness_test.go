package checkweb_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/face/web/checkweb"
	"antin/internal/face/web/ui"
	"antin/internal/platform/sample"
	"antin/internal/platform/sessionsql"
	"antin/internal/testkit/browser"
	"antin/pdf"
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

// province is made once: the tour signs and seals the draft.
var province struct {
	once  sync.Once
	dir   string
	draft []byte
}

func toured(t testing.TB) string {
	t.Helper()
	province.once.Do(func() {
		dir, err := os.MkdirTemp("", "antin-checkweb-*")
		must(t, err)
		province.dir = dir
		doc := sample.Drafts()[0]
		now := time.Now().In(ui.Hanoi)
		doc.Month, doc.Year = int(now.Month()), now.Year()
		province.draft, err = sample.PDF(doc)
		must(t, err)
		in := filepath.Join(dir, "in.pdf")
		must(t, os.WriteFile(in, province.draft, 0o600))
		var said bytes.Buffer
		if code := app.Main([]string{"tour", "--in", in, "--out", filepath.Join(dir, "province")}, &said, &said); code != 0 {
			t.Fatalf("the tour ended with %d: %s", code, said.String())
		}
	})
	return filepath.Join(province.dir, "province")
}

// site is the module on a copy of the province, with a clock that tests move.
type site struct {
	*app.App
	URL   string
	shell *web.Shell
	temp  string
	mu    sync.Mutex
	later time.Duration
}

func (s *site) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.later)
}

func (s *site) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.later += d
}

func open(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(toured(t))))
	cfg, err := app.ReadConfig(dir)
	must(t, err)
	s := &site{temp: t.TempDir()}
	s.App, err = app.Open(t.Context(), cfg, app.Options{Now: s.clock})
	must(t, err)
	t.Cleanup(func() { _ = s.App.Close() })
	s.shell, err = web.New(web.Config{
		Accounts: s.Org, Guard: s.Guard, Sessions: sessionsql.New(s.Database, s.clock), Now: s.clock, Practice: true,
		Modules: []web.Module{checkweb.New(checkweb.Config{
			Documents: s.Documents, Signing: s.Signing, Org: s.Org, Profiles: s.Profiles, Province: "NA", Now: s.clock, TempDir: s.temp,
		})},
		Letterhead: func(context.Context, org.Actor) (ui.Letterhead, error) {
			return ui.Letterhead{Superior: "UBND tỉnh Nghệ An", Name: "Sở Khoa học và Công nghệ"}, nil
		},
	})
	must(t, err)
	server := httptest.NewServer(s.shell)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

func (s *site) sealed(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(s.Config.Dir, "sealed.pdf"))
	must(t, err)
	return raw
}

// nothingKept holds the temporary folder of uploads empty.
func (s *site) nothingKept(t *testing.T) {
	t.Helper()
	left, err := os.ReadDir(s.temp)
	must(t, err)
	if len(left) > 0 {
		t.Errorf("%s was left behind", left[0].Name())
	}
}

// guest is somebody with cookies of their own.
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

func (g *guest) send(r *http.Request) (*http.Response, string) {
	g.t.Helper()
	answer, err := g.Do(r)
	must(g.t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(g.t, err)
	return answer, string(raw)
}

func (g *guest) get(path string) (*http.Response, string) {
	g.t.Helper()
	r, err := http.NewRequestWithContext(g.t.Context(), http.MethodGet, g.site.URL+path, nil)
	must(g.t, err)
	return g.send(r)
}

// form is a browser's form with one file; without a name nothing was chosen.
func form(t *testing.T, name string, content []byte) (kind string, body *bytes.Buffer) {
	t.Helper()
	body = &bytes.Buffer{}
	parts := multipart.NewWriter(body)
	file, err := parts.CreateFormFile("file", name)
	must(t, err)
	_, err = file.Write(content)
	must(t, err)
	must(t, parts.Close())
	return parts.FormDataContentType(), body
}

func (g *guest) check(path, name string, content []byte) (*http.Response, string) {
	g.t.Helper()
	kind, body := form(g.t, name, content)
	return g.post(path, kind, body)
}

func (g *guest) post(path, kind string, body io.Reader) (*http.Response, string) {
	g.t.Helper()
	r, err := http.NewRequestWithContext(g.t.Context(), http.MethodPost, g.site.URL+path, body)
	must(g.t, err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(r)
}

// altered is a signed file with one byte of its first page changed.
func altered(raw []byte) []byte {
	out := bytes.Clone(raw)
	out[bytes.Index(out, []byte("endstream"))-20] ^= 1
	return out
}

// encrypted says in its trailer that it is.
func encrypted(raw []byte) []byte {
	return bytes.Replace(raw, []byte("/Root"), []byte("/Encrypt<</Filter/Standard/V 1/R 2/P -4/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>/Root"), 1)
}

// rewritten is a sealed file whose first page somebody drew over afterwards.
func rewritten(t *testing.T, raw []byte) []byte {
	t.Helper()
	file, err := pdf.Open(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	pages, err := file.Last().Pages()
	must(t, err)
	u, err := file.NewUpdate()
	must(t, err)
	cover := u.Add(pdf.NewStream(pdf.Dictionary(), []byte("q 1 0.9 0.6 rg 120 420 330 26 re f Q")))
	contents := append(pdf.Array{}, pages[0].Dict.Get("Contents"))
	if list, err := file.Last().Array(pages[0].Dict.Get("Contents")); err == nil && len(list) > 0 {
		contents = append(pdf.Array{}, list...)
	}
	u.Set(pages[0].Ref, pages[0].Dict.With("Contents", append(contents, cover)))
	tail, err := u.Tail()
	must(t, err)
	return append(bytes.Clone(raw), tail...)
}
