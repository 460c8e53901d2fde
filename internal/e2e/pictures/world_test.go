package pictures

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/face/web"
	"antin/internal/platform/sample"
	"antin/internal/testkit/browser"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

// start is the moment of the pictures, so that a new set shows the same days.
var start = time.Date(2026, time.March, 10, 9, 0, 0, 0, time.FixedZone("+07:00", 7*3600))

const password = "giấy mực đỏ son"

// world is the whole product over a practice province.
type world struct {
	*app.Fixture
	t    *testing.T
	site *httptest.Server
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T) *world {
	t.Helper()
	return openIn(t, "NA")
}

// value is one of the profile that a walk lays down.
type value struct {
	key string
	to  any
}

// openIn is open under the profile of another province; agencies and people are
// those of Nghệ An.
func openIn(t *testing.T, province string, values ...value) *world {
	t.Helper()
	return openAt(t, province, start, values...)
}

func openAt(t *testing.T, province string, at time.Time, values ...value) *world {
	t.Helper()
	laws, err := profile.Load()
	must(t, err)
	for _, v := range values {
		laws, err = laws.With(province, v.key, v.to)
		must(t, err)
	}
	began := time.Now()
	now := func() time.Time { return at.Add(time.Since(began)) }
	var log bytes.Buffer
	fixture, err := app.NewFixture(t.Context(), t.TempDir(), province, app.Options{Now: now, Profiles: laws, Log: slog.New(slog.NewTextHandler(&log, nil))})
	must(t, err)
	t.Cleanup(func() { _ = fixture.App.Close() })
	handler, err := fixture.Handler()
	must(t, err)
	site := httptest.NewUnstartedServer(handler)
	site.Config = web.HTTPServer("", handler)
	site.Start()
	t.Cleanup(func() {
		site.Close()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return &world{Fixture: fixture, t: t, site: site}
}

func (w *world) as(account string) org.Actor {
	w.t.Helper()
	by, err := w.Actor(context.Background(), account)
	must(w.t, err)
	return by
}

// signIn opens a browser as a practice person.
func (w *world) signIn(account string) *browser.Page {
	w.t.Helper()
	must(w.t, w.Org.ResetPassword(w.t.Context(), w.Installer(), w.as(account).Account, password))
	p := browser.New(w.t, w.site.URL)
	p.Open("/login")
	p.Fill("#name", account)
	p.Fill("#password", password)
	p.PressThrough("Enter")
	return p
}

// cast are the people of one document.
type cast struct{ officer, unit, checker, signer, name, clerk, to string }

var (
	science = cast{"chuyenvien.skhcn", "truongphong.skhcn", "thethuc.skhcn", "phogiamdoc.skhcn", "Trần Thị Minh", "vanthu.skhcn", "H41.412"}
	affairs = cast{"chuyenvien.snv", "chanhvanphong.snv", "thethuc.snv", "phogiamdoc.snv", "Ngô Thị Thủy", "vanthu.snv", "H41.37"}
)

// drawn is a sample draft of the day of the pictures.
func (c cast) drawn(n int) sample.Doc {
	doc := sample.Drafts()[n]
	doc.Month, doc.Year, doc.SignerName = int(start.Month()), start.Year(), c.name
	if c == affairs {
		doc.Agency, doc.Symbol, doc.Subject = "Sở Nội vụ", "SNV-VP", "cung cấp danh sách cán bộ làm công tác văn thư, lưu trữ"
		doc.KinhGui = []string{"Sở Khoa học và Công nghệ"}
		doc.Body = []string{
			"Để tổ chức tập huấn nghiệp vụ văn thư, lưu trữ năm 2026, Sở Nội vụ đề nghị Quý Sở cung cấp danh sách công chức, viên chức đang làm công tác văn thư, lưu trữ.",
			"Danh sách gửi về Sở Nội vụ trước ngày 20 của tháng để tổng hợp./.",
		}
	}
	return doc
}

// write makes a draft and carries it on to a state, through the services.
func (w *world) write(c cast, n int, until document.State) document.ID {
	w.t.Helper()
	ctx, doc := w.t.Context(), c.drawn(n)
	raw, err := sample.PDF(doc)
	must(w.t, err)
	kind, subject := string(doc.Type), doc.Subject
	if doc.Type == sample.Letter {
		kind, subject = "CV", "V/v "+doc.Subject
	}
	id, err := w.Documents.Create(ctx, w.as(c.officer), document.Fields{
		Type: kind, Subject: subject, Area: "Chuyển đổi số", Urgency: "normal", Secrecy: document.Ordinary, Origin: document.Created,
		Signer: document.Signer{Person: w.as(c.signer).Person, Capacity: org.Deputy}, Recipients: []document.Recipient{{Code: c.to}},
	})
	must(w.t, err)
	must(w.t, w.Documents.AddVersion(ctx, w.as(c.officer), id, []document.Upload{{Role: document.Main, Name: "du-thao.pdf", Body: bytes.NewReader(raw)}}))
	for _, step := range w.steps(c, id) {
		d, err := w.Documents.Store.Load(ctx, id)
		must(w.t, err)
		if d.State == until {
			return id
		}
		must(w.t, step(ctx))
	}
	return id
}

func (w *world) steps(c cast, id document.ID) []func(context.Context) error {
	prepared := func(ctx context.Context) (string, error) {
		d, err := w.Documents.Store.Load(ctx, id)
		if err != nil {
			return "", err
		}
		f, _ := d.AtStage(document.Prepared)
		return f.SHA256, nil
	}
	seen := func(ctx context.Context) string {
		d, err := w.Documents.Store.Load(ctx, id)
		if err != nil {
			return "" // the step refuses
		}
		return d.Seen()
	}
	return []func(context.Context) error{
		func(ctx context.Context) error { return w.Documents.Submit(ctx, w.as(c.officer), id) },
		func(ctx context.Context) error {
			d, err := w.Documents.Store.Load(ctx, id)
			if err != nil {
				return err
			}
			return w.Documents.UnitApprove(ctx, w.as(c.unit), id, d.Binding(), "")
		},
		func(ctx context.Context) error {
			return w.Documents.PassFormat(ctx, w.as(c.checker), id, seen(ctx), "")
		},
		func(ctx context.Context) error {
			hash, err := prepared(ctx)
			if err != nil {
				return err
			}
			return w.Documents.Approve(ctx, w.as(c.signer), id, hash)
		},
		func(ctx context.Context) error {
			hash, err := prepared(ctx)
			if err != nil {
				return err
			}
			with, err := w.Personal(ctx, c.signer)
			if err != nil {
				return err
			}
			return w.Documents.Sign(ctx, w.as(c.signer), id, hash, with)
		},
		func(ctx context.Context) error {
			return w.Documents.Recheck(ctx, w.as(c.clerk), id, seen(ctx), nil, "")
		},
		func(ctx context.Context) error {
			with, err := w.AgencyKey(ctx, c.clerk)
			if err != nil {
				return err
			}
			return w.Documents.Seal(ctx, w.as(c.clerk), id, with)
		},
		func(ctx context.Context) error { return w.Documents.Release(ctx, w.as(c.clerk), id) },
		w.Settle,
	}
}

// file puts a sample draft where the browser can take it.
func (w *world) file(n int) string {
	w.t.Helper()
	raw, err := sample.PDF(science.drawn(n))
	must(w.t, err)
	path := filepath.Join(w.t.TempDir(), "du-thao.pdf")
	must(w.t, os.WriteFile(path, raw, 0o600))
	return path
}

// documentOf is the document of a page's address.
func documentOf(address string) document.ID {
	return document.ID(strings.TrimPrefix(address, "/van-ban/"))
}

// sealed puts the sealed file of a document where the browser can take it.
func (w *world) sealed(id document.ID) string {
	w.t.Helper()
	d, err := w.Documents.Store.Load(w.t.Context(), id)
	must(w.t, err)
	f, ok := d.AtStage(document.Sealed)
	if !ok {
		w.t.Fatal("the document is not sealed")
	}
	blob, err := w.Documents.Blobs.Open(w.t.Context(), f.SHA256)
	must(w.t, err)
	defer func() { _ = blob.Close() }() // only read
	raw := make([]byte, blob.Size())
	_, err = blob.ReadAt(raw, 0)
	must(w.t, err)
	path := filepath.Join(w.t.TempDir(), "cong-van-01.pdf")
	must(w.t, os.WriteFile(path, raw, 0o600))
	return path
}

// shoot takes the page into build/shots, and with ANTIN_PICTURES into docs as well.
func shoot(t *testing.T, p *browser.Page, to string, height int) {
	t.Helper()
	name := "manual-" + filepath.Base(to)
	p.Shot(name)
	if os.Getenv("ANTIN_PICTURES") == "" {
		return
	}
	raw, err := os.ReadFile(filepath.Join(top, "build", "shots", name+".png"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(top, "docs", to+".png"), small(t, raw, height), 0o644))
}
