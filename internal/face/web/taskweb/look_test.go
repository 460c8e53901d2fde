package taskweb_test

import (
	"strings"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

// TestWorkInTheBrowser holds the pages of work against axe and leaves their
// pictures in build/shots: the direction of the head, the task, the lists.
func TestWorkInTheBrowser(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	in := arrived(t, s)
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", site.OtherLeader)
	p.Fill("#password", s.Password(site.OtherLeader))
	p.PressThrough("Enter")
	look := func(name, address string) { p.Open(address); p.Axe(); p.Shots("task-" + name) }
	look("direct", in+"/chi-dao")
	s.As(site.OtherLeader).Get(in + "/chi-dao").Form("form[action=" + in + "/chi-dao/nhanh]").Press("").See("Đã giao việc.")
	given := s.As(site.OtherLeader).Get("/cong-viec/da-giao").Follow(site.Subject)
	here, _, _ := strings.Cut(given.At, "?")
	look("task", here)
	look("given", "/cong-viec/da-giao")
	look("mine", "/cong-viec")
	look("digest", "/cong-viec/ban-tin")
	look("simulator", "/cong-viec/tinh-han")
	look("phrases", "/cong-viec/cau-mau")
	look("delegations", "/cong-viec/uy-quyen")
	look("new", "/cong-viec/moi")
	look("incoming", in)
}
