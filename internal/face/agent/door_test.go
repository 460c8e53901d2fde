//go:build cgo

package agent_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func (s *seat) ask(method, path string, header map[string]string, body string) *http.Response {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for k, v := range header {
		if k == "Host" {
			r.Host = v
			continue
		}
		r.Header.Set(k, v)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func TestDoorAgainstOtherPages(t *testing.T) {
	t.Parallel()
	s := newSeat(t)
	for why, header := range map[string]map[string]string{
		"DNS rebinding": {"Host": "la.example:9797"},
		"other port":    {"Host": "127.0.0.1:1"},
		"no port":       {"Host": "127.0.0.1"},
		"a frame":       {"Sec-Fetch-Dest": "iframe"},
	} {
		if r := s.ask("GET", "/", header, ""); r.StatusCode < 400 {
			t.Errorf("%s: %d", why, r.StatusCode)
		}
	}
	r := s.ask("GET", "/", nil, "")
	for header, want := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY", "Cache-Control": "no-store", "Referrer-Policy": "same-origin",
	} {
		if !strings.Contains(r.Header.Get(header), want) {
			t.Errorf("%s: %q", header, r.Header.Get(header))
		}
	}
	if strings.Contains(r.Header.Get("Content-Security-Policy"), "script") {
		t.Error("scripts may run in the window")
	}
}

func TestScriptsOfPairedPagesOnly(t *testing.T) {
	t.Parallel()
	s, o := newSeat(t), newOffice(t)
	o.wait(1, s.pki.Certificate("person"))
	preflight := func(origin string) *http.Response {
		return s.ask("OPTIONS", "/api/sign", map[string]string{"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Private-Network": "true"}, "")
	}
	if r := preflight(o.URL); r.StatusCode != http.StatusForbidden || r.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("before pairing: %d %v", r.StatusCode, r.Header)
	}
	s.pair(o)
	if r := preflight(o.URL); r.Header.Get("Access-Control-Allow-Origin") != o.URL || r.Header.Get("Access-Control-Allow-Private-Network") != "true" {
		t.Errorf("after pairing: %d %v", r.StatusCode, r.Header)
	}
	if r := preflight("https://la.example"); r.StatusCode != http.StatusForbidden {
		t.Errorf("foreign: %d", r.StatusCode)
	}
	q := `{"server":"` + o.URL + `","ticket":"` + secret + `"}`
	json := map[string]string{"Origin": o.URL, "Content-Type": "application/json"}
	raw, err := io.ReadAll(s.ask("POST", "/api/sign", json, q).Body)
	if err != nil || !strings.Contains(string(raw), `"window":"http://127.0.0.1:`) {
		t.Errorf("%s %v", raw, err)
	}
	for why, header := range map[string]map[string]string{
		"foreign":   {"Origin": "https://la.example", "Content-Type": "application/json"},
		"no origin": {"Content-Type": "application/json"},
		"null":      {"Origin": "null", "Content-Type": "application/json"},
		"plain":     {"Origin": o.URL, "Content-Type": "text/plain"},
	} {
		if r := s.ask("POST", "/api/sign", header, q); r.StatusCode < 400 {
			t.Errorf("%s: %d", why, r.StatusCode)
		}
	}
}
