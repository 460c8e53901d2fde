package clauses

import (
	"slices"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/event"
)

// TestAskedPersonOnlyAnswers: who was asked for an opinion reads the document
// and answers; the document is not theirs, then or later.
func TestAskedPersonOnlyAnswers(t *testing.T) {
	t.Parallel()
	j := open(t, "NA").write(draft{})
	asked := j.as(officer2)
	j.must(j.Documents.AskOpinions(j.ctx, j.as(officer), j.id, []org.PersonID{asked.Person}, start.AddDate(0, 0, 3)))
	_, err := j.Documents.Get(j.ctx, asked, j.id)
	j.must(err)
	refused(t, j.Documents.Submit(j.ctx, asked, j.id), "guard.forbidden")
	refused(t, j.Documents.MovePlaces(j.ctx, asked, j.id, nil), "guard.forbidden")
	j.must(j.Documents.GiveOpinion(j.ctx, asked, j.id, "Thống nhất."))
	j.must(j.Documents.AnswerOpinion(j.ctx, j.as(officer), j.id, j.load().Opinions[0].ID, "tiep-thu", ""))
	j.must(j.Documents.CloseOpinions(j.ctx, j.as(officer), j.id))
	j.to("seal")
	refused(t, j.Documents.Cancel(j.ctx, asked, j.id, "Không thích."), "guard.forbidden")
	refused(t, j.Documents.Cancel(j.ctx, j.as(officer), j.id, "Không thích."), "guard.forbidden", "văn thư")
	j.state(document.SealedState)
	j.must(j.Documents.Cancel(j.ctx, j.as(clerk), j.id, "Cấp nhầm sổ."))
}

// TestOldRoundIsOver: a new round closes the document to those of the former.
func TestOldRoundIsOver(t *testing.T) {
	t.Parallel()
	j := open(t, "NA").write(draft{})
	first, drafter, due := j.as(officer2), j.as(officer), start.AddDate(0, 0, 3)
	for _, asked := range []org.PersonID{first.Person, j.as("thuebao.skhcn").Person} {
		j.must(j.Documents.AskOpinions(j.ctx, drafter, j.id, []org.PersonID{asked}, due))
		j.must(j.Documents.CloseOpinions(j.ctx, drafter, j.id))
	}
	_, err := j.Documents.Get(j.ctx, first, j.id)
	refused(t, err, "document.absent")
}

// TestAssigneeOnlyCompletes: the task lets its person read and complete.
func TestAssigneeOnlyCompletes(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	in := w.write(draft{}).to("release")
	w.settle()
	in = in.arrival()
	_, err := in.register()
	w.must(err)
	by := w.as(otherOfficer)
	_, err = w.Documents.Get(w.ctx, by, in.id)
	refused(t, err, "document.absent")
	w.must(w.Tasks.Assign(w.ctx, w.as(otherLeader), in.id, by.Person, "Xử lý.", ""))
	_, err = w.Documents.Get(w.ctx, by, in.id)
	w.must(err)
	d := in.load()
	may := []org.Action{"incoming.read", "incoming.complete", "document.read", "document.download", "document.opinion-give", "task.read", "task.work"}
	for _, action := range w.Guard.Actions() {
		if strings.HasPrefix(string(action), "request.") || action == "document-type.read" {
			continue // about something else: no document is asked about by it
		}
		want := slices.Contains(may, action)
		if got := w.Documents.Can(org.Actor{Account: by.Account, Person: by.Person, Agency: by.Agency}, d, action); got != want && !w.Guard.Can(org.Actor{Account: by.Account}, action) {
			t.Errorf("%s for the assignee: %v", action, got)
		}
	}
	w.must(w.Tasks.Finish(w.ctx, by, in.id, "Đã xong."))
}

// shifted is the place moved by so many points.
func shifted(p document.Place, dx, dy float64) document.Place {
	p.X0, p.X1, p.Y0, p.Y1 = p.X0+dx, p.X1+dx, p.Y0+dy, p.Y1+dy
	return p
}

// TestMovedPlaceIsCheckedAgain: what the format checker let through is not
// moved behind the checker's back; the signer's own signature and the seal over
// it stay the signer's to move.
func TestMovedPlaceIsCheckedAgain(t *testing.T) {
	t.Parallel()
	for _, by := range []string{deputy, checker} {
		j := open(t, "NA").write(draft{}).to("format")
		number := shifted(placeOf(t, j.load(), document.PlaceNumber), 0, 1)
		j.must(j.Documents.MovePlaces(j.ctx, j.as(by), j.id, []document.Place{number}))
		d := j.state(document.Formatting)
		if _, ok := d.Standing(document.FormatCheck); ok {
			t.Errorf("%s moved the number and “Đạt” stands", by)
		}
		refused(t, j.approve(), "document.order")
		j.from("format", "seal")
	}
	j := open(t, "NA").write(draft{}).to("approve")
	seal := shifted(placeOf(t, j.load(), document.PlaceSeal), 0, 3)
	j.must(j.Documents.MovePlaces(j.ctx, j.as(deputy), j.id, []document.Place{seal}))
	if _, ok := j.state(document.AwaitingApproval).Standing(document.FormatCheck); !ok {
		t.Error("the signer moved the seal and has to wait for the checker")
	}
	j.must(j.Documents.MovePlaces(j.ctx, j.as(checker), j.id, []document.Place{shifted(seal, 0, -3)}))
	j.state(document.Formatting)
	own := open(t, "NA").write(draft{typeCode: "GM", signer: unitLeader, capacity: org.ByOrder, main: letterOf("Lê Quang Huy", "Trưởng phòng", "TL.")}).to("consent")
	number := shifted(placeOf(t, own.load(), document.PlaceNumber), 0, 1)
	own.must(own.Documents.MovePlaces(own.ctx, own.as(unitLeader), own.id, []document.Place{number}))
	own.state(document.AwaitingApproval) // nobody checks the format before the clerk here
}

