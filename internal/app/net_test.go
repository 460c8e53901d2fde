package app

import (
	"crypto"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/platform/fetch"
	"antin/pades"
)

// served is the province over HTTP, with the practice services counted.
func served(t *testing.T, p *province) (address string, asked *atomic.Int32) {
	t.Helper()
	handler, err := p.app.Handler()
	if err != nil {
		t.Fatal(err)
	}
	asked = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return strings.TrimPrefix(s.URL, "http://"), asked
}

// A verdict that only wants for answers gets them over the net; without the net
// it stays open, and what nobody trusts is not asked about.
func TestVerdictAsksTheNet(t *testing.T) {
	t.Parallel()
	p, err := reopen(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.app.Close() })
	r, err := toClerk(t.Context(), p, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	address, asked := served(t, p)
	verdict := func(e *evidence) *pades.Report {
		t.Helper()
		e.between, e.now = p.app.PKI.Chain()[:1], p.app.Now
		p.app.Documents.Evidence, p.app.Documents.Answers = e, nil
		if e.net != nil {
			p.app.Documents.Answers = brief{e.net}
		}
		d, err := p.app.Documents.Store.Load(t.Context(), r.id)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := d.AtStage(document.Sealed)
		blob, err := p.app.Documents.Blobs.Open(t.Context(), f.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer blob.Close()
		report, err := p.app.Documents.Verify(t.Context(), blob, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	client := func(c fetch.Config) *fetch.Client {
		t.Helper()
		c.Rename, c.Now = map[string]string{"127.0.0.1:8080": address}, p.app.Now
		f, err := fetch.New(c)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	anchors := p.app.PKI.Anchors()
	for name, e := range map[string]*evidence{
		"without the net": {anchors: anchors}, "offline": {anchors: anchors, net: client(fetch.Config{Offline: true})},
		"the address is not allowed":  {anchors: anchors, net: client(fetch.Config{})},
		"the authority is a stranger": {net: client(fetch.Config{Allow: []string{address}})},
	} {
		if got := verdict(e); got.Indication != pades.Indeterminate || asked.Load() != 0 {
			t.Errorf("%s: %s %s, asked %d times", name, got.Indication, got.SubIndication, asked.Load())
		}
	}
	e := &evidence{anchors: anchors, net: client(fetch.Config{Allow: []string{address}})}
	if got := verdict(e); got.Indication != pades.TotalPassed || asked.Load() == 0 {
		t.Errorf("with the net: %s %s, asked %d times", got.Indication, got.SubIndication, asked.Load())
	}
	before := asked.Load()
	if got := verdict(e); got.Indication != pades.TotalPassed || asked.Load() != before {
		t.Errorf("again: %s, asked %d times more", got.Indication, asked.Load()-before)
	}
}

// The practice authority over HTTP stamps as any other does.
func TestAuthorityOfTheConfigurationStamps(t *testing.T) {
	t.Parallel()
	dir := fresh(t)
	server, err := reopen(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.app.Close() })
	address, asked := served(t, server)
	config := `mode = "practice"
listen = "127.0.0.1:8080"
province = "NA"
agency = "H41"
[timestamp]
authorities = ["http://` + address + `/khong-co", "http://` + address + `/practice/tsa"]
patience = "20s"
hedge = "1s"
at_signing = "10s"
[fetch]
allow = ["127.0.0.1"]
`
	if err := os.WriteFile(filepath.Join(dir, configFile), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := ReadConfig(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c.Timestamp.Patience != 20*time.Second || c.Timestamp.AtSigning != 10*time.Second {
		t.Errorf("%+v", c.Timestamp)
	}
	a, err := Open(t.Context(), c, cheap())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	token, err := a.stamper.Stamp(t.Context(), crypto.SHA256, make([]byte, 32))
	if err != nil || len(token) == 0 || asked.Load() != 2 {
		t.Errorf("%d bytes, %v, asked %d times", len(token), err, asked.Load())
	}
}

func TestConfigurationNamesItsMistakes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"[timestamp]\nauthorities = [\"ftp://tsa.example.vn/\"]", "[fetch]\nallow = [\"http://x/\"]", "[timestamp]\nhedge = \"-1s\"",
		"[timestamp]\npatience = \"soon\"", "[fetch]\nunknown = 1",
		"algorithms = \"none.toml\"", "algorithms = \"antin.toml\"", "[archive]\nrenew_before_days = -1", "[archive]\nrenew_before_days = 100000",
	} {
		dir := fresh(t)
		head := "mode = \"practice\"\nlisten = \"127.0.0.1:8080\"\nprovince = \"NA\"\nagency = \"H41\"\n"
		if err := os.WriteFile(filepath.Join(dir, configFile), []byte(head+text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := ReadConfig(dir)
		if err == nil {
			var a *App
			if a, err = Open(t.Context(), c, cheap()); err == nil {
				_ = a.Close()
			}
		}
		if err == nil || !strings.Contains(err.Error(), "antin.toml") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
