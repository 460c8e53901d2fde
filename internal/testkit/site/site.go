package site

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"antin/internal/app"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/platform/sample"
	"antin/internal/testkit/clause"
)

// mold is one province made once for the test binary; tests work on copies.
type mold struct {
	once    sync.Once
	root    string
	fixture *app.Fixture
	err     error
}

// molds are the provinces that were asked for, by code.
var molds struct {
	sync.Mutex
	of map[string]*mold
}

func moldOf(province string) *mold {
	molds.Lock()
	defer molds.Unlock()
	if molds.of == nil {
		molds.of = map[string]*mold{}
	}
	if molds.of[province] == nil {
		molds.of[province] = &mold{}
	}
	return molds.of[province]
}

// Site is one province, open and served for one test.
type Site struct {
	*app.Fixture
	*httptest.Server
	Dir string
	T   *testing.T

	log   *lockedBuffer
	clock *clock
}

type clock struct {
	mu  sync.Mutex
	add time.Duration
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return time.Now().Add(c.add) }

// Wait moves the clock of the province on.
func (s *Site) Wait(d time.Duration) { s.clock.mu.Lock(); s.clock.add += d; s.clock.mu.Unlock() }

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// Log is what the server wrote.
func (s *Site) Log() string { s.log.mu.Lock(); defer s.log.mu.Unlock(); return s.log.b.String() }

// Must ends the test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m *mold) get(province string) (*app.Fixture, error) {
	m.once.Do(func() {
		if m.root, m.err = os.MkdirTemp("", "antin-site-"); m.err != nil {
			return
		}
		if m.fixture, m.err = app.NewFixture(context.Background(), filepath.Join(m.root, province), province, app.Options{}); m.err == nil {
			m.err = m.fixture.Close()
		}
	})
	return m.fixture, m.err
}

// Open gives the test its own copy of the province of Nghệ An and serves it.
func Open(t *testing.T) *Site {
	t.Helper()
	return OpenIn(t, "NA")
}

// Value is one value of the profile that a test lays down.
type Value struct {
	Key   string
	Value any
}

// OpenIn is Open for the same agencies and people under the profile of another
// province, in which some values are laid down.
func OpenIn(t *testing.T, province string, values ...Value) *Site {
	t.Helper()
	laws, err := profile.Load()
	Must(t, err)
	for _, v := range values {
		laws, err = laws.With(province, v.Key, v.Value)
		Must(t, err)
	}
	mold, err := moldOf(province).get(province)
	if err != nil {
		t.Fatalf("making the province %s: %v", province, err)
	}
	s := &Site{T: t, Dir: filepath.Join(t.TempDir(), province), log: &lockedBuffer{}, clock: &clock{}}
	Must(t, os.CopyFS(s.Dir, os.DirFS(mold.Config.Dir)))
	s.Fixture, err = mold.Reopen(context.Background(), s.Dir, app.Options{Now: s.clock.now, Profiles: laws, Seen: func(province string, action org.Action) { clause.Saw(t, province, "service "+string(action)) }, Log: slog.New(slog.NewTextHandler(s.log, nil))})
	Must(t, err)
	t.Cleanup(func() { _ = s.Fixture.Close() })
	server, err := s.Fixture.Server()
	Must(t, err)
	s.Server = httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Server.Config = server
	s.Start()
	t.Cleanup(s.Server.Close)
	t.Cleanup(func() {
		if log := s.Log(); t.Failed() && log != "" {
			t.Log(log)
		}
	})
	return s
}

// Jobs runs what waits: delivery, intake, answers.
func (s *Site) Jobs() {
	s.T.Helper()
	Must(s.T, s.Settle(s.T.Context()))
}

// Blobs counts the files in the store.
func (s *Site) Blobs() int {
	s.T.Helper()
	n := 0
	Must(s.T, filepath.WalkDir(filepath.Join(s.Dir, "blobs"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	}))
	return n
}

// Letter is the sample letter of the department, of this month, with the name
// of the deputy who signs it.
func Letter(t testing.TB) []byte { return Draw(t, dated(sample.Drafts()[0])) }

// LetterDOCX is the same as an editable file.
func LetterDOCX(t testing.TB) []byte {
	t.Helper()
	raw, err := sample.DOCX(dated(sample.Drafts()[0]))
	Must(t, err)
	return raw
}

// Plan is a plan with its appendix in the same file.
func Plan(t testing.TB) []byte { return Draw(t, dated(sample.Drafts()[1])) }

// List is an attachment in its own file.
func List(t testing.TB) []byte {
	t.Helper()
	raw, err := sample.Attachment(sample.SubscriberList())
	Must(t, err)
	return raw
}

// Draw makes the PDF of a draft.
func Draw(t testing.TB, doc sample.Doc) []byte {
	t.Helper()
	raw, err := sample.PDF(doc)
	Must(t, err)
	return raw
}

func dated(doc sample.Doc) sample.Doc {
	now := time.Now().In(time.FixedZone("+07:00", 7*3600))
	doc.Month, doc.Year, doc.SignerName = int(now.Month()), now.Year(), "Trần Thị Minh"
	return doc
}

// Done removes what the tests of a package shared and passes its status on:
// os.Exit(site.Done(m.Run())).
func Done(code int) int {
	molds.Lock()
	defer molds.Unlock()
	for _, m := range molds.of {
		if m.root != "" {
			_ = os.RemoveAll(m.root) // the system clears what is left
		}
	}
	return code
}
