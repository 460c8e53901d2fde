package subscriberweb_test

import (
	"encoding/base64"
	"encoding/pem"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"antin/internal/domain/org"
	"antin/internal/platform/practice"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

const (
	manager = "thuebao.skhcn"
	holder  = "chuyenvien.skhcn"
)

// certificate is one of the practice authority for a practice person, as PEM.
func certificate(t *testing.T, s *site.Site, account string) (raw []byte, who org.Actor) {
	t.Helper()
	who, err := s.Actor(t.Context(), account)
	site.Must(t, err)
	c, _, err := s.PKI.IssuePerson(practice.Person{Name: who.Name, Title: "Chuyên viên", Agency: "Sở Khoa học và Công nghệ"}, s.Now(), practice.WithECDSA(),
		practice.ValidTo(s.Now().AddDate(0, 0, 25)))
	site.Must(t, err)
	for _, der := range [][]byte{c.Raw, s.PKI.Issuing().Raw} {
		raw = append(raw, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return raw, who
}

// The officer looks first, enters then, finds it without marks, and the holder
// sees what to do next.
func TestCertificateIsEnteredThroughPages(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	raw, who := certificate(t, s, holder)
	keeper := s.As(manager)
	form := url.Values{"class": {"person"}, "agency": {string(who.Agency)}, "person": {string(who.Person)}, "key": {"token"}, "deed": {"look"}}
	seen := keeper.PostFile("/chung-thu/moi", form, "file", "nguoi.pem", raw).See("Kiểm tra trước khi ghi", who.Name, "Chuyên dùng")
	page := seen.Form("form[action=/chung-thu/moi]").Press("Ghi vào sổ").See("Đã ghi chứng thư số vào sổ", "Còn hiệu lực", "Còn 24 ngày", "Diễn biến")
	keeper.PostFile("/chung-thu/moi", form, "file", "nguoi.pem", []byte("rác")).Refused(http.StatusUnprocessableEntity, "Không đọc được chứng thư số")
	keeper.Get("/thue-bao?q=pham+thi").See(who.Name, "Còn hiệu lực")
	if text := keeper.Get("/thue-bao?q=kh%C3%B4ng+ai").Text(); !strings.Contains(text, "Không có chứng thư số nào") {
		t.Error(text)
	}
	_, err := s.Subscribers.Sweep(t.Context())
	site.Must(t, err)
	mine := s.As(holder)
	mine.Get("/chung-thu-cua-toi").See("Việc cần làm", "Sắp hết hạn: đề nghị gia hạn ngay", "Nghĩa vụ của thuê bao").FormTo("/nghia-vu").Press("").See("Đã ghi nhận", "Đã nhận nghĩa vụ thuê bao lúc")
	ics := mine.Get("/chung-thu-cua-toi/lich.ics")
	if !strings.HasPrefix(string(ics.Body), "BEGIN:VCALENDAR\r\n") || !strings.Contains(string(ics.Body), "BEGIN:VEVENT") {
		t.Errorf("%s", ics.Body)
	}
	keeper.Get("/thue-bao/sap-het-han").See(who.Name, "Kế hoạch năm", "Dự báo hết hạn theo tháng")
	keeper.Get("/thue-bao/nhiem-vu").See("Nhiệm vụ của cơ quan", "Điều 19 khoản 3", "Cập nhật tại hệ thống ngoài")
	mine.Get("/thue-bao").Refused(http.StatusForbidden)
	mine.Get(page.At).See(who.Name)
	s.As(site.OtherClerk).Get(page.At).Refused(http.StatusForbidden)
}

// Requests are offered where they can be prepared; elsewhere the page says who
// prepares them instead of leading to a page that is not there.
func TestRequestsAreOfferedWhereTheyCanBePrepared(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	keeper := s.As(manager)
	keeper.Get("/thue-bao?q=le+quang+huy").Follow("Lê Quang Huy").Follow("Gia hạn").See("Lập yêu cầu: gia hạn chứng thư số", "Lê Quang Huy")
	foreign := keeper.Get("/thue-bao?q=truong+cong+danh").Follow("Trương Công Danh").See("do Sở Nội vụ lập và gửi")
	if foreign.Has(`main a[href^="/yeu-cau/moi"]`) {
		t.Error("a request is offered that another agency prepares")
	}
}

// Every figure of the page opens a list that says the same number.
func TestFiguresOpenTheirLists(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	keeper := s.As(manager)
	page := keeper.Get("/thue-bao/thong-ke").See("Theo trạng thái", "Triển khai ký số theo cơ quan")
	n := 0
	for _, a := range strings.Split(string(page.Body), `<a href="/thue-bao?`)[1:] {
		at, rest, _ := strings.Cut(a, `"`)
		_, label, _ := strings.Cut(rest, ">")
		label, _, _ = strings.Cut(label, "<")
		if !strings.Contains(keeper.Get("/thue-bao?"+strings.ReplaceAll(at, "&amp;", "&")).Text(), label+" chứng thư số") {
			t.Errorf("%s does not say %s", at, label)
		}
		n++
	}
	if n < 8 {
		t.Errorf("%d figures", n)
	}
}

// A list is taken in with its broken row, and its report goes out harmless.
func TestListIsImportedThroughPages(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	raw, who := certificate(t, s, holder)
	block, _ := pem.Decode(raw)
	csv := "Loại thuê bao;Mã định danh cơ quan;Họ và tên;Chứng thư số\n" +
		"Cá nhân;H41.37;" + who.Name + ";" + base64.StdEncoding.EncodeToString(block.Bytes) + "\nCá nhân;H41.37;=cmd|' /C calc'!A0;rác\n"
	keeper := s.As(manager)
	page := keeper.PostFile("/chung-thu/nhap", nil, "file", "danh-sach.csv", []byte(csv)).See("Kết quả nhập danh sách")
	s.Jobs()
	done := keeper.Get(page.At).See("Xong, có dòng bị từ chối", "Không có người này")
	report := keeper.Get(done.Link("Tải kết quả từng dòng"))
	if !strings.Contains(string(report.Body), "'=cmd|") || strings.Contains(string(report.Body), ",=cmd|") {
		t.Errorf("%s", report.Body)
	}
	keeper.PostFile("/chung-thu/nhap", nil, "file", "x.csv", []byte("a;b\n1;2\n")).Refused(http.StatusUnprocessableEntity, "Danh sách thiếu cột")
	if sheet := keeper.Get("/thue-bao/danh-sach.xlsx"); !strings.HasPrefix(string(sheet.Body), "PK") {
		t.Error("no spreadsheet")
	}
	if list := keeper.Get("/thue-bao/danh-sach.csv"); strings.Count(string(list.Body), "\n") < 5 {
		t.Errorf("%s", list.Body)
	}
}

func TestRegistryLooks(t *testing.T) {
	s := site.Open(t)
	raw, who := certificate(t, s, holder)
	keeper := s.As(manager)
	form := url.Values{"class": {"person"}, "agency": {string(who.Agency)}, "person": {string(who.Person)}, "key": {"token"}, "deed": {"enter"}}
	entered := keeper.PostFile("/chung-thu/moi", form, "file", "nguoi.pem", raw).See("Đã ghi")
	_, err := s.Subscribers.Sweep(t.Context())
	site.Must(t, err)
	window := browser.New(t, s.URL)
	look := func(account string, shots map[string]string) {
		window.Open("/login")
		window.Fill("#name", account)
		window.Fill("#password", s.Password(account))
		window.PressThrough("Enter")
		for at, name := range shots {
			window.Open(at)
			window.Axe()
			window.Shots(name)
		}
	}
	look(manager, map[string]string{"/thue-bao": "registry-list", entered.At: "registry-certificate", "/chung-thu/moi": "registry-enter", "/thue-bao/thong-ke": "registry-statistics",
		"/thue-bao/sap-het-han": "registry-expiry", "/thue-bao/nhiem-vu": "registry-duties", "/chung-thu/nhap": "registry-imports"})
	window = browser.New(t, s.URL)
	look(holder, map[string]string{"/chung-thu-cua-toi": "registry-mine"})
}
