package pades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"antin/pades"
)

// TestOldNewsOfTheIssuerWillDoForAPresentSigner: without the net the answers in
// the file are all there is. They carry a signer whose certificate has not
// ended (EN 319 102-1, 5.5.4); for one that has, its authority must be known to
// stand, or the answers be proven (5.6.2.1).
func TestOldNewsOfTheIssuerWillDoForAPresentSigner(t *testing.T) {
	t.Parallel()
	p := practice()
	key := func() *ecdsa.PrivateKey { return sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }
	root := enrol(nil, "Gốc dấu thời gian", key(), issuing)
	services := enrol(&root, "CA dấu thời gian", key(), issuing)
	tsa := witness{person: newcomer(&services, "TSA", purpose(x509.ExtKeyUsageTimeStamping, false)), at: signedAt}
	early, now := signedAt.Add(time.Hour), signedAt.AddDate(2, 0, 0)
	for name, c := range map[string]struct {
		until time.Time
		want  pades.Outcome
		sub   pades.SubIndication
	}{
		"present": {signedAt.AddDate(4, 0, 0), pades.Passed, ""},
		"ended":   {signedAt.AddDate(1, 0, 0), pades.Undecided, pades.TryLater},
	} {
		holder := newcomer(&p.ca, "Người ký", until(c.until))
		file := keep(t, holder.signStamped(t, tablePDF(0), stamping{inside: []witness{tsa}}), []*x509.Certificate{p.ca.cert}, listsAt(early), nil)
		r := verify(t, file, pades.Options{At: now, Anchors: []*x509.Certificate{p.root.cert, root.cert}, CRLs: [][]byte{listBy(root, now), listBy(services, now)}})
		if s := first(t, r); s.Trust != c.want || s.TrustSub != c.sub || s.Stamps[0].Indication != pades.TotalPassed {
			t.Errorf("%s: %s %s %s %+v", name, s.Trust, s.TrustSub, s.TrustDetail, s.Stamps)
		}
	}
}

// TestKeyLostBeforeTheSignature: the revocation came later, but the authority
// dates the loss of the key before (RFC 5280, 5.3.2).
func TestKeyLostBeforeTheSignature(t *testing.T) {
	t.Parallel()
	p := practice()
	holder := newcomer(&p.ca, "Người ký", func(*x509.Certificate) {})
	file := holder.signStamped(t, tablePDF(0), stamping{inside: []witness{{person: p.tsa, at: signedAt}}})
	now := signedAt.Add(10 * day)
	for name, c := range map[string]struct {
		lost   time.Time
		reason int
		want   pades.Outcome
	}{
		"before":                  {signedAt.Add(-day), 1, pades.Failed},
		"after":                   {signedAt.Add(day), 1, pades.Passed},
		"before, for other cause": {signedAt.Add(-day), 5, pades.Passed},
	} {
		list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now, NextUpdate: now.Add(day), RevokedCertificateEntries: []x509.RevocationListEntry{{
			SerialNumber: holder.cert.SerialNumber, RevocationTime: signedAt.Add(5 * day), ReasonCode: c.reason,
			ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 24}, Value: must(asn1.MarshalWithParams(c.lost, "generalized"))(t)}},
		}}}
		der := must(x509.CreateRevocationList(rand.Reader, list, p.ca.cert, p.ca.key))(t)
		s := first(t, judged(t, file, now, listBy(p.root, now), listBy(p.services, now), der))
		if s.Trust != c.want || c.want == pades.Failed && (s.TrustSub != pades.RevokedNoPOE || s.Indication != pades.Indeterminate) {
			t.Errorf("%s: %s %s %s", name, s.Trust, s.TrustSub, s.TrustDetail)
		}
	}
}
