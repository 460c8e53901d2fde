package agent

import (
	"context"
	"net/http"
	"sync"
	"time"

	"antin/internal/fault"
	"antin/internal/platform/token"
)

// errand is a call of another web system that waits for the person: what is
// asked is shown, a certificate chosen, the PIN typed.
type errand struct {
	id       string
	Title    string
	Origin   string   // of the page that asks
	Facts    []string // what will be signed
	Practice bool
	work     func(ctx context.Context, s signer, c Choice) error

	mu      sync.Mutex
	state   state
	refused *fault.Fault
	over    chan struct{} // closed when it is done, or the person said no
	said    error         // why it was not done
	came    time.Time
}

// ID of the errand, in the addresses of its pages.
func (e *errand) ID() string { return e.id }

// errandTime is how long a web system waits for the person.
const errandTime = 5 * time.Minute

func (e *errand) finish(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.state = asking
	if err == nil {
		e.end(nil)
		return
	}
	f, ok := fault.From(err)
	if !ok {
		f = fault.New(fault.Unready, "agent.failed", "Chưa ký được do lỗi trên máy này.").Do("Thử lại.")
	}
	e.refused = f
	if !again(f.Code) {
		e.end(f)
	}
}

// again tells the refusals after which the person may try once more; the others
// go to the web system at once.
func again(code string) bool {
	switch code {
	case token.CodeWrongPIN, token.CodeAbsent, token.CodeRemoved, token.CodeLastTry, token.CodeMustSet, token.CodePINForm, token.CodeDriver, token.CodeHangs, token.CodeFell:
		return true
	}
	return false
}

// end is called with the lock held.
func (e *errand) end(why error) {
	if e.state != done {
		e.state, e.said = done, why
		close(e.over)
	}
}

func (e *errand) stop(why error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.state == asking {
		e.end(why)
	}
}

// run shows the errand to the person and waits for its end.
func (a *Agent) run(ctx context.Context, e *errand) error {
	e.id, e.over, e.came = randomID(), make(chan struct{}), a.Now()
	a.mu.Lock()
	if len(a.errands) >= maxErrands {
		a.mu.Unlock()
		return fault.New(fault.Unready, "agent.busy", "Đang có quá nhiều yêu cầu ký chờ trên máy này.")
	}
	a.errands[e.id] = e
	a.mu.Unlock()
	defer func() { a.mu.Lock(); delete(a.errands, e.id); a.mu.Unlock() }()
	if a.Show != nil {
		a.Show(a.address() + "/errands/" + e.id)
	}
	ctx, cancel := context.WithTimeout(ctx, errandTime)
	defer cancel()
	select {
	case <-e.over:
	case <-ctx.Done():
		e.stop(fault.New(fault.Conflict, "agent.expired", "Người ký không trả lời."))
		<-e.over // a batch under way ends first
	}
	return e.said
}

// maxErrands bounds what pages can have waiting: each opens a window.
const maxErrands = 5

type errandPage struct {
	frame
	Errand   *errand
	State    state
	Refused  *fault.Fault
	Choices  []Choice
	Drivers  []token.Library
	Chosen   string
	LastTry  bool
	NoDriver bool
}

// Working says that the token signs.
func (p errandPage) Working() bool { return p.State == working }

func (a *Agent) errand(id string) (*errand, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.errands[id]; ok {
		return e, nil
	}
	return nil, fault.New(fault.NotFound, "agent.errand", "Yêu cầu ký này đã xong hoặc không còn.").Do("Đóng trang này và xem kết quả ở hệ thống đã yêu cầu.")
}

func (a *Agent) errandPage(w http.ResponseWriter, r *http.Request) error {
	e, err := a.errand(r.PathValue("id"))
	if err != nil {
		return err
	}
	e.mu.Lock()
	p := errandPage{frame: frame{Title: e.Title, Practice: e.Practice}, Errand: e, State: e.state, Refused: e.refused}
	e.mu.Unlock()
	a.showErrand(w, r, http.StatusOK, p)
	return nil
}

func (a *Agent) showErrand(w http.ResponseWriter, r *http.Request, status int, p errandPage) {
	if p.Working() {
		w.Header().Set("Refresh", "1")
	} else {
		libraries := a.Devices().Look(r.Context())
		p.NoDriver = len(libraries) == 0
		p.Choices = choices(libraries, wanted{practice: p.Errand.Practice, at: a.Now()})
		for _, c := range p.Choices {
			if c.OK() && p.Chosen == "" {
				p.Chosen = c.Key
			}
			p.LastTry = p.LastTry || c.OK() && c.Token.PIN.LastTry
		}
	}
	a.pages.render(w, status, "errand.html", p)
}

func (a *Agent) errandSign(w http.ResponseWriter, r *http.Request) error {
	e, err := a.errand(r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	defer f.wipe()
	choice, err := a.pick(r, f.text("choice"), wanted{practice: e.Practice, at: a.Now()})
	if err == nil && len(f.fields["pin"]) == 0 && !choice.Token.PIN.Keypad {
		err = fault.New(fault.Invalid, "agent.pin", "Chưa nhập mã PIN.").At("pin", "Nhập mã PIN của thiết bị.")
	}
	if refusal, ok := fault.From(err); ok {
		a.showErrand(w, r, http.StatusUnprocessableEntity, errandPage{frame: frame{Title: e.Title, Practice: e.Practice}, Errand: e, Refused: refusal, Chosen: f.text("choice")})
		return nil
	}
	a.start(e, choice, token.Login{PIN: f.secret("pin"), LastTry: f.text("last") == "yes"})
	http.Redirect(w, r, "/errands/"+e.id, http.StatusSeeOther)
	return nil
}

// start opens the token and does the errand; a second click changes nothing.
func (a *Agent) start(e *errand, choice Choice, in token.Login) {
	e.mu.Lock()
	if e.state != asking {
		e.mu.Unlock()
		token.Wipe(in.PIN)
		return
	}
	e.state, e.refused = working, nil
	e.mu.Unlock()
	a.work.Go(func() {
		defer token.Wipe(in.PIN)
		a.turn.Lock()
		defer a.turn.Unlock()
		s, err := a.Devices().Open(a.life, choice.Token.ID, in)
		if err == nil {
			defer s.Close()
			err = e.work(a.life, s, choice)
		}
		a.Log.Info("errand", "origin", e.Origin, "refusal", code(err))
		e.finish(err)
	})
}

func (a *Agent) errandStop(w http.ResponseWriter, r *http.Request) error {
	e, err := a.errand(r.PathValue("id"))
	if err != nil {
		return err
	}
	e.stop(fault.New(fault.Forbidden, "agent.declined", "Người ký không đồng ý ký."))
	a.pages.render(w, http.StatusOK, "refused.html", refusedPage{frame{Title: "Đã dừng"}, fault.New(fault.Forbidden, "agent.declined", "Bạn đã dừng yêu cầu ký này.").Do("Đóng trang này.")})
	return nil
}
