package formtest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"antin/internal/domain/form"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/fault"
)

// Suite is what every form.Store promises, told through the service. newStore
// gives an empty store to each test.
func Suite(t *testing.T, newStore func(t *testing.T) form.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"ChangeIsADatedVersion", testChange},
		{"EarlierPapersKeepTheirVersion", testExact},
		{"TwoChangesAtOnceMakeOne", testStale},
		{"BadTemplatesAreRefused", testBad},
		{"UnlistedFormIsRefused", testUnlisted},
		{"EachFileIsRecorded", testUse},
		{"ProvincesAreApart", testProvinces},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, NewDesk(t, newStore(t)))
		})
	}
}

// Desk is a service with an administrator and an officer of Hà Tĩnh.
type Desk struct {
	*form.Service
	Admin, Officer org.Actor
	Clock          time.Time
}

// NewDesk makes the desk on 22/11/2026 at 09:00.
func NewDesk(t *testing.T, store form.Store) *Desk {
	t.Helper()
	set, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	guard, err := org.NewGuard(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{
		Admin:   org.Actor{Account: "a", Person: "admin", Agency: "office", Province: "HT", Roles: []org.Role{org.Administrator}},
		Officer: org.Actor{Account: "b", Person: "officer", Agency: "office", Province: "HT", Roles: []org.Role{org.Officer}},
		Clock:   time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC),
	}
	d.Service, err = form.NewService(form.Config{Store: store, Guard: guard, Profiles: set, Now: func() time.Time { return d.Clock }})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// edited is Mẫu 14 with one more column, from a day of November 2026.
func (d *Desk) edited(t *testing.T, day int) form.Change {
	t.Helper()
	f, _, err := d.History(t.Context(), d.Admin, "TT185", 14)
	if err != nil {
		t.Fatal(err)
	}
	f.Columns = append(f.Columns[:len(f.Columns):len(f.Columns)], profile.FormField{Code: "seal_no", Label: "Số niêm phong"})
	return form.Change{Form: f, Reason: "Thêm số niêm phong", From: time.Date(2026, 11, day-1, 17, 0, 0, 0, time.UTC)}
}

// at gives the handover forms of Hà Tĩnh at a time.
func (d *Desk) at(t *testing.T, at time.Time) profile.Form {
	t.Helper()
	law, err := d.Profiles.At("HT", at)
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.For(t.Context(), law, "handover", "person", at)
	if err != nil || len(list) != 1 {
		t.Fatalf("handover forms: %v, %v", list, err)
	}
	return list[0]
}

func testChange(t *testing.T, d *Desk) {
	next, err := d.Edit(t.Context(), d.Admin, d.edited(t, 25))
	if err != nil || next.Version != 2 {
		t.Fatalf("edit: %+v, %v", next, err)
	}
	if _, err := d.Edit(t.Context(), d.Officer, d.edited(t, 25)); !fault.Is(err, "guard.forbidden") {
		t.Errorf("an officer edits: %v", err)
	}
	today, after := d.at(t, d.Clock), d.at(t, time.Date(2026, 11, 24, 17, 0, 0, 0, time.UTC))
	if today.Version != 1 || after.Version != 2 || len(after.Columns) != len(today.Columns)+1 {
		t.Errorf("today version %d, from the day on %d", today.Version, after.Version)
	}
	list, err := d.List(t.Context(), d.Officer)
	if err != nil || len(list) != 14 { // Mẫu 1–12, 14, 15
		t.Errorf("list: %d, %v", len(list), err)
	}
	for _, l := range list {
		if l.Form.Number == 14 && (l.Versions != 2 || l.Next.Version != 2 || l.Form.Version != 1) {
			t.Errorf("the version to come: %+v", l)
		}
	}
	_, versions, err := d.History(t.Context(), d.Officer, "TT185", 14)
	if err != nil || len(versions) != 1 || versions[0].By != "admin" || versions[0].Reason != "Thêm số niêm phong" || !versions[0].At.Equal(d.Clock) {
		t.Errorf("history: %+v, %v", versions, err)
	}
}

func testExact(t *testing.T, d *Desk) {
	before := d.at(t, d.Clock).Ref()
	madeAt := d.Clock
	d.Clock = d.Clock.Add(time.Hour) // the same day
	if _, err := d.Edit(t.Context(), d.Admin, d.edited(t, 22)); err != nil {
		t.Fatal(err)
	}
	f, err := d.Exact(t.Context(), "HT", before)
	if err != nil || f.Version != 1 {
		t.Errorf("the earlier version: %+v, %v", f.Ref(), err)
	}
	if got := d.at(t, madeAt).Version; got != 1 {
		t.Errorf("an hour before the change version %d stood", got)
	}
	if got := d.at(t, d.Clock).Version; got != 2 {
		t.Errorf("after the change version %d stands", got)
	}
	if _, err := d.Exact(t.Context(), "HT", profile.FormRef{Set: "TT185", Number: 14, Version: 9}); !fault.Is(err, "form.unknown") {
		t.Errorf("a version that is not there: %v", err)
	}
}

func testStale(t *testing.T, d *Desk) {
	change := d.edited(t, 22)
	var wait sync.WaitGroup
	results := make([]error, 4)
	for i := range results {
		wait.Go(func() { _, results[i] = d.Edit(t.Context(), d.Admin, change) })
	}
	wait.Wait()
	done := 0
	for _, err := range results {
		switch {
		case err == nil:
			done++
		case !fault.Is(err, "form.stale"):
			t.Errorf("refused with %v", err)
		}
	}
	if done != 1 {
		t.Errorf("%d of four changes of the same version were taken", done)
	}
}

func testBad(t *testing.T, d *Desk) {
	for name, spoil := range map[string]func(*form.Change){
		"columns.0.label": func(c *form.Change) { c.Form.Columns[0].Label = "  " },
		"columns.1.label": func(c *form.Change) { c.Form.Columns[1].Label = strings.Repeat("dài ", 60) },
		"columns.1.code":  func(c *form.Change) { c.Form.Columns[1].Code = c.Form.Columns[0].Code },
		"columns.2.code":  func(c *form.Change) { c.Form.Columns[2].Code = strings.Repeat("a", 41) },
		"title":           func(c *form.Change) { c.Form.Title = "" },
		"signatures":      func(c *form.Change) { c.Form.Signatures = nil },
		"columns":         func(c *form.Change) { c.Form.Columns = make([]profile.FormField, 15) },
		"reason":          func(c *form.Change) { c.Reason = " " },
		"from":            func(c *form.Change) { c.From = d.Clock.AddDate(0, 0, -1) },
	} {
		change := d.edited(t, 22)
		change.Form.Columns = append([]profile.FormField(nil), change.Form.Columns...)
		spoil(&change)
		_, err := d.Edit(t.Context(), d.Admin, change)
		f, ok := fault.From(err)
		if !ok || len(f.Fields) != 1 || f.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func testUnlisted(t *testing.T, d *Desk) {
	for _, ref := range []profile.FormRef{{Set: "TT185", Number: 13, Version: 1}, {Set: "ND68", Number: 1, Version: 1}, {Set: "TT185", Number: 40, Version: 1}} {
		if _, err := d.Version(t.Context(), d.Officer, ref); !fault.Is(err, "form.unlisted") {
			t.Errorf("%v: %v", ref, err)
		}
	}
	law, err := d.Profiles.At("HT", d.Clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.For(t.Context(), law, "return", "person", d.Clock); !fault.Is(err, "form.none") {
		t.Errorf("a kind of request without forms: %v", err)
	}
}

func testUse(t *testing.T, d *Desk) {
	f := d.at(t, d.Clock)
	use, err := d.Record(t.Context(), d.Officer, f, form.Prefilled, "subscriber-1", []byte("%PDF"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.Uses(t.Context(), d.Admin, "TT185", 14)
	if err != nil || len(list) != 1 || list[0] != use || use.Person != "officer" || use.Form.Version != 1 || !use.At.Equal(d.Clock) || len(use.SHA256) != 64 {
		t.Errorf("uses: %+v, %v; want %+v", list, err, use)
	}
	if list, err := d.UsesOf(t.Context(), "subscriber-1"); err != nil || len(list) != 1 {
		t.Errorf("uses of the subscriber: %v, %v", list, err)
	}
	f.Number = 13
	if _, err := d.Record(t.Context(), d.Officer, f, form.Blank, "", []byte("%PDF")); !fault.Is(err, "form.unlisted") {
		t.Errorf("an unlisted form was recorded: %v", err)
	}
}

func testProvinces(t *testing.T, d *Desk) {
	if _, err := d.Edit(t.Context(), d.Admin, d.edited(t, 22)); err != nil {
		t.Fatal(err)
	}
	law, err := d.Profiles.At("LD", d.Clock)
	if err != nil {
		t.Fatal(err)
	}
	list, err := d.For(t.Context(), law, "new", "agency", d.Clock)
	if err != nil || len(list) != 2 || list[0].Number != 3 || list[1].Number != 4 {
		t.Errorf("forms of Lâm Đồng for an agency: %v, %v", list, err)
	}
	if got, err := d.Store.Versions(t.Context(), "LD", "TT185", 14); err != nil || len(got) != 0 {
		t.Errorf("another province's change: %v, %v", got, err)
	}
}
