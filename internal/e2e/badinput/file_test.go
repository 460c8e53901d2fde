package badinput

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(finish(m.Run())) }

// noPages is a PDF whose page tree is empty.
func noPages() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := []int{b.Len()}
	b.WriteString("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
	at = append(at, b.Len())
	b.WriteString("2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", at[0], at[1], table)
	return b.Bytes()
}

// encrypted is the letter under a password to open it.
func encrypted(t *testing.T) []byte {
	t.Helper()
	in, out := filepath.Join(t.TempDir(), "in.pdf"), filepath.Join(t.TempDir(), "out.pdf")
	site.Must(t, os.WriteFile(in, site.Letter(t), 0o600))
	if said, err := exec.CommandContext(t.Context(), "qpdf", "--encrypt", "mo", "chu", "256", "--", in, out).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v\n%s", err, said)
	}
	raw, err := os.ReadFile(out)
	site.Must(t, err)
	return raw
}

// TestBadFilesAreRefusedInWords: as the file of a new draft. What was typed
// stands in the form again and no draft and no file is kept.
func TestBadFilesAreRefusedInWords(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	letter := site.Letter(t)
	for _, c := range []struct {
		name  string
		raw   []byte
		words string
	}{
		{"empty", nil, "rỗng"},
		{"not a PDF", []byte("Đây là văn bản thường, không phải PDF.\n"), "PDF"},
		{"a program under the name of a PDF", append([]byte("MZ\x90\x00"), bytes.Repeat([]byte{0}, 400)...), "PDF"},
		{"no pages", noPages(), "trang"},
		{"encrypted", encrypted(t), "mật khẩu"},
		{"cut off", letter[:len(letter)/2], "PDF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := s.Blobs()
			p := s.As(site.Officer)
			p.T = t
			page := p.NewDraft(site.Main(c.raw)).Press("Lưu dự thảo")
			page.Refused(422, c.words)
			again := page.FormTo("/van-ban/moi")
			if again.Value("subject") != site.Subject || again.Value("type") != "CV" || again.Value("recipients") != site.Receiver {
				t.Errorf("what was typed is gone: %s", page.Text())
			}
			_, err := s.App.Blobs.Sweep(t.Context(), s.Documents.Store.Referenced, s.Now().Add(time.Hour))
			site.Must(t, err)
			if n := s.Blobs(); n != before {
				t.Errorf("%d files are kept for good", n-before)
			}
			// The same form with a good file goes through, and makes one draft.
			again.Attach("file", "du-thao.pdf", letter).Press("Lưu dự thảo").See("Đã lưu dự thảo.")
		})
	}
}

// TestOldPDFStopsAtTheFormatCheck: less than PDF 1.4 never comes before the
// signer, and the document stays where it is.
func TestOldPDFStopsAtTheFormatCheck(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	old := bytes.Replace(site.Letter(t), []byte("%PDF-1.4"), []byte("%PDF-1.3"), 1)
	at := s.As(site.Officer).Draft(site.Main(old))
	s.Through(at, "consent")
	s.As(site.Checker).Get(at).FormTo("/the-thuc/dat").Press("Đạt").Refused(422, "1.4")
	if d := load(t, s, at); d.State != document.Formatting {
		t.Errorf("the document is %s", d.State)
	}
}

// zeros is a file of any size that costs no memory.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// counted counts what is read of a body.
type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// huge is the form of a new draft with 600 MB of file.
func huge(t *testing.T, p *site.Person, path, secrecy string, chunked bool) (*site.Page, error) {
	t.Helper()
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	for _, f := range [][2]string{{"secrecy", secrecy}, {"draft", string(document.NewFormID())}, {"type", "CV"}, {"subject", site.Subject}} {
		site.Must(t, w.WriteField(f[0], f[1]))
	}
	_, err := w.CreateFormFile("file", "lon.pdf")
	site.Must(t, err)
	const size = 600 << 20
	const start = "%PDF-1.7\n"
	end := "\r\n--" + w.Boundary() + "--\r\n"
	body := io.MultiReader(&head, strings.NewReader(start), io.LimitReader(zeros{}, size), strings.NewReader(end))
	length := int64(head.Len()) + int64(len(start)) + size + int64(len(end))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.Base+path, body)
	site.Must(t, err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.ContentLength = length
	if chunked {
		r.ContentLength = -1
	}
	page, err := p.Try(r)
	return page, err
}

