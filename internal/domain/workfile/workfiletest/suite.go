package workfiletest

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
	"antin/internal/domain/workfile"
	"antin/vntext"
)

// Start is when the first thing happens: a Monday morning.
var Start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// Rows writes what work files refer to, beside their own store.
type Rows interface {
	Agency(t *testing.T, id org.AgencyID)
	// Document writes one of an agency that came to its end then.
	Document(t *testing.T, agency org.AgencyID, id document.ID, direction document.Direction, state document.State, at time.Time)
}

// Suite is what every workfile.Store promises. Each test has an agency of its own
// in the one store.
func Suite(t *testing.T, store workfile.Store, rows Rows) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"APlanIsWrittenByOneAtATime", testPlan},
		{"AFileComesBackAsItWas", testRound},
		{"TheSecondWriterIsRefused", testChanged},
		{"ACodeIsUsedOnceInAYear", testTaken},
		{"ADocumentStandsOnceInAFile", testItems},
		{"ListsFilter", testLists},
		{"UnfiledDocumentsAreFound", testUnfiled},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			id := org.AgencyID(strings.ReplaceAll(t.Name(), "/", "-"))
			rows.Agency(t, id)
			test.run(t, &Desk{t, store, rows, id, 0})
		})
	}
}

// Desk writes rows for one agency of the store.
type Desk struct {
	t      *testing.T
	store  workfile.Store
	rows   Rows
	agency org.AgencyID
	n      int
}

func (d *Desk) file() workfile.File {
	d.n++
	return workfile.File{
		ID: workfile.ID(fmt.Sprintf("%s %03d", d.agency, d.n)), Agency: d.agency, Province: "BG", Year: 2026, Code: fmt.Sprintf("%02d.VP", d.n),
		Title: "Hồ sơ về đường giao thông", Retention: "10", Keeper: "keeper", KeeperName: "Lê Thị Hoa", State: workfile.Open, OpenedAt: Start,
		UpdatedAt: Start.Add(time.Duration(d.n) * time.Minute),
	}
}

func (d *Desk) do(do func(ctx context.Context, tx workfile.Tx) error) error {
	return d.store.Transact(d.t.Context(), do)
}

func (d *Desk) add(list ...*workfile.File) {
	d.t.Helper()
	for _, f := range list {
		must(d.t, d.do(func(ctx context.Context, tx workfile.Tx) error { return tx.Add(ctx, f) }))
	}
}

func testPlan(t *testing.T, d *Desk) {
	if _, err := d.store.Plan(t.Context(), d.agency, 2026); !errors.Is(err, workfile.ErrNotFound) {
		t.Error(err)
	}
	p := workfile.Plan{Agency: d.agency, Province: "BG", Year: 2026, Rows: []workfile.PlanRow{{Code: "01.VP", Title: "Công văn", Retention: "10", Keeper: "Văn phòng"}}}
	fresh := p
	save := func(p *workfile.Plan) error {
		return d.do(func(ctx context.Context, tx workfile.Tx) error { return tx.SavePlan(ctx, p) })
	}
	must(t, save(&p))
	if err := save(&fresh); !errors.Is(err, workfile.ErrChanged) {
		t.Error("a second first plan:", err)
	}
	old := p
	p.Approved, p.ApprovedBy, p.ApprovedAt = true, "Trần Bình", Start
	must(t, save(&p))
	if err := save(&old); !errors.Is(err, workfile.ErrChanged) {
		t.Error("the second writer:", err)
	}
	if got, err := d.store.Plan(t.Context(), d.agency, 2026); err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("%+v %v\nwant %+v", got, err, p)
	}
}

func testRound(t *testing.T, d *Desk) {
	f := d.file()
	d.add(&f)
	got, err := d.store.File(t.Context(), f.ID)
	must(t, err)
	f.Items = []workfile.Item{}
	if !reflect.DeepEqual(got, f) {
		t.Errorf("%+v\nwant %+v", got, f)
	}
	if _, err := d.store.File(t.Context(), "none"); !errors.Is(err, workfile.ErrNotFound) {
		t.Error(err)
	}
}

func testChanged(t *testing.T, d *Desk) {
	f := d.file()
	d.add(&f)
	old := f
	f.State, f.ClosedAt = workfile.Closed, Start
	save := func(f *workfile.File) error {
		return d.do(func(ctx context.Context, tx workfile.Tx) error { return tx.Save(ctx, f, "2027-11-23") })
	}
	must(t, save(&f))
	old.Title = "Tiêu đề khác"
	if err := save(&old); !errors.Is(err, workfile.ErrChanged) {
		t.Error(err)
	}
	if got, err := d.store.File(t.Context(), f.ID); err != nil || got.Title != f.Title || got.State != workfile.Closed || got.Rev != 2 {
		t.Errorf("%+v %v", got, err)
	}
}

func testTaken(t *testing.T, d *Desk) {
	first, second := d.file(), d.file()
	second.Code = first.Code
	d.add(&first)
	if err := d.do(func(ctx context.Context, tx workfile.Tx) error { return tx.Add(ctx, &second) }); !errors.Is(err, workfile.ErrTaken) {
		t.Error(err)
	}
	second.Year = 2027
	d.add(&second)
}

