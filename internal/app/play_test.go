package app

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/platform/sqldb"
	"antin/internal/testkit/dbtest"
)

// TestMainJob carries one document through the whole main job on real files.
func TestMainJob(t *testing.T) {
	p, err := reopen(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	mainJob(t, p)
}

// TestMainJobOnPostgres is the same journey on the grown-up database.
func TestMainJobOnPostgres(t *testing.T) {
	p := onPostgres(t)
	mainJob(t, p)
	manyClerks(t, p, 16, 2) // number 1 is taken by the main job
}

// onPostgres is a practice province whose database is PostgreSQL.
func onPostgres(t *testing.T) *province {
	t.Helper()
	c := DefaultPractice(t.TempDir())
	c.Database = dbtest.Database(t)
	a, err := Open(t.Context(), c, cheap())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	p, err := makeProvince(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mainJob(t *testing.T, p *province) {
	t.Helper()
	ctx := context.Background()
	run, err := toClerk(ctx, p, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"seal", run.seal}, {"release", run.release}, {"settle", p.app.settle},
		{"register", run.register}, {"assign", run.assign}, {"complete", run.complete}, {"settle", p.app.settle},
	}
	for _, s := range steps {
		if err := s.do(ctx); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
	whole(t, p, 1)
	d, err := p.app.Documents.Store.Load(ctx, run.id)
	if err != nil || d.State != document.Released || d.Number != 1 {
		t.Errorf("outgoing is %s with number %d, %v", d.State, d.Number, err)
	}
	list, err := p.app.Exchange.Store.OfDocument(ctx, run.id)
	if err != nil || len(list) != 1 || list[0].State != "accepted" || list[0].Arrival != 1 {
		t.Errorf("deliveries %+v, %v", list, err)
	}
}

// whole fails unless every proof of antin check holds and the outgoing
// register of the department has exactly the numbers 1 to last.
func whole(t *testing.T, p *province, last int) {
	t.Helper()
	ctx := context.Background()
	var out outLines
	if found, err := p.app.check(ctx, &out, false); err != nil || found > 0 {
		t.Errorf("check found %d: %v\n%s", found, err, out.text)
	}
	agency, err := p.app.Org.AgencyByCode(ctx, "H41.37", p.app.Now())
	if err != nil {
		t.Fatal(err)
	}
	entries, err := p.app.Documents.Store.Entries(ctx, document.Series{Agency: agency.ID, Book: "VB-DI", Year: p.app.Now().In(hanoi).Year()}, 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != last {
		t.Errorf("the register has %d lines, want %d", len(entries), last)
	}
	for i, e := range entries {
		if e.Number != last-i {
			t.Errorf("line %d has number %d", i, e.Number)
		}
	}
}

type outLines struct{ text string }

func (o *outLines) Write(p []byte) (int, error) { o.text += string(p); return len(p), nil }

// TestManyClerksSealAtOnce: numbers stay gapless and each document gets one.
func TestManyClerksSealAtOnce(t *testing.T) {
	p, err := reopen(fresh(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	manyClerks(t, p, 64, 1)
}

// manyClerks has so many documents sealed by two clerks each at once; the
// first number that they get is first.
func manyClerks(t *testing.T, p *province, clerks, first int) {
	t.Helper()
	ctx := context.Background()
	raw := samplePDF(t)
	runs := make([]*play, clerks)
	var err error
	for i := range runs {
		if runs[i], err = toClerk(ctx, p, raw); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, 2*clerks)
	for i := range errs { // two clerks for each document
		wg.Go(func() { errs[i] = runs[i/2].seal(ctx) })
	}
	wg.Wait()
	for i := range clerks {
		if errs[2*i] != nil && errs[2*i+1] != nil {
			t.Errorf("document %d was sealed by neither: %v; %v", i, errs[2*i], errs[2*i+1])
		}
	}
	seen := map[int]bool{}
	for _, r := range runs {
		d, err := p.app.Documents.Store.Load(ctx, r.id)
		if err != nil || d.State != document.SealedState || seen[d.Number] {
			t.Errorf("document %s: %s, number %d, %v", r.id, d.State, d.Number, err)
		}
		seen[d.Number] = true
	}
	whole(t, p, clerks+first-1)
}

// TestSwappedBytesAreCaughtByIntake: what lies in the store is changed between
// dispatch and intake; the receiver's own reading refuses it.
func TestSwappedBytesAreCaughtByIntake(t *testing.T) {
	ctx := context.Background()
	dir := fresh(t)
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	run, err := toClerk(ctx, p, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := run.seal(ctx); err != nil {
		t.Fatal(err)
	}
	if err := run.release(ctx); err != nil {
		t.Fatal(err)
	}
	d, err := p.app.Documents.Store.Load(ctx, run.id)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := d.AtStage(document.Sealed)
	flip(t, blobPath(t, dir, f.SHA256), f.Size/2)
	if err := p.app.settle(ctx); err != nil {
		t.Fatal(err)
	}
	list, err := p.app.Exchange.Store.OfDocument(ctx, run.id)
	if err != nil || len(list) != 1 || list[0].State != "refused" || list[0].Reason.Code != "altered" {
		t.Fatalf("deliveries %+v, %v", list, err)
	}
	var out outLines
	if found, err := p.app.check(ctx, &out, false); err != nil || found == 0 {
		t.Errorf("antin check says nothing of the changed blob: %v\n%s", err, out.text)
	}
}

func flip(t *testing.T, path string, at int64) {
	t.Helper()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := make([]byte, 1)
	if _, err := f.ReadAt(b, at); err != nil {
		t.Fatal(err)
	}
	b[0] ^= 0xff
	if _, err := f.WriteAt(b, at); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkSeal: full seals (RSA-2048, blob on disk) by 64 clerks at once.
// Compare with BenchmarkCommit in the same run.
func BenchmarkSeal(b *testing.B) {
	ctx := context.Background()
	p, err := reopen(fresh(b))
	if err != nil {
		b.Fatal(err)
	}
	defer p.app.Close()
	raw := samplePDF(b)
	runs := make([]*play, b.N)
	for i := range runs {
		if runs[i], err = toClerk(ctx, p, raw); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	jobs := make(chan *play)
	var wg sync.WaitGroup
	failures := make(chan error, b.N)
	for range 64 {
		wg.Go(func() {
			for r := range jobs {
				if err := r.seal(ctx); err != nil {
					failures <- fmt.Errorf("sealing %s: %w", r.id, err)
				}
			}
		})
	}
	for _, r := range runs {
		jobs <- r
	}
	close(jobs)
	wg.Wait()
	b.StopTimer()
	select {
	case err := <-failures:
		b.Fatal(err)
	default:
	}
	seals, commits := float64(b.N)/b.Elapsed().Seconds(), rawCommits(b, p)
	b.ReportMetric(seals, "seals/s")
	b.ReportMetric(commits, "commits/s")
	b.ReportMetric(seals/commits, "ratio")
}

// rawCommits is the limit: one row a commit, one after the other, in the same
// file with the same pragmas.
func rawCommits(b *testing.B, p *province) float64 {
	b.Helper()
	ctx := context.Background()
	write := func(text string, args ...any) {
		err := p.app.Database.Transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.ExecContext(ctx, text, args...)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	write("create table raw_commit (n integer primary key)")
	const n = 500
	began := time.Now()
	for i := range n {
		write("insert into raw_commit (n) values ($1)", i)
	}
	return n / time.Since(began).Seconds()
}
