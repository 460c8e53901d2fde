package taskweb_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(m.Run())) }

// arrived is a letter of the department in the other's register; it gives its
// address there.
func arrived(t *testing.T, s *site.Site) string {
	t.Helper()
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	s.Jobs()
	page := s.As(site.OtherClerk).Get("/viec/den-cho-vao-so").Follow(site.Subject)
	page.FormTo("/vao-so").Press("Vào sổ đến").See("Đã vào sổ đến")
	here, _, _ := strings.Cut(page.At, "?")
	return here
}

// TestHeadDirectsInThreeTaps: the head opens the document, opens the direction,
// and taps a ready phrase; the unit leader has it, passes it on, the officer
// completes, everything stands on the sheet.
func TestHeadDirectsInThreeTaps(t *testing.T) {
	t.Parallel()
	s := site.OpenIn(t, "BG")
	clause.Covers(t, "BG-08")
	clause.Covers(t, "BG-14.4")
	in := arrived(t, s)
	id := document.ID(strings.TrimPrefix(in, "/den/"))

	deputy := s.As("phogiamdoc.snv")
	deputy.Get(in+"/chi-dao").Form("form[action="+in+"/chi-dao/nhanh]").Press("").Refused(http.StatusForbidden, "Chỉ Thủ trưởng cơ quan hoặc người được ủy quyền")

	head := s.As(site.OtherLeader)
	page := head.Get(in).Follow("Chỉ đạo").See("Giao nhanh") // taps one and two
	given := page.Form("form[action="+in+"/chi-dao/nhanh]").Press("").See("Đã giao việc.", "Hoàn tác được đến")
	d, err := s.Documents.Store.Load(t.Context(), id)
	site.Must(t, err)
	if d.State != document.Assigned || len(d.Assignments) != 1 || d.Assignments[0].Unit == "" || d.Assignments[0].DueOn == "" {
		t.Fatalf("after the direction: %s %+v", d.State, d.Assignments)
	}
	given.FormTo("/hoan-tac").Press("Hoàn tác").See("Đã hoàn tác")
	if d, err = s.Documents.Store.Load(t.Context(), id); err != nil || d.State != document.Registered {
		t.Fatalf("after the undo: %s %v", d.State, err)
	}
	head.Get(in + "/chi-dao").Form("form[action=" + in + "/chi-dao/nhanh]").Press("").See("Đã giao việc.")

	leader := s.As("chanhvanphong.snv")
	mine := leader.Get("/cong-viec").Follow(site.Subject).See("Ý kiến chỉ đạo")
	order := mine.Follow("Giao tiếp").Form("form[enctype]").Pick("chu-tri", "Đậu Thị Hoa").Set("y-kien", "Soạn công văn trả lời.").Press("Giao tiếp")
	order.See("Đã giao việc.")

	officer := s.As(site.OtherOfficer)
	work := officer.Get("/cong-viec").Follow(site.Subject)
	officer.Get(in).See(site.Subject) // the task lets its person read
	work.FormTo("/bat-dau").Press("Bắt đầu").See("Đang xử lý")
	officer.Get(work.At).FormTo("/hoan-thanh").Set("ket-qua", "Đã soạn công văn.").Press("Ghi kết quả").See("Đã ghi kết quả")
	leader.Get(mine.At).FormTo("/hoan-thanh").Set("ket-qua", "Đã trả lời.").Press("Ghi kết quả").See("Đã ghi kết quả")
	if d, err = s.Documents.Store.Load(t.Context(), id); err != nil || d.State != document.Completed {
		t.Fatalf("in the end: %s %v", d.State, err)
	}
	if sheet := head.Get(in + "/phieu-giai-quyet.pdf"); sheet.Status != http.StatusOK || !strings.HasPrefix(string(sheet.Body), "%PDF-") {
		t.Fatalf("the sheet answered %d", sheet.Status)
	}
	notes, err := s.Tasks.Store.Notes(t.Context(), "", id)
	site.Must(t, err)
	for _, n := range notes {
		if !n.Whole() || n.Role == "" || n.AuthorName == "" || n.At.IsZero() || n.Hash == "" {
			t.Errorf("note %+v", n)
		}
	}
	if len(notes) < 6 {
		t.Errorf("%d notes", len(notes))
	}
}

// TestNobodyWorksBeforeTheAssignment (BG-08).
func TestNobodyWorksBeforeTheAssignment(t *testing.T) {
	t.Parallel()
	s := site.OpenIn(t, "BG")
	clause.Covers(t, "BG-08")
	in := arrived(t, s)
	by, err := s.Actor(t.Context(), site.OtherLeader)
	site.Must(t, err)
	err = s.Tasks.Start(t.Context(), by, document.ID(strings.TrimPrefix(in, "/den/")))
	if err == nil || !strings.Contains(err.Error(), "Văn bản chưa được phân") {
		t.Fatalf("beginning before the assignment: %v", err)
	}
	s.As(site.OtherOfficer).Post(in+"/hoan-thanh", url.Values{"result": {"Xong."}}).Refused(http.StatusNotFound)
}

// TestSimulatorExplainsEveryDay: the days around 24/11/2026.
func TestSimulatorExplainsEveryDay(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	page := s.As(site.Officer).Get("/cong-viec/tinh-han?tu-ngay=20%2F11%2F2026&gio=09%3A00&so-ngay=2")
	page.See("Hết hạn: Thứ Tư, 25/11/2026 17:00", "Ngày Văn hóa Việt Nam", "Ngày làm việc thứ 1", "Chủ nhật", "Điều 147")
	s.As(site.Officer).Get("/cong-viec/tinh-han?tu-ngay=31%2F02%2F2026&gio=09%3A00&so-ngay=2").Refused(http.StatusUnprocessableEntity, "Ngày, giờ nhận chưa đúng")
}
