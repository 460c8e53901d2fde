package clauses

import (
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
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
	w.must(w.Documents.Assign(w.ctx, w.as(otherLeader), in.id, by.Person, "Xử lý.", ""))
	_, err = w.Documents.Get(w.ctx, by, in.id)
	w.must(err)
	d := in.load()
	for _, action := range w.Guard.Actions() {
		want := action == "incoming.read" || action == "incoming.complete" || action == "document.read" || action == "document.opinion-give"
		if got := w.Documents.Can(org.Actor{Account: by.Account, Person: by.Person, Agency: by.Agency}, d, action); got != want && !w.Guard.Can(org.Actor{Account: by.Account}, action) {
			t.Errorf("%s for the assignee: %v", action, got)
		}
	}
	w.must(w.Documents.Complete(w.ctx, by, in.id, "Đã xong."))
}
