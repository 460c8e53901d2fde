package tasktest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/task"
	"antin/vntext"
)

// Start is when the first thing happens: a Monday morning.
var Start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// Suite is what every task.Store promises. Each test has an agency of its own in
// the one store; agency writes its row, which tasks refer to.
func Suite(t *testing.T, store task.Store, agency func(t *testing.T, id org.AgencyID)) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"ATaskComesBackAsItWas", testRound},
		{"TheSecondWriterIsRefused", testChanged},
		{"AFailedTransactionLeavesNothing", testWhole},
		{"ListsFilterAndPage", testLists},
		{"CountsSayWhatListsShow", testCounts},
		{"ATreeStandsTogether", testTree},
		{"NotesStayAsTheyAre", testNotes},
		{"DelegationsEnd", testDelegations},
		{"PhrasesAreReplaced", testPhrases},
		{"AnswersGoBothWays", testAnswers},
		{"ADigestIsMadeOnce", testDigest},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			id := org.AgencyID(strings.ReplaceAll(t.Name(), "/", "-"))
			agency(t, id)
			test.run(t, &Desk{t, store, id, 0})
		})
	}
}

// Desk writes rows for one agency of the store.
type Desk struct {
	t      *testing.T
	store  task.Store
	agency org.AgencyID
	n      int
}

func (d *Desk) name(s string) string { return s + " " + string(d.agency) }

func (d *Desk) person(s string) org.PersonID { return org.PersonID(d.name(s)) }

// task is one that "giver" gave to "holder", due after so many days; 0: never.
func (d *Desk) task(days int) task.Task {
	d.n++
	id := task.ID(fmt.Sprintf("%s %03d", d.agency, d.n))
	x := task.Task{
		ID: id, Root: id, Agency: d.agency, Province: "BG", Part: task.Lead, Title: fmt.Sprintf("Về việc số %d", d.n), Reference: "12/BC-UBND",
		Person: d.person("holder"), PersonName: "Phạm Minh Ánh", By: d.person("giver"), ByName: "Trần Bình", State: task.Given,
		GivenAt: Start.Add(time.Duration(d.n) * time.Minute), UpdateAt: Start,
	}
	if days != 0 {
		x.DueAt = Start.AddDate(0, 0, days)
	}
	return x
}

func (d *Desk) write(do func(ctx context.Context, tx task.Tx) error) {
	d.t.Helper()
	must(d.t, d.store.Transact(d.t.Context(), do))
}

