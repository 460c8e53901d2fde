package testpki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed" // the data
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"golang.org/x/crypto/ocsp"
)

//go:embed pki.toml
var data string

// Now is the time that the data is relative to.
func Now() time.Time { return time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) }

// Line is one certificate as pki.toml describes it.
type Line struct {
	ID, CN, O, Title string
	Issuer, Key      string
	SerialOf         string `toml:"serial_of"`
	From, To         duration
	CA, Anchor, RSA  bool
	PathLen          *int `toml:"path_len"`
	Usage, Use       []string
	Revoked          *duration
	Reason           int
	Leaf             bool
	Path, Status     string
	Signer           bool
}

type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	*d = duration(v)
	return err
}

// PKI holds the certificates and keys by id.
type PKI struct {
	t     testing.TB
	lines []Line
	certs map[string]*x509.Certificate
	keys  map[string]crypto.Signer
}

// New makes the infrastructure; data that cannot be made ends the test.
func New(t testing.TB) *PKI {
	t.Helper()
	var file struct{ Certificate []Line }
	meta, err := toml.Decode(data, &file)
	if err != nil {
		t.Fatalf("reading pki.toml: %v", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		t.Fatalf("pki.toml: unknown %v", unknown)
	}
	p := &PKI{t, file.Certificate, map[string]*x509.Certificate{}, map[string]crypto.Signer{}}
	for i, l := range p.lines {
		if l.From == 0 {
			p.lines[i].From = duration(-8760 * time.Hour)
		}
		if l.To == 0 {
			p.lines[i].To = duration(8760 * time.Hour)
		}
		p.make(p.lines[i])
	}
	return p
}

var (
	usages = map[string]x509.KeyUsage{"encryption": x509.KeyUsageKeyEncipherment, "signature": x509.KeyUsageDigitalSignature}
	uses   = map[string]x509.ExtKeyUsage{
		"mail": x509.ExtKeyUsageEmailProtection, "client": x509.ExtKeyUsageClientAuth,
		"server": x509.ExtKeyUsageServerAuth, "ocsp": x509.ExtKeyUsageOCSPSigning,
	}
)

func (p *PKI) make(l Line) {
	p.t.Helper()
	key := p.newKey(l)
	tmpl := p.template(l)
	parent, by := tmpl, key
	if l.Issuer != "" {
		parent, by = p.Certificate(l.Issuer), p.Key(l.Issuer)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, key.Public(), by)
	if err != nil {
		p.t.Fatalf("making %s: %v", l.ID, err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		p.t.Fatalf("making %s: %v", l.ID, err)
	}
	p.certs[l.ID], p.keys[l.ID] = cert, key
}

func (p *PKI) newKey(l Line) crypto.Signer {
	p.t.Helper()
	if l.Key != "" {
		return p.Key(l.Key)
	}
	var key crypto.Signer
	var err error
	if l.RSA {
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	} else {
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		p.t.Fatalf("making a key: %v", err)
	}
	return key
}

func (p *PKI) template(l Line) *x509.Certificate {
	p.t.Helper()
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		p.t.Fatal(err)
	}
	if l.SerialOf != "" {
		serial = p.Certificate(l.SerialOf).SerialNumber
	}
	c := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Country: []string{"VN"}, CommonName: l.CN},
		NotBefore: Now().Add(time.Duration(l.From)), NotAfter: Now().Add(time.Duration(l.To)),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true,
	}
	if l.O != "" {
		c.Subject.Organization = []string{l.O}
	}
	if l.Title != "" {
		c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 12}, Value: l.Title}}
	}
	if l.CA {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
		if l.PathLen != nil {
			c.MaxPathLen, c.MaxPathLenZero = *l.PathLen, *l.PathLen == 0
		}
	}
	if len(l.Usage) > 0 {
		c.KeyUsage = 0
	}
	for _, u := range l.Usage {
		c.KeyUsage |= usages[u]
	}
	for _, u := range l.Use {
		if u == "stamp" { // must be critical, RFC 3161, 2.3
			der := []byte{0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 8}
			c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: der})
			continue
		}
		use, ok := uses[u]
		if !ok {
			p.t.Fatalf("%s: use %q", l.ID, u)
		}
		c.ExtKeyUsage = append(c.ExtKeyUsage, use)
	}
	return c
}

