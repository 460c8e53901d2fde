package app

import (
	"context"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/platform/sample"
)

// TestMainJob carries one document through the whole main job on real files.
func TestMainJob(t *testing.T) {
	ctx := context.Background()
	a, err := Open(ctx, DefaultPractice(t.TempDir()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	p, err := makeProvince(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	doc := sample.Drafts()[0]
	doc.Month, doc.Year = int(time.Now().Month()), time.Now().Year()
	raw, err := sample.PDF(doc)
	if err != nil {
		t.Fatal(err)
	}
	run := &play{province: p, cast: department}
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"draft", func(ctx context.Context) error {
			return run.write(ctx, draft{typeCode: "CV", subject: doc.Subject, area: "Chuyển đổi số", capacity: org.Deputy, name: "du-thao.pdf", main: raw})
		}},
		{"submit", run.submit}, {"consent", run.consent}, {"format", run.format}, {"approve", run.approve}, {"sign", run.sign},
		{"recheck", run.recheck}, {"seal", run.seal}, {"release", run.release}, {"settle", a.settle},
		{"register", run.register}, {"assign", run.assign}, {"complete", run.complete}, {"settle", a.settle},
	}
	for _, s := range steps {
		if err := s.do(ctx); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
	d, err := a.Documents.Store.Load(ctx, run.id)
	if err != nil {
		t.Fatal(err)
	}
	if d.State != document.Released || d.Number != 1 {
		t.Errorf("outgoing is %s with number %d", d.State, d.Number)
	}
	list, err := a.Exchange.Store.OfDocument(ctx, run.id)
	if err != nil || len(list) != 1 || list[0].State != "accepted" || list[0].Arrival != 1 {
		t.Errorf("deliveries %+v, %v", list, err)
	}
}
