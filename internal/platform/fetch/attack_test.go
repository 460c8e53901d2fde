package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve starts a server on 127.0.0.1 and gives its address "127.0.0.1:port".
func serve(t testing.TB, h http.HandlerFunc) (base string, at netip.AddrPort) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s.URL, netip.MustParseAddrPort(s.Listener.Addr().String())
}

func client(t testing.TB, c Config) *Client {
	t.Helper()
	f, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.http.CloseIdleConnections)
	return f
}

func (c *Client) get(ctx context.Context, address string, limit int64, within time.Duration) ([]byte, error) {
	return c.ask(ctx, question{address: address, accept: "*/*", limit: limit, within: within})
}

func TestAddressesInsideOurNetworkAreRefused(t *testing.T) {
	t.Parallel()
	c := client(t, Config{})
	for _, address := range []string{
		"127.0.0.1:80", "0.0.0.0:80", "10.1.2.3:80", "172.16.0.1:80", "172.31.255.255:443", "192.168.1.1:80", "169.254.169.254:80",
		"100.64.0.1:80", "100.127.255.254:80", "224.0.0.1:80", "239.1.1.1:80", "255.255.255.255:80", "240.0.0.1:80", "198.18.0.1:80",
		"192.0.2.1:80", "[::1]:80", "[::]:80", "[fc00::1]:80", "[fd12::1]:80", "[fe80::1%25eth0]:80", "[ff02::1]:80",
		"[::ffff:127.0.0.1]:80", "[::ffff:10.0.0.1]:80", "[::ffff:169.254.169.254]:80", "[64:ff9b::7f00:1]:80", "[2002:7f00:1::]:80",
		"[::127.0.0.1]:80", "[2001:db8::1]:80", "[2001::1]:80",
	} {
		if _, err := c.get(t.Context(), "http://"+address+"/x.crl", 10, time.Second); !errors.Is(err, ErrForbidden) {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, good := range []string{"14.225.1.1:80", "[2405:4800::1]:443", "1.1.1.1:8080"} {
		if err := c.allowed.address(netip.MustParseAddrPort(good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, service := range []string{"14.225.1.1:25", "14.225.1.1:22", "1.1.1.1:53"} {
		if err := c.allowed.address(netip.MustParseAddrPort(service)); !errors.Is(err, ErrForbidden) {
			t.Errorf("%s: %v", service, err)
		}
	}
}

func TestAddressesOfOtherSortsAreRefused(t *testing.T) {
	t.Parallel()
	c := client(t, Config{})
	for _, address := range []string{
		"file:///etc/passwd", "ldap://ldap.example/cn=x", "ftp://example.com/x", "gopher://example.com/", "//example.com/x", "",
		"http://", "http:///x", "http:opaque", "http://name:word@example.com/", "http://example.com:99999/", "http://example.com:x/",
		"http://" + strings.Repeat("a", maxAddress) + "/", "javascript:alert(1)", "http://exa mple/",
	} {
		if _, err := c.place(address); !errors.Is(err, ErrForbidden) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestNameThatResolvesInsideIsRefused(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	_, at := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	c := client(t, Config{})
	c.lookup = func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{at.Addr()}, nil }
	_, err := c.get(t.Context(), fmt.Sprintf("http://crl.example.vn:%d/", at.Port()), 10, time.Second)
	if !errors.Is(err, ErrForbidden) || asked.Load() != 0 {
		t.Errorf("%v, asked %d times", err, asked.Load())
	}
	if _, err := c.get(t.Context(), "http://localhost:"+fmt.Sprint(at.Port()), 10, time.Second); !errors.Is(err, ErrForbidden) {
		t.Error(err)
	}
}

// A name that gives a public address when it is looked at and an inner one when
// it is connected to: every connection is judged by the address it is made to.
func TestRebindingNameIsRefused(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	base, at := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, "first")
	})
	c := client(t, Config{Allow: []string{"known.vn"}})
	var times atomic.Int32
	c.lookup = func(_ context.Context, host string) ([]netip.Addr, error) {
		times.Add(1)
		return []netip.Addr{at.Addr()}, nil
	}
	port := strings.TrimPrefix(base, "http://127.0.0.1:")
	if _, err := c.get(t.Context(), "http://known.vn:"+port, 10, time.Second); err != nil {
		t.Fatal(err)
	}
	if _, err := c.get(t.Context(), "http://other.vn:"+port, 10, time.Second); !errors.Is(err, ErrForbidden) || asked.Load() != 1 {
		t.Errorf("%v, asked %d times", err, asked.Load())
	}
	if times.Load() != 2 {
		t.Errorf("resolved %d times", times.Load())
	}
}

func TestRedirectsInsideAreRefused(t *testing.T) {
	t.Parallel()
	var secret atomic.Int32
	inner, _ := serve(t, func(http.ResponseWriter, *http.Request) { secret.Add(1) })
	for _, to := range []string{inner, "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "file:///etc/passwd", "ldap://x/", "http://a:b@example.com/"} {
		base, at := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
		c := client(t, Config{Allow: []string{at.String()}})
		if _, err := c.get(t.Context(), base, 10, time.Second); !errors.Is(err, ErrForbidden) {
			t.Errorf("to %s: %v", to, err)
		}
	}
	if secret.Load() != 0 {
		t.Error("the inner server was asked")
	}
}

func TestRedirectsAreCounted(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &n)
		asked.Add(1)
		if n == 0 {
			_, _ = io.WriteString(w, "done")
			return
		}
		http.Redirect(w, r, fmt.Sprintf("/%d", n-1), http.StatusTemporaryRedirect)
	})
	c := client(t, Config{Allow: []string{at.String()}})
	if got, err := c.get(t.Context(), base+"/3", 10, time.Second); err != nil || string(got) != "done" {
		t.Errorf("three redirects: %q, %v", got, err)
	}
	asked.Store(0)
	if _, err := c.get(t.Context(), base+"/10", 10, time.Second); !errors.Is(err, ErrRedirects) || asked.Load() != 4 {
		t.Errorf("ten redirects: %v, asked %d times", err, asked.Load())
	}
}

