package web_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"antin/internal/face/web"
	"antin/internal/testkit/htmlcheck"
)

func TestEveryAnswerCarriesTheDefences(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, path := range []string{"/login", "/nowhere", "/broken", "/official", "/static/0/x.css"} {
		answer, err := http.Get(s.URL + path)
		must(t, err)
		_ = answer.Body.Close()
		csp := answer.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "form-action 'self';", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: %q is missing in %q", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %q", path, csp)
		}
		if answer.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: no nosniff", path)
		}
		if path == "/login" && answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", path, answer.Header.Get("Cache-Control"))
		}
	}
}

func TestStaticFilesKeepForGoodUnderTheirHash(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	_, _, page := s.guest(t).get("/login")
	address := regexp.MustCompile(`/static/[0-9a-f]{12}/app\.css`).FindString(page)
	if address == "" {
		t.Fatal("the page names no app.css with a hash")
	}
	answer, err := http.Get(s.URL + address)
	must(t, err)
	_ = answer.Body.Close()
	if answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d, %q", answer.StatusCode, answer.Header.Get("Cache-Control"))
	}
	old, err := http.Get(s.URL + "/static/000000000000/app.css")
	must(t, err)
	_ = old.Body.Close()
	if old.StatusCode != 404 {
		t.Errorf("another hash: %d", old.StatusCode)
	}
}

func TestPostFromElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	for name, header := range map[string][2]string{"fetch metadata": {"Sec-Fetch-Site", "cross-site"}, "origin": {"Origin", "https://evil.example"}} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/note", strings.NewReader("subject=x"))
		must(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header[0], header[1])
		_, status, page := g.send(r)
		if status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
		htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("được gửi từ một trang khác"))
	}
	if s.got() != "" {
		t.Errorf("the handler ran: %s", s.got())
	}
}

func TestUnknownPathsAndMethodsHavePagesInWords(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.guest(t)
	_, status, page := g.get("/khong-co")
	if status != 404 {
		t.Errorf("status %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Không có trang này"))
	_, status, page = g.get("/logout")
	if status != 405 {
		t.Errorf("status %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("chỉ nhận dữ liệu từ biểu mẫu"))
}

// A secret of 256 bits in an address opens something; the log must not.
func TestLogHoldsNoSecretOfAnAddress(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	secret := strings.Repeat("Ab1-_", 9)[:43]
	s.guest(t).get("/broken/" + secret)
	if log := s.log.String(); !strings.Contains(log, "/broken/") || strings.Contains(log, secret) {
		t.Errorf("the log says %s", log)
	}
}

func TestBreakageShowsANumberAndLogsTheRest(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for path, cause := range map[string]string{"/panic": "vỡ chén trà", "/broken": "unexpected EOF"} {
		_, status, page := s.guest(t).get(path)
		if status != 500 {
			t.Errorf("%s: %d", path, status)
		}
		htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoText(cause), htmlcheck.HasText("số sự cố"))
		number := regexp.MustCompile(`[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}`).FindString(page)
		if number == "" || !strings.Contains(s.log.String(), "incident="+number) || !strings.Contains(s.log.String(), cause) {
			t.Errorf("%s: number %q and cause %q are not together in the log", path, number, cause)
		}
	}
}

func TestRoleThatNeverMayIsTurnedAwayAtTheDoor(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	_, status, page := s.as(t, "thanhtra").get("/drafts")
	if status != http.StatusForbidden {
		t.Errorf("status %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("[role=alert]", htmlcheck.HasText("Bạn không được soạn dự thảo văn bản")))
}

func TestOversizedFormAndUploadGetTheirPage(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	_, status, page := g.post("/note", url.Values{"subject": {strings.Repeat("x", web.FormLimit)}})
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("form: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Nội dung gửi quá dài"))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/note", &endless{left: 3 * web.FormLimit})
	must(t, err) // chunked: the length is not told beforehand
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, status, page = g.send(r)
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("chunked: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.HasText("Nội dung gửi quá dài"))
	r, err = http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/drafts", &endless{left: 600 << 20})
	must(t, err)
	r.ContentLength = 600 << 20
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	_, status, page = g.send(r)
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("600 MB: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Mỗi lần gửi tối đa 512 MB"))
	if s.got() != "" {
		t.Errorf("the handler stored %s", s.got())
	}
}

type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left) // the bytes do not matter
	e.left -= n
	return n, nil
}

func TestBrokenFormIsRefusedNotAnIncident(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	for path, kind := range map[string]string{"/note": "application/x-www-form-urlencoded", "/drafts": "multipart/form-data; boundary=x"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader("%zz --x\r\n"))
		must(t, err)
		r.Header.Set("Content-Type", kind)
		_, status, page := g.send(r)
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, status)
		}
		htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("bị lỗi hoặc thiếu"))
	}
	if strings.Contains(s.log.String(), "incident=") {
		t.Errorf("logged as an incident: %s", s.log.String())
	}
}
