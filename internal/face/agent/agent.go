package agent

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"antin/internal/fault"
	"antin/internal/platform/token"
)

// Devices are the tokens of this desk; token.Desk is the one in life.
type Devices interface {
	Look(ctx context.Context) []token.Library
	Open(ctx context.Context, id token.ID, in token.Login) (*token.Session, error)
	ChangePIN(ctx context.Context, id token.ID, old token.Login, fresh []byte) error
	Unlock(ctx context.Context, id token.ID, officer token.Login, fresh []byte) error
}

// Options of an agent. Log gets no PIN, no ticket and no text of documents.
type Options struct {
	Devices func() Devices // asked anew each time, as drivers are installed while it runs
	Store   *Store
	Version string
	Now     func() time.Time
	Log     *slog.Logger
	// Show opens the browser of the person at an own page, when another program
	// asks; nil shows nothing.
	Show func(address string)
	// Papers bounds the bytes of all files of one call of the second face; zero is
	// 256 MB.
	Papers int64
}

// Agent is the program at the desk. Make one with New.
type Agent struct {
	Options
	pages *pages

	mu      sync.Mutex
	jobs    map[string]*job
	errands map[string]*errand
	port    int
	work    sync.WaitGroup
	stop    context.CancelFunc
	life    context.Context // of batches, which outlive the request that began them
	turn    sync.Mutex      // one batch at a time: a token serves one
}

// maxJobs bounds what pages can leave open; the oldest go first.
const maxJobs = 50

// New makes an agent that listens nowhere yet.
func New(o Options) (*Agent, error) {
	p, err := readPages()
	if err != nil {
		return nil, err
	}
	life, stop := context.WithCancel(context.Background())
	return &Agent{Options: o, pages: p, jobs: map[string]*job{}, errands: map[string]*errand{}, life: life, stop: stop}, nil
}

// Listen opens the port of the configuration on 127.0.0.1.
func (a *Agent) Listen() (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(a.Store.Get().Port)))
}

// Serve answers until the context ends, and then waits for the batch under way.
func (a *Agent) Serve(ctx context.Context, l net.Listener) error {
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok || !address.IP.IsLoopback() {
		return errors.New("agent: listens on 127.0.0.1 only")
	}
	a.port = address.Port
	server := &http.Server{
		Handler: a.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute,
		IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn),
	}
	end := context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = server.Shutdown(late) // what is still open is cut off
		a.stop()
	})
	defer end()
	err := server.Serve(l)
	a.stop()
	a.work.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// accept takes a ticket of a paired server and asks it what is to be done.
func (a *Agent) accept(ctx context.Context, address, id string) (*job, error) {
	c := a.Store.Get()
	server, err := c.paired(address)
	if err != nil {
		return nil, err
	}
	cl, err := c.client(server, a.Version)
	if err != nil {
		return nil, err
	}
	t, err := cl.ticket(ctx, id)
	if err != nil {
		return nil, err
	}
	if !server.owns(t.Return) {
		return nil, fault.New(fault.Forbidden, "agent.return", "Máy chủ muốn chuyển trình duyệt sang một trang lạ nên lượt ký này không được nhận.").
			Do("Báo quản trị hệ thống.")
	}
	j := newJob(server, cl, legibly(t), a.Now())
	a.keep(j)
	return j, nil
}

func (a *Agent) keep(j *job) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for len(a.jobs) >= maxJobs {
		oldest := ""
		for id, o := range a.jobs {
			if oldest == "" || o.came.Before(a.jobs[oldest].came) {
				oldest = id
			}
		}
		delete(a.jobs, oldest)
	}
	a.jobs[j.id] = j
}

func (a *Agent) job(id string) (*job, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if j, ok := a.jobs[id]; ok {
		return j, nil
	}
	return nil, fault.New(fault.NotFound, "agent.job", "Lượt ký này không còn trên máy.").Do("Quay lại hệ thống và bấm ký lần nữa.")
}

// paired finds the server of an address.
func (c Config) paired(address string) (Server, error) {
	clean, err := ServerURL(address)
	if err != nil {
		return Server{}, err
	}
	for _, s := range c.Servers {
		if s.URL == clean {
			return s, nil
		}
	}
	return Server{}, fault.New(fault.Forbidden, "agent.unpaired", "Máy chủ "+clean+" chưa được ghép nối với máy này.").
		Do("Bấm “Ghép nối” trên trang của hệ thống, hoặc chạy: antin-agent pair " + clean)
}

// sign runs a batch: the PIN opens the token once, and is wiped.
func (a *Agent) sign(j *job, choice Choice, in token.Login) {
	a.work.Go(func() {
		defer token.Wipe(in.PIN)
		a.turn.Lock()
		defer a.turn.Unlock()
		err := a.signBy(j, choice, in)
		j.finish(err)
		j.mu.Lock()
		all, over, good := j.counts()
		j.mu.Unlock()
		a.Log.Info("batch", "server", j.server.URL, "items", all, "over", over, "good", good, "refusal", code(err))
	})
}

func (a *Agent) signBy(j *job, choice Choice, in token.Login) error {
	s, err := a.Devices().Open(a.life, choice.Token.ID, in)
	if err != nil {
		return err
	}
	defer s.Close()
	return j.batch(a.life, s, choice.Certificate, choice.Token.Authorities)
}

// code is what a log may say of an error.
func code(err error) string {
	if f, ok := fault.From(err); ok {
		return f.Code
	}
	if err != nil {
		return "failure"
	}
	return ""
}
