package documentweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/signing"
	"antin/internal/testkit/htmlcheck"
)

func TestLockedKeyIsToldAndReleased(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx, id := t.Context(), s.toClerk(t)
	clerk, err := s.Actor(ctx, "vanthu.skhcn")
	must(t, err)
	must(t, s.Documents.Recheck(ctx, clerk, id, s.document(t, id).Seen(), nil, ""))
	key, err := s.AgencyKey(ctx, "vanthu.skhcn")
	must(t, err)
	g, at := s.as(t, "vanthu.skhcn"), "/van-ban/"+string(id)
	_, _, page := g.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Còn 5 lần thử."), htmlcheck.In("#password[autofocus]"))
	wrong := url.Values{"certificate": {string(key.Certificate)}, "password": {"sai"}}
	g.expect(at+"/ky-co-quan", wrong, http.StatusUnprocessableEntity, "Còn 4 lần thử.")
	for range signing.PracticeTries - 2 {
		g.post(at+"/ky-co-quan", wrong)
	}
	g.expect(at+"/ky-co-quan", wrong, http.StatusForbidden, "Đề nghị người quản lý thuê bao mở khóa.")
	_, _, page = g.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoEnglish(), htmlcheck.HasText("Khóa thực hành của bạn đã bị khóa"), htmlcheck.Count("#password", 0))
	_, _, page = g.get("/toi/chu-ky")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Bị khóa"))
	if _, status, _ := g.get("/khoa-thuc-hanh"); status != http.StatusForbidden {
		t.Errorf("the clerk opens the page: %d", status)
	}

	manager := s.as(t, "thuebao.skhcn")
	_, _, page = manager.get("/khoa-thuc-hanh")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoEnglish(), htmlcheck.HasText("Bị khóa"), htmlcheck.Count("tbody button", 1))
	manager.expect("/khoa-thuc-hanh", url.Values{"certificate": {string(key.Certificate)}}, http.StatusOK, "Đã mở khóa.")
	must(t, s.Documents.Seal(ctx, clerk, id, key))
	if d := s.document(t, id); d.State != document.SealedState {
		t.Errorf("the document is %s", d.State)
	}
	_, _, page = s.as(t, "quantri").get("/khoa-thuc-hanh")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.In("#co-quan", htmlcheck.HasText("Sở Khoa học và Công nghệ")))
}
