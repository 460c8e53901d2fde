package revocation_test

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	rev "antin/revocation"
)

func ders(d ...[]byte) [][]byte { return d }

func TestListIsJudgedAtATime(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e, other := issue(t, "người", ca), issue(t, "người khác", ca)
	stranger := issue(t, "CA", nil) // same name, other key
	idp := func(der ...byte) []pkix.Extension {
		return []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: der}}
	}
	delta := []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, 1}}}
	from, to := now.Add(-hour), now.Add(hour)
	memory := rev.DefaultPolicy()
	memory.Memory = new(rev.Memory)
	for name, c := range map[string]struct {
		crls [][]byte
		at   time.Time
		want rev.Verdict
		why  rev.Why
	}{
		"clean":                     {ders(list(t, ca, from, to, nil, listed{other, from, 1})), now, rev.Good, ""},
		"nothing given":             {nil, now, rev.Unknown, rev.WhyNone},
		"revoked":                   {ders(list(t, ca, from, to, nil, listed{e, from, 1})), now, rev.Revoked, ""},
		"revoked after the time":    {ders(list(t, ca, from, to, nil, listed{e, from, 1})), from.Add(-hour), rev.Good, ""},
		"one says revoked":          {ders(list(t, ca, from, to, nil), list(t, ca, from, to, nil, listed{e, from, 1}), list(t, ca, now, to, nil)), now, rev.Revoked, ""},
		"stale":                     {ders(list(t, ca, from, from.Add(time.Minute), nil)), now, rev.Unknown, rev.WhyStale},
		"stale but revoked":         {ders(list(t, ca, from, from.Add(time.Minute), nil, listed{e, from, 1})), now, rev.Revoked, ""},
		"stale hold":                {ders(list(t, ca, from, from.Add(time.Minute), nil, listed{e, from, 6})), now, rev.Unknown, rev.WhyStale},
		"issued later":              {ders(list(t, ca, from, to, nil)), from.Add(-24 * hour), rev.Good, ""},
		"issued after the expiry":   {ders(list(t, ca, e.cert.NotAfter.Add(hour), e.cert.NotAfter.Add(2*hour), nil)), now, rev.Unknown, rev.WhyTooLate},
		"other key of that name":    {ders(list(t, stranger, from, to, nil)), now, rev.Unknown, rev.WhySignature},
		"of another CA":             {ders(list(t, issue(t, "CA 2", nil), from, to, nil)), now, rev.Unknown, rev.WhyOther},
		"delta":                     {ders(list(t, ca, from, to, delta)), now, rev.Unknown, rev.WhyNoBase},
		"own, with others' entries": {ders(list(t, ca, from, to, idp(0x30, 3, 0x84, 1, 0xff))), now, rev.Good, ""},
		"authority certificates":    {ders(list(t, ca, from, to, idp(0x30, 3, 0x82, 1, 0xff))), now, rev.Unknown, rev.WhyScope},
		"user certificates":         {ders(list(t, ca, from, to, idp(0x30, 3, 0x81, 1, 0xff))), now, rev.Good, ""},
		"part of another place":     {ders(list(t, ca, from, to, idp(0x30, 7, 0xa0, 5, 0xa0, 3, 0x86, 1, 'x'))), now, rev.Unknown, rev.WhyScope},
		"not a list":                {ders([]byte("<html>")), now, rev.Unknown, rev.WhyUnreadable},
		"rubbish beside the truth":  {ders([]byte("x"), list(t, ca, from, to, nil)), now, rev.Good, ""},
	} {
		s := rev.Judge(e.cert, ca.cert, c.crls, nil, c.at)
		if s.Verdict != c.want || s.Verdict != rev.Unknown && (s.Source.SHA256 == "" || s.Source.Kind != rev.CRL) {
			t.Errorf("%s: %+v", name, s)
		}
		if c.want == rev.Unknown && (s.Source.SHA256 != "" || c.crls == nil && s.Why != c.why || c.crls != nil && s.Rejected[0].Why != c.why) {
			t.Errorf("%s: %s %+v", name, s.Why, s.Rejected)
		}
		for range 2 {
			if again := memory.Judge(e.cert, ca.cert, c.crls, nil, c.at); !reflect.DeepEqual(again, s) {
				t.Errorf("%s: from memory %+v, read anew %+v", name, again, s)
			}
		}
	}
}

