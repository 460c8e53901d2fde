package requests

import (
	"errors"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
)

// held lists why our side blocks the certificate now.
func (w *world) held(id signing.CertificateID) []signing.Cause {
	w.t.Helper()
	holds, err := w.Signing.Holds(w.ctx, id, w.clock.now())
	w.must(err)
	var out []signing.Cause
	for _, h := range holds {
		out = append(out, h.Cause)
	}
	return out
}

// revoking sends the revocation of the certificate.
func (w *world) revoking(c signing.Certificate) request.ID {
	w.t.Helper()
	id := w.draft("chuyenvien.snv", w.revocation(c, "transferred"))
	w.send("chuyenvien.snv", id)
	if w.statusOf(c.ID) != signing.RevocationPending || len(w.held(c.ID)) != 1 {
		w.t.Fatalf("the certificate is %s, held by %v", w.statusOf(c.ID), w.held(c.ID))
	}
	return id
}

// What the authority refuses to revoke is given back with its document; nothing
// else leads out of waiting, and a reported loss keeps it blocked.
func TestRefusedRevocationGivesTheCertificateBack(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	by, c := w.as("chuyenvien.snv"), w.has("chuyenvien.snv")
	id := w.revoking(c)
	refused(t, w.Signing.SetStatus(w.ctx, w.Installer(), c.ID, signing.Active, "mở lại"), "certificate.status")
	refused(t, w.Requests.Refuse(w.ctx, by, id, request.Result{Reason: "Chưa đủ căn cứ"}), "request.answer")
	answer := w.answer("H41.35", "vanthu.snv", "giamdoc.snv", "chuyenvien.snv")
	w.must(w.Requests.Refuse(w.ctx, by, id, request.Result{Answer: answer, Reason: "Chưa đủ căn cứ"}))
	v := w.at(id, request.Refused)
	if w.statusOf(c.ID) != signing.Active || len(w.held(c.ID)) != 0 || v.Answer.Document != answer {
		t.Errorf("the certificate is %s, held by %v", w.statusOf(c.ID), w.held(c.ID))
	}
	history, err := w.Signing.History(w.ctx, c.ID)
	w.must(err)
	if last := history[len(history)-1]; len(history) != 3 || last.Status != signing.Active || last.Actor != by.Person || last.Reason == "" {
		t.Errorf("the history says %+v", history)
	}

	w.clock.pass(time.Hour)
	id = w.revoking(c)
	w.must(w.Signing.ReportLoss(w.ctx, by, c.ID, "Mất thiết bị."))
	w.must(w.Requests.Refuse(w.ctx, by, id, request.Result{Answer: answer, Reason: "Chưa đủ căn cứ"}))
	if w.statusOf(c.ID) != signing.RevocationPending || len(w.held(c.ID)) == 0 {
		t.Errorf("what was reported lost is %s, held by %v", w.statusOf(c.ID), w.held(c.ID))
	}
}

// The device of a certificate that is not revoked need not be given back; that of
// a certificate that was reported lost must.
func TestRefusedRevocationGivesTheDeviceBack(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	by, c := w.as("chuyenvien.snv"), w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", "TK-0071", device.Token, device.Awaiting, c.ID)
	answer := w.answer("H41.35", "vanthu.snv", "giamdoc.snv", "chuyenvien.snv")
	mustReturn := func() bool {
		duties, err := w.Device.Checks(w.ctx, by, d.ID, device.DutyReturn)
		w.must(err)
		return slices.ContainsFunc(duties, device.Duty.Open)
	}
	for _, lost := range []bool{false, true} {
		w.clock.pass(time.Hour)
		id := w.draft("chuyenvien.snv", w.revocation(c, "transferred"))
		w.send("chuyenvien.snv", id)
		if w.stateOf(d.ID) != device.ReturnDue || !mustReturn() {
			t.Fatalf("the device is %s", w.stateOf(d.ID))
		}
		want := device.Awaiting
		if lost {
			w.must(w.Signing.ReportLoss(w.ctx, by, c.ID, "Mất thiết bị."))
			want = device.ReturnDue
		}
		w.must(w.Requests.Refuse(w.ctx, by, id, request.Result{Answer: answer, Reason: "Chưa đủ căn cứ"}))
		if w.stateOf(d.ID) != want || mustReturn() != lost {
			t.Errorf("reported lost %v: the device is %s, to be given back %v", lost, w.stateOf(d.ID), mustReturn())
		}
	}
}

