package site

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"antin/internal/testkit/htmlcheck"
)

// Person is a browser without script, with its own cookies.
type Person struct {
	T    testing.TB
	Base string
	http.Client
}

// Guest is somebody who has not signed in, at any address.
func Guest(t testing.TB, base string) *Person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	Must(t, err)
	return &Person{T: t, Base: base, Client: http.Client{Jar: jar}}
}

// As signs a practice person in through the form.
func (s *Site) As(account string) *Person {
	s.T.Helper()
	p := Guest(s.T, s.URL)
	p.SignIn(account, s.Password(account))
	return p
}

// SignIn goes through the form of the sign-in page.
func (p *Person) SignIn(account, password string) *Page {
	p.T.Helper()
	page := p.Get("/login").Form("form[action=/login]").Set("name", account).Set("password", password).Press("")
	if strings.HasPrefix(page.At, "/login") {
		p.T.Fatalf("%s could not sign in: %s", account, page.Text())
	}
	return page
}

// Page is an answer after all redirects.
type Page struct {
	p      *Person
	At     string // path and query
	Status int
	Header http.Header
	Body   []byte
	root   *html.Node
}

// Send does any request as from one of our pages.
func (p *Person) Send(r *http.Request) *Page {
	p.T.Helper()
	page, err := p.Try(r)
	Must(p.T, err)
	return page
}

// Try is Send for a request that may fail on its way.
func (p *Person) Try(r *http.Request) (*Page, error) {
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := p.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	return &Page{p: p, At: answer.Request.URL.RequestURI(), Status: answer.StatusCode, Header: answer.Header, Body: raw}, nil
}

// Get opens a path.
func (p *Person) Get(path string) *Page {
	p.T.Helper()
	r, err := http.NewRequestWithContext(p.T.Context(), http.MethodGet, p.Base+path, nil)
	Must(p.T, err)
	return p.Send(r)
}

// Post sends a form that need not stand on a page.
func (p *Person) Post(path string, form url.Values) *Page {
	p.T.Helper()
	r, err := http.NewRequestWithContext(p.T.Context(), http.MethodPost, p.Base+path, strings.NewReader(form.Encode()))
	Must(p.T, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.Send(r)
}

// PostFile sends a form with one file that need not stand on a page.
func (p *Person) PostFile(path string, form url.Values, field, name string, raw []byte) *Page {
	p.T.Helper()
	var body bytes.Buffer
	var pairs []pair
	for key, values := range form {
		for _, v := range values {
			pairs = append(pairs, pair{key, v})
		}
	}
	kind := writeParts(p.T, &body, pairs, []file{{field, name, raw}})
	r, err := http.NewRequestWithContext(p.T.Context(), http.MethodPost, p.Base+path, &body)
	Must(p.T, err)
	r.Header.Set("Content-Type", kind)
	return p.Send(r)
}

func (g *Page) tree() *html.Node {
	if g.root == nil {
		root, err := html.Parse(strings.NewReader(string(g.Body)))
		Must(g.p.T, err)
		g.root = root
	}
	return g.root
}

// Text is what is read in the main part of the page.
func (g *Page) Text() string {
	if list := htmlcheck.All(g.tree(), "main"); len(list) > 0 {
		return htmlcheck.Text(list[0])
	}
	return htmlcheck.Text(g.tree())
}

// See wants the words on the page and gives the page.
func (g *Page) See(texts ...string) *Page {
	g.p.T.Helper()
	for _, text := range texts {
		if !strings.Contains(htmlcheck.Text(g.tree()), text) {
			g.p.T.Fatalf("%q is not on %s (%d): %s", text, g.At, g.Status, g.Text())
		}
	}
	return g
}

// Refused wants this status and the words, and that the page is sound.
func (g *Page) Refused(status int, texts ...string) *Page {
	g.p.T.Helper()
	if g.Status != status {
		g.p.T.Fatalf("%s answered %d, want %d: %s", g.At, g.Status, status, g.Text())
	}
	htmlcheck.Check(g.p.T, string(g.Body), htmlcheck.NoInlineScript(), htmlcheck.NoInlineStyle(), htmlcheck.Labelled(), htmlcheck.UniqueIDs())
	return g.See(texts...)
}

// Has reports whether the selector finds something.
func (g *Page) Has(selector string) bool { return len(htmlcheck.All(g.tree(), selector)) > 0 }

// Link gives the address behind the first link whose words contain text.
func (g *Page) Link(text string) string {
	g.p.T.Helper()
	for _, a := range htmlcheck.All(g.tree(), "a[href]") {
		if strings.Contains(htmlcheck.Text(a), text) {
			at, _ := htmlcheck.Attr(a, "href")
			return at
		}
	}
	g.p.T.Fatalf("no link %q on %s: %s", text, g.At, g.Text())
	return ""
}

// Follow opens that link.
func (g *Page) Follow(text string) *Page {
	g.p.T.Helper()
	return g.p.Get(g.Link(text))
}
