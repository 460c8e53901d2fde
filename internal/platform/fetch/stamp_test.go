package fetch

import (
	"context"
	"crypto"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"antin/internal/platform/practice"
	"antin/tsp"
)

const hash = crypto.SHA256

func digest() []byte { sum := sha256.Sum256([]byte("văn bản")); return sum[:] }

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func contextWithCancel(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

func TestStampHoldsForTheDigest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	w.client = client(t, Config{Allow: []string{"127.0.0.1"}, Now: w.now, Authorities: []Authority{{URL: w.base + "/gone"}, {URL: w.base + "/tsa"}}})
	der, err := w.client.Stamp(t.Context(), hash, digest())
	if err != nil {
		t.Fatal(err)
	}
	token, err := tsp.ParseToken(der)
	if err != nil || !token.Time.Equal(now) || len(der) > w.client.Room() {
		t.Fatal(err, token)
	}
	openssl(t, der, w)
}

// openssl has the token judged by another maker's program.
func openssl(t *testing.T, token []byte, w *world) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("ANTIN_TEST_ALL") != "" {
			t.Fatal(err)
		}
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"token": token, "data": []byte("văn bản"), "root": pemOf(w.pki.Anchors()[0].Raw), "issuing": pemOf(w.pki.Issuing().Raw)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("openssl", "ts", "-verify", "-token_in", "-in", dir+"/token", "-data", dir+"/data",
		"-CAfile", dir+"/root", "-untrusted", dir+"/issuing", "-attime", "1795316400").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "OK") {
		t.Errorf("%v\n%s", err, out)
	}
}

// authorities are places that answer by their host, on the clock of synctest.
type authorities map[string]func(ctx context.Context, request []byte) ([]byte, error)

func (a authorities) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	answer, err := a[r.URL.Host](r.Context(), body)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(answer)))}, nil
}

type clock struct {
	pki   *practice.PKI
	asked atomic.Int32
}

func (c *clock) after(d time.Duration, off time.Duration) func(context.Context, []byte) ([]byte, error) {
	return func(ctx context.Context, request []byte) ([]byte, error) {
		c.asked.Add(1)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(d):
			return c.pki.TimeStamp(request, time.Now().Add(off))
		}
	}
}

func failing(context.Context, []byte) ([]byte, error) { return nil, errors.New("connection refused") }

func constant(b string) func(context.Context, []byte) ([]byte, error) {
	return func(context.Context, []byte) ([]byte, error) { return []byte(b), nil }
}

func TestAuthoritiesAreTriedInOrderAndHedged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		pki, err := practice.Create(dir, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		c := &clock{pki: pki}
		replay, err := pki.TimeStamp(tsp.Request{Hash: hash, Digest: digest(), CertReq: true}.Marshal(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		refusal, _ := pki.TimeStamp([]byte("?"), time.Now())
		quick := c.after(100*time.Millisecond, 0)
		for _, k := range []struct {
			name    string
			answers []func(context.Context, []byte) ([]byte, error)
			asked   int32
			within  time.Duration
			fails   bool
		}{
			{"the first is quick: the second is not asked", answers(quick, quick), 1, time.Second, false},
			{"the first is slow: the second is asked after the hedge", answers(c.after(131*time.Second, 0), quick), 2, 6 * time.Second, false},
			{"the first is slow and the only one", answers(c.after(131*time.Second, 0)), 1, 132 * time.Second, false},
			{"the first fails: the second is asked at once", answers(failing, quick), 1, time.Second, false},
			{"an old token over the same digest", answers(constant(string(replay)), quick), 1, time.Second, false},
			{"a refusal", answers(constant(string(refusal)), quick), 1, time.Second, false},
			{"a page", answers(constant("<html>"), quick), 1, time.Second, false},
			{"a clock that is off", answers(c.after(0, time.Hour), c.after(0, -time.Hour), quick), 3, time.Second, false},
			{"over its patience", answers(c.after(200*time.Second, 0)), 1, 181 * time.Second, true},
			{"none answers", answers(failing, failing, failing), 0, time.Second, true},
		} {
			f, hosts := client(t, Config{}), authorities{}
			for i, a := range k.answers {
				host := string(rune('a'+i)) + ".vn"
				hosts[host] = a
				f.config.Authorities = append(f.config.Authorities, Authority{URL: "http://" + host + "/"})
			}
			whole, err := New(f.config)
			if err != nil {
				t.Fatal(err)
			}
			whole.http.Transport = hosts
			c.asked.Store(0)
			start := time.Now()
			token, err := whole.Stamp(t.Context(), hash, digest())
			synctest.Wait()
			if (err != nil) != k.fails || (token != nil) == k.fails || c.asked.Load() != k.asked || time.Since(start) > k.within {
				t.Errorf("%s: %v, asked %d, after %v", k.name, err, c.asked.Load(), time.Since(start))
			}
		}
	})
}

func answers(a ...func(context.Context, []byte) ([]byte, error)) []func(context.Context, []byte) ([]byte, error) {
	return a
}

func TestStampAsksNobodyForNonsense(t *testing.T) {
	t.Parallel()
	if _, err := client(t, Config{}).Stamp(t.Context(), hash, digest()); !errors.Is(err, ErrNoAuthority) {
		t.Error(err)
	}
	c := client(t, Config{Authorities: []Authority{{URL: "http://tsa.example.vn/"}}})
	if _, err := c.Stamp(t.Context(), hash, []byte("short")); err == nil {
		t.Error("taken")
	}
	ctx, cancel := contextWithCancel(t)
	cancel()
	if _, err := c.Stamp(ctx, hash, digest()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A token that nothing vouches for is no answer: the next authority is asked.
func TestUntrustedTokenSendsToTheNextAuthority(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	var judged atomic.Int32
	foreign := errors.New("nobody vouches for it")
	trust := func(_ context.Context, token, of []byte) error {
		if _, err := tsp.ParseToken(token); err != nil || string(of) != string(digest()) {
			t.Error(err)
		}
		if judged.Add(1) == 1 {
			return foreign
		}
		return nil
	}
	c := Config{Allow: []string{"127.0.0.1"}, Now: w.now, Trust: trust, Authorities: []Authority{{URL: w.base + "/tsa"}, {URL: w.base + "/tsa"}}}
	if _, err := client(t, c).Stamp(t.Context(), hash, digest()); err != nil || judged.Load() != 2 {
		t.Errorf("%v, judged %d", err, judged.Load())
	}
	judged.Store(0)
	c.Authorities = c.Authorities[:1]
	if token, err := client(t, c).Stamp(t.Context(), hash, digest()); !errors.Is(err, foreign) || token != nil {
		t.Errorf("%v", err)
	}
}
