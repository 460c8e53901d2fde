package pades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"strings"
	"testing"

	"antin/cms"
	"antin/pades"
)

// signOld signs with an encoding that is only read: the CMS, or what is in its
// place, is made from the signed bytes.
func (p person) signOld(t testing.TB, subFilter string, make func(signed []byte) []byte) []byte {
	t.Helper()
	base := tablePDF(0)
	room := strings.Repeat("x", 4000)
	prepared := must(pades.Prepare(open(t, base), pades.Signing{
		Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: p.cert, Chain: p.chain, At: signedAt, Reason: room, Reserve: 4096,
	}))(t)
	file := append(bytes.Clone(base), prepared.Tail...)
	swap := func(old, by string) {
		if n := bytes.Count(file, []byte(old)); n != 1 || len(by) > len(old) {
			t.Fatalf("%d times %.30q", n, old)
		}
		file = bytes.Replace(file, []byte(old), []byte(by+strings.Repeat(" ", len(old)-len(by))), 1)
	}
	swap("/ETSI.CAdES.detached", "/"+subFilter)
	swap("/Reason ("+room+")", "/Cert [<"+hex.EncodeToString(p.cert.Raw)+">]")
	from, to := len(base)+prepared.HoleStart, len(base)+prepared.HoleEnd
	der := make(append(bytes.Clone(file[:from-1]), file[to+1:]...))
	if hex.EncodedLen(len(der)) > to-from {
		t.Fatalf("%d bytes do not fit", len(der))
	}
	hex.Encode(file[from:], der)
	return file
}

func TestOldEncodingsAreReadAndTheirAgeIsTold(t *testing.T) {
	t.Parallel()
	p := leader()
	bare := func(hash crypto.Hash) func([]byte) []byte {
		return func(signed []byte) []byte {
			h := hash.New()
			h.Write(signed)
			return must(asn1.Marshal(must(p.key.Sign(rand.Reader, h.Sum(nil), hash))(t)))(t)
		}
	}
	enclosed := func(signed []byte) []byte {
		inner := sha1.Sum(signed)
		sum := sha256.Sum256(inner[:])
		b := must(cms.NewSigned(p.cert, p.chain, sum[:], cms.WithContent(cms.OIDData, inner[:])))(t)
		return must(b.Finish(must(p.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)))(t)
	}
	for _, c := range []struct {
		name, encoding string
		make           func([]byte) []byte
		trust          pades.SubIndication
	}{
		{"bare value", "adbe.x509.rsa_sha1", bare(crypto.SHA1), pades.CryptoConstraintsNoPOE},
		{"bare value, newer digest", "adbe.x509.rsa_sha1", bare(crypto.SHA256), ""},
		{"enclosed digest", "adbe.pkcs7.sha1", enclosed, pades.CryptoConstraintsNoPOE},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := p.signOld(t, c.encoding, c.make)
			s := first(t, verify(t, file, trusting()))
			if s.Integrity != pades.Passed || s.Modification != pades.Unchanged || s.TrustSub != c.trust || s.Level != "" {
				t.Errorf("%s %s %s %s: %+v", s.Integrity, s.Modification, s.TrustSub, s.Level, s.Checks)
			}
			if c.trust != "" && (s.Indication != pades.Indeterminate || !strings.Contains(s.TrustDetail, "SHA-1 was accepted until")) {
				t.Errorf("%s: %s", s.Indication, s.TrustDetail)
			}
			for name, at := range map[string]int{"page": bytes.Index(file, []byte("QD-UBND")), "value": bytes.LastIndex(file, []byte("/Contents <")) + 60} {
				if s := first(t, verify(t, flip(file, at), trusting())); s.Integrity != pades.Failed {
					t.Errorf("changed %s: %s", name, s.Integrity)
				}
			}
		})
	}
}

// TestEnclosedDigestIsNeverDetached: an encoding is not taken for another.
func TestEnclosedDigestIsNeverDetached(t *testing.T) {
	t.Parallel()
	p := leader()
	detached := func(signed []byte) []byte {
		sum := sha256.Sum256(signed)
		b := must(cms.NewSigned(p.cert, p.chain, sum[:]))(t)
		return must(b.Finish(must(p.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)))(t)
	}
	foreign := func([]byte) []byte {
		inner := sha1.Sum([]byte("other"))
		sum := sha256.Sum256(inner[:])
		b := must(cms.NewSigned(p.cert, p.chain, sum[:], cms.WithContent(cms.OIDData, inner[:])))(t)
		return must(b.Finish(must(p.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)))(t)
	}
	for encoding, make := range map[string]func([]byte) []byte{"adbe.pkcs7.sha1": detached, "adbe.x509.rsa_sha1": detached, "adbe.pkcs7.detached": foreign} {
		if s := first(t, verify(t, p.signOld(t, encoding, make), trusting())); s.Integrity != pades.Failed {
			t.Errorf("%s: %s", encoding, s.Integrity)
		}
	}
	if s := first(t, verify(t, p.signOld(t, "adbe.pkcs7.sha1", foreign), trusting())); s.Integrity != pades.Failed || s.SubIndication != pades.HashFailure {
		t.Errorf("digest of other bytes: %s %s", s.Integrity, s.SubIndication)
	}
}
