package pades_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/pades"
	"antin/pdf"
	"antin/tsp"
)

// province is a whole practice: a root, a CA of people and one of
// authorities, people with keys of every kind, a TSA and an OCSP responder.
// Its CRLs and answers are made when asked for, of the hour on the clock.
type province struct {
	root, ca, services person
	people             map[string]person
	tsa, responder     person
	nocheck            person // responder that need not be asked about
}

// kinds are the keys people have.
var kinds = []string{"RSA", "P-256", "P-384", "P-521"}

var practice = sync.OnceValue(func() *province {
	p := &province{people: map[string]person{}}
	curve := func(c elliptic.Curve) crypto.Signer { return sure(ecdsa.GenerateKey(c, rand.Reader)) }
	p.root = enrol(nil, "Gốc thử", curve(elliptic.P256()), issuing)
	p.ca = enrol(&p.root, "CA cán bộ", curve(elliptic.P256()), issuing)
	p.services = enrol(&p.root, "CA dịch vụ", curve(elliptic.P256()), issuing)
	p.tsa = enrol(&p.services, "Dấu thời gian", curve(elliptic.P256()), purpose(x509.ExtKeyUsageTimeStamping, false))
	p.responder = enrol(&p.ca, "OCSP", curve(elliptic.P256()), purpose(x509.ExtKeyUsageOCSPSigning, false))
	p.nocheck = enrol(&p.ca, "OCSP nocheck", curve(elliptic.P256()), purpose(x509.ExtKeyUsageOCSPSigning, true))
	for _, kind := range kinds {
		var key crypto.Signer
		switch kind {
		case "RSA":
			key = sure(rsa.GenerateKey(rand.Reader, 2048))
		case "P-256":
			key = curve(elliptic.P256())
		case "P-384":
			key = curve(elliptic.P384())
		case "P-521":
			key = curve(elliptic.P521())
		}
		p.people[kind] = enrol(&p.ca, "Người ký "+kind, key, func(c *x509.Certificate) {
			c.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
		})
	}
	return p
})

func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func issuing(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
}

func purpose(u x509.ExtKeyUsage, nocheck bool) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature
		oid := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}
		if u == x509.ExtKeyUsageTimeStamping {
			oid = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
		}
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: sure(asn1.Marshal([]asn1.ObjectIdentifier{oid}))}}
		if nocheck {
			c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}, Value: []byte{5, 0}})
		}
	}
}

var serials = struct {
	sync.Mutex
	last int64
}{last: 100}

func nextSerial() *big.Int {
	serials.Lock()
	defer serials.Unlock()
	serials.last++
	return big.NewInt(serials.last)
}

// enrol makes a person; the chain is without the root, as tokens carry it.
func enrol(by *person, name string, key crypto.Signer, shape func(*x509.Certificate)) person {
	c := &x509.Certificate{
		SerialNumber: nextSerial(), Subject: pkix.Name{CommonName: name},
		NotBefore: signedAt.AddDate(-1, 0, 0), NotAfter: signedAt.AddDate(9, 0, 0),
	}
	shape(c)
	if by == nil {
		return person{key, issue(c, c, key.Public(), key), nil}
	}
	out := person{key: key, cert: issue(c, by.cert, key.Public(), by.key)}
	if by.chain != nil || !bytes.Equal(by.cert.RawIssuer, by.cert.RawSubject) {
		out.chain = append([]*x509.Certificate{by.cert}, by.chain...)
	}
	return out
}

// outside plays the net: authorities that can fall silent, on a clock.
type outside struct {
	*province
	clock     time.Time
	silent    bool   // the TSA
	unknown   string // beginning of the name of certificates about which nobody answers
	by        *person
	room      int
	wrong     bool // the TSA stamps something else
	asked     []string
	stamped   int
	revokedAt map[string]time.Time
}

func net() *outside { return &outside{province: practice(), clock: signedAt, room: 4096} }

func (o *outside) now() time.Time { return o.clock }

func (o *outside) Room() int { return o.room }

var errSilent = errors.New("máy chủ không trả lời")

