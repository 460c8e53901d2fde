package practice_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io/fs"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
	"golang.org/x/sync/semaphore"

	"antin/certpath"
	"antin/cms"
	"antin/internal/platform/practice"
	"antin/revocation"
	"antin/tsp"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func create(t testing.TB) (*practice.PKI, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "practice")
	p, err := practice.Create(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	return p, dir
}

var an = practice.Person{Name: "Nguyễn Văn An", Title: "Giám đốc", Agency: "Sở Khoa học và Công nghệ", Email: "an@nghean.gov.vn"}

func person(t testing.TB, p *practice.PKI, options ...practice.Option) (*x509.Certificate, []byte) {
	t.Helper()
	c, key, err := p.IssuePerson(an, now, append([]practice.Option{practice.WithECDSA()}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c, key
}

func TestCertificatesHoldAndSayThatTheyArePractice(t *testing.T) {
	t.Parallel()
	p, dir := create(t)
	c, key, err := p.IssuePerson(an, now)
	if err != nil {
		t.Fatal(err)
	}
	seal, _, err := p.IssueAgency(practice.Agency{Name: "Sở Khoa học và Công nghệ", Code: "H41.37", Superior: "UBND tỉnh Nghệ An"}, now, practice.WithECDSA())
	if err != nil {
		t.Fatal(err)
	}
	if k, err := x509.ParsePKCS8PrivateKey(key); err != nil || !k.(crypto.Signer).Public().(interface{ Equal(crypto.PublicKey) bool }).Equal(c.PublicKey) {
		t.Errorf("key: %v", err)
	}
	var title any
	for _, n := range c.Subject.Names {
		if n.Type.String() == "2.5.4.12" {
			title = n.Value
		}
	}
	if title != "Giám đốc" || c.Subject.CommonName != "Nguyễn Văn An" {
		t.Errorf("subject %v", c.Subject)
	}
	if !practice.HasPolicy(c, practice.PolicyPerson) || practice.HasPolicy(c, practice.PolicyAgency) || !practice.HasPolicy(seal, practice.PolicyAgency) {
		t.Error("policies do not tell person and agency apart")
	}
	for _, leaf := range []*x509.Certificate{c, seal, p.Stamp()} {
		if r := certpath.Build(leaf, p.Chain(), p.Anchors(), now); !r.OK() || len(r.Chain) != 3 || len(r.Weak) > 0 {
			t.Errorf("%v: %v", leaf.Subject, r.Failure)
		}
		if !practice.IsPractice(leaf) {
			t.Errorf("%v is not marked", leaf.Subject)
		}
	}
	if certpath.JudgeSigner(c) != nil || certpath.JudgeSigner(p.Stamp()) == nil {
		t.Error("purposes")
	}
	for _, ca := range p.Chain() {
		if !practice.IsPractice(ca) || !strings.HasSuffix(ca.Subject.CommonName, "(THỰC HÀNH)") {
			t.Errorf("%v is not marked", ca.Subject)
		}
	}
	real := &x509.Certificate{}
	real.Subject.CommonName, real.Issuer.CommonName = "Nguyễn Văn An", "Cơ quan chứng thực số chuyên dùng Chính phủ"
	if practice.IsPractice(real) {
		t.Error("a real certificate taken for practice")
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if info, e := d.Info(); e == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRevocationStaysOverOpen(t *testing.T) {
	t.Parallel()
	p, dir := create(t)
	gone, _ := person(t, p)
	stays, _ := person(t, p)
	at := now.Add(-time.Hour)
	if err := p.Revoke(gone.SerialNumber, at, practice.ReasonAffiliation); err != nil {
		t.Fatal(err)
	}
	if err := p.Revoke(big.NewInt(5), at, 0); !errors.Is(err, practice.ErrNotIssued) {
		t.Errorf("unknown serial: %v", err)
	}
	if _, err := practice.Create(dir, now); !errors.Is(err, practice.ErrExists) {
		t.Errorf("second Create: %v", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "issued.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"serial":"cut o`); err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	p, err = practice.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	crl, err := p.CRL(now)
	if err != nil {
		t.Fatal(err)
	}
	root, err := p.RootCRL(now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		cert *x509.Certificate
		want revocation.Verdict
	}{{gone, revocation.Revoked}, {stays, revocation.Good}} {
		answer, err := p.OCSP(c.cert.SerialNumber, now)
		if err != nil {
			t.Fatal(err)
		}
		for kind, s := range map[string]revocation.Status{
			"crl": revocation.Judge(c.cert, p.Issuing(), [][]byte{crl}, nil, now), "ocsp": revocation.Judge(c.cert, p.Issuing(), nil, [][]byte{answer}, now),
		} {
			if s.Verdict != c.want || c.want == revocation.Revoked && (!s.RevokedAt.Equal(at) || s.Reason != practice.ReasonAffiliation) {
				t.Errorf("%s: %+v", kind, s)
			}
		}
	}
	if s := revocation.Judge(p.Issuing(), p.Anchors()[0], [][]byte{root}, nil, now); s.Verdict != revocation.Good {
		t.Errorf("issuing authority: %+v", s)
	}
	person(t, p) // the cut line was mended
	if _, err := practice.Open(dir); err != nil {
		t.Error(err)
	}
}

func serve(h http.Handler, method, path, kind string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestServicesAnswerAndRefuse(t *testing.T) {
	t.Parallel()
	p, _ := create(t)
	c, _ := person(t, p)
	q, err := ocsp.CreateRequest(c, p.Issuing(), &ocsp.RequestOptions{Hash: crypto.SHA256})
	if err != nil {
		t.Fatal(err)
	}
	answers := p.OCSPHandler(clock)
	for _, w := range []*httptest.ResponseRecorder{
		serve(answers, "POST", "/", "application/ocsp-request", q),
		serve(answers, "GET", "/practice/ocsp/"+base64.StdEncoding.EncodeToString(q), "", nil),
	} {
		if s := revocation.Judge(c, p.Issuing(), nil, [][]byte{w.Body.Bytes()}, now); w.Code != 200 || s.Verdict != revocation.Good {
			t.Errorf("%d %+v", w.Code, s)
		}
	}
	other, _ := create(t)
	foreign, _ := person(t, other)
	if q, err = ocsp.CreateRequest(foreign, other.Issuing(), nil); err != nil {
		t.Fatal(err)
	}
	if w := serve(answers, "POST", "/", "application/ocsp-request", q); !bytes.Equal(w.Body.Bytes(), ocsp.UnauthorizedErrorResponse) {
		t.Error("answered about another authority's certificate")
	}
	stamps := p.TSAHandler(clock)
	sum := sha256.Sum256([]byte("x"))
	ask := tsp.Request{Hash: crypto.SHA256, Digest: sum[:], Nonce: big.NewInt(9), CertReq: true}
	w := serve(stamps, "POST", "/", "application/timestamp-query", ask.Marshal())
	token, err := tsp.ParseResponse(w.Body.Bytes(), ask)
	if err != nil || token.Verify(sum[:]).Result() != cms.Passed || !token.Time.Equal(now) {
		t.Errorf("stamp: %v", err)
	}
	lists := p.CRLHandler(false, clock)
	if w := serve(lists, "GET", "/", "", nil); w.Code != 200 || w.Header().Get("Content-Type") != "application/pkix-crl" {
		t.Errorf("list: %d", w.Code)
	}
	for name, c := range map[string]struct {
		got  *httptest.ResponseRecorder
		want int
	}{
		"large":      {serve(answers, "POST", "/", "application/ocsp-request", make([]byte, 1<<20)), 413},
		"large TSA":  {serve(stamps, "POST", "/", "application/timestamp-query", make([]byte, 1<<20)), 413},
		"kind":       {serve(stamps, "POST", "/", "text/html", nil), 415},
		"method":     {serve(stamps, "GET", "/", "", nil), 405},
		"put a list": {serve(lists, "PUT", "/", "", nil), 405},
		"not base64": {serve(answers, "GET", "/M!", "", nil), 400},
		"no request": {serve(answers, "GET", "/", "", nil), 400},
	} {
		if c.got.Code != c.want {
			t.Errorf("%s: %d", name, c.got.Code)
		}
	}
	if w := serve(answers, "POST", "/", "application/ocsp-request", []byte("x")); !bytes.Equal(w.Body.Bytes(), ocsp.MalformedRequestErrorResponse) {
		t.Error("malformed request")
	}
}

// openssl is the witness from outside: its path check with the list, and its
// OCSP check of the stored answer.
func TestOpenSSLAcceptsListAndAnswer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p, err := practice.Create(filepath.Join(dir, "p"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	c, _ := person(t, p, practice.ValidTo(time.Now().AddDate(1, 0, 0)))
	put := func(name, kind string, ders ...[]byte) string {
		var out []byte
		for _, der := range ders {
			out = append(out, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})...)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, out, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	crl, err := p.CRL(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	rootCRL, err := p.RootCRL(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := p.OCSP(c.SerialNumber, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	resp := filepath.Join(dir, "resp")
	if err := os.WriteFile(resp, answer, 0o600); err != nil {
		t.Fatal(err)
	}
	root, issuing, leaf := put("root", "CERTIFICATE", p.Anchors()[0].Raw), put("ca", "CERTIFICATE", p.Issuing().Raw), put("leaf", "CERTIFICATE", c.Raw)
	for _, args := range [][]string{
		{"verify", "-x509_strict", "-crl_check_all", "-CAfile", root, "-untrusted", issuing, "-CRLfile", put("crl", "X509 CRL", crl, rootCRL), leaf},
		{"ocsp", "-respin", resp, "-CAfile", root, "-issuer", issuing, "-cert", leaf, "-verify_other", issuing},
	} {
		out, err := exec.Command("openssl", args...).CombinedOutput()
		if err != nil || bytes.Contains(out, []byte("rror")) || args[0] == "ocsp" && !bytes.Contains(out, []byte("leaf: good")) {
			t.Errorf("openssl %v: %v\n%s", args, err, out)
		}
	}
}

func TestKeyBoxOpensWithItsPasswordOnly(t *testing.T) {
	t.Parallel()
	p, _ := create(t)
	c, key := person(t, p)
	keys := practice.Keys{Gate: semaphore.NewWeighted(1)}
	box, err := keys.LockKey(key, "mật khẩu thực hành")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(box, key[40:60]) {
		t.Error("the key stands in the box in clear")
	}
	s, err := keys.OpenKey(box, "mật khẩu thực hành")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("x"))
	value, err := s.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil || c.CheckSignature(x509.ECDSAWithSHA256, []byte("x"), value) != nil {
		t.Errorf("the opened key does not sign: %v", err)
	}
	if _, err := keys.OpenKey(box, "mật khẩu khác"); !errors.Is(err, practice.ErrWrongPassword) {
		t.Errorf("wrong password: %v", err)
	}
	bad := bytes.Clone(box)
	bad[len(bad)-1] ^= 1
	if _, err := keys.OpenKey(bad, "mật khẩu thực hành"); !errors.Is(err, practice.ErrWrongPassword) {
		t.Errorf("changed box: %v", err)
	}
	bad = bytes.Clone(box)
	bad[len("antin-practice-key/1\n")+4] = 0xff // four terabytes of memory
	for name, b := range map[string][]byte{"huge": bad, "short": box[:30], "empty": nil} {
		if _, err := keys.OpenKey(b, "x"); !errors.Is(err, practice.ErrBox) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := keys.LockKey([]byte("no key"), "x"); !errors.Is(err, practice.ErrBox) {
		t.Errorf("locked rubbish: %v", err)
	}
	cheap := practice.Keys{Gate: keys.Gate, Cost: practice.Cost{Passes: 1, MemoryKiB: 1 << 10, Lanes: 1}}
	if box, err = cheap.LockKey(key, "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.OpenKey(box, "x"); err != nil {
		t.Errorf("the box does not carry its cost: %v", err)
	}
	if err := keys.Gate.Acquire(context.Background(), 1); err != nil {
		t.Error("the gate was not given back")
	}
}

func FuzzOpenKey(f *testing.F) {
	f.Add([]byte("antin-practice-key/1\n"))
	f.Add(append([]byte("antin-practice-key/1\n\x00\x00\x00\x01\xff\xff\xff\xff\x01"), make([]byte, 60)...))
	keys := practice.Keys{Gate: semaphore.NewWeighted(1)}
	f.Fuzz(func(t *testing.T, box []byte) {
		_, err := keys.OpenKey(box, "x")
		if !errors.Is(err, practice.ErrBox) && !errors.Is(err, practice.ErrWrongPassword) {
			t.Fatal(err)
		}
	})
}
