package formweb_test

import (
	"testing"

	"antin/internal/testkit/browser"
)

// TestLook leaves pictures of the pages in build/shots and holds them to the
// rules of access.
func TestLook(t *testing.T) {
	d := open(t, "NA")
	page := browser.New(t, d.url)
	page.Open("/login?next=/account")
	page.Fill("#name", "quantri")
	page.Fill("#password", d.Password("quantri"))
	page.PressThrough("Enter")
	page.Open("/bieu-mau")
	page.See("Đề nghị thu hồi")
	page.Axe()
	page.Shots("form-list")
	page.Open("/bieu-mau/ND68/05")
	page.See("Tải mẫu")
	page.Axe()
	page.Shots("form-page")
	page.Open("/bieu-mau/ND68/05/sua")
	page.Axe()
	page.Shots("form-edit")
	page.Fill("#reason", "Thêm cột")
	page.Fill("[id='columns.1.label']", "")
	page.Through("button[data-primary]")
	page.See("Tên cột hoặc dòng không được để trống.")
	page.Axe()
	page.Shots("form-edit-refused")
}
