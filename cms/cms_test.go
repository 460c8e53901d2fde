package cms_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"antin/cms"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

type identity struct {
	cert, ca *x509.Certificate
	key      crypto.Signer
}

// oneRSA serves all tests: making one takes longer than the rest of them.
var oneRSA = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func rsaKey(t testing.TB) crypto.Signer {
	t.Helper()
	k, err := oneRSA()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func ecKey(t testing.TB) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func issue(t testing.TB, key crypto.Signer, serial int64) identity {
	t.Helper()
	caKey := ecKey(t)
	ca := create(t, &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Tổ chức chứng thực thử"},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(9, 0, 0), IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, nil, caKey.Public(), caKey)
	cert := create(t, &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "Nguyễn Văn Thử"},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(9, 0, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		SubjectKeyId: []byte{7, 7, 7, byte(serial)},
	}, ca, key.Public(), caKey)
	return identity{cert, ca, key}
}

func create(t testing.TB, tmpl, parent *x509.Certificate, pub any, by crypto.Signer) *x509.Certificate {
	t.Helper()
	if parent == nil {
		parent = tmpl
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, pub, by)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sum(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

func sign(t testing.TB, id identity, content []byte, hash crypto.Hash, options ...cms.Option) []byte {
	t.Helper()
	options = append(options, cms.WithHash(hash))
	b, err := cms.NewSigned(id.cert, []*x509.Certificate{id.ca}, sum(hash, content), options...)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := id.key.Sign(rand.Reader, b.Digest(), b.SignerOpts())
	if err != nil {
		t.Fatal(err)
	}
	der, err := b.Finish(sig)
	if err != nil {
		t.Fatal(err)
	}
	if n := b.Size(0); n < len(der) || n > len(der)+12 { // an ECDSA value is often a few bytes shorter
		t.Fatalf("Size says %d, the result has %d", n, len(der))
	}
	if n := b.Size(len(sig)); n != len(der) {
		t.Fatalf("Size(%d) says %d, the result has %d", len(sig), n, len(der))
	}
	return der
}

type openssl struct{ dir, data, signer, ca string }

func newOpenssl(t *testing.T, id identity, content []byte) openssl {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Fatal("openssl is needed for this test")
	}
	o := openssl{dir: t.TempDir()}
	write := func(name string, data []byte) string {
		path := filepath.Join(o.dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	der, err := x509.MarshalPKCS8PrivateKey(id.key)
	if err != nil {
		t.Fatal(err)
	}
	o.data = write("data", content)
	o.ca = write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.ca.Raw}))
	o.signer = write("signer.pem", append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.cert.Raw}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...))
	return o
}

func (o openssl) run(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
		t.Fatalf("openssl %v: %v\n%s", args, err, out)
	}
}

func (o openssl) sign(t *testing.T, args ...string) []byte {
	t.Helper()
	out := filepath.Join(o.dir, "out.der")
	o.run(t, append([]string{"cms", "-sign", "-binary", "-in", o.data, "-signer", o.signer, "-outform", "DER", "-out", out}, args...)...)
	der, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

var content = bytes.Repeat([]byte("Văn bản số 12/QĐ-UBND\n"), 50)

func TestWhatIsSignedVerifiesHereAndInOpenSSL(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key     crypto.Signer
		hash    crypto.Hash
		options []cms.Option
	}{
		"rsa-sha256":   {rsaKey(t), crypto.SHA256, nil},
		"rsa-sha512":   {rsaKey(t), crypto.SHA512, nil},
		"pss-sha256":   {rsaKey(t), crypto.SHA256, []cms.Option{cms.WithPSS()}},
		"pss-sha384":   {rsaKey(t), crypto.SHA384, []cms.Option{cms.WithPSS()}},
		"ecdsa-sha256": {ecKey(t), crypto.SHA256, nil},
		"ecdsa-sha384": {ecKey(t), crypto.SHA384, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := issue(t, c.key, 77)
			der := sign(t, id, content, c.hash, c.options...)
			sd, err := cms.Parse(append(bytes.Clone(der), 0, 0, 0))
			if err != nil || len(sd.Peculiarities) != 0 || sd.Length != len(der) {
				t.Fatalf("parse: %v, %v", err, sd)
			}
			cert, ok := sd.Certificate(sd.Signers[0])
			if !ok || !cert.Equal(id.cert) {
				t.Fatal("signer's certificate not found inside")
			}
			r := sd.Signers[0].Verify(cert, sum(c.hash, content))
			if r.Result() != cms.Passed || r.Of(cms.CheckCertificate) != cms.Passed || !r.SigningTime.IsZero() || r.Weak != nil {
				t.Fatalf("%+v", r)
			}
			o := newOpenssl(t, id, content)
			path := filepath.Join(o.dir, "sig")
			if err := os.WriteFile(path, der, 0o600); err != nil {
				t.Fatal(err)
			}
			o.run(t, "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", path, "-content", o.data,
				"-CAfile", o.ca, "-purpose", "any", "-no_check_time", "-out", os.DevNull)
		})
	}
}

