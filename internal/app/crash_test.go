//go:build failpoint

package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/failpoint"
)

// The crash test kills the process with SIGKILL at every registered step of
// signing, sealing, release, dispatch and intake, starts it again, lets it go
// on, and then asks: no number lost, doubled or skipped, nothing released
// without its seal, nothing delivered twice.

const childDir = "ANTIN_CRASH_DIR"

// TestCrashChild is the process that is killed; it carries the documents of
// the folder on from wherever they stand.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return // only as a child of TestKillAtEveryStep
	}
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	raw, err := os.ReadFile(filepath.Join(dir, "crash.ids"))
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range strings.Fields(string(raw)) {
		r := &play{province: p, cast: department, id: document.ID(id)}
		if err := carryOn(context.Background(), r, i > 0); err != nil {
			t.Fatalf("document %s: %v", id, err)
		}
	}
	if _, err := p.app.Archive.CollectDue(context.Background(), 100); err != nil {
		t.Fatal(err)
	}
	for more := true; more; {
		if more, err = p.app.Archive.CatchUp(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

// carryOn does what the people would do next, until the receiver has the
// document in its register and the sender has the receipt; with keys in devices
// where desk is set.
func carryOn(ctx context.Context, r *play, desk bool) error {
	sign, seal := r.sign, r.seal
	if desk {
		sign = func(ctx context.Context) error { return r.atDesk(ctx, document.TicketSign) }
		seal = func(ctx context.Context) error { return r.atDesk(ctx, document.TicketSeal) }
	}
	for range 20 {
		d, err := r.app.Documents.Store.Load(ctx, r.id)
		if err != nil {
			return err
		}
		var next func(context.Context) error
		switch d.State {
		case document.AwaitingSignature:
			next = sign
		case document.AwaitingClerk:
			next = seal
			if _, ok := d.Standing(document.Recheck); !ok {
				next = r.recheck
			}
		case document.Numbered:
			next = seal
		case document.SealedState:
			next = r.release
		case document.Released:
			return receive(ctx, r)
		default:
			return fmt.Errorf("stands in %s", d.State)
		}
		if err := next(ctx); err != nil {
			return err
		}
	}
	return errors.New("does not come to an end")
}

func receive(ctx context.Context, r *play) error {
	if err := r.app.settle(ctx); err != nil {
		return err
	}
	id, err := r.arrival(ctx)
	if err != nil {
		return err
	}
	in, err := r.app.Documents.Store.Load(ctx, id)
	if err != nil {
		return err
	}
	if in.State == document.Valid {
		if err := r.register(ctx); err != nil {
			return err
		}
	}
	return r.app.settle(ctx)
}

func TestKillAtEveryStep(t *testing.T) {
	base := fresh(t)
	equip(t, base)
	ids := twoApproved(t, base)
	if err := os.WriteFile(filepath.Join(base, "crash.ids"), []byte(strings.Join(ids, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, point := range failpoint.Names {
		if strings.HasPrefix(point, "step.") || strings.HasPrefix(point, "request.") {
			continue // TestKillInAChain, TestKillInARequest
		}
		t.Run(point, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
				t.Fatal(err)
			}
			if err := child(dir, point); !killed(err) {
				t.Fatalf("the step was never passed, or the process was not killed there: %v", err)
			}
			if err := child(dir, ""); err != nil {
				t.Fatalf("after the restart: %v", err)
			}
			outcome(t, dir, ids)
		})
	}
}

// twoApproved makes two letters that wait for their signature.
func twoApproved(t *testing.T, dir string) []string {
	t.Helper()
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	var ids []string
	for range 2 {
		r := &play{province: p, cast: department}
		steps := []func(context.Context) error{
			func(ctx context.Context) error { return r.write(ctx, letterOf(samplePDF(t))) }, r.submit, r.consent, r.format, r.approve,
		}
		for _, step := range steps {
			if err := step(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		ids = append(ids, string(r.id))
	}
	return ids
}

func child(dir, point string) error { return childOf("TestCrashChild", childDir, dir, point) }

func childOf(test, variable, dir, point string) error {
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), variable+"="+dir, "ANTIN_FAILPOINT="+point)
	out, err := cmd.CombinedOutput()
	if err != nil && !killed(err) {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return err
}

func killed(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// outcome holds the whole folder to what must be true after any crash.
func outcome(t *testing.T, dir string, ids []string) {
	t.Helper()
	ctx := context.Background()
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	whole(t, p, len(ids))
	var numbers, arrivals []int
	for _, id := range ids {
		d, err := p.app.Documents.Store.Load(ctx, document.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		if _, sealed := d.AtStage(document.Sealed); d.State != document.Released || !sealed {
			t.Errorf("document %s is %s, sealed %v", id, d.State, sealed)
		}
		numbers = append(numbers, d.Number)
		list, err := p.app.Exchange.Store.OfDocument(ctx, d.ID)
		if err != nil || len(list) != 1 || list[0].State != "accepted" {
			t.Errorf("deliveries of %s: %+v, %v", id, list, err)
			continue
		}
		arrivals = append(arrivals, list[0].Arrival)
	}
	keptAfter(t, dir, 2*len(ids))
	slices.Sort(numbers)
	slices.Sort(arrivals)
	if !slices.Equal(numbers, []int{1, 2}) || !slices.Equal(arrivals, []int{1, 2}) {
		t.Errorf("numbers %v, arrival numbers %v", numbers, arrivals)
	}
	receiver, err := p.app.Org.AgencyByCode(ctx, department.receiver, p.app.Now())
	if err != nil {
		t.Fatal(err)
	}
	n, err := p.app.Documents.Store.Count(ctx, document.Query{Agency: receiver.ID, Direction: document.Incoming})
	if err != nil || n != len(ids) {
		t.Errorf("the receiver has %d documents, %v", n, err)
	}
}

// keptAfter holds that what the killed worker had in its hands was taken up
// again, and is kept once.
func keptAfter(t *testing.T, dir string, bundles int) {
	t.Helper()
	ctx, o := context.Background(), cheap()
	o.Now = func() time.Time { return time.Now().Add(20 * time.Minute) }
	p, err := reopenWith(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	if _, err := p.app.Archive.CollectDue(ctx, 100); err != nil {
		t.Fatal(err)
	}
	kept := map[archive.BundleID]int{}
	err = p.app.Archive.Store.Walk(ctx, func(e archive.Edition) error {
		kept[e.Bundle] = max(kept[e.Bundle], e.No)
		b, err := p.app.Archive.Store.Bundle(ctx, e.Bundle)
		if err == nil && b.State != archive.Kept {
			t.Errorf("bundle %s is %s: %s", b.ID, b.State, b.Why)
		}
		return err
	})
	if err != nil || len(kept) != bundles {
		t.Errorf("evidence %v, %v", kept, err)
	}
	if lines, err := p.app.Archive.Check(ctx); err != nil || len(lines) > 0 {
		t.Error(lines, err)
	}
}
