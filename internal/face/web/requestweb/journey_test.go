package requestweb_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"antin/internal/domain/request"
	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
)

// TestRenewalThroughTheDepartment carries a renewal of Lâm Đồng to the letter
// that goes to the authority.
func TestRenewalThroughTheDepartment(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	at := p.sent()
	if v := p.request(at); v.State != request.Sent || v.Cover.Number == 0 {
		t.Fatalf("after the release it is %s with cover %+v", v.State, v.Cover)
	}
	desk := p.As(manager)
	page := desk.Get("/yeu-cau/tiep-nhan").See("Mới đến", "Ngô Thị Thủy", "Sở Nội vụ")
	page.FormTo("/tiep-nhan?loc=moi-den").Set("chon", p.pick(at)).Press("Tiếp nhận").See("Kết quả từng yêu cầu", "Đã tiếp nhận.")
	page = desk.Get(at).See("Xác nhận hồ sơ hợp lệ").FormTo("/hop-le").Press("Xác nhận").See("Đã xác nhận hồ sơ hợp lệ", "Vì sao có hạn này", "1 ngày làm việc, không tính ngày nhận")
	page.FormTo("/duyet").Press("Duyệt").See("Đã duyệt.", "Tổng hợp gửi Cục")
	list := desk.Get("/yeu-cau/tong-hop").See("Ngô Thị Thủy", "Lập văn bản tổng hợp")
	form := list.FormTo("/tong-hop")
	preview := desk.Get("/yeu-cau/tong-hop/mau?chon="+p.pick(at)).See("Xem trước văn bản tổng hợp", "mau-")
	if got := desk.Get(preview.Link("mau-")); got.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(string(got.Body), "%PDF-") {
		t.Errorf("the form is %s", got.Header.Get("Content-Type"))
	}
	if got := desk.Get("/yeu-cau/danh-sach.xlsx"); got.Status != http.StatusOK || !strings.HasPrefix(string(got.Body), "PK") {
		t.Errorf("the workbook answered %d: %s", got.Status, got.Text())
	}
	made := form.Set("chon", p.pick(at)).Press("Lập văn bản").See("Đã lập văn bản tổng hợp", "Chờ ký, phát hành")
	p.letter(made.Link("Gia hạn chứng thư số · cá nhân"), office("chanhvanphong.skhcn", "thethuc.skhcn", deskHead, "vanthu.skhcn")...)
	desk.Get(at).See("Đã chuyển Cục", "Chờ kết quả của Cục", "Nhập kết quả của Cục")
	p.answered(at, desk)
	own := p.As(preparer)
	own.Get(at).See("Cục đã trả kết quả")
	own.Get("/yeu-cau/hom-nay").See("Thông báo gửi cơ quan", "Chứng thư số mới")
}

// answered enters what the authority answered: a wrong number first, then its
// document and the certificate.
func (p *province) answered(at string, desk *site.Person) {
	p.t.Helper()
	number := p.answer("H41.37", "vanthu.skhcn", deskHead, manager)
	wrong := desk.Get(at).FormTo("/ket-qua").Set("van-ban-kq", "999").Press("Nhập kết quả")
	if wrong.Status != http.StatusUnprocessableEntity {
		p.t.Errorf("an unknown number answered %d", wrong.Status)
	}
	wrong.See("Không có văn bản số 999 trong sổ")
	broken := desk.Get(at).FormTo("/ket-qua").Set("van-ban-kq", number).Attach("chung-thu", "moi.cer", []byte("không phải chứng thư")).Press("Nhập kết quả")
	if broken.Status != http.StatusUnprocessableEntity {
		p.t.Errorf("a broken certificate answered %d: %s", broken.Status, broken.Text())
	}
	desk.Get(at).FormTo("/ket-qua").Set("van-ban-kq", number).Attach("chung-thu", "moi.cer", p.issue(holder, practice.ValidTo(p.Now().AddDate(2, 11, 0)))).Press("Nhập kết quả").See("Đã nhập kết quả của Cục.", "Cục đã trả kết quả")
}

// pick is the value of the request's box.
func (p *province) pick(at string) string {
	v := p.request(at)
	return string(v.ID) + ":" + strconv.Itoa(v.Rev)
}

func TestReturnTellsWhyAndLeadsOn(t *testing.T) {
	t.Parallel()
	p := open(t, "LD")
	at := p.sent()
	desk := p.As(manager)
	desk.Get(at).FormTo("/tiep-nhan").Press("Tiếp nhận").See("Đã tiếp nhận.")
	back := desk.Post("/yeu-cau/tiep-nhan?loc=kiem-tra", url.Values{"viec": {"tra-lai"}, "chon": {p.pick(at)}})
	if back.Status != http.StatusUnprocessableEntity {
		t.Errorf("a return without a reason answered %d", back.Status)
	}
	back.See("Chưa ghi lý do trả lại")
	desk.Post("/yeu-cau/tiep-nhan?loc=kiem-tra", url.Values{"viec": {"tra-lai"}, "chon": {p.pick(at)}, "ly-do": {"Sai chức vụ"}}).See("Đã trả lại.")
	own := p.As(preparer)
	own.Get(at).See("Bị trả lại", "Sai chức vụ", "Lập lại từ bản này")
	own.Get("/yeu-cau/hom-nay").See("Thông báo gửi cơ quan", "Sai chức vụ")
	fresh := own.Get(at).FormTo("/lap-lai").Press("Lập lại").See("Đã lập bản nháp mới")
	if !strings.HasSuffix(fresh.At, "/sua") {
		t.Errorf("the new round opens at %s", fresh.At)
	}
}
