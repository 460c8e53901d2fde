package documentweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/htmlcheck"
)

// part is a typed field, or a file where name has a file name after a colon.
type part struct{ name, value string }

// upload sends the parts in the order given.
func (g *guest) upload(path string, parts ...part) (at string, status int, page string) {
	g.t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for _, p := range parts {
		name, file, isFile := strings.Cut(p.name, ":")
		if !isFile {
			must(g.t, w.WriteField(name, p.value))
			continue
		}
		f, err := w.CreateFormFile(name, file)
		must(g.t, err)
		_, err = f.Write([]byte(p.value))
		must(g.t, err)
	}
	must(g.t, w.Close())
	r, err := http.NewRequestWithContext(g.t.Context(), http.MethodPost, g.site.URL+path, &out)
	must(g.t, err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return g.send(r)
}

func pdfText(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(draftFile(t))
	must(t, err)
	return string(raw)
}

// token is the id that the form of a new draft was given.
func (g *guest) token() string {
	g.t.Helper()
	_, _, page := g.get("/van-ban/moi?secrecy=normal")
	_, rest, ok := strings.Cut(page, `name="draft" value="`)
	if !ok {
		g.t.Fatalf("no token in %s", page)
	}
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

func (s *site) drafts(t *testing.T) int {
	t.Helper()
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	q, err := s.Documents.QueueOf(by, "du-thao")
	must(t, err)
	n, err := s.Documents.CountQueue(t.Context(), q)
	must(t, err)
	return n
}

func TestTemplatesFitTheirStructs(t *testing.T) {
	t.Parallel()
	s := open(t)
	htmlcheck.Templates(t, s.shell.Set(), s.shell.Pages())
}

func TestSecretDraftIsRefusedBeforeAnyFileIsRead(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, "chuyenvien.skhcn")
	before, token, pdf := s.blobs(t), g.token(), pdfText(t)
	for name, parts := range map[string][]part{
		"secret":              {{"secrecy", "secret"}, {"draft", token}, {"subject", "Việc mật"}, {"file:mat.pdf", pdf}},
		"unknown level":       {{"secrecy", "lạ"}, {"draft", token}, {"file:mat.pdf", pdf}},
		"file before secrecy": {{"file:mat.pdf", pdf}, {"secrecy", "normal"}, {"draft", token}},
		"no secrecy":          {{"draft", token}, {"file:mat.pdf", pdf}},
	} {
		_, status, page := g.upload("/van-ban/moi", parts...)
		if status != http.StatusForbidden && status != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", name, status)
		}
		htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoText("Việc mật"), htmlcheck.In("#secrecy"))
	}
	if after := s.blobs(t); after != before {
		t.Errorf("%d blobs became %d", before, after)
	}
	if n := s.drafts(t); n != 0 {
		t.Errorf("%d drafts were made", n)
	}
}

func TestSameFormMakesOneDraft(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, "chuyenvien.skhcn")
	parts := []part{{"secrecy", "normal"}, {"draft", g.token()}, {"type", "CV"}, {"subject", "V/v một lần"}, {"recipients", "H41.35"}, {"file:a.pdf", pdfText(t)}}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, status, page := g.upload("/van-ban/moi", parts...); status != http.StatusOK {
				t.Errorf("status %d: %s", status, page)
			}
		})
	}
	all.Wait()
	at, _, page := g.upload("/van-ban/moi", parts...)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("đã lưu trước đó"))
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	d, err := s.Documents.Get(t.Context(), by, document.ID(strings.TrimPrefix(at, "/van-ban/")))
	must(t, err)
	if n := s.drafts(t); n != 1 || d.Version != 1 {
		t.Errorf("%d drafts, version %d", n, d.Version)
	}
}

func TestRefusedUploadKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, "chuyenvien.skhcn")
	typed := []part{{"secrecy", "normal"}, {"draft", g.token()}, {"type", "CV"}, {"subject", "V/v giữ lại"}, {"field", "Nội vụ"}, {"recipients", "H41.35"}}
	_, status, page := g.upload("/van-ban/moi", append(typed, part{"file:a.pdf", "đây không phải PDF"})...)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasField("subject", "V/v giữ lại"), htmlcheck.HasField("type", "CV"), htmlcheck.HasField("field", "Nội vụ"),
		htmlcheck.Count("#recipients [checked]", 1), htmlcheck.HasText("không phải PDF hoặc DOCX"))
	at, _, page := g.upload("/van-ban/moi", append(typed, part{"file:a.pdf", pdfText(t)})...)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Đã lưu dự thảo."))
	if n := s.drafts(t); n != 1 {
		t.Errorf("%d drafts", n)
	}

	edit := append([]part{{"version", "1"}}, typed...)
	_, _, page = g.upload(at+"/sua", append(edit, part{"file:b.pdf", pdfText(t)})...)
	htmlcheck.Check(t, page, htmlcheck.HasText("Đã lưu thay đổi."))
	_, status, page = g.upload(at+"/sua", append(edit, part{"file:b.pdf", pdfText(t)})...)
	if status != http.StatusConflict {
		t.Errorf("second sending: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("đã có phiên bản 2"))
}

// names lists the files of the current version as they were uploaded.
func names(d *document.Document) string {
	var out []string
	for _, f := range d.Files {
		if f.Version == d.Version && f.Stage == document.Uploaded {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestNewTextKeepsAttachmentsUnlessDropped(t *testing.T) {
	t.Parallel()
	s := open(t)
	g, id := s.as(t, "chuyenvien.skhcn"), s.write(t)
	at := "/van-ban/" + string(id) + "/sua"
	_, _, page := g.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("#drop", htmlcheck.HasText("danh-sach.pdf")))
	typed := []part{{"secrecy", "normal"}, {"type", "CV"}, {"subject", "V/v giữ tệp kèm theo"}, {"recipients", "H41.35"}}
	_, _, page = g.upload(at, append(typed, part{"version", "1"}, part{"file:moi.pdf", pdfText(t)})...)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Tệp mới: “moi.pdf”. Giữ lại: “danh-sach.pdf”. Không còn trong bản này: “du-thao.pdf”."))
	d := s.document(t, id)
	if got := names(d); d.Version != 2 || got != "moi.pdf danh-sach.pdf" {
		t.Fatalf("version %d has %s", d.Version, got)
	}
	hash, attached := d.ContentHash(), d.Separate()[0]
	if attached.Stage != document.Uploaded {
		t.Errorf("the attachment is at %s", attached.Stage)
	}
	_, _, page = g.upload(at, append(typed, part{"version", "2"}, part{"drop", string(attached.ID)})...)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Không còn trong bản này: “danh-sach.pdf”."))
	d = s.document(t, id)
	if got := names(d); d.Version != 3 || got != "moi.pdf" || d.ContentHash() == hash {
		t.Errorf("version %d has %s", d.Version, got)
	}
	g.upload(at, append(typed, part{"version", "3"}, part{"drop", "không có"})...)
	if d = s.document(t, id); d.Version != 3 {
		t.Errorf("nothing changed, and version %d was made", d.Version)
	}
	g.upload(at, append(typed, part{"version", "3"}, part{"appendices:phu-luc.pdf", pdfText(t)})...)
	if d = s.document(t, id); d.Version != 4 || names(d) != "phu-luc.pdf moi.pdf" {
		t.Errorf("version %d has %s", d.Version, names(d))
	}
}
