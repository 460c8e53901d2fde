package pades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"testing"
	"time"

	"antin/pades"
)

// twice is an authority whose key was certified two times.
type twice struct {
	person
	again *x509.Certificate
}

// certify makes an authority with a key of its own, certified by one and again
// by another.
func certify(name string, by, again person, from, to, fromAgain time.Time) twice {
	key := sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	shape := func(from, to time.Time) *x509.Certificate {
		c := &x509.Certificate{SerialNumber: nextSerial(), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: to, SubjectKeyId: []byte(name)}
		issuing(c)
		return c
	}
	return twice{
		person{key, issue(shape(from, to), by.cert, key.Public(), by.key), nil},
		issue(shape(fromAgain, signedAt.AddDate(9, 0, 0)), again.cert, key.Public(), again.key),
	}
}

// TestIssuerThatEndedNeedsAProof: what it signed has to be proven from when it
// was there (EN 319 102-1, 5.6.2.2).
func TestIssuerThatEndedNeedsAProof(t *testing.T) {
	t.Parallel()
	p := practice()
	ca := enrol(&p.root, "CA đã hết", sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), func(c *x509.Certificate) {
		issuing(c)
		c.NotAfter = signedAt.AddDate(1, 0, 0)
	})
	holder := newcomer(&ca, "Người ký", until(signedAt.AddDate(4, 0, 0)))
	now, early := signedAt.AddDate(2, 0, 0), signedAt.Add(time.Hour)
	signed := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{{person: p.tsa, at: signedAt}}})
	stored := keep(t, signed, []*x509.Certificate{ca.cert}, append(listsAt(early), listBy(ca, early)), nil)
	proven := witness{person: p.tsa, at: signedAt.Add(2 * time.Hour)}.stampFile(t, stored)
	for name, c := range map[string]struct {
		file []byte
		want pades.Indication
		sub  pades.SubIndication
	}{"proven": {proven, pades.TotalPassed, ""}, "not proven": {stored, pades.Indeterminate, pades.NoPOE}} {
		s := first(t, judged(t, c.file, now, listsAt(now)...))
		if s.Indication != c.want || s.SubIndication != c.sub || s.Integrity != pades.Passed {
			t.Errorf("%s: %s %s: %s", name, s.Indication, s.SubIndication, s.TrustDetail)
		}
	}
}

// TestIssuerCertifiedTwice: EN 319 102-1, 5.2.6.4: another prospective chain is
// tried; and what holds at the time of judging needs no proof (5.5.4, step 2).
func TestIssuerCertifiedTwice(t *testing.T) {
	t.Parallel()
	p := practice()
	year := signedAt.AddDate(-1, 0, 0)
	root := enrol(nil, "Gốc thứ hai", sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), issuing)
	cross := certify("CA hai gốc", p.root, root, year, signedAt.AddDate(9, 0, 0), year)
	renewed := certify("CA gia hạn", p.root, p.root, year, signedAt.AddDate(9, 0, 0), signedAt.Add(day))
	now := signedAt.Add(3 * day)
	for name, c := range map[string]struct {
		ca    twice
		given []*x509.Certificate
		lists [][]byte
		want  pades.Outcome
	}{
		"one of two was revoked":        {cross, []*x509.Certificate{cross.cert, cross.again}, [][]byte{listBy(p.root, now, entry{cross.person, signedAt, 5}), listBy(root, now)}, pades.Passed},
		"the other was revoked":         {cross, []*x509.Certificate{cross.cert, cross.again}, [][]byte{listBy(p.root, now), listBy(root, now, entry{person{cert: cross.again}, signedAt, 5})}, pades.Passed},
		"both were revoked":             {cross, []*x509.Certificate{cross.cert, cross.again}, [][]byte{listBy(p.root, now, entry{cross.person, signedAt, 5}), listBy(root, now, entry{person{cert: cross.again}, signedAt, 5})}, pades.Failed},
		"only the renewed one is known": {renewed, []*x509.Certificate{renewed.again}, [][]byte{listBy(p.root, now)}, pades.Passed},
	} {
		holder := newcomer(&c.ca.person, "Người ký", func(*x509.Certificate) {})
		holder.chain = nil
		file := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{{person: p.tsa, at: signedAt}}})
		r := verify(t, file, pades.Options{
			At: now, Anchors: []*x509.Certificate{p.root.cert, root.cert}, Intermediates: append(c.given, p.services.cert),
			CRLs: append(c.lists, listBy(c.ca.person, now), listBy(p.services, now)),
		})
		if s := first(t, r); s.Trust != c.want || s.Stamps[0].Indication != pades.TotalPassed {
			t.Errorf("%s: %s %s %s %+v", name, s.Trust, s.TrustSub, s.TrustDetail, s.Stamps)
		}
	}
}

// TestStampThatANewerOneContradicts: a document time-stamp proves the token to
// exist before the time that the token names.
func TestStampThatANewerOneContradicts(t *testing.T) {
	t.Parallel()
	p := practice()
	now := signedAt.AddDate(0, 1, 0)
	signed := p.people["P-256"].signStamped(t, tablePDF(0), stamping{inside: []witness{{person: p.tsa, at: signedAt.Add(10 * day)}}})
	file := witness{person: p.tsa, at: signedAt.Add(time.Hour)}.stampFile(t, signed)
	s := first(t, judged(t, file, now, listsAt(now)...))
	if s.TrustSub != pades.TimestampOrder || s.Indication != pades.Indeterminate || s.Stamps[0].SubIndication != pades.TimestampOrder || s.Stamps[1].Indication != pades.TotalPassed {
		t.Errorf("%s %s %s %+v", s.Indication, s.TrustSub, s.TrustDetail, s.Stamps)
	}
}