func item(seq int, doc document.ID) workfile.Item {
	return workfile.Item{Seq: seq, Document: doc, SHA256: "sum", At: Start, By: "keeper", ByName: "Lê Thị Hoa", Fields: workfile.Fields{TypeName: "Công văn", Number: "12", Pages: 3}}
}

func testItems(t *testing.T, d *Desk) {
	f, other := d.file(), d.file()
	d.add(&f, &other)
	doc := document.ID("doc " + d.agency)
	put := func(id workfile.ID, x workfile.Item) error {
		return d.do(func(ctx context.Context, tx workfile.Tx) error {
			if _, err := tx.Load(ctx, id); err != nil {
				return err
			}
			return tx.AddItem(ctx, id, x)
		})
	}
	must(t, put(f.ID, item(1, doc)))
	if err := put(f.ID, item(2, doc)); err == nil {
		t.Error("a document stands twice in a file")
	}
	if err := put(f.ID, item(1, "another")); err == nil {
		t.Error("two messages have one place")
	}
	must(t, put(other.ID, item(1, doc)))
	got, err := d.store.File(t.Context(), f.ID)
	if must(t, err); !reflect.DeepEqual(got.Items, []workfile.Item{item(1, doc)}) {
		t.Errorf("%+v", got.Items)
	}
	of, err := d.store.Of(t.Context(), doc)
	if must(t, err); len(of) != 2 || of[0].ID != f.ID || len(of[1].Items) != 1 {
		t.Errorf("%+v", of)
	}
}

func testLists(t *testing.T, d *Desk) {
	first, second, third := d.file(), d.file(), d.file()
	second.Keeper, second.Title = "another", "Đầu tư 100%"
	third.Year, third.State = 2025, workfile.Closed
	d.add(&first, &second, &third)
	must(t, d.do(func(ctx context.Context, tx workfile.Tx) error { return tx.Save(ctx, &third, "2026-12-31") }))
	for name, test := range map[string]struct {
		q    workfile.Query
		want []workfile.ID
	}{
		"all, newest first":   {workfile.Query{}, []workfile.ID{third.ID, second.ID, first.ID}},
		"of a keeper":         {workfile.Query{Keeper: "another"}, []workfile.ID{second.ID}},
		"in a state":          {workfile.Query{State: workfile.Closed}, []workfile.ID{third.ID}},
		"of a year":           {workfile.Query{Year: 2026}, []workfile.ID{second.ID, first.ID}},
		"due on that day":     {workfile.Query{DueBy: "2026-12-31"}, []workfile.ID{third.ID}},
		"not due before":      {workfile.Query{DueBy: "2026-12-30"}, nil},
		"in words":            {workfile.Query{Text: vntext.Fold("ĐẦU TƯ 100%")}, []workfile.ID{second.ID}},
		"the newest":          {workfile.Query{Limit: 1}, []workfile.ID{third.ID}},
		"all of that at once": {workfile.Query{Keeper: "keeper", State: workfile.Open, Year: 2026, Text: "giao thong"}, []workfile.ID{first.ID}},
	} {
		test.q.Agency = d.agency
		list, err := d.store.List(t.Context(), test.q)
		must(t, err)
		var got []workfile.ID
		for _, f := range list {
			got = append(got, f.ID)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func testUnfiled(t *testing.T, d *Desk) {
	id := func(s string) document.ID { return document.ID(s + " " + string(d.agency)) }
	local := func(day string) time.Time {
		at, err := time.Parse(time.RFC3339, day+"T00:00:00+07:00")
		must(t, err)
		return at
	}
	first, after := local("2026-11-01"), local("2026-12-01")
	d.rows.Document(t, d.agency, id("1 sent"), document.Outgoing, document.Released, first)
	d.rows.Document(t, d.agency, id("2 done"), document.Incoming, document.Completed, first.Add(time.Hour))
	d.rows.Document(t, d.agency, id("3 filed"), document.Outgoing, document.Released, first)
	d.rows.Document(t, d.agency, id("4 draft"), document.Outgoing, document.Drafting, first)
	d.rows.Document(t, d.agency, id("5 in hand"), document.Incoming, document.Assigned, first)
	d.rows.Document(t, d.agency, id("6 before"), document.Outgoing, document.Released, first.Add(-time.Millisecond))
	d.rows.Document(t, d.agency, id("7 after"), document.Outgoing, document.Released, after)
	f := d.file()
	d.add(&f)
	must(t, d.do(func(ctx context.Context, tx workfile.Tx) error { return tx.AddItem(ctx, f.ID, item(1, id("3 filed"))) }))
	got, err := d.store.Unfiled(t.Context(), d.agency, "2026-11-01", "2026-12-01")
	if must(t, err); !slices.Equal(got, []document.ID{id("1 sent"), id("2 done")}) {
		t.Error(got)
	}
	if _, err := d.store.Unfiled(t.Context(), d.agency, "hôm qua", "2026-12-01"); err == nil {
		t.Error("a day that is none")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
