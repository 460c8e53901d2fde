package deviceweb_test

import (
	"strconv"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/signing"
	"antin/internal/face/web/ui"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

const second = "vanthu2.snv"

// A temporary handover needs the leader's permission and returns by itself or at
// a word; a change of keeper holds when both have confirmed.
func TestKeeperChangesForATimeAndForGood(t *testing.T) {
	t.Parallel()
	o := open(t, "NA")
	_, err := o.Hire(t.Context(), clerk, second, org.Clerk)
	site.Must(t, err)
	at := o.seal(o.As(manager), "K-1")
	o.given(at, clerk, "K-1")
	seal := o.certificate(clerk, signing.ClassAgency)
	h, c, s := o.As(head), o.As(clerk), o.As(second)
	c.Get(at).FormTo("/mat-khau").Press("Tôi đã đổi mật khẩu").See("mật khẩu ban đầu đã đổi")
	form := h.Get(at).Follow("Tạm giao có thời hạn").Form("form.card-q").Set("receiver", string(o.actor(second).Person)).Set("place", "Trụ sở")
	form.Press("Lập biên bản").Refused(422, "Ghi ngày giờ kết thúc.")
	until := o.Now().Add(72 * time.Hour).In(ui.Hanoi).Format("02/01/2006 15:04")
	if kept := form.Set("to", until).Press("Lập biên bản").Refused(403, "Ghi số văn bản.").Form("form.card-q").Value("to"); kept != until {
		t.Errorf("what was typed is gone: %q", kept)
	}
	form.Set("paper-number", "9/GP").Set("paper-date", "05/01/2026").Set("paper-by", string(o.actor(head).Person)).Attach("paper-file", "gp.pdf", pdf)
	minutes := path(form.Press("Lập biên bản").See("Biên bản tạm giao"))
	s.Get(minutes).FormTo("/nhan").Set("serial", "K-1").Set("duties", version(o, second)).Press("Xác nhận đã nhận").See("Chờ xác nhận")
	c.Get(minutes).FormTo("/giao").Press("Xác nhận đã giao").See("Đang tạm giao")
	o.keeps(second, seal)
	c.Get(minutes).FormTo("/ket-thuc").Press("Kết thúc tạm giao").See("thiết bị trở về người giữ", "Hết tạm giao")
	o.keeps(clerk, seal)

	form = h.Get(at).Follow("Thay người giữ").Form("form.card-q").Set("receiver", string(o.actor(second).Person)).Set("place", "Trụ sở")
	form.Set("paper-number", "10/QĐ").Set("paper-date", "05/01/2026").Set("paper-signer", "Trương Công Danh").Attach("paper-file", "qd.pdf", pdf)
	minutes = path(form.Press("Lập biên bản").See("Đã lập biên bản"))
	h.Get(at).Follow("Mở biên bản").FormTo("/huy").Press("Hủy biên bản").Refused(422, "Ghi lý do hủy biên bản.")
	s.Get(minutes).FormTo("/nhan").Set("serial", "K-1").Set("duties", version(o, second)).Press("Xác nhận đã nhận")
	o.keeps(clerk, seal)
	c.Get(at).Follow("Xác nhận giao").FormTo("/giao").Press("Xác nhận đã giao").See("Đã bàn giao")
	o.keeps(second, seal)
}

// keeps fails unless the certificate is the account's to sign with now.
func (o *office) keeps(account string, c signing.Certificate) {
	o.t.Helper()
	kept, err := o.Signing.CustodianOf(o.t.Context(), c.ID, o.Now())
	site.Must(o.t, err)
	if kept.Holder != o.actor(account).Person {
		o.t.Fatalf("%s does not keep the seal", account)
	}
}

// HD Điều 14 khoản 3: the agency names who receives, and the minutes wait for
// that person's word.
func TestContactPersonConfirms(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HD2-14.3")
	o := open(t, "HD")
	m := o.As(manager)
	at := o.personal(m, "C-1")
	m.Get(at).Follow("Lập biên bản bàn giao").Form("form.card-q").Set("place", "Trụ sở").Press("Lập biên bản").Refused(503, "Cơ quan chưa cử cán bộ tiếp nhận")
	form := o.As(head).Get("/thiet-bi/viec").Follow("Cán bộ tiếp nhận chứng thư số").Form("form.card-q")
	form.Press("Ghi cán bộ tiếp nhận").Refused(422, "Chưa chọn cán bộ tiếp nhận.")
	form.Pick("person", "Lương Thị Yến").Press("Ghi cán bộ tiếp nhận").See("Đã ghi cán bộ tiếp nhận")
	minutes := o.given(at, holder, "C-1")
	own := o.certificate(holder, signing.ClassPerson)
	if o.usable(own) == nil {
		t.Error("the device is in use before the contact person has confirmed")
	}
	o.As(clerk).Get("/thiet-bi/viec").Follow("Biên bản bàn giao thiết bị").FormTo("/tiep-nhan").Press("Xác nhận tiếp nhận").See("Đã bàn giao")
	if err := o.usable(own); err != nil {
		t.Errorf("after all have confirmed: %v", err)
	}
	if page := o.As(holder).Get(minutes); page.Status != 200 {
		t.Errorf("the receiver does not find the minutes: %d", page.Status)
	}
	site.Must(t, o.Device.Sweep(t.Context()))
	page := o.As(preparer).Get("/thiet-bi/viec").Follow("Tự kiểm tra việc quản lý")
	page.Form("form.card-q").Press("Ghi kết quả").Refused(422, "Chọn đạt hoặc chưa đạt.")
	answers := page.Form("form.card-q")
	for i := 0; page.Has("[name=cau-" + strconv.Itoa(i) + "]"); i++ {
		answers.Set("cau-"+strconv.Itoa(i), "dat")
	}
	answers.Press("Ghi kết quả").See("Đã ghi kết quả tự kiểm tra.")
}
