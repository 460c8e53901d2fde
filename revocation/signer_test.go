package revocation_test

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/algorithm"
	rev "antin/revocation"
)

// again issues a certificate for the name and key of e by another authority.
func again(t testing.TB, e, by *entity, key crypto.Signer, changes ...func(*x509.Certificate)) *entity {
	t.Helper()
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<60))
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: serial, RawSubject: e.cert.RawSubject, NotBefore: e.cert.NotBefore, NotAfter: e.cert.NotAfter}
	asCA(tmpl)
	for _, c := range changes {
		c(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, by.cert, key.Public(), by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &entity{cert, key}
}

// An authority that changed its key signs lists and answers about its older
// certificates with the new one. Only who certified the old key can say that
// the new one is the same authority's.
func TestAuthorityUnderAnotherKeyIsBelievedOnlyFromTheSameHand(t *testing.T) {
	t.Parallel()
	root := issue(t, "gốc", nil)
	ca := issue(t, "CA", root, asCA)
	e := issue(t, "người", ca)
	fresh := func() crypto.Signer { return issue(t, "khóa", nil).key }
	renewed := again(t, ca, root, fresh())
	rolled := again(t, ca, ca, fresh()) // self-issued, by the old key
	noLists := again(t, ca, root, fresh(), func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCertSign })
	neighbour := issue(t, "CA bên cạnh", root, asCA)
	usurper := again(t, ca, neighbour, fresh()) // an authority of the same root takes the name
	otherRoot := issue(t, "gốc", nil)
	foreign := again(t, ca, otherRoot, fresh())
	expired := again(t, ca, root, fresh(), func(c *x509.Certificate) { c.NotAfter = now.Add(-24 * hour) })
	for name, c := range map[string]struct {
		signer *entity
		known  []*x509.Certificate
		want   rev.Verdict
		why    rev.Why
		ocsp   rev.Verdict
	}{
		"by the same root":     {renewed, nil, rev.Good, "", rev.Good},
		"by the old key":       {rolled, nil, rev.Good, "", rev.Good},
		"not for lists":        {noLists, nil, rev.Unknown, rev.WhyNotAuthorised, rev.Good},
		"by a neighbour":       {usurper, certsOf(neighbour), rev.Unknown, rev.WhyNotAuthorised, rev.Unknown},
		"by another root":      {foreign, certsOf(otherRoot), rev.Unknown, rev.WhyNotAuthorised, rev.Unknown},
		"expired when it said": {expired, nil, rev.Unknown, rev.WhyNotAuthorised, rev.Unknown},
	} {
		list := crl{}
		der := signedByAnybody(t, list, ca, c.signer)
		ev := rev.Evidence{CRLs: ders(der), Certificates: append(certsOf(c.signer), c.known...), Anchors: certsOf(root)}
		s := status(t, e, ca, ev, now)
		listCase{nil, now, c.want, c.why}.check(t, name, s)
		if s.Verdict == rev.Good && (!s.Source.Signer.Equal(c.signer.cert) || len(s.Source.Path) < 2 || s.Source.Indirect) {
			t.Errorf("%s: %+v", name, s.Source)
		}
		for given, ev := range map[string]rev.Evidence{"no certificates": {CRLs: ev.CRLs, Anchors: ev.Anchors}, "no anchor": {CRLs: ev.CRLs, Certificates: ev.Certificates}} {
			if s := status(t, e, ca, ev, now); s.Verdict != rev.Unknown {
				t.Errorf("%s, %s: %+v", name, given, s)
			}
		}
		answer := respond(t, ca, c.signer, e, func(r *ocsp.Response) { r.Certificate = c.signer.cert })
		ev = rev.Evidence{OCSPs: ders(answer), Certificates: ev.Certificates, Anchors: ev.Anchors}
		if s := status(t, e, ca, ev, now); s.Verdict != c.ocsp {
			t.Errorf("%s, OCSP: %+v", name, s)
		}
		delegate := issue(t, "OCSP", c.signer, forOCSP, noCheck)
		ev.OCSPs = ders(respond(t, ca, delegate, e, nil))
		if s := status(t, e, ca, ev, now); s.Verdict != c.ocsp || s.Verdict == rev.Good && (!s.Source.Delegate || len(s.Source.Path) < 3) {
			t.Errorf("%s, delegate: %+v", name, s)
		}
	}
}

func TestDelegateMayStandOutsideTheResponse(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	delegate := issue(t, "OCSP", ca, forOCSP, noCheck)
	der := respond(t, ca, delegate, e, func(r *ocsp.Response) { r.Certificate = nil })
	if s := status(t, e, ca, rev.Evidence{OCSPs: ders(der)}, now); s.Verdict != rev.Unknown || s.Rejected[0].Why != rev.WhySignature {
		t.Errorf("not given: %+v", s)
	}
	s := status(t, e, ca, rev.Evidence{OCSPs: ders(der), Certificates: certsOf(e, delegate)}, now)
	if s.Verdict != rev.Good || !s.Source.Signer.Equal(delegate.cert) || len(s.Source.Path) != 2 || s.Source.ResponderUnchecked {
		t.Errorf("given: %+v", s)
	}
}

