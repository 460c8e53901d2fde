package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"antin/internal/fault"
)

// Times for one request; a Slow route has hour in place of both.
const (
	bodyTime   = 30 * time.Second
	answerTime = 2 * time.Minute
	slowTime   = time.Hour
)

// defences wraps next, outermost first: panics, headers, static files, posts
// from elsewhere.
func (s *Shell) defences(next http.Handler) (http.Handler, error) {
	origin := http.NewCrossOriginProtection()
	if s.cfg.Origin != "" {
		if err := origin.AddTrustedOrigin(s.cfg.Origin); err != nil {
			return nil, fmt.Errorf("reading the public origin: %w", err)
		}
	}
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, fault.New(fault.Forbidden, "web.cross-origin",
			"Yêu cầu này được gửi từ một trang khác nên không được nhận.").
			Do("Mở trang này trực tiếp rồi làm lại."))
	}))
	guarded := origin.Handler(s.sessions.load(next, s.broken))
	policy := s.policy()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.headers(w.Header(), policy)
		defer s.recovered(w, r)
		if strings.HasPrefix(r.URL.Path, "/static/") {
			s.assets.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		guarded.ServeHTTP(w, r)
	}), nil
}

func (s *Shell) policy() string {
	form, connect := "'self'", "'self'"
	if s.cfg.AgentOrigin != "" {
		form, connect = form+" "+s.cfg.AgentOrigin, connect+" "+s.cfg.AgentOrigin
	}
	if s.cfg.SignService != "" {
		connect += " " + s.cfg.SignService
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src " + connect + "; form-action " + form + "; frame-ancestors 'none'; base-uri 'none'"
}

func (s *Shell) headers(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
	if s.cfg.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// recovered turns a panic into an incident page; ErrAbortHandler passes, as
// the server means it to.
func (s *Shell) recovered(w http.ResponseWriter, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(cause)
	}
	s.incident(w, r, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
}

// limit sets how much and how long this request may send and receive. It
// returns the body as it came, for draining after a refusal.
func limit(w http.ResponseWriter, r *http.Request, route Route) io.ReadCloser {
	conn := http.NewResponseController(w)
	answer, size := answerTime, int64(FormLimit)
	if route.Slow || route.Body > FormLimit {
		answer = slowTime
	}
	if route.Body > 0 {
		size = route.Body
	}
	_ = conn.SetWriteDeadline(time.Now().Add(answer)) // a test recorder has no deadlines
	original := r.Body
	if r.Body == nil || r.Body == http.NoBody {
		return original
	}
	timed := &timedBody{ReadCloser: r.Body, conn: conn, rolling: size > FormLimit}
	timed.extend()
	r.Body = http.MaxBytesReader(w, timed, size)
	return original
}

// timedBody keeps a slow sender from holding the connection: a form must be
// there within bodyTime, an upload must move within every bodyTime.
type timedBody struct {
	io.ReadCloser
	conn    *http.ResponseController
	rolling bool
	last    time.Time
}

func (b *timedBody) Read(p []byte) (int, error) {
	if b.rolling && time.Since(b.last) > time.Second {
		b.extend()
	}
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		// Without this the deadline would end the request while a service works.
		_ = b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}

func (b *timedBody) extend() {
	b.last = time.Now()
	_ = b.conn.SetReadDeadline(b.last.Add(bodyTime)) // a test recorder has no deadlines
}

// drain reads on after a refusal for as long as is reasonable: a browser that
// is still sending shows our page only when its sending ends well.
func drain(w http.ResponseWriter, body io.Reader) {
	if body == nil || body == http.NoBody {
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(2 * bodyTime))
	_, _ = io.CopyN(io.Discard, body, 2*Upload) // whatever comes is thrown away
}
