package pades_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// unusual is a net whose authority of people publishes its lists in another way
// than one complete list of its own key.
type unusual struct {
	*outside
	signer        person
	lists         [][]byte // about the signer
	intermediates []*x509.Certificate
}

func (u *unusual) Revocation(ctx context.Context, c, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	if c.Equal(u.signer.cert) {
		return u.lists, nil, nil
	}
	return u.outside.Revocation(ctx, c, issuer)
}

func (u *unusual) sign(t *testing.T) ([]byte, *pades.Signed) {
	t.Helper()
	x := u.extension(pades.LevelLT)
	x.Answers, x.Intermediates = u, u.intermediates
	s, err := pades.Sign(t.Context(), open(t, tablePDF(0)), pades.Signing{
		Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: u.signer.cert, Chain: u.signer.chain, At: u.clock,
	}, u.signer.key, x)
	if err != nil {
		t.Fatal(err)
	}
	return append(tablePDF(0), s.Tail...), s
}

// listBy makes a list that is current unless from says otherwise.
func (u *unusual) listBy(by person, number int64, from time.Duration, extra ...pkix.Extension) []byte {
	at := u.clock.Truncate(time.Hour).Add(from)
	return sure(x509.CreateRevocationList(rand.Reader, &x509.RevocationList{
		Number: big.NewInt(number), ThisUpdate: at, NextUpdate: at.Add(48 * time.Hour), ExtraExtensions: extra,
	}, by.cert, by.key))
}

func extensionOf(last int, der ...byte) pkix.Extension {
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, last}, Critical: last != 31, Value: der}
}

// inTag wraps bytes shorter than 128.
func inTag(tag byte, body ...byte) []byte { return append([]byte{tag, byte(len(body))}, body...) }

func newKey() *ecdsa.PrivateKey { return sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }

func withDelta(u *unusual) {
	u.lists = [][]byte{u.listBy(u.ca, 10, -72*time.Hour), u.listBy(u.ca, 11, 0, extensionOf(27, 2, 1, 10))}
}

func byReasons(u *unusual) {
	u.lists = [][]byte{
		u.listBy(u.ca, 10, 0, extensionOf(28, inTag(0x30, 0x83, 2, 0, 0x7e)...)),
		u.listBy(u.ca, 10, 0, extensionOf(28, inTag(0x30, 0x83, 3, 7, 0x01, 0x80)...)),
	}
}

// indirect: another authority under the root makes the list, and the signer's
// certificate names it.
func indirect(u *unusual) {
	lister := enrol(&u.root, "Nơi công bố", newKey(), func(c *x509.Certificate) {
		c.KeyUsage, c.SubjectKeyId = x509.KeyUsageCRLSign, []byte{1}
	})
	u.signer = enrol(&u.ca, "Người ký xa", newKey(), func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
		named := inTag(0xa2, inTag(0xa4, lister.cert.RawSubject...)...)
		c.ExtraExtensions = []pkix.Extension{extensionOf(31, inTag(0x30, inTag(0x30, named...)...)...)}
	})
	u.intermediates = []*x509.Certificate{lister.cert}
	u.lists = [][]byte{u.listBy(lister, 1, 0, extensionOf(28, inTag(0x30, 0x84, 1, 0xff)...))}
}

// newerKey: the same authority signs its lists with a key of its own.
func newerKey(u *unusual) {
	sibling := enrol(&u.root, "CA cán bộ", newKey(), issuing)
	u.intermediates = []*x509.Certificate{sibling.cert}
	u.lists = [][]byte{u.listBy(sibling, 1, 0)}
}

// TestListsOfOtherShapeBringBLT: what counts in a verdict is gathered too, all
// of it, so that the file proves itself offline under the root alone.
func TestListsOfOtherShapeBringBLT(t *testing.T) {
	t.Parallel()
	for name, publish := range map[string]func(*unusual){
		"delta and base": withDelta, "by reasons": byReasons, "indirect": indirect, "newer key": newerKey,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := &unusual{outside: net()}
			u.signer = u.people["P-256"]
			publish(u)
			file, s := u.sign(t)
			if s.Level != pades.LevelLT {
				t.Fatalf("level %s: %+v", s.Level, s.Extended.Signatures)
			}
			have := slices.Concat(piecesOf(t, file, "CRLs"), piecesOf(t, file, "Certs"))
			for _, want := range append(u.lists, rawOf(u.intermediates)...) {
				if !slices.ContainsFunc(have, func(one []byte) bool { return bytes.Equal(one, want) }) {
					t.Error("a list or the certificate of its signer is not in the store")
				}
			}
			report, err := pades.Verify(bytes.NewReader(file), int64(len(file)), pades.Options{Anchors: []*x509.Certificate{u.root.cert}, At: u.clock.Add(time.Minute)})
			if err != nil {
				t.Fatal(err)
			}
			if one := report.Signatures[0]; one.Indication != pades.TotalPassed || one.Level != pades.LevelLT {
				t.Errorf("%s %s %s, level %s: %+v", one.Indication, one.TrustSub, one.TrustDetail, one.Level, one.NotLTV)
			}
		})
	}
}

// TestPartOfTheListsIsAGap: without its base a delta list says nothing, and
// lists for some reasons leave the others open.
func TestPartOfTheListsIsAGap(t *testing.T) {
	t.Parallel()
	for name, publish := range map[string]func(*unusual){"delta": withDelta, "reasons": byReasons} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := &unusual{outside: net()}
			u.signer = u.people["P-256"]
			publish(u)
			u.lists = u.lists[1:]
			_, s := u.sign(t)
			if _, ok := gapOf(s.Extended.Signatures[0], pades.GapNoRevocation); !ok || s.Level != pades.LevelT {
				t.Errorf("level %s: %+v", s.Level, s.Extended.Signatures)
			}
		})
	}
}

// piecesOf are the pieces of one list of the document security store.
func piecesOf(t *testing.T, file []byte, list pdf.Name) (out [][]byte) {
	t.Helper()
	rev, dss := dssOf(t, file)
	refs, err := rev.Array(dss.Get(list))
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range refs {
		o, _ := rev.Resolve(ref)
		body, _, err := o.(*pdf.Stream).Decode()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, body)
	}
	return out
}

func rawOf(list []*x509.Certificate) (out [][]byte) {
	for _, c := range list {
		out = append(out, c.Raw)
	}
	return out
}