func TestOpenSSLSignaturesVerify(t *testing.T) {
	t.Parallel()
	rsaID, ecID := issue(t, rsaKey(t), 5), issue(t, ecKey(t), 6)
	for name, c := range map[string]struct {
		id   identity
		args []string
		hash crypto.Hash
		has  []cms.Peculiarity
		ess  cms.Result
		weak int
	}{
		"cades":      {rsaID, []string{"-cades", "-md", "sha256"}, crypto.SHA256, nil, cms.Passed, 0},
		"plain":      {rsaID, []string{"-md", "sha512"}, crypto.SHA512, nil, cms.Absent, 0},
		"sha1":       {rsaID, []string{"-cades", "-md", "sha1"}, crypto.SHA1, nil, cms.Passed, 1},
		"keyid":      {rsaID, []string{"-cades", "-keyid"}, crypto.SHA256, nil, cms.Passed, 0},
		"pss":        {rsaID, []string{"-cades", "-keyopt", "rsa_padding_mode:pss"}, crypto.SHA256, nil, cms.Passed, 0},
		"ecdsa":      {ecID, []string{"-cades", "-md", "sha256"}, crypto.SHA256, nil, cms.Passed, 0},
		"sha3":       {rsaID, []string{"-md", "sha3-256"}, crypto.SHA3_256, nil, cms.Absent, 0},
		"noattr":     {rsaID, []string{"-noattr"}, crypto.SHA256, []cms.Peculiarity{cms.NoSignedAttributes}, cms.Absent, 0},
		"content":    {rsaID, []string{"-nodetach"}, crypto.SHA256, []cms.Peculiarity{cms.ContentInside}, cms.Absent, 0},
		"indefinite": {rsaID, []string{"-cades", "-stream", "-nodetach"}, crypto.SHA256, []cms.Peculiarity{cms.NotDER, cms.ContentInside}, cms.Passed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			der := newOpenssl(t, c.id, content).sign(t, c.args...)
			sd, err := cms.Parse(der)
			if err != nil {
				t.Fatal(err)
			}
			if len(sd.Peculiarities) != len(c.has) {
				t.Errorf("peculiarities %v, want %v", sd.Peculiarities, c.has)
			}
			for _, p := range c.has {
				if !sd.Has(p) {
					t.Errorf("missing %s", p)
				}
			}
			if sd.Content != nil && !bytes.Equal(sd.Content, content) {
				t.Error("content inside is another")
			}
			r := sd.Signers[0].Verify(c.id.cert, sum(c.hash, content))
			if r.Result() != cms.Passed || r.Of(cms.CheckCertificate) != c.ess || len(r.Weak) != c.weak {
				t.Errorf("%+v", r)
			}
			if r := sd.Signers[0].Verify(c.id.cert, sum(c.hash, content[1:])); r.Result() != cms.Failed {
				t.Errorf("other content: %+v", r)
			}
		})
	}
}

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	key := rsaKey(t)
	id := issue(t, key, 5)
	twin := issue(t, key, 5) // same key, same serial, same names: only ESS tells them apart
	der := sign(t, id, content, crypto.SHA256)
	parse := func(der []byte) *cms.SignerInfo {
		sd, err := cms.Parse(der)
		if err != nil {
			t.Fatal(err)
		}
		return sd.Signers[0]
	}
	digest := sum(crypto.SHA256, content)
	fails := func(name string, r cms.Report, c cms.Check) {
		t.Helper()
		if r.Result() != cms.Failed || r.Of(c) != cms.Failed {
			t.Errorf("%s: %+v", name, r)
		}
	}
	fails("twin certificate", parse(der).Verify(twin.cert, digest), cms.CheckCertificate)
	fails("other signer", parse(der).Verify(issue(t, ecKey(t), 9).cert, digest), cms.CheckSigner)
	fails("no digest", parse(der).Verify(id.cert, nil), cms.CheckDigest)
	flip := func(find []byte) []byte {
		bad := bytes.Clone(der)
		at := bytes.LastIndex(bad, find)
		bad[at] ^= 1
		return bad
	}
	si := parse(der)
	fails("value", parse(flip(si.Signature)).Verify(id.cert, digest), cms.CheckValue)
	fails("digest in attributes", parse(flip(digest)).Verify(id.cert, digest), cms.CheckValue)
	fails("digest in attributes", parse(flip(digest)).Verify(id.cert, digest), cms.CheckDigest)
	// sha256WithRSAEncryption replaced by sha512WithRSAEncryption
	alg := []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11}
	bad := bytes.Clone(der)
	bad[bytes.LastIndex(bad, alg)+8] = 13
	if r := parse(bad).Verify(id.cert, digest); r.Result() != cms.Failed || r.Of(cms.CheckAlgorithms) != cms.Unsupported {
		t.Errorf("algorithms that differ: %+v", r)
	}
	bad[bytes.LastIndex(bad, alg[:8])+8] = 99
	if r := parse(bad).Verify(id.cert, digest); r.Result() != cms.Unsupported {
		t.Errorf("unknown algorithm: %+v", r)
	}
}

