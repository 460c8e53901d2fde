package workfileweb_test

import (
	"strings"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

// TestFilesInTheBrowser holds the pages of work files against axe and leaves
// their pictures in build/shots.
func TestFilesInTheBrowser(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", site.Clerk)
	p.Fill("#password", s.Password(site.Clerk))
	p.PressThrough("Enter")
	look := func(name, address string) { p.Open(address); p.Axe(); p.Shots("file-" + name) }
	look("unfiled", "/ho-so/chua-lap")
	look("new", "/ho-so/moi?van-ban="+strings.TrimPrefix(at, "/van-ban/"))
	p.Fill("#ky-hieu", "12.CĐS")
	p.PressThrough("Ctrl+S")
	p.See("Đã đưa văn bản vào hồ sơ.")
	p.Axe()
	p.Shots("file-file")
	look("list", "/ho-so")
	look("plan", "/ho-so/danh-muc")
	look("document", at)
}
