package app

import (
	"context"
	"io"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/domain/request"
)

// TestPracticeRegistryReachesTheAuthority: what the first start puts into the
// registry holds, a renewal comes to the authority of practice, and its answer
// comes back.
func TestPracticeRegistryReachesTheAuthority(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	f, err := NewFixture(ctx, t.TempDir(), "NA", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p := f.people
	if err := p.registry(ctx); err != nil {
		t.Fatal(err)
	}
	letter := renewalOf(t, p, "congchuc.kimlien")
	out := &play{province: p, id: letter, cast: cast{
		officer: "congchuc.kimlien", unitLeader: "chanhvanphong.kimlien", checker: "congchuc.kimlien", signer: "chutich.kimlien",
		clerk: "vanthu.kimlien", receiver: practiceAuthority.code, receivingClerk: "vanthu.cts",
	}}
	walk(t, out.consent, out.format, out.approve, out.sign, p.app.settle, out.recheck, out.seal, out.release, p.app.settle, out.register)

	back := &play{province: p, cast: cast{
		officer: "chuyenvien.cts", unitLeader: "chanhvanphong.cts", checker: "chuyenvien.cts", signer: "cuctruong.cts",
		clerk: "vanthu.cts", receiver: "H41.412", receivingClerk: "vanthu.kimlien",
	}}
	write := func(ctx context.Context) error {
		return back.write(ctx, draft{typeCode: "CV", subject: "V/v gia hạn chứng thư số", area: "Chứng thực chữ ký số", capacity: org.InOwnRight, name: "tra-loi.pdf", main: samplePDF(t)})
	}
	walk(t, write, back.submit, back.consent, back.format, back.approve, back.sign, p.app.settle, back.recheck, back.seal, back.release, p.app.settle, back.register)
	if found, err := p.app.check(ctx, io.Discard, false); err != nil || found > 0 {
		t.Errorf("check found %d, %v", found, err)
	}
}

func walk(t *testing.T, steps ...func(context.Context) error) {
	t.Helper()
	for i, step := range steps {
		if err := step(t.Context()); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

// renewalOf confirms the renewal that waits for the person and puts it to the head.
func renewalOf(t *testing.T, p *province, account string) document.ID {
	t.Helper()
	ctx := t.Context()
	by, err := p.actor(ctx, account)
	if err != nil {
		t.Fatal(err)
	}
	list, err := p.app.Requests.Store.List(ctx, by.Province, request.Query{Managing: by.Agency, Kinds: []request.Kind{request.Renew}, Limit: 10})
	if err != nil || len(list) != 1 {
		t.Fatalf("renewals of the agency: %d, %v", len(list), err)
	}
	if err := p.app.Requests.Confirm(ctx, by, list[0].ID, list[0].Rev); err != nil {
		t.Fatal(err)
	}
	letter, err := p.app.Requests.ToHead(ctx, by, []request.ID{list[0].ID}, request.Signer{})
	if err != nil {
		t.Fatal(err)
	}
	return document.ID(letter)
}
