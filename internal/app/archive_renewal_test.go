package app

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/platform/practice"
	"antin/pades"
	"antin/tsp"
)

// rotating is a time-stamp authority that takes a new certificate of three years
// when its last one has little more than a year left.
type rotating struct {
	ownAuthority
	is   tsp.Authority
	kept bool // takes no new certificate
	made int
}

func (r *rotating) Stamp(_ context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	now := r.now()
	if c := r.is.Certificate; c == nil || !r.kept && c.NotAfter.Before(now.AddDate(1, 1, 0)) {
		if err := r.renew(now); err != nil {
			return nil, err
		}
	}
	asked := tsp.Request{Hash: hash, Digest: digest, Nonce: big.NewInt(now.UnixNano()), CertReq: true}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	answer, err := r.is.Respond(rand.Reader, asked.Marshal(), now, serial)
	if err != nil {
		return nil, err
	}
	token, err := tsp.ParseResponse(answer, asked)
	if err != nil {
		return nil, err
	}
	return token.Raw, nil
}

func (r *rotating) renew(now time.Time) error {
	use, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		return err
	}
	cert, raw, err := r.pki.IssueAgency(practice.Agency{Name: "Nơi cấp dấu thời gian"}, now, practice.WithECDSA(), practice.ValidTo(now.AddDate(3, 0, 0)),
		practice.Changed(func(c *x509.Certificate) {
			c.KeyUsage, c.ExtKeyUsage = x509.KeyUsageDigitalSignature, nil
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: use}}
		}))
	if err != nil {
		return err
	}
	key, err := x509.ParsePKCS8PrivateKey(raw)
	if err != nil {
		return err
	}
	r.made++
	r.is = tsp.Authority{Certificate: cert, Key: key.(crypto.Signer), Chain: r.pki.Chain(), Policy: asn1.ObjectIdentifier{2, 999, 68, 2024, 3}, Accuracy: time.Second}
	return nil
}

// aged is a desk with a sealed document of which all is kept.
func aged(t *testing.T) (*archiveDesk, *rotating, document.ID) {
	t.Helper()
	d := openDesk(t, fresh(t))
	r := &rotating{ownAuthority: ownAuthority{d.app.PKI, d.app.Now}}
	d.authority.Stamper = r
	run, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, run.seal, d.app.settle)
	d.collect(t)
	for range 5 { // newer answers about revocation are asked for
		b, _ := d.bundle(t, run.id)
		if b.Attempts == 0 {
			break
		}
		d.pass(b.NextAt.Sub(d.app.Now()) + time.Second)
		d.collect(t)
	}
	return d, r, run.id
}

// verdict is that on a copy with nothing but the root and the lists of the day,
// which speak of the authority of the newest time-stamp.
func (d *archiveDesk) verdict(t *testing.T, blob document.Blob) *pades.Report {
	t.Helper()
	now := d.app.Now()
	var lists [][]byte
	for _, list := range []func(time.Time) ([]byte, error){d.app.PKI.CRL, d.app.PKI.RootCRL} {
		der, err := list(now)
		if err != nil {
			t.Fatal(err)
		}
		lists = append(lists, der)
	}
	report, err := pades.Verify(blob, blob.Size(), pades.Options{Anchors: d.app.PKI.Anchors(), CRLs: lists, At: now})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (d *archiveDesk) copyOf(t *testing.T, id document.ID, b archive.Bundle) document.Blob {
	t.Helper()
	by, err := d.actor(t.Context(), department.clerk)
	if err != nil {
		t.Fatal(err)
	}
	_, blob, err := d.app.Archive.Copy(t.Context(), by, id, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blob.Close() })
	return blob
}

// A copy is renewed before what protects it ends, and outlives every authority;
// one that nobody renews does not (EN 319 142-1, 5.5).
func TestKeptEvidenceIsRenewed(t *testing.T) {
	t.Parallel()
	d, authority, id := aged(t)
	b, editions := d.bundle(t, id)
	forgotten := d.copyOf(t, id, b)
	if b.State != archive.Kept || len(editions) == 0 || b.Summary.Protection == nil || !b.Summary.Protection.NotAfter.Equal(authority.is.Certificate.NotAfter) {
		t.Fatalf("%+v", b)
	}
	if left := b.Summary.Protection.NotAfter.Sub(b.NextAt); left < 364*24*time.Hour || left > 366*24*time.Hour {
		t.Errorf("is renewed %v before the end", left)
	}
	var ended, passed []string
	for month := 1; month <= 9*12+6; month++ {
		d.pass(30*24*time.Hour + 10*time.Hour)
		d.collect(t)
		if month%36 != 6 || month < 36 {
			continue
		}
		b, editions = d.bundle(t, id)
		report := d.verdict(t, d.copyOf(t, id, b))
		if report.Indication != pades.TotalPassed || report.SHA256 != b.Summary.Copy.SHA256 {
			t.Errorf("month %d, edition %d: %s %s", month, len(editions), report.Indication, report.SubIndication)
		}
		passed = append(passed, string(report.Indication))
		ended = append(ended, string(d.verdict(t, forgotten).Indication))
		if !b.Summary.Protection.NotAfter.After(d.app.Now()) || b.State != archive.Kept || b.Why != "" || b.Level != pades.LevelLTA {
			t.Errorf("month %d: %+v", month, b)
		}
	}
	if len(passed) != 3 || len(editions) < 4 || authority.made < 4 {
		t.Errorf("looked %d times, %d editions, %d authorities", len(passed), len(editions), authority.made)
	}
	for i, indication := range ended {
		if indication == string(pades.TotalPassed) {
			t.Errorf("look %d: what nobody renewed passes", i+1)
		}
	}
	if found, err := d.app.Archive.Check(t.Context()); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}

// A new time-stamp of the certificate that is about to end gains nothing: no
// edition is added, and the page says who has to act.
func TestRenewalWithoutGainIsSaid(t *testing.T) {
	t.Parallel()
	d, authority, id := aged(t)
	authority.kept = true
	first, before := d.bundle(t, id)
	d.pass(first.NextAt.Sub(d.app.Now()) + time.Hour)
	d.collect(t)
	b, editions := d.bundle(t, id)
	if len(editions) != len(before) || b.State != archive.Kept || !strings.Contains(b.Why, "chứng thư mới") || b.NextAt.Sub(d.app.Now()) > 8*24*time.Hour {
		t.Errorf("%s %s %d %s, %d editions", b.State, b.Why, b.Attempts, b.NextAt, len(editions))
	}
	d.authority.down.Store(true)
	d.pass(b.NextAt.Sub(d.app.Now()) + time.Hour)
	d.collect(t)
	if b, editions = d.bundle(t, id); len(editions) != len(before) || !strings.Contains(b.Why, "chưa trả lời") {
		t.Errorf("%s %s %d %s, %d editions", b.State, b.Why, b.Attempts, b.NextAt, len(editions))
	}
	d.authority.down.Store(false)
	authority.kept = false
	d.pass(b.NextAt.Sub(d.app.Now()) + time.Hour)
	d.collect(t)
	if b, editions = d.bundle(t, id); len(editions) != len(before)+1 || b.Why != "" || b.Attempts != 0 {
		t.Errorf("%s %s %d %s, %d editions", b.State, b.Why, b.Attempts, b.NextAt, len(editions))
	}
}
