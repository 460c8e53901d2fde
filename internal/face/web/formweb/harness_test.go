package formweb_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"antin/internal/app"
	"antin/internal/domain/org"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
	"antin/placement"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// desk is a practice province served over HTTP under one profile.
type desk struct {
	*app.Fixture
	t   *testing.T
	url string
}

func open(t *testing.T, province string) *desk {
	t.Helper()
	f, err := app.NewFixture(t.Context(), t.TempDir(), province, app.Options{
		Seen: func(province string, action org.Action) { clause.Saw(t, province, "page "+string(action)) },
	})
	must(t, err)
	t.Cleanup(func() { _ = f.Close() })
	handler, err := f.Handler()
	must(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &desk{f, t, server.URL}
}

// as signs somebody in, as a browser without script does.
func (d *desk) as(account string) *site.Person {
	p := site.Guest(d.t, d.url)
	p.SignIn(account, d.Password(account))
	return p
}

// pages are the words of a PDF with their places.
func (d *desk) pages(pdf []byte) []placement.Page {
	d.t.Helper()
	path, done, err := d.Renderer.Stash(bytes.NewReader(pdf), 1<<24)
	must(d.t, err)
	defer done()
	pages, err := d.Renderer.Words(d.t.Context(), path)
	must(d.t, err)
	return pages
}

// words are those of all pages of a PDF.
func (d *desk) words(pdf []byte) string {
	d.t.Helper()
	var all []string
	for _, p := range d.pages(pdf) {
		for _, w := range p.Words {
			all = append(all, w.Text)
		}
	}
	return strings.Join(all, " ")
}

// person is the id of whoever has the account.
func (d *desk) person(account string) string {
	by, err := d.Actor(d.t.Context(), account)
	must(d.t, err)
	return string(by.Person)
}

func contains(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in: %.600s", w, text)
		}
	}
}
