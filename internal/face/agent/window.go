package agent

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"antin/internal/fault"
	"antin/internal/platform/token"
	"antin/ticket"
)

// signForm takes the ticket that a page of a server posts, and shows the window.
func (a *Agent) signForm(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	j, err := a.begin(r, f.text("server"), f.text("ticket"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/jobs/"+j.id, http.StatusSeeOther)
	return nil
}

func (a *Agent) begin(r *http.Request, server, id string) (*job, error) {
	if !ticket.ValidID(id) {
		return nil, fault.New(fault.Invalid, "agent.ticket", "Mã của lượt ký không đúng.").Do("Quay lại hệ thống và bấm ký lần nữa.")
	}
	return a.accept(r.Context(), server, id)
}

// windowPage is what the person sees before, during and after signing.
type windowPage struct {
	frame
	Job      *job
	Rows     []row
	State    state
	Refused  *fault.Fault
	Choices  []Choice
	Drivers  []token.Library // that failed
	Chosen   string
	Waiting  int // items that have no value yet
	Unsent   int // values that the server has not got
	Over     int
	Good     int
	Expired  bool
	LastTry  bool
	NoDriver bool
}

// Asking, Working and Done are for the template.
func (p windowPage) Asking() bool  { return p.State == asking }
func (p windowPage) Working() bool { return p.State == working }
func (p windowPage) Done() bool    { return p.State == done }

// Reading says that the ticket asks for certificates, not for signatures.
func (p windowPage) Reading() bool { return p.Job.ticket.Deed == ticket.Read }

func (a *Agent) window(w http.ResponseWriter, r *http.Request) error {
	j, err := a.job(r.PathValue("id"))
	if err != nil {
		return err
	}
	p := a.windowOf(j)
	if p.Done() && p.Good == len(p.Rows) {
		http.Redirect(w, r, j.ticket.Return, http.StatusSeeOther)
		return nil
	}
	a.showWindow(w, r, http.StatusOK, p)
	return nil
}

func (a *Agent) windowOf(j *job) windowPage {
	j.mu.Lock()
	defer j.mu.Unlock()
	p := windowPage{frame: frame{Title: j.ticket.Action, Practice: j.ticket.Practice}, Job: j, State: j.state, Refused: j.refused, Expired: j.expired(a.Now())}
	p.Rows = append(p.Rows, j.rows...)
	for _, r := range j.rows {
		if r.waits() {
			p.Waiting++
		}
		if r.value != nil && !r.Over {
			p.Unsent++
		}
	}
	_, p.Over, p.Good = j.counts()
	return p
}

func (a *Agent) showWindow(w http.ResponseWriter, r *http.Request, status int, p windowPage) {
	if p.Working() {
		w.Header().Set("Refresh", "1")
	}
	if p.Asking() {
		libraries := a.Devices().Look(r.Context())
		p.NoDriver = len(libraries) == 0
		for _, l := range libraries {
			if l.Err != nil {
				p.Drivers = append(p.Drivers, l)
			}
		}
		p.Choices = choices(libraries, a.wanted(p.Job))
		for _, c := range p.Choices {
			if c.OK() && p.Chosen == "" {
				p.Chosen = c.Key
			}
			p.LastTry = p.LastTry || c.OK() && c.Token.PIN.LastTry
		}
	}
	w.Header().Set("Content-Security-Policy", policy(originOf(p.Job.ticket.Return)))
	a.pages.render(w, status, "window.html", p)
}

func (a *Agent) wanted(j *job) wanted {
	j.mu.Lock()
	defer j.mu.Unlock()
	w := wanted{practice: j.ticket.Practice, person: j.ticket.Person, at: a.Now()}
	if j.ticket.Deed == ticket.Sign {
		w.items = j.wants()
	}
	return w
}

// windowSign takes the PIN and begins the batch.
func (a *Agent) windowSign(w http.ResponseWriter, r *http.Request) error {
	j, err := a.job(r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	defer f.wipe()
	if err := a.tryBatch(r, j, f); err != nil {
		refusal, ok := fault.From(err)
		if !ok {
			return err
		}
		p := a.windowOf(j)
		p.Refused, p.Chosen = refusal, f.text("choice")
		a.showWindow(w, r, http.StatusUnprocessableEntity, p)
		return nil
	}
	http.Redirect(w, r, "/jobs/"+j.id, http.StatusSeeOther)
	return nil
}

func (a *Agent) tryBatch(r *http.Request, j *job, f *form) error {
	if j.expired(a.Now()) {
		return fault.New(fault.Conflict, "agent.expired", "Lượt ký đã quá hạn.").Do("Quay lại hệ thống và bấm ký lần nữa.")
	}
	if f.text("resend") != "" {
		return a.resend(j)
	}
	choice, err := a.chosen(r, j, f.text("choice"))
	if err != nil {
		return err
	}
	if len(f.fields["pin"]) == 0 && !choice.Token.PIN.Keypad {
		return fault.New(fault.Invalid, "agent.pin", "Chưa nhập mã PIN.").At("pin", "Nhập mã PIN của thiết bị.")
	}
	if !j.begin() {
		return nil // a second click: the first one is at work
	}
	a.sign(j, choice, token.Login{PIN: f.secret("pin"), LastTry: f.text("last") == "yes"})
	return nil
}

// chosen looks at the desk anew: what was shown may have been pulled out.
func (a *Agent) chosen(r *http.Request, j *job, key string) (Choice, error) {
	return a.pick(r, key, a.wanted(j))
}

func (a *Agent) pick(r *http.Request, key string, w wanted) (Choice, error) {
	for _, c := range choices(a.Devices().Look(r.Context()), w) {
		if c.Key != key {
			continue
		}
		if !c.OK() {
			return Choice{}, fault.New(fault.Signed, "agent.certificate", c.Refusal).Do("Chọn chứng thư số khác.")
		}
		return c, nil
	}
	return Choice{}, fault.New(fault.Unready, token.CodeAbsent, "Không thấy thiết bị có chứng thư số đã chọn.").Do("Cắm thiết bị vào máy rồi bấm “Tìm lại thiết bị”.")
}

// resend brings values that the server has not got; no PIN is needed.
func (a *Agent) resend(j *job) error {
	if j.begin() {
		a.work.Go(func() { j.finish(j.deliver(a.life)) })
	}
	return nil
}

// windowStop ends a job by the person's will and goes back.
func (a *Agent) windowStop(w http.ResponseWriter, r *http.Request) error {
	j, err := a.job(r.PathValue("id"))
	if err != nil {
		return err
	}
	if j.begin() {
		if err := j.stop(r.Context()); err != nil {
			a.Log.Info("stopping", "server", j.server.URL, "refusal", code(err))
		}
	}
	w.Header().Set("Content-Security-Policy", policy(originOf(j.ticket.Return)))
	http.Redirect(w, r, j.ticket.Return, http.StatusSeeOther)
	return nil
}

// windowRead tells the server which certificates stand on the chosen token.
func (a *Agent) windowRead(w http.ResponseWriter, r *http.Request) error {
	j, err := a.job(r.PathValue("id"))
	if err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	if j.ticket.Deed != ticket.Read {
		return fault.New(fault.Conflict, "agent.deed", "Lượt này không phải lượt đọc chứng thư số.")
	}
	held := heldOf(a.Devices().Look(r.Context()), f.text("token"))
	if len(held) == 0 && f.text("token") != "" {
		return fault.New(fault.Unready, token.CodeAbsent, "Không thấy chứng thư số nào trên thiết bị đã chọn.").Do("Cắm thiết bị rồi thử lại.")
	}
	if _, err := j.client.answer(r.Context(), j.ticket.ID, ticket.Answer{Held: held, Findings: a.report(r.Context(), j.client.server)}); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", policy(originOf(j.ticket.Return)))
	http.Redirect(w, r, j.ticket.Return, http.StatusSeeOther)
	return nil
}

func heldOf(libraries []token.Library, key string) []ticket.Held {
	var held []ticket.Held
	for _, l := range libraries {
		for _, t := range l.Tokens {
			if t.ID.Key() != key {
				continue
			}
			for _, c := range t.Certificates {
				if len(held) < ticket.MaxHeld {
					held = append(held, ticket.Held{Token: t.ID.Label, Serial: t.ID.Serial, Model: t.Model, Maker: t.Maker, Certificate: c.DER,
						Chain: t.Authorities[:min(len(t.Authorities), ticket.MaxChain-1)], Key: c.Key})
				}
			}
		}
	}
	return held
}

// apiAbout tells a page whether there is an agent, and whether it is paired.
func (a *Agent) apiAbout(w http.ResponseWriter, r *http.Request) error {
	writeJSON(w, http.StatusOK, map[string]any{"name": "antin-agent", "version": a.Version, "contract": ticket.Version, "paired": a.knows(r.Header.Get("Origin"))})
	return nil
}

// apiSign is signForm for scripts: it answers with the address of the window.
func (a *Agent) apiSign(w http.ResponseWriter, r *http.Request) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return fault.New(fault.Invalid, "agent.form", "Yêu cầu không đúng dạng.")
	}
	var q struct{ Server, Ticket string }
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxForm)).Decode(&q); err != nil {
		return fault.New(fault.Invalid, "agent.form", "Yêu cầu không đúng dạng.")
	}
	j, err := a.begin(r, q.Server, q.Ticket)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]string{"job": j.id, "window": "http://127.0.0.1:" + strconv.Itoa(a.port) + "/jobs/" + j.id})
	return nil
}

// apiJob tells a script how far a job is.
func (a *Agent) apiJob(w http.ResponseWriter, r *http.Request) error {
	j, err := a.job(r.PathValue("id"))
	if err != nil {
		return err
	}
	p := a.windowOf(j)
	writeJSON(w, http.StatusOK, map[string]any{"state": [...]string{"asking", "working", "done"}[p.State], "items": len(p.Rows), "over": p.Over, "good": p.Good})
	return nil
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the browser may have gone
}
