package certpath_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"
	"time"

	"antin/certpath"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

type entity struct {
	cert *x509.Certificate
	key  crypto.Signer
}

type change func(*x509.Certificate)

func authority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
}

func entityNamed(t testing.TB, name string, by *entity, key crypto.Signer, changes ...change) *entity {
	t.Helper()
	if key == nil {
		var err error
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<60))
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	for _, c := range changes {
		c(tmpl)
	}
	parent, signer := tmpl, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := certpath.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	return &entity{cert, key}
}

func certs(es ...*entity) []*x509.Certificate {
	var out []*x509.Certificate
	for _, e := range es {
		out = append(out, e.cert)
	}
	return out
}

func TestPathHoldsOverIntermediatesAndCrossCertificates(t *testing.T) {
	t.Parallel()
	oldRoot, newRoot := entityNamed(t, "gốc cũ", nil, nil, authority), entityNamed(t, "gốc mới", nil, nil, authority)
	cross := entityNamed(t, "gốc mới", oldRoot, newRoot.key, authority) // the new root, certified by the old
	ca := entityNamed(t, "cấp phát", newRoot, nil, authority)
	leaf := entityNamed(t, "người", ca, nil)
	for name, anchors := range map[string][]*x509.Certificate{"new": certs(newRoot), "old by cross": certs(oldRoot), "both": certs(oldRoot, newRoot)} {
		r := certpath.Build(leaf.cert, certs(cross, ca, leaf), anchors, now)
		if !r.OK() || r.Chain[0] != leaf.cert || len(r.Weak) != 0 {
			t.Errorf("%s: %v %v", name, r.Sub, r.Failure)
		}
	}
	if r := certpath.Build(newRoot.cert, nil, certs(newRoot), now); !r.OK() || len(r.Chain) != 1 {
		t.Errorf("an anchor alone: %+v", r)
	}
	// one way is broken, the other holds
	stale := entityNamed(t, "gốc mới", oldRoot, newRoot.key, authority, func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) })
	if r := certpath.Build(leaf.cert, certs(stale, cross, ca), certs(oldRoot), now); !r.OK() {
		t.Errorf("second way: %v", r.Failure)
	}
}

func TestFailureNamesTheCertificateThatBrokeThePath(t *testing.T) {
	t.Parallel()
	root := entityNamed(t, "gốc", nil, nil, authority)
	ca := entityNamed(t, "cấp phát", root, nil, authority)
	expired := func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }
	future := func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 1) }
	expiredCA := entityNamed(t, "cấp phát hết hạn", root, nil, authority, expired)
	plain := entityNamed(t, "không phải CA", root, nil)
	noSign := entityNamed(t, "CA không ký", root, nil, authority, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign })
	short := entityNamed(t, "CA ngắn", root, nil, authority, func(c *x509.Certificate) { c.MaxPathLenZero = true })
	below := entityNamed(t, "CA dưới", short, nil, authority)
	mailCA := entityNamed(t, "CA thư", root, nil, authority, func(c *x509.Certificate) {
		c.PermittedDNSDomainsCritical, c.PermittedEmailAddresses = true, []string{"nghean.gov.vn"}
	})
	stranger := entityNamed(t, "gốc lạ", nil, nil, authority)
	fakeCA := entityNamed(t, "cấp phát", stranger, nil, authority)
	critical := func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Critical: true, Value: []byte{5, 0}}}
	}
	mail := func(m string) change { return func(c *x509.Certificate) { c.EmailAddresses = []string{m} } }
	for name, c := range map[string]struct {
		leaf   *entity
		middle []*x509.Certificate
		breaks *entity
		check  certpath.Check
		sub    certpath.SubIndication
	}{
		"expired leaf":   {entityNamed(t, "a", ca, nil, expired), certs(ca), nil, certpath.CheckValidity, certpath.Expired},
		"future leaf":    {entityNamed(t, "a", ca, nil, future), certs(ca), nil, certpath.CheckValidity, certpath.NotYetValid},
		"expired CA":     {entityNamed(t, "a", expiredCA, nil), certs(expiredCA), expiredCA, certpath.CheckValidity, certpath.Expired},
		"issuer no CA":   {entityNamed(t, "a", plain, nil), certs(plain), plain, certpath.CheckCA, certpath.ChainFailure},
		"CA key usage":   {entityNamed(t, "a", noSign, nil), certs(noSign), noSign, certpath.CheckKeyUsage, certpath.ChainFailure},
		"path length":    {entityNamed(t, "a", below, nil), certs(short, below), short, certpath.CheckPathLength, certpath.ChainFailure},
		"critical":       {entityNamed(t, "a", ca, nil, critical), certs(ca), nil, certpath.CheckExtension, certpath.ChainFailure},
		"names":          {entityNamed(t, "a", mailCA, nil, mail("x@example.com")), certs(mailCA), nil, certpath.CheckNames, certpath.ChainConstraints},
		"no issuer":      {entityNamed(t, "a", ca, nil), nil, nil, certpath.CheckIssuer, certpath.NoChain},
		"foreign root":   {entityNamed(t, "a", fakeCA, nil), certs(fakeCA, stranger), stranger, certpath.CheckIssuer, certpath.NoChain},
		"look-alike CA":  {entityNamed(t, "a", fakeCA, nil), certs(ca), nil, certpath.CheckSignature, certpath.NoChain},
		"self-signed":    {entityNamed(t, "gốc", nil, nil, authority), nil, nil, certpath.CheckSignature, certpath.NoChain},
		"names are kept": {entityNamed(t, "a", mailCA, nil, mail("x@nghean.gov.vn")), certs(mailCA), nil, "", ""},
	} {
		r := certpath.Build(c.leaf.cert, c.middle, certs(root), now)
		if c.check == "" {
			if !r.OK() {
				t.Errorf("%s: %v", name, r.Failure)
			}
			continue
		}
		if c.breaks == nil {
			c.breaks = c.leaf
		}
		if r.OK() || r.Failure.Check != c.check || r.Sub != c.sub || !r.Failure.Certificate.Equal(c.breaks.cert) ||
			r.Failure.Subject != c.breaks.cert.Subject.String() || r.Failure.Serial.Cmp(c.breaks.cert.SerialNumber) != 0 {
			t.Errorf("%s: %s %v", name, r.Sub, r.Failure)
		}
	}
}

