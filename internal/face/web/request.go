package web

import (
	"errors"
	"maps"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// Request is the HTTP request with what the shell knows about it.
type Request struct {
	*http.Request
	Actor org.Actor // zero when nobody is signed in
	shell *Shell
}

// Can says whether to show a button; the service decides when it is pressed.
func (r *Request) Can(action org.Action, rel ...org.Relation) bool {
	return r.shell.cfg.Guard.Can(r.Actor, action, rel...)
}

// Parse reads the form of an ordinary post. One that is too long, too slow or
// broken is a refusal, and so is text that nobody types (vntext.Typed).
func (r *Request) Parse() error {
	if err := Broken(r.ParseForm()); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		values := r.PostForm[name]
		for i := range values {
			text, ok := vntext.Typed(values[i])
			if _, plain := vntext.Typed(name); !ok || !plain {
				return Untypable(name, r.shell.labels[name])
			}
			if !isPassword(name) { // what was chosen once must go on fitting
				values[i] = text
			}
		}
	}
	return nil
}

// Untypable refuses a field with characters that no keyboard gives; label is
// its name in words, if it has one.
func Untypable(name, label string) error {
	what := "Một ô"
	if label != "" {
		what = "Ô “" + label + "”"
	}
	f := fault.New(fault.Invalid, "web.control-character", what+" có ký tự điều khiển hoặc ký tự lỗi nên chưa được nhận.").
		Do("Xóa ô đó, gõ lại bằng bàn phím rồi gửi.")
	if label != "" {
		f = f.At(name, "Gõ lại ô này.")
	}
	return f
}

func isPassword(name string) bool { return name == "password" || name == "old" || name == "again" }

// Parts opens a form with files as a stream. Errors of reading on go through
// Broken. The typed fields that must be known before a file stand before it.
func (r *Request) Parts() (*multipart.Reader, error) {
	parts, err := r.MultipartReader()
	return parts, Broken(err)
}

// Broken turns an error of reading the body into a refusal; nil stays nil.
func Broken(err error) error {
	if err == nil {
		return nil
	}
	if f, ok := refusal(err); ok {
		return f
	}
	return fault.New(fault.Invalid, "web.broken-form", "Nội dung gửi đến bị lỗi hoặc thiếu nên chưa được nhận.").
		Do("Quay lại trang trước, tải lại trang rồi gửi lại.")
}

// Address is where the request comes from, for limits: of IPv6 the network.
func (r *Request) Address() string { return r.shell.address(r.Request) }

// Text is a form value without space at both ends; empty where Parse would
// refuse it. Routes with files read their parts as a stream and do not call it.
func (r *Request) Text(name string) string {
	text, _ := vntext.Typed(r.PostFormValue(name))
	return strings.TrimSpace(text)
}

// Partial reports that htmx asks for a part of the page, not the whole.
func (r *Request) Partial() bool { return r.Header.Get("HX-Request") == "true" }

// Render answers 200 with the page; the shell fills its frame.
func (r *Request) Render(w http.ResponseWriter, page ui.Framed) error {
	return r.RenderStatus(w, http.StatusOK, page)
}

// RenderStatus is Render with another status.
func (r *Request) RenderStatus(w http.ResponseWriter, status int, page ui.Framed) error {
	if err := r.shell.fill(r, page.Frame()); err != nil {
		return err
	}
	out, err := r.shell.set.Render(page)
	if err != nil {
		return err
	}
	send(w, status, out)
	return nil
}

// RenderPart answers with one named template of the page, for htmx.
func (r *Request) RenderPart(w http.ResponseWriter, part string, page ui.Framed) error {
	out, err := r.shell.set.Part(part, page)
	if err != nil {
		return err
	}
	send(w, http.StatusOK, out)
	return nil
}

// Refuse shows the page again with the refusal at its top and fields, and what
// was typed still there. An error that is no refusal is returned unchanged.
func (r *Request) Refuse(w http.ResponseWriter, err error, page ui.Framed) error {
	f, ok := refusal(err)
	if !ok || f.Kind == fault.SignInNeed {
		return err
	}
	page.Frame().Fault = ui.Refused(f, r.Actor.Province)
	return r.RenderStatus(w, status(f.Kind), page)
}

// Done ends a deed: back to a page that can be reloaded, which shows the notice.
func (r *Request) Done(w http.ResponseWriter, href, notice string) error {
	if notice != "" {
		r.shell.sessions.Put(r.Context(), keyNotice, notice)
	}
	return r.Go(w, href)
}

// Go redirects with 303, for htmx as well.
func (r *Request) Go(w http.ResponseWriter, href string) error {
	if r.Partial() {
		w.Header().Set("HX-Redirect", href)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r.Request, href, http.StatusSeeOther)
	return nil
}

// tooSlow is the code of a body that did not come in time: nothing more is read of it.
const tooSlow = "web.too-slow"

// refusal finds the fault in err; a body over its limit is one as well.
func refusal(err error) (*fault.Fault, bool) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return overLimit(tooLarge.Limit), true
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.New(fault.Unready, tooSlow, "Dữ liệu gửi đến quá chậm nên chưa nhận xong.").Do("Kiểm tra đường truyền rồi gửi lại."), true
	}
	return fault.From(err)
}

func overLimit(size int64) *fault.Fault {
	if size > FormLimit {
		return fault.New(fault.TooLarge, "web.file-too-large", "Tệp quá lớn nên chưa được nhận. "+FileLimitText+".").
			Do("Giảm dung lượng tệp (quét ở 200 dpi, bỏ ảnh thừa) hoặc tách phụ lục thành tệp riêng rồi gửi lại.")
	}
	return fault.New(fault.TooLarge, "web.form-too-large", "Nội dung gửi quá dài nên chưa được nhận. Mỗi biểu mẫu tối đa "+ui.Size(size)+".").
		Do("Quay lại trang trước, rút ngắn nội dung hoặc đính kèm thành tệp.")
}

func status(kind fault.Kind) int {
	switch kind {
	case fault.Invalid, fault.Signed:
		return http.StatusUnprocessableEntity
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unready:
		return http.StatusServiceUnavailable
	case fault.SignInNeed:
		return http.StatusUnauthorized
	}
	return http.StatusInternalServerError
}

func send(w http.ResponseWriter, status int, page []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page) // the browser went away: nothing to do
}