// TestTooLargeUpload: 600 MB over the limit of 512 MB, announced or not: the
// words of the page stand in the refusal, and nothing is kept.
func TestTooLargeUpload(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	before := s.Blobs()
	for _, path := range []string{"/van-ban/moi", "/kiem-tra"} {
		for _, chunked := range []bool{false, true} {
			p := s.As(site.Officer)
			limit := "Mỗi lần gửi tối đa 512 MB"
			form := p.Get("/kiem-tra")
			if path == "/van-ban/moi" {
				form = p.Get("/van-ban/moi?secrecy=normal")
			}
			form.See(limit)
			page, err := huge(t, p, path, "normal", chunked)
			site.Must(t, err)
			page.Refused(http.StatusRequestEntityTooLarge, "Tệp quá lớn", limit)
		}
	}
	if n := s.Blobs(); n != before {
		t.Errorf("%d files were kept", n-before)
	}
	if left, _ := filepath.Glob(filepath.Join(s.Dir, "blobs", "*", "*tmp*")); len(left) > 0 {
		t.Errorf("unfinished files were left: %v", left)
	}
}

// TestSecretContentIsNeverRead: above "Thường" the door closes before the first
// byte of the file; what the program still takes from the line it throws away.
func TestSecretContentIsNeverRead(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(site.Officer)
	before := s.Blobs()
	for _, level := range []string{"secret", "top-secret", "ultra-secret"} {
		page := p.Get("/van-ban/moi?secrecy=" + level)
		page.Refused(403, "Không áp dụng chữ ký số cho văn bản mật")
		page = p.PostFile("/van-ban/moi", map[string][]string{"secrecy": {level}, "draft": {string(document.NewFormID())}, "subject": {"Nội dung mật"}}, "file", "mat.pdf", site.Letter(t))
		page.Refused(403, "Không áp dụng chữ ký số cho văn bản mật")
		if strings.Contains(string(page.Body), "Nội dung mật") {
			t.Errorf("%s: what was typed is carried back", level)
		}
	}
	if n := s.Blobs(); n != before {
		t.Errorf("%d files were kept", n-before)
	}
	p.Get("/viec/du-thao").See("Không có")
}

// watched notes how much of the body had been read when the answer began.
type watched struct {
	*httptest.ResponseRecorder
	body *counted
	read int64
}

func (w *watched) WriteHeader(status int) {
	w.read = w.body.n
	w.ResponseRecorder.WriteHeader(status)
}

// TestDoorClosesBeforeTheFile counts: when the refusal begins, no more than
// the buffers of the form has been read of 64 MB.
func TestDoorClosesBeforeTheFile(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	p := s.As(site.Officer)
	server, err := s.Fixture.Server()
	site.Must(t, err)
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	site.Must(t, w.WriteField("secrecy", "secret"))
	site.Must(t, w.WriteField("draft", string(document.NewFormID())))
	_, err = w.CreateFormFile("file", "mat.pdf")
	site.Must(t, err)
	fields := int64(head.Len())
	body := &counted{Reader: io.MultiReader(&head, io.LimitReader(zeros{}, 64<<20), strings.NewReader("\r\n--"+w.Boundary()+"--\r\n"))}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/van-ban/moi", body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	here, err := url.Parse(s.URL)
	site.Must(t, err)
	for _, c := range p.Jar.Cookies(here) {
		r.AddCookie(c)
	}
	answer := &watched{ResponseRecorder: httptest.NewRecorder(), body: body}
	server.Handler.ServeHTTP(answer, r)
	if answer.Code != http.StatusForbidden || !strings.Contains(answer.Body.String(), "văn bản mật") {
		t.Errorf("answered %d", answer.Code)
	}
	if over := answer.read - fields; over > 64<<10 {
		t.Errorf("%d bytes of the file were read before the refusal", over)
	}
}

// TestTruncatedInTheSignature: a sealed file that is cut in its last signature
// is never valid on the public page.
func TestTruncatedInTheSignature(t *testing.T) {
	t.Parallel()
	s := site.Open(t)
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	s.Through(at, "seal")
	raw := s.As(site.Clerk).Sealed(at)
	hole := bytes.LastIndex(raw, []byte("/Contents"))
	for name, cut := range map[string][]byte{"in the signature": raw[:hole+500], "after the signature": raw[:len(raw)-200]} {
		page := site.Guest(t, s.URL).Get("/kiem-tra").Form("form[action=/kiem-tra]").Attach("file", "cut.pdf", cut).Press("Kiểm tra")
		page.Refused(200)
		if strings.Contains(page.Text(), "Văn bản hợp lệ") {
			t.Errorf("%s: %s", name, page.Text())
		}
		t.Logf("%s: %.120s", name, page.Text())
	}
}
