package documenttest

import (
	"context"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/document"
)

// came are arrivals of one department: "sent" by exchange, "again" the same
// document on paper an hour later and registered before a verdict, "held" for
// want of evidence.
func came(t *testing.T, s document.Store) map[string]*document.Document {
	t.Helper()
	by := map[string]*document.Document{}
	for i, name := range []string{"sent", "again", "held"} {
		a := Arrival(name)
		a.ReceivedAt = Start.Add(time.Duration(i) * time.Hour)
		a.Intake = document.Intake{Channel: document.ByExchange, Ref: a.Ref, By: Clerk.Person, ByName: Clerk.Name, At: a.ReceivedAt, Positive: true}
		switch name {
		case "again":
			a.Intake.Channel, a.Intake.Pending, a.Intake.Positive = document.ByPaper, true, false
		case "held":
			a.SenderRef = "77/BC-UBND"
		}
		by[name] = document.NewArrival(a)
	}
	again := by["again"]
	again.Intake.Suspect = by["sent"].ID
	must(t, by["held"].Judge(document.Verdict{Inconclusive: true, Reason: document.Reason{Code: "indeterminate", Text: "Chưa đủ căn cứ."}}, Law(t, "NA"), Start))
	Save(t, s, by["sent"], again, by["held"])
	return by
}

func testDesk(t *testing.T, s document.Store) {
	by := came(t, s)
	first := by["sent"]
	for name, test := range map[string]struct {
		q    document.DeskQuery
		want []string
	}{
		"all, oldest first": {document.DeskQuery{}, []string{"sent", "again", "held"}},
		"in a state":        {document.DeskQuery{States: []document.State{document.Held, document.Valid}}, []string{"held"}},
		"on a way":          {document.DeskQuery{Channel: document.ByPaper}, []string{"again"}},
		"before a verdict":  {document.DeskQuery{Pending: true}, []string{"again"}},
		"the page after":    {document.DeskQuery{After: document.Cursor{At: first.ArrivedAt, ID: first.ID}, Limit: 1}, []string{"again"}},
		"another agency's":  {document.DeskQuery{Agency: "kimlien"}, nil},
	} {
		if test.q.Agency == "" {
			test.q.Agency = first.Agency
		}
		rows, err := s.Desk(t.Context(), test.q)
		must(t, err)
		rowsAre(t, name, by, rows, test.want)
	}
	rows, err := s.Desk(t.Context(), document.DeskQuery{Agency: first.Agency, Channel: document.ByPaper})
	must(t, err)
	if r := rows[0]; !r.Pending || r.Positive || !r.Legal || r.Suspect != first.ID || r.ClerkName != Clerk.Name || !r.AttachedAt.Equal(Start.Add(time.Hour)) {
		t.Errorf("%+v", r)
	}
}

func rowsAre(t *testing.T, name string, by map[string]*document.Document, rows []document.DeskRow, want []string) {
	t.Helper()
	var got, ids []document.ID
	for _, r := range rows {
		got = append(got, r.ID)
	}
	for _, w := range want {
		ids = append(ids, by[w].ID)
	}
	if !slices.Equal(got, ids) {
		t.Errorf("%s: %v, want %v", name, got, want)
	}
}

func testArrivals(t *testing.T, s document.Store) {
	by := came(t, s)
	again := by["again"]
	like := func(l document.Likeness) []document.DeskRow {
		l.Agency, l.Except = again.Agency, again.ID
		rows, err := s.Alike(t.Context(), l)
		must(t, err)
		return rows
	}
	rowsAre(t, "the same number", by, like(document.Likeness{Key: again.RefKey()}), []string{"sent"})
	rowsAre(t, "the same DocumentId", by, like(document.Likeness{Ref: "ref-held"}), []string{"held"})
	rowsAre(t, "the same bytes", by, like(document.Likeness{SHA256: by["sent"].Files[0].SHA256}), []string{"sent"})
	rowsAre(t, "nothing known", by, like(document.Likeness{}), nil)
	rows, err := s.Attached(t.Context(), again.Agency, Start.Add(time.Hour), Start.Add(3*time.Hour), 10)
	must(t, err)
	rowsAre(t, "brought in, newest first", by, rows, []string{"held", "again"})

	want := []document.ID{again.ID, by["held"].ID}
	slices.Sort(want)
	waiting, err := s.Unsettled(t.Context(), "", 10)
	if must(t, err); !slices.Equal(waiting, want) {
		t.Errorf("%v wait for another check, want %v", waiting, want)
	}
	if waiting, err = s.Unsettled(t.Context(), want[0], 10); err != nil || !slices.Equal(waiting, want[1:]) {
		t.Error(waiting, err)
	}
	draft := Reach(t, document.Drafting)
	Save(t, s, draft)
	for range 2 {
		must(t, s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
			return tx.PutBasis(ctx, draft.ID, again.ID, Drafter.Person, Start)
		}))
	}
	if bases, err := s.BasesOf(t.Context(), draft.ID); err != nil || !slices.Equal(bases, []document.ID{again.ID}) {
		t.Error(bases, err)
	}
}
