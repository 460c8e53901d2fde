package orgweb_test

import (
	"net/http"
	"strings"
	"testing"

	"antin/internal/testkit/site"
)

func TestAccountIsMadeGivenRolesLockedAndOpened(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	refuse := func(password string) {
		t.Helper()
		page := site.Guest(t, s.URL).Get("/login").Form("form[action=/login]").Set("name", "thuviec").Set("password", password).Press("")
		if !strings.HasPrefix(page.At, "/login") {
			t.Errorf("came in: %s", page.At)
		}
	}
	own, err := s.Org.AgencyByCode(t.Context(), "H41.37", s.Now())
	site.Must(t, err)
	p.Get("/to-chuc/them-nguoi?agency="+string(own.ID)).Form("form.card-q").Set("name", "Lê Thử Việc").Set("email", "thuviec@nghean.gov.vn").Press("Thêm người").
		Form("form.card-q").Pick("place", own.Name).Set("title", "Chuyên viên").Set("reason", "Tuyển dụng").Set("paper", "1/QĐ-SKHCN").Press("Xem lại").
		FormTo("/quyet-dinh/appoint").Press("Ghi bổ nhiệm")
	list := p.Get("/to-chuc/co-quan/" + string(own.ID) + "/tai-khoan").See("Người đang công tác chưa có tài khoản")
	form := list.Follow("Cấp tài khoản cho Lê Thử Việc").FormTo("/cap-tai-khoan")
	if form.Value("name") != "thuviec" {
		t.Errorf("proposed name %q", form.Value("name"))
	}
	made := form.Press("Cấp tài khoản").See("Trang này chỉ hiện một lần", "thuviec")
	words := strings.Fields(made.Text())
	password := ""
	for i, w := range words {
		if w == "khẩu" && i+1 < len(words) && strings.Count(words[i+1], "-") == 3 {
			password = words[i+1]
		}
	}
	account := made.Follow("Chọn vai trò cho tài khoản")
	here := account.At
	account.FormTo("/vai-tro").Set("role", "officer").Press("Lưu vai trò").See("Đã lưu vai trò")
	other := site.Guest(t, s.URL)
	other.SignIn("thuviec", password).See("Lê Thử Việc")
	other.Get("/to-chuc/tai-khoan/"+here[strings.LastIndex(here, "/")+1:]).Refused(http.StatusForbidden, "quản lý tài khoản")
	p.Get(here).FormTo("/khoa").Press("Khóa tài khoản").Refused(422, "Ghi lý do khóa.")
	p.Get(here).FormTo("/khoa").Set("reason", "Nghỉ thai sản").Press("Khóa tài khoản").See("Đã khóa", "Nghỉ thai sản")
	refuse(password)
	p.Get(here).FormTo("/khoa").Press("Mở lại tài khoản").See("Đã mở lại")
	p.Get(here).FormTo("/mat-khau").Press("Đặt lại mật khẩu").See("Đã đặt lại mật khẩu")
	refuse(password)
}
