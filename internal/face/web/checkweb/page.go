package checkweb

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"

	"antin/internal/face/sheet"
	"antin/internal/face/web"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// askPage asks for the file.
type askPage struct {
	ui.Page
	Limit string
}

func newAsk() *askPage {
	return &askPage{
		Page: ui.Page{Title: "Kiểm tra chữ ký số", Public: true, Scripts: []string{"check.js"},
			Lead: "Chọn một tệp PDF để biết ai đã ký, nội dung có bị sửa hay không và cần làm gì tiếp."},
		Limit: web.FileLimitText,
	}
}

func (m *module) ask(w http.ResponseWriter, r *web.Request) error { return r.Render(w, newAsk()) }

// check takes the file, judges it and leads to the answer.
func (m *module) check(w http.ResponseWriter, r *web.Request) error {
	a, err := m.answerTo(r)
	if err != nil {
		// The browser shows our page only when its sending has ended well.
		_, _ = io.Copy(io.Discard, r.Body)
		return r.Refuse(w, err, newAsk())
	}
	return r.Go(w, "/kiem-tra/"+m.answers.put(owner(w, r), a))
}

func (m *module) answerTo(r *web.Request) (*answer, error) {
	f, err := m.fromForm(r)
	if err != nil {
		return nil, err
	}
	a, err := m.judge(r.Context(), f, true)
	if gone := f.Close(); err == nil && gone != nil {
		return nil, fmt.Errorf("removing a file that was judged: %w", gone)
	}
	return a, err
}

// cookie ties an answer to the browser that sent the file.
const cookie = "antin-kiem-tra"

func owner(w http.ResponseWriter, r *web.Request) string {
	if c, err := r.Cookie(cookie); err == nil && len(c.Value) == len(rand.Text()) {
		return c.Value
	}
	token := rand.Text()
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Value: token, Path: "/kiem-tra", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https",
	})
	return token
}

func (m *module) find(r *web.Request) (*answer, error) {
	if c, err := r.Cookie(cookie); err == nil {
		if a, ok := m.answers.get(c.Value, r.PathValue("id")); ok {
			return a, nil
		}
	}
	return nil, fault.New(fault.NotFound, "check.gone", "Kết quả này không còn: chỉ giữ 10 phút, cho trình duyệt đã gửi tệp.").
		Do("Mở trang Kiểm tra chữ ký số và gửi lại tệp.")
}

// answerPage is the sheet on screen, in plain words.
type answerPage struct {
	ui.Page
	Sheet sheet.Sheet
	Tone  ui.Tone
	Size  int64
	Cards []Card
	Whole []shown // of a file without a signature that can be shown
	Here  string
	Until string
}

// Tabs lead between the two readings of one answer.
func (p *answerPage) Tabs() tabs { return tabs{Here: p.Here} }

type tabs struct {
	Here   string
	Detail bool
}

func (m *module) answer(w http.ResponseWriter, r *web.Request) error {
	a, err := m.find(r)
	if err != nil {
		return err
	}
	return r.Render(w, a.page(r.URL.Path))
}

func (a *answer) page(here string) *answerPage {
	page := &answerPage{
		Page:  ui.Page{Title: a.sheet.Headline, Public: true, Crumbs: []ui.Link{{Text: "Kiểm tra văn bản khác", Href: "/kiem-tra"}}},
		Sheet: *a.sheet, Tone: Tone(a.sheet.Verdict), Size: a.size, Cards: Cards(a.sheet, a.report), Here: here,
		Until: ui.Clock(a.at.Add(keepFor)),
	}
	for _, p := range a.sheet.Pictures {
		if p.Signature >= 0 && p.Signature < len(page.Cards) {
			page.Cards[p.Signature].Pictures = append(page.Cards[p.Signature].Pictures, show(p))
		} else {
			page.Whole = append(page.Whole, show(p))
		}
	}
	return page
}

// detailPage is everything behind the verdict.
type detailPage struct {
	answerPage
}

// Tabs mark this reading.
func (p *detailPage) Tabs() tabs { return tabs{Here: p.Here, Detail: true} }

func (m *module) detail(w http.ResponseWriter, r *web.Request) error {
	a, err := m.find(r)
	if err != nil {
		return err
	}
	page := &detailPage{*a.page(strings.TrimSuffix(r.URL.Path, "/chi-tiet"))}
	page.Title += ": chi tiết"
	return r.Render(w, page)
}

func (m *module) sheetPDF(w http.ResponseWriter, r *web.Request) error {
	a, err := m.find(r)
	if err != nil {
		return err
	}
	out, err := a.printed()
	if err != nil {
		return err
	}
	Attach(w, "application/pdf", "phieu-kiem-tra-"+stem(a.file)+".pdf")
	_, _ = w.Write(out) // the browser went away: nothing to do
	return nil
}

func (a *answer) printed() ([]byte, error) {
	var out bytes.Buffer
	if err := a.sheet.PDF(&out, a.at); err != nil {
		return nil, fmt.Errorf("printing the sheet: %w", err)
	}
	return out.Bytes(), nil
}

func (m *module) sheetJSON(w http.ResponseWriter, r *web.Request) error {
	a, err := m.find(r)
	if err != nil {
		return err
	}
	Attach(w, "application/json", "phieu-kiem-tra-"+stem(a.file)+".json")
	_, _ = w.Write(append(a.json, '\n')) // the browser went away: nothing to do
	return nil
}

// sheetXML gives the validation report of ETSI TS 119 102-2.
func (m *module) sheetXML(w http.ResponseWriter, r *web.Request) error {
	a, err := m.find(r)
	if err != nil {
		return err
	}
	Attach(w, "application/xml", "phieu-kiem-tra-"+stem(a.file)+".xml")
	_, _ = w.Write(a.xml) // the browser went away: nothing to do
	return nil
}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// Attach makes the answer a download of this kind and name.
func Attach(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
