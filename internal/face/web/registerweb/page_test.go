package registerweb_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// TestClerkKeepsTheRegister goes through a paper day, the release, prints, copies
// and recall as a clerk does, without script.
func TestClerkKeepsTheRegister(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "LD-21.2")
	s := site.OpenIn(t, "LD")
	clerk := s.As(site.Clerk)
	book := clerk.Get("/").Link("Sổ đăng ký văn bản đi")
	clerk.Get(book).See("Sổ chưa có dòng nào")
	held := clerk.Get(book).Follow("Giữ số")
	held.FormTo("/giu-so").Set("count", "0").Set("reason", "Mất điện").Press("Giữ số").Refused(422, "Giữ từ 1 đến 50 số")
	held.FormTo("/giu-so").Set("count", "2").Set("reason", "Mất điện").Press("Giữ số").See("Đã giữ các số từ 1 đến 2.")
	line := clerk.Get(book + "/so/1")
	line.FormTo("/ghi").Press("Ghi vào sổ").Refused(422, "Ghi trích yếu nội dung.")
	line.FormTo("/ghi").Set("symbol", "01/QĐ-SKHCN").Set("type", "QĐ").Set("subject", "Về việc trực bão").Set("signer", "Nguyễn Văn Hòa").Set("recipients", "Các phòng").
		Press("Ghi vào sổ").See("Đã ghi văn bản giấy vào số 1.", "Về việc trực bão")
	clerk.Get(book+"/so/2").FormTo("/huy").Set("reason", "=Không dùng đến").Press("Hủy số").See("Đã hủy số 2", "=Không dùng đến")

	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "release")
	s.Jobs()
	clerk.Get(book).See("03/SKHCN-CĐS", "Về việc trực bão", "văn bản giấy")
	found := clerk.Get(book + "?q=ra+soat&tinh-trang=entered&chi=")
	found.See("03/SKHCN-CĐS")
	if strings.Contains(found.Text(), "trực bão") {
		t.Error("the filter leaves in what it does not look for")
	}
	clerk.Get(book+"/khoa-so").See("Số cuối", "3")
	clerk.Get(book+"/so/3").FormTo("/cot").Set("keeper", "Văn thư").Set("copies", "2").Press("Lưu").See("Đã ghi các cột của sổ.")
	pdf := clerk.Get(book + "/pdf")
	if words := strings.Join(strings.Fields(printed(t, pdf.Body)), " "); !strings.Contains(words, "SỔ ĐĂNG KÝ VĂN BẢN ĐI") || !strings.Contains(words, "Quyển số: 01") || !strings.Contains(words, "03/SKHCN") {
		t.Errorf("the print says %.600s", words)
	}
	if xlsx := clerk.Get(book + "/xlsx"); xlsx.Status != 200 || !bytes.HasPrefix(xlsx.Body, []byte("PK")) {
		t.Errorf("the spreadsheet answered %d", xlsx.Status)
	}
	if csv := string(clerk.Get(book + "/csv").Body); !strings.Contains(csv, "Số đã hủy") || strings.Contains(csv, ",=Không") || strings.Count(csv, "\n") != 4 {
		t.Errorf("the table is %q", csv)
	}
	after := clerk.Get(at).Follow("In, sao, thu hồi")
	if got := after.FormTo("/in").Set("copies", "2").Press("In bản giấy"); got.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the print answered %s: %s", got.Header.Get("Content-Type"), got.Text())
	}
	copied := clerk.Get(after.At).See("2 bản").Follow("Sao văn bản này").FormTo("/sao/moi")
	copied.Set("form", "SY").Set("direction", "e-paper").Press("Cấp số").See("Bản sao 01/SY-SKHCN", "Tải bản sao")
	clerk.Get(after.At).FormTo("/thu-hoi").Set("reason", "Sai nơi nhận").Press("Báo thu hồi").See("Đã ghi và gửi thông báo", "Đã thu hồi ngày")
	clerk.Get(at).See("Đã thu hồi ngày")
	s.Jobs()
	clerk.Get(after.At).See("Đã nhận thông báo thu hồi")
	clerk.Get("/su-co").Form("form[action=/su-co]").Set("cause", "Đứt cáp").Press("Mở ca sự cố").See("Sự cố đang mở").
		FormTo("/ket-thuc").Press("Kết thúc").See("Đã kết thúc ca sự cố", "Đứt cáp")
	clerk.Get("/giay").See("Không còn bản giấy nào phải gửi")
}

// TestOneHistory shows every kind of event under one number; prints that count
// for nothing say so on every page, with a code.
func TestOneHistory(t *testing.T) {
	t.Parallel()
	t.Run("BG", func(t *testing.T) {
		t.Parallel()
		clause.Covers(t, "BG-02.8")
		s := site.OpenIn(t, "BG")
		at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
		s.Through(at, "release")
		s.Jobs()
		s.As(site.Clerk).Get(at+"/sau-phat-hanh").See("Lịch sử của 01/SKHCN-CĐS", "Tạo", "Xử lý", "Gửi", "Nhận", "Lưu trữ")
	})
	t.Run("HD", func(t *testing.T) {
		t.Parallel()
		clause.Covers(t, "HD2-05.5b")
		s := site.OpenIn(t, "HD")
		at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
		s.Through(at, "release")
		clerk := s.As(site.Clerk)
		got := clerk.Get(at+"/sau-phat-hanh").FormTo("/in").Set("copies", "1").Press("In bản giấy")
		words := printed(t, got.Body)
		if n := strings.Count(words, "Bản in từ văn bản điện tử, không có giá trị pháp lý"); n == 0 || n != strings.Count(words, "\f") {
			t.Errorf("the mark stands %d times on %d pages: %s", n, strings.Count(words, "\f"), words)
		}
		if !bytes.Contains(got.Body, []byte("/Image")) {
			t.Error("there is no code on the print")
		}
	})
}

func printed(t *testing.T, raw []byte) string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(raw)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v on %.200q", err, raw)
	}
	return string(out)
}
