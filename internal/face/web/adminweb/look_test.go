package adminweb_test

import (
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

// TestAdministrationInTheBrowser holds each page against axe and leaves its
// pictures in build/shots.
func TestAdministrationInTheBrowser(t *testing.T) {
	s := site.Open(t)
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", admin)
	p.Fill("#password", s.Password(admin))
	p.PressThrough("Enter")
	for name, address := range map[string]string{
		"rules": "/quan-tri/quy-che?tim=ký", "rule": "/quan-tri/quy-che/signing.person_image.max_width_mm", "calendar": "/quan-tri/lich?nam=2027",
		"log": "/quan-tri/nhat-ky", "entry": "/quan-tri/nhat-ky/3",
	} {
		p.Open(address)
		p.Axe()
		p.Shots("admin-" + name)
	}
}
