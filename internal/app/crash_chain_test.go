//go:build failpoint

package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/pades"
)

const chainDir = "ANTIN_CRASH_CHAIN_DIR"

// TestChainChild is the process that is killed while people sign chains.
func TestChainChild(t *testing.T) {
	dir := os.Getenv(chainDir)
	if dir == "" {
		return // only as a child of TestKillInAChain
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
	for _, id := range strings.Fields(string(raw)) {
		r := &play{province: p, cast: department, id: document.ID(id)}
		if err := r.chainOn(context.Background()); err != nil {
			t.Fatalf("document %s: %v", id, err)
		}
	}
}

// chainOn does what the people of a chain would do next, until it is released.
func (p *play) chainOn(ctx context.Context) error {
	for range 30 {
		d, err := p.app.Documents.Store.Load(ctx, p.id)
		if err != nil {
			return err
		}
		if d.State == document.Released {
			return nil
		}
		if err := p.chainNext(ctx, d); err != nil {
			return fmt.Errorf("in %s: %w", d.State, err)
		}
	}
	return errors.New("does not come to an end")
}

func (p *play) chainNext(ctx context.Context, d *document.Document) error {
	switch d.State {
	case document.AwaitingApproval:
		return p.approve(ctx)
	case document.AwaitingSignature:
		return p.sign(ctx)
	case document.AwaitingClerk:
		if _, ok := d.Standing(document.Recheck); !ok {
			return p.recheck(ctx)
		}
		return p.seal(ctx)
	case document.Numbered:
		return p.seal(ctx)
	case document.SealedState:
		return p.release(ctx)
	case document.Collecting:
		return p.chainStep(ctx, d)
	}
	return fmt.Errorf("nobody has anything to do")
}

// chainStep is the deed of whoever the chain waits for.
func (p *play) chainStep(ctx context.Context, d *document.Document) error {
	group, _ := d.Chain.Current()
	base, _ := d.SignBase()
	if group.Steps[0].State == document.StepToPass {
		by, err := p.actor(ctx, p.clerk)
		if err != nil {
			return err
		}
		return p.app.Documents.PassOn(ctx, by, p.id)
	}
	for _, account := range []string{p.unitLeader, p.receivingLeader} {
		by, err := p.actor(ctx, account)
		if err != nil {
			return err
		}
		if _, turn := d.TurnOf(by, false); turn {
			with, err := p.personal(ctx, by, account)
			if err != nil {
				return err
			}
			return p.app.Documents.Sign(ctx, by, p.id, base.SHA256, with)
		}
	}
	by, err := p.actor(ctx, p.receivingClerk)
	if err != nil {
		return err
	}
	with, err := p.agencyKey(ctx, by, p.receivingClerk)
	if err != nil {
		return err
	}
	return p.app.Documents.Seal(ctx, by, p.id, with)
}

// TestKillInAChain kills between the steps of flows c and e; after the restart
// the chain goes on where the record and the PDF both say it stands.
func TestKillInAChain(t *testing.T) {
	base := fresh(t)
	ids := twoChains(t, base)
	if err := os.WriteFile(filepath.Join(base, "crash.ids"), []byte(strings.Join(ids, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, point := range []string{"step.built", "step.stored", "step.recorded", "sign.stored", "seal.reserved", "seal.stored"} {
		t.Run(point, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
				t.Fatal(err)
			}
			if err := childOf("TestChainChild", chainDir, dir, point); !killed(err) {
				t.Fatalf("the step was never passed, or the process was not killed there: %v", err)
			}
			if err := childOf("TestChainChild", chainDir, dir, ""); err != nil {
				t.Fatalf("after the restart: %v", err)
			}
			chainsWhole(t, dir, ids)
		})
	}
}

// twoChains makes a letter with checks and a joint one, both submitted.
func twoChains(t *testing.T, dir string) []string {
	t.Helper()
	ctx := context.Background()
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	step := func(account string, kind document.StepKind) document.Step {
		by, err := p.actor(ctx, account)
		if err != nil {
			t.Fatal(err)
		}
		return document.Step{Person: by.Person, Agency: by.Agency, Kind: kind, Capacity: org.InOwnRight, Order: 1, Need: 1}
	}
	var ids []string
	for _, c := range []struct {
		flow document.Flow
		step document.Step
	}{{document.FlowChecked, step(department.unitLeader, document.StepContent)}, {document.FlowJoint, step(department.receivingLeader, document.StepSign)}} {
		r := &play{province: p, cast: department}
		choose := func(ctx context.Context) error {
			by, err := r.actor(ctx, r.officer)
			if err != nil {
				return err
			}
			return p.app.Documents.ChooseFlow(ctx, by, r.id, c.flow, []document.Step{c.step})
		}
		steps := []func(context.Context) error{func(ctx context.Context) error { return r.write(ctx, letterOf(samplePDF(t))) }, choose, r.submit}
		if c.flow == document.FlowJoint {
			steps = append(steps, r.consent, r.format)
		}
		for _, do := range steps {
			if err := do(ctx); err != nil {
				t.Fatal(err)
			}
		}
		ids = append(ids, string(r.id))
	}
	return ids
}

// chainsWhole: released, every signature there once and in its turn, numbers 1
// and 2, and the record as the PDF.
func chainsWhole(t *testing.T, dir string, ids []string) {
	t.Helper()
	ctx := context.Background()
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	whole(t, p, len(ids))
	numbers := map[int]bool{}
	for _, id := range ids {
		d, err := p.app.Documents.Store.Load(ctx, document.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		sealed, _ := d.AtStage(document.Sealed)
		blob, err := p.app.Blobs.Open(ctx, sealed.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		report, err := p.app.Documents.Verify(ctx, blob, d.UpdatedAt)
		blob.Close()
		if err != nil {
			t.Fatal(err)
		}
		if report.Indication != pades.TotalPassed || !report.ChainComplete() || len(report.Signatures) != len(d.Chain.Steps) {
			t.Errorf("%s: %s, %d signatures of %d", id, report.Indication, len(report.Signatures), len(d.Chain.Steps))
		}
		if list := p.app.Documents.ChainDifferences(ctx, d, report); len(list) > 0 {
			t.Errorf("record and PDF differ: %+v", list)
		}
		numbers[d.Number] = true
	}
	if !numbers[1] || !numbers[2] {
		t.Errorf("numbers %v", numbers)
	}
}
