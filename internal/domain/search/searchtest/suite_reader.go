package searchtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/document/documenttest"
	"antin/internal/domain/org"
	"antin/internal/domain/search"
	"antin/internal/fault"
)

// testAgrees: random people search among random documents. Hits, counts and
// suggestions are those that the plain rule lets them see.
func testAgrees(t *testing.T, d *Desk) {
	random := rand.New(rand.NewPCG(5, 23))
	docs := documenttest.RandomDocuments(t, random, 50)
	documenttest.Save(t, d.Documents, docs...)
	for _, x := range docs {
		documenttest.RandomChange(t, d.Documents, random, x.ID, 1)
	}
	d.Drain(t)
	now := make([]*document.Document, len(docs))
	for i, x := range docs {
		var err error
		now[i], err = d.Documents.Load(t.Context(), x.ID)
		must(t, err)
	}
	seen := 0
	for range 20 {
		by := documenttest.RandomActor(random)
		want := map[document.ID]bool{}
		for _, x := range now {
			if x.SeenBy(by) {
				want[x.ID] = true
			}
		}
		seen += len(want)
		for _, q := range []search.Query{{}, {Text: "hoa don dien tu"}, {Text: "hóa đơn"}, {Text: "V/v triển khai"}} {
			all, err := d.Export(t.Context(), by, q)
			must(t, err)
			if all.Total != len(want) || all.More {
				t.Errorf("%+v %+v: %d found, %d may be seen", by, q, all.Total, len(want))
			}
			for _, h := range all.Hits {
				if !want[h.Document] {
					t.Errorf("%+v found %s", by, h.Document)
				}
			}
		}
		suggested, err := d.Suggest(t.Context(), by, "triển khai")
		must(t, err)
		if len(suggested) != min(6, len(want)) {
			t.Errorf("%+v: %d suggested of %d", by, len(suggested), len(want))
		}
		for _, h := range suggested {
			if !want[h.Document] {
				t.Errorf("%+v was told of %s", by, h.Document)
			}
		}
	}
	if seen == 0 {
		t.Error("nobody saw anything: the test says nothing")
	}
}

// testRevoked: what the index has not heard of yet is asked of the rows.
func testRevoked(t *testing.T, d *Desk) {
	guest := org.Actor{Account: "guest", Person: "guest", Agency: "elsewhere", Province: "NA"}
	d.add(t, "shared", func(*document.Document) {})
	cause := document.CauseOf("task", "1")
	grant := func(do func(ctx context.Context, tx document.Tx) error) {
		must(t, d.Documents.Transact(t.Context(), do))
	}
	grant(func(ctx context.Context, tx document.Tx) error {
		return tx.Grant(ctx, "shared", []document.Reader{document.PersonIn("elsewhere", "guest")}, cause)
	})
	d.Drain(t)
	if ids, _ := d.find(t, guest, search.Query{Text: "shared"}); len(ids) != 1 {
		t.Fatalf("granted, and not found: %v", ids)
	}
	grant(func(ctx context.Context, tx document.Tx) error { return tx.Revoke(ctx, "shared", cause) })
	for _, drained := range []bool{false, true} {
		if ids, page := d.find(t, guest, search.Query{Text: "shared"}); len(ids) != 0 || page.Total != 0 {
			t.Errorf("revoked, index abreast %v: %v, %d", drained, ids, page.Total)
		}
		d.Drain(t)
	}
}

func testSaved(t *testing.T, d *Desk) {
	ctx := t.Context()
	q := search.Query{Text: "đất", Stage: search.Done}
	must(t, d.Save(ctx, clerk, "Đất đai", q))
	must(t, d.Save(ctx, clerk, "đất  đai", search.Query{Text: "nhà"}))
	must(t, d.Save(ctx, clerk, "Nhà", q))
	mine, err := d.Saved(ctx, clerk)
	must(t, err)
	if len(mine) != 2 || mine[0].Query.Text != "nhà" || mine[1].Query != q {
		t.Errorf("saved: %+v", mine)
	}
	other := clerk
	other.Person = "other"
	if theirs, err := d.Saved(ctx, other); err != nil || len(theirs) != 0 {
		t.Errorf("another's searches: %v %v", theirs, err)
	}
	if err := d.Forget(ctx, other, mine[0].ID); !fault.Is(err, "search.absent") {
		t.Errorf("another forgot mine: %v", err)
	}
	must(t, d.Forget(ctx, clerk, mine[0].ID))
	if err := d.Save(ctx, clerk, "", q); !fault.Is(err, "search.name") {
		t.Errorf("no name: %v", err)
	}
	if err := d.Save(ctx, clerk, "Rỗng", search.Query{}); !fault.Is(err, "search.empty") {
		t.Errorf("nothing asked: %v", err)
	}
	for i := 1; i < 50; i++ {
		must(t, d.Save(ctx, clerk, fmt.Sprint("Tìm ", i), q))
	}
	var refused *fault.Fault
	if err := d.Save(ctx, clerk, "Một nữa", q); !errors.As(err, &refused) || refused.Code != "search.many" {
		t.Errorf("the 51st: %v", err)
	}
}
