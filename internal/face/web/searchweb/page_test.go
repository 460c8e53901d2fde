package searchweb_test

import (
	"bytes"
	"net/url"
	"os"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(browser.Run(m)) }

const (
	officer = "chuyenvien.skhcn"
	other   = "chuyenvien2.skhcn"
	clerk   = "vanthu.skhcn"
	leader  = "giamdoc.skhcn"
	admin   = "quantri"
	far     = "vanthu.snv"
)

// index brings the search abreast.
func index(s *site.Site) {
	s.T.Helper()
	for more := true; more; {
		var err error
		more, err = s.Search.Index(s.T.Context())
		site.Must(s.T, err)
	}
}

func search(p *site.Person, text string) *site.Page {
	p.T.Helper()
	return p.Get("/tim?q=" + url.QueryEscape(text))
}

// found reports whether the page leads to the document.
func found(g *site.Page, at string) bool { return g.Has(`a[href="` + at + `"]`) }

// TestSearchObeysRightsAndOpenedResultsAreLogged: a result is found by what
// clerks type, only by those who may see it, and its opening is written down.
func TestSearchObeysRightsAndOpenedResultsAreLogged(t *testing.T) {
	t.Parallel()
	s := site.OpenIn(t, "LD")
	clause.Covers(t, "LD-15.2")
	at := s.As(officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	index(s)
	d, err := s.Documents.Store.Load(t.Context(), document.ID(at[strings.LastIndex(at, "/")+1:]))
	site.Must(t, err)
	queries := []string{d.Subject, strings.ToLower(d.Subject), "số " + d.Symbol, d.Symbol, d.Signer.Name}
	for _, q := range queries {
		for account, want := range map[string]bool{officer: true, clerk: true, leader: true, other: false, admin: false, far: false} {
			if got := found(search(s.As(account), q), at); got != want {
				t.Errorf("%s finds %q: %v", account, q, got)
			}
		}
	}
	for _, account := range []string{other, admin, far} {
		page := search(s.As(account), d.Subject)
		page.See("Không tìm thấy văn bản nào")
		s.As(account).Get("/tim/goi-y?q=" + url.QueryEscape(d.Subject))
		s.As(account).Get(at).Refused(404)
		s.As(account).Get(at + "/lich-su-xem").Refused(404)
	}
	s.As(leader).Get(at)
	s.As(clerk).Get(at+"/lich-su-xem").See("Nguyễn Văn Hòa", "Mở xem")
	s.As(officer).Get(at + "/lich-su-xem")
}

// TestContentIsFound: the text of the pages, with and without marks, and kept
// searches and lists of what was found.
func TestContentIsFound(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	clause.Covers(t, "NA-17.2")
	at := s.As(officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	index(s)
	p := s.As(clerk)
	for _, q := range []string{"kinh gui", "Kính gửi", `"kính gửi"`} {
		if g := search(p, q); !found(g, at) || !g.Has("mark") {
			t.Errorf("%s: not found in the text of its pages", q)
		}
	}
	if found(search(p, "chữ không có ở đâu"), at) {
		t.Error("found by words that it has not")
	}
	g := search(p, "kinh gui")
	g.FormTo("/tim/luu").Set("name", "Công văn mời").Press("Lưu").See("Công văn mời")
	p.Get("/tim").Follow("Công văn mời").See("Kính gửi")
	if search(s.As(far), "kinh gui").Has(`a[href*="cong-van-moi"]`) {
		t.Error("another sees the kept search")
	}
	for file, head := range map[string]string{"ket-qua.xlsx": "PK", "ket-qua.pdf": "%PDF"} {
		if raw := p.Get("/tim/" + file + "?q=kinh+gui").Body; !bytes.HasPrefix(raw, []byte(head)) {
			t.Errorf("%s begins with %.20q", file, raw)
		}
	}
	p.Get("/tim?tu-ngay=31/31/2026").Refused(422, "Ngày ghi chưa đúng.")
	p.Get("/tim?q="+strings.Repeat("a", 400)).Refused(422, "dài quá")
}

// TestLook leaves pictures of the pages in build/shots.
func TestLook(t *testing.T) {
	s := site.Open(t)
	at := s.As(officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	index(s)
	page := browser.New(t, s.URL)
	page.Open("/login?next=/tim?q=kinh+gui")
	page.Fill("#name", clerk)
	page.Fill("#password", s.Password(clerk))
	page.PressThrough("Enter")
	page.See("Kính gửi")
	page.Axe()
	page.Shots("search-found")
	page.Open("/tim?q=khongcogi&tu-ngay=01/01/2026")
	page.Axe()
	page.Shots("search-nothing")
	page.Open(at + "/lich-su-xem")
	page.Axe()
	page.Shots("search-access")
}
