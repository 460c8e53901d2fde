package deviceweb_test

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/signing"
	"antin/internal/face/web/ui"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

// The seal's device is entered, handed over with its decision, received with
// its serial and the duties, and printed; others do not find it.
func TestSealChangesHandsByMinutes(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-20-1")
	o := open(t, "NA")
	m := o.As(manager)
	seal := o.certificate(clerk, signing.ClassAgency)
	m.Get("/thiet-bi/moi?cho=person").Form("form.card-q").Set("serial", "X").Press("Ghi vào sổ").Refused(422, "Chọn người được cấp.")
	at := o.seal(m, "gca-7788")
	m.Get("/thiet-bi?q=7788").See("GCA-7788", "Chờ nhận", "Chưa giao ai", "0 ngày")
	draft := m.Get(at).Follow("Lập biên bản bàn giao")
	draft.Form("form.card-q").Set("receiver", string(o.actor(clerk).Person)).Set("place", "Trụ sở").Press("Lập biên bản").Refused(422, "Ghi số văn bản.", "GCA-7788")
	draft.Form("form.card-q").Set("receiver", string(o.actor(clerk).Person)).Set("place", "Trụ sở").Set("paper-number", "1").Set("paper-date", "2026-01-05").
		Set("paper-signer", "A").Attach("paper-file", "x.txt", []byte("không phải PDF")).Press("Lập biên bản").Refused(422, "PDF")
	form := draft.Form("form.card-q").Set("receiver", string(o.actor(clerk).Person)).Set("place", "Trụ sở").Set("paper-number", "12/QĐ-SNV").
		Set("paper-date", "2026-01-05").Set("paper-signer", "Trương Công Danh").Attach("paper-file", "qd.pdf", pdf)
	minutes := path(form.Press("Lập biên bản").See("Đã lập biên bản", "12/QĐ-SNV"))
	m.Get(minutes).FormTo("/giao").Press("Xác nhận đã giao")
	c := o.As(clerk)
	page := c.Get("/thiet-bi/viec").Follow("Biên bản bàn giao thiết bị")
	page.FormTo("/nhan").Set("serial", "GCA-1").Press("Xác nhận đã nhận").Refused(422, "Nhập đúng số sê-ri ghi trên thiết bị.")
	page.FormTo("/nhan").Set("serial", "gca-7788").Press("Xác nhận đã nhận").Refused(422, "Phải đọc và xác nhận trách nhiệm", "68/2024")
	if o.usable(seal) == nil {
		t.Error("the seal signs before its receipt is confirmed")
	}
	if strings.Contains(string(page.Body), `type="password"`) {
		t.Error("the page asks for a PIN")
	}
	page.FormTo("/nhan").Set("serial", "gca-7788").Set("duties", version(o, clerk)).Set("changed", "1").Press("Xác nhận đã nhận").See("Đã bàn giao")
	if err := o.usable(seal); err != nil {
		t.Errorf("after the handover: %v", err)
	}
	words := o.print(c, minutes)
	for _, w := range []string{"Biên bản bàn giao", "GCA-7788", "Đinh Văn Lực", "Lương Thị Yến", "Trụ sở"} {
		if !strings.Contains(strings.ToLower(words), strings.ToLower(w)) {
			t.Errorf("%q is not printed: %.400s", w, words)
		}
	}
	c.Get(at).See("Đang dùng", "Lương Thị Yến", "Chuỗi quản lý thiết bị", "đã đổi mật khẩu ban đầu")
	o.As(stranger).Get(at).Refused(404, "Không có thiết bị này")
	o.As(stranger).Get(minutes).Refused(404, "Không có biên bản")
	if list := o.As(stranger).Get("/thiet-bi"); strings.Contains(list.Text(), "7788") {
		t.Error("another agency sees the device in its list")
	}
}

// A report blocks here at once and says that the authority has not revoked; the
// request of revocation is there.
func TestLossIsReportedInThreeTaps(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "NA-20-2")
	o := open(t, "NA")
	at := o.personal(o.As(manager), "P-1")
	o.given(at, holder, "P-1")
	h, own := o.As(holder), o.certificate(holder, signing.ClassPerson)
	if err := o.usable(own); err != nil {
		t.Fatalf("before: %v", err)
	}
	form := h.Get(at).Follow("Báo mất, hỏng, bị khóa, lộ khóa")
	form.Form("form.card-q").Press("Báo ngay").Refused(422, "Chọn loại sự cố.")
	form.Form("form.card-q").Set("kind", "lost").Set("found", "01/01/2099 08:00").Press("Báo ngay").Refused(422, "Ghi ngày giờ phát hiện.")
	form.Form("form.card-q").Set("kind", "lost").Press("Báo ngay").
		See("phần mềm đã chặn ký", "Cục chưa xác nhận thu hồi", ui.Serial(own.Serial), "Báo lúc", "Phát hiện lúc")
	if o.usable(own) == nil {
		t.Error("a lost device still signs")
	}
	o.Jobs()
	formOf(o.As(head).Get("/thiet-bi/viec").See("Sự cố thiết bị: mất, thất lạc"), "/thong-bao-thiet-bi/").Press("Đã xem").See("Đã xem.")
	o.As(preparer).Get("/yeu-cau?loc=lap-san").See("Thu hồi")
	h.Get(at).See("Mất")
}

