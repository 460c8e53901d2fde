package app

import (
	"strings"
	"testing"
	"time"

	"antin/internal/domain/archive"
	"antin/internal/domain/document"
	"antin/internal/platform/practice"
	"antin/pades"
)

// A token of somebody who merely answers on the way of the authority is neither
// put into a signature nor kept; when the right one answers, its token is.
func TestForeignTimestampsAreNotKept(t *testing.T) {
	t.Parallel()
	d := openDesk(t, fresh(t))
	foreign, err := practice.Create(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	own := d.authority.Stamper
	d.authority.Stamper = ownAuthority{foreign, d.app.Now}
	r, err := toClerk(t.Context(), d.province, samplePDF(t))
	if err != nil {
		t.Fatal(err)
	}
	d.journey(t, r.seal, d.app.settle)
	doc, err := d.app.Documents.Store.Load(t.Context(), r.id)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := doc.AtStage(document.Sealed)
	blob, err := d.app.Documents.Blobs.Open(t.Context(), f.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer blob.Close()
	report, err := d.app.Documents.Verify(t.Context(), blob, time.Time{})
	if err != nil || report.Indication != pades.TotalPassed {
		t.Fatalf("%+v, %v", report, err)
	}
	for _, s := range report.Signatures {
		if len(s.Stamps) > 0 {
			t.Errorf("%s carries the time-stamp of a stranger", s.Field)
		}
	}
	d.collect(t)
	b, _ := d.bundle(t, r.id)
	if b.State != archive.Waiting || len(b.Stamp) > 0 || !strings.Contains(b.Why, "gốc tin cậy") {
		t.Fatalf("%+v", b)
	}
	d.authority.Stamper = own
	d.pass(b.NextAt.Sub(d.app.Now()) + time.Second)
	d.collect(t)
	if b, _ = d.bundle(t, r.id); b.State != archive.Kept || len(b.Stamp) == 0 || b.Why != "" {
		t.Fatalf("%+v", b)
	}
}
