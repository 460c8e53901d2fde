package documentweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/platform/practice"
	"antin/internal/testkit/htmlcheck"
)

func TestImagesAreTakenOrRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	s := open(t)
	leader := s.as(t, "giamdoc.skhcn")
	good := string(practice.SignaturePNG("Nguyễn Văn Hòa", 3))
	_, status, page := leader.upload("/toi/chu-ky/anh", part{"kind", "person"}, part{"size-person", "40"}, part{"image-person:dau.png", string(practice.SealPNG("SỞ", "UBND", 36))})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a red signature: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Hình ảnh chữ ký phải màu xanh"), htmlcheck.HasField("size-person", "40"))
	_, status, page = leader.upload("/toi/chu-ky/anh", part{"kind", "person"}, part{"size-person", "400"}, part{"image-person:ky.png", good})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("40 cm wide: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("vượt giới hạn"))
	_, _, page = leader.upload("/toi/chu-ky/anh", part{"kind", "person"}, part{"size-person", "38,5"}, part{"image-person:ky.png", good})
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Đã thay hình ảnh."), htmlcheck.HasText("38,5 ×"))
	if _, status, _ := leader.upload("/toi/chu-ky/anh", part{"kind", "seal"}, part{"size-seal", "36"}, part{"image-seal:dau.png", good}); status != http.StatusForbidden {
		t.Errorf("a leader changed the seal: %d", status)
	}
	if _, status, _ := leader.get("/toi/chu-ky/anh/seal"); status != http.StatusNotFound {
		t.Errorf("a leader fetched the seal: %d", status)
	}
}

func TestListsPageByCursor(t *testing.T) {
	t.Parallel()
	s := open(t)
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	for i := range 51 {
		_, err := s.Documents.Create(t.Context(), by, document.Fields{Type: "CV", Subject: fmt.Sprintf("Văn bản thứ %02d", i), Secrecy: document.Ordinary, Origin: document.Created})
		must(t, err)
	}
	g := s.as(t, "chuyenvien.skhcn")
	_, _, page := g.get("/viec/du-thao")
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoEnglish(), htmlcheck.Count("[data-row]", 50), htmlcheck.HasText("Xem tiếp"))
	_, rest, _ := strings.Cut(page, `rel="next" href="`)
	next, _, _ := strings.Cut(rest, `"`)
	_, _, page = g.get(next)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.Count("[data-row]", 1), htmlcheck.HasText("Văn bản thứ 00"), htmlcheck.HasText("Về đầu danh sách"))
	for _, broken := range []string{"?sau=x", "?sau=1.", "?sau=-9223372036854775808.a"} {
		if _, status, _ := g.get("/viec/du-thao" + broken); status != http.StatusOK {
			t.Errorf("%s: status %d", broken, status)
		}
	}
	if _, status, _ := g.get("/viec/cho-cap-so"); status != http.StatusNotFound {
		t.Errorf("an officer opened the clerk's list: %d", status)
	}
}

func TestScanOfPaperIsNumberedAttestedAndSealed(t *testing.T) {
	t.Parallel()
	s := openIn(t, "BG")
	by, err := s.Actor(t.Context(), "vanthu.skhcn")
	must(t, err)
	signer, err := s.Actor(t.Context(), "phogiamdoc.skhcn")
	must(t, err)
	id, err := s.Documents.Create(t.Context(), by, document.Fields{Type: "CV", Subject: "V/v bản giấy", Area: "Nội vụ", Urgency: "normal", Secrecy: document.Ordinary,
		Origin: document.Scanned, Signer: document.Signer{Person: signer.Person, Capacity: org.Deputy}, Recipients: []document.Recipient{{Code: "H41.35"}}})
	must(t, err)
	at, g := "/van-ban/"+string(id), s.as(t, "vanthu.skhcn")
	_, _, page := g.get(at)
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.NoEnglish(), htmlcheck.HasText("Cấp số cho bản giấy"))
	g.expect(at+"/cap-so-giay", nil, http.StatusOK, "Đã cấp số.")
	_, status, page := g.upload(at+"/ban-quet", part{"file:quet.pdf", pdfText(t)})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("without the clerk's word: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Chưa xác nhận bản quét"))
	_, _, page = g.upload(at+"/ban-quet", part{"attested", "yes"}, part{"file:quet.pdf", pdfText(t)})
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Ký cơ quan được."), htmlcheck.HasText("Số đã cấp"))
}
