package requestweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"antin/internal/domain/device"
	"antin/internal/domain/request"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

// locked enters a token of the holder in the book that wrong PINs have locked.
func (p *province) locked() device.Device {
	p.t.Helper()
	ctx, by := p.t.Context(), p.actor(holder)
	d, err := p.Device.Enter(ctx, p.actor(manager), device.Entering{Serial: "TK-0412", Kind: device.Token, Agency: by.Agency, Holder: by.Person, State: device.Awaiting})
	site.Must(p.t, err)
	store, ok := p.Requests.Book.(device.Store)
	if !ok {
		p.t.Fatal("the book of devices is no store")
	}
	site.Must(p.t, store.Transact(ctx, func(ctx context.Context, tx device.Tx) error {
		row, err := tx.LockDevice(ctx, d.ID)
		if err != nil {
			return err
		}
		row.State = device.Locked
		return tx.SaveDevice(ctx, row)
	}))
	return d
}

// recovery is a request of Nghệ An to recover the locked token, at the
// department and valid.
func (p *province) recovery() string {
	p.t.Helper()
	d := p.locked()
	who := p.As(preparer)
	form := who.Get("/yeu-cau/moi?loai=recover&thiet-bi="+string(d.ID)).See("Lập yêu cầu: khôi phục thiết bị", "TK-0412", "Lý do khôi phục thiết bị")
	f := p.fill(form.Form("form[action=/yeu-cau/moi]"), form)
	page := f.Press("Lưu")
	if page.Status != http.StatusUnprocessableEntity {
		p.t.Errorf("a recovery without a reason answered %d", page.Status)
	}
	f = p.fill(page.See("Chọn một lý do trong danh mục.").Form("form[action=/yeu-cau/moi]"), page)
	page = f.Set("ly-do", "locked").Press("Lưu").See("Đã lưu")
	at, _, _ := strings.Cut(page.At, "?")
	p.As(holder).Get(at+"/xac-nhan").Form("form[action="+at+"/xac-nhan]").Set("dung", "co").Press("Xác nhận").See("Đã xác nhận.")
	p.As(preparer).Get(at).FormTo("/trinh").Press("Trình").See("trình ký.")
	p.letter("/van-ban/"+p.request(at).Document, asking()...)
	desk := p.As(manager)
	desk.Get("/yeu-cau/tiep-nhan").See("Ngô Thị Thủy")
	desk.Get(at).FormTo("/tiep-nhan").Press("Tiếp nhận").See("Đã tiếp nhận.")
	desk.Get(at).FormTo("/hop-le").Press("Xác nhận").See("thời hạn bắt đầu tính", "1 ngày làm việc")
	return at
}

// TestRecoveryIsRestoredOrRefusedInWriting: the department unlocks and tells,
// or refuses with a reason and an issued document.
func TestRecoveryIsRestoredOrRefusedInWriting(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-13.2b-2")
	p := open(t, "NA")
	at := p.recovery()
	desk := p.As(manager)
	bare := desk.Get(at).FormTo("/khong-chap-nhan").Set("ly-do-kcn", "Thiết bị hỏng vật lý").Press("Không chấp nhận")
	if bare.Status != http.StatusUnprocessableEntity {
		t.Errorf("a refusal without a document answered %d", bare.Status)
	}
	bare.See("Phải thông báo bằng văn bản nêu rõ lý do", "Thiết bị hỏng vật lý")
	if v := p.request(at); v.State != request.Valid {
		t.Fatalf("the refusal without a document left it %s", v.State)
	}
	empty := desk.Get(at).FormTo("/khoi-phuc").Press("Ghi đã khôi phục")
	empty.See("Ghi kết quả khôi phục thiết bị")
	empty.FormTo("/khoi-phuc").Set("ket-qua-kp", "Đã mở khóa, thuê bao đã đổi PIN.").Press("Ghi đã khôi phục").See("Đã ghi khôi phục và thông báo", "Đã khôi phục")
	p.As(preparer).Get("/yeu-cau/hom-nay").See("Thông báo gửi cơ quan", "Đã khôi phục thiết bị TK-0412")
}
