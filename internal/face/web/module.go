package web

import (
	"embed"
	"net/http"

	"antin/internal/face/web/ui"
)

//go:embed *.html
var ownTemplates embed.FS

// ownModule holds the pages that belong to no subject.
func (s *Shell) ownModule() Module {
	return Module{
		Templates: ownTemplates,
		Pages: []ui.File{
			{Name: "login.html", Page: &loginPage{}},
			{Name: "home.html", Page: &homePage{}},
			{Name: "stop.html", Page: &stopPage{}},
			{Name: "resend.html", Page: &resendPage{}},
			{Name: "account.html", Page: &accountPage{}},
			{Name: "keys.html", Page: &keysPage{}},
			{Name: "official.html", Page: &officialPage{}},
		},
		Routes: []Route{
			{Method: "GET", Pattern: "/", Action: "home.view", Handler: s.home},
			{Method: "GET", Pattern: "/login", Action: "session.sign-in", Public: true, Handler: s.loginForm},
			{Method: "POST", Pattern: "/login", Action: "session.sign-in", Public: true, Secret: true, Handler: s.login},
			{Method: "POST", Pattern: "/logout", Action: "session.sign-out", Public: true, Handler: s.logout},
			{Method: "GET", Pattern: "/resend", Action: "home.view", Handler: s.resend},
			{Method: "GET", Pattern: "/account", Action: "account.self", Handler: s.account},
			{Method: "POST", Pattern: "/account/password", Action: "account.self", Secret: true, Handler: s.changePassword},
			{Method: "GET", Pattern: "/help/keys", Action: "static.read", Public: true, Handler: s.helpKeys},
			{Method: "GET", Pattern: "/official", Action: "static.read", Public: true, Handler: s.official},
		},
	}
}

// homePage stands where no module has a work list for this person.
type homePage struct {
	ui.Page
	Empty ui.Empty
}

func (s *Shell) home(w http.ResponseWriter, r *Request) error {
	queues, err := s.queues(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	if first := start(queues); first != "" && first != "/" {
		s.sessions.Put(r.Context(), keyNotice, s.sessions.PopString(r.Context(), keyNotice))
		return r.Go(w, first)
	}
	return r.Render(w, &homePage{Page: ui.Page{Title: "Việc của tôi"}, Empty: ui.Empty{
		Title: "Chưa có việc nào.",
		From:  "Văn bản trình ký, chờ cấp số hoặc được giao xử lý sẽ hiện ở đây theo vai trò của bạn.",
	}})
}

// start is where a person's day begins: the first list with work that waits,
// or else the first list.
func start(queues []Queue) string {
	for _, q := range queues {
		if q.Hot && q.Count > 0 {
			return q.Href
		}
	}
	if len(queues) == 0 {
		return ""
	}
	return queues[0].Href
}

type keysPage struct{ ui.Page }

func (s *Shell) helpKeys(w http.ResponseWriter, r *Request) error {
	return r.Render(w, &keysPage{Page: ui.Page{Title: "Phím tắt", Lead: "Mọi việc đều làm được bằng bàn phím."}})
}

type officialPage struct{ ui.Page }

func (s *Shell) official(w http.ResponseWriter, r *Request) error {
	return r.Render(w, &officialPage{Page: ui.Page{Title: "Cách nhận biết trang chính thức", Public: true}})
}

// accountPage shows who is signed in and changes the password.
type accountPage struct {
	ui.Page
	About []ui.Pair
}

func (s *Shell) accountOf(r *Request) (*accountPage, error) {
	head, err := s.cfg.Letterhead(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	who, err := s.who(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	about := []ui.Pair{{Label: "Họ và tên", Value: r.Actor.Name, Strong: true}, {Label: "Cơ quan", Value: head.Name}, {Label: "Vai trò", Value: roleWords(r.Actor)}}
	if who.Detail != "" && who.Detail != roleWords(r.Actor) {
		about = append(about, ui.Pair{Label: "Vị trí", Value: who.Detail})
	}
	return &accountPage{Page: ui.Page{Title: "Tài khoản của tôi"}, About: about}, nil
}

func (s *Shell) account(w http.ResponseWriter, r *Request) error {
	page, err := s.accountOf(r)
	if err != nil {
		return err
	}
	return r.Render(w, page)
}