func (d *Desk) add(list ...task.Task) {
	d.t.Helper()
	d.write(func(ctx context.Context, tx task.Tx) error {
		for _, x := range list {
			if err := tx.Add(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
}

func testRound(t *testing.T, d *Desk) {
	x := d.task(3)
	x.Document, x.Direction, x.Asked = document.ID(d.name("doc")), "Tham mưu trả lời.", &task.Extension{To: Start.AddDate(0, 0, 9), Why: "Chờ số liệu", At: Start}
	d.add(x)
	got, err := d.store.Task(t.Context(), x.ID)
	must(t, err)
	x.Rev = 1
	if !reflect.DeepEqual(got, x) {
		t.Errorf("%+v\nwant %+v", got, x)
	}
	if _, err := d.store.Task(t.Context(), "none"); !errors.Is(err, task.ErrNotFound) {
		t.Error(err)
	}
	d.write(func(ctx context.Context, tx task.Tx) error {
		if _, err := tx.Load(ctx, "none"); !errors.Is(err, task.ErrNotFound) {
			t.Error(err)
		}
		return nil
	})
}

func testChanged(t *testing.T, d *Desk) {
	x := d.task(1)
	d.add(x)
	first, err := d.store.Task(t.Context(), x.ID)
	must(t, err)
	second := first
	d.write(func(ctx context.Context, tx task.Tx) error {
		first.State = task.Working
		return tx.Save(ctx, &first)
	})
	err = d.store.Transact(t.Context(), func(ctx context.Context, tx task.Tx) error {
		second.State = task.Returned
		return tx.Save(ctx, &second)
	})
	if !errors.Is(err, task.ErrChanged) {
		t.Error("the second writer:", err)
	}
	if got, err := d.store.Task(t.Context(), x.ID); err != nil || got.State != task.Working || got.Rev != 2 || first.Rev != 2 {
		t.Errorf("%+v %v", got, err)
	}
}

func testWhole(t *testing.T, d *Desk) {
	x, stop := d.task(1), errors.New("stop")
	err := d.store.Transact(t.Context(), func(ctx context.Context, tx task.Tx) error {
		if err := errors.Join(tx.Add(ctx, x), tx.AddAnswer(ctx, document.ID(d.name("in")), document.ID(d.name("out")), "a", Start)); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if _, err := d.store.Task(t.Context(), x.ID); !errors.Is(err, task.ErrNotFound) {
		t.Error("the task is there:", err)
	}
	if list, err := d.store.Answers(t.Context(), document.ID(d.name("in"))); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

// lists are tasks of all kinds.
func (d *Desk) lists() map[string]task.Task {
	by := map[string]task.Task{
		"late": d.task(-2), "today": d.task(1), "never": d.task(0), "support": d.task(5), "unit": d.task(6), "asks": d.task(7), "done": d.task(2), "other": d.task(3),
	}
	change := func(name string, do func(*task.Task)) { x := by[name]; do(&x); by[name] = x }
	change("support", func(x *task.Task) { x.Part, x.Title = task.Support, "Đường giao thông 100%" })
	change("unit", func(x *task.Task) { x.Unit, x.Person = org.UnitID(d.name("unit")), d.person("deputy") })
	change("asks", func(x *task.Task) { x.Asked = &task.Extension{To: Start.AddDate(0, 0, 9)} })
	change("done", func(x *task.Task) { x.State = task.Done })
	change("other", func(x *task.Task) { x.Person, x.By = d.person("another"), d.person("another giver") })
	for _, x := range by {
		d.add(x)
	}
	return by
}

func testLists(t *testing.T, d *Desk) {
	by, closed := d.lists(), false
	names := map[task.ID]string{}
	for name, x := range by {
		names[x.ID] = name
	}
	for name, test := range map[string]struct {
		q    task.Query
		want string
	}{
		"in hand, by due time":     {task.Query{Person: d.person("holder")}, "late today support asks never"},
		"and those of my unit":     {task.Query{Person: d.person("holder"), Unit: org.UnitID(d.name("unit"))}, "late today support unit asks never"},
		"closed":                   {task.Query{Person: d.person("holder"), Open: &closed}, "done"},
		"of one part":              {task.Query{Person: d.person("holder"), Parts: []task.Part{task.Support, task.Know}}, "support"},
		"due before":               {task.Query{Person: d.person("holder"), Before: Start}, "late"},
		"words":                    {task.Query{Person: d.person("holder"), Text: vntext.Fold("giao thông 100%")}, "support"},
		"given":                    {task.Query{Giver: d.person("giver")}, "late today support unit asks never"},
		"given, asked for more":    {task.Query{Giver: d.person("giver"), Wants: true}, "asks"},
		"given, of a part":         {task.Query{Giver: d.person("giver"), Parts: []task.Part{task.Support}}, "support"},
		"given, before, in words":  {task.Query{Giver: d.person("giver"), Before: Start.AddDate(0, 0, 2), Text: "ve viec"}, "late today"},
		"two of them":              {task.Query{Person: d.person("holder"), Limit: 2}, "late today"},
		"the page after":           {task.Query{Person: d.person("holder"), Limit: 2, After: cursor(by["today"])}, "support asks"},
		"given, the page after":    {task.Query{Giver: d.person("giver"), Limit: 2, After: cursor(by["late"])}, "today support"},
		"of somebody who has none": {task.Query{Person: "nobody"}, ""},
		"of another agency":        {task.Query{Agency: "another", Person: d.person("holder")}, ""},
	} {
		if test.q.Agency == "" {
			test.q.Agency = d.agency
		}
		list, err := d.store.List(t.Context(), test.q)
		must(t, err)
		var got []string
		for _, x := range list {
			got = append(got, names[x.ID])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", name, got, test.want)
		}
	}
}

func cursor(x task.Task) task.Cursor { return task.Cursor{Due: x.DueAt.UnixMilli(), ID: x.ID} }

func testCounts(t *testing.T, d *Desk) {
	d.lists()
	for name, q := range map[string]task.Query{
		"in hand": {Person: d.person("holder"), Unit: org.UnitID(d.name("unit"))},
		"support": {Person: d.person("holder"), Parts: []task.Part{task.Support}},
		"late":    {Person: d.person("holder"), Before: Start},
		"given":   {Giver: d.person("giver")},
		"asks":    {Giver: d.person("giver"), Wants: true},
		"nothing": {Person: "nobody"},
	} {
		q.Agency = d.agency
		list, err := d.store.List(t.Context(), q)
		must(t, err)
		n, err := d.store.Count(t.Context(), q)
		if must(t, err); n != len(list) {
			t.Errorf("%s: %d counted, %d listed", name, n, len(list))
		}
	}
}

func testTree(t *testing.T, d *Desk) {
	root, child, doc := d.task(3), d.task(2), document.ID(d.name("doc"))
	child.Parent, child.Root, child.Document, root.Document = root.ID, root.ID, doc, doc
	d.add(root, child, d.task(1))
	for name, read := range map[string]func() ([]task.Task, error){
		"tree":     func() ([]task.Task, error) { return d.store.Tree(t.Context(), root.ID) },
		"document": func() ([]task.Task, error) { return d.store.OfDocument(t.Context(), doc) },
	} {
		list, err := read()
		if must(t, err); len(list) != 2 || list[0].ID != root.ID || list[1].ID != child.ID {
			t.Errorf("%s: %+v", name, list)
		}
	}
	if list, err := d.store.OfDocument(t.Context(), ""); err != nil || slices.ContainsFunc(list, func(x task.Task) bool { return x.Agency == d.agency }) {
		t.Errorf("tasks without document: %v %v", list, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
