package exchangeweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/platform/sample"
	"antin/internal/testkit/htmlcheck"
)

const clerkAccount = "vanthu.snv"

// bring sends the form of the upload page as a browser sends it.
func (g *guest) bring(fields map[string]string, files map[string][]byte) (at string, answer *http.Response, page string) {
	g.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, name := range []string{"form", "channel", "secrecy", "source", "address", "transfer"} {
		must(g.t, w.WriteField(name, fields[name]))
	}
	for name, raw := range files {
		part, err := w.CreateFormFile("file", name)
		must(g.t, err)
		_, err = part.Write(raw)
		must(g.t, err)
	}
	must(g.t, w.Close())
	r, err := http.NewRequestWithContext(g.t.Context(), http.MethodPost, g.site.URL+"/den/moi", &body)
	must(g.t, err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return g.send(r)
}

func fromPortal() map[string]string {
	return map[string]string{"form": string(document.NewFormID()), "channel": "upload", "secrecy": "normal", "source": "portal", "address": "https://example.gov.vn/vb"}
}

// printed is a letter of another office.
func printed(t *testing.T, subject string) []byte {
	t.Helper()
	doc := sample.Drafts()[0]
	now := time.Now()
	doc.Agency, doc.Symbol, doc.Subject, doc.Month, doc.Year = "Sở Y tế", "SYT-NVY", subject, int(now.Month()), now.Year()
	raw, err := sample.PDF(doc)
	must(t, err)
	return raw
}

// sound wants a page that a screen reader and a strict browser take.
func sound(t *testing.T, page string, texts ...string) {
	t.Helper()
	htmlcheck.Check(t, page, htmlcheck.NoInlineScript(), htmlcheck.NoInlineStyle(), htmlcheck.Labelled(), htmlcheck.UniqueIDs())
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%q is not on the page", text)
		}
	}
}

// A paper that was scanned is read, corrected and registered on its page; the
// printed copy has the dấu "Đến".
func TestPaperIsReadAndRegistered(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, clerkAccount)
	fields := fromPortal()
	fields["channel"] = "paper"
	at, _, page := g.bring(fields, map[string][]byte{"quet.pdf": printed(t, "phòng chống dịch sau mưa lũ")})
	if !strings.HasPrefix(at, "/den/") {
		t.Fatalf("went to %s: %s", at, page)
	}
	id := document.ID(strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/den/"))
	must(t, s.Exchange.Intake(t.Context(), id))
	_, _, page = g.get("/den/" + string(id))
	sound(t, page, "Sở Y tế", "phòng chống dịch sau mưa lũ", "Đã đọc", "Bản giấy quét", "Vào sổ đến")
	_, _, page = g.get("/den?kenh=paper")
	sound(t, page, "phòng chống dịch sau mưa lũ", "Bản giấy quét")
	form := map[string][]string{
		"ref": {"15/SYT-NVY"}, "issued": {"32/1/2026"}, "from": {"Sở Y tế"}, "type": {"CV"}, "subject": {"V/v phòng chống dịch"}, "signer": {"Lê Quang Huy"},
		"title": {"Giám đốc"}, "urgency": {""}, "to": {"Văn phòng"}, "file": {""},
	}
	_, status, page := g.post("/den/"+string(id)+"/vao-so", form)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none answers %d", status)
	}
	sound(t, page, "Ghi ngày/tháng/năm", "V/v phòng chống dịch")
	form["issued"] = []string{"5/1/2026"}
	_, _, page = g.post("/den/"+string(id)+"/vao-so", form)
	sound(t, page, "Đã vào sổ đến số", "15/SYT-NVY", "05/01/2026", "Bản in có dấu")
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	if d.State != document.Registered || d.Subject != "V/v phòng chống dịch" || d.Intake.Stamp.To != "Văn phòng" {
		t.Errorf("%s %q %+v", d.State, d.Subject, d.Intake.Stamp)
	}
	_, answer, file := g.get("/den/" + string(id) + "/ban-in.pdf")
	if answer.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(file, "%PDF") {
		t.Errorf("the printed copy is %s", answer.Header.Get("Content-Type"))
	}
}

// Several files at once: each has its result, and what is refused says why.
func TestEachFileHasItsResult(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, clerkAccount)
	_, _, page := g.get("/den/moi")
	sound(t, page, "Độ mật", "Nguồn của tệp")
	_, answer, page := g.bring(fromPortal(), map[string][]byte{"tot.pdf": s.sealed(t), "hong.pdf": []byte("không phải PDF")})
	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("answered %d", answer.StatusCode)
	}
	sound(t, page, "1 trên 2 tệp chưa nhận được", "tot.pdf", "Đã nhận", "không phải PDF đọc được")
	secret := fromPortal()
	secret["secrecy"] = "secret"
	if _, answer, _ := g.bring(secret, map[string][]byte{"tot.pdf": s.sealed(t)}); answer.StatusCode == http.StatusOK {
		t.Error("a secret document was taken")
	}
	if _, answer, _ := s.as(t, "giamdoc.snv").bring(fromPortal(), map[string][]byte{"tot.pdf": s.sealed(t)}); answer.StatusCode != http.StatusForbidden {
		t.Errorf("somebody else brings files in: %d", answer.StatusCode)
	}
}

// A second arrival of the same document is told, with the way to the first; the
// clerk links it.
func TestTwinIsLinked(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, clerkAccount)
	at, _, _ := g.bring(fromPortal(), map[string][]byte{"lan-hai.pdf": s.sealed(t)})
	id := document.ID(strings.TrimPrefix(strings.SplitN(at, "?", 2)[0], "/den/"))
	must(t, s.Exchange.Intake(t.Context(), id))
	_, _, page := g.get("/den/" + string(id))
	sound(t, page, "Có thể trùng với văn bản đã có", "số đến 1", "Vì sao vẫn vào sổ")
	_, status, page := g.post("/den/"+string(id)+"/vao-so", nil)
	if status < 400 {
		t.Errorf("registered without a decision: %d", status)
	}
	sound(t, page, "có thể trùng với văn bản đến đã có")
	d, err := s.Documents.Store.Load(t.Context(), id)
	must(t, err)
	_, _, page = g.post("/den/"+string(id)+"/trung", map[string][]string{"earlier": {string(d.Intake.Suspect)}})
	sound(t, page, "Đã gắn vào văn bản đã có", "số đến 1")
	_, _, page = g.get("/den/trach-nhiem")
	sound(t, page, "Trách nhiệm của văn thư")
	_, _, page = g.get("/den/hop-thu")
	sound(t, page, "Khung giờ của cơ quan")
	at, _, page = g.post("/den/hop-thu/khung-gio", map[string][]string{"windows": {"10:30-11:30\n16:00-17:00"}})
	if at != "/den/hop-thu" {
		t.Errorf("went to %s", at)
	}
	sound(t, page, "10:30-11:30", "Đã đặt khung giờ")
}