// TestPlacesBelongToWhoseTurnItIs: each step has its own people who place.
func TestPlacesBelongToWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	all := []string{officer, unitLeader, clerk, deputy, checker} // the checker last: that sends it back
	j := w.write(draft{})
	for _, c := range []struct {
		step string
		may  []string
	}{
		{"", []string{officer}}, {"submit", []string{officer, unitLeader}}, {"consent", []string{checker, clerk}},
		{"format", []string{deputy, checker}}, {"sign", nil},
	} {
		switch c.step {
		case "":
		case "sign":
			j.from("format", "sign")
		default:
			j.must(steps[map[string]int{"submit": 0, "consent": 1, "format": 2}[c.step]].do(j))
		}
		for _, by := range all {
			allowed := false
			for _, m := range c.may {
				allowed = allowed || m == by
			}
			if got := w.Documents.MayPlace(w.as(by), j.load()); got != allowed {
				t.Errorf("after %q %s may place: %v", c.step, by, got)
			}
			err := w.Documents.Replace(w.ctx, w.as(by), j.id)
			if allowed != (err == nil) {
				t.Errorf("after %q %s places: %v", c.step, by, err)
			}
		}
	}
}

// TestNumberStaysOffTheWords: the clerk's number is not written over a word
// that the signer approved.
func TestNumberStaysOffTheWords(t *testing.T) {
	t.Parallel()
	j := open(t, "NA").write(draft{}).to("consent")
	j.must(j.Documents.Prepare(j.ctx, j.as(checker), j.id))
	d := j.load()
	word := line(t, j.words(j.prepared())[placeOf(t, d, document.PlaceSigner).Page-1], "Trần Thị Minh")
	for _, field := range []string{document.PlaceNumber, document.PlaceDay} {
		p := placeOf(t, d, field)
		over := shifted(p, word.X0-p.X0, word.Y0-p.Y0)
		over.Page = placeOf(t, d, document.PlaceSigner).Page
		refused(t, j.Documents.MovePlaces(j.ctx, j.as(checker), j.id, []document.Place{over}), "place.over-words", "đè lên chữ")
		away := p
		away.Page = 9
		refused(t, j.Documents.MovePlaces(j.ctx, j.as(checker), j.id, []document.Place{away}), "place.page")
		j.must(j.Documents.MovePlaces(j.ctx, j.as(checker), j.id, []document.Place{p})) // over the dots
	}
}

// TestStalePageDecidesNothing: a page that was opened before the subject or a
// place changed decides nothing on what stands now.
func TestStalePageDecidesNothing(t *testing.T) {
	t.Parallel()
	j := open(t, "NA").write(draft{}).to("submit")
	old, content := j.load().Binding(), j.load().ContentHash()
	j.must(j.Documents.Return(j.ctx, j.as(unitLeader), j.id, "Sửa trích yếu."))
	f := j.load().Fields
	f.Subject = "V/v điều động cán bộ"
	j.must(j.Documents.Edit(j.ctx, j.as(officer), j.id, f))
	j.must(j.submit())
	if j.load().ContentHash() != content {
		t.Fatal("the files changed as well")
	}
	refused(t, j.Documents.UnitApprove(j.ctx, j.as(unitLeader), j.id, old, ""), "document.changed")
	refused(t, j.Documents.UnitApprove(j.ctx, j.as(unitLeader), j.id, content, ""), "document.changed")
	j.must(j.consent())
	before := j.load().Seen()
	j.must(j.Documents.Replace(j.ctx, j.as(clerk), j.id)) // lays the fields
	refused(t, j.Documents.PassFormat(j.ctx, j.as(checker), j.id, before, ""), "document.changed")
	refused(t, j.Documents.PassFormat(j.ctx, j.as(checker), j.id, "", ""), "document.changed")
	j.state(document.Formatting)
	j.from("format", "sign")
	refused(t, j.Documents.Recheck(j.ctx, j.as(clerk), j.id, before, nil, ""), "document.changed")
	j.from("recheck", "release")
}

// TestNobodyElseIsSentTo: neither the agency itself, nor twice, nor somebody
// whom the document does not name.
func TestNobodyElseIsSentTo(t *testing.T) {
	t.Parallel()
	w := open(t, "NA")
	_, err := w.Documents.Create(w.ctx, w.as(officer), draft{to: []document.Recipient{{Code: sender}}}.whole().fields(w))
	refused(t, err, "recipient.self", "chính mình")
	j := w.write(draft{to: []document.Recipient{{Code: receiver}, {Code: receiver}}}).to("release")
	w.settle()
	forged := event.New(document.EventReleased, string(j.id), document.ReleaseMessage{Code: "H41.36"})
	if err := w.Exchange.HandleReleased(w.ctx, forged); err == nil {
		t.Error("a delivery was opened to an agency that the document does not name")
	}
	if list, err := w.Exchange.OfDocument(w.ctx, w.as(clerk), j.id); err != nil || len(list) != 1 {
		t.Errorf("%d deliveries, %v", len(list), err)
	}
}
