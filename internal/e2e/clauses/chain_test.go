package clauses

import (
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
	"antin/internal/domain/signing"
	"antin/internal/fault"
	"antin/pades"
)

// step is a signature besides those of signer and agency.
func (w *world) step(account string, kind document.StepKind, order, need int) document.Step {
	by := w.as(account)
	return document.Step{Person: by.Person, Agency: by.Agency, Kind: kind, Order: order, Need: need}
}

// flow chooses the order of signing of a draft.
func (j *journey) flow(f document.Flow, steps ...document.Step) *journey {
	j.t.Helper()
	j.must(j.Documents.ChooseFlow(j.ctx, j.as(officer), j.id, f, steps))
	return j
}

// next is the file that the next signature goes on.
func (j *journey) next() string {
	f, _ := j.load().SignBase()
	return f.SHA256
}

// signsAs makes whatever signature the chain waits for from the account.
func (j *journey) signsAs(account string) error {
	with, err := j.Personal(j.ctx, account)
	j.must(err)
	if d := j.load(); d.State == document.AwaitingApproval && j.as(account).Person == d.Signer.Person {
		if err := j.Documents.Approve(j.ctx, j.as(account), j.id, j.next()); err != nil {
			return err
		}
	}
	return j.Documents.Sign(j.ctx, j.as(account), j.id, j.next(), j.fit(with))
}

func (j *journey) sealsAs(account string) error {
	with, err := j.AgencyKey(j.ctx, account)
	j.must(err)
	return j.Documents.Seal(j.ctx, j.as(account), j.id, j.fit(with))
}

// chain is what the verifier reads from the newest file.
func (j *journey) chain() *pades.Report {
	j.t.Helper()
	f, ok := j.load().Current(document.Main)
	if !ok {
		j.t.Fatal("no main file")
	}
	return j.verify(j.bytes(f.SHA256))
}

// agrees wants record and PDF to say the same of the chain.
func (j *journey) agrees() *pades.Report {
	j.t.Helper()
	r := j.chain()
	if r.Indication != pades.TotalPassed {
		j.t.Fatalf("the file is %s %s: %+v", r.Indication, r.SubIndication, r.Signatures)
	}
	if list := j.Documents.ChainDifferences(j.ctx, j.load(), r); len(list) > 0 {
		j.t.Fatalf("record and PDF differ: %+v", list)
	}
	return r
}

// TestCheckedFlow: content, format, leader, agency, each signature in its turn
// and none before (HD2-11.3c).
func TestCheckedFlow(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-11.3", "HD2-11.3c")
	w := open(t, "HD")
	j := w.write(draft{}).flow(document.FlowChecked, w.step(unitLeader, document.StepContent, 1, 1), w.step(director, document.StepFormat, 2, 1))
	j.must(j.submit())
	j.state(document.Collecting)
	if err := w.Documents.ChooseFlow(w.ctx, w.as(officer), j.id, document.FlowTwo, nil); !fault.Is(err, "document.order") {
		t.Fatalf("the flow was changed after submission: %v", err)
	}
	refused(t, j.signsAs(director), "flow.order", "Sai trình tự ký số")
	refused(t, j.signsAs(deputy), "flow.order", "Sai trình tự ký số")
	refused(t, j.sealsAs(clerk), "flow.order", "Sai trình tự ký số", "đang chờ chữ ký của")
	j.must(j.signsAs(unitLeader))
	j.agrees()
	refused(t, j.sealsAs(clerk), "flow.order", "Sai trình tự ký số")
	j.must(j.signsAs(director))
	j.state(document.AwaitingApproval)
	refused(t, j.sealsAs(clerk), "seal.unsigned")
	j.must(j.signsAs(deputy))
	j.state(document.AwaitingClerk)
	j.must(j.recheck())
	j.must(j.seal())
	r := j.agrees()
	if len(r.Signatures) != 4 || !r.ChainComplete() {
		t.Fatalf("%d signatures, chain %+v", len(r.Signatures), r.Chain)
	}
	j.must(j.release())
	gates := map[string]int{}
	for _, c := range j.load().Checks {
		gates[c.Gate]++
	}
	if gates["step"] != 2 || gates["sign"] != 1 || gates["seal"] != 1 {
		t.Errorf("stored verifications: %v", gates)
	}
}

