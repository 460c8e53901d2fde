package exchangeweb_test

import (
	"bytes"
	"net/http"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/htmlcheck"
)

func TestPageAsksWhileTheIntakeIsAtWork(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := t.Context()
	sum, size, err := s.Documents.Blobs.Put(ctx, bytes.NewReader(s.sealed(t)), 1<<20)
	must(t, err)
	to, err := s.Org.AgencyByCode(ctx, "H41.35", s.Now())
	must(t, err)
	id, err := s.Documents.Arrive(ctx, document.Arrival{
		Agency: to.ID, Province: "NA", Delivery: "đang-kiểm-tra", From: "H41.37", FromName: "Sở Khoa học và Công nghệ", SenderRef: "01/SKHCN-CĐS",
		Date: document.Day(s.Now()), Type: "CV", Subject: "Đang kiểm tra", Signer: "Trần Thị Minh", ReceivedAt: s.Now(),
		Files: []document.File{{Role: document.Main, Stage: document.Sealed, Name: "van-ban.pdf", SHA256: sum, Size: size, Pages: 1}},
	})
	must(t, err)
	g := s.as(t, "vanthu.snv")
	at := "/den/" + string(id)
	_, _, page := g.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("[hx-get]", 1))
	ask := func() (int, string) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+at+"/ket-qua", nil)
		must(t, err)
		r.Header.Set("HX-Request", "true")
		answer, err := g.Do(r)
		must(t, err)
		defer answer.Body.Close()
		return answer.StatusCode, answer.Header.Get("HX-Redirect")
	}
	if status, to := ask(); status != http.StatusNoContent || to != "" {
		t.Errorf("at work: %d, %q", status, to)
	}
	must(t, s.Exchange.Intake(ctx, id))
	if status, to := ask(); status != http.StatusNoContent || to != at {
		t.Errorf("ended: %d, %q", status, to)
	}
	_, _, page = g.get(at)
	htmlcheck.Check(t, page, htmlcheck.Count("[hx-get]", 0))
}
