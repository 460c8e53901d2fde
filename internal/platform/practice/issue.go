package practice

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"time"
)

// Person is the subject of a personal certificate. Title is the chức vụ.
type Person struct {
	Name, Title, Unit, Agency string
	ID                        string // personal or staff number, may be empty
	Email                     string // may be empty
}

// Agency is the subject of an agency's certificate. Code is the mã định danh.
type Agency struct {
	Name, Code, Superior, Email string
}

// Option changes one certificate; tests make the bad ones with it.
type Option func(*request)

type request struct {
	from, to time.Time
	ec       bool
	key      crypto.Signer
	change   []func(*x509.Certificate)
}

// ValidFrom sets the beginning of validity; without it and ValidTo it is the
// five years from the day before issue.
func ValidFrom(t time.Time) Option { return func(r *request) { r.from = t } }

// ValidTo sets the end of validity; with a time in the past the certificate is
// expired from the start.
func ValidTo(t time.Time) Option { return func(r *request) { r.to = t } }

// WithECDSA takes a P-256 key instead of RSA-2048.
func WithECDSA() Option { return func(r *request) { r.ec = true } }

// WithKey certifies this key instead of a new one (renewal, look-alikes).
func WithKey(k crypto.Signer) Option { return func(r *request) { r.key = k } }

// WithUse replaces the extended key usage; without arguments there is none.
func WithUse(uses ...x509.ExtKeyUsage) Option {
	return func(r *request) { r.change = append(r.change, func(c *x509.Certificate) { c.ExtKeyUsage = uses }) }
}

// Changed edits the template last.
func Changed(f func(*x509.Certificate)) Option {
	return func(r *request) { r.change = append(r.change, f) }
}

var (
	oidTitle  = asn1.ObjectIdentifier{2, 5, 4, 12}
	oidUserID = asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
)

func attribute(oid asn1.ObjectIdentifier, value string) []pkix.AttributeTypeAndValue {
	if value == "" {
		return nil
	}
	return []pkix.AttributeTypeAndValue{{Type: oid, Value: value}}
}

// IssuePerson issues a personal certificate: the certificate and its key as
// PKCS#8 in DER, which nobody keeps but the caller.
func (p *PKI) IssuePerson(who Person, now time.Time, options ...Option) (*x509.Certificate, []byte, error) {
	name := pkix.Name{
		Country: []string{"VN"}, Organization: []string{who.Agency}, OrganizationalUnit: []string{unitMark}, CommonName: who.Name,
		ExtraNames: append(attribute(oidTitle, who.Title), attribute(oidUserID, who.ID)...),
	}
	if who.Unit != "" {
		name.OrganizationalUnit = []string{who.Unit, unitMark}
	}
	return p.issue(name, PolicyPerson, who.Email, now, options)
}

// IssueAgency issues a certificate for the seal of an agency.
func (p *PKI) IssueAgency(who Agency, now time.Time, options ...Option) (*x509.Certificate, []byte, error) {
	name := pkix.Name{
		Country: []string{"VN"}, OrganizationalUnit: []string{unitMark}, CommonName: who.Name, ExtraNames: attribute(oidUserID, who.Code),
	}
	if who.Superior != "" {
		name.Organization = []string{who.Superior}
	}
	return p.issue(name, PolicyAgency, who.Email, now, options)
}

func (p *PKI) issue(name pkix.Name, policy x509.OID, email string, now time.Time, options []Option) (*x509.Certificate, []byte, error) {
	r := request{from: now.Add(-24 * time.Hour), to: now.Add(-24*time.Hour).AddDate(5, 0, 0)}
	for _, o := range options {
		o(&r)
	}
	if err := r.makeKey(); err != nil {
		return nil, nil, err
	}
	tmpl := &x509.Certificate{
		Subject: name, NotBefore: r.from, NotAfter: r.to, Policies: []x509.OID{policy},
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection},
		CRLDistributionPoints: []string{p.places.CRL}, OCSPServer: []string{p.places.OCSP},
		BasicConstraintsValid: true,
	}
	if email != "" {
		tmpl.EmailAddresses = []string{email}
	}
	for _, f := range r.change {
		f(tmpl)
	}
	cert, err := p.sign(tmpl, r.key.Public(), &p.issuing, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("issuing to %s: %w", name.CommonName, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(r.key)
	if err != nil {
		return nil, nil, fmt.Errorf("issuing to %s: %w", name.CommonName, err)
	}
	return cert, der, nil
}

func (r *request) makeKey() (err error) {
	switch {
	case r.key != nil:
	case r.ec:
		r.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	default:
		r.key, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		return fmt.Errorf("making a key: %w", err)
	}
	return nil
}