// TestPersonsOnly: people sign for themselves; no number, no seal, no release,
// and the page says so (HD2-11.3d).
func TestPersonsOnly(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-11.3d")
	w := open(t, "HD")
	j := w.write(draft{}).flow(document.FlowPersons,
		w.step(unitLeader, document.StepInitial, 1, 2), w.step(director, document.StepSign, 1, 2))
	j.must(j.submit())
	refused(t, j.sealsAs(clerk), "flow.no-release", "không phát hành")
	j.must(j.signsAs(director)) // of the same group, in whatever order
	j.must(j.signsAs(unitLeader))
	j.must(j.signsAs(deputy))
	j.state(document.Attested)
	r := j.agrees()
	if len(r.Signatures) != 3 || !r.ChainComplete() {
		t.Fatalf("%d signatures", len(r.Signatures))
	}
	marked := false
	for _, v := range r.Values {
		marked = marked || v.Field == pades.FieldMark && v.Value == "KHÔNG PHÁT HÀNH"
	}
	if !marked {
		t.Errorf("the file is not marked: %+v", r.Values)
	}
	refused(t, j.sealsAs(clerk), "flow.no-release", "không cấp số")
	refused(t, j.release(), "flow.no-release", "không phát hành")
	if d := j.load(); d.Number != 0 {
		t.Errorf("it took the number %d", d.Number)
	}
}

// TestJointDocument: the lead signs, each other agency signs, seals and hands
// back, the lead gives the number and seals last (HD2-11.3e).
func TestJointDocument(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-11.3e")
	w := open(t, "HD")
	j := w.write(draft{}).flow(document.FlowJoint, w.step(otherLeader, document.StepSign, 1, 1))
	j.from("submit", "sign")
	j.state(document.Collecting)
	if _, err := w.Documents.Get(w.ctx, w.as(otherLeader), j.id); !fault.Is(err, "document.absent") {
		t.Fatalf("the other agency reads it before it was passed on: %v", err)
	}
	refused(t, j.sealsAs(clerk), "flow.order", "Sai trình tự ký số")
	j.must(w.Documents.PassOn(w.ctx, w.as(clerk), j.id))
	refused(t, w.Documents.PassOn(w.ctx, w.as(clerk), j.id), "flow.order")
	refused(t, j.sealsAs(otherClerk), "flow.order", "Sai trình tự ký số")
	if _, err := w.Documents.Get(w.ctx, w.as(otherOfficer), j.id); !fault.Is(err, "document.absent") {
		t.Fatalf("somebody else of the other agency reads it: %v", err)
	}
	j.must(j.signsAs(otherLeader))
	j.must(j.sealsAs(otherClerk))
	j.state(document.AwaitingClerk)
	j.must(j.recheck())
	j.must(j.seal())
	r := j.agrees()
	if len(r.Signatures) != 4 || !r.ChainComplete() {
		t.Fatalf("%d signatures, chain %+v", len(r.Signatures), r.Chain)
	}
	j.must(j.release())
	kinds := map[document.DecisionKind]int{}
	for _, dec := range j.load().Decisions {
		kinds[dec.Kind]++
	}
	if kinds[document.PassedOn] != 1 || kinds[document.HandedBack] != 1 {
		t.Errorf("transfers: %v", kinds)
	}
	if log := w.logged(string(j.id), "document.pass-on"); len(log) != 1 || log[0].Person == "" {
		t.Errorf("passing on is logged %d times", len(log))
	}
}

// TestNothingLeavesWithoutItsSignature: the signature is in the file; a document
// without it is not sent, and what is sent is the signed file (HD2-04.1).
func TestNothingLeavesWithoutItsSignature(t *testing.T) {
	t.Parallel()
	proves(t, "HD", "HD2-04.1")
	w := open(t, "HD")
	j := w.write(draft{})
	for _, s := range steps[:len(steps)-1] {
		refused(t, j.release(), "release.unsigned", "phải được ký số trước khi phát hành")
		j.must(s.do(j))
	}
	j.must(j.release())
	w.settle()
	in := j.arrival()
	sealed := j.at(document.Sealed)
	got, ok := in.load().Current(document.Main)
	if !ok || got.SHA256 != sealed.SHA256 {
		t.Fatalf("another file was sent: %s, signed %s", got.SHA256, sealed.SHA256)
	}
	if r := w.verify(w.bytes(got.SHA256)); r.Indication != pades.TotalPassed || len(r.Signatures) != 2 {
		t.Errorf("the file that was sent is %s with %d signatures", r.Indication, len(r.Signatures))
	}
}