// What the department gives back is in use again; a revocation that is taken
// back before it goes out leaves nothing behind.
func TestReturnedRevocationGivesTheCertificateBack(t *testing.T) {
	t.Parallel()
	w := open(t, "LD")
	desk, c := w.as("thuebao.skhcn"), w.has("chuyenvien.snv")
	id := w.revoking(c)
	w.must(w.Requests.Receive(w.ctx, desk, id))
	w.must(w.Requests.Return(w.ctx, desk, id, "Thiếu quyết định"))
	if w.statusOf(c.ID) != signing.Active || len(w.held(c.ID)) != 0 {
		t.Errorf("the certificate is %s, held by %v", w.statusOf(c.ID), w.held(c.ID))
	}

	id = w.draft("chuyenvien.snv", w.revocation(c, "transferred"))
	w.confirm("chuyenvien.snv", id)
	letter := w.toHead("chuyenvien.snv", id)
	if held := w.held(c.ID); len(held) != 1 || held[0] != signing.CauseRequested {
		t.Fatalf("held by %v", held)
	}
	w.must(w.Requests.Edit(w.ctx, w.as("chuyenvien.snv"), id, w.get(id).Rev, w.revocation(c, "transferred")))
	w.must(w.Requests.Withdraw(w.ctx, w.as("chuyenvien.snv"), id, "Không thu hồi nữa"))
	if w.statusOf(c.ID) != signing.Active || len(w.held(c.ID)) != 0 {
		t.Errorf("after the withdrawal of %s: %s, held by %v", letter, w.statusOf(c.ID), w.held(c.ID))
	}
}

// In Hà Tĩnh a revocation says why and who asks; from then on the certificate
// is blocked, and its device waits to be taken back (HT-06.2c-1).
func TestRevocationOfHaTinhBlocksAndRecalls(t *testing.T) {
	t.Parallel()
	w := open(t, "HT")
	c := w.has("chuyenvien.snv")
	d := w.token("chuyenvien.snv", "TK-0061", device.Token, device.InUse, c.ID)
	_, err := w.Requests.Draft(w.ctx, w.as("chuyenvien.snv"), w.revocation(c, ""))
	refused(t, err, "request.reason")
	id := w.draft("chuyenvien.snv", w.revocation(c, "transferred"))
	w.confirm("chuyenvien.snv", id)
	letter := w.toHead("chuyenvien.snv", id)
	if held := w.held(c.ID); !slices.Contains(held, signing.CauseRequested) {
		t.Errorf("not blocked on submission: %v", held)
	}
	w.signed(snv, letter)
	w.released(snv, letter)
	v := w.at(id, request.Sent)
	if v.ReasonLabel == "" || v.CreatedBy != w.person("chuyenvien.snv") || !hasForms(v, 9, 10) {
		t.Errorf("the request says %+v", v.Request)
	}
	if w.statusOf(c.ID) != signing.RevocationPending || w.stateOf(d.ID) != device.ReturnDue {
		t.Errorf("certificate %s, device %s", w.statusOf(c.ID), w.stateOf(d.ID))
	}
}

// stopping is the way to documents that breaks down once, after or before the
// document is made.
type stopping struct {
	request.Papers
	before, after bool
}

var errStopped = errors.New("the service stopped")

// Draft implements request.Papers.
func (p *stopping) Draft(ctx ctxt, by org.Actor, l request.Letter) error {
	if p.before {
		p.before = false
		return errStopped
	}
	if err := p.Papers.Draft(ctx, by, l); err != nil || !p.after {
		return err
	}
	p.after = false
	return errStopped
}

// A stop between the document and its requests is mended by doing it again: one
// letter, one dispatch, whatever was there.
func TestStoppedHalfwayIsFinished(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]stopping{"before the document": {before: true}, "after the document": {after: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
			whole := w.Requests.Papers
			broken := func() { one := p; one.Papers = whole; w.Requests.Papers = &one }
			id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
			w.confirm("chuyenvien.snv", id)
			broken()
			_, err := w.Requests.ToHead(w.ctx, w.as(snv.officer), []request.ID{id}, request.Signer{})
			if !errors.Is(err, errStopped) {
				t.Fatal(err)
			}
			began := w.at(id, request.Confirmed).Document
			letter := w.toHead(snv.officer, id)
			if began == "" || string(letter) != began {
				t.Fatalf("began with %q, finished with %q", began, letter)
			}
			w.signed(snv, letter)
			w.released(snv, letter)

			desk := w.as("thuebao.skhcn")
			w.must(w.Requests.Receive(w.ctx, desk, id))
			w.must(w.Requests.Accept(w.ctx, desk, id))
			_, err = w.Requests.Approve(w.ctx, desk, []request.ID{id})
			w.must(err)
			broken()
			if _, err = w.Requests.Forward(w.ctx, desk, []request.ID{id}, request.Signer{}); !errors.Is(err, errStopped) {
				t.Fatal(err)
			}
			w.forward(id)
			bundles, err := w.Requests.Dispatches(w.ctx, desk)
			w.must(err)
			if v := w.at(id, request.Forwarded); len(bundles) != 1 || v.Dispatch != bundles[0].ID {
				t.Errorf("%d dispatches, the line is in %q", len(bundles), v.Dispatch)
			}
		})
	}
}
