//go:build cgo

package agent

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/document"
	desktop "antin/internal/face/agent"
	"antin/internal/platform/token"
	"antin/internal/testkit/browser"
	"antin/internal/testkit/lockingtoken"
	"antin/internal/testkit/site"
)

const hostVariable = "ANTIN_TEST_TOKEN_HOST"

func TestMain(m *testing.M) {
	if os.Getenv(hostVariable) != "" {
		os.Exit(token.Host(os.Stdin, os.Stdout))
	}
	os.Exit(site.Done(browser.Run(m)))
}

const (
	pin     = "12345678"
	officer = "87654321"
)

// world is a served province, a desk with an agent and a reader, and a browser.
type world struct {
	*site.Site
	t     *testing.T
	bench *lockingtoken.Bench
	page  *browser.Page
	agent string
	log   *logged
	desk  *desktop.Agent
	show  func(address string) // how the agent opens a window by itself
}

type logged struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logged) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *logged) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

func open(t *testing.T, sets ...func(*world)) *world {
	t.Helper()
	w := &world{Site: site.Open(t), t: t, bench: lockingtoken.New(t), log: &logged{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	site.Must(t, err)
	w.agent = "http://" + l.Addr().String()
	w.Fixture.Config.Agent.Port = l.Addr().(*net.TCPAddr).Port
	w.Fixture.Config.Agent.ServicePort = -1
	for _, set := range sets {
		set(w)
	}
	w.serveAgain()
	w.seat(l)
	w.page = browser.New(t, w.URL)
	return w
}

// serveAgain starts the server anew, as it learns the port of the agents when
// it starts.
func (w *world) serveAgain() {
	w.t.Helper()
	w.Server.Close()
	server, err := w.Fixture.Server()
	site.Must(w.t, err)
	w.Server = httptest.NewUnstartedServer(http.NotFoundHandler())
	w.Server.Config = server
	w.Server.Start()
	w.t.Cleanup(w.Server.Close)
}

// seat starts the agent of the desk.
func (w *world) seat(l net.Listener) {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "agent.toml")
	if port := w.Fixture.Config.Agent.ServicePort; port > 0 {
		site.Must(w.t, os.WriteFile(path, fmt.Appendf(nil, "[vgca]\nport = %d\n", port), 0o600))
	}
	store, err := desktop.OpenStore(path)
	site.Must(w.t, err)
	desk := token.Desk{Modules: []token.Module{{Name: "thử", Path: w.bench.Module()}}, Program: []string{os.Args[0]},
		Environment: append(w.bench.Environment(), hostVariable+"=1"), Patience: 30 * time.Second}
	a, err := desktop.New(desktop.Options{Devices: func() desktop.Devices { return desk }, Store: store, Version: "thử", Now: time.Now, Show: w.show, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	site.Must(w.t, err)
	w.desk = a
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(w.t.Context(), l) }()
	w.t.Cleanup(func() {
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
		if w.t.Failed() {
			w.t.Log(w.log.String())
		}
	})
}

// deputyToken is the device of the signer, with the certificate that the
// register knows.
func (w *world) deputyToken() *lockingtoken.Token {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	site.Must(w.t, err)
	return w.put("Phó Giám đốc 01", key, func() ([]byte, error) {
		row, err := w.Equip(w.t.Context(), site.Deputy, "Phó Giám đốc", key)
		return row.DER, err
	})
}

func (w *world) put(label string, key crypto.Signer, register func() ([]byte, error)) *lockingtoken.Token {
	w.t.Helper()
	der, err := register()
	site.Must(w.t, err)
	c, err := token.Certificate{DER: der}.Parsed()
	site.Must(w.t, err)
	k := w.bench.Token(label, pin, officer)
	k.Put(c, key)
	return k
}

// signIn opens the pages as a person, and pairs the desk from the help page or
// the address.
func (w *world) signIn(account string) {
	w.t.Helper()
	w.page.Open("/login")
	w.page.Fill("#name", account)
	w.page.Fill("#password", w.Password(account))
	w.page.PressThrough("Enter")
}

// pair takes the way of the person: the question of the agent, and a yes.
func (w *world) pair() {
	w.t.Helper()
	w.page.Open(w.agent + "/pair?server=" + w.URL)
	w.page.See("Ghép nối máy này với một hệ thống?")
	w.page.Shots("agent-pair")
	w.page.Axe()
	w.page.Through("button.muc")
	w.page.See("Đã ghép nối")
}

func (w *world) letter() string {
	w.t.Helper()
	at := w.As(site.Officer).Draft(site.Main(site.Letter(w.t)))
	w.Through(at, "format")
	return at
}

func (w *world) state(at string) document.State {
	w.t.Helper()
	d, err := w.Documents.Store.Load(w.t.Context(), document.ID(strings.TrimPrefix(at, "/van-ban/")))
	site.Must(w.t, err)
	return d.State
}

// window goes from a document to the window of the agent.
func (w *world) window(at string) {
	w.t.Helper()
	w.page.Open(at + "/ky")
	w.page.Through(`form[action$="/ky/thiet-bi"] button`)
	w.page.See("Mở Máy ký số")
	w.page.Through("form[data-agent] button")
	w.page.See("Máy ký số tại bàn")
}

// sealToken is the device of the agency in the custody of the clerk.
func (w *world) sealToken() *lockingtoken.Token {
	w.t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	site.Must(w.t, err)
	return w.put("Văn thư 01", key, func() ([]byte, error) {
		row, err := w.EquipSeal(w.t.Context(), site.Clerk, key)
		return row.DER, err
	})
}
