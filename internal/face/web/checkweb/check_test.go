package checkweb_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/face/web"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/htmlcheck"
)

func TestTemplatesFitTheirStructs(t *testing.T) {
	t.Parallel()
	s := open(t)
	htmlcheck.Templates(t, s.shell.Set(), s.shell.Pages())
}

func TestEveryVerdictHasItsPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	good := s.sealed(t)
	cases := []struct {
		name, file string
		content    []byte
		verdict    string
		more       []string
	}{
		{"sealed", "van-ban.pdf", good, "Văn bản hợp lệ", []string{"Trần Thị Minh", "Người có thẩm quyền: Phó Giám đốc", "Cơ quan, tổ chức: mã H41.37",
			"có giá trị như bản gốc văn bản giấy", "Thay đổi được phép", "thay thế hoàn toàn dấu giáp lai", "của tỉnh thực hành", "Khi Trần Thị Minh ký", "Dùng được văn bản này"}},
		{"altered", "van-ban.pdf", altered(good), "Văn bản không hợp lệ", []string{"Không còn nguyên vẹn", "Không xét được", "Không dùng văn bản này", "không bảo đảm là nội dung người ký đã thấy"}},
		{"unsigned", "du-thao.pdf", province.draft, "Văn bản không có chữ ký số", []string{"Chỉ dùng để biết", "Trang 1 của tệp"}},
		{"empty", "trong.pdf", nil, "Không đọc được tệp", []string{"0 byte"}},
		{"text", "ghi-chú.txt", []byte("Đây không phải PDF."), "Không đọc được tệp", []string{"ghi-chú.txt"}},
		{"truncated", "cut.pdf", good[:len(good)/3], "", nil},
		{"encrypted", "khoa.pdf", encrypted(province.draft), "", nil},
	}
	for _, c := range cases {
		g := s.guest(t)
		answer, page := g.check("/kiem-tra", c.file, c.content)
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Request.URL.Path, "/kiem-tra/") {
			t.Errorf("%s: %d at %s", c.name, answer.StatusCode, answer.Request.URL.Path)
			continue
		}
		checks := []htmlcheck.Checker{htmlcheck.Sound(), htmlcheck.In("h1", htmlcheck.HasText(c.verdict)), htmlcheck.HasText("Cần làm gì")}
		for _, text := range c.more {
			checks = append(checks, htmlcheck.HasText(text))
		}
		if c.name != "sealed" {
			checks = append(checks, htmlcheck.NoText("có giá trị như bản gốc"), htmlcheck.NoText("Văn bản hợp lệ"), htmlcheck.NoText("Khi Trần Thị Minh ký"),
				htmlcheck.NoText("Số và ngày đã điền"), htmlcheck.NoText("Thay đổi sau chữ ký này"))
		}
		if c.name == "unsigned" || c.name == "empty" || c.name == "text" {
			checks = append(checks, htmlcheck.NoText("Cơ sở:"), htmlcheck.NoText("Bản cuối cùng"))
		}
		htmlcheck.Check(t, page, checks...)
		s.nothingKept(t)
	}
}

func TestSheetIsTakenAlongByItsOwnBrowserAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.guest(t)
	answer, _ := g.check("/kiem-tra", "Văn bản số 1.pdf", s.sealed(t))
	at := answer.Request.URL.Path
	printed, body := g.get(at + "/phieu.pdf")
	if printed.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(body, "%PDF-") || !strings.Contains(printed.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %.20q", printed.Header, body)
	}
	_, body = g.get(at + "/phieu.json")
	var report map[string]any
	must(t, json.Unmarshal([]byte(body), &report))
	if report["indication"] != "TOTAL-PASSED" || report["file"] != "Văn bản số 1.pdf" {
		t.Errorf("%v %v", report["indication"], report["file"])
	}
	kind, body := g.get(at + "/phieu.xml")
	if kind.Header.Get("Content-Type") != "application/xml" || !strings.Contains(body, "urn:etsi:019102:mainindication:total-passed") || strings.Count(body, "urn:etsi:019102:validationObject:certificate") < 3 || !strings.Contains(body, "<ds:SignatureValue>") {
		t.Errorf("%v %.300q", kind.Header, body)
	}
	if _, other := s.guest(t).get(at); !strings.Contains(other, "Kết quả này không còn") {
		t.Error("another browser sees the sheet")
	}
	s.wait(11 * time.Minute)
	for _, path := range []string{at, at + "/chi-tiet", at + "/phieu.pdf", at + "/phieu.json", at + "/phieu.xml"} {
		if gone, page := g.get(path); gone.StatusCode != http.StatusNotFound || !strings.Contains(page, "chỉ giữ 10 phút") {
			t.Errorf("%s after eleven minutes: %d", path, gone.StatusCode)
		}
	}
}

// TestDetailSaysEveryStep: with its clause, in Vietnamese, without script.
func TestDetailSaysEveryStep(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.guest(t)
	answer, page := g.check("/kiem-tra", "van-ban.pdf", s.sealed(t))
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Vì sao chưa đủ để kiểm tra lâu dài"), htmlcheck.HasText("Điền số văn bản: 01"), htmlcheck.HasText("Hiện nay, trang 1"))
	_, page = g.get(answer.Request.URL.Path + "/chi-tiet")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("h1", htmlcheck.HasText("Văn bản hợp lệ")), htmlcheck.HasText("Các bước kiểm tra tính toàn vẹn"),
		htmlcheck.HasText("Nội dung đúng với giá trị băm đã ký"), htmlcheck.HasText("ISO 32000-2, 12.8.1, bảng 255"), htmlcheck.HasText("Đường dẫn chứng thực"),
		htmlcheck.HasText("Chứng thư gốc được tin cậy"), htmlcheck.HasText("Mức chữ ký"), htmlcheck.HasText("Lần ghi 4, đối tượng"),
		htmlcheck.NoText(" and "), htmlcheck.NoText("passed"), htmlcheck.NoText("allowed"), htmlcheck.NoText("table"))
	answer, page = g.check("/kiem-tra", "ve-de.pdf", rewritten(t, s.sealed(t)))
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Văn bản không hợp lệ"), htmlcheck.HasText("Chỗ nhìn thấy khác đi"))
	_, page = g.get(answer.Request.URL.Path + "/chi-tiet")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Sửa trang"), htmlcheck.HasText("Trái phép"))
	s.nothingKept(t)
}

