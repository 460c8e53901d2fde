package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/algorithm"
	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/fault"
)

// Documents from before evidence was kept get it, in steps, once.
func TestOlderDocumentsGetEvidence(t *testing.T) {
	t.Parallel()
	d := openDesk(t, fresh(t))
	var ids []document.ID
	for range 2 {
		r, err := toClerk(t.Context(), d.province, samplePDF(t))
		if err != nil {
			t.Fatal(err)
		}
		d.journey(t, r.seal) // nobody hears of it
		ids = append(ids, r.id)
	}
	for step, more := 0, true; more; step++ {
		var err error
		if more, err = d.app.Archive.CatchUp(t.Context()); err != nil || step > 10 {
			t.Fatal(step, err)
		}
	}
	if err := d.app.settle(t.Context()); err != nil { // now somebody does: no second bundle
		t.Fatal(err)
	}
	d.collect(t)
	for _, id := range ids {
		if b, editions := d.bundle(t, id); b.State != archive.Kept || len(editions) != 1 {
			t.Errorf("%s: %s, %d editions", id, b.State, len(editions))
		}
	}
	if more, err := d.app.Archive.CatchUp(t.Context()); more || err != nil {
		t.Errorf("again: %v, %v", more, err)
	}
	if found, err := d.app.check(t.Context(), new(bytes.Buffer), false); err != nil || found > 0 {
		t.Errorf("check: %d, %v", found, err)
	}
}

// A list that ends an algorithm earlier brings the renewal forward.
func TestNewListOfAlgorithmsBringsRenewalForward(t *testing.T) {
	t.Parallel()
	dir := fresh(t)
	d := openDesk(t, dir)
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, d.app.settle)
	for range 3 {
		d.collect(t)
		d.pass(time.Hour)
	}
	before, _ := d.bundle(t, r.id)
	if before.Attempts != 0 || before.NextAt.Year() < time.Now().Year()+15 {
		t.Fatalf("%d attempts, next %s", before.Attempts, before.NextAt)
	}
	end := time.Now().AddDate(3, 0, 0).Format(time.DateOnly)
	list := strings.Replace(algorithm.DefaultText(), "name = \"ECDSA\"\nuntil = \"open\"", "name = \"ECDSA\"\nuntil = \""+end+"\"", 1)
	path := filepath.Join(dir, "algorithms.toml")
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	c := DefaultPractice(dir)
	c.Algorithms, c.Archive.RenewBefore = path, 100
	a, err := Open(t.Context(), c, cheap())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if _, err := a.Archive.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, _ := d.bundle(t, r.id)
	if want := time.Now().AddDate(3, 0, -100); after.NextAt.Before(want.AddDate(0, 0, -2)) || after.NextAt.After(want.AddDate(0, 0, 2)) {
		t.Errorf("next %s, want about %s", after.NextAt, want)
	}
	verdictBy(t, c, r.id, strings.Replace(list, end, "2020-01-01", 1))
	if err := os.WriteFile(path, []byte("name = 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if bad, err := Open(t.Context(), c, cheap()); err == nil || !strings.Contains(err.Error(), "danh mục thuật toán") {
		t.Errorf("a bad list: %v", err)
		if bad != nil {
			_ = bad.Close()
		}
	}
}

// verdictBy holds that a list by which everything had ended before the document
// was signed leaves no signature valid.
func verdictBy(t *testing.T, c Config, id document.ID, list string) {
	t.Helper()
	if err := os.WriteFile(c.Algorithms, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), c, cheap())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	doc, err := a.Documents.Store.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := doc.AtStage(document.Sealed)
	check, report, err := a.Documents.CheckFile(t.Context(), f, "seal", time.Time{})
	if err != nil || check.Indication == "TOTAL-PASSED" || report.Signatures[0].TrustSub == "" {
		t.Errorf("%s, %v", check.Indication, err)
	}
}

// The clerk has what waits tried again at once; nobody else does.
func TestRetryNow(t *testing.T) {
	t.Parallel()
	d := openDesk(t, fresh(t))
	d.authority.down.Store(true)
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, d.app.settle)
	d.collect(t)
	b, _ := d.bundle(t, r.id)
	retry := func(account string) error {
		by, err := d.actor(t.Context(), account)
		if err != nil {
			t.Fatal(err)
		}
		return d.app.Archive.Retry(t.Context(), by, r.id, b.ID)
	}
	if err := retry("chuyenvien.snv"); !isFault(err, fault.NotFound) {
		t.Errorf("a stranger: %v", err)
	}
	if err := retry(department.officer); !isFault(err, fault.Forbidden) {
		t.Errorf("the drafter: %v", err)
	}
	d.pass(25 * time.Hour)
	if n, err := d.app.Archive.Overdue(t.Context()); err != nil || n != 1 {
		t.Errorf("%d wait for a day, %v", n, err)
	}
	var out bytes.Buffer
	if found, err := d.app.check(t.Context(), &out, false); err != nil || found > 0 || !strings.Contains(out.String(), "1 hồ sơ bằng chứng chờ dấu thời gian hơn một ngày") {
		t.Errorf("%d, %v, %s", found, err, out.String())
	}
	d.collect(t) // still down
	d.authority.down.Store(false)
	d.collect(t) // not due
	if b, _ = d.bundle(t, r.id); b.State != archive.Waiting {
		t.Fatal(b.State)
	}
	if err := retry(department.clerk); err != nil {
		t.Fatal(err)
	}
	d.collect(t)
	if b, _ = d.bundle(t, r.id); b.State != archive.Kept {
		t.Error(b.State)
	}
	if err := retry(department.clerk); !isFault(err, fault.Conflict) {
		t.Errorf("whole: %v", err)
	}
	if e := newest(t, d.app, string(b.ID)); e["document"] != string(r.id) {
		t.Errorf("the log says %v", e)
	}
	if found, err := d.app.check(context.Background(), &out, false); err != nil || found > 0 {
		t.Errorf("check: %d, %v, %s", found, err, out.String())
	}
}
