package agent

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Files of the certificate of the second face, beside the configuration.
const (
	vgcaCertificate = "vgca.crt"
	vgcaKey         = "vgca.key"
)

// Life of the certificate, and when it is made anew before its end.
const (
	ownLife  = 5 * 365 * 24 * time.Hour
	ownRenew = 30 * 24 * time.Hour
)

// ownCertificate reads the certificate of the second face, or makes one that
// speaks for 127.0.0.1 alone and can certify nothing. Browsers take it when the
// person lets this account trust the file vgca.crt.
func ownCertificate(folder string, now time.Time) (tls.Certificate, error) {
	certificate, key := filepath.Join(folder, vgcaCertificate), filepath.Join(folder, vgcaKey)
	if pair, err := tls.LoadX509KeyPair(certificate, key); err == nil && now.Before(pair.Leaf.NotAfter.Add(-ownRenew)) {
		return pair, nil
	}
	certPEM, keyPEM, err := makeOwn(now)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the certificate of the second face: %w", err)
	}
	if err := writeOwn(key, keyPEM); err != nil {
		return tls.Certificate{}, err
	}
	if err := writeOwn(certificate, certPEM); err != nil {
		return tls.Certificate{}, err
	}
	if err := os.Chmod(certificate, 0o644); err != nil { // it is public
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(certPEM, keyPEM)
}

func makeOwn(now time.Time) (certificate, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "antin-agent 127.0.0.1"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(ownLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		return nil, nil, err
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), nil
}

// anchorsOf asks a server which authorities it trusts; none when it is no server
// of ours, and every verdict is then at most indeterminate.
func (a *Agent) anchorsOf(ctx context.Context, s Server) []*x509.Certificate {
	c, err := a.Store.Get().client(s, a.Version)
	if err != nil {
		return nil
	}
	about, err := c.about(ctx)
	if err != nil {
		return nil
	}
	var anchors []*x509.Certificate
	for _, der := range about.Anchors {
		if c, err := x509.ParseCertificate(der); err == nil {
			anchors = append(anchors, c)
		}
	}
	return anchors
}
