package algorithm_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"antin/algorithm"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestOldAlgorithmsEndOnTheirDay(t *testing.T) {
	t.Parallel()
	l := algorithm.Default()
	for name, c := range map[string]struct {
		use   algorithm.Use
		until string // "open", "never"
		who   string
	}{
		"md5":             {algorithm.OfDigest(crypto.MD5), "2004-08-01", "MD5"},
		"sha1":            {algorithm.OfDigest(crypto.SHA1), "2012-08-01", "SHA-1"},
		"sha256":          {algorithm.OfDigest(crypto.SHA256), "open", "SHA-256"},
		"sha3":            {algorithm.OfDigest(crypto.SHA3_512), "open", "SHA3-512"},
		"md4":             {algorithm.OfDigest(crypto.MD4), "never", "MD4"},
		"rsa 700":         {algorithm.Use{Key: algorithm.RSA, Bits: 700}, "never", "RSA 700"},
		"rsa 1024":        {algorithm.Use{Key: algorithm.RSA, Bits: 1024}, "2019-10-01", "RSA 1024"},
		"rsa 2047":        {algorithm.Use{Key: algorithm.RSA, Bits: 2047}, "2019-10-01", "RSA 2047"},
		"rsa 2048":        {algorithm.Use{Key: algorithm.RSA, Bits: 2048}, "2029-01-01", "RSA 2048"},
		"rsa 4096":        {algorithm.Use{Key: algorithm.RSA, Bits: 4096}, "open", "RSA 4096"},
		"ec 224":          {algorithm.Use{Key: algorithm.EC, Bits: 224}, "2021-10-01", "EC 224"},
		"pss 3072":        {algorithm.Use{algorithm.SHA256, algorithm.RSAPSS, algorithm.RSA, 3072, ""}, "open", "SHA-256, RSA-PSS, RSA 3072"},
		"pkcs1 3072":      {algorithm.Use{algorithm.SHA256, algorithm.RSAPKCS1, algorithm.RSA, 3072, ""}, "2029-01-01", "RSA-PKCS1-v1.5"},
		"the weaker part": {algorithm.Use{algorithm.SHA1, algorithm.RSAPKCS1, algorithm.RSA, 1024, ""}, "2012-08-01", "SHA-1"},
		"not known":       {algorithm.Use{algorithm.SHA256, algorithm.ECDSA, algorithm.EC, 256, "1.2.3"}, "never", "1.2.3"},
		"nothing":         {algorithm.Use{}, "never", ""},
	} {
		before, after := day("1995-01-01"), day("2100-01-01")
		if c.until != "open" && c.until != "never" {
			after = day(c.until)
			before = after.Add(-time.Second)
		}
		b, a := l.Judge(c.use, before), l.Judge(c.use, after)
		if b.OK != (c.until != "never") || a.OK != (c.until == "open") || a.Algorithm != c.who {
			t.Errorf("%s: before %+v, after %+v", name, b, a)
		}
		if !a.OK && a.Why == "" || a.OK && a.Why != "" || a.OK && a.Source == "" {
			t.Errorf("%s: why %q, source %q", name, a.Why, a.Source)
		}
	}
}

