package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"antin/internal/domain/org"
)

// Keys of the session. Values are strings and int64, which gob knows.
const (
	keyAccount = "account" // who is signed in
	keyLast    = "last"    // who was, after the session ended
	keySince   = "since"   // sign-in, UTC milliseconds
	keySeen    = "seen"    // last click, UTC milliseconds, to the minute
	keyNotice  = "notice"  // shown once on the next page
	keyPending = "pending" // fields of a post that came without a session
)

// afterlife is how long the record outlives the working day: it remembers whose
// session it was, so that typed fields go back to the same person only.
const afterlife = 24 * time.Hour

// sessions adds to scs what it does not decide: an idle limit that does not
// write at every click, and whose session an ended one was.
type sessions struct {
	*scs.SessionManager
	now            func() time.Time
	idle, lifetime time.Duration
}

func newSessions(cfg Config) *sessions {
	m := scs.New()
	m.Store = cfg.Sessions
	m.HashTokenInStore = true
	m.Lifetime = cfg.Lifetime + afterlife
	m.Cookie.Name = "antin"
	m.Cookie.Persist = false
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = cfg.Secure
	m.Cookie.SameSite = http.SameSiteLaxMode // Strict would drop the session on links from mail
	if cfg.Secure {
		m.Cookie.Name = "__Host-antin"
	}
	return &sessions{SessionManager: m, now: cfg.Now, idle: cfg.Idle, lifetime: cfg.Lifetime}
}

func (s *sessions) load(next http.Handler, broken func(http.ResponseWriter, *http.Request, error)) http.Handler {
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		broken(w, r, fmt.Errorf("reading or writing the session: %w", err))
	}
	return s.LoadAndSave(next)
}

// account says who is signed in, or "" after the session has ended.
func (s *sessions) account(ctx context.Context, quiet bool) org.AccountID {
	id := s.GetString(ctx, keyAccount)
	if id == "" {
		return ""
	}
	now := s.now().UnixMilli()
	if now-s.GetInt64(ctx, keySince) > s.lifetime.Milliseconds() || now-s.GetInt64(ctx, keySeen) > s.idle.Milliseconds() {
		s.end(ctx)
		return ""
	}
	if !quiet && now-s.GetInt64(ctx, keySeen) > time.Minute.Milliseconds() {
		s.Put(ctx, keySeen, now)
	}
	return org.AccountID(id)
}

// olderThan reports that the sign-in was before at.
func (s *sessions) olderThan(ctx context.Context, at time.Time) bool {
	return s.GetInt64(ctx, keySince) < at.UnixMilli()
}

// begin signs the account in under a new token, so that a token known before
// sign-in is worth nothing after it.
func (s *sessions) begin(ctx context.Context, id org.AccountID) error {
	if err := s.RenewToken(ctx); err != nil {
		return fmt.Errorf("renewing the session token: %w", err)
	}
	now := s.now().UnixMilli()
	s.Put(ctx, keyAccount, string(id))
	s.Put(ctx, keySince, now)
	s.Put(ctx, keySeen, now)
	s.Remove(ctx, keyLast)
	return nil
}

// end signs out and keeps only whose session it was.
func (s *sessions) end(ctx context.Context) {
	id := s.GetString(ctx, keyAccount)
	pending := s.GetString(ctx, keyPending)
	_ = s.Clear(ctx) // fails only without a session in the context, where nothing is left to end
	if id != "" {
		s.Put(ctx, keyLast, id)
	}
	if pending != "" {
		s.Put(ctx, keyPending, pending)
	}
}