// Certificate gives a certificate by id; an unknown id ends the test.
func (p *PKI) Certificate(id string) *x509.Certificate {
	p.t.Helper()
	c, ok := p.certs[id]
	if !ok {
		p.t.Fatalf("testpki has no %q (or it comes later)", id)
	}
	return c
}

// Key gives the private key by id.
func (p *PKI) Key(id string) crypto.Signer {
	p.t.Helper()
	p.Certificate(id)
	return p.keys[id]
}

// Anchors are the certificates marked as trusted.
func (p *PKI) Anchors() []*x509.Certificate {
	return p.all(func(l Line) bool { return l.Anchor })
}

// Intermediates are all authorities that are no anchors, also the bad ones: a
// hostile file brings them along.
func (p *PKI) Intermediates() []*x509.Certificate {
	return p.all(func(l Line) bool { return l.CA && !l.Anchor })
}

func (p *PKI) all(want func(Line) bool) []*x509.Certificate {
	var out []*x509.Certificate
	for _, l := range p.lines {
		if want(l) {
			out = append(out, p.certs[l.ID])
		}
	}
	return out
}

// Leaves are the ids of the certificates with an expected outcome.
func (p *PKI) Leaves() []string {
	var out []string
	for _, l := range p.lines {
		if l.Leaf {
			out = append(out, l.ID)
		}
	}
	return out
}

// Expect gives the line of a certificate, with the outcome it must have.
func (p *PKI) Expect(id string) Line {
	p.t.Helper()
	p.Certificate(id)
	return p.lines[slices.IndexFunc(p.lines, func(l Line) bool { return l.ID == id })]
}

// CRL makes the complete list of an authority at a time, good for a day.
func (p *PKI) CRL(issuer string, at time.Time) []byte {
	p.t.Helper()
	tmpl := &x509.RevocationList{Number: big.NewInt(at.Unix()), ThisUpdate: at, NextUpdate: at.Add(24 * time.Hour)}
	for _, l := range p.lines {
		if l.Issuer == issuer && l.Revoked != nil {
			tmpl.RevokedCertificateEntries = append(tmpl.RevokedCertificateEntries, x509.RevocationListEntry{
				SerialNumber: p.certs[l.ID].SerialNumber, RevocationTime: Now().Add(time.Duration(*l.Revoked)), ReasonCode: l.Reason,
			})
		}
	}
	der, err := x509.CreateRevocationList(rand.Reader, tmpl, p.Certificate(issuer), p.Key(issuer))
	if err != nil {
		p.t.Fatalf("list of %s: %v", issuer, err)
	}
	return der
}

// OCSP makes an answer about a certificate at a time, good for a day, signed by
// the responder given; any id is allowed, also one that has no say.
func (p *PKI) OCSP(id, responder string, at time.Time) []byte {
	p.t.Helper()
	l := p.Expect(id)
	r := ocsp.Response{
		Status: ocsp.Good, SerialNumber: p.certs[id].SerialNumber, IssuerHash: crypto.SHA1,
		ThisUpdate: at, NextUpdate: at.Add(24 * time.Hour),
	}
	if l.Revoked != nil {
		r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, Now().Add(time.Duration(*l.Revoked)), l.Reason
	}
	if responder != l.Issuer {
		r.Certificate = p.Certificate(responder)
	}
	der, err := ocsp.CreateResponse(p.Certificate(l.Issuer), p.Certificate(responder), r, p.Key(responder))
	if err != nil {
		p.t.Fatalf("answer about %s: %v", id, err)
	}
	return der
}