func TestRedirectThatDropsTheQuestionIsRefused(t *testing.T) {
	t.Parallel()
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/other", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "answer to nothing")
	})
	c := client(t, Config{Allow: []string{at.String()}})
	_, err := c.ask(t.Context(), question{address: base, kind: "a/b", accept: "*/*", body: []byte("?"), limit: 100, within: time.Second})
	if !errors.Is(err, ErrStatus) {
		t.Error(err)
	}
}

func TestEndlessBodyIsCutOff(t *testing.T) {
	t.Parallel()
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		block := make([]byte, 4096)
		for r.Context().Err() == nil {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	if got, err := c.get(t.Context(), base, 64<<10, 10*time.Second); !errors.Is(err, ErrTooLarge) || got != nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestAnnouncedSizeIsRefusedUnread(t *testing.T) {
	t.Parallel()
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "99999999999")
		_, _ = io.WriteString(w, "x")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	if _, err := c.get(t.Context(), base, 64<<10, 10*time.Second); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// Time is bounded for the whole request, so that one byte now and then holds
// nobody up.
func TestSlowBodyEndsInTime(t *testing.T) {
	t.Parallel()
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-tick.C:
				_, _ = w.Write([]byte{0x30})
				w.(http.Flusher).Flush()
			}
		}
	})
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	if _, err := c.get(t.Context(), base, 64<<10, 100*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestSilentServerEndsInTime(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c := client(t, Config{Allow: []string{"127.0.0.0/8"}})
	if _, err := c.get(t.Context(), "http://"+l.Addr().String(), 10, 50*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestCompressedAnswerIsRefused(t *testing.T) {
	t.Parallel()
	var accepts atomic.Value
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		accepts.Store(r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write(make([]byte, 32<<20))
		_ = z.Close()
	})
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	if _, err := c.get(t.Context(), base, 1<<20, 10*time.Second); !errors.Is(err, ErrContent) {
		t.Error(err)
	}
	if accepts.Load() != "" {
		t.Errorf("asked for %q", accepts.Load())
	}
}

func TestHugeHeaderIsRefused(t *testing.T) {
	t.Parallel()
	base, at := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 100 {
			w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("a", 4000))
		}
		_, _ = io.WriteString(w, "x")
	})
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	if _, err := c.get(t.Context(), base, 1<<20, 10*time.Second); err == nil || !strings.Contains(err.Error(), "header") {
		t.Error(err)
	}
}

func TestStatusAndEmptyAnswerAreRefused(t *testing.T) {
	t.Parallel()
	base, at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/404" {
			http.NotFound(w, r)
		}
	})
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	if _, err := c.get(t.Context(), base+"/404", 1<<20, 10*time.Second); !errors.Is(err, ErrStatus) {
		t.Error(err)
	}
	if _, err := c.get(t.Context(), base+"/empty", 1<<20, 10*time.Second); !errors.Is(err, ErrContent) {
		t.Error(err)
	}
}

// A proxy of the environment would connect for us, past every check.
func TestProxyOfTheEnvironmentIsIgnored(t *testing.T) {
	var asked atomic.Int32
	proxy, at := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"} {
		t.Setenv(name, proxy)
	}
	c := client(t, Config{Allow: []string{at.Addr().String()}})
	c.lookup = func(context.Context, string) ([]netip.Addr, error) { return nil, errors.New("no such name") }
	if _, err := c.get(t.Context(), "http://crl.example.vn/", 1<<20, time.Second); err == nil || asked.Load() != 0 {
		t.Errorf("%v, the proxy was asked %d times", err, asked.Load())
	}
}

func TestWrongConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []Config{
		{Allow: []string{"http://x/"}}, {Allow: []string{""}}, {Allow: []string{"a b"}}, {Authorities: []Authority{{URL: "ftp://x/"}}},
		{Authorities: []Authority{{URL: "http://x/", Patience: -1}}}, {Hedge: -1},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}