func TestRevokedOrExpiredDelegateHasNoSay(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	delegate := issue(t, "OCSP", ca, forOCSP)
	der := respond(t, ca, delegate, e, nil)
	for name, c := range map[string]struct {
		crl     []byte
		refused bool
	}{
		"revoked before":  {crl{entries: []x509.RevocationListEntry{entryOf(delegate, now.Add(-48*hour), 0)}}.by(t, ca), true},
		"revoked later":   {crl{to: now.Add(4 * hour), entries: []x509.RevocationListEntry{entryOf(delegate, now.AddDate(20, 0, 0), 0)}}.by(t, ca), false},
		"not revoked":     {crl{}.by(t, ca), false},
		"list by another": {crl{entries: []x509.RevocationListEntry{entryOf(delegate, now.Add(-48*hour), 0)}}.by(t, issue(t, "CA", nil)), false},
	} {
		s := status(t, e, ca, rev.Evidence{OCSPs: ders(der), CRLs: ders(c.crl)}, now)
		refused := false
		for _, r := range s.Rejected {
			refused = refused || r.Kind == rev.OCSP && r.Why == rev.WhyNotAuthorised
		}
		if refused != c.refused {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestResponseWithSeveralAnswers(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e, other, third := issue(t, "người", ca), issue(t, "khác", ca), issue(t, "ba", ca)
	der := respondMany(t, ca, []*entity{other, e}, []bool{false, true}, crypto.SHA256)
	for _, c := range []struct {
		about *entity
		want  rev.Verdict
	}{{e, rev.Revoked}, {other, rev.Good}, {third, rev.Unknown}} {
		if s := status(t, c.about, ca, rev.Evidence{OCSPs: ders(der)}, now); s.Verdict != c.want {
			t.Errorf("%v: %+v", c.about.cert.Subject, s)
		}
	}
	// of two answers about one certificate, good does not win
	for _, revoked := range [][]bool{{false, true}, {true, false}} {
		der := respondMany(t, ca, []*entity{e, e}, revoked, crypto.SHA1)
		if s := status(t, e, ca, rev.Evidence{OCSPs: ders(der)}, now); s.Verdict != rev.Revoked {
			t.Errorf("%v: %+v", revoked, s)
		}
	}
}

func TestResponderIsNamedByNameOrKey(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	for name, responder := range map[string][]byte{
		"by name":     tagged(0xa1, ca.cert.RawSubject),
		"by key":      tagged(0xa2, tagged(4, keyHash(t, ca, crypto.SHA1))),
		"other key":   tagged(0xa2, tagged(4, make([]byte, 20))),
		"other name":  tagged(0xa1, e.cert.RawSubject),
		"other class": tagged(0x61, ca.cert.RawSubject),
	} {
		der := basic{responder: responder, singles: [][]byte{single(t, ca, e, false, crypto.SHA1, nil)}}.by(t, ca)
		want := rev.Unknown
		if name == "by name" || name == "by key" {
			want = rev.Good
		}
		if s := status(t, e, ca, rev.Evidence{OCSPs: ders(der)}, now); s.Verdict != want {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestArchiveCutoffKeepsAnswersForExpiredCertificates(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	end := now.Add(-30 * 24 * hour)
	e := issue(t, "người", ca, func(c *x509.Certificate) { c.NotAfter = end })
	at := end.Add(-hour)
	kept := func(since time.Time) []byte {
		return tagged(0xa1, tagged(0x30, tagged(0x30, []byte{6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 6}, tagged(4, generalized(since)))))
	}
	expiredOnCRL := func(since time.Time) crl {
		return crl{extra: extensionOf(0x3c, generalized(since))}
	}
	for name, c := range map[string]struct {
		e    rev.Evidence
		want rev.Verdict
	}{
		"OCSP":                    {rev.Evidence{OCSPs: ders(basic{singles: [][]byte{single(t, ca, e, false, crypto.SHA1, nil)}}.by(t, ca))}, rev.Unknown},
		"OCSP kept":               {rev.Evidence{OCSPs: ders(basic{singles: [][]byte{single(t, ca, e, false, crypto.SHA1, kept(end.Add(-hour)))}}.by(t, ca))}, rev.Good},
		"OCSP kept too short":     {rev.Evidence{OCSPs: ders(basic{singles: [][]byte{single(t, ca, e, false, crypto.SHA1, kept(end.Add(hour)))}}.by(t, ca))}, rev.Unknown},
		"list":                    {rev.Evidence{CRLs: ders(crl{}.by(t, ca))}, rev.Unknown},
		"list kept":               {rev.Evidence{CRLs: ders(expiredOnCRL(end.Add(-hour)).by(t, ca))}, rev.Good},
		"list kept too short":     {rev.Evidence{CRLs: ders(expiredOnCRL(end.Add(hour)).by(t, ca))}, rev.Unknown},
		"revoked, whatever it is": {rev.Evidence{CRLs: ders(crl{entries: []x509.RevocationListEntry{entryOf(e, at.Add(-hour), 1)}}.by(t, ca))}, rev.Revoked},
	} {
		if s := status(t, e, ca, c.e, at); s.Verdict != c.want || c.want == rev.Unknown && s.Why != rev.WhyTooLate {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestFreshnessIsAskedFor(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	long := crl{from: now.Add(-5 * hour), to: now.Add(500 * hour)}
	revoked := long
	revoked.entries = []x509.RevocationListEntry{entryOf(e, now.Add(-10*hour), 1)}
	for name, c := range map[string]struct {
		list   crl
		at     time.Time
		policy func(*rev.Policy)
		want   rev.Verdict
		why    rev.Why
		how    rev.Freshness
	}{
		"by nextUpdate":           {long, now, func(*rev.Policy) {}, rev.Good, "", rev.Current},
		"by a greatest age":       {long, now, func(p *rev.Policy) { p.MaxFreshness = 6 * hour }, rev.Good, "", rev.Current},
		"over a greatest age":     {long, now, func(p *rev.Policy) { p.MaxFreshness = 4 * hour }, rev.Unknown, rev.WhyStale, ""},
		"issued later":            {long, now.Add(-24 * hour), func(*rev.Policy) {}, rev.Good, "", rev.Later},
		"after the control time":  {long, now, func(p *rev.Policy) { p.IssuedAfter = now.Add(-6 * hour) }, rev.Good, "", rev.Current},
		"before the control time": {long, now, func(p *rev.Policy) { p.IssuedAfter = now.Add(-4 * hour) }, rev.Unknown, rev.WhyTooEarly, ""},
		"revoked, before it":      {revoked, now, func(p *rev.Policy) { p.IssuedAfter = now.Add(-4 * hour) }, rev.Revoked, "", rev.Current},
		"revoked, outdated":       {revoked, now, func(p *rev.Policy) { p.MaxFreshness = hour }, rev.Revoked, "", rev.Outdated},
	} {
		p := rev.DefaultPolicy()
		c.policy(&p)
		s := p.JudgeEvidence(e.cert, ca.cert, rev.Evidence{CRLs: ders(c.list.by(t, ca))}, c.at)
		if s.Verdict != c.want || s.Why != c.why || s.Source.Freshness != c.how || s.Source.After != (c.how == rev.Later) {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// A list or response signed with SHA-1 today is refused, also when the key is
// sound, unless it says revoked.
func TestOldAlgorithmsOfEvidenceAreRefused(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	old := func(lost bool) []byte {
		b := basic{singles: [][]byte{single(t, ca, e, lost, crypto.SHA1, nil)}, sha1: true}
		return b.by(t, ca)
	}
	s := status(t, e, ca, rev.Evidence{OCSPs: ders(old(false))}, now)
	if s.Verdict != rev.Unknown || s.Rejected[0].Why != rev.WhyAlgorithm {
		t.Errorf("good: %+v", s)
	}
	if s := status(t, e, ca, rev.Evidence{OCSPs: ders(old(true))}, now); s.Verdict != rev.Revoked {
		t.Errorf("revoked: %+v", s)
	}
	p := rev.DefaultPolicy()
	p.Algorithms = nil
	if s := p.Judge(e.cert, ca.cert, nil, ders(old(false)), now); s.Verdict != rev.Good || s.Source.Signature.Digest != algorithm.SHA1 {
		t.Errorf("not asked: %+v", s)
	}
	if s := status(t, e, ca, rev.Evidence{OCSPs: ders(old(false)), CRLs: ders(crl{}.by(t, ca))}, now); s.Verdict != rev.Good || s.Source.Kind != rev.CRL {
		t.Errorf("beside a sound list: %+v", s)
	}
}

func TestReasonAndInvalidityDateAreTold(t *testing.T) {
	t.Parallel()
	ca := issue(t, "CA", nil)
	e := issue(t, "người", ca)
	since := now.Add(-72 * hour).UTC()
	invalid := extensionOf(0x18, generalized(since))[0]
	list := crl{entries: []x509.RevocationListEntry{entryOf(e, now.Add(-2*hour), 1, invalid)}}.by(t, ca)
	for at, want := range map[time.Time]rev.Verdict{now: rev.Revoked, now.Add(-24 * hour): rev.Good} {
		s := status(t, e, ca, rev.Evidence{CRLs: ders(list)}, at)
		if s.Verdict != want || !s.InvalidityDate.Equal(since) || s.Reason != rev.ReasonKeyCompromise || !s.Compromised() || !s.RevokedAt.Equal(now.Add(-2*hour)) {
			t.Errorf("%v: %+v", at, s)
		}
	}
	moved := crl{entries: []x509.RevocationListEntry{entryOf(e, now.Add(-2*hour), 3)}}.by(t, ca)
	if s := status(t, e, ca, rev.Evidence{CRLs: ders(moved)}, now); s.Compromised() || rev.ReasonName(s.Reason) != "affiliationChanged" || rev.ReasonName(7) != "unknown" {
		t.Errorf("%+v", s)
	}
}
