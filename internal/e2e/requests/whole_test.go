package requests

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/device"
	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/testkit/clause"
)

// What was signed before a certificate was revoked stays valid; nothing new is
// signed with it.
func TestSignedBeforeTheRevocationStaysValid(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-12-1")
	with, err := w.Personal(w.ctx, snv.signer)
	w.must(err)
	c, err := w.Signing.Certificate(w.ctx, with.Certificate)
	w.must(err)
	letter := w.send("chuyenvien.snv", w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv")))
	w.clock.pass(time.Hour)

	in := w.revocation(c, "transferred")
	in.Fields, in.EffectiveAt = fields, w.clock.now()
	id := w.draft("chuyenvien.snv", in)
	w.send("chuyenvien.snv", id)
	if list, err := w.Signing.Choices(w.ctx, w.as(snv.signer), signing.ForPerson); err != nil || len(list) != 0 {
		t.Errorf("after the request %d certificates can be chosen, %v", len(list), err)
	}
	answer := w.answer("H41.35", "vanthu.snv", "giamdoc.snv", "chuyenvien.snv")
	w.clock.pass(time.Minute)
	end := w.clock.now()
	leaf, err := c.Leaf()
	w.must(err)
	w.must(w.PKI.Revoke(leaf.SerialNumber, end, 1))
	w.must(w.Requests.Grant(w.ctx, w.as("chuyenvien.snv"), id, request.Result{Answer: answer, At: end}))
	w.clock.pass(time.Hour)
	v := w.at(id, request.Granted)
	if w.statusOf(c.ID) != signing.Revoked || !v.EffectiveAt.Equal(end) || v.ReasonLabel == "" || v.CreatedBy == "" {
		t.Errorf("the certificate is %s, the request %+v", w.statusOf(c.ID), v.Request)
	}
	f, _ := w.document(letter).AtStage(document.Sealed)
	check, report, err := w.Documents.CheckFile(w.ctx, f, "request", time.Time{})
	w.must(err)
	if check.Indication != "TOTAL-PASSED" {
		t.Errorf("signed before, and now %s: %s", check.Indication, report.SubIndication)
	}
}

// Hải Dương: the holder's confirmation of the device ends the request.
func TestHandoverClosesTheRequest(t *testing.T) {
	t.Parallel()
	w := open(t, "HD", set{"subscribers.competent_title", false})
	clause.Covers(t, "HD2-07a")
	desk, holder := w.as("thuebao.skhcn"), w.as("chuyenvien.snv")
	d, err := w.Device.Enter(w.ctx, desk, device.Entering{Serial: "TK-07A", Kind: device.Token, Agency: holder.Agency, Holder: holder.Person})
	w.must(err)
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.send("chuyenvien.snv", id)
	w.must(w.Requests.Receive(w.ctx, desk, id))
	w.must(w.Requests.Accept(w.ctx, desk, id))
	_, err = w.Requests.Approve(w.ctx, w.as("giamdoc.skhcn"), []request.ID{id})
	w.must(err)
	w.forwardBy("thuebao.skhcn", id)
	w.must(w.Requests.Reached(w.ctx, desk, id, time.Time{}))
	w.must(w.Requests.Grant(w.ctx, desk, id, request.Result{Certificate: w.issue("chuyenvien.snv"), DeviceSerial: d.Serial}))
	w.at(id, request.Granted)
	w.must(w.Device.SetContact(w.ctx, w.as(snv.signer), holder.Agency, holder.Person))
	h, err := w.Device.Draft(w.ctx, desk, device.Handover{Device: d.ID, Giver: desk.Person, Receiver: holder.Person, Condition: "Tốt", Place: "Trụ sở"})
	w.must(err)
	w.must(w.Device.ConfirmGiving(w.ctx, desk, h.ID))
	version, _, err := w.Device.Duties(w.ctx, holder)
	w.must(err)
	w.must(w.Device.ConfirmReceipt(w.ctx, holder, h.ID, device.Receipt{Serial: d.Serial, Duties: version}))
	w.settle()
	var passed []request.State
	for _, step := range w.at(id, request.Closed).Steps {
		if passed = append(passed, step.State); step.At.IsZero() {
			t.Errorf("%s has no date", step.State)
		}
	}
	if n := len(passed); passed[n-2] != request.HandedOver {
		t.Errorf("the request passed %v", passed)
	}
}

// The department is told on the due day and again when it is late; what is late
// is on its list, and the export of a dispatch stays what was sent.
func TestForwardingIsRemindedAndListedLate(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	clause.Covers(t, "LD-09-2")
	desk := w.as("thuebao.skhcn")
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.send("chuyenvien.snv", id)
	w.must(w.Requests.Receive(w.ctx, desk, id))
	w.must(w.Requests.Accept(w.ctx, desk, id))
	told := func(want string) {
		t.Helper()
		for range 2 { // each is told once
			w.must(w.Requests.Remind(w.ctx, w.province))
		}
		list, err := w.Requests.Notices(w.ctx, desk)
		w.must(err)
		n := 0
		for _, one := range list {
			if one.Request == id && strings.Contains(one.Text, want) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%q was told %d times: %+v", want, n, list)
		}
	}
	if list, err := w.Requests.Notices(w.ctx, desk); err != nil || len(list) != 0 {
		t.Errorf("told before the day: %+v, %v", list, err)
	}
	w.clock.pass(24 * time.Hour)
	told("Đến hạn hôm nay")
	w.clock.pass(9 * time.Hour)
	told("Quá hạn")
	board, err := w.Requests.Desk(w.ctx, desk)
	w.must(err)
	if len(board.Late) != 1 || board.Late[0].ID != id {
		t.Errorf("late: %+v", board.Late)
	}
	_, err = w.Requests.Approve(w.ctx, desk, []request.ID{id})
	w.must(err)
	if text := w.exported(""); !strings.Contains(text, w.get(id).Code) {
		t.Error("what is approved is not in its list")
	}
	w.forward(id)
	v := w.at(id, request.Forwarded)
	if text := w.exported(v.Dispatch); !strings.Contains(text, v.Code) {
		t.Errorf("the dispatch of %s has lost it", v.Code)
	}
}

// exported is the text of the workbook.
func (w *world) exported(dispatch string) string {
	w.t.Helper()
	var book bytes.Buffer
	w.must(w.Requests.Export(w.ctx, w.as("thuebao.skhcn"), dispatch, &book))
	parts, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	w.must(err)
	var text strings.Builder
	for _, part := range parts.File {
		r, err := part.Open()
		w.must(err)
		_, err = io.Copy(&text, r)
		w.must(err)
		w.must(r.Close())
	}
	return text.String()
}

// A letter whose signatures do not hold is not taken in; as it was sent, it is
// (LD-09-1).
func TestBadSignatureIsNotReceived(t *testing.T) {
	t.Parallel()
	w := open(t, "LD", set{"exchange.email_domains", []any{"nghean.gov.vn"}})
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	letter := w.send("chuyenvien.snv", id)
	path, good := w.stored(letter)
	bad := bytes.Clone(good)
	bad[len(bad)/3] ^= 1
	w.must(os.WriteFile(path, bad, 0o600))
	refused(t, w.Requests.Receive(w.ctx, w.as("thuebao.skhcn"), id), "request.signature", "không hợp lệ", "LD-09")
	w.at(id, request.Sent)
	w.must(os.WriteFile(path, good, 0o600))
	w.must(w.Requests.Receive(w.ctx, w.as("thuebao.skhcn"), id))
	w.at(id, request.Received)
}

// stored is where the sealed letter lies, and its bytes.
func (w *world) stored(id document.ID) (path string, raw []byte) {
	w.t.Helper()
	f, _ := w.document(id).AtStage(document.Sealed)
	w.must(filepath.WalkDir(w.Config.Dir, func(at string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(strings.ReplaceAll(at, string(filepath.Separator), ""), f.SHA256) {
			path = at
		}
		return err
	}))
	w.must(os.Chmod(path, 0o600))
	raw, err := os.ReadFile(path)
	w.must(err)
	return path, raw
}

// decide takes a deed about people by the installer.
func (w *world) decide(d org.Deed) {
	w.t.Helper()
	d.Reason, d.Paper = "Theo quyết định", "12/QĐ-SNV ngày 10/03/2026"
	_, err := w.Org.Decide(w.ctx, w.Installer(), d)
	w.must(err)
	w.settle()
}

// Whom the organisation lets go loses the certificate by the deed itself.
func TestRetirementIsDecidedAndHeard(t *testing.T) {
	t.Parallel()
	w := open(t, "LD")
	clause.Covers(t, "LD-20.5-2")
	for account, kind := range map[string]org.DeedKind{"chuyenvien.snv": org.DeedRetire, "thethuc.snv": org.DeedDeath, "vanthu.snv": org.DeedResign} {
		c := w.has(account)
		w.decide(org.Deed{Kind: kind, DeedData: org.DeedData{Person: c.Person}})
		drafts, err := w.Requests.Store.OpenFor(w.ctx, c.ID, request.Revoke)
		w.must(err)
		if len(drafts) != 1 || drafts[0].Flag != request.FlagOpened || drafts[0].ReasonLabel == "" {
			t.Errorf("%s: drafts %+v", kind, drafts)
		}
		if held := w.held(c.ID); len(held) != 1 || held[0] != signing.CauseHolderLeft {
			t.Errorf("%s: held by %v", kind, held)
		}
	}
	undone, err := w.Requests.Undone(w.ctx, w.as("giamdoc.snv"))
	w.must(err)
	told, err := w.Requests.Notices(w.ctx, w.as("giamdoc.snv"))
	w.must(err)
	if len(undone) < 3 || len(told) < 3 {
		t.Errorf("%d undone drafts, the head was told %d times", len(undone), len(told))
	}
}

// The request keeps by which khoản and which post; who has no post any more has
// a certificate that is to be revoked.
func TestBasisAndPostStayOnTheRequest(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	clause.Covers(t, "NA-02.5", "NA-02.6")
	by := w.as("chuyenvien.snv")
	posts, err := w.Org.PostsOf(w.ctx, by.Person, by.Agency, w.clock.now())
	w.must(err)
	id := w.draft("chuyenvien.snv", w.fresh("chuyenvien.snv"))
	w.confirm("chuyenvien.snv", id)
	if v := w.get(id); v.Post != posts[0].ID || !strings.Contains(v.Basis, "NA-02.") {
		t.Errorf("the request keeps the post %q and %q", v.Post, v.Basis)
	}
	for kind, code := range map[org.Kind]string{org.KindStateBody: "X5", org.KindPolitical: "X6"} {
		body, err := w.Org.CreateAgency(w.ctx, w.Installer(), org.Agency{Code: code, Name: "Quỹ " + code, Kind: kind, Level: org.LevelProvince, Province: w.province, Parent: by.Agency})
		w.must(err)
		in := w.fresh("chuyenvien.snv")
		in.Subject, in.Agency, in.Person = request.ForAgency, body.ID, ""
		in.Fields["name"], in.Fields["email"] = body.Name, "quy@nghean.gov.vn"
		other := w.draft("chuyenvien.snv", in)
		w.confirm("giamdoc.snv", other)
		if v := w.get(other); !strings.Contains(v.Basis, "NA-02.5") {
			t.Errorf("%s is entitled by %q", kind, v.Basis)
		}
	}

	c := w.has("chuyenvien.snv")
	w.decide(org.Deed{Kind: org.DeedEndPost, DeedData: org.DeedData{Post: posts[0].ID}})
	drafts, err := w.Requests.Store.OpenFor(w.ctx, c.ID, request.Revoke)
	w.must(err)
	holds, err := w.Signing.Holds(w.ctx, c.ID, w.clock.now())
	w.must(err)
	if len(drafts) != 1 || drafts[0].Flag != request.FlagOpened || len(holds) != 1 || !strings.Contains(holds[0].Message, "cần thu hồi") {
		t.Errorf("drafts %+v, holds %+v", drafts, holds)
	}
}
