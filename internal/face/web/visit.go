package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
	"antin/internal/fault"
	"antin/vntext"
)

// visit is the one wrapper around every handler: limits, who it is, whether
// such a person may come in at all, and what becomes of the error.
func (s *Shell) visit(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		body := limit(w, hr, route)
		hr = hr.WithContext(org.WithAddress(hr.Context(), s.address(hr)))
		r := &Request{Request: hr, shell: s}
		err := s.enter(r, route)
		if err == nil {
			err = route.Handler(w, r)
		}
		if err == nil {
			return
		}
		f, refused := refusal(err)
		switch {
		case refused && f.Kind == fault.SignInNeed:
			s.signInFirst(w, r, route)
		case refused:
			s.refuseFor(w, r, f)
		default:
			s.incident(w, hr, err)
		}
		if hr.Method == http.MethodPost && !(refused && f.Code == tooSlow) {
			drain(w, body)
		}
	}
}

func (s *Shell) enter(r *Request, route Route) error {
	ctx := r.Context()
	if !typable(r.URL) {
		return fault.New(fault.NotFound, "web.bad-address", "Địa chỉ này có ký tự không dùng được.").Do("Mở trang từ danh sách hoặc gõ lại địa chỉ.")
	}
	if id := s.sessions.account(ctx, route.Quiet); id != "" {
		actor, err := s.actor(ctx, id)
		if err != nil {
			return err
		}
		r.Actor = actor
	}
	if !route.Public && r.Actor.Account == "" {
		return fault.New(fault.SignInNeed, "session.needed", "Phiên làm việc đã hết.")
	}
	if !s.cfg.Guard.Can(r.Actor, route.Action, relations()...) {
		return s.cfg.Guard.Allow(ctx, r.Actor, route.Action, relations()...)
	}
	size := route.Body
	if size == 0 {
		size = FormLimit
	}
	if r.Method == http.MethodPost && r.Actor.Account != "" {
		s.forgetPending(r)
	}
	if r.ContentLength > size {
		return overLimit(size)
	}
	return nil
}

// typable reports that nothing of the address is what nobody types.
func typable(u *url.URL) bool {
	_, ok := vntext.Typed(u.Path)
	for name, values := range u.Query() {
		for _, text := range append(values, name) {
			_, fine := vntext.Typed(text)
			ok = ok && fine
		}
	}
	return ok
}

// actor is who the session belongs to now; an account that was closed, or whose
// password was changed elsewhere, ends the session.
func (s *Shell) actor(ctx context.Context, id org.AccountID) (org.Actor, error) {
	account, err := s.cfg.Accounts.Account(ctx, id)
	var actor org.Actor
	if err == nil {
		actor, err = s.cfg.Accounts.ActorOf(ctx, id)
	}
	_, refused := fault.From(err)
	if refused || err == nil && s.sessions.olderThan(ctx, account.PasswordAt) {
		s.sessions.end(ctx)
		return org.Actor{}, nil
	}
	if err != nil {
		return org.Actor{}, fmt.Errorf("reading who is signed in: %w", err)
	}
	return actor, nil
}

// fill completes the frame of a page.
func (s *Shell) fill(r *Request, page *ui.Page) error {
	ctx := r.Context()
	var err error
	if page.Letterhead, err = s.cfg.Letterhead(ctx, r.Actor); err != nil {
		return fmt.Errorf("reading the letterhead: %w", err)
	}
	page.Path, page.Practice, page.PublicLinks = r.URL.Path, s.cfg.Practice, s.links
	if page.Notice == "" {
		page.Notice = s.sessions.PopString(ctx, keyNotice)
	}
	if r.Actor.Account == "" {
		page.Public = true
		return nil
	}
	page.SearchHref = s.search
	if page.SearchText == "" {
		page.SearchText = r.URL.Query().Get("q")
	}
	if page.Who, err = s.who(ctx, r.Actor); err != nil {
		return err
	}
	if page.Public {
		return nil
	}
	page.Groups, err = s.groups(ctx, r.Actor, r.URL.Path)
	return err
}

func (s *Shell) who(ctx context.Context, actor org.Actor) (*ui.Who, error) {
	if s.cfg.Standing == nil {
		return &ui.Who{Name: actor.Name, Detail: roleWords(actor)}, nil
	}
	detail, err := s.cfg.Standing(ctx, actor)
	if err != nil {
		return nil, fmt.Errorf("reading what the actor is: %w", err)
	}
	return &ui.Who{Name: actor.Name, Detail: detail}, nil
}

func roleWords(actor org.Actor) string {
	words := make([]string, 0, len(actor.Roles))
	for _, role := range actor.Roles {
		words = append(words, role.Label())
	}
	text := strings.Join(words, ", ")
	if text == "" {
		return ""
	}
	first := []rune(text)
	return strings.ToUpper(string(first[0])) + string(first[1:])
}

func (s *Shell) queues(ctx context.Context, actor org.Actor) ([]Queue, error) {
	var all []Queue
	for _, m := range s.cfg.Modules {
		if m.Queues == nil {
			continue
		}
		queues, err := m.Queues(ctx, actor)
		if err != nil {
			return nil, fmt.Errorf("reading the work queues: %w", err)
		}
		all = append(all, queues...)
	}
	return all, nil
}

func (s *Shell) groups(ctx context.Context, actor org.Actor, path string) ([]ui.Group, error) {
	queues, err := s.queues(ctx, actor)
	if err != nil {
		return nil, err
	}
	var groups []ui.Group
	for _, q := range queues {
		at := -1
		for i := range groups {
			if groups[i].Title == q.Group {
				at = i
			}
		}
		if at < 0 {
			groups, at = append(groups, ui.Group{Title: q.Group}), len(groups)
		}
		page, _, _ := strings.Cut(q.Href, "?")
		room := ui.Room{Title: q.Title, Href: q.Href, Count: q.Count, Hot: q.Hot, Current: page == path}
		groups[at].Rooms = append(groups[at].Rooms, room)
	}
	return groups, nil
}
