package registertest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"antin/internal/domain/org"
	"antin/internal/domain/register"
)

func testFind(t *testing.T, d *Desk) {
	for i := range 5 {
		_, err := d.issue(t, fmt.Sprint("chuyển đổi số ", i))
		must(t, err)
	}
	d.hold(t, 2)
	must(t, d.Fill(t.Context(), d.Clerk, d.filling(6)))
	must(t, d.Note(t.Context(), d.Clerk, d.series(), 2, register.Extra{Keeper: "Phòng Hành chính", Copies: 3, Note: "100% giao"}))
	for name, c := range map[string]struct {
		q    register.Query
		want []int
	}{
		"all":        {register.Query{}, []int{7, 6, 5, 4, 3, 2, 1}},
		"below":      {register.Query{Below: 3}, []int{2, 1}},
		"limit":      {register.Query{Limit: 2}, []int{7, 6}},
		"no marks":   {register.Query{Text: "chuyen doi so 3"}, []int{4, 3}}, // "3" stands in 3/SKHCN-VP as well
		"marks":      {register.Query{Text: "Chuyển ĐỔI"}, []int{5, 4, 3, 2, 1}},
		"keeper":     {register.Query{Text: "hanh chinh"}, []int{2}},
		"literal":    {register.Query{Text: "100%"}, []int{2}},
		"no pattern": {register.Query{Text: "_______________"}, nil},
		"state":      {register.Query{State: register.Reserved}, []int{7}},
		"type":       {register.Query{Type: "QĐ"}, []int{6}},
		"signer":     {register.Query{Signer: "Trần Bình"}, []int{6, 5, 4, 3, 2, 1}},
		"paper":      {register.Query{Paper: true}, []int{7, 6}},
		"from":       {register.Query{From: "2026-11-24"}, nil},
		"to":         {register.Query{To: "2026-11-23"}, []int{7, 6, 5, 4, 3, 2, 1}},
		"late":       {register.Query{Late: true}, nil},
	} {
		c.q.Series = d.series()
		list, err := d.Find(t.Context(), d.Clerk, c.q)
		must(t, err)
		var got []int
		for _, e := range list {
			got = append(got, e.Number)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func testBooks(t *testing.T, d *Desk) {
	ctx, p := t.Context(), "QĐ 12/QĐ-SKHCN"
	b, err := d.KeepBook(ctx, d.Clerk, register.Book{Code: "qd", Name: "Sổ quyết định", Types: []string{"QĐ"}, FromYear: 2027, Decision: p})
	must(t, err)
	council, err := d.KeepBook(ctx, d.Clerk, register.Book{Code: "HD-KHCN", Name: "Sổ của Hội đồng khoa học", Unit: "council", FromYear: 2026, Decision: p})
	must(t, err)
	law, err := d.Profiles.At("BG", d.now())
	must(t, err)
	own, err := d.Store.Books(ctx, d.Clerk.Agency)
	must(t, err)
	for _, c := range []struct {
		kind, unit string
		year       int
		want       string
	}{{"QĐ", "", 2026, "VB-DI"}, {"QĐ", "", 2027, b.Code}, {"CV", "", 2027, "VB-DI"}, {"QĐ", "council", 2027, council.Code}, {"SY", "", 2027, "SAO"}} {
		if got, ok := register.Choose(law, own, c.kind, org.UnitID(c.unit), c.year); !ok || got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	for _, bad := range []register.Book{
		{Code: "QD", Name: "x", Types: []string{"CV"}, FromYear: 2026, Decision: p}, {Code: "KHAC", Name: "x", Types: []string{"QĐ"}, FromYear: 2026, Decision: p},
		{Code: "A B", Name: "x", Types: []string{"CV"}, FromYear: 2026, Decision: p}, {Code: "C", Name: "x", FromYear: 2026, Decision: p},
		{Code: "D", Name: "x", Types: []string{"CV"}, FromYear: 2025, Decision: p}, {Code: "E", Name: "x", Types: []string{"CV"}, FromYear: 2026},
	} {
		_, err := d.KeepBook(ctx, d.Clerk, bad)
		refused(t, err, "register.book")
	}
	if list, err := d.BooksOf(ctx, d.Clerk.Agency, law); len(list) != len(law.Numbering.Books)+2 || err != nil {
		t.Error(list, err)
	}
}

func testSlips(t *testing.T, d *Desk) {
	ctx, doc := t.Context(), register.DocumentID(t.Name())
	slip := func(id, to string) register.Slip {
		return register.Slip{ID: string(d.Clerk.Agency) + id, Agency: d.Clerk.Agency, Document: doc, Symbol: "5/QĐ-UBND", Subject: "V/v", Recipient: to, Cause: "vì", OpenedAt: d.now()}
	}
	must(t, d.Store.Transact(ctx, func(ctx context.Context, tx register.Tx) error {
		return tx.AddSlips(ctx, []register.Slip{slip("1", "Ông A"), slip("2", "Ông B"), slip("3", "Ông A")}) // the last is there already
	}))
	owed, err := d.Slips(ctx, d.Clerk, register.SlipQuery{})
	if len(owed) != 2 || err != nil {
		t.Fatal(owed, err)
	}
	refused(t, d.Sent(ctx, d.Clerk, owed[0].ID, register.Sending{On: "2026-11-23", Method: "bồ câu"}), "paper.sending")
	refused(t, d.Sent(ctx, d.Clerk, owed[0].ID, register.Sending{On: "2026-11-22", Method: "post"}), "paper.sending")
	refused(t, d.Sent(ctx, d.Clerk, owed[0].ID, register.Sending{On: "2026-11-24", Method: "post"}), "paper.sending")
	must(t, d.Sent(ctx, d.Clerk, owed[0].ID, register.Sending{On: "2026-11-23", Method: "post", SignedFor: "Bưu tá"}))
	refused(t, d.Sent(ctx, d.Clerk, owed[0].ID, register.Sending{On: "2026-11-23", Method: "post"}), "paper.sent")
	other := d.Clerk
	other.Agency = "elsewhere"
	refused(t, d.Sent(ctx, other, owed[1].ID, register.Sending{On: "2026-11-23", Method: "post"}), "paper.absent")
	sent, err := d.Slips(ctx, d.Clerk, register.SlipQuery{Sent: true, Year: 2026})
	if len(sent) != 1 || sent[0].Envelopes != 1 || sent[0].Open() || err != nil {
		t.Fatal(sent, err)
	}
	if none, err := d.Slips(ctx, d.Clerk, register.SlipQuery{Sent: true, Year: 2025}); len(none) != 0 || err != nil {
		t.Fatal(none, err)
	}
}

func testFaults(t *testing.T, d *Desk) {
	ctx := t.Context()
	_, err := d.OpenFault(ctx, d.Clerk, d.now(), " ")
	refused(t, err, "fault.open")
	_, err = d.OpenFault(ctx, d.Clerk, d.now().Add(time.Hour), "Đứt cáp")
	refused(t, err, "fault.open")
	f, err := d.OpenFault(ctx, d.Clerk, d.now().Add(-time.Hour), "Đứt cáp")
	must(t, err)
	_, err = d.OpenFault(ctx, d.Clerk, d.now(), "Lại đứt")
	refused(t, err, "fault.open-already")
	left := register.Left{Fault: f.ID, Document: register.DocumentID(t.Name()), Agency: d.Clerk.Agency, Symbol: "1/CV", Subject: "V/v", Reason: "gấp", At: d.now()}
	must(t, d.Store.Transact(ctx, func(ctx context.Context, tx register.Tx) error { return tx.AddLeft(ctx, left) }))
	f, err = d.CloseFault(ctx, d.Clerk, f.ID, "Đã nối cáp")
	must(t, err)
	if f.Due.IsZero() || f.Open() {
		t.Fatalf("%+v", f)
	}
	_, err = d.CloseFault(ctx, d.Clerk, f.ID, "Lần nữa")
	refused(t, err, "fault.closed")
	list, err := d.Waiting(ctx, d.Clerk)
	if len(list) != 1 || list[0].Overdue || err != nil {
		t.Fatal(list, err)
	}
	d.wait(5)
	if list, err = d.Waiting(ctx, d.Clerk); len(list) != 1 || !list[0].Overdue || err != nil {
		t.Fatal(list, err)
	}
	must(t, d.Store.Transact(ctx, func(ctx context.Context, tx register.Tx) error { return tx.Mend(ctx, left.Document, d.now()) }))
	if list, err = d.Waiting(ctx, d.Clerk); len(list) != 0 || err != nil {
		t.Fatal(list, err)
	}
}
