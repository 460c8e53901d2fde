//go:build cgo

package agent_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/face/agent"
	"antin/internal/platform/token"
	"antin/internal/testkit/lockingtoken"
	"antin/internal/testkit/testpki"
	"antin/ticket"
)

// examined gives the finding of a code, by its grade and words.
func examined(t *testing.T, findings []agent.Finding, code string) (grades string) {
	t.Helper()
	for _, f := range findings {
		if f.Message == "" || f.Grade != agent.Fine && f.Mend == "" {
			t.Errorf("%s says what is wrong but not how to mend it: %+v", f.Code, f)
		}
		if f.Code == code {
			grades += string(f.Grade) + " "
		}
	}
	return strings.TrimSpace(grades)
}

// clinic is a desk whose server says what the test wants.
type clinic struct {
	about  ticket.About
	server *httptest.Server
	desk   token.Desk
	bench  *lockingtoken.Bench
	pki    *testpki.PKI
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	c := &clinic{bench: lockingtoken.New(t), pki: testpki.New(t)}
	m := http.NewServeMux()
	m.HandleFunc("GET /agent/v1/about", func(w http.ResponseWriter, r *http.Request) { _ = json.NewEncoder(w).Encode(c.about) })
	m.HandleFunc("GET /crl", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte{0x30}) })
	m.HandleFunc("POST /tsa", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusServiceUnavailable) })
	c.server = httptest.NewServer(m)
	t.Cleanup(c.server.Close)
	c.about = ticket.About{Version: 1, Name: "Thử", Program: "1", Now: testpki.Now(), Origins: []string{c.server.URL}, CRL: []string{c.server.URL + "/crl"},
		OCSP: []string{"http://127.0.0.1:1/ocsp"}, TSA: []string{c.server.URL + "/tsa"}}
	for _, a := range c.pki.Anchors() {
		c.about.Anchors = append(c.about.Anchors, a.Raw)
	}
	c.desk = token.Desk{Modules: []token.Module{{Name: "thử", Path: c.bench.Module()}}, Program: []string{os.Args[0]}, Environment: append(c.bench.Environment(), hostVariable+"=1"), Patience: 20 * time.Second}
	return c
}

func (c *clinic) examine(t *testing.T) []agent.Finding {
	t.Helper()
	return agent.Examine(t.Context(), c.desk, agent.Config{Servers: []agent.Server{{URL: c.server.URL}}}, "thử", testpki.Now())
}

func TestDoctorFindsEachAilment(t *testing.T) {
	t.Parallel()
	c := newClinic(t)
	f := c.examine(t)
	for code, want := range map[string]string{"AT-02": "bad", "AT-09": "ok", "AT-10": "warn", "AT-11": "warn", "AT-12": "ok", "AT-13": "ok"} {
		if got := examined(t, f, code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	k := c.bench.Token("Thiết bị 01", pin, officer)
	if got := examined(t, c.examine(t), "AT-05"); got != "bad" {
		t.Errorf("an empty token: %q", got)
	}
	for _, id := range []string{"expired", "server", "person"} {
		k.Put(c.pki.Certificate(id), c.pki.Key(id))
	}
	k.Put(c.pki.Certificate("ca"), nil)
	f = c.examine(t)
	for code, want := range map[string][]string{"AT-06": {"bad", "ok"}, "AT-07": {"warn", "ok"}, "AT-08": {"ok"}} {
		for _, grade := range want {
			if got := examined(t, f, code); !strings.Contains(got, grade) {
				t.Errorf("%s: %q has no %s", code, got, grade)
			}
		}
	}
	k.Wrong(5)
	c.about.Now = testpki.Now().Add(-10 * time.Minute)
	f = c.examine(t)
	for _, code := range []string{"AT-03", "AT-12"} {
		if got := examined(t, f, code); got != "bad" {
			t.Errorf("%s: %q", code, got)
		}
	}
	c.bench.Fall("C_GetSlotList")
	c.server.Close()
	f = c.examine(t)
	for _, code := range []string{"AT-01", "AT-13"} {
		if got := examined(t, f, code); got != "bad" {
			t.Errorf("%s: %q", code, got)
		}
	}
}

// An agency whose machines reach the net by a proxy alone: the server is asked
// through it.
func TestServerBehindTheProxyOfTheAgency(t *testing.T) {
	t.Parallel()
	var asked atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.Method + " " + r.Host)
		http.Error(w, "no way", http.StatusBadGateway)
	}))
	t.Cleanup(proxy.Close)
	_, err := agent.Greet(t.Context(), agent.Config{Proxy: proxy.URL}, "https://vanban.example.invalid", "thử")
	if err == nil || asked.Load() != "CONNECT vanban.example.invalid:443" {
		t.Errorf("asked %v, %v", asked.Load(), err)
	}
}

// A server that only an authority of the agency vouches for.
func TestAuthorityOfTheConfiguration(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, certificatePEM(o), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := agent.Greet(t.Context(), agent.Config{CA: []string{path}}, o.URL, "thử")
	if err != nil || s.Key != "" {
		t.Errorf("%+v %v", s, err)
	}
	s, err = agent.Greet(t.Context(), agent.Config{}, o.URL, "thử")
	if err != nil || !strings.HasPrefix(s.Key, "sha256:") {
		t.Errorf("without it the key must be shown: %+v %v", s, err)
	}
}
