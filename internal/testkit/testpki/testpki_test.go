package testpki_test

import (
	"testing"

	"antin/certpath"
	"antin/internal/testkit/testpki"
	"antin/revocation"
)

// Each line of the data comes out as it says: the data holds the two packages
// to account, and they the data.
func TestEachCertificateComesOutAsWritten(t *testing.T) {
	t.Parallel()
	p := testpki.New(t)
	at := testpki.Now()
	for _, id := range p.Leaves() {
		want, leaf := p.Expect(id), p.Certificate(id)
		r := certpath.Build(leaf, p.Intermediates(), p.Anchors(), at)
		if id == "of-person" {
			r = certpath.Build(leaf, append(p.Intermediates(), p.Certificate("agency")), p.Anchors(), at)
		}
		if string(r.Sub) != want.Path || r.OK() != (want.Path == "") {
			t.Errorf("%s: path %q, want %q: %v", id, r.Sub, want.Path, r.Failure)
		}
		if ok := certpath.JudgeSigner(leaf) == nil; ok != want.Signer {
			t.Errorf("%s: may sign documents: %v", id, ok)
		}
		status := revocation.Unknown
		if len(r.Chain) > 1 {
			list := p.CRL("ca", at)
			if want.Issuer != "agency" && want.Issuer != "look-alike-ca" {
				list = p.CRL(want.Issuer, at)
			}
			status = revocation.Judge(leaf, r.Chain[1], [][]byte{list}, nil, at).Verdict
		}
		if id == "expired" { // at its own time the later list must not count
			status = revocation.Judge(leaf, p.Certificate("ca"), [][]byte{p.CRL("ca", at)}, nil, at.AddDate(0, -1, 0)).Verdict
		}
		if status.String() != want.Status {
			t.Errorf("%s: status %v, want %s", id, status, want.Status)
		}
	}
}

func TestResponderMustBeTheRightOne(t *testing.T) {
	t.Parallel()
	p := testpki.New(t)
	at, ca := testpki.Now(), p.Certificate("ca")
	for responder, want := range map[string]revocation.Verdict{
		"ca": revocation.Good, "ocsp": revocation.Good,
		"agency": revocation.Unknown, "person": revocation.Unknown, "tsa": revocation.Unknown, "root": revocation.Unknown, "look-alike-ca": revocation.Unknown,
	} {
		s := revocation.Judge(p.Certificate("person"), ca, nil, [][]byte{p.OCSP("person", responder, at)}, at)
		if s.Verdict != want {
			t.Errorf("%s: %+v", responder, s)
		}
	}
	s := revocation.Judge(p.Certificate("revoked"), ca, nil, [][]byte{p.OCSP("revoked", "ocsp", at)}, at)
	if s.Verdict != revocation.Revoked || s.Reason != 1 {
		t.Errorf("%+v", s)
	}
	if s := revocation.Judge(p.Certificate("revoked-ca"), p.Certificate("root"), [][]byte{p.CRL("root", at)}, nil, at); s.Verdict != revocation.Revoked {
		t.Errorf("%+v", s)
	}
}
