package web

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// stopPage says what was refused, or that something broke.
type stopPage struct {
	ui.Page
	Text     []string
	Incident string // number to quote, when something broke
	Back     ui.Link
}

// refuseFor shows a refusal to somebody the shell knows.
func (s *Shell) refuseFor(w http.ResponseWriter, r *Request, f *fault.Fault) {
	if f.Kind == fault.NotFound && f.Action == "" {
		f = f.Do("Mở lại từ danh sách việc của bạn. Nếu cần mà không thấy, hỏi văn thư của cơ quan.")
	}
	page := &stopPage{Page: ui.Page{Title: title(f.Kind), Fault: ui.Refused(f, r.Actor.Province)}, Back: ui.Link{Text: "Về việc của tôi", Href: "/"}}
	s.stop(w, r, status(f.Kind), page)
}

// refuse shows a refusal before anybody is known.
func (s *Shell) refuse(w http.ResponseWriter, r *http.Request, f *fault.Fault) {
	page := &stopPage{Page: ui.Page{Title: title(f.Kind), Fault: ui.Refused(f, ""), Public: true}, Back: ui.Link{Text: "Về trang đầu", Href: "/"}}
	s.bare(w, r, status(f.Kind), page)
}

// plain shows the page of a status that no route answers.
func (s *Shell) plain(w http.ResponseWriter, hr *http.Request, code int) {
	page := &stopPage{Page: ui.Page{Title: "Không có trang này"}, Back: ui.Link{Text: "Về trang đầu", Href: "/"},
		Text: []string{"Địa chỉ có thể đã gõ sai, hoặc trang đã được chuyển đi.", "Kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu."}}
	if code == http.StatusMethodNotAllowed {
		page.Title = "Không mở được theo cách này"
		page.Text = []string{"Trang này chỉ nhận dữ liệu từ biểu mẫu của nó, không mở trực tiếp được.", "Quay lại trang có biểu mẫu rồi bấm nút gửi."}
	}
	r := &Request{Request: hr, shell: s}
	if id := s.sessions.account(hr.Context(), true); id != "" {
		if actor, err := s.actor(hr.Context(), id); err == nil {
			r.Actor = actor
		}
	}
	s.stop(w, r, code, page)
}

// stop renders with the full frame, or with the bare one when that fails.
func (s *Shell) stop(w http.ResponseWriter, r *Request, code int, page *stopPage) {
	if err := r.RenderStatus(w, code, page); err != nil {
		s.incident(w, r.Request, err)
	}
}

// broken answers when the session store fails: no session may be asked here.
func (s *Shell) broken(w http.ResponseWriter, r *http.Request, err error) { s.incident(w, r, err) }

// incident logs an error of ours and shows its number alone.
func (s *Shell) incident(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil { // the person left: nobody waits for the page
		s.cfg.Log.LogAttrs(r.Context(), slog.LevelInfo, "request abandoned",
			slog.String("method", r.Method), slog.String("path", logged(r.URL.Path)), slog.Any("error", err))
		return
	}
	number := incidentNumber()
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "incident", slog.String("incident", number),
		slog.String("method", r.Method), slog.String("path", logged(r.URL.Path)), slog.Any("error", err))
	s.bare(w, r, http.StatusInternalServerError, &stopPage{
		Page:     ui.Page{Title: "Hệ thống gặp sự cố", Public: true},
		Incident: number,
		Text:     []string{"Việc vừa làm có thể chưa xong. Mở lại danh sách để xem trước khi làm lại.", "Nếu còn gặp, báo cho người quản trị số sự cố này:"},
		Back:     ui.Link{Text: "Về trang đầu", Href: "/"},
	})
}

// secretSize is the length of 256 random bits in base64url, as tickets stand in
// addresses. Ids and digests have other lengths.
const secretSize = 43

// logged is a path without the secrets in it.
func logged(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if len(p) == secretSize {
			parts[i] = "…"
		}
	}
	return strings.Join(parts, "/")
}

// bare renders without asking the session or any service.
func (s *Shell) bare(w http.ResponseWriter, r *http.Request, code int, page *stopPage) {
	page.Path, page.Practice, page.PublicLinks = r.URL.Path, s.cfg.Practice, s.links
	if head, err := s.cfg.Letterhead(r.Context(), org.Actor{}); err == nil {
		page.Letterhead = head
	}
	out, err := s.set.Render(page)
	if err != nil {
		s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "rendering the stop page", slog.Any("error", err))
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	send(w, code, out)
}

// incidentNumber is short enough to read out over the telephone: no 0, 1, I, O.
func incidentNumber() string {
	const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	raw := make([]byte, 8)
	_, _ = rand.Read(raw) // never fails in this Go: it stops the program instead
	for i, b := range raw {
		raw[i] = letters[int(b)%len(letters)]
	}
	return string(raw[:4]) + "-" + string(raw[4:])
}

func title(kind fault.Kind) string {
	switch kind {
	case fault.Forbidden:
		return "Không được làm việc này"
	case fault.NotFound:
		return "Không tìm thấy"
	case fault.Conflict:
		return "Việc này đã thay đổi"
	case fault.TooLarge:
		return "Quá dung lượng cho phép"
	case fault.Unready:
		return "Chưa làm được lúc này"
	case fault.Signed:
		return "Chữ ký không đạt"
	case fault.SignInNeed:
		return "Cần đăng nhập"
	case fault.Invalid:
	}
	return "Chưa nhận được"
}
