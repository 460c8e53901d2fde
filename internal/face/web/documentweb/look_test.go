package documentweb_test

import (
	"testing"

	"antin/internal/testkit/browser"
)

// person is one signed-in browser.
func (s *site) browse(t *testing.T, name string) *browser.Page {
	t.Helper()
	s.admit(t, name)
	p := browser.New(t, s.URL)
	p.Open("/login")
	p.Fill("#name", name)
	p.Fill("#password", password)
	p.PressThrough("Enter")
	return p
}

// look holds the page against axe and leaves its pictures in build/shots.
func look(p *browser.Page, name string) {
	p.Axe()
	p.Shot("document-" + name + "-1440")
	p.Width(390)
	p.Shot("document-" + name + "-390")
	p.Width(1440)
}

// lookWell adds large text, paper and the narrowest width.
func lookWell(p *browser.Page, name string) {
	p.Axe()
	p.Shots("document-" + name)
}

// TestMainJobInTheBrowser carries one document from the question of secrecy to
// its release, as its people would, and looks at every page on the way.
func TestMainJobInTheBrowser(t *testing.T) {
	s := open(t)
	at := s.lookDrafting(t)
	s.lookReview(t, at)
	s.lookClerk(t, at)
	p := s.browse(t, "giamdoc.skhcn")
	p.Open("/toi/chu-ky")
	look(p, "person")
}

func (s *site) lookDrafting(t *testing.T) (at string) {
	t.Helper()
	p := s.browse(t, "chuyenvien.skhcn")
	p.Open("/viec/du-thao")
	look(p, "queue-empty")
	p.Open("/van-ban/moi")
	look(p, "secrecy")
	p.Click("#secrecy-1")
	p.Expect("status of 403")
	p.Through("main [data-primary]")
	p.See("Không áp dụng chữ ký số cho văn bản mật")
	look(p, "secrecy-refused")
	p.Click("#secrecy-0")
	p.Through("main [data-primary]")
	lookWell(p, "draft-new")
	p.Choose("#type", "CV")
	p.Fill("#subject", "V/v rà soát chứng thư chữ ký số tại các xã, phường")
	p.Fill("#field", "Chuyển đổi số")
	signer := browser.Eval[string](p, `[...document.querySelectorAll("#signer option")].find(o => o.textContent.startsWith("Trần Thị Minh")).value`)
	p.Choose("#signer", signer)
	p.Choose("#capacity", "KT.")
	p.Click("#recipient-0")
	p.UploadFile("#file", draftFile(t))
	p.UploadFile("#attachments", draftFile(t))
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu dự thảo.")
	look(p, "drafting")
	at = p.Path()
	p.Open(at + "/sua")
	look(p, "draft-edit")
	p.Open(at + "/cho-dat")
	lookWell(p, "place")
	before := browser.Eval[float64](p, `Number(document.querySelector("[name=number-y]").value)`)
	p.Click("[data-field=number]")
	p.Press("ArrowUp")
	p.Press("ArrowUp")
	if after := browser.Eval[float64](p, `Number(document.querySelector("[name=number-y]").value)`); after-before < 5.6 || after-before > 5.8 {
		t.Errorf("two presses of the arrow key moved the number by %.2f points", after-before)
	}
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu chỗ đặt.")
	p.PressThrough("Ctrl+S")
	p.See("Đã trình lãnh đạo đơn vị.")
	look(p, "waiting")
	return at
}

func (s *site) lookReview(t *testing.T, at string) {
	t.Helper()
	p := s.browse(t, "truongphong.skhcn")
	p.Open(at)
	look(p, "unit")
	p.PressThrough("Ctrl+S")
	p.See("Đã đồng ý nội dung")

	p = s.browse(t, "thethuc.skhcn")
	p.Open("/viec/cho-kiem-tra")
	look(p, "queue")
	p.Open(at)
	look(p, "format")
	p.PressThrough("Ctrl+S")
	p.See("Đã xác nhận thể thức đạt")

	p = s.browse(t, "phogiamdoc.skhcn")
	p.Open(at)
	look(p, "sign-card")
	p.PressThrough("Ctrl+S")
	lookWell(p, "sign")
	p.Expect("status of 422")
	p.PressThrough("Ctrl+S")
	p.See("Nhập mật khẩu khóa thực hành.")
	look(p, "sign-refused")
	p.Fill("#password", s.KeyPassword("phogiamdoc.skhcn"))
	p.PressThrough("Ctrl+S")
	p.See("Đã ký số.")
	look(p, "signed")
}

func (s *site) lookClerk(t *testing.T, at string) {
	t.Helper()
	p := s.browse(t, "vanthu.skhcn")
	p.Open("/viec/cho-cap-so")
	p.Press("j")
	p.PressThrough("Enter")
	look(p, "recheck")
	p.PressThrough("Ctrl+S")
	lookWell(p, "seal")
	p.Fill("#password", s.KeyPassword("vanthu.skhcn"))
	p.PressThrough("Ctrl+S")
	p.See("Đã cấp số và ký cơ quan.")
	look(p, "release")
	p.Open(at + "/huy")
	look(p, "cancel")
	p.Open(at)
	p.PressThrough("Ctrl+S")
	p.See("Đã vào sổ và phát hành.")
	must(t, s.Settle(t.Context()))
	p.Open(at)
	lookWell(p, "released")
	p.Open("/toi/chu-ky")
	look(p, "person-clerk")
}
