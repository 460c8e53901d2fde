package revocation_test

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"math/big"
	"runtime"
	"testing"
	"time"

	rev "antin/revocation"
)

// large makes a list of n entries, each with a reason, without holding it in
// pieces. The certificate e stands last.
func large(t testing.TB, ca, e *entity, n int) []byte {
	t.Helper()
	when := append([]byte{0x17, 13}, []byte("260101000000Z")...)
	reason := tagged(0x30, tagged(0x30, []byte{6, 3, 0x55, 0x1d, 0x15}, tagged(4, []byte{10, 1, 4})))
	serial := make([]byte, 16)
	serial[0] = 0x40
	one := tagged(0x30, tagged(2, serial), when, reason)
	entries := make([]byte, 0, (n+2)*len(one))
	for i := range n {
		binary.BigEndian.PutUint64(one[12:], uint64(i)) // the lower half of the serial
		entries = append(entries, one...)
	}
	entries = append(entries, tagged(0x30, mustDER(t, e.cert.SerialNumber), when, reason)...)
	alg := []byte{0x30, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2}
	body := long(0x30, []byte{2, 1, 1}, alg, ca.cert.RawSubject, generalized(now.Add(-time.Hour)), generalized(now.Add(time.Hour)), long(0x30, entries))
	sum := sha256.Sum256(body)
	value, err := ca.key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return long(0x30, body, alg, tagged(3, []byte{0}, value))
}

func long(tag byte, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	out := append(make([]byte, 0, n+6), tag, 0x84, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	switch { // the shortest length, as DER wants
	case n < 1<<16:
		out = append(out[:0], tag, 0x82, byte(n>>8), byte(n))
	case n < 1<<24:
		out = append(out[:0], tag, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// Not parallel: it counts what is allocated.
func TestListOfAMillionTakesNoMemoryBesideItsBytes(t *testing.T) {
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	crl := large(t, ca, e, 1_000_000)
	p := rev.DefaultPolicy()
	p.Memory = new(rev.Memory)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	s := p.JudgeEvidence(e.cert, ca.cert, rev.Evidence{CRLs: ders(crl)}, now)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if s.Verdict != rev.Revoked || s.Reason != 4 {
		t.Errorf("%+v", s)
	}
	t.Logf("%d MB judged in %v, %d kB allocated", len(crl)>>20, took, (after.TotalAlloc-before.TotalAlloc)>>10)
	if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
}

func TestListIsFoundInMemoryByIndex(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e, other := issue(t, "người", ca), issue(t, "khác", ca)
	first := *e.cert
	first.SerialNumber = new(big.Int).SetBytes(append([]byte{0x40}, make([]byte, 15)...))
	crl := large(t, ca, e, 20_000)
	p := rev.DefaultPolicy()
	p.Memory = new(rev.Memory)
	for range 2 {
		if s := p.Judge(e.cert, ca.cert, ders(crl), nil, now); s.Verdict != rev.Revoked {
			t.Errorf("last: %+v", s)
		}
		if s := p.Judge(&first, ca.cert, ders(crl), nil, now); s.Verdict != rev.Revoked {
			t.Errorf("first: %+v", s)
		}
		if s := p.Judge(other.cert, ca.cert, ders(crl), nil, now); s.Verdict != rev.Good {
			t.Errorf("not listed: %+v", s)
		}
	}
}

func TestEvidenceOverALimitIsRefused(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	if s := rev.Judge(e.cert, ca.cert, ders(make([]byte, rev.MaxCRL+1)), ders(make([]byte, rev.MaxOCSP+1)), now); s.Verdict != rev.Unknown ||
		len(s.Rejected) != 2 || s.Rejected[0].Why != rev.WhyLimit || s.Rejected[1].Why != rev.WhyLimit {
		t.Errorf("%+v", s.Rejected)
	}
	if s := rev.Judge(e.cert, ca.cert, make([][]byte, 300), nil, now); s.Why != rev.WhyLimit {
		t.Errorf("many pieces: %v", s.Why)
	}
	same := make([]byte, 60<<20)
	if s := rev.Judge(e.cert, ca.cert, ders(same, same, same, same, same), nil, now); s.Why != rev.WhyLimit {
		t.Errorf("many bytes: %v", s.Why)
	}
}

func TestEvidenceDescribesItself(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	delta := crl{number: 9, base: 7, extra: extensionOf(0x2e, tagged(0x30, point(place(uri("http://a/delta")))))}.by(t, ca)
	f, err := rev.Describe(rev.CRL, delta)
	if err != nil || !f.Delta || f.Number.Int64() != 9 || len(f.Freshest) != 1 || f.Freshest[0] != "http://a/delta" ||
		!f.ThisUpdate.Equal(now.Add(-hour)) || !f.NextUpdate.Equal(now.Add(hour)) || string(f.Issuer) != string(ca.cert.RawSubject) {
		t.Errorf("list: %+v %v", f, err)
	}
	f, err = rev.Describe(rev.OCSP, respond(t, ca, ca, e, nil))
	if err != nil || f.Kind != rev.OCSP || !f.NextUpdate.Equal(now.Add(hour)) || f.ProducedAt.IsZero() {
		t.Errorf("response: %+v %v", f, err)
	}
	for _, kind := range []rev.Kind{rev.CRL, rev.OCSP} {
		if _, err := rev.Describe(kind, []byte("<html>")); err == nil || rev.Readable(kind, []byte("<html>")) {
			t.Errorf("%s: a web page is readable", kind)
		}
	}
	fresh := issue(t, "người", ca, func(c *x509.Certificate) {
		c.ExtraExtensions = extensionOf(0x2e, tagged(0x30, point(place(uri("http://b/delta")))))
	})
	if u := rev.FreshestURLs(fresh.cert); len(u) != 1 || u[0] != "http://b/delta" {
		t.Errorf("%v", u)
	}
}
