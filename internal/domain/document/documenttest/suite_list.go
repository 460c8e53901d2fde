package documenttest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
)

func list(t *testing.T, s document.Store, q document.Query) []document.ID {
	t.Helper()
	rows, err := s.List(t.Context(), q)
	must(t, err)
	n, err := s.Count(t.Context(), q)
	must(t, err)
	if n != len(rows) && q.Limit == 0 {
		t.Errorf("Count says %d, List %d", n, len(rows))
	}
	ids := make([]document.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
}

func testFilters(t *testing.T, s document.Store) {
	by := map[string]*document.Document{}
	for state := range Steps() {
		by[string(state)] = Reach(t, state)
	}
	other := Drafter
	other.Person, other.Agency, other.Unit = "other-drafter", "kimlien", "other-unit"
	f := Fields()
	f.Signer.Person = "other-signer"
	by["other"] = document.NewDraft(other, f, Start)
	by["done"] = Reach(t, document.Assigned)
	must(t, by["done"].Hand(Signer, Hand(Checker), Start))
	must(t, by["done"].Finish(Drafter, by["done"].Assignments[0].ID, "Xong phần tôi.", Start))
	by["given"] = Reach(t, document.Consulting)
	must(t, by["given"].GiveOpinion(Colleague, "Thống nhất.", Start))
	by["second round"] = Reach(t, document.Consulting)
	must(t, by["second round"].CloseOpinions(Drafter, Start))
	must(t, by["second round"].AskOpinions(Drafter, []org.Person{{ID: Checker.Person}}, Start.Add(time.Hour), Start))
	names := map[document.ID]string{}
	for name, d := range by {
		Save(t, s, d)
		names[d.ID] = name
	}
	for name, test := range map[string]struct {
		q    document.Query
		want []string
	}{
		"agency":          {document.Query{Agency: "kimlien"}, []string{"other"}},
		"unit":            {document.Query{Unit: "other-unit"}, []string{"other"}},
		"drafter":         {document.Query{Drafter: "other-drafter"}, []string{"other"}},
		"signer":          {document.Query{Signer: "other-signer"}, []string{"other"}},
		"direction":       {document.Query{Direction: document.Incoming}, []string{"arrived", "assigned", "completed", "done", "held", "refused", "registered", "sent-back", "valid"}},
		"states":          {document.Query{States: []document.State{document.AwaitingClerk, document.Numbered}}, []string{"awaiting-clerk", "numbered"}},
		"open task":       {document.Query{Assignee: Drafter.Person}, []string{"assigned"}},
		"another's task":  {document.Query{Assignee: Checker.Person}, []string{"done"}},
		"task handled":    {document.Query{Handled: Drafter.Person}, []string{"completed", "done"}},
		"opinion asked":   {document.Query{Asked: Colleague.Person}, []string{"consulting"}},
		"opinion, again":  {document.Query{Asked: Checker.Person}, []string{"second round"}},
		"all of them":     {document.Query{Agency: "skhcn", Unit: "cds", Drafter: Drafter.Person, Signer: Signer.Person, Direction: document.Outgoing, States: []document.State{document.Faulty}}, []string{"faulty"}},
		"nobody":          {document.Query{Drafter: "nobody"}, nil},
		"state elsewhere": {document.Query{Agency: "kimlien", States: []document.State{document.Faulty}}, nil},
	} {
		var got []string
		for _, id := range list(t, s, test.q) {
			got = append(got, names[id])
		}
		if slices.Sort(got); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func testSummary(t *testing.T, s document.Store) {
	out, in := Reach(t, document.Released), Reach(t, document.Registered)
	Save(t, s, out, in)
	for _, want := range []document.Summary{
		{ID: out.ID, Direction: document.Outgoing, Type: "CV", Subject: out.Subject, State: document.Released, Signer: Signer.Name,
			Number: 12, Symbol: "SKHCN-CĐS", IssuedOn: "2026-11-23", Recipients: 2, Recipient: "Ủy ban nhân dân xã Kim Liên", UpdatedAt: out.UpdatedAt},
		{ID: in.ID, Direction: document.Incoming, Type: "BC", Subject: in.Subject, State: document.Registered, Signer: "Đặng Văn Thành",
			IssuedOn: "2026-11-20", FromName: in.FromName, SenderRef: in.SenderRef, Arrival: 7, UpdatedAt: in.UpdatedAt, ArrivedAt: Start},
	} {
		got, err := s.List(t.Context(), document.Query{Direction: want.Direction})
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("\n got %+v, %v\nwant %+v", got, err, want)
		}
	}
}

// Between two pages a row that was shown, one that was not, and a new one
// change: nothing is shown twice, and what did not change is not lost.
func testCursor(t *testing.T, s document.Store) {
	var docs []*document.Document
	for i := range 23 {
		d := Reach(t, document.Drafting)
		d.UpdatedAt = Start.Add(time.Duration(i/4) * time.Millisecond) // four of the same moment
		docs = append(docs, d)
	}
	Save(t, s, docs...)
	touch := func(id document.ID, at time.Time) {
		must(t, s.Transact(t.Context(), func(ctx context.Context, tx document.Tx) error {
			d, err := tx.Load(ctx, id)
			if err != nil {
				return err
			}
			d.UpdatedAt = at
			return tx.Save(ctx, d)
		}))
	}
	all := list(t, s, document.Query{Agency: "skhcn"})
	if len(all) != len(docs) {
		t.Fatalf("%d of %d", len(all), len(docs))
	}
	var seen []document.ID
	changed := map[document.ID]bool{}
	q := document.Query{Agency: "skhcn", Limit: 5}
	for page := 1; ; page++ {
		rows, err := s.List(t.Context(), q)
		must(t, err)
		if len(rows) == 0 {
			break
		}
		for _, r := range rows {
			if slices.Contains(seen, r.ID) {
				t.Errorf("page %d shows %s again", page, r.ID)
			}
			seen = append(seen, r.ID)
		}
		last := rows[len(rows)-1]
		q.Before = document.Cursor{At: last.UpdatedAt, ID: last.ID}
		later := Start.Add(time.Duration(page) * time.Minute)
		touch(rows[0].ID, later)
		touch(all[len(all)-page], later) // perhaps not yet shown
		changed[all[len(all)-page]] = true
		fresh := Reach(t, document.Drafting)
		fresh.UpdatedAt = later
		Save(t, s, fresh)
	}
	for _, id := range all {
		if !changed[id] && !slices.Contains(seen, id) {
			t.Errorf("%s was lost", id)
		}
	}
	if first := list(t, s, document.Query{Agency: "skhcn", Limit: 200}); len(first) != len(docs)+len(seen)/5+min(1, len(seen)%5) {
		t.Errorf("the list from its start has %d rows", len(first))
	}
}

func many(t *testing.T, s document.Store, n int) {
	t.Helper()
	docs := make([]*document.Document, n)
	for i := range docs {
		docs[i] = document.NewDraft(Drafter, Fields(), Start)
		docs[i].Recipients = nil
	}
	Save(t, s, docs...)
}

func testLimit(t *testing.T, s document.Store) {
	many(t, s, 210)
	for asked, want := range map[int]int{-1: 50, 1: 1, 200: 200, 201: 200, 1 << 40: 200} {
		if got := list(t, s, document.Query{Limit: asked}); len(got) != want {
			t.Errorf("asked for %d, got %d, want %d", asked, len(got), want)
		}
	}
}

func testCount(t *testing.T, s document.Store) {
	many(t, s, 999)
	for _, want := range []int{999, 1000, 1000} {
		if n, err := s.Count(t.Context(), document.Query{Agency: "skhcn"}); n != want || err != nil {
			t.Errorf("count %d, %v; want %d", n, err, want)
		}
		many(t, s, 1)
	}
}

func testFiles(t *testing.T, s document.Store) {
	type row struct {
		id document.ID
		f  document.File
	}
	var want []row
	for i := range 3 {
		d := Reach(t, document.Released)
		if i == 1 { // more than the store reads at once
			d = document.NewDraft(Drafter, Fields(), Start)
			for v := range 15 {
				files := make([]document.File, document.MaxFiles)
				for n := range files {
					files[n] = Upload(document.Main, fmt.Sprint(v, n))
				}
				must(t, d.NewVersion(Drafter, files, Start))
			}
		}
		Save(t, s, d)
		for _, f := range d.Files {
			want = append(want, row{d.ID, f})
		}
	}
	var got []row
	must(t, s.Files(t.Context(), func(id document.ID, f document.File) error { got = append(got, row{id, f}); return nil }))
	if !slices.Equal(got, want) {
		t.Errorf("%d files, want %d in order of id", len(got), len(want))
	}
	calls := 0
	err := s.Files(t.Context(), func(document.ID, document.File) error { calls++; return errStop })
	if !errors.Is(err, errStop) || calls != 1 {
		t.Errorf("%v after %d visits", err, calls)
	}
}

func testReferenced(t *testing.T, s document.Store) {
	d := Reach(t, document.Released)
	Save(t, s, d, Reach(t, document.Arrived))
	for _, f := range d.Files {
		if yes, err := s.Referenced(t.Context(), f.SHA256); !yes || err != nil {
			t.Errorf("%s %s: %v, %v", f.Role, f.Stage, yes, err)
		}
	}
	if yes, err := s.Referenced(t.Context(), Hash("nobody's")); yes || err != nil {
		t.Errorf("a blob of nobody: %v, %v", yes, err)
	}
}

func testIDs(t *testing.T, s document.Store) {
	many(t, s, 7)
	var all []document.ID
	after := document.ID("")
	for {
		page, err := s.IDs(t.Context(), after, 3)
		must(t, err)
		if len(page) == 0 {
			break
		}
		all, after = append(all, page...), page[len(page)-1]
	}
	if len(all) != 7 || !slices.IsSorted(all) || len(slices.Compact(all)) != 7 {
		t.Errorf("walked %v", all)
	}
}
