package registerweb_test

import (
	"fmt"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

// TestRegistersInTheBrowser holds each page against axe and leaves its pictures
// in build/shots.
func TestRegistersInTheBrowser(t *testing.T) {
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", site.Clerk)
	p.Fill("#password", s.Password(site.Clerk))
	p.PressThrough("Enter")
	look := func(name string) { p.Axe(); p.Shots("register-" + name) }
	book := fmt.Sprintf("/so/VB-DI/%d", s.Now().Year())
	p.Open(book + "/giu-so")
	p.Fill("#reason", "Mất điện cả ngày")
	p.PressThrough("Ctrl+S")
	p.See("Đã giữ các số")
	look("held")
	p.Open(book)
	look("book")
	p.Open(book + "/so/2")
	look("line")
	p.Open(book + "/khoa-so")
	look("close")
	p.Open(at + "/sau-phat-hanh")
	look("after")
	p.Open("/sao/moi?van-ban=" + at[len("/van-ban/"):])
	look("copy")
	p.Open("/su-co")
	look("fault")
	p.Open("/giay")
	look("paper")
}
