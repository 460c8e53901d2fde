package signing

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"crypto/x509"

	"software.sslmate.com/src/go-pkcs12"

	"antin/internal/app"
	"antin/internal/platform/practice"
	"antin/internal/testkit/site"
)

// password of the key; it is for tests alone.
const password = "mật khẩu thử"

// desk is a folder of drafts with a key and authorities that answer.
type desk struct {
	dir, tsa, host string
	pki            *practice.PKI
	silent         atomic.Bool // the time-stamp authority does not answer
}

func newDesk(t *testing.T, options ...practice.Option) *desk {
	t.Helper()
	d := &desk{dir: t.TempDir()}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	d.host, d.tsa = strings.TrimPrefix(server.URL, "http://"), server.URL+"/tsa"
	var err error
	d.pki, err = practice.Create(d.path("pki"), time.Now(), practice.Places{
		CRL: server.URL + "/issuing.crl", RootCRL: server.URL + "/root.crl", OCSP: server.URL + "/ocsp",
	})
	site.Must(t, err)
	mux.Handle("/issuing.crl", d.pki.CRLHandler(false, time.Now))
	mux.Handle("/root.crl", d.pki.CRLHandler(true, time.Now))
	mux.Handle("/ocsp", d.pki.OCSPHandler(time.Now))
	mux.Handle("/ocsp/", http.StripPrefix("/ocsp", d.pki.OCSPHandler(time.Now)))
	stamps := d.pki.TSAHandler(time.Now)
	mux.HandleFunc("/tsa", func(w http.ResponseWriter, r *http.Request) {
		if d.silent.Load() {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		stamps.ServeHTTP(w, r)
	})
	d.keys(t, options...)
	for _, name := range []string{"lo-congvan", "pa-baocao", "cr-baocao"} {
		raw, err := os.ReadFile("../../../placement/testdata/" + name + ".pdf")
		site.Must(t, err)
		d.write(t, "drafts/"+name+".pdf", raw)
	}
	return d
}

func (d *desk) keys(t *testing.T, options ...practice.Option) {
	t.Helper()
	cert, der, err := d.pki.IssuePerson(practice.Person{Name: "Nguyễn Văn Thử", Title: "Chuyên viên", Agency: "Sở Thử"}, time.Now(), options...)
	site.Must(t, err)
	key, err := x509.ParsePKCS8PrivateKey(der)
	site.Must(t, err)
	p12, err := pkcs12.Modern.Encode(key, cert, d.pki.Chain(), password)
	site.Must(t, err)
	d.write(t, "key.p12", p12)
	d.write(t, "password", []byte(password+"\n"))
	d.write(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	chain := []byte(nil)
	for _, c := range append([]*x509.Certificate{cert}, d.pki.Chain()...) {
		chain = append(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	d.write(t, "cert.pem", chain)
	d.write(t, "anchors/root.der", d.pki.Anchors()[0].Raw)
}

func now() time.Time { return time.Now() }

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

func (d *desk) write(t *testing.T, name string, data []byte) {
	t.Helper()
	site.Must(t, os.MkdirAll(filepath.Dir(d.path(name)), 0o700))
	site.Must(t, os.WriteFile(d.path(name), data, 0o600))
}

func (d *desk) read(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(d.path(name))
	site.Must(t, err)
	return raw
}

// run calls the program as from a shell.
func (d *desk) run(args ...string) (status int, out string) {
	var b bytes.Buffer
	status = app.Main(args, &b, &b)
	return status, b.String()
}

// sign names the key and the authorities.
func (d *desk) sign(args ...string) (status int, out string) {
	return d.run(append([]string{"sign", "--key", d.path("key.p12"), "--password-file", d.path("password"), "--allow", d.host}, args...)...)
}

// line is what the commands print for a file with --json.
type line struct {
	File, Output, Level, Code, Error string
	Done                             bool
	Lower                            bool `json:"lower_than_asked"`
	Gaps                             []struct{ Code string }
}

func lines(t *testing.T, out string) []line {
	t.Helper()
	var all []line
	for _, text := range strings.Split(strings.TrimSpace(out), "\n") {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		all = append(all, l)
	}
	return all
}