// LD Điều 19 khoản 2: each kind with its times; a locked device opens recovery.
func TestLockedDeviceOpensRecovery(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "LD-19.2")
	o := open(t, "LD")
	at := o.personal(o.As(manager), "L-1")
	o.given(at, holder, "L-1")
	form := o.As(holder).Get(at+"/bao-su-co").See("Mất, thất lạc", "Hỏng", "Bị khóa do nhập sai mật khẩu", "nghi mất an toàn", "L-1")
	form.Form("form.card-q").Set("kind", "locked").Press("Báo ngay").See("Đề nghị khôi phục thiết bị được lập sẵn", "Báo lúc")
	o.Jobs()
	o.As(preparer).Get("/yeu-cau?loc=lap-san").See("Khôi phục")
	o.As(head).Get("/thiet-bi/viec").See("Sự cố thiết bị: bị khóa do nhập sai mật khẩu")
	o.As(holder).Get(at+"/bao-su-co").Form("form.card-q").Set("kind", "compromised").Press("Báo ngay").
		See("phần mềm đã chặn ký", "Cục chưa xác nhận thu hồi", "mất an toàn")
}

// HD Điều 15 khoản 2: a holder who retires or moves says so, and what is lost or
// broken is followed up.
func TestHolderReportsEveryKind(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HD2-15.2")
	o := open(t, "HD")
	m := o.As(manager)
	site.Must(t, o.Device.SetContact(t.Context(), o.actor(head), o.actor(head).Agency, o.actor(holder).Person))
	at := o.personal(m, "H-1")
	o.given(at, holder, "H-1")
	h, own := o.As(holder), o.certificate(holder, signing.ClassPerson)
	page := h.Get(at+"/bao-su-co").See("Người giữ nghỉ hưu", "Người giữ chuyển công tác", "Hỏng", "Mất, thất lạc", "Bị khóa")
	page.Form("form.card-q").Set("kind", "moved").Press("Báo ngay").See("không chặn ký", "được lập sẵn", "Báo lúc")
	if err := o.usable(own); err != nil {
		t.Errorf("who moves still signs: %v", err)
	}
	o.Jobs()
	o.As(preparer).Get("/yeu-cau?loc=lap-san").See("Thu hồi")
	h.Get(at+"/bao-su-co").Form("form.card-q").Set("kind", "compromised").Press("Báo ngay").See("phần mềm đã chặn ký")
	if o.usable(own) == nil {
		t.Error("a compromised key still signs")
	}
}

// HT Điều 2 khoản 3: the serial is hidden, and the book leaves with a mark and
// the consent of somebody else.
func TestRestrictedBookIsMaskedAndMarked(t *testing.T) {
	t.Parallel()
	o := open(t, "HT")
	at := o.personal(o.As(manager), "M-9911")
	officer := o.As(preparer)
	for _, page := range []string{at, "/thiet-bi"} {
		if got := officer.Get(page); got.Status != 200 || strings.Contains(string(got.Body), "M-9911") {
			t.Errorf("%s shows the serial to an IT officer (%d)", page, got.Status)
		}
	}
	officer.Get("/thiet-bi?q=9911").See("Không có thiết bị nào.")
	officer.Get("/so-thiet-bi-mat").Refused(403, "Bạn không được")
	own := "?co-quan=" + string(o.actor(head).Agency)
	m := o.As(manager)
	m.Get("/thiet-bi/danh-sach.xlsx").Refused(403, "chỉ xuất khi người khác đã duyệt")
	book := m.Get("/so-thiet-bi-mat"+own).See("MẬT", "M-9911")
	book.FormTo("/so-thiet-bi-mat").Press("Gửi đề nghị").Refused(422, "Ghi lý do xuất sổ.")
	asked := book.FormTo("/so-thiet-bi-mat").Set("reason", "Kiểm tra năm").Press("Gửi đề nghị").See("Chờ duyệt", "Kiểm tra năm")
	if strings.Contains(asked.Text(), "Duyệt xuất sổ") {
		t.Error("who asked is offered the approval")
	}
	formOf(o.As(head).Get("/so-thiet-bi-mat"), "/so-thiet-bi-mat/").Press("Duyệt xuất sổ").See("Đã duyệt")
	file := m.Get(m.Get("/so-thiet-bi-mat" + own).Link("Tải bản MẬT"))
	if file.Status != 200 || !strings.Contains(file.Header.Get("Content-Disposition"), "so-thiet-bi-luu-khoa") || len(file.Body) < 1000 {
		t.Errorf("the copy: %d %s", file.Status, file.Header.Get("Content-Disposition"))
	}
}