func TestParseListsPeculiarities(t *testing.T) {
	t.Parallel()
	id := issue(t, rsaKey(t), 5)
	der := sign(t, id, content, crypto.SHA256)
	if sd, err := cms.Parse(append(bytes.Clone(der), 0, 0, 1)); err != nil || !sd.Has(cms.TrailingData) {
		t.Errorf("trailing data: %v %v", sd, err)
	}
	o := newOpenssl(t, id, content)
	second := filepath.Join(o.dir, "second")
	other := newOpenssl(t, issue(t, ecKey(t), 6), content)
	o.run(t, "cms", "-sign", "-binary", "-in", o.data, "-signer", o.signer, "-signer", other.signer, "-outform", "DER", "-out", second)
	two, err := os.ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	if sd, err := cms.Parse(two); err != nil || !sd.Has(cms.SeveralSigners) {
		t.Errorf("two signers: %v %v", sd, err)
	}
	o.run(t, "crl2pkcs7", "-nocrl", "-certfile", o.ca, "-outform", "DER", "-out", second)
	if none, err := os.ReadFile(second); err != nil {
		t.Error(err)
	} else if sd, err := cms.Parse(none); err != nil || !sd.Has(cms.NoSigner) {
		t.Errorf("no signer: %v %v", sd, err)
	}
	for n := range der {
		if _, err := cms.Parse(der[:n]); err == nil {
			t.Fatalf("cut off at %d and still read", n)
		}
	}
}

func TestResumeGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	id := issue(t, rsaKey(t), 5)
	digest := sha256.Sum256(content)
	chain := []*x509.Certificate{id.ca, id.cert, id.ca}
	first, err := cms.NewSigned(id.cert, chain, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	sig, err := id.key.Sign(rand.Reader, first.Digest(), first.SignerOpts())
	if err != nil {
		t.Fatal(err)
	}
	second, err := cms.Resume(id.cert, chain, first.SignedAttributes())
	if err != nil {
		t.Fatal(err)
	}
	a, errA := first.Finish(sig)
	b, errB := second.Finish(sig)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Fatalf("%v %v", errA, errB)
	}
	if sd, err := cms.Parse(a); err != nil || len(sd.RawCertificates) != 2 {
		t.Errorf("each certificate once: %v %v", sd, err)
	}
	if _, err := cms.Resume(issue(t, rsaKey(t), 6).cert, chain, first.SignedAttributes()); err == nil {
		t.Error("resumed with another certificate")
	}
	sig[3] ^= 1
	if _, err := second.Finish(sig); err == nil {
		t.Error("finished with a wrong value")
	}
}

func TestTimeStampGoesUnsigned(t *testing.T) {
	t.Parallel()
	id := issue(t, ecKey(t), 5)
	b, err := cms.NewSigned(id.cert, nil, sum(crypto.SHA256, content))
	if err != nil {
		t.Fatal(err)
	}
	sig, err := id.key.Sign(rand.Reader, b.Digest(), b.SignerOpts())
	if err != nil {
		t.Fatal(err)
	}
	token := sign(t, id, content, crypto.SHA256, cms.WithContent(cms.OIDTSTInfo, content))
	before, err := b.Finish(sig)
	if err != nil {
		t.Fatal(err)
	}
	der, err := b.FinishStamped(sig, token)
	if err != nil {
		t.Fatal(err)
	}
	if after, err := b.Finish(sig); err != nil || !bytes.Equal(before, after) {
		t.Errorf("finishing with a time-stamp changed the builder: %v", err)
	}
	if grown := len(der) - len(before); grown <= len(token) || grown > cms.StampRoom(len(token)) {
		t.Errorf("a token of %d bytes takes %d, room for %d", len(token), grown, cms.StampRoom(len(token)))
	}
	sd, err := cms.Parse(der)
	if err != nil || len(sd.Signers[0].TimeStamps()) != 1 || !bytes.Equal(sd.Signers[0].TimeStamps()[0], token) {
		t.Fatalf("%v %v", sd, err)
	}
	if r := sd.Signers[0].Verify(id.cert, sum(crypto.SHA256, content)); r.Result() != cms.Passed {
		t.Errorf("%+v", r)
	}
	inner, err := cms.Parse(token)
	if err != nil || !inner.Has(cms.OddContentType) || inner.Version != 3 {
		t.Fatalf("%v %v", inner, err)
	}
	if r := inner.Signers[0].Verify(id.cert, inner.ContentDigest(crypto.SHA256)); r.Result() != cms.Passed {
		t.Errorf("%+v", r)
	}
}
