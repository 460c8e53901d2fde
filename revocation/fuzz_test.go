package revocation_test

import (
	"crypto/x509"
	"testing"

	"golang.org/x/crypto/ocsp"

	rev "antin/revocation"
)

// FuzzCRL: whatever comes as a list, no panic; read from memory it says the
// same; and only the lists of the seeds, which the keys signed, are believed.
func FuzzCRL(f *testing.F) {
	ca := issue(f, "CA", nil)
	lists := issue(f, "nơi công bố", ca, lister)
	e := issue(f, "người", ca, points(point(place(uri("http://a/crl")), tagged(0xa2, directory(lists)))))
	lost := []x509.RevocationListEntry{entryOf(e, now.Add(-hour), 1)}
	base := crl{number: 3, entries: lost}.by(f, ca)
	seeds := [][]byte{
		base,
		crl{number: 4, base: 3, entries: []x509.RevocationListEntry{entryOf(e, now, 8)}}.by(f, ca),
		crl{extra: issuingPoint(half)}.by(f, ca),
		crl{extra: issuingPoint(place(uri("http://a/crl")), indirect), entries: []x509.RevocationListEntry{entryOf(e, now, 1, certificateIssuer(ca))}}.by(f, lists),
		crl{extra: issuingPoint(relative("p1"))}.by(f, ca),
		crl{extra: extensionOf(0x2e, tagged(0x30, point(place(uri("http://a/delta")))))}.by(f, ca),
	}
	known := map[string]bool{}
	for _, s := range seeds {
		known[string(s)] = true
		f.Add(s)
	}
	f.Add(base[:40])
	f.Add([]byte{0x30, 0x84, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0x30, 0x80, 0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, der []byte) {
		ev := rev.Evidence{CRLs: ders(der, seeds[1]), Certificates: certsOf(lists), Anchors: certsOf(ca)}
		p := rev.DefaultPolicy()
		s := p.JudgeEvidence(e.cert, ca.cert, ev, now)
		p.Memory = new(rev.Memory)
		if m := p.JudgeEvidence(e.cert, ca.cert, ev, now); m.Verdict != s.Verdict || m.Why != s.Why {
			t.Fatalf("from memory %v %v, read anew %v %v", m.Verdict, m.Why, s.Verdict, s.Why)
		}
		if s.Verdict != rev.Unknown && !known[string(der)] {
			t.Fatalf("a list that nobody signed is believed: %+v", s)
		}
		if _, err := rev.Describe(rev.CRL, der); err != nil && s.Verdict == rev.Good {
			t.Fatal("a list that cannot be described is believed")
		}
	})
}

// FuzzOCSP is the same for responses.
func FuzzOCSP(f *testing.F) {
	ca := issue(f, "CA", nil)
	e := issue(f, "người", ca)
	delegate := issue(f, "OCSP", ca, forOCSP, noCheck)
	seeds := [][]byte{
		respond(f, ca, ca, e, nil), respond(f, ca, delegate, e, nil),
		respond(f, ca, ca, e, func(r *ocsp.Response) { r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, now.Add(-hour), 1 }),
		basic{singles: [][]byte{single(f, ca, e, false, 5, tagged(0xa1, tagged(0x30, tagged(0x30, []byte{6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 6}, tagged(4, generalized(now))))))}}.by(f, ca),
	}
	known := map[string]bool{}
	for _, s := range seeds {
		known[string(s)] = true
		f.Add(s)
	}
	f.Add(ocsp.UnauthorizedErrorResponse)
	f.Add(seeds[0][:30])
	f.Add([]byte{0x30, 3, 10, 1, 0})
	f.Fuzz(func(t *testing.T, der []byte) {
		s := rev.Judge(e.cert, ca.cert, nil, ders(der), now)
		if s.Verdict != rev.Unknown && !known[string(der)] && !signedPart(der, seeds) {
			t.Fatalf("a response that nobody signed is believed: %+v", s)
		}
		rev.Describe(rev.OCSP, der)
	})
}

// signedPart tells whether the bytes under the signature are those of a seed:
// what stands around them (the certificates, spare bytes of a length) may change.
func signedPart(der []byte, seeds [][]byte) bool {
	for _, s := range seeds {
		a, err := ocsp.ParseResponse(s, nil)
		if err != nil {
			continue
		}
		if b, err := ocsp.ParseResponse(der, nil); err == nil && string(a.TBSResponseData) == string(b.TBSResponseData) {
			return true
		}
	}
	return false
}

// FuzzPoints: the extensions of certificates that lists are matched with.
func FuzzPoints(f *testing.F) {
	ca := issue(f, "CA", nil)
	der := crl{extra: issuingPoint(place(uri("http://a/crl")))}.by(f, ca)
	f.Add(tagged(0x30, point(place(uri("http://a/crl")))))
	f.Add(tagged(0x30, point(place(uri("http://a/crl")), []byte{0x81, 2, 0, 0x7e})))
	f.Add(tagged(0x30, point(relative("p1"), tagged(0xa2, directory(ca)))))
	f.Add([]byte{0x30, 0x80})
	e := issue(f, "người", ca)
	f.Fuzz(func(t *testing.T, value []byte) {
		c := *e.cert
		c.Extensions = append(extensionOf(31, value), extensionOf(46, value)...)
		rev.Judge(&c, ca.cert, ders(der), nil, now)
		rev.FreshestURLs(&c)
	})
}
