package workfileweb_test

import (
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/workfile"
	"antin/internal/fault"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(m.Run())) }

// rows of each province that one journey shows.
var rows = map[string][]string{
	"BG": {"BG-02.6", "BG-12.2a"}, "LD": {"LD-21.2", "LD-15.1", "LD-15.3-1"}, "HD": {"HD2-16.2"}, "NA": {"NA-17.1"},
}

const archivist = "luutru.skhcn"

// TestFileFromFirstDocumentToArchive goes through the pages as clerk and officer,
// and through the service as archivist.
func TestFileFromFirstDocumentToArchive(t *testing.T) {
	t.Parallel()
	for province, ids := range rows {
		t.Run(province, func(t *testing.T) {
			t.Parallel()
			s := site.OpenIn(t, province)
			for _, id := range ids {
				clause.Covers(t, id)
			}
			at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
			s.Through(at, "release")
			doc := strings.TrimPrefix(at, "/van-ban/")
			clerk := s.As(site.Clerk)
			clerk.Get("/ho-so/chua-lap").See(site.Subject) // released and in no file

			officer := s.As(site.Officer)
			officer.Post("/ho-so/moi", url.Values{"ky-hieu": {"12.CĐS"}}).Refused(http.StatusUnprocessableEntity, "ít nhất một văn bản")
			page := officer.Get("/ho-so/moi?van-ban="+doc).Form("form[action=/ho-so/moi]").Set("ky-hieu", "12.CĐS").Press("Đưa vào hồ sơ").See("Đã đưa văn bản vào hồ sơ.", "Mục lục", "SHA-256")
			here, _, _ := strings.Cut(page.At, "?")
			page.FormTo("/ket-thuc").Set("tieu-de", "").Press("Kết thúc hồ sơ").Refused(http.StatusUnprocessableEntity, "chưa có tiêu đề")
			officer.Get(here).FormTo("/ket-thuc").Set("tieu-de", "Rà soát chứng thư chữ ký số năm nay").Set("thoi-han", "5").Press("Kết thúc hồ sơ").See("Đã kết thúc hồ sơ.")
			if xml := officer.Get(here + "/muc-luc.xml"); !strings.Contains(string(xml.Body), "<FileNotation>12.CĐS</FileNotation>") || !strings.Contains(string(xml.Body), "<DocOrdinal>1</DocOrdinal>") {
				t.Errorf("list as XML: %s", xml.Body)
			}
			if pdf := officer.Get(here + "/muc-luc.pdf"); !strings.HasPrefix(string(pdf.Body), "%PDF-") {
				t.Errorf("list as PDF answered %d", pdf.Status)
			}
			officer.Get(here).FormTo("/nop-luu").Press("Nộp vào lưu trữ").See("Đã nộp hồ sơ")
			desk(t, s, workfile.ID(strings.TrimPrefix(here, "/ho-so/")), document.ID(doc), here)
			if body := clerk.Get("/ho-so/chua-lap").Text(); strings.Contains(body, site.Subject) {
				t.Error("a filed document is listed as outside of every file")
			}
		})
	}
}

// desk is the archive: returned with a reason, handed in again, accepted,
// read-only, not destroyed before its time.
func desk(t *testing.T, s *site.Site, id workfile.ID, doc document.ID, here string) {
	t.Helper()
	ctx := t.Context()
	by, err := s.Actor(ctx, archivist)
	site.Must(t, err)
	s.As(archivist).Get("/ho-so/nop-luu").See("12.CĐS")
	if err := s.Files.GiveBack(ctx, by, id, " "); !fault.Is(err, "file.no-reason") {
		t.Errorf("returned without reason: %v", err)
	}
	site.Must(t, s.Files.GiveBack(ctx, by, id, "Thiếu văn bản trả lời."))
	officer := s.As(site.Officer)
	officer.Get(here).See("Thiếu văn bản trả lời.").FormTo("/ket-thuc").Press("Kết thúc hồ sơ").See("Đã kết thúc hồ sơ.")
	officer.Get(here).FormTo("/nop-luu").Press("Nộp vào lưu trữ").See("Đã nộp hồ sơ")
	s.As(archivist).Get(here).FormTo("/tiep-nhan").Press("Tiếp nhận vào lưu trữ").See("Đã tiếp nhận")
	officer.Post(here+"/them", url.Values{"van-ban": {string(doc)}}).Refused(http.StatusConflict, "chỉ được đọc")
	officer.Post(here+"/ket-thuc", url.Values{"tieu-de": {"Khác"}, "thoi-han": {"5"}}).Refused(http.StatusConflict)

	f, err := s.Files.Get(ctx, by, id)
	site.Must(t, err)
	if f.State != workfile.Accepted || len(f.Items) != 1 || f.Items[0].SHA256 == "" || f.Items[0].At.IsZero() || f.AcceptedAt.IsZero() {
		t.Errorf("in the archive: %+v", f)
	}
	if _, blob, err := s.Files.Retrieve(ctx, by, id, 1); err != nil {
		t.Errorf("retrieving: %v", err)
	} else {
		_ = blob.Close()
	}
	if err := s.Files.Destroy(ctx, by, id, "01/QĐ-SKHCN"); err == nil || !strings.Contains(err.Error(), "Hồ sơ còn thời hạn bảo quản") {
		t.Errorf("destroyed before its time: %v", err)
	}
	s.Wait(6 * 366 * 24 * time.Hour)
	if err := s.Files.Destroy(ctx, by, id, " "); !fault.Is(err, "file.decision") {
		t.Errorf("destroyed without a decision: %v", err)
	}
	site.Must(t, s.Files.Destroy(ctx, by, id, "01/QĐ-SKHCN ngày 02/01/2033"))
}

// TestPlanOfTheYear: drafted by the clerk, approved by the head alone, fixed then.
func TestPlanOfTheYear(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	clerk := s.As(site.Clerk)
	page := clerk.Get("/ho-so/danh-muc")
	page.FormTo("/ke-hoach-ho-so/"+strconv.Itoa(time.Now().In(time.FixedZone("+07", 7*3600)).Year())).Set("dong", "01.VP | Tập văn bản về chữ ký số | Vĩnh viễn | Văn phòng |\n02.VP | Kiểm tra | lâu lắm |  |").Press("Lưu danh mục").Refused(http.StatusUnprocessableEntity, "dòng 2")
	clerk.Get("/ho-so/danh-muc").FormTo("/ke-hoach-ho-so/"+strconv.Itoa(time.Now().In(time.FixedZone("+07", 7*3600)).Year())).Set("dong", "01.VP | Tập văn bản về chữ ký số | Vĩnh viễn | Văn phòng |").Press("Lưu danh mục").See("Đã lưu danh mục.", "01.VP")
	s.As(site.Deputy).Get("/ho-so/danh-muc").FormTo("/duyet").Press("Duyệt").Refused(http.StatusForbidden, "người đứng đầu")
	s.As(site.Director).Get("/ho-so/danh-muc").FormTo("/duyet").Press("Duyệt").See("Đã duyệt danh mục hồ sơ.", "Đã duyệt")
	if clerk.Get("/ho-so/danh-muc").Has("textarea") {
		t.Error("an approved plan can be edited")
	}
}
