package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"antin/internal/face/web"
)

func TestRightPasswordsAtTheSameTimeAllComeIn(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	var group sync.WaitGroup
	status := make([]int, 5)
	for i := range status {
		group.Go(func() { status[i] = tryFrom(t, s, "10.0.0.7", password) })
	}
	group.Wait()
	for _, code := range status {
		if code != http.StatusSeeOther {
			t.Errorf("answers %v", status)
			break
		}
	}
}

// tryFrom sends a sign-in through a proxy on this machine.
func tryFrom(t *testing.T, s *site, address, word string) int {
	t.Helper()
	body := url.Values{"name": {"vanthu"}, "password": {word}}.Encode()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/login", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Forwarded-For", "198.51.100.1, "+address)
	answer, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestWrongTriesElsewhereDoNotKeepTheOwnerOut(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *web.Config) { c.Origin = "https://antin.nghean.gov.vn" })
	for _, try := range []struct {
		from, word string
		want       int
	}{
		{"203.0.113.9", "sai mật khẩu", http.StatusUnprocessableEntity},
		{"203.0.113.9", password, http.StatusTooManyRequests},
		{"10.0.0.7", password, http.StatusSeeOther},
		{"2001:db8::1", "sai mật khẩu", http.StatusUnprocessableEntity},
		{"2001:db8::2", password, http.StatusTooManyRequests},
	} {
		if got := tryFrom(t, s, try.from, try.word); got != try.want {
			t.Errorf("from %s with %q: %d, want %d", try.from, try.word, got, try.want)
		}
	}
}

func TestForgedAddressDoesNotEscapeTheWait(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	if got := tryFrom(t, s, "203.0.113.9", "sai mật khẩu"); got != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", got)
	}
	if got := tryFrom(t, s, "203.0.113.10", "sai mật khẩu"); got != http.StatusTooManyRequests {
		t.Errorf("a try from a made-up address: %d", got)
	}
}
