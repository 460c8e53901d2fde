package app

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/fault"
	"antin/pades"
)

// authority is the practice one, which can be down.
type authority struct {
	pades.Stamper
	down  atomic.Bool
	asked atomic.Int32
}

var errDown = errors.New("connection refused")

func (a *authority) Stamp(ctx context.Context, hash crypto.Hash, digest []byte) ([]byte, error) {
	a.asked.Add(1)
	if a.down.Load() {
		return nil, errDown
	}
	return a.Stamper.Stamp(ctx, hash, digest)
}

// archiveDesk is a province whose authority and clock are at hand.
type archiveDesk struct {
	*province
	authority *authority
	later     atomic.Int64 // ms
}

func openDesk(t *testing.T, dir string) *archiveDesk {
	t.Helper()
	d := &archiveDesk{authority: &authority{}}
	o := cheap()
	o.Stamper = d.authority
	o.Now = func() time.Time { return time.Now().Add(time.Duration(d.later.Load()) * time.Millisecond) }
	p, err := reopenWith(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.app.Close() })
	d.authority.Stamper, d.province = ownAuthority{p.app.PKI, p.app.Now}, p
	return d
}

func (d *archiveDesk) pass(by time.Duration) { d.later.Add(by.Milliseconds()) }

func (d *archiveDesk) collect(t *testing.T) {
	t.Helper()
	if _, err := d.app.Archive.CollectDue(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
}

// bundle is the only one of the document, with its newest edition.
func (d *archiveDesk) bundle(t *testing.T, id document.ID) (archive.Bundle, []archive.Edition) {
	t.Helper()
	list, err := d.app.Archive.Store.OfDocument(t.Context(), id)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d bundles, %v", len(list), err)
	}
	editions, err := d.app.Archive.Store.Editions(t.Context(), list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return list[0], editions
}

func (d *archiveDesk) journey(t *testing.T, steps ...func(context.Context) error) {
	t.Helper()
	for _, step := range steps {
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// What TT 41/2017, Điều 9 lists is kept with an outgoing document and with the
// incoming one, and the copies carry everything inside (HD2-14.6).
func TestEvidenceIsKeptOfBothDirections(t *testing.T) {
	t.Parallel()
	d := openDesk(t, fresh(t))
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, r.release, d.app.settle, r.register)
	d.collect(t)
	incoming, err := r.arrival(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]document.ID{"outgoing": r.id, "incoming": incoming} {
		b, editions := d.bundle(t, id)
		if b.State != archive.Kept || b.Level != pades.LevelLTA || len(editions) != 1 || b.Summary.StampedAt.IsZero() || len(b.Stamp) == 0 {
			t.Fatalf("%s: %+v, %d editions", name, b, len(editions))
		}
		d.holds(t, name, id, b)
	}
	if found, err := d.app.Archive.Check(t.Context()); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}

// holds looks at everything that the article lists.
func (d *archiveDesk) holds(t *testing.T, name string, id document.ID, b archive.Bundle) {
	t.Helper()
	var signatures int
	for _, s := range b.Summary.Signatures {
		if s.Kind == "timestamp" {
			continue
		}
		signatures++
		if len(s.Certificates) < 3 || len(s.CRLs)+len(s.OCSPs) == 0 || len(s.Stamps) == 0 || s.Value == "" || len(s.Statements) == 0 ||
			s.Responsibility.Name == "" || s.Responsibility.Agency == "" || s.ProvenAt.IsZero() || s.Indication != "TOTAL-PASSED" {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if signatures != 2 || b.Summary.Copy == nil {
		t.Fatalf("%s: %d signatures, copy %+v", name, signatures, b.Summary.Copy)
	}
	by, err := d.actor(t.Context(), map[string]string{"outgoing": department.clerk, "incoming": department.receivingClerk}[name])
	if err != nil {
		t.Fatal(err)
	}
	_, zipped, err := d.app.Archive.Open(t.Context(), by, id, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer zipped.Close()
	z, err := zip.NewReader(zipped, zipped.Size())
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]int{}
	for _, f := range z.File {
		folders[filepath.Dir(f.Name)]++
	}
	for _, want := range []string{"signatures", "certificates", "crls", "time-stamps", "."} {
		if folders[want] == 0 {
			t.Errorf("%s: no %s in %v", name, want, folders)
		}
	}
	_, extended, err := d.app.Archive.Copy(t.Context(), by, id, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer extended.Close()
	d.lasts(t, name, b, extended)
	stranger, err := d.actor(t.Context(), "chuyenvien.snv")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.app.Archive.Open(t.Context(), stranger, id, b.ID); !isFault(err, fault.NotFound) {
		t.Errorf("%s: a stranger gets %v", name, err)
	}
}

// lasts verifies the copy when the signers' certificates have long expired, with
// nothing but the lists of that day, which speak of the time-stamp authority.
func (d *archiveDesk) lasts(t *testing.T, name string, b archive.Bundle, extended document.Blob) {
	t.Helper()
	then := d.app.Now().AddDate(7, 0, 0)
	issuing, err := d.app.PKI.CRL(then)
	if err != nil {
		t.Fatal(err)
	}
	root, err := d.app.PKI.RootCRL(then)
	if err != nil {
		t.Fatal(err)
	}
	report, err := pades.Verify(extended, extended.Size(), pades.Options{Anchors: d.app.PKI.Anchors(), CRLs: [][]byte{issuing, root}, At: then})
	if err != nil || report.Indication != pades.TotalPassed {
		t.Errorf("%s: after seven years %s %s, %v", name, report.Indication, report.SubIndication, err)
	}
	if report.SHA256 != b.Summary.Copy.SHA256 || report.Size != b.Summary.Copy.Size {
		t.Errorf("%s: the copy is %s, %d", name, report.SHA256, report.Size)
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		return
	}
	dir := t.TempDir()
	base := make([]byte, b.Summary.Copy.Offset)
	if _, err := extended.ReadAt(base, 0); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	for file, data := range map[string][]byte{"data": base, "token": b.Stamp, "root": d.app.PKI.Anchors()[0].Raw, "issuing": d.app.PKI.Issuing().Raw} {
		if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, cert := range []string{"root", "issuing"} {
		if out, err := exec.Command("openssl", "x509", "-inform", "DER", "-in", dir+"/"+cert, "-out", dir+"/"+cert+".pem").CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	out, err := exec.Command("openssl", "ts", "-verify", "-token_in", "-in", dir+"/token", "-data", dir+"/data", "-CAfile", dir+"/root.pem", "-untrusted", dir+"/issuing.pem").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "OK") {
		t.Errorf("%s: openssl: %v %s", name, err, out)
	}
}

func isFault(err error, kind fault.Kind) bool {
	f, ok := fault.From(err)
	return ok && f.Kind == kind
}

// A silent authority loses no signature: it is kept as it is, says when it is
// tried again, and is stamped when the authority is back.
func TestSilentAuthorityIsAskedAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t, fresh(t))
	d.authority.down.Store(true)
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, d.app.settle)
	d.collect(t)
	b, editions := d.bundle(t, r.id)
	if b.State != archive.Waiting || len(editions) != 1 || len(b.Stamp) != 0 || b.NextAt.IsZero() || !strings.Contains(b.Why, "chưa trả lời") || b.Summary.Signatures[0].Level.AtLeast(pades.LevelT) {
		t.Fatalf("%+v, %d editions", b, len(editions))
	}
	first := b.NextAt
	d.collect(t) // not yet
	if b, _ = d.bundle(t, r.id); b.Attempts != 1 {
		t.Errorf("%d attempts", b.Attempts)
	}
	var last time.Duration
	for range 12 {
		d.pass(b.NextAt.Sub(d.app.Now()) + time.Second)
		d.collect(t)
		if b, editions = d.bundle(t, r.id); b.State != archive.Waiting || len(editions) != 1 {
			t.Fatalf("%+v, %d editions", b, len(editions))
		}
		wait := b.NextAt.Sub(d.app.Now())
		if wait < last-time.Second || wait > 6*time.Hour {
			t.Errorf("waits %v after %v", wait, last)
		}
		last = wait
	}
	d.authority.down.Store(false)
	d.pass(last + time.Second)
	d.collect(t)
	b, editions = d.bundle(t, r.id)
	if b.State != archive.Kept || b.Level != pades.LevelLTA || len(editions) != 2 || b.Why != "" || !b.Summary.StampedAt.After(first) {
		t.Fatalf("%+v, %d editions", b, len(editions))
	}
	if found, err := d.app.Archive.Check(t.Context()); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
	d.pass(24 * time.Hour)
	if _, err := d.app.Blobs.Sweep(t.Context(), d.app.referenced, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if found, err := d.app.Archive.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("after the sweep: %v, %v", found, err)
	}
}

// Signatures carry their own time-stamp when the authority answers in time.
func TestSignaturesAreStampedAtSigning(t *testing.T) {
	t.Parallel()
	for _, down := range []bool{false, true} {
		d := openDesk(t, fresh(t))
		d.authority.down.Store(down)
		r, err := toClerk(t.Context(), d.province, samplePDF(t))
		if err != nil {
			t.Fatal(err)
		}
		d.journey(t, r.seal)
		doc, err := d.app.Documents.Store.Load(t.Context(), r.id)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := doc.AtStage(document.Sealed)
		blob, err := d.app.Documents.Blobs.Open(t.Context(), f.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer blob.Close()
		report, err := d.app.Documents.Verify(t.Context(), blob, time.Time{})
		if err != nil || report.Indication != pades.TotalPassed || len(report.Signatures) != 2 {
			t.Fatalf("%+v, %v", report, err)
		}
		for _, s := range report.Signatures {
			if s.Level.AtLeast(pades.LevelT) == down || (s.TrustedTime == nil) != down {
				t.Errorf("down %v: %s is at %s, proven %v", down, s.Field, s.Level, s.TrustedTime)
			}
		}
		if down && d.authority.asked.Load() != 1 {
			t.Errorf("a silent authority was asked %d times", d.authority.asked.Load())
		}
	}
}

// The evidence of a crash in the middle is collected after the hold.
func TestEvidenceSurvivesALostWorker(t *testing.T) {
	t.Parallel()
	d := openDesk(t, fresh(t))
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, d.app.settle)
	b, _ := d.bundle(t, r.id)
	err = d.app.Archive.Store.Transact(t.Context(), func(ctx context.Context, tx archive.Tx) error {
		b.NextAt = d.app.Now().Add(15 * time.Minute) // as a worker takes it
		return tx.Save(ctx, b)
	})
	if err != nil {
		t.Fatal(err)
	}
	d.collect(t)
	if _, editions := d.bundle(t, r.id); len(editions) != 0 {
		t.Error("taken twice")
	}
	d.pass(16 * time.Minute)
	d.collect(t)
	d.collect(t)
	if b, editions := d.bundle(t, r.id); b.State != archive.Kept || len(editions) != 1 {
		t.Errorf("%+v, %d editions", b, len(editions))
	}
}

// A byte that changes in the store is found by antin check.
func TestChangedEvidenceIsFound(t *testing.T) {
	t.Parallel()
	dir := fresh(t)
	d := openDesk(t, dir)
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, d.app.settle)
	d.collect(t)
	_, editions := d.bundle(t, r.id)
	path := blobPath(t, dir, editions[0].SHA256)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, changed := range map[string][]byte{"cut": raw[:len(raw)-1], "flipped": append([]byte{raw[0] ^ 1}, raw[1:]...), "whole": bytes.Clone(raw)} {
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		lines, err := d.app.Archive.Check(t.Context())
		if err != nil || len(lines) == 0 != (name == "whole") {
			t.Errorf("%s: %v, %v", name, lines, err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if lines, err := d.app.Archive.Check(t.Context()); err != nil || len(lines) != 1 {
		t.Errorf("gone: %v, %v", lines, err)
	}
}