func TestUnknownPartsAreNeverAccepted(t *testing.T) {
	t.Parallel()
	l, err := algorithm.Read(strings.NewReader(`name = "own"
[[digest]]
name = "SHA-256"
until = "open"
source = "ours"
[[scheme]]
name = "ECDSA"
until = "2030-01-01"
source = "ours"
[[key]]
name = "EC"
bits = 256
until = "open"
source = "ours"`))
	if err != nil {
		t.Fatal(err)
	}
	at := day("2026-11-22")
	ok := algorithm.Use{Digest: algorithm.SHA256, Scheme: algorithm.ECDSA, Key: algorithm.EC, Bits: 256}
	if v := l.Judge(ok, at); !v.OK || !v.Until.Equal(day("2030-01-01")) || v.Source != "ours" || l.Name() != "own" {
		t.Errorf("%+v", v)
	}
	for name, change := range map[string]func(*algorithm.Use){
		"digest": func(u *algorithm.Use) { u.Digest = algorithm.SHA384 },
		"scheme": func(u *algorithm.Use) { u.Scheme = algorithm.RSAPSS },
		"key":    func(u *algorithm.Use) { u.Key = algorithm.RSA },
		"size":   func(u *algorithm.Use) { u.Bits = 255 },
		"other":  func(u *algorithm.Use) { u.Unknown = "1.2.3.4" },
	} {
		u := ok
		change(&u)
		if v := l.Judge(u, at); v.OK || v.Why == "" {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestListIsReadStrictly(t *testing.T) {
	t.Parallel()
	good := algorithm.DefaultText()
	if _, err := algorithm.Read(strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%q is not in the list", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	for name, text := range map[string]string{
		"empty":        "",
		"not TOML":     "<html>",
		"no name":      change(`name = "antin 2026-11"`, ""),
		"unknown key":  change(`until = "2004-08-01"`, "until = \"2004-08-01\"\nuntill = \"open\""),
		"unknown name": change(`name = "MD5"`, `name = "MD-5"`),
		"no date":      change(`until = "2004-08-01"`, ""),
		"no such day":  change(`until = "2004-08-01"`, `until = "2004-02-30"`),
		"no source":    change(`source = "FIPS 186-5"`, ""),
		"given twice":  change(`name = "SHA-1"`, `name = "MD5"`),
		"size twice":   change(`bits = 1024`, `bits = 786`),
		"no size":      change(`bits = 786`, ""),
		"size of hash": change(`name = "MD5"`, "name = \"MD5\"\nbits = 1"),
		"too large":    good + strings.Repeat("# x\n", 20<<10),
		"no keys":      good[:strings.Index(good, "[[key]]")],
	} {
		if _, err := algorithm.Read(strings.NewReader(text)); !errors.Is(err, algorithm.ErrList) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func certificate(t testing.TB, pub, priv any, alg x509.SignatureAlgorithm) *x509.Certificate {
	t.Helper()
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a"}, SignatureAlgorithm: alg, NotAfter: day("2030-01-01")}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, pub, priv)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCertificatesAreNamedByTheirAlgorithms(t *testing.T) {
	t.Parallel()
	rk, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ek, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pub, dk, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]*x509.Certificate{
		"SHA-256, RSA-PKCS1-v1.5, RSA 2048": certificate(t, rk.Public(), rk, x509.SHA256WithRSA),
		"SHA-384, RSA-PSS, RSA 2048":        certificate(t, rk.Public(), rk, x509.SHA384WithRSAPSS),
		"SHA-512, ECDSA, EC 384":            certificate(t, ek.Public(), ek, x509.ECDSAWithSHA512),
		"EdDSA, Ed25519":                    certificate(t, pub, dk, x509.PureEd25519),
	} {
		u := algorithm.OfCertificate(c, c.PublicKey)
		if u.String() != want {
			t.Errorf("%s: %s", want, u)
		}
		if v := algorithm.Default().Judge(u, day("2026-11-22")); !v.OK {
			t.Errorf("%s: %+v", want, v)
		}
		if v, of := algorithm.Default().JudgePath([]*x509.Certificate{c, c}, day("2029-01-01")); of != c || v.OK != !strings.Contains(want, "RSA 2048") {
			t.Errorf("%s: path %+v", want, v)
		}
	}
	if u := algorithm.OfCertificate(&x509.Certificate{Raw: []byte{0x30, 0}}, nil); algorithm.Default().Judge(u, day("2026-11-22")).OK {
		t.Error("an unreadable certificate is accepted")
	}
}

func TestVerifySaysYesOnlyToTheRightKeyAndBytes(t *testing.T) {
	t.Parallel()
	rk, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ek, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*x509.Certificate{
		certificate(t, rk.Public(), rk, x509.SHA256WithRSA), certificate(t, rk.Public(), rk, x509.SHA256WithRSAPSS), certificate(t, ek.Public(), ek, x509.ECDSAWithSHA256),
	} {
		id, err := algorithm.IdentifierOf(c.Raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := algorithm.Verify(id, c.PublicKey, c.RawTBSCertificate, c.Signature); err != nil {
			t.Errorf("%v: %v", c.SignatureAlgorithm, err)
		}
		for name, err := range map[string]error{
			"bytes":     algorithm.Verify(id, c.PublicKey, c.RawTBSCertificate[1:], c.Signature),
			"signature": algorithm.Verify(id, c.PublicKey, c.RawTBSCertificate, c.Signature[:len(c.Signature)-1]),
		} {
			if !errors.Is(err, algorithm.ErrSignature) {
				t.Errorf("%v, other %s: %v", c.SignatureAlgorithm, name, err)
			}
		}
		other := any(rk.Public())
		if c.SignatureAlgorithm != x509.ECDSAWithSHA256 {
			other = ek.Public()
		}
		if err := algorithm.Verify(id, other, c.RawTBSCertificate, c.Signature); !errors.Is(err, algorithm.ErrSignature) {
			t.Errorf("%v, key of another kind: %v", c.SignatureAlgorithm, err)
		}
		if err := algorithm.Verify(id, nil, c.RawTBSCertificate, c.Signature); !errors.Is(err, algorithm.ErrUnknown) {
			t.Errorf("%v, no key: %v", c.SignatureAlgorithm, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(algorithm.DefaultText())
	f.Add("name = \"a\"\n[[key]]\nname = \"RSA\"\nbits = -1\nuntil = \"open\"\nsource = \"x\"")
	f.Add("[[[[[[")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := algorithm.Read(strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, algorithm.ErrList) {
				t.Fatal(err)
			}
			return
		}
		if l.Judge(algorithm.Use{Unknown: "x"}, day("2026-11-22")).OK || l.Judge(algorithm.Use{}, day("2026-11-22")).OK {
			t.Fatal("what is not known is accepted")
		}
	})
}

// FuzzCertificate: the identifier of any SEQUENCE is read or refused, and only
// what verifies is said to verify.
func FuzzCertificate(f *testing.F) {
	ek, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	c := certificate(f, ek.Public(), ek, x509.ECDSAWithSHA256)
	f.Add(c.Raw)
	f.Add([]byte{0x30, 0x05, 0x05, 0, 0x30, 1, 6})
	f.Fuzz(func(t *testing.T, der []byte) {
		id, err := algorithm.IdentifierOf(der)
		if err != nil {
			return
		}
		algorithm.Default().Judge(algorithm.OfSignature(id, crypto.SHA256, ek.Public()), day("2026-11-22"))
		if algorithm.Verify(id, ek.Public(), der, der) == nil {
			t.Fatal("a signature out of nothing")
		}
	})
}
