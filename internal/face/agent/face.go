package agent

import (
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"antin/internal/fault"
)

// handler is one page or call; what it returns is rendered as a refusal.
type handler func(http.ResponseWriter, *http.Request) error

// Handler is everything that the first face answers.
func (a *Agent) Handler() http.Handler {
	m := http.NewServeMux()
	own := func(pattern string, h handler) { m.Handle(pattern, a.wrap(h, a.fromHere)) }
	open := func(pattern string, h handler) { m.Handle(pattern, a.wrap(h, a.fromServer)) }
	own("GET /{$}", a.home)
	own("GET /static/{name}", a.static)
	own("GET /jobs/{id}", a.window)
	own("POST /jobs/{id}/sign", a.windowSign)
	own("POST /jobs/{id}/stop", a.windowStop)
	own("POST /jobs/{id}/read", a.windowRead)
	own("GET /errands/{id}", a.errandPage)
	own("POST /errands/{id}/sign", a.errandSign)
	own("POST /errands/{id}/stop", a.errandStop)
	own("GET /pair", a.pairAsk)
	own("POST /pair/confirm", a.pairConfirm)
	own("POST /pair/forget", a.pairForget)
	own("GET /tokens/{key}/pin", a.pinPage)
	own("POST /tokens/{key}/pin", a.pinChange)
	own("GET /tokens/{key}/unlock", a.unlockPage)
	own("POST /tokens/{key}/unlock", a.unlock)
	own("GET /doctor", a.doctorPage)
	open("POST /sign", a.signForm)
	open("POST /pair", a.pairForm)
	open("GET /api/about", a.apiAbout)
	open("POST /api/sign", a.apiSign)
	open("GET /api/jobs/{id}", a.apiJob)
	m.HandleFunc("OPTIONS /api/", a.preflight)
	return a.defended(m)
}

// defended looks at what every request must have: it comes from this machine,
// to a name of this machine (a foreign name that resolves to 127.0.0.1 is DNS
// rebinding), and not into a frame.
func (a *Agent) defended(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer a.recovered(w, r)
		h := w.Header()
		h.Set("Content-Security-Policy", policy(""))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !a.hosts(r.Host) || !fromLoopback(r.RemoteAddr) {
			http.Error(w, "Địa chỉ không đúng.", http.StatusMisdirectedRequest)
			return
		}
		if dest := r.Header.Get("Sec-Fetch-Dest"); dest == "iframe" || dest == "frame" || dest == "embed" || dest == "object" {
			http.Error(w, "Không mở trang này trong khung của trang khác.", http.StatusForbidden)
			return
		}
		if probed(r) {
			http.Error(w, "Trang khác không được hỏi chương trình này theo cách đó.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// probed tells what a page elsewhere loads by itself, as a picture or a style:
// by it any page of the web could make this program ask servers and look at
// devices, and measure the time. What scripts may ask stands under /api/.
func probed(r *http.Request) bool {
	site, mode := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Mode")
	return (site == "cross-site" || site == "same-site") && mode != "navigate" && !strings.HasPrefix(r.URL.Path, "/api/")
}

// policy lets a page of this program load its own styles and nothing else; a
// form that ends in a redirect to the server may follow it.
func policy(server string) string {
	return "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + server
}

func (a *Agent) hosts(host string) bool {
	port := ":" + strconv.Itoa(a.port)
	return host == "127.0.0.1"+port || host == "localhost"+port
}

func fromLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

// recovered keeps the program alive when a page falls.
func (a *Agent) recovered(w http.ResponseWriter, r *http.Request) {
	if v := recover(); v != nil {
		a.Log.Error("a page fell", "path", r.Pattern, "reason", v, "stack", string(debug.Stack()))
		http.Error(w, "Lỗi trong chương trình.", http.StatusInternalServerError)
	}
}

// fromHere takes what the person opened or posted on a page of this program.
// Reading by address is open to whoever knows it; pages hold no secret but the
// id of a job, which cannot be guessed.
func (a *Agent) fromHere(_ http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil
	}
	port := ":" + strconv.Itoa(a.port)
	origin := r.Header.Get("Origin")
	if origin == "http://127.0.0.1"+port || origin == "http://localhost"+port {
		return nil
	}
	return fault.New(fault.Forbidden, "agent.foreign", "Yêu cầu này được gửi từ một trang khác nên không được nhận.")
}

// fromServer takes what pages of paired servers send, and answers their scripts.
// A form that a page of https posts to http arrives without origin ("null", Fetch
// standard, 3.2): it is taken, as such a form does nothing but show a ticket of a
// paired server, or the question whether to pair.
func (a *Agent) fromServer(w http.ResponseWriter, r *http.Request) error {
	origin := r.Header.Get("Origin")
	script := strings.HasPrefix(r.URL.Path, "/api/")
	switch {
	case origin != "" && a.knows(origin):
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Add("Vary", "Origin")
		return nil
	case script && origin == "" && r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Site") != "cross-site":
		return nil // typed by the person, or asked by a program of this machine
	case !script && (origin == "null" || origin == "" || r.URL.Path == "/pair"):
		return nil
	case !script && a.fromHere(w, r) == nil:
		return nil
	}
	return fault.New(fault.Forbidden, "agent.foreign", "Trang gửi yêu cầu chưa được ghép nối với máy này.").
		Do("Ghép nối hệ thống với máy này trước.")
}

// knows reports whether an origin is one of a paired server.
func (a *Agent) knows(origin string) bool {
	return slices.ContainsFunc(a.Store.Get().Servers, func(s Server) bool { return origin == originOf(origin) && s.owns(origin) })
}

// preflight answers browsers that ask before a script may reach this machine,
// also by the rules of private networks.
func (a *Agent) preflight(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if !a.knows(origin) {
		http.Error(w, "", http.StatusForbidden)
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Add("Vary", "Origin")
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		h.Set("Access-Control-Allow-Private-Network", "true")
	}
	w.WriteHeader(http.StatusNoContent)
}

// wrap checks where a request comes from and renders refusals.
func (a *Agent) wrap(h handler, may func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := may(w, r)
		if err == nil {
			err = h(w, r)
		}
		if err == nil {
			return
		}
		f, ok := fault.From(err)
		if !ok {
			a.Log.Error("request", "path", r.Pattern, "error", err)
			f = fault.New(fault.Unready, "agent.failed", "Chương trình gặp lỗi.").Do("Thử lại; nếu lặp lại, mở mục Kiểm tra máy.")
		} else {
			a.Log.Log(r.Context(), slog.LevelInfo, "refused", "path", r.Pattern, "code", f.Code)
		}
		a.refuse(w, r, f)
	})
}

// statuses are those of the kinds of refusals.
var statuses = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict, fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unready: http.StatusServiceUnavailable,
	fault.Signed: http.StatusUnprocessableEntity, fault.SignInNeed: http.StatusUnauthorized,
}

func (a *Agent) refuse(w http.ResponseWriter, r *http.Request, f *fault.Fault) {
	status := statuses[f.Kind]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		writeJSON(w, status, map[string]string{"code": f.Code, "message": f.Message, "action": f.Action})
		return
	}
	a.pages.render(w, status, "refused.html", refusedPage{frame{Title: "Không thực hiện được"}, f})
}
