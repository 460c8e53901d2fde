package pades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"antin/cms"
	"antin/pdf"
)

// trustBombs ask much of the reading of signatures, certificates and evidence.
func trustBombs() []bomb {
	return []bomb{
		{name: "hundred authorities of one name that certify each other", file: func(t testing.TB) []byte { return meshed(t, 100, 1) }},
		{name: "layers of authorities, each certified by all of the next", file: func(t testing.TB) []byte { return meshed(t, 6, 6) }},
		{name: "256 signatures with many authorities each", file: func(t testing.TB) []byte { return copied(t, meshed(t, 40, 1), 250) }},
		{name: "as many time-stamps as a signature holds", file: func(t testing.TB) []byte { return manyTokens(t, 60) }},
		{name: "256 signatures with many time-stamps each", file: func(t testing.TB) []byte { return copied(t, manyTokens(t, 40), 250) }},
		{name: "attributes without number", file: func(t testing.TB) []byte {
			return handSigned{field: "one", room: 2 << 20, der: func(t testing.TB, p person, digest []byte) []byte {
				return crafted{p: p, digest: digest, attrs: func(own [][]byte) [][]byte {
					for i := range 20_000 {
						own = append(own, attribute(cms.OIDContentType, octets(fmt.Append(nil, i))))
					}
					return own
				}}.der(t)
			}}.on(t, tablePDF(0))
		}},
		{name: "one large plain stream listed as all evidence", file: func(t testing.TB) []byte {
			return revisionsOfStoreOf(t, strings.Repeat("60 0 R ", 5000), spelledStream("", strings.Repeat("x", 20<<20)))
		}},
		{name: "entry that changes between two large streams in many revisions", file: flipping},
		{name: "list of revoked certificates without number", file: func(t testing.TB) []byte {
			list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: signedAt, NextUpdate: signedAt.AddDate(0, 0, 7)}
			for i := range 100_000 {
				list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: big.NewInt(int64(i + 1000)), RevocationTime: signedAt})
			}
			ca := authorities()
			der := must(x509.CreateRevocationList(rand.Reader, list, ca.cert, ca.key))(t)
			return revisionsOfStoreOf(t, strings.Repeat("60 0 R ", 200), spelledStream("", string(der)))
		}},
	}
}

// revisionsOfStoreOf is a signed file whose store lists one piece.
func revisionsOfStoreOf(t testing.TB, list, piece string) []byte {
	file := signedOn(t, tablePDF(0))
	catalog := strings.Replace(spelled(must(open(t, file).Last().Catalog())(t)), "/Catalog", "/Catalog/DSS 41 0 R", 1)
	return handmade{objects: []handObject{{1, catalog}, {41, fmt.Sprintf("<</Certs[%s]/CRLs[%s]/OCSPs[%s]>>", list, list, list)}, {60, piece}}}.on(t, file)
}

// meshed is signed by someone under authorities that all have one name in each
// layer, so that the number of ways up is their product.
func meshed(t testing.TB, wide, deep int) []byte {
	keys := make([][]*ecdsa.PrivateKey, deep+1)
	for i := range keys {
		for range wide {
			keys[i] = append(keys[i], must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t))
		}
	}
	serial := int64(0)
	make := func(level int, key, by *ecdsa.PrivateKey) *x509.Certificate {
		serial++
		name := func(l int) pkix.Name { return pkix.Name{CommonName: fmt.Sprint("layer ", min(l, deep))} }
		c := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: name(level), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
			NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0)}
		return issue(c, &x509.Certificate{Subject: name(level + 1)}, key.Public(), by)
	}
	var chain []*x509.Certificate
	for level := range keys {
		for _, key := range keys[level] {
			for i, by := range keys[min(level+1, deep)] {
				if deep > 1 || i < 3 {
					chain = append(chain, make(level, key, by))
				}
			}
		}
	}
	leafKey := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: "Người ký"}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0)}
	cert := issue(leaf, &x509.Certificate{Subject: pkix.Name{CommonName: "layer 0"}}, leafKey.Public(), keys[0][0])
	p := person{leafKey, cert, chain}
	return handSigned{field: "one", by: func() person { return p }, room: 700 * (len(chain) + 2)}.on(t, tablePDF(0))
}

// copied shows the one signature of a file under many names.
func copied(t testing.TB, file []byte, n int) []byte {
	return update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
		form := formOf(t, rev)
		list := slices.Clone(must(rev.Array(form.dict.Get("Fields")))(t))
		genuine := must(rev.Dict(list[0]))(t)
		value := must(rev.Dict(genuine.Get("V")))(t)
		for i := range n {
			list = append(list, u.Add(genuine.With("T", pdf.TextString(fmt.Sprint("copy", i))).With("V", u.Add(value))))
		}
		inForm(t, rev, u, func(d pdf.Dict) pdf.Dict { return d.With("Fields", list) })
	})
}

func manyTokens(t testing.TB, n int) []byte {
	w := witness{person: practice().tsa, at: signedAt}
	token := w.token(t, []byte("x"))
	return handSigned{field: "one", room: (n + 4) * (len(token) + 64), by: func() person { return practice().people["P-256"] }, der: func(t testing.TB, p person, digest []byte) []byte {
		b := must(cms.NewSigned(p.cert, p.chain, digest))(t)
		for range n {
			b.AddTimeStamp(token)
		}
		return must(b.Finish(must(p.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)))(t)
	}}.on(t, tablePDF(0))
}

// flipping has two streams of 4 MB, and an entry that leads to one or the other
// in each of a thousand revisions.
func flipping(t testing.TB) []byte {
	file := signedOn(t, tablePDF(0))
	for range 2 {
		file = handmade{objects: []handObject{{60, spelledStream("", strings.Repeat("x", 4<<20))}}}.on(t, file)
	}
	at := []int64{int64(strings.Index(string(file), "60 0 obj")), int64(strings.LastIndex(string(file), "60 0 obj"))}
	prev, root := open(t, file).Last().StartXref, rootOf(open(t, file).Last())
	for i := range 1000 {
		start := int64(len(file))
		file = fmt.Appendf(file, "xref\n60 1\n%010d 00000 n \ntrailer\n<</Size 61/Root %v/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at[i%2], root, prev, start)
		prev = start
	}
	return file
}
