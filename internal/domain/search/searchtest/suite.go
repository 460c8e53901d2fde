package searchtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/org"
	"antin/internal/domain/profile"
	"antin/internal/domain/search"
)

// Desk is a search over a store of documents.
type Desk struct {
	*search.Service
	Documents document.Store
	Pages     map[string]string // text of files by hash
}

// clerk of the agency of documenttest sees all of it.
var clerk = org.Actor{Account: "account-clerk", Person: "clerk", Agency: "skhcn", Roles: []org.Role{org.Clerk}, Province: "NA"}

// Open makes a desk over two stores on one database.
func Open(t *testing.T, documents document.Store, store search.Store) *Desk {
	t.Helper()
	guard, err := org.NewGuard(nil)
	must(t, err)
	profiles, err := profile.Load()
	must(t, err)
	d := &Desk{Documents: documents, Pages: map[string]string{}}
	d.Service, err = search.NewService(search.Config{
		Store: store, Documents: documents, Guard: guard, Profiles: profiles, Now: func() time.Time { return documenttest.Start },
		Text: func(_ context.Context, sha256 string) (string, error) { return d.Pages[sha256], nil },
	})
	must(t, err)
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Drain indexes until nothing is behind.
func (d *Desk) Drain(t testing.TB) {
	t.Helper()
	for more := true; more; {
		var err error
		more, err = d.Index(t.Context())
		must(t, err)
	}
}

// Suite is what every store promises.
func Suite(t *testing.T, open func(t *testing.T) *Desk) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *Desk)
	}{
		{"FormsThatClerksType", testForms},
		{"NewestFirstPageByPage", testPages},
		{"EveryPathAgreesWithThePlainRule", testAgrees},
		{"WhatIsTakenAwayIsGoneAtOnce", testRevoked},
		{"SavedSearchesAreOnesOwn", testSaved},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

// add saves a released document that the change makes special.
func (d *Desk) add(t testing.TB, id string, change func(*document.Document)) {
	t.Helper()
	doc := documenttest.Reach(t, document.Released)
	doc.ID = document.ID(id)
	doc.Subject, doc.Symbol, doc.Number, doc.IssuedOn = "Trích yếu "+id, "XX-YY", 900, "2020-01-01"
	doc.Signer.Name = "Nguyễn Thị Hòa"
	change(doc)
	for _, f := range doc.Files {
		if _, ok := d.Pages[f.SHA256]; !ok {
			d.Pages[f.SHA256] = ""
		}
	}
	documenttest.Save(t, d.Documents, doc)
}

func (d *Desk) find(t testing.TB, by org.Actor, q search.Query) (ids []string, page search.Page) {
	t.Helper()
	page, err := d.Find(t.Context(), by, q, 0)
	must(t, err)
	for _, h := range page.Hits {
		ids = append(ids, string(h.Document))
	}
	slices.Sort(ids)
	return ids, page
}

func (d *Desk) office(t testing.TB) {
	d.add(t, "land", func(x *document.Document) {
		x.Subject, x.Number, x.Symbol, x.IssuedOn = "Về việc cấp đất ở tại xã Kim Liên", 12, "SNV-VP", "2026-11-05"
	})
	d.add(t, "reach", func(x *document.Document) {
		x.Subject, x.Number, x.Symbol, x.IssuedOn = "Kết quả đạt được trong năm", 1, "QĐ-UBND", "2026-03-01"
		x.Type = "QĐ"
	})
	d.add(t, "peace", func(x *document.Document) {
		x.Subject, x.Number, x.Symbol, x.IssuedOn = "Gửi tỉnh Hoà Bình về hội đồng và nhân dân", 120, "SNV-VP", "2025-12-31"
		x.Signer.Name = "Trần Văn Sỹ"
	})
	d.add(t, "page", func(x *document.Document) {
		d.Pages[x.Files[0].SHA256] = "Hội đồng nhân dân tỉnh\nyêu cầu các sở báo cáo công tác phòng cháy trước ngày 30"
		x.Files = x.Files[:1]
	})
}

func testForms(t *testing.T, d *Desk) {
	d.office(t)
	d.Drain(t)
	for _, test := range []struct{ text, want string }{
		{"dat o", "land"}, {"đất", "land"}, {"dat", "land reach"}, {"đạt", "reach"}, {"ĐẤT", "land"},
		{"hòa bình", "peace"}, {"hoà bình", "peace"}, {"hoa binh", "peace"},
		{"12/SNV-VP", "land"}, {"so 12 snv", "land"}, {"12 snv vp", "land"}, {"số 12", "land"}, {"so: 12/snv-vp", "land"}, {"012/SNV-VP", "land"},
		{"01/QĐ-UBND", "reach"}, {"1/qd-ubnd", "reach"}, {"snv", "land peace"},
		{`"hội đồng nhân dân"`, "page"}, {`"hoi dong nhan dan"`, "page"}, {"hoi dong nhan dan", "page peace"},
		{"05/11/2026", "land"}, {"5/11/2026", "land"}, {"phòng cháy", "page"}, {"phong chay bao cao", "page"},
		{"Trần Văn Sỹ", "peace"}, {"không có chữ này đâu", ""}, {`"`, ""}, {"***", ""}, {"OR AND NOT NEAR", ""}, {"'; drop", ""}, {`\`, ""},
	} {
		ids, _ := d.find(t, clerk, search.Query{Text: test.text})
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
	testFilters(t, d)
}

func testFilters(t *testing.T, d *Desk) {
	for name, test := range map[string]struct {
		q    search.Query
		want string
	}{
		"person":       {search.Query{Person: "van sy"}, "peace"},
		"kind":         {search.Query{Type: "QĐ"}, "reach"},
		"days":         {search.Query{From: "2025-12-31", To: "2026-11-05"}, "land peace reach"},
		"one day":      {search.Query{From: "2026-11-05", To: "2026-11-05"}, "land"},
		"from":         {search.Query{From: "2026-03-02"}, "land"},
		"to":           {search.Query{To: "2020-12-31"}, "page"},
		"direction":    {search.Query{Direction: document.Incoming}, ""},
		"stage":        {search.Query{Stage: search.UnderWay}, ""},
		"agency":       {search.Query{Agency: "kim liên", Text: "đạt"}, "reach"},
		"all together": {search.Query{Text: "snv", Person: "Hòa", Stage: search.Done, From: "2026-11-01", Direction: document.Outgoing}, "land"},
	} {
		ids, _ := d.find(t, clerk, test.q)
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	_, page := d.find(t, clerk, search.Query{Text: "dàt"})
	if !page.Loose || page.Total != 2 {
		t.Errorf("marks that nothing has: %+v", page)
	}
	_, page = d.find(t, clerk, search.Query{Text: "phong chay"})
	if marked := pieces(page.Hits[0].Passage); !strings.Contains(marked, "[phòng] [cháy]") {
		t.Errorf("passage: %s", marked)
	}
	_, page = d.find(t, clerk, search.Query{Text: "đất"})
	if marked := pieces(page.Hits[0].Title); marked != "Về việc cấp [đất] ở tại xã Kim Liên" {
		t.Errorf("title: %s", marked)
	}
}

func pieces(list []search.Piece) string {
	var b strings.Builder
	for _, p := range list {
		if p.Mark {
			p.Text = "[" + p.Text + "]"
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

func testPages(t *testing.T, d *Desk) {
	for i := range 60 {
		d.add(t, fmt.Sprintf("doc-%03d", i), func(x *document.Document) { x.Subject = "Báo cáo tuần" })
	}
	d.Drain(t)
	var seen []string
	below := int64(0)
	for {
		page, err := d.Find(t.Context(), clerk, search.Query{Text: "bao cao tuan"}, below)
		must(t, err)
		for _, h := range page.Hits {
			seen = append(seen, string(h.Document))
		}
		if below == 0 && page.Total != 60 {
			t.Errorf("total %d", page.Total)
		}
		if below = page.Next; below == 0 {
			break
		}
	}
	if len(seen) != 60 || seen[0] != "doc-059" || !slices.IsSortedFunc(seen, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("%d: %v", len(seen), seen)
	}
}