// The key of the copy cannot verify anything: only what was seen before can
// say that it signed the list.
func TestMemoryIsAskedBeforeTheKey(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	stranger := issue(t, "CA", nil)
	mute := *ca.cert
	mute.PublicKey = nil
	crl := list(t, ca, now.Add(-hour), now.Add(hour), nil)
	policy := rev.DefaultPolicy()
	policy.Memory, policy.Algorithms = new(rev.Memory), nil // the mute key has no algorithm
	for i, step := range []struct {
		issuer *x509.Certificate
		want   rev.Verdict
	}{{&mute, rev.Unknown}, {ca.cert, rev.Good}, {&mute, rev.Good}, {stranger.cert, rev.Unknown}} {
		given := bytes.Clone(crl)
		if s := policy.Judge(e.cert, step.issuer, ders(given), nil, now); s.Verdict != step.want {
			t.Errorf("step %d: %+v", i, s)
		}
		clear(given) // the memory must not look at bytes that are the caller's
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	policy := rev.DefaultPolicy()
	policy.Memory = new(rev.Memory)
	var wg sync.WaitGroup
	for i := range 150 { // more than are kept, and from several sides
		wg.Go(func() {
			crl := list(t, ca, now.Add(-hour), now.Add(time.Duration(i+1)*time.Minute), nil, listed{e, now.Add(-hour), 1})
			if s := policy.Judge(e.cert, ca.cert, ders(crl), nil, now); s.Verdict != rev.Revoked {
				t.Errorf("list %d: %+v", i, s)
			}
		})
	}
	wg.Wait()
	if n := policy.Memory.Len(); n == 0 || n > 64 {
		t.Errorf("%d lists are kept", n)
	}
}

func TestOCSPIsBelievedOnlyFromTheIssuerOrItsDelegate(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	delegate := issue(t, "OCSP", ca, forOCSP, noCheck)
	checked := issue(t, "OCSP 2", ca, forOCSP)
	expired := issue(t, "OCSP cũ", ca, forOCSP, noCheck, func(c *x509.Certificate) { c.NotAfter = now.Add(-30 * 24 * hour) })
	colleague := issue(t, "người khác", ca) // the attack: same CA, no OCSP purpose
	foreign := issue(t, "CA", nil)
	foreignDelegate := issue(t, "OCSP", foreign, forOCSP, noCheck)
	below := issue(t, "OCSP dưới", issue(t, "CA con", ca, func(c *x509.Certificate) {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
	}), forOCSP, noCheck)
	revoked := func(r *ocsp.Response) { r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, now.Add(-hour), 1 }
	for name, c := range map[string]struct {
		der  []byte
		at   time.Time
		want rev.Verdict
		why  rev.Why
	}{
		"issuer itself":               {respond(t, ca, ca, e, nil), now, rev.Good, ""},
		"delegate":                    {respond(t, ca, delegate, e, nil), now, rev.Good, ""},
		"revoked":                     {respond(t, ca, delegate, e, revoked), now, rev.Revoked, ""},
		"revoked later":               {respond(t, ca, delegate, e, revoked), now.Add(-2 * hour), rev.Good, ""},
		"stale":                       {respond(t, ca, delegate, e, nil), now.Add(2 * hour), rev.Unknown, rev.WhyStale},
		"says unknown":                {respond(t, ca, delegate, e, func(r *ocsp.Response) { r.Status = ocsp.Unknown }), now, rev.Unknown, rev.WhyUnknown},
		"colleague's certificate":     {respond(t, ca, colleague, e, nil), now, rev.Unknown, rev.WhyNotAuthorised},
		"the certificate itself":      {respond(t, ca, e, e, nil), now, rev.Unknown, rev.WhyNotAuthorised},
		"expired delegate":            {respond(t, ca, expired, e, nil), now, rev.Unknown, rev.WhyNotAuthorised},
		"delegate of look-alike":      {respond(t, ca, foreignDelegate, e, nil), now, rev.Unknown, rev.WhyNotAuthorised},
		"delegate of the CA's CA":     {respond(t, ca, below, e, nil), now, rev.Unknown, rev.WhyNotAuthorised},
		"look-alike issuer":           {respond(t, foreign, foreign, e, nil), now, rev.Unknown, rev.WhyOther},
		"look-alike's key":            {respond(t, ca, foreign, e, nil), now, rev.Unknown, rev.WhyNotAuthorised},
		"about another":               {respond(t, ca, delegate, colleague, nil), now, rev.Unknown, rev.WhyOther},
		"error response":              {ocsp.TryLaterErrorResponse, now, rev.Unknown, rev.WhyNotSuccessful},
		"thisUpdate after producedAt": {respond(t, ca, ca, e, func(r *ocsp.Response) { r.ThisUpdate, r.NextUpdate = now.AddDate(90, 0, 0), now.AddDate(91, 0, 0) }), now, rev.Unknown, rev.WhyTimes},
	} {
		s := rev.Judge(e.cert, ca.cert, nil, ders(c.der), c.at)
		if s.Verdict != c.want || s.Verdict == rev.Unknown && (len(s.Rejected) != 1 || s.Rejected[0].Why != c.why) {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if s := rev.Judge(e.cert, ca.cert, nil, ders(respond(t, ca, checked, e, nil)), now); s.Verdict != rev.Good || !s.Source.ResponderUnchecked {
		t.Errorf("delegate without nocheck: %+v", s)
	}
	crl := list(t, ca, now.Add(-2*hour), now.Add(hour), nil, listed{checked, now.Add(-24 * hour), 1})
	s := rev.Judge(e.cert, ca.cert, ders(crl), ders(respond(t, ca, checked, e, nil)), now)
	if s.Verdict != rev.Good || s.Source.Kind != rev.CRL || len(s.Rejected) != 1 || s.Rejected[0].Why != rev.WhyNotAuthorised {
		t.Errorf("revoked delegate: %+v", s)
	}
}

func TestOneFlippedByteIsNeverGood(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	for kind, der := range map[rev.Kind][]byte{rev.CRL: list(t, ca, now.Add(-hour), now.Add(hour), nil), rev.OCSP: respond(t, ca, ca, e, nil)} {
		for i := range der {
			bad := append([]byte{}, der...)
			bad[i] ^= 1
			var s rev.Status
			if kind == rev.CRL {
				s = rev.Judge(e.cert, ca.cert, ders(bad), nil, now)
			} else {
				s = rev.Judge(e.cert, ca.cert, nil, ders(bad), now)
			}
			if s.Verdict != rev.Unknown {
				t.Fatalf("%s: byte %d flipped: %v", kind, i, s.Verdict)
			}
		}
	}
}

// The responses of another implementation are read as well: openssl's
// responder answers from an index file.
func TestOpenSSLResponseIsRead(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Fatal("openssl is needed for this test")
	}
	ca := issue(t, "CA", nil)
	e, bad := issue(t, "good", ca), issue(t, "bad", ca)
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cert := func(name string, e *entity) string {
		return write(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.cert.Raw}))
	}
	key, err := x509.MarshalPKCS8PrivateKey(ca.key)
	if err != nil {
		t.Fatal(err)
	}
	serial := func(e *entity) string {
		s := strings.ToUpper(e.cert.SerialNumber.Text(16))
		return strings.Repeat("0", len(s)%2) + s
	}
	index := write("index", []byte("V\t301122000000Z\t\t"+serial(e)+"\tunknown\t/CN=good\nR\t301122000000Z\t261101000000Z,keyCompromise\t"+serial(bad)+"\tunknown\t/CN=bad\n"))
	caFile, out := cert("ca.pem", ca), filepath.Join(dir, "resp")
	keyFile := write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	delegate, colleague := issue(t, "OCSP", ca, forOCSP, noCheck), issue(t, "người khác", ca)
	signer := func(name string, e *entity) []string {
		der, err := x509.MarshalPKCS8PrivateKey(e.key)
		if err != nil {
			t.Fatal(err)
		}
		return []string{"-rsigner", cert(name+".pem", e), "-rkey", write(name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))}
	}
	ask := func(name string, e *entity, hash string, as ...string) []byte {
		req := filepath.Join(dir, name+".req")
		for _, args := range [][]string{
			{"ocsp", hash, "-issuer", caFile, "-cert", cert(name, e), "-reqout", req, "-no_nonce"},
			append([]string{"ocsp", "-index", index, "-CA", caFile, "-reqin", req, "-respout", out, "-ndays", "2"}, as...),
		} {
			if msg, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", args, err, msg)
			}
		}
		der, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	at := time.Now()
	own := []string{"-rsigner", caFile, "-rkey", keyFile}
	for name, c := range map[string]struct {
		hash string
		as   []string
		good rev.Verdict
		bad  rev.Verdict
	}{
		"issuer, by name":   {"-sha1", own, rev.Good, rev.Revoked},
		"issuer, by key":    {"-sha256", append(own, "-resp_key_id"), rev.Good, rev.Revoked},
		"delegate, by name": {"-sha256", signer("delegate", delegate), rev.Good, rev.Revoked},
		"delegate, by key":  {"-sha1", append(signer("delegate", delegate), "-resp_key_id"), rev.Good, rev.Revoked},
		"colleague":         {"-sha1", signer("colleague", colleague), rev.Unknown, rev.Unknown},
	} {
		if s := rev.Judge(e.cert, ca.cert, nil, ders(ask("good", e, c.hash, c.as...)), at); s.Verdict != c.good || s.Source.Delegate != (c.good == rev.Good && strings.HasPrefix(name, "delegate")) {
			t.Errorf("%s, good: %+v", name, s)
		}
		if s := rev.Judge(bad.cert, ca.cert, nil, ders(ask("bad", bad, c.hash, c.as...)), at); s.Verdict != c.bad || s.Verdict == rev.Revoked && s.Reason != 1 {
			t.Errorf("%s, revoked: %+v", name, s)
		}
	}
}

func FuzzJudge(f *testing.F) {
	ca := issue(f, "CA", nil)
	e := issue(f, "người", ca)
	f.Add(list(f, ca, now.Add(-hour), now.Add(hour), nil, listed{e, now, 1}), respond(f, ca, ca, e, nil))
	f.Add([]byte{0x30, 0x80}, ocsp.UnauthorizedErrorResponse)
	f.Fuzz(func(t *testing.T, crl, response []byte) {
		s := rev.Judge(e.cert, ca.cert, ders(crl), ders(response), now)
		if s.Verdict == rev.Good && s.Source.SHA256 == "" {
			t.Fatal("good without a source")
		}
	})
}
