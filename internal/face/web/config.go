package web

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"github.com/alexedwards/scs/v2"

	"antin/internal/domain/org"
	"antin/internal/face/web/ui"
)

//go:embed third_party
var libraryFiles embed.FS

// Accounts signs people in and knows who they are now.
type Accounts interface {
	// SignInFrom refuses with one message for a wrong name and a wrong password;
	// after wrong ones from an address its refusal says how long to wait there.
	SignInFrom(ctx context.Context, name, password, address string) (org.Actor, error)
	// ActorOf is asked at every request, so that a role taken away or an account
	// closed holds from the next click.
	ActorOf(ctx context.Context, id org.AccountID) (org.Actor, error)
	// Account tells when the password was set: sessions begun earlier are over.
	Account(ctx context.Context, id org.AccountID) (org.Account, error)
	// ChangePassword changes the actor's own password.
	ChangePassword(ctx context.Context, by org.Actor, old, new string) error
}

// SessionStore keeps sessions by the hash of their token.
type SessionStore = scs.CtxStore

// Config is what the shell needs; Accounts, Guard and Sessions are required.
type Config struct {
	Accounts Accounts
	Guard    *org.Guard
	Sessions SessionStore
	Modules  []Module
	Log      *slog.Logger
	Now      func() time.Time

	// Letterhead names the agency at the top: that of the actor, or for nobody
	// the one that runs this installation.
	Letterhead func(ctx context.Context, by org.Actor) (ui.Letterhead, error)
	// Standing says under the name what the actor is: "Văn thư · Văn phòng".
	// Without it the roles are named.
	Standing func(ctx context.Context, by org.Actor) (string, error)

	Practice    bool   // practice data: every page says so
	Secure      bool   // behind HTTPS: secure cookie and HSTS
	Origin      string // public origin, "https://antin.nghean.gov.vn", when a proxy changes the host
	AgentOrigin string // the signing agent of the desk, "http://127.0.0.1:9797": forms may go there
	SignService string // the national signing service of the desk, "wss://127.0.0.1:8987": scripts may call it; empty is none

	Idle     time.Duration // default 30 minutes without a click
	Lifetime time.Duration // default 10 hours, one working day
}

// Module is what one subject brings to the shell.
type Module struct {
	Routes    []Route
	Templates fs.FS // *.html beside the handlers; those not in Pages are shared parts
	Pages     []ui.File
	Static    fs.FS // own scripts and pictures, may be nil

	Queues      func(ctx context.Context, by org.Actor) ([]Queue, error) // rooms of the navigation, may be nil
	PublicLinks []ui.Link                                                // services open to everybody
	Labels      map[string]string                                        // form fields in words, for what is kept over a sign-in
	Search      string                                                   // address of the search box, GET with q
}

// Queue is a room of the navigation: a work list, a register. The first queue
// of the first module that has one is where the person starts.
type Queue struct {
	Group string // heading; "" is the first, unnamed one
	Title string
	Href  string
	Count int // below zero is not shown
	Hot   bool
}

func (c Config) checked() (Config, error) {
	if c.Accounts == nil || c.Guard == nil || c.Sessions == nil {
		return c, errors.New("web: accounts, guard and sessions are required")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Letterhead == nil {
		c.Letterhead = func(context.Context, org.Actor) (ui.Letterhead, error) {
			return ui.Letterhead{Name: "Ấn Tín"}, nil
		}
	}
	if c.Idle == 0 {
		c.Idle = 30 * time.Minute
	}
	if c.Lifetime == 0 {
		c.Lifetime = 10 * time.Hour
	}
	return c, nil
}
