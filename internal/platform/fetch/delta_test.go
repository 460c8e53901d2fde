package fetch

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"antin/revocation"
)

// deltas is an authority that publishes a base list and a delta list, and is
// named where the flags say.
type deltas struct {
	base, delta      []byte
	ca, cert         *x509.Certificate
	url              string
	askedBase, asked atomic.Int32
	broken           bool // the address of the delta list answers nothing
}

func newDeltas(t testing.TB, inCertificate, inList bool) *deltas {
	t.Helper()
	d := &deltas{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/base":
			d.askedBase.Add(1)
			_, _ = w.Write(d.base)
		case r.URL.Path == "/delta" && !d.broken:
			d.asked.Add(1)
			_, _ = w.Write(d.delta)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	d.url = server.URL
	d.publish(t, inCertificate, inList)
	return d
}

func (d *deltas) publish(t testing.TB, inCertificate, inList bool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	issue := func(c, by *x509.Certificate) *x509.Certificate {
		c.NotBefore, c.NotAfter = now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
		der, err := x509.CreateCertificate(rand.Reader, c, by, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		out, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	d.ca = issue(ca, ca)
	named := []pkix.Extension{freshestAt(d.url + "/delta")}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Người ký"}, CRLDistributionPoints: []string{d.url + "/base"}}
	if inCertificate {
		leaf.ExtraExtensions = named
	}
	d.cert = issue(leaf, d.ca)
	list := func(number int64, from time.Time, revoked bool, extra ...pkix.Extension) []byte {
		l := &x509.RevocationList{Number: big.NewInt(number), ThisUpdate: from, NextUpdate: from.Add(48 * time.Hour), ExtraExtensions: extra}
		if revoked {
			l.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: d.cert.SerialNumber, RevocationTime: from}}
		}
		der, err := x509.CreateRevocationList(rand.Reader, l, d.ca, key)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	if !inList {
		named = nil
	}
	d.base = list(10, now.Add(-24*time.Hour), false, named...)
	d.delta = list(11, now.Add(-time.Hour), true, pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, 10}})
}

func freshestAt(url string) pkix.Extension {
	wrap := func(tag byte, body []byte) []byte { return append([]byte{tag, byte(len(body))}, body...) }
	point := wrap(0x30, wrap(0xa0, wrap(0xa0, wrap(0x86, []byte(url)))))
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 46}, Value: wrap(0x30, point)}
}

// TestDeltaListsAreFetchedOnce: from where the certificate or the base list
// names them (RFC 5280, 4.2.1.15 and 5.2.6).
func TestDeltaListsAreFetchedOnce(t *testing.T) {
	t.Parallel()
	for name, where := range map[string][2]bool{"certificate": {true, false}, "list": {false, true}, "both": {true, true}, "neither": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDeltas(t, where[0], where[1])
			c := client(t, Config{Allow: []string{"127.0.0.1"}, Now: func() time.Time { return now }})
			crls, _, err := c.Revocation(t.Context(), d.cert, d.ca)
			if err != nil {
				t.Fatal(err)
			}
			s := revocation.Judge(d.cert, d.ca, crls, nil, now)
			if name == "neither" {
				if len(crls) != 1 || d.asked.Load() != 0 || s.Verdict != revocation.Good {
					t.Errorf("%d lists, asked %d, %v", len(crls), d.asked.Load(), s.Verdict)
				}
				return
			}
			if len(crls) != 2 || d.asked.Load() != 1 || d.askedBase.Load() != 1 || s.Verdict != revocation.Revoked {
				t.Errorf("%d lists, asked %d and %d, %v %s", len(crls), d.askedBase.Load(), d.asked.Load(), s.Verdict, s.Why)
			}
		})
	}
}

// TestDeltaListThatDoesNotComeHarmsNothing: neither a dead address nor one
// inside a network that is not allowed.
func TestDeltaListThatDoesNotComeHarmsNothing(t *testing.T) {
	t.Parallel()
	d := newDeltas(t, true, true)
	d.broken = true
	c := client(t, Config{Allow: []string{"127.0.0.1"}, Now: func() time.Time { return now }})
	crls, _, err := c.Revocation(t.Context(), d.cert, d.ca)
	if err != nil || len(crls) != 1 || !bytes.Equal(crls[0], d.base) {
		t.Errorf("%d lists, %v", len(crls), err)
	}
	closed := client(t, Config{Now: func() time.Time { return now }})
	if _, _, err := closed.Revocation(t.Context(), d.cert, d.ca); err == nil || d.askedBase.Load() != 1 {
		t.Errorf("asked inside the network: %v", err)
	}
}
