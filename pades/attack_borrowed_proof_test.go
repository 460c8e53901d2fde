package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/cms"
	"antin/pades"
	"antin/pdf"
)

// TestAnswerBackdatedByADelegateProvesNothing: what an OCSP delegate says it answered before its
// end or its revocation is proven by nobody.
func TestAnswerBackdatedByADelegateProvesNothing(t *testing.T) {
	p := practice()
	now := time.Now().UTC() // what x/crypto writes into producedAt
	at := now.Add(10 * day)
	signer := p.people["RSA"]
	gone := newcomer(&p.ca, "OCSP ngắn hạn", func(c *x509.Certificate) {
		purpose(x509.ExtKeyUsageOCSPSigning, true)(c)
		c.NotAfter = now.Add(time.Hour)
	})
	lost := newcomer(&p.ca, "OCSP bị mất khóa", func(c *x509.Certificate) { purpose(x509.ExtKeyUsageOCSPSigning, false)(c) })
	for name, c := range map[string]struct {
		by   person
		list []byte
	}{
		"ended":   {gone, nil},
		"revoked": {lost, listBy(p.ca, now.Add(day), entry{lost, now.Add(2 * time.Hour), 1})},
	} {
		der := sure(ocsp.CreateResponse(p.ca.cert, c.by.cert, ocsp.Response{
			Status: ocsp.Good, SerialNumber: signer.cert.SerialNumber, ThisUpdate: now.Add(-time.Minute), NextUpdate: now.AddDate(1, 0, 0), Certificate: c.by.cert,
		}, c.by.key))
		file := signer.appendSigned(t, tablePDF(0), pades.Signing{Field: "one", Spot: &pades.Spot{Page: 1}})
		file = keep(t, file, nil, nil, [][]byte{der})
		crls := [][]byte{listBy(p.root, at)}
		if c.list != nil {
			crls = append(crls, c.list)
		}
		r := judged(t, file, at, crls...)
		if r.Indication == pades.TotalPassed {
			t.Errorf("%s: %s", name, summary(r))
		} else {
			t.Logf("%s: %s %s", name, r.Indication, summary(r))
		}
	}
}

// TestBrokenHoleProvesNothing: a signature that does not hold lends the place
// of its hole, which it chooses, to the value of another.
func TestBrokenHoleProvesNothing(t *testing.T) {
	p := practice()
	early, late := signedAt, signedAt.AddDate(0, 3, 0)
	thief := newcomer(&p.ca, "Hết hạn", until(signedAt.AddDate(0, 1, 0)))
	w := witness{person: p.tsa, at: early}
	old := w.stampFile(t, tablePDF(0))
	honest := func(more bool) []byte {
		var der []byte
		file := handSigned{by: func() person { return thief }, field: "one", der: func(t testing.TB, q person, digest []byte) []byte {
			b := must(cms.NewSigned(q.cert, q.chain, digest))(t)
			der = must(b.Finish(must(q.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)))(t)
			return der
		}}.on(t, old)
		if !more {
			return file
		}
		return update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
			room := make([]byte, 8192)
			copy(room, der)
			n := pdf.Integer(len(file))
			sig := u.Add(pdf.Dictionary("Type", pdf.Name("Sig"), "Filter", pdf.Name("Adobe.PPKLite"), "SubFilter", pdf.Name("ETSI.CAdES.detached"),
				"ByteRange", pdf.Array{pdf.Integer(0), pdf.Integer(20), pdf.Integer(30), n - 30},
				"Contents", pdf.String{Bytes: room, Hex: true}))
			pg := firstPage(t, rev)
			field := u.Add(pdf.Dictionary("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"), "T", pdf.TextString("two"),
				"Rect", pdf.Rect{}.Array(), "F", pdf.Integer(4), "P", pg.ref, "V", sig))
			u.Set(pg.ref, pg.dict.With("Annots", append(must(rev.Array(pg.dict.Get("Annots")))(t), field)))
			inForm(t, rev, u, func(d pdf.Dict) pdf.Dict {
				return d.With("Fields", append(must(rev.Array(d.Get("Fields")))(t), field))
			})
		})
	}
	for _, more := range []bool{false, true} {
		r := verify(t, honest(more), pades.Options{At: late, Anchors: []*x509.Certificate{p.root.cert}, Intermediates: []*x509.Certificate{p.ca.cert, p.services.cert}, WithoutRevocation: true})
		for _, s := range r.Signatures {
			t.Logf("more %v: %s %s %s trust %s %s time %v (file %s)", more, s.Field, s.Indication, s.SubIndication, s.Trust, s.TrustDetail, s.TrustedTime, r.Indication)
			if s.Field == "one" && s.TrustedTime != nil {
				t.Errorf("a signature made later is proven at %v: %s", s.TrustedTime, s.Trust)
			}
		}
	}
}

func stampAsSignature(t testing.TB, file []byte, s pades.Signing) []byte {
	p := leader()
	s.Certificate, s.Chain, s.At, s.Reserve = p.cert, p.chain, signedAt, 16<<10
	prepared := must(pades.Prepare(open(t, file), s))(t)
	tail := bytes.Replace(prepared.Tail, []byte("/ETSI.CAdES.detached"), []byte("/ETSI.RFC3161       "), 1)
	out := append(bytes.Clone(file), tail...)
	from, to := len(file)+prepared.HoleStart, len(file)+prepared.HoleEnd
	sum := sha256.Sum256(append(bytes.Clone(out[:from-1]), out[to+1:]...))
	hex.Encode(out[from:to], must(witness{person: practice().tsa, at: signedAt}.Stamp(t.Context(), crypto.SHA256, sum[:]))(t))
	return out
}

// TestLeaderByTimeStampIsNoLeader: the leader's own field signed by a time-stamp.
func TestLeaderByTimeStampIsNoLeader(t *testing.T) {
	draft, _, _ := issued(t, tablePDF(0))
	file := stampAsSignature(t, draft, pades.Signing{Field: pades.FieldSigner, Appearance: pades.Appearance{Image: picture(t, red)}})
	file = agency().appendSigned(t, file, pades.Signing{Field: pades.FieldSeal, Appearance: pades.Appearance{Image: picture(t, red)}, Fill: filled, Lock: fillNames})
	o := trusting()
	o.At = signedAt.Add(time.Hour)
	o.Anchors = append([]*x509.Certificate{practice().root.cert}, o.Anchors...)
	r := verify(t, file, o)
	if r.Indication == pades.TotalPassed {
		t.Errorf("leader by time-stamp: %s", summary(r))
	}
}
