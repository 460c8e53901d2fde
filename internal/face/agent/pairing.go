package agent

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"antin/internal/fault"
)

type pairPage struct {
	frame
	Server  Server
	Origin  string // of the page that asked, where the browser says
	Key     string // in groups, to be read aloud
	Shown   string // of all that the person sees of the server
	Foreign bool   // the name is written in other letters than it seems
	Back    string
}

// pairForm is posted by a page of the server; it changes nothing.
func (a *Agent) pairForm(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	return a.askPairing(w, r, f.text("server"))
}

// pairAsk is the same, opened by an address.
func (a *Agent) pairAsk(w http.ResponseWriter, r *http.Request) error {
	return a.askPairing(w, r, r.URL.Query().Get("server"))
}

func (a *Agent) askPairing(w http.ResponseWriter, r *http.Request, address string) error {
	clean, err := ServerURL(address)
	if err != nil {
		return err
	}
	s, about, err := a.Store.Get().greet(r.Context(), clean, a.Version)
	if err != nil {
		return err
	}
	p := pairPage{frame: frame{Title: "Ghép nối với máy chủ", Practice: about.Practice}, Server: s, Key: grouped(s.Key), Shown: s.shown(), Foreign: strings.Contains(clean, "xn--")}
	if o := r.Header.Get("Origin"); o != "null" && o != "" && !s.owns(o) {
		p.Origin = o
	}
	a.pages.render(w, http.StatusOK, "pair.html", p)
	return nil
}

// pairConfirm keeps the server when it is still the one that was shown.
func (a *Agent) pairConfirm(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	clean, err := ServerURL(f.text("server"))
	if err != nil {
		return err
	}
	s, _, err := a.Store.Get().greet(r.Context(), clean, a.Version)
	if err != nil {
		return err
	}
	if s.Key != f.text("key") {
		return fault.New(fault.Conflict, "agent.other-key", "Khóa TLS của máy chủ vừa đổi nên chưa ghép nối.").Do("Hỏi quản trị hệ thống rồi làm lại.")
	}
	if s.shown() != f.text("shown") {
		return fault.New(fault.Conflict, "agent.other-server", "Máy chủ vừa tự giới thiệu khác với lúc bạn xem nên chưa ghép nối.").Do("Mở lại trang ghép nối và xem kỹ trước khi đồng ý.")
	}
	s.Paired = a.Now().UTC()
	if err := a.Store.Pair(s); err != nil {
		return err
	}
	a.Log.Info("paired", "server", s.URL)
	p := pairPage{frame: frame{Title: "Đã ghép nối"}, Server: s, Back: s.URL}
	a.pages.render(w, http.StatusOK, "paired.html", p)
	return nil
}

// shown is one word for what the person sees of a server before agreeing: a
// server may answer otherwise when it is asked again.
func (s Server) shown() string {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{s.URL, s.Name, s.Key}, s.Origins...), "\n")))
	return hex.EncodeToString(sum[:])
}

// pairForget ends a pairing.
func (a *Agent) pairForget(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	if err := a.Store.Unpair(f.text("server")); err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// grouped writes a key fingerprint in groups of four, as people compare them.
func grouped(key string) string {
	digits := strings.TrimPrefix(key, "sha256:")
	var groups []string
	for len(digits) > 4 {
		groups, digits = append(groups, digits[:4]), digits[4:]
	}
	return strings.ToUpper(strings.Join(append(groups, digits), " "))
}
