package pades_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"antin/cms"
	"antin/pades"
	"antin/pdf"
	"antin/tsp"
)

const day = 24 * time.Hour

// newcomer is a person of the practice province with a certificate of its own.
func newcomer(by *person, name string, shape func(*x509.Certificate)) person {
	return enrol(by, name, sure(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature
		shape(c)
	})
}

func until(t time.Time) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.NotAfter = t }
}

// witness is a time-stamp authority that obeys, also with a certificate that is
// none of an authority.
type witness struct {
	person
	at   time.Time
	over []byte // stamps this instead of what it is given
}

// authorityUntil is a witness whose certificate ends.
func authorityUntil(at, end time.Time) witness {
	stamping := purpose(x509.ExtKeyUsageTimeStamping, false)
	return witness{person: newcomer(&practice().services, "Dấu thời gian khác", func(c *x509.Certificate) {
		stamping(c)
		c.NotAfter = end
	}), at: at}
}

func (w witness) Room() int { return 4096 }

func (w witness) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	if w.over != nil {
		h := hash.New()
		h.Write(w.over)
		digest = h.Sum(nil)
	}
	real := practice().tsa
	a := tsp.Authority{Certificate: real.cert, Key: real.key, Policy: asn1.ObjectIdentifier{1, 2, 3}, Accuracy: time.Second}
	ask := tsp.Request{Hash: hash, Digest: digest, CertReq: true}
	token, err := tsp.ParseResponse(sure(a.Respond(rand.Reader, ask.Marshal(), w.at, nextSerial())), ask)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(token.Signed.Content)
	b, err := cms.NewSigned(w.cert, w.chain, sum[:], cms.WithContent(cms.OIDTSTInfo, token.Signed.Content))
	if err != nil {
		return nil, err
	}
	value, err := w.key.Sign(rand.Reader, b.Digest(), b.SignerOpts())
	if err != nil {
		return nil, err
	}
	return b.Finish(value)
}

// token is a time-stamp over bytes.
func (w witness) token(t testing.TB, over []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(over)
	return must(w.Stamp(t.Context(), crypto.SHA256, sum[:]))(t)
}

// stamping says what goes into a signature that Sign would not make.
type stamping struct {
	claimed time.Time
	inside  []witness // over the signature value
	content *witness  // over what is signed
}

// signStamped signs with whatever time-stamps, right or wrong.
func (p person) signStamped(t testing.TB, file []byte, s stamping) []byte {
	t.Helper()
	if s.claimed.IsZero() {
		s.claimed = signedAt
	}
	prepared := must(pades.Prepare(open(t, file), pades.Signing{
		Field: "one", Spot: &pades.Spot{Page: 1}, Certificate: p.cert, Chain: p.chain, At: s.claimed, Reserve: 16 << 10,
	}))(t)
	attributes := prepared.SignedAttributes()
	out := append(bytes.Clone(file), prepared.Tail...)
	from, to := len(file)+prepared.HoleStart, len(file)+prepared.HoleEnd
	if s.content != nil {
		signed := append(bytes.Clone(out[:from-1]), out[to+1:]...)
		attributes = withAttribute(t, attributes, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 20}, s.content.token(t, signed))
	}
	b := must(cms.Resume(p.cert, p.chain, attributes))(t)
	value := must(p.key.Sign(rand.Reader, b.Digest(), b.SignerOpts()))(t)
	for _, w := range s.inside {
		b.AddTimeStamp(w.token(t, value))
	}
	der := must(b.Finish(value))(t)
	if hex.EncodedLen(len(der)) > to-from {
		t.Fatalf("%d bytes do not fit", len(der))
	}
	hex.Encode(out[from:], der)
	return out
}

// withAttribute adds a signed attribute to a DER SET OF.
func withAttribute(t testing.TB, set []byte, oid asn1.ObjectIdentifier, value []byte) []byte {
	t.Helper()
	var old []asn1.RawValue
	must(asn1.UnmarshalWithParams(set, &old, "set"))(t)
	var all [][]byte
	for _, a := range old {
		all = append(all, a.FullBytes)
	}
	all = append(all, must(asn1.Marshal(struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}{oid, []asn1.RawValue{{FullBytes: value}}}))(t))
	slices.SortFunc(all, bytes.Compare)
	return must(asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(all, nil)}))(t)
}

// stampFile appends a document time-stamp.
func (w witness) stampFile(t testing.TB, file []byte) []byte {
	t.Helper()
	s := must(pades.Timestamp(t.Context(), open(t, file), pades.Stamping{Stamper: w, Now: func() time.Time { return w.at }}))(t)
	return append(bytes.Clone(file), s.Tail...)
}

// keep appends a document security store with these pieces beside the old ones.
func keep(t testing.TB, file []byte, certs []*x509.Certificate, crls, ocsps [][]byte) []byte {
	t.Helper()
	return update(t, file, func(rev *pdf.Revision, u *pdf.Update) {
		catalog := must(rev.Catalog())(t)
		dss := must(rev.Dict(catalog.Get("DSS")))(t)
		add := func(key pdf.Name, ders [][]byte) {
			list := append(pdf.Array{}, must(rev.Array(dss.Get(key)))(t)...)
			for _, der := range ders {
				list = append(list, u.Add(pdf.NewStream(nil, der)))
			}
			dss = dss.With(key, list)
		}
		var raw [][]byte
		for _, c := range certs {
			raw = append(raw, c.Raw)
		}
		add("Certs", raw)
		add("CRLs", crls)
		add("OCSPs", ocsps)
		root, _ := rev.Trailer().Get("Root").(pdf.Ref)
		u.Set(root, catalog.With("DSS", dss))
	})
}

// entry is a line of a revocation list.
type entry struct {
	of     person
	at     time.Time
	reason int
}

// listBy is a revocation list of a day, good for two.
func listBy(by person, at time.Time, revoked ...entry) []byte {
	l := &x509.RevocationList{Number: big.NewInt(at.Unix()), ThisUpdate: at, NextUpdate: at.Add(2 * day)}
	for _, e := range revoked {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: e.of.cert.SerialNumber, RevocationTime: e.at, ReasonCode: e.reason})
	}
	return sure(x509.CreateRevocationList(rand.Reader, l, by.cert, by.key))
}

// listsAt are those of all three authorities at a time.
func listsAt(at time.Time, revoked ...entry) [][]byte {
	p := practice()
	return [][]byte{listBy(p.root, at), listBy(p.ca, at, revoked...), listBy(p.services, at, revoked...)}
}

// answerBy is an OCSP response that says good.
func answerBy(responder, issuer, about person, at time.Time) []byte {
	return sure(ocsp.CreateResponse(issuer.cert, responder.cert, ocsp.Response{
		Status: ocsp.Good, SerialNumber: about.cert.SerialNumber, ThisUpdate: at, NextUpdate: at.Add(time.Hour), Certificate: responder.cert,
	}, responder.key))
}

// judged verifies a file under the practice root.
func judged(t testing.TB, file []byte, at time.Time, crls ...[]byte) *pades.Report {
	t.Helper()
	p := practice()
	return verify(t, file, pades.Options{At: at, Anchors: []*x509.Certificate{p.root.cert}, Intermediates: []*x509.Certificate{p.ca.cert, p.services.cert}, CRLs: crls})
}

// first is the signature of the person, not one of the time-stamps.
func first(t testing.TB, r *pades.Report) pades.Signature {
	t.Helper()
	for _, s := range r.Signatures {
		if s.Kind != "timestamp" {
			return s
		}
	}
	t.Fatal("no signature")
	return pades.Signature{}
}