func TestRefusalsAreInWords(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.guest(t)
	if answer, page := g.check("/kiem-tra", "", nil); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Chọn tệp PDF cần kiểm tra.") {
		t.Errorf("nothing chosen: %d", answer.StatusCode)
	}
	if answer, page := g.post("/kiem-tra", "application/x-www-form-urlencoded", strings.NewReader("file=x")); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Nội dung gửi đến bị lỗi") {
		t.Errorf("no form of files: %d", answer.StatusCode)
	}
	kind, body := form(t, "a.pdf", []byte("%PDF-1.7"))
	if answer, page := g.post("/kiem-tra", kind, bytes.NewReader(body.Bytes()[:body.Len()-20])); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "Nội dung gửi đến bị lỗi") {
		t.Errorf("a form that was cut off: %d", answer.StatusCode)
	}
	r := httptest.NewRequest(http.MethodPost, "/kiem-tra", strings.NewReader("x"))
	r.Header.Set("Content-Type", kind)
	r.ContentLength = web.Upload + 1
	w := httptest.NewRecorder()
	s.shell.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), web.FileLimitText) {
		t.Errorf("too large: %d", w.Code)
	}
	s.nothingKept(t)
}

func TestProgramsGetTheContract(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.guest(t)
	for name, send := range map[string]func() (*http.Response, string){
		"form": func() (*http.Response, string) { return g.check("/api/kiem-tra", "van-ban.pdf", s.sealed(t)) },
		"bare": func() (*http.Response, string) {
			return g.post("/api/kiem-tra", "application/pdf", bytes.NewReader(s.sealed(t)))
		},
	} {
		answer, body := send()
		var report struct {
			File, Indication, SHA256 string
			Signatures               []struct{ Integrity, Modification, Trust string }
		}
		must(t, json.Unmarshal([]byte(body), &report))
		if answer.Header.Get("Content-Type") != "application/json" || report.Indication != "TOTAL-PASSED" || report.File != "van-ban.pdf" || len(report.SHA256) != 64 || len(report.Signatures) != 2 || report.Signatures[0].Modification != "allowed" {
			t.Errorf("%s: %s", name, body)
		}
	}
	for path, begins := range map[string]string{"?dang=xml": "<?xml", "?dang=pdf": "%PDF-", "?dang=json": "{"} {
		if answer, body := g.check("/api/kiem-tra"+path, "van-ban.pdf", s.sealed(t)); answer.StatusCode != http.StatusOK || !strings.HasPrefix(body, begins) {
			t.Errorf("%s: %d %.200q", path, answer.StatusCode, body)
		}
	}
	if answer, body := g.check("/api/kiem-tra?dang=doc", "van-ban.pdf", s.sealed(t)); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "check.unknown-form") {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
	answer, body := g.check("/api/kiem-tra", "", nil)
	if answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, `"error":"check.no-file"`) {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
	if answer, body = g.check("/api/kiem-tra", "x.pdf", []byte("không phải PDF")); answer.StatusCode != http.StatusOK || !strings.Contains(body, `"indication":"UNREADABLE"`) {
		t.Errorf("%d %s", answer.StatusCode, body)
	}
	s.nothingKept(t)
}

func TestCheckLooks(t *testing.T) {
	s := open(t)
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, content, 0o600))
		return path
	}
	p := browser.New(t, s.URL)
	p.Open("/kiem-tra")
	p.Axe()
	p.Shots("check-ask")
	p.UploadFile("#file", write("van-ban-skhcn.pdf", s.sealed(t)))
	p.Through("[data-primary]")
	p.See("Văn bản hợp lệ")
	p.Axe()
	p.Shots("check-valid")
	p.Through(".tabs a:not([aria-current])")
	p.See("Các bước kiểm tra tính toàn vẹn")
	p.Axe()
	p.Shots("check-detail")
	p.Open("/kiem-tra")
	p.UploadFile("#file", write("ve-de.pdf", rewritten(t, s.sealed(t))))
	p.Through("[data-primary]")
	p.See("Văn bản không hợp lệ")
	p.Axe()
	p.Shots("check-rewritten")
	p.Open("/kiem-tra")
	p.Through("[data-primary]")
	p.See("Chưa có tệp nào được gửi.")
	p.Axe()
	p.Shots("check-refused")
	// A file dropped on the place goes without another press.
	_ = browser.Eval[bool](p, `(() => { document.querySelector("h1").addEventListener("click", () => {
		const d = new DataTransfer(); d.items.add(new File(["không phải PDF"], "ghi-chu.pdf"));
		document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})); }); return true })()`)
	p.Through("h1")
	p.See("Không đọc được tệp")
	p.Axe()
	p.Shot("check-unreadable-1440")
	p.Open("/kiem-tra")
	p.UploadFile("#file", write("da-sua.pdf", altered(s.sealed(t))))
	p.Through("[data-primary]")
	p.See("Văn bản không hợp lệ")
	p.Axe()
	p.Shots("check-invalid")
}