// A device goes from the authority to the agency by post, is checked there and
// comes back.
func TestDeviceTravelsIsCheckedAndComesBack(t *testing.T) {
	t.Parallel()
	o := open(t, "NA")
	m := o.As(manager)
	form := m.Get("/thiet-bi/moi?cho=agency&co-quan=" + string(o.actor(clerk).Agency)).Form("form.card-q")
	form.Set("serial", "T-5").Set("state", "at-authority").Set("place", "Tủ sắt").Set("chung-thu", string(o.certificate(clerk, signing.ClassAgency).ID))
	at := path(form.Press("Ghi vào sổ").See("Ở Cục"))
	send := m.Get(at).Follow("Ghi gửi thiết bị").See("T-5")
	send.Form("form.card-q").Set("method", "post").Press("Ghi đã gửi").Refused(422, "Ghi số hiệu bưu gửi.")
	send.Form("form.card-q").Set("method", "post").Set("tracking", "EA123456789VN").Press("Ghi đã gửi").See("Đã ghi gửi 1 thiết bị")
	arrive := o.As(preparer).Get("/thiet-bi/viec").Follow("Xác nhận đã nhận 1 thiết bị").See("Bưu chính công ích", "EA123456789VN")
	arrive.Form("form.card-q").Set("serials", "T-6").Press("Xác nhận đã nhận").Refused(422, "không khớp với danh sách")
	arrive.Form("form.card-q").Set("serials", "T-5").Press("Xác nhận đã nhận").See("Đã xác nhận nhận đủ thiết bị")
	o.given(at, clerk, "T-5")
	check := o.As(preparer).Get(at).Follow("Kiểm tra tại nơi cất giữ")
	check.Form("form.card-q").Press("Ghi kết quả").Refused(422, "Chọn thấy hoặc không thấy.")
	check.Form("form.card-q").Set("seen", "co").Press("Ghi kết quả").See("Thấy thiết bị", "Đã ghi kết quả kiểm tra.")
	seal := o.certificate(clerk, signing.ClassAgency)
	for _, status := range []signing.Status{signing.RevocationPending, signing.Revoked} {
		site.Must(t, o.Signing.SetStatus(t.Context(), o.Installer(), seal.ID, status, "Thay con dấu"))
	}
	site.Must(t, o.Device.Sweep(t.Context()))
	m.Get("/thiet-bi?tinh-trang=return-due").See("T-5", "Chờ thu hồi", "Còn ")
	m.Get("/thiet-bi?tinh-trang=qua-han").See("Không có thiết bị nào.")
	o.As(clerk).Get("/thiet-bi/viec").See("Giao lại thiết bị")
	back := m.Get(at).Follow("Nhận lại thiết bị")
	back.Form("form.card-q").Press("Ghi đã nhận lại").Refused(422, "Ghi số văn bản.")
	back.Form("form.card-q").Set("minutes-number", "3/BB").Press("Ghi đã nhận lại").See("Đã nhận lại")
	m.Get(at).Follow("Giao thiết bị cho Cục").Form("form.card-q").Set("giver", string(o.actor(manager).Person)).Set("minutes-number", "4/BB").Press("Ghi đã giao Cục").See("Đã giao Cục")
	list := m.Get("/thiet-bi/danh-sach.xlsx?q=t-5")
	if list.Status != 200 || len(list.Body) < 1000 {
		t.Errorf("the list: %d", list.Status)
	}
}

// Overdue returns are found by one filter, past their day alone.
func TestOverdueReturnsAreFound(t *testing.T) {
	t.Parallel()
	o := open(t, "NA")
	o.given(o.personal(o.As(manager), "V-1"), holder, "V-1")
	own := o.certificate(holder, signing.ClassPerson)
	o.Wait(own.NotAfter.Sub(o.Now()) + time.Hour)
	site.Must(t, o.Device.Sweep(t.Context()))
	for _, want := range []int{0, 1} {
		list, more, err := o.Device.Find(t.Context(), o.actor(manager), device.Search{Overdue: true, Text: "ngo thi thuy", Limit: 10})
		site.Must(t, err)
		if len(list) != want || more {
			t.Errorf("%d are overdue, want %d", len(list), want)
		}
		o.Wait(60 * 24 * time.Hour)
	}
}
