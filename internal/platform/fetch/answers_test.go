package fetch

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"antin/internal/platform/practice"
	"antin/revocation"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// world is a practice authority served on 127.0.0.1, with a certificate that
// names it.
type world struct {
	pki         *practice.PKI
	base        string
	cert        *x509.Certificate
	crls, ocsps atomic.Int32
	stamps, aia atomic.Int32
	before      atomic.Pointer[http.HandlerFunc] // answers in place of the authority, if it does
	client      *Client
	at          atomic.Int64
}

func (w *world) now() time.Time { return time.UnixMilli(w.at.Load()).UTC() }

func newWorld(t testing.TB, c Config) *world {
	t.Helper()
	w := &world{}
	w.at.Store(now.UnixMilli())
	mux := http.NewServeMux()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if h := w.before.Load(); h != nil {
			(*h)(rw, r)
			return
		}
		mux.ServeHTTP(rw, r)
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	w.base = server.URL
	pki, err := practice.Create(t.TempDir(), now, practice.Places{CRL: w.base + "/crl", RootCRL: w.base + "/root", OCSP: w.base + "/ocsp"})
	if err != nil {
		t.Fatal(err)
	}
	w.pki = pki
	count := func(n *atomic.Int32, h http.Handler) http.Handler {
		return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { n.Add(1); h.ServeHTTP(rw, r) })
	}
	mux.Handle("/crl", count(&w.crls, pki.CRLHandler(false, w.now)))
	mux.Handle("/root", count(&w.crls, pki.CRLHandler(true, w.now)))
	mux.Handle("/ocsp", count(&w.ocsps, pki.OCSPHandler(w.now)))
	mux.Handle("/tsa", count(&w.stamps, pki.TSAHandler(w.now)))
	chain := pki.Chain()
	var together bytes.Buffer
	for _, x := range []*x509.Certificate{chain[1], chain[0]} {
		_ = pem.Encode(&together, &pem.Block{Type: "CERTIFICATE", Bytes: x.Raw})
	}
	bodies := map[string][]byte{"/issuer.crt": chain[0].Raw, "/issuer.pem": together.Bytes(), "/issuer.p7c": certsOnly(chain)}
	mux.Handle("/", count(&w.aia, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if b := bodies[r.URL.Path]; b != nil {
			_, _ = rw.Write(b)
			return
		}
		http.NotFound(rw, r)
	})))
	if w.cert, _, err = pki.IssuePerson(practice.Person{Name: "Nguyễn Văn An"}, now, practice.WithECDSA()); err != nil {
		t.Fatal(err)
	}
	c.Allow, c.Now = append(c.Allow, "127.0.0.1"), w.now
	w.client = client(t, c)
	return w
}

// certsOnly is a p7c of RFC 5652, 5.1 without signers, written by hand.
func certsOnly(list []*x509.Certificate) []byte {
	tlv := func(tag byte, parts ...[]byte) []byte {
		body := bytes.Join(parts, nil)
		return append([]byte{tag, 0x83, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
	}
	var raw [][]byte
	for _, c := range list {
		raw = append(raw, c.Raw)
	}
	data := []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1}
	signed := []byte{6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2}
	return tlv(0x30, signed, tlv(0xa0, tlv(0x30, []byte{2, 1, 1}, tlv(0x31), tlv(0x30, data), tlv(0xa0, raw...), tlv(0x31))))
}

func TestRevocationGivesListAndAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	crls, ocsps, err := w.client.Revocation(t.Context(), w.cert, w.pki.Issuing())
	if err != nil || len(crls) != 1 || len(ocsps) != 1 {
		t.Fatalf("%d lists, %d answers, %v", len(crls), len(ocsps), err)
	}
	for name, s := range map[string]revocation.Status{
		"list":   revocation.Judge(w.cert, w.pki.Issuing(), crls, nil, now),
		"answer": revocation.Judge(w.cert, w.pki.Issuing(), nil, ocsps, now),
	} {
		if s.Verdict != revocation.Good {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestAnswersAreKeptUntilTheirEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	ask := func(a Answers) {
		t.Helper()
		if crls, ocsps, err := a.Revocation(t.Context(), w.cert, w.pki.Issuing()); err != nil || len(crls)+len(ocsps) != 2 {
			t.Fatal(len(crls), len(ocsps), err)
		}
	}
	asked := func(want int32) {
		t.Helper()
		if w.crls.Load() != want || w.ocsps.Load() != want {
			t.Errorf("asked %d and %d times, not %d", w.crls.Load(), w.ocsps.Load(), want)
		}
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() { _, _, _ = w.client.Revocation(t.Context(), w.cert, w.pki.Issuing()) })
	}
	wait.Wait()
	asked(1)
	ask(w.client.Since(now))
	asked(1)
	w.at.Add(time.Minute.Milliseconds())
	ask(w.client.Since(now.Add(time.Second))) // evidence about a signature made since
	asked(2)
	w.at.Add((DefaultLimits().MaxAge + time.Second).Milliseconds())
	ask(w.client.Since(time.Time{}))
	asked(3)
	w.at.Add(-48 * time.Hour.Milliseconds()) // a clock that went back trusts nothing of the future
	ask(w.client.Since(time.Time{}))
	asked(4)
}

func TestRefusalIsRememberedForAWhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	var asked atomic.Int32
	broken := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(rw, "no", http.StatusServiceUnavailable)
	})
	w.before.Store(&broken)
	for range 3 {
		if _, _, err := w.client.Revocation(t.Context(), w.cert, w.pki.Issuing()); !errors.Is(err, ErrStatus) {
			t.Fatal(err)
		}
	}
	if asked.Load() != 2 {
		t.Errorf("asked %d times", asked.Load())
	}
	w.before.Store(nil)
	w.at.Add(DefaultLimits().Negative.Milliseconds() + 1)
	if _, _, err := w.client.Revocation(t.Context(), w.cert, w.pki.Issuing()); err != nil {
		t.Error(err)
	}
}