// TestSigningHasAPurpose: each signing is for a document and says with which
// certificate; without a document nothing is signed; the holder sees the history
// (LD-19.3).
func TestSigningHasAPurpose(t *testing.T) {
	t.Parallel()
	proves(t, "LD", "LD-19.3")
	w := open(t, "LD")
	j := w.write(draft{}).to("sign")
	by := w.as(deputy)
	with, err := w.Personal(w.ctx, deputy)
	w.must(err)
	_, _, err = w.Documents.OpenTicket(w.ctx, by, document.TicketSign, nil, with)
	refused(t, err, "ticket.empty", "Chưa chọn văn bản nào để ký")
	log := w.logged(string(j.id), "document.sign")
	if len(log) != 1 || log[0].Data["certificate"] != string(with.Certificate) || log[0].Subject != string(j.id) {
		t.Errorf("the log of the signing: %+v", log)
	}
	list, err := w.Documents.MySignings(w.ctx, by, w.clock.now().Add(time.Hour))
	if err != nil || len(list) != 1 || list[0].Document != j.id || list[0].Hash != j.at(document.Signed).SHA256 {
		t.Errorf("history of the holder: %+v, %v", list, err)
	}
	if list, err := w.Documents.MySignings(w.ctx, w.as(director), w.clock.now().Add(time.Hour)); err != nil || len(list) != 0 {
		t.Errorf("somebody else's history: %+v, %v", list, err)
	}
}

// TestShareOfSignedDocuments: every type can be signed, and the share of signed
// ones among those issued is counted per agency and period (LD-13.0, HT-07.0).
func TestShareOfSignedDocuments(t *testing.T) {
	under(t, []string{"LD", "HT"}, func(t *testing.T, province string) {
		proves(t, province, "LD-13.0", "HT-07.0")
		w := open(t, province)
		for _, kind := range w.law().Documents.Types {
			if len(w.law().Documents.FlowsOf(kind.Code)) == 0 {
				t.Errorf("%s cannot be signed", kind.Name)
			}
		}
		w.write(draft{}).to("release")
		w.write(draft{}).to("seal") // not issued: not counted
		day := w.clock.now()
		count := func(from, to time.Time) (issued, signed int) {
			list, err := w.Documents.Usage(w.ctx, w.as(clerk), from, to)
			w.must(err)
			for _, u := range list {
				issued, signed = issued+u.Issued, signed+u.Signed
			}
			return issued, signed
		}
		if issued, signed := count(day, day); issued != 1 || signed != 1 {
			t.Errorf("%d issued, %d signed", issued, signed)
		}
		if issued, _ := count(day.AddDate(0, 0, -30), day.AddDate(0, 0, -1)); issued != 0 {
			t.Errorf("%d issued in the month before", issued)
		}
		behind, err := w.Documents.Issued(w.ctx, w.as(clerk), day, day)
		if err != nil || len(behind) != 1 || !behind[0].Signed || behind[0].Number != 1 {
			t.Errorf("behind the figure: %+v, %v", behind, err)
		}
	})
}

// TestAuthorityEndsWithThePost: from the day the post ends nobody signs in that
// title, and a request about the certificate is drafted (NA-10.4).
func TestAuthorityEndsWithThePost(t *testing.T) {
	t.Parallel()
	proves(t, "NA", "NA-10.4")
	w := open(t, "NA")
	j := w.write(draft{}).to("approve")
	by := w.as(deputy)
	posts, err := w.Org.PostsOf(w.ctx, by.Person, by.Agency, w.clock.now())
	w.must(err)
	if len(posts) == 0 {
		t.Fatal("no post to end")
	}
	with, err := w.Personal(w.ctx, deputy)
	w.must(err)
	hash := j.prepared()
	_, err = w.Org.Decide(w.ctx, w.Installer(), org.Deed{
		Kind: org.DeedEndPost, DeedData: org.DeedData{Agency: by.Agency, Person: by.Person, Post: posts[0].ID},
		Paper: "45/QĐ-SNV ngày 10/3/2026", Reason: "Thôi giữ chức vụ.", At: w.clock.now(),
	})
	w.must(err)
	w.clock.pass(time.Minute)
	err = w.Documents.Sign(w.ctx, by, j.id, hash, j.fit(with))
	refused(t, err, "authority.beyond", "chức vụ đã hết hiệu lực")
	w.settle()
	w.requestAbout(with.Certificate)
}

// requestAbout wants a draft that changes or ends the certificate.
func (w *world) requestAbout(id signing.CertificateID) {
	w.t.Helper()
	list, err := w.Requests.List(w.ctx, w.as(deviceManager), request.Query{})
	w.must(err)
	for _, r := range list {
		if r.Certificate == id && (r.Kind == request.Change || r.Kind == request.Revoke) {
			return
		}
	}
	w.t.Errorf("no request about the certificate among %d: %+v", len(list), list)
}
