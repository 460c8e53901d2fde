package ticket

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
	wire "antin/ticket"
)

// TestCheckOfSigningDevices: each finds what is the matter with the own
// certificates; the IT officer looks for the people of the agency, nobody else.
func TestCheckOfSigningDevices(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	p := w.As(site.Deputy)
	p.Get("/kiem-tra-thiet-bi").See("Trần Thị Minh", "Ký được", "AT-06", "Còn hạn đến", "AT-11", "AT-10", "AT-12", "Khớp với giờ", "khóa ở thiết bị USB")
	by := w.actor(site.Deputy)
	site.Must(t, w.Signing.ReportLoss(t.Context(), by, leader.row.ID, "Mất thiết bị."))
	p.Get("/kiem-tra-thiet-bi").See("Có chỗ phải sửa", "AT-17", "đã được báo mất", "Cách sửa:", "Liên hệ người quản lý thuê bao.")
	w.As(site.Officer).Get("/kiem-tra-thiet-bi").See("Sổ thuê bao chưa có chứng thư số nào của người này.", "AT-05")
	other := "/kiem-tra-thiet-bi?nguoi=" + string(by.Person)
	if page := w.As(site.Officer).Get(other); page.Status != http.StatusForbidden {
		t.Errorf("an officer examines the deputy: %d", page.Status)
	}
	if page := w.As(site.OtherClerk).Get(other); page.Status != http.StatusForbidden {
		t.Errorf("a stranger examines the deputy: %d", page.Status)
	}
	w.As("thuebao.skhcn").Get("/kiem-tra-thiet-bi").Form("form[action=/kiem-tra-thiet-bi]").Set("nguoi", string(by.Person)).Press("Kiểm tra").See("Trần Thị Minh", "đã được báo mất")
}

// TestDeviceIsReadAndHeldAgainstTheRegister: the certificates of the token with
// what our side says of each.
func TestDeviceIsReadAndHeldAgainstTheRegister(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	unknown, _, err := w.PKI.IssuePerson(personOf("Trần Thị Minh"), w.Now())
	site.Must(t, err)
	p := w.As(site.Deputy)
	page := p.Get("/kiem-tra-thiet-bi").FormTo("/doc").Press("Kiểm tra máy này").See("Đọc thiết bị", "Mở Máy ký số")
	secret := secretOf(page)
	if got := leader.fetch(secret); got.Deed != wire.Read || len(got.Items) != 0 {
		t.Fatalf("ticket %+v", got)
	}
	held := func(der []byte, key bool) wire.Held {
		return wire.Held{Token: "KHOA CA NHAN", Serial: "0123", Model: "M", Maker: "V", Certificate: der, Chain: nil, Key: key}
	}
	raw, err := wire.Bytes(wire.Answer{Version: 1, Agent: "thử", Held: []wire.Held{held(leader.row.DER, true), held(unknown.Raw, true), held([]byte{1, 2, 3}, false), held(leader.row.DER, false)},
		Findings: []wire.Finding{{Code: wire.HelpClock, Grade: wire.GradeFine, Subject: "Đồng hồ máy", Message: "Khớp với giờ."},
			{Code: wire.HelpOCSP, Grade: wire.GradeCaution, Subject: "Tra cứu trạng thái (OCSP)", Message: "Không tới được http://ocsp.", Mend: "Báo quản trị mạng mở đường."}}})
	site.Must(t, err)
	if status, answer := leader.call(http.MethodPost, secret, raw); status != http.StatusOK {
		t.Fatalf("%d %s", status, answer)
	}
	over := p.Get(strings.TrimSuffix(page.At, "/mo")).See("Chứng thư số trong thiết bị", "Dùng ký được", "Chưa có trong sổ", "Không đọc được", "Thiếu khóa", "KHOA CA NHAN",
		"Kiểm tra máy tính này", "Không tới được http://ocsp.", "Cách sửa:", "Báo quản trị mạng mở đường.", "AT-10", "Lưu ý", "AT-12")
	if strings.Contains(over.Text(), "Chờ thiết bị") {
		t.Error("a reading has documents")
	}
	status, answer := leader.call(http.MethodGet, secret, nil)
	problem(t, status, answer, http.StatusConflict, "ticket.over")
}

// TestPairingPageSaysWhatIsCompared also for who is not signed in.
func TestPairingPageSaysWhatIsCompared(t *testing.T) {
	t.Parallel()
	w := open(t)
	page := site.Guest(t, w.URL).Get("/help/thiet-bi").See(w.URL, "Ghép nối", "mã PIN")
	if f := page.Form("form[action=http://127.0.0.1:9797/pair]"); f.Value("server") != w.URL {
		t.Errorf("pairs with %q", f.Value("server"))
	}
	about, err := http.Get(w.URL + "/agent/v1/about") //nolint:noctx // a test server
	site.Must(t, err)
	defer about.Body.Close()
	raw, err := io.ReadAll(about.Body)
	site.Must(t, err)
	got, err := wire.ParseAbout(raw)
	if err != nil || len(got.Origins) != 1 || got.Origins[0] != w.URL || !got.Practice || len(got.Anchors) == 0 {
		t.Errorf("about %+v, %v", got, err)
	}
}

func personOf(name string) practice.Person {
	return practice.Person{Name: name, Title: "Phó Giám đốc", Agency: "Sở"}
}
