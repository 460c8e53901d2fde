package documentweb_test

import (
	"net/http"
	"testing"

	"antin/internal/domain/org"
	"antin/internal/testkit/htmlcheck"
)

func TestSlipsOfTheDraftAreRefusedAtSaving(t *testing.T) {
	t.Parallel()
	s := open(t)
	g, id := s.as(t, "chuyenvien.skhcn"), s.write(t)
	_, status, page := g.upload("/van-ban/moi", part{"secrecy", "normal"}, part{"draft", g.token()}, part{"type", "CV"})
	if status != http.StatusUnprocessableEntity || s.drafts(t) != 1 {
		t.Errorf("an empty draft: %d, %d drafts", status, s.drafts(t))
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Ghi trích yếu, hoặc chọn tệp văn bản."), htmlcheck.NoText("Sổ đăng ký bản sao"))

	signer := s.document(t, id).Signer
	typed := []part{{"secrecy", "normal"}, {"version", "1"}, {"type", "CV"}, {"subject", "V/v tư cách ký"}, {"signer", string(signer.Person) + "/" + string(signer.Post)}}
	at := "/van-ban/" + string(id) + "/sua"
	_, status, page = g.upload(at, append(typed, part{"capacity", string(org.ByOrder)})...)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong capacity: %d", status)
	}
	htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Người này được ký: KT."))
	g.upload(at, typed...)
	if got := s.document(t, id).Signer.Capacity; got != org.Deputy {
		t.Errorf("the only capacity was not taken: %q", got)
	}
}
