//go:build cgo

package agent_test

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"antin/cms"
	"antin/internal/face/agent"
	"antin/internal/platform/token"
	"antin/internal/testkit/lockingtoken"
	"antin/internal/testkit/testpki"
	"antin/ticket"
)

const hostVariable = "ANTIN_TEST_TOKEN_HOST"

func TestMain(m *testing.M) {
	if os.Getenv(hostVariable) != "" {
		os.Exit(token.Host(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

const (
	pin     = "12345678"
	officer = "87654321"
	secret  = "AAAAAAAAAAAAAAAAAAAAAA-_11"
)

// office is a server with documents to sign. It knows the contract and nothing
// else: the product's own server meets the agent in internal/e2e/agent.
type office struct {
	*httptest.Server
	mu       sync.Mutex
	ticket   ticket.Ticket
	base     map[string]*cms.Builder // by item
	values   map[string][]byte
	refused  map[string]ticket.Refusal
	held     []ticket.Held
	findings []ticket.Finding
	deaf     bool // answers nothing but errors
	posts    int
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{base: map[string]*cms.Builder{}, values: map[string][]byte{}, refused: map[string]ticket.Refusal{}}
	m := http.NewServeMux()
	m.HandleFunc("GET /agent/v1/about", func(w http.ResponseWriter, r *http.Request) {
		o.say(w, ticket.About{Version: 1, Name: "Văn phòng thử", Program: "1", Now: testpki.Now(), Origins: []string{o.URL}})
	})
	m.HandleFunc("GET /agent/v1/tickets/{id}", func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		if r.PathValue("id") != o.ticket.ID {
			w.WriteHeader(http.StatusNotFound)
			o.say(w, ticket.Problem{Code: "ticket.unknown", Message: "Không có lượt ký này."})
			return
		}
		o.say(w, o.ticket)
	})
	m.HandleFunc("POST /agent/v1/tickets/{id}", o.take)
	o.Server = httptest.NewUnstartedServer(m)
	o.Config.ErrorLog = log.New(io.Discard, "", 0) // the first look at a key that nobody vouches for
	o.StartTLS()
	t.Cleanup(o.Close)
	o.ticket = ticket.Ticket{Version: 1, ID: secret, Deed: ticket.Sign, Server: "Văn phòng thử", Person: "Người ký thử", Action: "Ký văn bản",
		Return: o.URL + "/xong", Now: testpki.Now(), Expires: testpki.Now().Add(ticket.Lifetime)}
	return o
}

func (o *office) say(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func (o *office) take(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	a, bad := ticket.ParseAnswer(raw)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.posts++
	if err != nil || bad != nil || o.deaf {
		http.Error(w, "no", http.StatusBadGateway)
		return
	}
	o.held = append(o.held, a.Held...)
	o.findings = append(o.findings, a.Findings...)
	receipt := ticket.Receipt{Version: 1}
	for _, result := range a.Results {
		out := ticket.Outcome{Item: result.Item}
		if result.Refusal != nil {
			o.refused[result.Item] = *result.Refusal
		} else if _, err := o.base[result.Item].Finish(result.Value); err == nil {
			o.values[result.Item], out.Done, out.Message = result.Value, true, "Đã nhận."
		}
		receipt.Outcomes = append(receipt.Outcomes, out)
	}
	o.say(w, receipt)
}

func (o *office) wait(n int, c *x509.Certificate) {
	for i := range n {
		id := fmt.Sprintf("vb-%d", i+1)
		digest := sha256.Sum256([]byte(id))
		b, err := cms.NewSigned(c, nil, digest[:])
		if err != nil {
			panic(err)
		}
		o.base[id] = b
		o.ticket.Items = append(o.ticket.Items, ticket.Item{ID: id, Title: "Quyết định số " + id, Summary: "2 trang", Purpose: ticket.ForPerson,
			Version: hex.EncodeToString(digest[:]), Attributes: b.SignedAttributes(), Hash: "SHA-256", Certificates: []string{token.Fingerprint(c.Raw)}})
	}
}

func (o *office) signed() int { o.mu.Lock(); defer o.mu.Unlock(); return len(o.values) }

// seat is a desk with an agent, a reader and a browser without script.
type seat struct {
	t      *testing.T
	url    string
	client *http.Client
	store  *agent.Store
	bench  *lockingtoken.Bench
	pki    *testpki.PKI
	log    *logged
	agent  *agent.Agent
	vgca   string      // address of the second face
	shown  chan string // windows that were opened
}

type logged struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logged) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *logged) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

func newSeat(t *testing.T) *seat {
	t.Helper()
	path := filepath.Join(t.TempDir(), "agent", "agent.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("[vgca]\nport = 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := agent.OpenStore(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &seat{t: t, store: store, bench: lockingtoken.New(t), pki: testpki.New(t), log: &logged{}, shown: make(chan string, 10)}
	desk := token.Desk{Modules: []token.Module{{Name: "thử", Path: s.bench.Module()}}, Program: []string{os.Args[0]},
		Environment: append(s.bench.Environment(), hostVariable+"=1"), Patience: 20 * time.Second}
	a, err := agent.New(agent.Options{Devices: func() agent.Devices { return desk }, Store: store, Version: "thử", Now: testpki.Now, Log: slog.New(slog.NewTextHandler(s.log, nil)), Show: func(address string) { s.shown <- address }})
	if err != nil {
		t.Fatal(err)
	}
	s.agent = a
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(t.Context(), l) }()
	t.Cleanup(func() {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	s.url = "http://" + l.Addr().String()
	s.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

func (s *seat) token(label string) *lockingtoken.Token {
	k := s.bench.Token(label, pin, officer)
	k.Put(s.pki.Certificate("person"), s.pki.Key("person"))
	return k
}

// pair takes the way of the person: look, compare, agree.
func (s *seat) pair(o *office) {
	s.t.Helper()
	page := s.get("/pair?server=" + url.QueryEscape(o.URL))
	if !regexp.MustCompile(`name="key" value="(sha256:[0-9a-f]{64})"`).MatchString(page) {
		s.t.Fatalf("no key to compare on:\n%s", page)
	}
	if got := s.agree(page, "/pair/confirm"); got.StatusCode != http.StatusOK {
		s.t.Fatalf("pairing: %d", got.StatusCode)
	}
}

func (s *seat) get(path string) string {
	s.t.Helper()
	r, err := s.client.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	return body(s.t, r)
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func (s *seat) post(path string, form url.Values, origin string) *http.Response {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodPost, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

// open posts the ticket as a page of the office does, and gives the window.
func (s *seat) open(o *office) string {
	s.t.Helper()
	r := s.post("/sign", url.Values{"server": {o.URL}, "ticket": {secret}}, o.URL)
	if r.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("the ticket was not taken: %d %s", r.StatusCode, body(s.t, r))
	}
	return r.Header.Get("Location")
}

var choiceOf = regexp.MustCompile(`name="choice" value="([0-9a-f.]+)"`)

// sign types the PIN for the first certificate offered and waits for the end of
// the batch; what comes back is the page, or where it leads.
func (s *seat) sign(window, pin string, more ...string) (page, location string) {
	s.t.Helper()
	form := url.Values{"pin": {pin}}
	if m := choiceOf.FindStringSubmatch(s.get(window)); m != nil {
		form.Set("choice", m[1])
	}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	if r := s.post(window+"/sign", form, s.url); r.StatusCode != http.StatusSeeOther {
		return body(s.t, r), ""
	}
	for {
		r, err := s.client.Get(s.url + window)
		if err != nil {
			s.t.Fatal(err)
		}
		page = body(s.t, r)
		if r.Header.Get("Refresh") == "" {
			return page, r.Header.Get("Location")
		}
		time.Sleep(20 * time.Millisecond) // a person looks at the progress
	}
}

func (s *seat) sees(page string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			s.t.Errorf("%q is not on the page:\n%s", w, page)
		}
	}
}

func certificatePEM(o *office) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.Certificate().Raw})
}
