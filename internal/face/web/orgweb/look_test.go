package orgweb_test

import (
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

// TestOrganisationInTheBrowser goes through the pages by keyboard, holds each
// against axe and leaves its pictures in build/shots.
func TestOrganisationInTheBrowser(t *testing.T) {
	s := site.Open(t)
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", admin)
	p.Fill("#password", s.Password(admin))
	p.PressThrough("Enter")
	look := func(name string) { p.Axe(); p.Shots("org-" + name) }
	p.Open("/to-chuc")
	look("tree")
	p.Open("/to-chuc?tim=nguyen")
	look("search")
	own, err := s.Org.AgencyByCode(t.Context(), "H41.37", s.Now())
	site.Must(t, err)
	p.Open("/to-chuc/co-quan/" + string(own.ID))
	look("agency")
	posts, err := s.Org.PostsIn(t.Context(), own.ID, s.Now())
	site.Must(t, err)
	p.Open("/to-chuc/nguoi/" + string(posts[1].Person))
	look("person")
	p.Open("/to-chuc/quyet-dinh/transfer?post=" + string(posts[1].ID))
	p.Fill("#title", "Phó Giám đốc")
	p.Fill("#paper", "45/QĐ-UBND ngày 20/11/2026")
	p.Fill("#reason", "Luân chuyển cán bộ")
	p.Expect("status of 422")
	p.PressThrough("Ctrl+S")
	p.See("Chưa chọn nơi công tác.")
	look("transfer-refused")
	other, err := s.Org.AgencyByCode(t.Context(), "H41.35", s.Now())
	site.Must(t, err)
	p.Choose("#place", string(other.ID))
	p.PressThrough("Ctrl+S")
	p.See("Điều động, chuyển công tác?")
	look("transfer-check")
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi: Điều động")
	look("person-moved")
	p.Open("/to-chuc/co-quan/" + string(own.ID) + "/sua")
	look("agency-edit")
	p.Open("/to-chuc/co-quan/" + string(own.ID) + "/tai-khoan")
	look("accounts")
	p.Open("/to-chuc/co-quan/" + string(own.ID) + "/tham-quyen")
	look("authorities")
	p.Open("/to-chuc/them-tham-quyen?agency=" + string(own.ID))
	look("authority-add")
	accounts, err := s.Org.AccountsIn(t.Context(), s.Installer(), own.ID)
	site.Must(t, err)
	p.Open("/to-chuc/tai-khoan/" + string(accounts[0].ID))
	look("account")
}
