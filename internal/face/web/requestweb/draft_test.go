package requestweb_test

import (
	"net/http"
	"strings"
	"testing"

	"antin/internal/domain/request"
)

// renewal drafts a renewal for the holder through the pages and gives its address.
func (p *province) renewal() string {
	p.t.Helper()
	who := p.As(preparer)
	who.Get("/yeu-cau/moi?loai=renew&cho=person").See("cho ai?", "Trương Công Danh").Follow("Ngô Thị Thủy").See("Lập yêu cầu")
	form := who.Get("/yeu-cau/moi?loai=renew&chung-thu="+string(p.registered(holder))).See("Lập yêu cầu: gia hạn chứng thư số", "Ngô Thị Thủy")
	page := p.fill(form.Form("form[action=/yeu-cau/moi]"), form).Press("Lưu").See("Đã lưu")
	at, _, _ := strings.Cut(page.At, "?")
	if strings.HasSuffix(at, "/sua") {
		p.t.Fatalf("something lacks: %s", page.Text())
	}
	return at
}

func TestDraftGoesToItsSubscriber(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	at := p.renewal()
	p.As(preparer).Get(at).See("Ngô Thị Thủy", "Nháp", "Chờ thuê bao xác nhận", "Quá trình")
	own := p.As(holder)
	list := own.Get("/yeu-cau/cho-toi").See("Xác nhận thông tin chứng thư", "Gia hạn chứng thư số")
	page := list.Follow("Gia hạn").See("Cơ quan đề nghị")
	refused := page.Form("form[action=" + at + "/xac-nhan]").Press("Xác nhận")
	if refused.Status != http.StatusUnprocessableEntity {
		t.Fatalf("an unread confirmation answered %d", refused.Status)
	}
	refused.See("Chưa đánh dấu đã đọc")
	refused.Form("form[action="+at+"/xac-nhan]").Set("dung", "co").Press("Xác nhận").See("Đã xác nhận.", "Thuê bao đã xác nhận")
	if v := p.request(at); v.State != request.Confirmed {
		t.Errorf("the request is %s", v.State)
	}
}

func TestLinksPrefill(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	c := p.certificate(holder)
	p.As(preparer).Get("/yeu-cau/moi?loai=revoke&chung-thu="+string(c.ID)).See("Lập yêu cầu: thu hồi chứng thư số", "Ngô Thị Thủy")
	p.As(preparer).Get("/yeu-cau/moi?chung-thu=" + string(c.ID)).See("Cần đề nghị việc gì?")
	foreign := p.certificate("chutich.kimlien")
	if page := p.As(preparer).Get("/yeu-cau/moi?loai=renew&chung-thu=" + string(foreign.ID)); page.Status != http.StatusNotFound {
		t.Errorf("another agency's certificate answered %d: %s", page.Status, page.Text())
	}
}
