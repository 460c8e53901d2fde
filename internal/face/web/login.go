package web

import (
	"net/http"
	"net/netip"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
)

// loginPage is the form by which people come in.
type loginPage struct {
	ui.Page
	Name   string
	Next   string
	Resend bool // something that was being sent waits for the sign-in
	Ended  bool // a session was there and has ended
}

func (s *Shell) loginForm(w http.ResponseWriter, r *Request) error {
	next := pathOf(r.URL.Query().Get("next"))
	if r.Actor.Account != "" {
		return r.Go(w, next)
	}
	return r.Render(w, s.loginPage(r, next))
}

func (s *Shell) loginPage(r *Request, next string) *loginPage {
	page := &loginPage{Page: ui.Page{Title: "Đăng nhập", Public: true, Wide: true}, Next: next}
	page.Resend = next == "/resend" && s.sessions.Exists(r.Context(), keyPending)
	page.Ended = next != "/" && s.sessions.Exists(r.Context(), keyLast)
	return page
}

func (s *Shell) login(w http.ResponseWriter, r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	next, name := pathOf(r.Text("next")), r.Text("name")
	actor, err := s.signIn(r, name, r.PostFormValue("password"))
	if err != nil {
		return s.loginRefused(w, r, err, next)
	}
	if err := s.sessions.begin(r.Context(), actor.Account); err != nil {
		return err
	}
	return r.Go(w, next)
}

// loginRefused stays on the page. A wrong password is not "sign in first", and
// a wait has its own status, so that machines that try passwords can tell.
func (s *Shell) loginRefused(w http.ResponseWriter, r *Request, err error, next string) error {
	f, ok := refusal(err)
	if !ok {
		return err
	}
	page := s.loginPage(r, next)
	page.Name, page.Ended, page.Fault = r.Text("name"), false, ui.Refused(f, r.Actor.Province)
	code := status(f.Kind)
	switch {
	case f.Kind == fault.SignInNeed:
		code = http.StatusUnprocessableEntity
	case f.Code == "session.wait":
		code = http.StatusTooManyRequests
	}
	return r.RenderStatus(w, code, page)
}

func (s *Shell) signIn(r *Request, name, password string) (org.Actor, error) {
	missing := fault.New(fault.Invalid, "session.incomplete", "Chưa đủ thông tin đăng nhập.")
	if name == "" {
		missing = missing.At("name", "Nhập tên đăng nhập.")
	}
	if password == "" {
		missing = missing.At("password", "Nhập mật khẩu.")
	}
	if len(missing.Fields) > 0 {
		return org.Actor{}, missing
	}
	return s.cfg.Accounts.SignInFrom(r.Context(), name, password, s.address(r.Request))
}

// address is where the request comes from: of IPv6 the network, because one
// house has all of it. Behind a proxy on the same machine, whose public origin
// is then configured, it is what that proxy added last.
func (s *Shell) address(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	at := peer.Addr().Unmap()
	if seen := r.Header.Values("X-Forwarded-For"); at.IsLoopback() && s.cfg.Origin != "" && len(seen) > 0 {
		list := strings.Split(seen[len(seen)-1], ",")
		if from, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			at = from.Unmap()
		}
	}
	if at.Is6() {
		if network, err := at.WithZone("").Prefix(64); err == nil {
			return network.String()
		}
	}
	return at.String()
}

func (s *Shell) logout(w http.ResponseWriter, r *Request) error {
	s.sessions.end(r.Context())
	s.sessions.Remove(r.Context(), keyPending)
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`) // what an earlier release let the browser keep
	return r.Done(w, "/login", "Đã đăng xuất.")
}

func (s *Shell) changePassword(w http.ResponseWriter, r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	page, err := s.accountOf(r)
	if err != nil {
		return err
	}
	old, fresh := r.PostFormValue("old"), r.PostFormValue("password")
	if fresh != r.PostFormValue("again") {
		return r.Refuse(w, fault.New(fault.Invalid, "account.password-differs", "Hai lần nhập mật khẩu mới không giống nhau.").
			At("again", "Nhập lại đúng như mật khẩu mới."), page)
	}
	if err := s.cfg.Accounts.ChangePassword(r.Context(), r.Actor, old, fresh); err != nil {
		return r.Refuse(w, err, page)
	}
	if err := s.sessions.begin(r.Context(), r.Actor.Account); err != nil {
		return err
	}
	return r.Done(w, "/account", "Đã đổi mật khẩu.")
}
