package adminweb_test

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/audit"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

const admin = "quantri"

func TestEachValueIsShownWithItsClause(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	p.Get("/quan-tri/quy-che").See("Quy chế và giá trị", "documents.pdf_min_version", "Theo văn bản", "Quy định chung")
	only := p.Get("/quan-tri/quy-che?nguon=national").See("Quy định chung")
	if strings.Contains(string(only.Body), "documents.pdf_min_version<") {
		t.Error("a value of the province stands among those of the nation")
	}
	p.Get("/quan-tri/quy-che?tim=khong+co+gi+het").See("Không có giá trị nào khớp.")
	p.Get("/quan-tri/quy-che/documents.pdf_min_version").See("1.4", "Chưa ai đặt giá trị này.")
	p.Get("/quan-tri/quy-che/khong.co").Refused(404, "Không có giá trị này.")
}

func TestOpenValueIsSetWithAReasonAndGivenBack(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	const here = "/quan-tri/quy-che/signing.person_image.max_width_mm"
	p.Get(here).FormTo("max_width_mm").Set("value", "55").Press("Đặt giá trị").Refused(422, "Ghi lý do.")
	p.Get(here).FormTo("max_width_mm").Set("value", "rộng").Set("reason", "Theo mẫu").Press("Đặt giá trị").Refused(422, "ghi một số")
	p.Get(here).FormTo("max_width_mm").Set("value", "55").Set("reason", "Theo mẫu dấu mới").Press("Đặt giá trị").See("Đã đặt giá trị", "55", "Quản trị đặt")
	law, err := s.Profiles.At("NA", s.Now())
	site.Must(t, err)
	if law.Signing.PersonImage.MaxWidthMM != 55 {
		t.Errorf("the services still use %v", law.Signing.PersonImage.MaxWidthMM)
	}
	p.Get(here).FormTo("max_width_mm").Set("value", "").Set("reason", "Bỏ").Press("Đặt giá trị").See("60")
	p.Post(strings.Replace(here, "person_image.max_width_mm", "order", 1), url.Values{"value": {"agency"}, "reason": {"thử"}}).Refused(409, "do văn bản ấn định")
}

func TestCalendarTakesADayThatWasAnnouncedLater(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	p.Get("/quan-tri/lich?nam=2027").See("Lịch làm việc năm 2027", "Tết", "Tháng 12")
	p.Get("/quan-tri/lich?nam=2027").FormTo("/quan-tri/lich").Set("date", "31/2/2027").Press("Thêm vào lịch").Refused(422, "Ghi ngày/tháng/năm có thật.")
	p.Get("/quan-tri/lich?nam=2027").FormTo("/quan-tri/lich").Set("date", "12/8/2027").Set("off", "yes").Set("name", "Nghỉ bão").Set("source", "Công điện 12/CĐ-UBND").
		Press("Thêm vào lịch").See("Đã thêm ngày", "Nghỉ bão", "Công điện 12/CĐ-UBND")
	day := time.Date(2027, 8, 11, 10, 0, 0, 0, time.FixedZone("+07", 7*3600))
	law, err := s.Profiles.At("NA", s.Now())
	site.Must(t, err)
	if due := law.Calendar().AddDays(day, 1); due.Day() != 13 {
		t.Errorf("one working day after 11/8 ends on %v", due)
	}
	p.Get("/quan-tri/lich?nam=2027").FormTo("/lich/bo").Press("Bỏ ngày này").See("Đã bỏ ngày")
	if p.Get("/quan-tri/lich?nam=2027").HasFormTo("/lich/bo") {
		t.Error("the day is still there")
	}
}

func TestLogShowsProvesAndChecksItself(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	clause.Covers(t, "NA-04.4")
	list := p.Get("/quan-tri/nhat-ky?viec=session.signed-in").See("Đăng nhập phiên làm việc")
	entry := list.Follow("Đăng nhập phiên làm việc").See("Nguyên văn dòng được băm", "session.signed-in")
	raw := p.Get(entry.At + "/bang-chung.json").Body
	var file struct {
		Seq                  int64
		Leaf, Head, Verifier string
		Path                 []tlog.Hash
	}
	site.Must(t, json.Unmarshal(raw, &file))
	verifier, err := note.NewVerifier(file.Verifier)
	site.Must(t, err)
	head, err := audit.OpenHead([]byte(file.Head), verifier)
	site.Must(t, err)
	proof := audit.Proof{Seq: file.Seq, Leaf: file.Leaf, Path: file.Path}
	site.Must(t, proof.Check(head))
	proof.Leaf = strings.Replace(proof.Leaf, "signed-in", "signed-on", 1)
	if proof.Check(head) == nil {
		t.Error("a changed line is still proven")
	}
	p.Get("/quan-tri/nhat-ky").FormTo("/kiem-tra").Press("Tính lại toàn bộ nhật ký").See("khớp hết")
	err = s.Database.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.ExecContext(ctx, "drop trigger audit_entry_no_update"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "update audit_entry set leaf = replace(leaf, 'session.signed-in', 'session.signed-on') where seq = $1", file.Seq)
		return err
	})
	site.Must(t, err)
	p.Get("/quan-tri/nhat-ky").FormTo("/kiem-tra").Press("Tính lại toàn bộ nhật ký").See("Nhật ký không khớp", "Dòng")
	s.As("chuyenvien.ubnd").Get("/quan-tri/nhat-ky").Refused(403, "xem nhật ký hệ thống")
}
