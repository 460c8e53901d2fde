package requests

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/request"
	"antin/internal/fault"
	"antin/internal/testkit/clause"
)

// start is the first moment of every test: a Tuesday at nine.
var start = time.Date(2026, time.March, 10, 9, 0, 0, 0, time.FixedZone("+07:00", 7*3600))

// authority is the agency that stands for Cục.
const authority = "H41.412"

var molds = struct {
	sync.Mutex
	root   string
	folder map[string]*mold
}{folder: map[string]*mold{}}

// mold is one province made once; tests work on copies of its folder.
type mold struct {
	once    sync.Once
	dir     string
	fixture *app.Fixture
	err     error
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "requests")
	if err != nil {
		panic(err)
	}
	molds.root = dir
	code := m.Run()
	_ = os.RemoveAll(dir) // the system clears what is left
	os.Exit(code)
}

func moldOf(province string) *mold {
	molds.Lock()
	m := molds.folder[province]
	if m == nil {
		m = &mold{dir: filepath.Join(molds.root, province)}
		molds.folder[province] = m
	}
	molds.Unlock()
	m.once.Do(func() { m.err = m.make(province) })
	return m
}

func (m *mold) make(province string) (err error) {
	ctx := context.Background()
	m.fixture, err = app.NewFixture(ctx, m.dir, province, app.Options{Now: func() time.Time { return start }})
	if err != nil {
		return err
	}
	for account, role := range map[string]org.Role{"chuyenvien.snv": org.ITOfficer, "luutru.skhcn": org.UnitLeader} {
		by, err := m.fixture.Actor(ctx, account)
		if err != nil {
			return err
		}
		if err := m.fixture.Org.GrantRole(ctx, m.fixture.Installer(), by.Person, by.Agency, role); err != nil {
			return err
		}
	}
	return m.fixture.Close()
}

// clock is the time of one test.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

// world is one province, open for one test.
type world struct {
	*app.Fixture
	t        *testing.T
	ctx      context.Context
	province string
	clock    *clock
}

// set is a value of the profile that a test lays down.
type set struct {
	key   string
	value any
}

// open gives the test its own copy of the province; sets change its profile.
func open(t *testing.T, province string, sets ...set) *world {
	t.Helper()
	m := moldOf(province)
	if m.err != nil {
		t.Fatalf("making the province %s: %v", province, m.err)
	}
	dir := filepath.Join(t.TempDir(), province)
	if err := os.CopyFS(dir, os.DirFS(m.dir)); err != nil {
		t.Fatal(err)
	}
	return openFolder(t, m.fixture, dir, &clock{at: start}, sets...)
}

func openFolder(t *testing.T, made *app.Fixture, dir string, c *clock, sets ...set) *world {
	t.Helper()
	province := made.Config.Province
	laws, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append([]set{{"exchange.ca_contact.code", authority}, {"exchange.department_contact.code", "H41.37"}}, sets...) {
		if laws, err = laws.With(province, s.key, s.value); err != nil {
			t.Fatal(err)
		}
	}
	f, err := made.Reopen(context.Background(), dir, app.Options{
		Now: c.now, Profiles: laws,
		Seen: func(province string, action org.Action) { clause.Saw(t, province, "service "+string(action)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Fixture: f, t: t, ctx: context.Background(), province: province, clock: c}
	t.Cleanup(func() {
		if lines, err := f.CheckRows(context.Background()); err != nil || len(lines) > 0 {
			t.Errorf("antin check: %v\n%s", err, strings.Join(lines, "\n"))
		}
		if err := f.Close(); err != nil {
			t.Errorf("closing the province: %v", err)
		}
	})
	return w
}

// as is a practice person as signed in.
func (w *world) as(account string) org.Actor {
	w.t.Helper()
	by, err := w.Actor(w.ctx, account)
	w.must(err)
	return by
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		if f, ok := fault.From(err); ok {
			w.t.Fatalf("%v %+v", err, f.Fields)
		}
		w.t.Fatal(err)
	}
}

// get is the request as the department's manager reads it.
func (w *world) get(id request.ID) request.View {
	w.t.Helper()
	v, err := w.Requests.Get(w.ctx, w.as("thuebao.skhcn"), id)
	w.must(err)
	return v
}

// at wants the request in the state.
func (w *world) at(id request.ID, want request.State) request.View {
	w.t.Helper()
	v := w.get(id)
	if v.State != want {
		w.t.Fatalf("%s is %s, want %s; %+v", v.Code, v.State, want, v.Steps)
	}
	return v
}

// refused wants a refusal with this code and every one of the texts in it.
func refused(t *testing.T, err error, code string, texts ...string) *fault.Fault {
	t.Helper()
	f, ok := fault.From(err)
	if !ok {
		t.Fatalf("want the refusal %s, got %v", code, err)
	}
	if f.Code != code {
		t.Fatalf("want the refusal %s, got %s: %s", code, f.Code, f.Message)
	}
	whole := f.Message + "\n" + f.Action + "\n" + f.Clause
	for _, field := range f.Fields {
		whole += "\n" + field.Name + ": " + field.Message
	}
	for _, text := range texts {
		if !strings.Contains(whole, text) {
			t.Fatalf("refusal %s says %q, want %q in it", code, whole, text)
		}
	}
	return f
}

// outcome turns an error into what a user sees of it, for clause.Parameter.
func outcome(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "done"
	}
	f, ok := fault.From(err)
	if !ok {
		t.Fatal(err)
	}
	return f.Code
}
