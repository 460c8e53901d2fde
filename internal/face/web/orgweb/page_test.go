package orgweb_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

const admin = "quantri"

// person finds the page of somebody by the search box, as a person does.
func person(p *site.Person, name string) *site.Page {
	p.T.Helper()
	found := p.Get("/to-chuc").Form("form[action=/to-chuc]").Set("tim", name).Press("Tìm")
	return found.Follow(name)
}

func TestPeopleAndAgenciesAreFoundWithoutMarks(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	p.Get("/to-chuc").See("Sở Khoa học và Công nghệ", "H41.37", "Tải danh sách (CSV)")
	p.Get("/to-chuc?tim=tran+thi+minh").See("Trần Thị Minh", "Phó Giám đốc")
	p.Get("/to-chuc?tim=H41.3").See("Sở Nội vụ")
	p.Get("/to-chuc?tim=khongco").See("Không tìm thấy.")
	p.Get("/to-chuc?ngay=01/01/1990").See("Chưa có cơ quan nào vào ngày này.")
}

func TestTransferIsAskedOnceMoreAndShownByDay(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	page := person(p, "Trần Thị Minh")
	page.See("Phó Giám đốc", "Đang giữ", "Thuộc đối tượng theo")
	form := page.Follow("Điều động")
	form.Form("form.card-q").Set("title", "Phó Giám đốc").Set("reason", "Luân chuyển").Set("paper", "45/QĐ-UBND").Press("Xem lại").
		Refused(422, "Chưa chọn nơi công tác.")
	filled := form.Form("form.card-q").Pick("place", "Sở Nội vụ").Set("title", "Phó Giám đốc").Set("reason", "Luân chuyển").Set("paper", "45/QĐ-UBND")
	ask := filled.Press("Xem lại").See("Điều động, chuyển công tác?", "Chứng thư số của Trần Thị Minh", "Sở Nội vụ")
	done := ask.FormTo("/quyet-dinh/transfer").Press("Ghi điều động")
	done.See("Đã ghi: Điều động", "Phó Giám đốc", "Đã thôi", "Sở Nội vụ")
	yesterday := s.Now().Add(-24 * time.Hour).Format("02/01/2006")
	agency, err := s.Org.AgencyByCode(t.Context(), "H41.35", s.Now())
	site.Must(t, err)
	here := "/to-chuc/co-quan/" + string(agency.ID)
	p.Get(here).See("Trần Thị Minh", "Điều động Trần Thị Minh")
	then := p.Get(here+"?ngay="+strings.ReplaceAll(yesterday, "/", "%2F")).See("Trương Công Danh", "Tại ngày "+yesterday)
	if strings.Contains(string(then.Body), "data-open>Trần Thị Minh<") {
		t.Error("the day before already shows the new post")
	}
}

func TestRetirementAheadWaitsAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	form := person(p, "Trần Thị Minh").Follow("Nghỉ hưu")
	at := s.Now().Add(40 * 24 * time.Hour)
	ask := form.Form("form.card-q").Set("reason", "Đủ tuổi").Set("paper", "7/QĐ-SNV").
		Set("at-day", at.Format("2")).Set("at-month", at.Format("1")).Set("at-year", at.Format("2006")).Press("Xem lại")
	ask.See("tự có hiệu lực khi đến ngày")
	page := ask.FormTo("/quyet-dinh/retire").Press("Ghi nghỉ hưu").See("Sắp có hiệu lực", "Đang làm việc")
	page.FormTo("/huy").Press("Hủy").See("Đã hủy quyết định", "Không có hiệu lực")
	ask = form.Form("form.card-q").Set("reason", "Đủ tuổi").Set("paper", "7/QĐ-SNV").
		Set("at-day", at.Format("2")).Set("at-month", at.Format("1")).Set("at-year", at.Format("2006")).Press("Xem lại")
	ask.FormTo("/quyet-dinh/retire").Press("Ghi nghỉ hưu")
	s.Wait(41 * 24 * time.Hour)
	if n, err := s.Org.ApplyDue(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d deeds took effect, %v", n, err)
	}
	who, err := s.Org.SearchPeople(t.Context(), org.Installer("NA"), "Trần Thị Minh")
	site.Must(t, err)
	if len(who) != 1 || who[0].Status != org.Retired {
		t.Errorf("%+v", who)
	}
	var said strings.Builder
	if wrong, err := s.Prove(t.Context(), &said); wrong != 0 || err != nil {
		t.Errorf("antin check finds %d, %v: %s", wrong, err, said.String())
	}
	site.Must(t, s.Database.Transact(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.ExecContext(ctx, "update post set valid_to = 0 where person = $1", string(who[0].ID))
		return err
	}))
	if wrong, err := s.Prove(t.Context(), &said); wrong == 0 || err != nil || !strings.Contains(said.String(), "theo nhật ký đã thôi") {
		t.Errorf("a post that was opened again: antin check finds %d, %v: %s", wrong, err, said.String())
	}
}