func TestOneBrokenPlaceDoesNotHarmTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	cert, _, err := w.pki.IssuePerson(practice.Person{Name: "Trần Thị Bình"}, now, practice.WithECDSA(), practice.Changed(func(c *x509.Certificate) {
		c.CRLDistributionPoints = []string{"http://169.254.169.254/", "ldap://x/", w.base + "/gone", w.base + "/crl", w.base + "/crl"}
		c.OCSPServer = []string{w.base + "/crl"} // a list is no answer
	}))
	if err != nil {
		t.Fatal(err)
	}
	crls, ocsps, err := w.client.Revocation(t.Context(), cert, w.pki.Issuing())
	if err != nil || len(crls) != 1 || len(ocsps) != 0 {
		t.Errorf("%d lists, %d answers, %v", len(crls), len(ocsps), err)
	}
}

func TestWrongContentIsRefused(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"<html>Đăng nhập</html>", "\x30\x03\x02\x01\x01", "\x30", strings.Repeat("0", 5000)} {
		w := newWorld(t, Config{})
		page := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, body) })
		w.before.Store(&page)
		if crls, ocsps, err := w.client.Revocation(t.Context(), w.cert, w.pki.Issuing()); !errors.Is(err, ErrContent) {
			t.Errorf("%q: %d lists, %d answers, %v", body[:1], len(crls), len(ocsps), err)
		}
		cert := *w.cert
		cert.IssuingCertificateURL = []string{w.base + "/issuer.crt"}
		if list, err := w.client.Issuers(t.Context(), &cert); !errors.Is(err, ErrContent) {
			t.Errorf("%q: %d issuers, %v", body[:1], len(list), err)
		}
	}
}

func TestIssuersComeInEveryForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	for file, want := range map[string]int{"/issuer.crt": 1, "/issuer.pem": 2, "/issuer.p7c": 2} {
		cert := *w.cert
		cert.IssuingCertificateURL = []string{w.base + file}
		list, err := w.client.Issuers(t.Context(), &cert)
		if err != nil || len(list) != want || !list[0].Equal(w.pki.Issuing()) {
			t.Errorf("%s: %d certificates, %v", file, len(list), err)
		}
	}
	if _, err := w.client.Issuers(t.Context(), w.cert); !errors.Is(err, ErrNoPlace) {
		t.Error(err)
	}
}

func TestOldHostIsRenamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{})
	w.client.config.Rename = map[string]string{"ocsp.ca.ptc": strings.TrimPrefix(w.base, "http://")}
	cert := *w.cert
	cert.CRLDistributionPoints, cert.OCSPServer = nil, []string{"http://OCSP.ca.ptc/ocsp"}
	if _, ocsps, err := w.client.Revocation(t.Context(), &cert, w.pki.Issuing()); err != nil || len(ocsps) != 1 {
		t.Error(len(ocsps), err)
	}
}

func TestOfflineAnswersNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Config{Offline: true, Authorities: []Authority{{URL: "http://127.0.0.1/tsa"}}})
	crls, ocsps, err := w.client.Revocation(t.Context(), w.cert, w.pki.Issuing())
	list, err2 := w.client.Issuers(t.Context(), w.cert)
	if len(crls)+len(ocsps)+len(list) != 0 || err != nil || err2 != nil || w.crls.Load()+w.ocsps.Load() != 0 {
		t.Error(crls, ocsps, list, err, err2)
	}
	if _, err := w.client.Stamp(t.Context(), hash, digest()); !errors.Is(err, ErrOffline) {
		t.Error(err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	c := newCache(10 * entryCost)
	for i := range 100 {
		c.put(strings.Repeat("k", i), entry{kept: [][]byte{make([]byte, entryCost)}, got: now, until: now.Add(time.Hour)})
	}
	if c.size > c.limit || c.order.Len() != 5 || len(c.byKey) != 5 {
		t.Errorf("%d bytes in %d entries", c.size, c.order.Len())
	}
	c.put("large", entry{kept: [][]byte{make([]byte, 20*entryCost)}, got: now, until: now.Add(time.Hour)})
	if _, ok := c.get("large", now, time.Time{}); ok || c.size > c.limit {
		t.Error("kept what is larger than all")
	}
	if _, ok := c.get(strings.Repeat("k", 99), now, time.Time{}); !ok {
		t.Error("lost the newest")
	}
	if _, ok := c.get(strings.Repeat("k", 99), now.Add(time.Hour), time.Time{}); ok {
		t.Error("counts past its end")
	}
}

// Whoever stops waiting does not call off the request that others wait for.
func TestTiredAskerLeavesTheOthersUndisturbed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		c := client(t, Config{})
		c.http.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			select {
			case <-release:
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("x"))}, nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		})
		q := question{address: "http://crl.example.vn/", limit: 10, within: time.Minute}
		keep := func(b []byte) ([][]byte, time.Time, error) { return [][]byte{b}, time.Time{}, nil }
		ctx, cancel := contextWithCancel(t)
		first := make(chan error, 1)
		go func() { _, err := c.remembered(ctx, q, time.Time{}, keep); first <- err }()
		synctest.Wait()
		second := make(chan error, 1)
		go func() { _, err := c.remembered(t.Context(), q, time.Time{}, keep); second <- err }()
		synctest.Wait()
		cancel()
		if err := <-first; err == nil {
			t.Error("waited on")
		}
		close(release)
		if err := <-second; err != nil {
			t.Error(err)
		}
	})
}
