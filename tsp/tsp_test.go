package tsp_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"antin/cms"
	"antin/tsp"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

func purpose(t testing.TB, critical bool, oids ...asn1.ObjectIdentifier) []pkix.Extension {
	t.Helper()
	der, err := asn1.Marshal(oids)
	if err != nil {
		t.Fatal(err)
	}
	return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: der}}
}

var stamping = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}

func issue(t testing.TB, purposes []pkix.Extension) (tsp.Authority, *x509.Certificate) {
	t.Helper()
	var keys []crypto.Signer
	for range 2 {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, k)
	}
	create := func(tmpl, parent *x509.Certificate, pub any) *x509.Certificate {
		tmpl.NotBefore, tmpl.NotAfter = now.AddDate(-1, 0, 0), now.AddDate(9, 0, 0)
		if parent == nil {
			parent = tmpl
		}
		der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, pub, keys[0])
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	ca := create(&x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil, keys[0].Public())
	cert := create(&x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "TSA"}, KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: purposes}, ca, keys[1].Public())
	return tsp.Authority{Certificate: cert, Chain: []*x509.Certificate{ca}, Key: keys[1], Policy: asn1.ObjectIdentifier{1, 2, 3}, Accuracy: time.Second}, ca
}

func ask(data []byte) tsp.Request {
	sum := sha256.Sum256(data)
	return tsp.Request{Hash: crypto.SHA256, Digest: sum[:], Nonce: big.NewInt(123456789), CertReq: true}
}

var data = []byte("signature value")

func respond(t testing.TB, a tsp.Authority, r tsp.Request) []byte {
	t.Helper()
	der, err := a.Respond(rand.Reader, r.Marshal(), now, big.NewInt(5))
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestStampHoldsHereAndInOpenSSL(t *testing.T) {
	t.Parallel()
	a, ca := issue(t, purpose(t, true, stamping))
	r := ask(data)
	der := respond(t, a, r)
	token, err := tsp.ParseResponse(der, r)
	if err != nil {
		t.Fatal(err)
	}
	if !token.Time.Equal(now) || token.Accuracy != time.Second || token.Serial.Int64() != 5 {
		t.Errorf("%+v", token)
	}
	if rep := token.Verify(r.Digest); rep.Result() != cms.Passed || !rep.Certificate.Equal(a.Certificate) {
		t.Errorf("%+v", rep)
	}
	if again, err := tsp.ParseToken(append(bytes.Clone(token.Raw), 0, 0)); err != nil || !bytes.Equal(again.Raw, token.Raw) {
		t.Errorf("padded: %v", err)
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	caFile := write("ca", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw}))
	out, err := exec.Command("openssl", "ts", "-verify", "-data", write("data", data), "-in", write("resp", der), "-CAfile", caFile, "-attime", "1795316400").CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("Verification: OK")) {
		t.Errorf("openssl ts: %v\n%s", err, out)
	}
}

func TestOpenSSLRequestIsAnswered(t *testing.T) {
	t.Parallel()
	a, _ := issue(t, purpose(t, true, stamping))
	dir := t.TempDir()
	in, query := filepath.Join(dir, "in"), filepath.Join(dir, "q")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("openssl", "ts", "-query", "-data", in, "-sha512", "-out", query).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	q, err := os.ReadFile(query)
	if err != nil {
		t.Fatal(err)
	}
	r, err := tsp.ParseRequest(q)
	if err != nil || r.Hash != crypto.SHA512 || r.Nonce == nil || r.CertReq || !bytes.Equal(r.Marshal(), q) {
		t.Fatalf("%+v %v", r, err)
	}
	token, err := tsp.ParseResponse(respond(t, a, r), r)
	if err != nil || len(token.Signed.RawCertificates) != 0 {
		t.Fatalf("%v", err)
	}
	if rep := token.Verify(r.Digest); rep.Result() != cms.Unsupported {
		t.Errorf("without certificate: %+v", rep)
	}
	if rep := token.Verify(r.Digest, a.Certificate); rep.Result() != cms.Passed {
		t.Errorf("with known certificate: %+v", rep)
	}
}