func TestSearchEndsOnManyCrossCertificates(t *testing.T) {
	t.Parallel()
	var layers [][]*entity
	root := entityNamed(t, "L0", nil, nil, authority)
	layers = append(layers, []*entity{root, entityNamed(t, "L0", nil, nil, authority)})
	var all []*x509.Certificate
	for i := 1; i < 7; i++ {
		key := entityNamed(t, "k", nil, nil).key
		var layer []*entity
		for range 4 {
			for _, up := range layers[i-1] {
				if len(layer) < 8 {
					layer = append(layer, entityNamed(t, "L"+string(rune('0'+i)), up, key, authority))
				}
			}
		}
		layers = append(layers, layer)
		all = append(all, certs(layer...)...)
	}
	leaf := entityNamed(t, "a", layers[6][0], nil)
	r := certpath.Build(leaf.cert, all, certs(entityNamed(t, "khác", nil, nil, authority)), now)
	if r.OK() || r.Sub != certpath.NoChain {
		t.Errorf("%+v", r)
	}
}

func TestJudgeSignerRefusesOtherPurposes(t *testing.T) {
	t.Parallel()
	root := entityNamed(t, "gốc", nil, nil, authority)
	with := func(u ...x509.ExtKeyUsage) *x509.Certificate {
		return entityNamed(t, "a", root, nil, func(c *x509.Certificate) { c.ExtKeyUsage = u }).cert
	}
	for _, ok := range []*x509.Certificate{with(), with(x509.ExtKeyUsageEmailProtection), with(x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth)} {
		if f := certpath.JudgeSigner(ok); f != nil {
			t.Errorf("refused: %v", f)
		}
	}
	for _, bad := range []*x509.Certificate{with(x509.ExtKeyUsageTimeStamping), with(x509.ExtKeyUsageServerAuth), root.cert} {
		if f := certpath.JudgeSigner(bad); f == nil {
			t.Errorf("allowed: %v", bad.Subject)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(entityNamed(f, "gốc", nil, nil, authority).cert.Raw)
	f.Add([]byte{0x30, 0x82, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, der []byte) {
		c, err := certpath.Parse(der)
		if err != nil {
			if !errors.Is(err, certpath.ErrUnreadable) {
				t.Fatal(err)
			}
			return
		}
		certpath.Build(c, []*x509.Certificate{c}, nil, now)
		certpath.JudgeSigner(c)
	})
}
