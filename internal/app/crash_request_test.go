//go:build failpoint

package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
)

const requestDir = "ANTIN_CRASH_REQUEST_DIR"

// asker is who asks for the recovery of the own device, and who carries it on.
const asker = "chuyenvien.snv"

var askersOffice = cast{officer: asker, unitLeader: "chanhvanphong.snv", checker: "thethuc.snv", signer: "giamdoc.snv", clerk: "vanthu.snv", receiver: "H41.37"}

// TestRequestChild is the process that is killed; it carries the request of the
// folder on from wherever it stands.
func TestRequestChild(t *testing.T) {
	dir := os.Getenv(requestDir)
	if dir == "" {
		return // only as a child of TestKillInARequest
	}
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	raw, err := os.ReadFile(filepath.Join(dir, "crash.request"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.requestOn(context.Background(), request.ID(raw)); err != nil {
		t.Fatal(err)
	}
}

// requestOn does what people would do next, until the request is closed.
func (p *province) requestOn(ctx context.Context, id request.ID) error {
	for range 40 {
		if err := p.app.settle(ctx); err != nil {
			return err
		}
		r, err := p.app.Requests.Store.Request(ctx, id)
		if err != nil {
			return err
		}
		if r.State == request.Closed {
			return nil
		}
		if err := p.requestNext(ctx, r); err != nil {
			return fmt.Errorf("in %s: %w", r.State, err)
		}
	}
	return errors.New("does not come to an end")
}

func (p *province) requestNext(ctx context.Context, r request.Request) error {
	by, err := p.actor(ctx, asker)
	if err != nil {
		return err
	}
	desk, err := p.actor(ctx, manager)
	if err != nil {
		return err
	}
	switch r.State {
	case request.Draft:
		return p.app.Requests.Confirm(ctx, by, r.ID, r.Rev)
	case request.Confirmed:
		_, err := p.app.Requests.ToHead(ctx, by, []request.ID{r.ID}, request.Signer{})
		return err
	case request.Signing, request.HeadSigned:
		return p.letterNext(ctx, document.ID(r.Document))
	case request.Sent:
		return p.app.Requests.Receive(ctx, desk, r.ID)
	case request.Received:
		return p.app.Requests.Accept(ctx, desk, r.ID)
	case request.Valid:
		return p.app.Requests.Restore(ctx, desk, r.ID, request.Result{Reason: "Đã mở khóa, giao mật khẩu mới"})
	case request.Restored:
		return p.app.Requests.Close(ctx, by, r.ID)
	}
	return errors.New("nobody has anything to do")
}

// letterNext does the next deed on the letter of the request.
func (p *province) letterNext(ctx context.Context, id document.ID) error {
	d, err := p.app.Documents.Store.Load(ctx, id)
	if err != nil {
		return err
	}
	r := &play{province: p, cast: askersOffice, id: id}
	switch d.State {
	case document.UnitReview:
		return r.consent(ctx)
	case document.Formatting:
		return r.format(ctx)
	case document.AwaitingApproval:
		return r.approve(ctx)
	case document.AwaitingSignature:
		return r.sign(ctx)
	case document.AwaitingClerk:
		if _, ok := d.Standing(document.Recheck); !ok {
			return r.recheck(ctx)
		}
		return r.seal(ctx)
	case document.Numbered:
		return r.seal(ctx)
	case document.SealedState:
		return r.release(ctx)
	}
	return fmt.Errorf("the letter is %s", d.State)
}

// TestKillInARequest kills between the steps of a request, from its confirmation
// to its end; after the restart it goes on, and every step was done once.
func TestKillInARequest(t *testing.T) {
	base := t.TempDir()
	id := lockedDevice(t, base)
	if err := os.WriteFile(filepath.Join(base, "crash.request"), []byte(id), 0o600); err != nil {
		t.Fatal(err)
	}
	points := []struct {
		name string
		skip int
	}{{"request.intended", 0}, {"request.drafted", 0}, {"sign.stored", 0}, {"sign.recorded", 0}, {"seal.stored", 0}, {"release.recorded", 0}}
	for skip := range 5 { // confirmed, received, accepted, restored, closed
		points = append(points, struct {
			name string
			skip int
		}{"request.moved", skip})
	}
	for _, point := range points {
		t.Run(point.name+"-"+strconv.Itoa(point.skip), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
				t.Fatal(err)
			}
			t.Setenv("ANTIN_FAILPOINT_SKIP", strconv.Itoa(point.skip))
			if err := childOf("TestRequestChild", requestDir, dir, point.name); !killed(err) {
				t.Fatalf("the step was never passed, or the process was not killed there: %v", err)
			}
			if err := childOf("TestRequestChild", requestDir, dir, ""); err != nil {
				t.Fatalf("after the restart: %v", err)
			}
			requestWhole(t, dir, request.ID(id))
		})
	}
}

// lockedDevice makes a province with its registry, and the draft of a recovery.
func lockedDevice(t *testing.T, dir string) string {
	t.Helper()
	prepare(t, dir)
	ctx := context.Background()
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	list, err := p.app.Org.Agencies(ctx, org.AgencyQuery{Province: p.app.Config.Province, At: p.app.Now(), Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		p.agencies[a.Code] = a
	}
	if err := p.book(ctx); err != nil {
		t.Fatal(err)
	}
	by, err := p.actor(ctx, asker)
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.tokenOf(ctx, asker)
	if err != nil {
		t.Fatal(err)
	}
	id, err := p.app.Requests.Draft(ctx, by, request.Input{
		Kind: request.Recover, Subject: request.ForPerson, Device: d.ID, Reason: "locked",
		Ticks:  []request.Tick{{Code: "holder", Evidence: "Sổ quản lý thiết bị của Sở Nội vụ"}},
		Fields: map[string]string{"receiver_address": "Sở Nội vụ, tỉnh Nghệ An"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(id)
}

// requestWhole: each deed stands once in the history, one letter was made, the
// device is in use, and the rows are those of the log.
func requestWhole(t *testing.T, dir string, id request.ID) {
	t.Helper()
	ctx := context.Background()
	p, err := reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.app.Close()
	steps, err := p.app.Requests.Store.Steps(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	done := map[request.Deed]int{}
	for _, s := range steps {
		done[s.Deed]++
	}
	for _, deed := range []request.Deed{request.Confirming, request.ToHead, request.HeadSigns, request.Sending, request.Receiving, request.Accepting, request.Restoring, request.Closing} {
		if done[deed] != 1 {
			t.Errorf("%s was done %d times", deed, done[deed])
		}
	}
	by, err := p.actor(ctx, asker)
	if err != nil {
		t.Fatal(err)
	}
	sent, err := p.app.Documents.Store.Count(ctx, document.Query{Agency: by.Agency, Direction: document.Outgoing})
	if err != nil || sent != 1 {
		t.Errorf("%d letters, %v", sent, err)
	}
	if d, err := p.tokenOf(ctx, asker); err != nil || d.State != device.InUse {
		t.Errorf("the device is %s, %v", d.State, err)
	}
	if lines, err := p.app.checkRows(ctx, false); err != nil || len(lines) > 0 {
		t.Error(lines, err)
	}
}