func TestVerifyRefusesSubstitutes(t *testing.T) {
	t.Parallel()
	a, _ := issue(t, purpose(t, true, stamping))
	r := ask(data)
	der := respond(t, a, r)
	token, err := tsp.ParseResponse(der, r)
	if err != nil {
		t.Fatal(err)
	}
	if rep := token.Verify(ask([]byte("other")).Digest); rep.Of(tsp.CheckImprint) != cms.Failed || rep.Result() != cms.Failed {
		t.Errorf("other data: %+v", rep)
	}
	for name, c := range map[string]func(*tsp.Request){
		"nonce":  func(r *tsp.Request) { r.Nonce = big.NewInt(1) },
		"digest": func(r *tsp.Request) { r.Digest = ask([]byte("x")).Digest },
		"policy": func(r *tsp.Request) { r.Policy = asn1.ObjectIdentifier{1, 2, 4} },
	} {
		other := r
		c(&other)
		if _, err := tsp.ParseResponse(der, other); !errors.Is(err, tsp.ErrOther) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, eku := range map[string][]pkix.Extension{
		"none": nil, "not critical": purpose(t, false, stamping),
		"two": purpose(t, true, stamping, asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}), "other": purpose(t, true, asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}),
	} {
		bad, _ := issue(t, eku)
		if answer, err := bad.Respond(rand.Reader, r.Marshal(), now, big.NewInt(1)); err == nil {
			t.Errorf("%s: made a token", name)
		} else if _, err := tsp.ParseResponse(answer, r); !errors.Is(err, tsp.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
		forged := forge(t, bad, token.Signed.Content)
		tok, err := tsp.ParseToken(forged)
		if err != nil {
			t.Fatal(err)
		}
		if rep := tok.Verify(r.Digest); rep.Of(tsp.CheckPurpose) != cms.Failed || rep.Result() != cms.Failed {
			t.Errorf("%s: %+v", name, rep)
		}
	}
	if _, err := a.Respond(rand.Reader, tsp.Request{Hash: crypto.SHA1, Digest: make([]byte, 20)}.Marshal(), now, big.NewInt(1)); err == nil {
		t.Error("stamped SHA-1")
	}
	late, err := a.Respond(rand.Reader, r.Marshal(), now.AddDate(20, 0, 0), big.NewInt(1))
	if err != nil {
		t.Fatal(err)
	}
	tok, err := tsp.ParseResponse(late, r)
	if err != nil || tok.Verify(r.Digest).Of(tsp.CheckValidAt) != cms.Failed {
		t.Errorf("after the certificate's end: %v", err)
	}
}

// forge signs content as a time-stamp whatever the certificate is for.
func forge(t testing.TB, a tsp.Authority, content []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(content)
	b, err := cms.NewSigned(a.Certificate, nil, sum[:], cms.WithContent(cms.OIDTSTInfo, content))
	if err != nil {
		t.Fatal(err)
	}
	v, err := a.Key.Sign(rand.Reader, b.Digest(), b.SignerOpts())
	if err != nil {
		t.Fatal(err)
	}
	der, err := b.Finish(v)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func FuzzResponse(f *testing.F) {
	a, _ := issue(f, purpose(f, true, stamping))
	r := ask(data)
	good := respond(f, a, r)
	f.Add(good)
	f.Add(good[:40])
	f.Fuzz(func(t *testing.T, der []byte) {
		if token, err := tsp.ParseResponse(der, r); err == nil {
			token.Verify(r.Digest)
		}
	})
}

func FuzzRequest(f *testing.F) {
	f.Add(ask(data).Marshal())
	f.Fuzz(func(t *testing.T, der []byte) {
		r, err := tsp.ParseRequest(der)
		if err != nil {
			return
		}
		if again, err := tsp.ParseRequest(r.Marshal()); err != nil || !bytes.Equal(again.Digest, r.Digest) {
			t.Fatalf("read, written, not read again: %v", err)
		}
	})
}
