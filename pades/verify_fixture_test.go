package pades_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"sync"
	"testing"
	"time"

	"antin/pades"
	"antin/pdf"
)

// authority issues certificates and lists of revoked ones.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

var authorities = sync.OnceValue(func() authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Gốc thử"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign, SubjectKeyId: []byte{1, 2, 3},
	}
	return authority{key, issue(root, root, key.Public(), key)}
})

// employ makes a person with a certificate of the authority.
func (a authority) employ(t testing.TB, name string, serial int64, usage x509.KeyUsage, until time.Time, purposes ...x509.ExtKeyUsage) person {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, KeyUsage: usage, ExtKeyUsage: purposes,
		NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: until,
	}
	return person{key, issue(leaf, a.cert, key.Public(), a.key), []*x509.Certificate{a.cert}}
}

// list is a CRL of that day; revoked maps serials to times.
func (a authority) list(t testing.TB, at time.Time, revoked map[int64]time.Time) []byte {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: at, NextUpdate: at.AddDate(0, 0, 7)}
	for serial, when := range revoked {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: big.NewInt(serial), RevocationTime: when})
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, a.cert, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func verify(t testing.TB, file []byte, o pades.Options) *pades.Report {
	t.Helper()
	if o.At.IsZero() {
		o.At = signedAt
	}
	r, err := pades.Verify(bytes.NewReader(file), int64(len(file)), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// trusting believes the fixture's own root and does not ask about revocation.
func trusting() pades.Options {
	return pades.Options{At: signedAt, Anchors: leader().chain, WithoutRevocation: true}
}

// update appends a revision made by hand.
func update(t testing.TB, file []byte, change func(rev *pdf.Revision, u *pdf.Update)) []byte {
	t.Helper()
	f := open(t, file)
	u, err := f.NewUpdate()
	if err != nil {
		t.Fatal(err)
	}
	change(f.Last(), u)
	tail, err := u.Tail()
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), tail...)
}

// must unwraps what a test cannot go on without.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// node is an indirect dictionary with its number.
type node struct {
	ref  pdf.Ref
	dict pdf.Dict
}

func dictionaryAt(t testing.TB, rev *pdf.Revision, o pdf.Object) node {
	t.Helper()
	ref, _ := o.(pdf.Ref)
	return node{ref, must(rev.Dict(o))(t)}
}

// fieldOf finds one of our fields: the kids of the group antin.
func fieldOf(t testing.TB, rev *pdf.Revision, partial string) node {
	t.Helper()
	form := dictionaryAt(t, rev, must(rev.Catalog())(t).Get("AcroForm"))
	for _, o := range must(rev.Array(form.dict.Get("Fields")))(t) {
		group := dictionaryAt(t, rev, o)
		for _, kid := range must(rev.Array(group.dict.Get("Kids")))(t) {
			n := dictionaryAt(t, rev, kid)
			if s, ok := n.dict.Get("T").(pdf.String); ok && pdf.Text(s) == partial {
				return n
			}
		}
	}
	t.Fatalf("no field %s", partial)
	return node{}
}

func firstPage(t testing.TB, rev *pdf.Revision) node {
	t.Helper()
	p := must(rev.Pages())(t)[0]
	return node{p.Ref, p.Dict}
}
