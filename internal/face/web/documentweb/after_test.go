package documentweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/testkit/htmlcheck"
)

func TestReturnedDraftSaysWhy(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := s.toClerk(t)
	at := "/van-ban/" + string(id)
	officer, clerk := s.as(t, "chuyenvien.skhcn"), s.as(t, "vanthu.skhcn")
	_, _, page := officer.get("/viec/da-trinh")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("[data-row]", 1), htmlcheck.HasText("Sở Nội vụ"))
	clerk.expect(at+"/kiem-tra-lai/sai-sot", url.Values{"hash": {s.document(t, id).Seen()}, "faults": {s.faultCode(t)}, "comment": {"Sai ngày"}}, http.StatusOK, "Đã báo sai sót cho người soạn.")
	_, _, page = clerk.get(at)
	htmlcheck.Check(t, page, htmlcheck.In("#comment", htmlcheck.HasText("; Sai ngày")))
	clerk.expect(at+"/tra-lai", url.Values{"comment": {"Sai nơi nhận"}}, http.StatusOK, "Đã trả lại người soạn.")
	_, _, page = officer.get("/viec/du-thao")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Bị trả lại"))
	_, _, page = officer.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoEnglish(), htmlcheck.In(".deed", htmlcheck.HasText("trả lại: “Sai nơi nhận”")))
}

func TestReleaseLeadsToTheNextAndStaysWithTheDrafter(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := t.Context()
	clerk, err := s.Actor(ctx, "vanthu.skhcn")
	must(t, err)
	key, err := s.AgencyKey(ctx, "vanthu.skhcn")
	must(t, err)
	var ids []document.ID
	for range 2 {
		id := s.toClerk(t)
		must(t, s.Documents.Recheck(ctx, clerk, id, s.document(t, id).Seen(), nil, ""))
		must(t, s.Documents.Seal(ctx, clerk, id, key))
		ids = append(ids, id)
	}
	g := s.as(t, "vanthu.skhcn")
	_, _, page := g.post("/van-ban/"+string(ids[0])+"/phat-hanh", nil)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count(`a[data-primary][href="/van-ban/`+string(ids[1])+`"]`, 1), htmlcheck.HasText("Mở văn bản tiếp theo"))
	_, _, page = g.post("/van-ban/"+string(ids[1])+"/phat-hanh", nil)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoText("Mở văn bản tiếp theo"))
	_, _, page = s.as(t, "chuyenvien.skhcn").get("/viec/da-phat-hanh")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("[data-row]", 2))
}

func TestSecrecyIsAskedForInWords(t *testing.T) {
	t.Parallel()
	g := open(t).as(t, "chuyenvien.skhcn")
	_, status, page := g.get("/van-ban/moi?hoi=1")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Chọn độ mật của văn bản."))
}
