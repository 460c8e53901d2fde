package practice

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// PKI is the practice infrastructure kept in one folder. It may be used from
// many goroutines, but by one process at a time.
type PKI struct {
	dir                         string
	places                      Places
	root, issuing, stamp, reply identity

	mu      sync.Mutex
	issued  map[string]bool
	revoked map[string]revocation
}

type identity struct {
	cert *x509.Certificate
	key  crypto.Signer
}

// Places are the addresses written into certificates.
type Places struct {
	CRL     string `json:"crl"`      // of the issuing authority
	RootCRL string `json:"root_crl"` // of the root
	OCSP    string `json:"ocsp"`
}

// LocalPlaces are those of a practice province at 127.0.0.1:8080.
func LocalPlaces() Places { return PlacesAt("127.0.0.1:8080") }

// PlacesAt are those of a practice province that listens at a host and port.
func PlacesAt(address string) Places {
	base := "http://" + address + "/practice/"
	return Places{CRL: base + "issuing.crl", RootCRL: base + "root.crl", OCSP: base + "ocsp"}
}

// ErrExists: Create found a practice infrastructure in the folder.
var ErrExists = errors.New("the folder has a practice infrastructure already")

const (
	markerFile  = "practice.json"
	issuedFile  = "issued.jsonl"
	revokedFile = "revoked.jsonl"
)

// Create makes a new infrastructure in dir, valid from the day before now for
// twenty years, with LocalPlaces unless others are given. The marker is written
// last: a folder left half-made by a crash can be created again.
func Create(dir string, now time.Time, places ...Places) (*PKI, error) {
	p := &PKI{dir: dir, places: LocalPlaces(), issued: map[string]bool{}, revoked: map[string]revocation{}}
	if len(places) > 0 {
		p.places = places[0]
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("creating the practice infrastructure: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, markerFile)); err == nil {
		return nil, fmt.Errorf("%w: %s", ErrExists, dir)
	}
	for _, f := range []string{issuedFile, revokedFile} {
		if err := write(dir, f, nil); err != nil {
			return nil, err
		}
	}
	if err := p.authorities(now); err != nil {
		return nil, fmt.Errorf("creating the practice infrastructure: %w", err)
	}
	for name, id := range p.parts() {
		if err := store(dir, name, *id); err != nil {
			return nil, fmt.Errorf("storing the practice %s: %w", name, err)
		}
	}
	marker, err := json.MarshalIndent(p.places, "", "  ")
	if err != nil {
		return nil, err
	}
	return p, write(dir, markerFile, append(marker, '\n'))
}

func (p *PKI) parts() map[string]*identity {
	return map[string]*identity{"root": &p.root, "issuing": &p.issuing, "stamp": &p.stamp, "ocsp": &p.reply}
}

// Open reads what Create made; fs.ErrNotExist if there is none.
func Open(dir string) (*PKI, error) {
	p := &PKI{dir: dir}
	marker, err := os.ReadFile(filepath.Join(dir, markerFile))
	if err != nil {
		return nil, fmt.Errorf("opening the practice infrastructure: %w", err)
	}
	if err := json.Unmarshal(marker, &p.places); err != nil {
		return nil, fmt.Errorf("reading %s: %w", markerFile, err)
	}
	for name, id := range p.parts() {
		if *id, err = load(dir, name); err != nil {
			return nil, fmt.Errorf("reading the practice %s: %w", name, err)
		}
	}
	return p, p.readRegister()
}

// Anchors are the roots to trust in a practice province, and nowhere else.
func (p *PKI) Anchors() []*x509.Certificate { return []*x509.Certificate{p.root.cert} }

// Chain is what a signature carries besides the signer's certificate.
func (p *PKI) Chain() []*x509.Certificate { return []*x509.Certificate{p.issuing.cert, p.root.cert} }

// Issuing is the certificate of the authority that issues to people and agencies.
func (p *PKI) Issuing() *x509.Certificate { return p.issuing.cert }

// Stamp is the certificate of the time-stamp authority.
func (p *PKI) Stamp() *x509.Certificate { return p.stamp.cert }

func practiceName(cn string) pkix.Name {
	return pkix.Name{Country: []string{"VN"}, Organization: []string{organisation}, CommonName: cn + suffix}
}

var (
	oidNoCheck     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5}
	oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}
)

func (p *PKI) authorities(now time.Time) error {
	from, to := now.Add(-24*time.Hour), now.AddDate(20, 0, 0)
	authority := func(cn string, pathLen int) *x509.Certificate {
		return &x509.Certificate{
			Subject: practiceName(cn), NotBefore: from, NotAfter: to, Policies: []x509.OID{PolicyCA},
			IsCA: true, BasicConstraintsValid: true, MaxPathLen: pathLen, MaxPathLenZero: true,
			KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		}
	}
	stampUse, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		return err
	}
	issuing := authority("CA cấp phát", 0)
	issuing.CRLDistributionPoints = []string{p.places.RootCRL}
	stamp := &x509.Certificate{
		Subject: practiceName("Dấu thời gian"), NotBefore: from, NotAfter: to, Policies: []x509.OID{PolicyStamp},
		KeyUsage: x509.KeyUsageDigitalSignature, CRLDistributionPoints: []string{p.places.CRL},
		// RFC 3161, 2.3 wants it critical, which crypto/x509 does not write by itself
		ExtraExtensions: []pkix.Extension{{Id: oidExtKeyUsage, Critical: true, Value: stampUse}},
	}
	reply := &x509.Certificate{
		Subject: practiceName("Trả lời OCSP"), NotBefore: from, NotAfter: to, Policies: []x509.OID{PolicyOCSP},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning},
		ExtraExtensions: []pkix.Extension{{Id: oidNoCheck, Value: []byte{5, 0}}},
	}
	for _, step := range []struct {
		into *identity
		tmpl *x509.Certificate
		by   *identity
	}{
		{&p.root, authority("CA gốc", 1), nil}, {&p.issuing, issuing, &p.root},
		{&p.stamp, stamp, &p.issuing}, {&p.reply, reply, &p.issuing},
	} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return err
		}
		cert, err := p.sign(step.tmpl, key.Public(), step.by, key)
		if err != nil {
			return err
		}
		*step.into = identity{cert, key}
	}
	return nil
}

// sign issues a certificate by an authority, or by its own key without one, and
// enters its serial in the register before it gives the certificate out.
func (p *PKI) sign(tmpl *x509.Certificate, public crypto.PublicKey, by *identity, own crypto.Signer) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 126))
	if err != nil {
		return nil, err
	}
	tmpl.SerialNumber = serial.SetBit(serial, 126, 1)
	parent, key := tmpl, own
	if by != nil {
		parent, key = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, public, key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return cert, p.enter(cert)
}
