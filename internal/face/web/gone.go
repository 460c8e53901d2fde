package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"antin/internal/face/web/ui"
)

// pendingLimit is how much typed text is kept over a sign-in.
const pendingLimit = 256 << 10

// pending is a post that came when its session had ended: what was typed, for
// the same person. Files are not kept, and nothing that is secret.
type pending struct {
	Path   string
	Owner  string // account whose session it was; "" when nobody was signed in here
	Fields []ui.Hidden
	Files  []string // names of file fields: to be chosen again
	Cut    bool     // there was more than is kept
}

// signInFirst sends to the sign-in page and brings back: to the page, or to
// what was being sent.
func (s *Shell) signInFirst(w http.ResponseWriter, r *Request, route Route) {
	next := "/login?next=" + url.QueryEscape(r.URL.RequestURI())
	if r.Partial() {
		next = "/login?next=" + url.QueryEscape(pathOf(r.Header.Get("HX-Current-URL")))
	} else if r.Method == http.MethodPost {
		if route.Secret {
			_ = r.Go(w, "/login?next="+url.QueryEscape(s.pageOf(r.Request))) // a redirect has nothing that could fail
			return
		}
		if err := s.keep(r); err != nil {
			s.incident(w, r.Request, err)
			return
		}
		next = "/login?next=/resend"
	}
	_ = r.Go(w, next) // a redirect has nothing that could fail
}

// pageOf is the page that a form without an address of its own stands on: the
// nearest path above that can be opened.
func (s *Shell) pageOf(r *http.Request) string {
	for at := path.Clean(r.URL.Path); at != "/"; at = path.Dir(at) {
		probe := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: at}, Host: r.Host}
		if _, pattern := s.mux.Handler(probe); pattern != "" {
			return (&url.URL{Path: at}).RequestURI()
		}
	}
	return "/"
}

// pathOf keeps path and query of an address, so that nobody is sent elsewhere.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.RequestURI()
}

// keep puts the typed fields into the session.
func (s *Shell) keep(r *Request) error {
	p := pending{Path: r.URL.RequestURI(), Owner: s.sessions.GetString(r.Context(), keyLast)}
	if p.Owner == "" && !s.strays.take(s.cfg.Now()) {
		return nil
	}
	if err := p.read(r.Request); err != nil {
		p.Cut = true // damaged, or over the limit: what was read is kept
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("keeping what was typed: %w", err)
	}
	s.sessions.Put(r.Context(), keyPending, string(raw))
	return nil
}

func (p *pending) read(r *http.Request) error {
	if parts, err := r.MultipartReader(); err == nil {
		return p.readParts(parts)
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, pendingLimit+1))
	if err != nil {
		return fmt.Errorf("reading the form: %w", err)
	}
	if len(raw) > pendingLimit {
		return errors.New("the form is over the limit of what is kept")
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return fmt.Errorf("reading the form: %w", err)
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range values[name] {
			p.add(name, value)
		}
	}
	return nil
}

// readParts takes typed fields and passes by files; what follows a file of more
// than the form limit is not waited for.
func (p *pending) readParts(parts *multipart.Reader) error {
	left := int64(pendingLimit)
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the form: %w", err)
		}
		if part.FileName() != "" || part.Header.Get("Content-Type") != "" {
			p.Files = append(p.Files, part.FormName())
			if n, err := io.CopyN(io.Discard, part, FormLimit); err == nil && n == FormLimit {
				return errors.New("a large file came before the end of the form")
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return fmt.Errorf("reading the form: %w", err)
		}
		if left -= int64(len(value)); left < 0 {
			return errors.New("the form is over the limit of what is kept")
		}
		p.add(part.FormName(), string(value))
	}
}

func (p *pending) add(name, value string) {
	lower := strings.ToLower(name)
	if strings.Contains(lower, "password") || slices.Contains([]string{"secret", "pin", "otp", "ticket"}, lower) {
		return
	}
	p.Fields = append(p.Fields, ui.Hidden{Name: name, Value: value})
}

// strays bounds how many posts a minute are kept for browsers that no session
// is known of: nobody vouches for them, and each is a row.
type strays struct {
	mu     sync.Mutex
	minute time.Time
	count  int
}

func (s *strays) take(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(s.minute) {
		s.minute, s.count = minute, 0
	}
	s.count++
	return s.count <= 30
}

// forgetPending drops what was kept once it is being sent again.
func (s *Shell) forgetPending(r *Request) {
	raw := s.sessions.GetString(r.Context(), keyPending)
	var p pending
	if raw != "" && json.Unmarshal([]byte(raw), &p) == nil && p.Path == r.URL.RequestURI() {
		s.sessions.Remove(r.Context(), keyPending)
	}
}

// resendPage shows what was typed and sends it again.
type resendPage struct {
	ui.Page
	Target string
	Typed  []ui.Pair   // what has a name in words
	Fields []ui.Hidden // everything, as it is sent again
	Files  []ui.Pair   // label and field name of files to be chosen again
	Cut    bool
}

func (s *Shell) resend(w http.ResponseWriter, r *Request) error {
	var p pending
	raw := s.sessions.PopString(r.Context(), keyPending)
	if raw == "" {
		return r.Go(w, "/")
	}
	if err := json.Unmarshal([]byte(raw), &p); err != nil {
		return fmt.Errorf("reading what was kept: %w", err)
	}
	if p.Owner != "" && p.Owner != string(r.Actor.Account) {
		return r.Done(w, "/", "Nội dung đang gửi dở của người dùng trước không được chuyển sang tài khoản này.")
	}
	s.sessions.Put(r.Context(), keyPending, raw) // a reload must not lose it; sending again clears it
	page := &resendPage{
		Page: ui.Page{Title: "Gửi lại nội dung đang làm dở",
			Lead: "Phiên làm việc đã hết khi nội dung này đang được gửi, nên việc chưa được thực hiện. Nội dung đã nhập vẫn còn."},
		Target: p.Path, Fields: p.Fields, Cut: p.Cut,
	}
	for _, f := range p.Fields {
		if label := s.labels[f.Name]; label != "" && f.Value != "" {
			page.Typed = append(page.Typed, ui.Pair{Label: label, Value: f.Value})
		}
	}
	for _, name := range p.Files {
		label := s.labels[name]
		if label == "" {
			label = "Tệp"
		}
		page.Files = append(page.Files, ui.Pair{Label: label, Value: name})
	}
	return r.Render(w, page)
}
