package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/face/web"
	"antin/internal/testkit/htmlcheck"
)

func TestWrongNameAndWrongPasswordReadTheSame(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	var said []string
	for _, name := range []string{"vanthu", "khong-ai"} {
		_, status, page := s.guest(t).post("/login", url.Values{"name": {name}, "password": {"sai mật khẩu"}})
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, status)
		}
		htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasField("name", name), htmlcheck.HasField("password", ""))
		said = append(said, strings.ReplaceAll(page, name, "…"))
	}
	if said[0] != said[1] {
		t.Error("the two answers differ")
	}
	_, status, page := s.guest(t).post("/login", url.Values{"name": {"vanthu"}, "password": {"lại sai"}})
	if status != http.StatusTooManyRequests {
		t.Errorf("at once after a wrong one: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.HasText("Vui lòng đợi"))
}

func TestEmptyLoginSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	_, status, page := open(t, nil).guest(t).post("/login", url.Values{"name": {" "}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("#name-error", htmlcheck.HasText("Nhập tên đăng nhập")),
		htmlcheck.In("[role=alert]", htmlcheck.Count("a[href=#password]", 1)))
}

func TestSignInRenewsTheTokenAndGoesBack(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.guest(t)
	at, _, _ := g.get("/drafts?page=2")
	if at != "/login?next=%2Fdrafts%3Fpage%3D2" {
		t.Fatalf("sent to %s", at)
	}
	g.post("/note", url.Values{"subject": {"x"}}) // a session that exists before sign-in
	here, _ := url.Parse(s.URL)
	before := g.Jar.Cookies(here)[0].Value
	at, _, page := g.post("/login", url.Values{"name": {" VANTHU "}, "password": {password}, "next": {"/drafts?page=2"}})
	if at != "/drafts?page=2" {
		t.Errorf("came to %s", at)
	}
	if g.Jar.Cookies(here)[0].Value == before {
		t.Error("the token of before still holds")
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("nav.rooms", htmlcheck.HasText("1.284"), htmlcheck.Count("a[aria-current=page]", 1)))
}

func TestNextNeverLeadsElsewhere(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, next := range []string{"https://evil.example/x", "//evil.example/x", `/\evil.example`, "javascript:alert(1)", "\t//evil.example"} {
		g := s.guest(t)
		g.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/login",
			strings.NewReader(url.Values{"name": {"vanthu"}, "password": {password}, "next": {next}}.Encode()))
		must(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := g.Do(r)
		must(t, err)
		_ = answer.Body.Close()
		to, err := answer.Location()
		must(t, err)
		if to.Host != strings.TrimPrefix(s.URL, "http://") {
			t.Errorf("%q leads to %s", next, to)
		}
	}
}

func TestCookieIsClosedToScriptsAndSecureWhenConfigured(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		s := open(t, func(c *web.Config) { c.Secure = secure })
		g := s.guest(t)
		g.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		answer, err := g.PostForm(s.URL+"/login", url.Values{"name": {"vanthu"}, "password": {password}})
		must(t, err)
		_ = answer.Body.Close()
		c := answer.Cookies()[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != secure || c.MaxAge != 0 {
			t.Errorf("secure %v: %s", secure, c)
		}
	}
}

func TestSessionEndsIdleAndAfterTheDay(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	s.wait(29 * time.Minute)
	if at, _, _ := g.get("/drafts"); at != "/drafts" {
		t.Fatalf("after 29 minutes at %s", at)
	}
	s.wait(29 * time.Minute)
	g.get("/poll") // a poll is not a click
	s.wait(2 * time.Minute)
	at, _, page := g.get("/drafts")
	if !strings.HasPrefix(at, "/login") {
		t.Errorf("after 31 idle minutes at %s", at)
	}
	htmlcheck.Check(t, page, htmlcheck.HasText("Phiên làm việc đã hết"))
	g = s.as(t, "vanthu")
	for range 24 {
		s.wait(25 * time.Minute)
		g.get("/drafts")
	}
	s.wait(time.Minute)
	if at, _, _ := g.get("/drafts"); !strings.HasPrefix(at, "/login") {
		t.Errorf("after the day at %s", at)
	}
}

func TestDisabledAccountIsOutAtTheNextClick(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	if err := s.org.SetDisabled(t.Context(), org.Installer("NA"), s.clerk, true, "nghỉ việc"); err != nil {
		t.Fatal(err)
	}
	if at, _, _ := g.get("/drafts"); !strings.HasPrefix(at, "/login") {
		t.Errorf("at %s", at)
	}
}

func TestNewPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	here, other := s.as(t, "vanthu"), s.as(t, "vanthu")
	s.wait(time.Second)
	_, status, page := here.post("/account/password", url.Values{"old": {password}, "password": {"một câu khác hẳn"}, "again": {"không giống"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("two different ones: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("#again-error", htmlcheck.HasText("Nhập lại đúng")))
	at, _, page := here.post("/account/password", url.Values{"old": {password}, "password": {"một câu khác hẳn"}, "again": {"một câu khác hẳn"}})
	if at != "/account" {
		t.Errorf("came to %s", at)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("[role=status]", htmlcheck.HasText("Đã đổi mật khẩu.")))
	if at, _, _ := here.get("/account"); at != "/account" {
		t.Error("the session that changed it is out as well")
	}
	if at, _, _ := other.get("/account"); !strings.HasPrefix(at, "/login") {
		t.Error("the other session is still in")
	}
}

func TestSessionGoneKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	s.wait(time.Hour)
	at, _, page := g.post("/note", url.Values{"subject": {"V/v rà soát <b>&"}, "password": {"bí mật"}})
	if at != "/login?next=/resend" {
		t.Fatalf("sent to %s", at)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Nội dung vừa nhập đã được giữ lại"))
	at, _, page = g.post("/login", url.Values{"name": {"vanthu"}, "password": {password}, "next": {"/resend"}})
	if at != "/resend" || s.got() != "" {
		t.Fatalf("came to %s, stored %q", at, s.got())
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasField("subject", "V/v rà soát <b>&"), htmlcheck.Count("[name=password]", 0),
		htmlcheck.In("form[action=/note]", htmlcheck.HasText("Gửi lại")), htmlcheck.In("dl.pairs", htmlcheck.HasText("Trích yếu"), htmlcheck.HasText("V/v rà soát <b>&")))
	if at, _, page = g.post("/note", url.Values{"subject": {"V/v rà soát <b>&"}}); at != "/drafts" {
		t.Errorf("came to %s", at)
	}
	htmlcheck.Check(t, page, htmlcheck.In("[role=status]", htmlcheck.HasText("Đã ghi.")))
	if s.got() != "V/v rà soát <b>&" {
		t.Errorf("stored %q", s.got())
	}
	if at, _, _ := g.get("/resend"); at != "/drafts" {
		t.Errorf("what was sent is still offered: %s", at)
	}
}

func TestSessionGoneDuringUploadKeepsFieldsNotFiles(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	s.wait(time.Hour)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("subject", "Kế hoạch")
	file, _ := form.CreateFormFile("file", "mat.pdf")
	_, _ = file.Write(bytes.Repeat([]byte("%PDF-1.7"), 4<<20)) // 32 MB: most of it is not waited for
	_ = form.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/drafts", &body)
	must(t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if at, _, _ := g.send(r); at != "/login?next=/resend" {
		t.Fatalf("sent to %s", at)
	}
	_, _, page := g.post("/login", url.Values{"name": {"vanthu"}, "password": {password}, "next": {"/resend"}})
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasField("subject", "Kế hoạch"), htmlcheck.HasText("Tệp PDF: chọn lại"),
		htmlcheck.In("form[action=/drafts]", htmlcheck.HasAttr("enctype", "multipart/form-data")), htmlcheck.In("input[type=file]", htmlcheck.HasAttr("name", "file")))
}

func TestTypedFieldsNeverGoToAnotherPerson(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	s.wait(time.Hour)
	g.post("/note", url.Values{"subject": {"việc của văn thư"}})
	_, _, page := g.post("/login", url.Values{"name": {"thanhtra"}, "password": {password}, "next": {"/resend"}})
	if strings.Contains(page, "việc của văn thư") {
		t.Error("another person sees what was typed")
	}
	if _, _, page = g.get("/resend"); strings.Contains(page, "việc của văn thư") {
		t.Error("another person sees it at the second try")
	}
}

func TestSignOutEndsAndForgets(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	g := s.as(t, "vanthu")
	at, _, page := g.post("/logout", nil)
	if at != "/login" {
		t.Errorf("came to %s", at)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Đã đăng xuất."))
	if at, _, _ := g.get("/drafts"); !strings.HasPrefix(at, "/login") {
		t.Errorf("still in: %s", at)
	}
}

func TestPollWithoutSessionLeadsTheWholePageToSignIn(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/poll", nil)
	must(t, err)
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Current-URL", "https://elsewhere.example/drafts?page=2")
	answer, err := s.guest(t).Do(r)
	must(t, err)
	_ = answer.Body.Close()
	if got := answer.Header.Get("HX-Redirect"); got != "/login?next=%2Fdrafts%3Fpage%3D2" {
		t.Errorf("HX-Redirect is %q", got)
	}
}

func TestPostsOfUnknownBrowsersAreKeptWithinBounds(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	first, last := s.guest(t), s.guest(t)
	first.post("/note", url.Values{"subject": {"gõ khi chưa đăng nhập"}})
	for range 40 {
		s.guest(t).post("/note", url.Values{"subject": {"x"}})
	}
	last.post("/note", url.Values{"subject": {"quá giới hạn"}})
	for g, want := range map[*guest]string{first: "gõ khi chưa đăng nhập", last: ""} {
		_, _, page := g.post("/login", url.Values{"name": {"vanthu"}, "password": {password}, "next": {"/resend"}})
		htmlcheck.Check(t, page, htmlcheck.Sound())
		if want != "" {
			htmlcheck.Check(t, page, htmlcheck.HasField("subject", want))
		} else if strings.Contains(page, "quá giới hạn") {
			t.Error("more is kept than the limit allows")
		}
	}
}

func TestSessionGoneAtAFormWithAPasswordLeadsBackToItsPage(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *web.Config) {
		do := func(http.ResponseWriter, *web.Request) error { return nil }
		c.Modules = append(c.Modules, web.Module{Routes: []web.Route{
			{Method: "GET", Pattern: "/paper/{id}", Action: "document.draft", Handler: do},
			{Method: "POST", Pattern: "/paper/{id}/seal", Action: "document.draft", Secret: true, Handler: do},
		}})
	})
	g := s.as(t, "vanthu")
	s.wait(13 * time.Hour)
	at, _, page := g.post("/paper/7/seal", url.Values{"password": {"khóa"}})
	if at != "/login?next=%2Fpaper%2F7" {
		t.Errorf("came to %s", at)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Phiên làm việc đã hết"))
	if at, _, _ := g.post("/account/password", url.Values{"password": {"khóa"}}); at != "/login?next=%2Faccount" {
		t.Errorf("came to %s", at)
	}
}
