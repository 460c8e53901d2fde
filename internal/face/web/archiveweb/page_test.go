package archiveweb_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// collect does what the worker of a running server does.
func collect(t *testing.T, s *site.Site) {
	t.Helper()
	s.Jobs()
	_, err := s.Archive.CollectDue(t.Context(), 100)
	site.Must(t, err)
}

// The clerk sees on the page of the document what is kept of each signature,
// and takes it along; who may not read the document gets nothing of it.
func TestEvidenceOnThePage(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "sign")
	if strings.Contains(s.As(site.Clerk).Get(at).Text(), "Hồ sơ bằng chứng") {
		t.Error("evidence of a document that is not sealed")
	}
	s.Between(at, "sign", "release")
	s.Jobs()
	clerk := s.As(site.Clerk)
	clerk.Get(at).See("Hồ sơ bằng chứng chữ ký", "Đang thu thập")
	collect(t, s)
	page := clerk.Get(at).See("Đã lưu đủ", "Bảo đảm kiểm tra được đến", "Mức lưu trữ B-LTA: kiểm tra được lâu dài", "Dấu thời gian cả tệp", "Người chịu trách nhiệm", "KT. Phó Giám đốc",
		"văn thư giữ khóa", "chứng thư số", "danh sách thu hồi (CRL)", "dấu thời gian", "Quy chế chứng thực")
	taken := clerk.Get(page.Link("Tải hồ sơ bằng chứng (ZIP)"))
	if _, err := zip.NewReader(bytes.NewReader(taken.Body), int64(len(taken.Body))); err != nil || taken.Header.Get("Content-Type") != "application/zip" {
		t.Errorf("%v %v", err, taken.Header)
	}
	copied := clerk.Get(page.Link("Tải bản lưu trữ (PDF)"))
	if !bytes.HasPrefix(copied.Body, clerk.Sealed(at)) || !bytes.Contains(copied.Body, []byte("ETSI.RFC3161")) {
		t.Error("the copy is not the sealed file with a time-stamp behind it")
	}
	if name := copied.Header.Get("Content-Disposition"); !strings.HasPrefix(name, "attachment") {
		t.Error(name)
	}
	other := s.As(site.OtherClerk)
	incoming := other.Get("/viec/den-cho-vao-so").Follow(site.Subject).See("Dấu thời gian khi nhận", "Đã lưu đủ")
	if got := other.Get(incoming.Link("Tải hồ sơ bằng chứng (ZIP)")); got.Status != http.StatusOK {
		t.Error(got.Status)
	}
	for _, link := range []string{"Tải hồ sơ bằng chứng (ZIP)", "Tải bản lưu trữ (PDF)"} {
		if got := other.Get(page.Link(link)); got.Status != http.StatusNotFound {
			t.Errorf("%s: the other agency gets %d", link, got.Status)
		}
		// The evidence of one document through the address of another.
		mixed := strings.Replace(page.Link(link), strings.TrimPrefix(at, "/van-ban/"), strings.TrimPrefix(incoming.At, "/den/"), 1)
		if got := other.Get(mixed); got.Status != http.StatusNotFound {
			t.Errorf("%s gives %d", mixed, got.Status)
		}
	}
}

// The clerk asks for another try by a button, on either side of a delivery.
func TestClerkHasItTriedAgain(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	s.Jobs()
	s.As(site.Clerk).Get(at).See("Đang thu thập").FormTo("/thu-lai").Press("Thử lại ngay").See("Đang thu thập lại bằng chứng chữ ký")
	if text := s.As(site.Officer).Get(at).Text(); !strings.Contains(text, "Hồ sơ bằng chứng") || strings.Contains(text, "Thử lại ngay") {
		t.Error("the drafter has the button, or no evidence")
	}
	incoming := s.As(site.OtherClerk).Get("/viec/den-cho-vao-so").Follow(site.Subject)
	incoming.FormTo("/thu-lai").Press("Thử lại ngay").See("Đang thu thập lại bằng chứng chữ ký")
	collect(t, s)
	if text := s.As(site.Clerk).Get(at).Text(); strings.Contains(text, "Thử lại ngay") {
		t.Error("nothing is left to try, and the button is there")
	}
}

func TestEvidenceLooks(t *testing.T) {
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	s.Jobs()
	window := browser.New(t, s.URL)
	window.Open("/login?next=" + at)
	window.Fill("#name", site.Clerk)
	window.Fill("#password", s.Password(site.Clerk))
	window.PressThrough("Enter")
	window.See("Hồ sơ bằng chứng chữ ký")
	window.Axe()
	window.Shots("evidence-waiting")
	collect(t, s)
	s.Wait(time.Second)
	window.Open(at)
	window.See("Đã lưu đủ")
	window.Click("main details summary")
	window.Axe()
	window.Shots("evidence-kept")
}
