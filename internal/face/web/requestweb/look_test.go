package requestweb_test

import (
	"testing"

	"antin/internal/testkit/browser"
)

// browse is one signed-in browser.
func (p *province) browse(account string) *browser.Page {
	p.t.Helper()
	b := browser.New(p.t, p.URL)
	b.Open("/login")
	b.Fill("#name", account)
	b.Fill("#password", p.Password(account))
	b.PressThrough("Enter")
	return b
}

// look holds the page against axe and leaves its pictures in build/shots.
func look(b *browser.Page, name string) {
	b.Axe()
	b.Shot("request-" + name + "-1440")
	b.Width(390)
	b.Shot("request-" + name + "-390")
	b.Width(320)
	b.Shot("request-" + name + "-320")
	b.Width(1440)
}

// TestRequestInTheBrowser carries a renewal from the first question to the
// department's letter, and looks at every page on the way.
func TestRequestInTheBrowser(t *testing.T) {
	p := open(t, "LD")
	at := p.lookDrafting(t)
	p.lookConfirming(at)
	b := p.browse(preparer)
	b.Open("/yeu-cau?loc=cho-trinh")
	b.Press("j")
	b.Press("x")
	look(b, "batch")
	b.Open(at)
	look(b, "confirmed")
	b.PressThrough("Ctrl+S")
	b.See("Đã lập văn bản đề nghị và trình ký.")
	look(b, "signing")
	h := p.browse(head)
	h.Open(at)
	look(h, "head")
	p.letter("/van-ban/"+p.request(at).Document, asking()...)
	b.Open(at)
	look(b, "sent")
	p.lookDesk(at)
	p.lookDispatch(at)
	b.Open("/yeu-cau/hom-nay")
	look(b, "today-agency")
	b.Open(at)
	look(b, "granted")
}

func (p *province) lookDrafting(t *testing.T) string {
	b := p.browse(preparer)
	b.Open("/yeu-cau")
	look(b, "list-empty")
	b.Open("/yeu-cau/moi")
	look(b, "kind")
	b.Open("/yeu-cau/moi?loai=renew&cho=person")
	look(b, "whom")
	b.Open("/yeu-cau/moi?loai=new&cho=service")
	look(b, "system")
	b.Fill("#he-thong", "Cổng dịch vụ công Sở Nội vụ")
	b.PressThrough("Ctrl+S")
	look(b, "new-service")
	b.Open("/yeu-cau/moi?loai=change&chung-thu=" + string(p.registered(holder)))
	look(b, "change")
	b.PressThrough("Ctrl+S")
	look(b, "change-refused")
	b.Open("/yeu-cau/moi?loai=revoke&chung-thu=" + string(p.certificate(holder).ID))
	look(b, "revoke")
	at := p.renewal()
	b.Open(at + "/sua")
	look(b, "edit")
	b.Open(at)
	look(b, "draft")
	b.Open(at + "/mau")
	look(b, "forms")
	b.Open("/yeu-cau")
	look(b, "list")
	if t.Failed() {
		t.FailNow()
	}
	return at
}

func (p *province) lookConfirming(at string) {
	b := p.browse(holder)
	b.Open("/yeu-cau/cho-toi")
	look(b, "mine")
	b.Press("j")
	b.PressThrough("Enter")
	look(b, "confirm")
	b.Expect("status of 422")
	b.PressThrough("Ctrl+S")
	b.See("Chưa đánh dấu đã đọc")
	look(b, "confirm-refused")
	b.Click("#dung")
	b.PressThrough("Ctrl+S")
	b.See("Đã xác nhận.")
}

func (p *province) lookDesk(at string) {
	b := p.browse(manager)
	b.Open("/yeu-cau/can-bo")
	look(b, "officers")
	b.Open("/yeu-cau/tiep-nhan")
	b.Press("j")
	b.Press("x")
	look(b, "desk")
	b.PressThrough("Ctrl+S")
	b.See("Kết quả từng yêu cầu")
	look(b, "desk-results")
	b.Open(at)
	look(b, "received")
	b.PressThrough("Ctrl+S")
	b.See("Vì sao có hạn này")
	look(b, "valid")
	b.Open("/yeu-cau/hom-nay")
	look(b, "today-desk")
	b.Open(at)
	b.PressThrough("Ctrl+S")
	b.See("Đã duyệt.")
}

func (p *province) lookDispatch(at string) {
	b := p.browse(manager)
	b.Open("/yeu-cau/tong-hop")
	look(b, "dispatch")
	b.Press("j")
	b.Press("x")
	b.Through("button[formmethod=get]")
	look(b, "dispatch-preview")
	b.Open("/yeu-cau/tong-hop?chon=" + string(p.request(at).ID))
	b.PressThrough("Ctrl+S")
	b.See("Chờ ký, phát hành")
	look(b, "dispatch-made")
	made := p.As(manager).Get("/yeu-cau/tong-hop")
	p.letter(made.Link("Gia hạn chứng thư số · cá nhân"), office("chanhvanphong.skhcn", "thethuc.skhcn", deskHead, "vanthu.skhcn")...)
	b.Open(at)
	look(b, "forwarded")
	p.answered(at, p.As(manager))
}