func TestEveryDeedOfAnAgencyHasItsForm(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(admin)
	commune, err := s.Org.AgencyByCode(t.Context(), "H41.35", s.Now())
	site.Must(t, err)
	page := p.Get("/to-chuc/co-quan/" + string(commune.ID))
	for _, deed := range []string{"Thay người đứng đầu", "Đổi tên cơ quan", "Chuyển cơ quan cấp trên", "Sáp nhập", "Chia, tách", "Giải thể", "Thêm người", "Thêm đơn vị", "Thêm cơ quan trực thuộc"} {
		if got := page.Follow(deed); got.Status != 200 {
			t.Errorf("%s answers %d", deed, got.Status)
		}
	}
	ask := page.Follow("Đổi tên cơ quan").Form("form.card-q").Set("name", "Sở Nội vụ và Tổ chức").Set("reason", "Sắp xếp").Set("paper", "1/NQ-HĐND").Press("Xem lại")
	ask.FormTo("/quyet-dinh/rename").Press("Ghi tên mới").See("Sở Nội vụ và Tổ chức", "Đổi tên thành")
	unit := p.Get("/to-chuc/co-quan/"+string(commune.ID)).Follow("Thêm đơn vị").Form("form.card-q").Set("name", "Phòng Tổng hợp").Set("short_name", "TH").Press("Thêm đơn vị")
	unit.See("Phòng Tổng hợp", "Chưa có ai ở đơn vị này")
	edit := page.Follow("Sửa").Form("form.card-q").Pick("own_seal", "Không").Set("tax_code", "2901234567").Press("Lưu thông tin")
	edit.See("2901234567", "Đã lưu thông tin cơ quan.")
	made := page.Follow("Thêm cơ quan trực thuộc").Form("form.card-q").Set("name", "Trung tâm Lưu trữ").Set("code", "H41.35.9").Pick("kind", "Đơn vị sự nghiệp công lập").Pick("parent", "Không có").Press("Thêm cơ quan")
	made.Refused(422, "Thiếu cơ quan chủ quản")
}

func TestNewPersonIsAppointed(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As("thuebao.skhcn") // IT officer of the department
	own, err := s.Org.AgencyByCode(t.Context(), "H41.37", s.Now())
	site.Must(t, err)
	form := p.Get("/to-chuc/co-quan/" + string(own.ID)).Follow("Thêm người")
	next := form.Form("form.card-q").Set("name", "Lương Thị Mới").Set("email", "moi@nghean.gov.vn").Pick("employment", "Viên chức").Press("Thêm người")
	next.See("Đã thêm Lương Thị Mới", "Bổ nhiệm, phân công")
	ask := next.Form("form.card-q").Pick("place", "Sở Khoa học và Công nghệ – Văn phòng").Set("title", "Chuyên viên").Set("reason", "Tuyển dụng").Set("paper", "3/QĐ").Press("Xem lại")
	page := ask.FormTo("/quyet-dinh/appoint").Press("Ghi bổ nhiệm").See("Chuyên viên", "Văn phòng, Sở Khoa học và Công nghệ", "Viên chức")
	identity := page.Follow("Xem số định danh cá nhân")
	identity.Form("form.card-q").Set("number", "12").Set("birth-day", "1").Set("birth-month", "2").Set("birth-year", "1990").Press("Lưu số định danh").
		Refused(422, "Số định danh cá nhân gồm 12 chữ số.")
	identity.Form("form.card-q").Set("number", "040 199 012 345").Set("birth-day", "1").Set("birth-month", "2").Set("birth-year", "1990").Press("Lưu số định danh").
		See("Đã lưu số định danh.")
	if got := p.Get("/to-chuc/quyet-dinh/rename?agency="+string(own.ID)).Form("form.card-q").Set("name", "Sở Khác").Set("reason", "x").Set("paper", "y").Press("Xem lại"); got.Status != 403 {
		t.Errorf("an IT officer renames the department: %d", got.Status)
	}
}

func TestListIsExported(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	page := s.As(admin).Get("/to-chuc/danh-sach.csv")
	if text := string(page.Body); page.Status != 200 || !strings.Contains(text, "H41.37,Sở Khoa học và Công nghệ") || !strings.Contains(text, "Trần Thị Minh,Phó Giám đốc,Công chức") {
		t.Errorf("%d: %.400s", page.Status, text)
	}
}

func TestOfficersWithoutTheRoleStayOutside(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(site.Officer)
	if got := p.Get("/to-chuc"); got.Status != 403 {
		t.Errorf("an officer opens the tree: %d", got.Status)
	}
	clerk := s.As(site.Clerk)
	page := person(clerk, "Trần Thị Minh")
	if strings.Contains(page.Text(), "Ghi thay đổi") || strings.Contains(page.Text(), "định danh") {
		t.Errorf("a clerk is offered deeds: %s", page.Text())
	}
	actor, err := s.Org.SearchPeople(t.Context(), org.Installer("NA"), "Trần Thị Minh")
	site.Must(t, err)
	if got := clerk.Get("/to-chuc/nguoi/" + string(actor[0].ID) + "/dinh-danh"); got.Status != 403 {
		t.Errorf("a clerk reads an identity number: %d", got.Status)
	}
	head, err := s.Org.SearchPeople(t.Context(), org.Installer("NA"), "Trương Công Danh")
	site.Must(t, err)
	if got := s.As("thuebao.skhcn").Get("/to-chuc/nguoi/" + string(head[0].ID) + "/sua"); got.Status != 403 {
		t.Errorf("an IT officer opens the contact of another agency's director: %d", got.Status)
	}
}