func (o *outside) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	if o.silent {
		return nil, errSilent
	}
	if o.wrong {
		digest = make([]byte, len(digest))
	}
	o.stamped++
	a := tsp.Authority{Certificate: o.tsa.cert, Chain: o.tsa.chain, Key: o.tsa.key, Policy: asn1.ObjectIdentifier{1, 2, 3}, Accuracy: time.Second}
	r := tsp.Request{Hash: hash, Digest: digest, CertReq: true}
	answer, err := a.Respond(rand.Reader, r.Marshal(), o.clock, nextSerial())
	if err != nil {
		return nil, err
	}
	t, err := tsp.ParseResponse(answer, r)
	if err != nil {
		return nil, err
	}
	return t.Raw, nil
}

func (o *outside) Issuers(_ context.Context, c *x509.Certificate) ([]*x509.Certificate, error) {
	o.asked = append(o.asked, "issuer of "+c.Subject.CommonName)
	if o.unknown == "issuer of "+c.Subject.CommonName {
		return nil, errSilent
	}
	for _, by := range []person{o.root, o.ca, o.services} {
		if bytes.Equal(by.cert.RawSubject, c.RawIssuer) {
			return []*x509.Certificate{by.cert}, nil
		}
	}
	return nil, nil
}

func (o *outside) Revocation(_ context.Context, c, issuer *x509.Certificate) (crls, ocsps [][]byte, err error) {
	o.asked = append(o.asked, c.Subject.CommonName)
	if o.unknown != "" && strings.HasPrefix(c.Subject.CommonName, o.unknown) {
		return nil, nil, errSilent
	}
	if o.by != nil && issuer.Equal(o.ca.cert) && !slices.ContainsFunc(c.ExtKeyUsage, func(u x509.ExtKeyUsage) bool { return u == x509.ExtKeyUsageOCSPSigning }) {
		return nil, [][]byte{o.answer(c, issuer)}, nil
	}
	list := o.list(issuer)
	if list == nil {
		return nil, nil, errSilent // of another run of the fuzzer
	}
	return [][]byte{list}, nil, nil
}

func (o *outside) list(issuer *x509.Certificate) []byte {
	hour := o.clock.Truncate(time.Hour)
	list := &x509.RevocationList{Number: big.NewInt(hour.Unix()), ThisUpdate: hour, NextUpdate: hour.Add(48 * time.Hour)}
	for _, p := range o.people {
		if at, ok := o.revokedAt[p.cert.Subject.CommonName]; ok && bytes.Equal(p.cert.RawIssuer, issuer.RawSubject) {
			list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: p.cert.SerialNumber, RevocationTime: at})
		}
	}
	for _, by := range []person{o.root, o.ca, o.services} {
		if by.cert.Equal(issuer) {
			return sure(x509.CreateRevocationList(rand.Reader, list, by.cert, by.key))
		}
	}
	return nil
}

func (o *outside) answer(c, issuer *x509.Certificate) []byte {
	return sure(ocsp.CreateResponse(issuer, o.by.cert, ocsp.Response{
		Status: ocsp.Good, SerialNumber: c.SerialNumber, ThisUpdate: o.clock, NextUpdate: o.clock.Add(time.Hour), Certificate: o.by.cert,
	}, o.by.key))
}

// extension is the ordinary one of this net.
func (o *outside) extension(to pades.Level) pades.Extension {
	return pades.Extension{To: to, Stamper: o, Answers: o, Anchors: []*x509.Certificate{o.root.cert}, Now: o.now}
}

// signTo signs invisibly at a level and gives the whole file.
func (o *outside) signTo(t testing.TB, file []byte, kind string, in pades.Signing, to pades.Level) ([]byte, *pades.Signed) {
	t.Helper()
	p := o.people[kind]
	in.Certificate, in.Chain, in.At = p.cert, p.chain, o.clock
	if in.Spot == nil {
		in.Spot = &pades.Spot{Page: 1}
	}
	s, err := pades.Sign(t.Context(), open(t, file), in, p.key, o.extension(to))
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), s.Tail...), s
}

// extendTo extends and gives the whole file.
func (o *outside) extendTo(t testing.TB, file []byte, to pades.Level) ([]byte, *pades.Extended) {
	t.Helper()
	e, err := pades.Extend(t.Context(), open(t, file), o.extension(to))
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(file), e.Tail...), e
}

func dssOf(t testing.TB, file []byte) (rev *pdf.Revision, dss pdf.Dict) {
	t.Helper()
	rev = open(t, file).Last()
	catalog, err := rev.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	dss, err = rev.Dict(catalog.Get("DSS"))
	if err != nil {
		t.Fatal(err)
	}
	return rev, dss
}
