package agent

import (
	"bytes"
	"context"
	"net/http"

	"antin/internal/fault"
	"antin/internal/platform/token"
)

type homePage struct {
	frame
	Version   string
	Servers   []Server
	Libraries []token.Library
	Choices   []Choice
}

// Tokens counts the devices that are plugged in.
func (p homePage) Tokens() (n int) {
	for _, l := range p.Libraries {
		n += len(l.Tokens)
	}
	return n
}

func (a *Agent) home(w http.ResponseWriter, r *http.Request) error {
	libraries := a.Devices().Look(r.Context())
	a.pages.render(w, http.StatusOK, "home.html", homePage{
		frame: frame{Title: "Máy ký số tại bàn"}, Version: a.Version, Servers: a.Store.Get().Servers, Libraries: libraries,
		Choices: choices(libraries, wanted{practice: true, at: a.Now()}),
	})
	return nil
}

// secretPage is the form for a new PIN, by the old one or by the unlock code.
type secretPage struct {
	frame
	Token   token.Token
	Unlock  bool
	Refused *fault.Fault
	Done    bool
	LastTry bool
}

func (a *Agent) find(ctx context.Context, key string) (token.Token, error) {
	for _, l := range a.Devices().Look(ctx) {
		for _, t := range l.Tokens {
			if t.ID.Key() == key {
				return t, nil
			}
		}
	}
	return token.Token{}, fault.New(fault.Unready, token.CodeAbsent, "Không thấy thiết bị này.").Do("Cắm thiết bị vào máy rồi tải lại trang.")
}

func (a *Agent) pinPage(w http.ResponseWriter, r *http.Request) error {
	return a.secretForm(w, r, false)
}
func (a *Agent) unlockPage(w http.ResponseWriter, r *http.Request) error {
	return a.secretForm(w, r, true)
}

func (a *Agent) secretForm(w http.ResponseWriter, r *http.Request, unlock bool) error {
	t, err := a.find(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	a.showSecret(w, http.StatusOK, secretPage{Token: t, Unlock: unlock})
	return nil
}

func (a *Agent) showSecret(w http.ResponseWriter, status int, p secretPage) {
	p.Title, p.LastTry = "Đổi mã PIN", p.Token.PIN.LastTry
	if p.Unlock {
		p.Title, p.LastTry = "Khôi phục thiết bị bị khóa", p.Token.PIN.SOLastTry
	}
	a.pages.render(w, status, "secret.html", p)
}

func (a *Agent) pinChange(w http.ResponseWriter, r *http.Request) error {
	return a.setPIN(w, r, false, func(id token.ID, by token.Login, fresh []byte) error {
		return a.Devices().ChangePIN(r.Context(), id, by, fresh)
	})
}

func (a *Agent) unlock(w http.ResponseWriter, r *http.Request) error {
	return a.setPIN(w, r, true, func(id token.ID, by token.Login, fresh []byte) error {
		return a.Devices().Unlock(r.Context(), id, by, fresh)
	})
}

func (a *Agent) setPIN(w http.ResponseWriter, r *http.Request, unlock bool, set func(token.ID, token.Login, []byte) error) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	defer f.wipe()
	t, err := a.find(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	p := secretPage{Token: t, Unlock: unlock}
	a.turn.Lock()
	err = f.twice(func() error {
		return set(t.ID, token.Login{PIN: f.secret("old"), LastTry: f.text("last") == "yes"}, f.secret("new"))
	})
	a.turn.Unlock()
	refusal, refused := fault.From(err)
	if err != nil && !refused {
		return err
	}
	status := http.StatusOK
	if p.Done = err == nil; !p.Done {
		p.Refused, status = refusal, http.StatusUnprocessableEntity
	}
	if now, err := a.find(r.Context(), t.ID.Key()); err == nil {
		p.Token = now // the flags have changed
	}
	a.Log.Info("PIN set", "unlock", unlock, "refusal", code(err))
	a.showSecret(w, status, p)
	return nil
}

// twice looks at the new PIN before the old one is spent on the token.
func (f *form) twice(set func() error) error {
	switch {
	case len(f.fields["old"]) == 0 || len(f.fields["new"]) == 0:
		return fault.New(fault.Invalid, "agent.pin", "Nhập đủ cả ba ô.")
	case !bytes.Equal(f.fields["new"], f.fields["again"]):
		return fault.New(fault.Invalid, "agent.pin-again", "Hai lần nhập mã PIN mới không giống nhau.").Do("Nhập lại mã PIN mới.")
	case bytes.Equal(f.fields["new"], f.fields["old"]):
		return fault.New(fault.Invalid, "agent.pin-same", "Mã PIN mới trùng mã cũ.").Do("Chọn mã PIN khác.")
	}
	return set()
}
