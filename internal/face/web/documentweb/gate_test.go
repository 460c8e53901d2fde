package documentweb_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/domain/org"
	"antin/internal/platform/sample"
	"antin/internal/testkit/htmlcheck"
)

func TestCharactersThatNobodyTypesAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, "chuyenvien.skhcn")
	for name, parts := range map[string][]part{
		"field": {{"secrecy", "normal"}, {"draft", g.token()}, {"type", "CV"}, {"subject", "V/v \x00"}},
		"utf-8": {{"secrecy", "normal"}, {"draft", g.token()}, {"type", "CV"}, {"subject", "V/v \xff"}},
	} {
		_, status, page := g.upload("/van-ban/moi", parts...)
		if status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, status)
		}
		htmlcheck.Check(t, page, htmlcheck.HasText("Ô “Trích yếu” có ký tự điều khiển"))
	}
	if n := s.drafts(t); n != 0 {
		t.Errorf("%d drafts", n)
	}
	at, _, _ := g.upload("/van-ban/moi", []part{{"secrecy", "normal"}, {"draft", g.token()}, {"type", "CV"}, {"subject", "V/v \u202eđảo\nngược"}, {"file:a\u202efdp.pdf", pdfText(t)}}...)
	d := s.document(t, document.ID(strings.TrimPrefix(at, "/van-ban/")))
	if d.Subject != "V/v đảo ngược" || d.Files[0].Name != "afdp.pdf" {
		t.Errorf("stored %q with the file %q", d.Subject, d.Files[0].Name)
	}
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	err = s.Documents.AddVersion(t.Context(), by, d.ID, []document.Upload{{Role: document.Main, Name: "a\x00.pdf", Body: strings.NewReader("%PDF-1.7")}})
	if err == nil || !strings.Contains(err.Error(), "Tên tệp") {
		t.Errorf("a name with NUL: %v", err)
	}
}

func TestDeputyWithoutCapacitySignsInPlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	g := s.as(t, "chuyenvien.skhcn")
	by, err := s.Actor(t.Context(), "phogiamdoc.skhcn")
	must(t, err)
	posts, err := s.Org.PostsOf(t.Context(), by.Person, by.Agency, s.Now())
	must(t, err)
	at, _, page := g.upload("/van-ban/moi", []part{{"secrecy", "normal"}, {"draft", g.token()}, {"type", "CV"}, {"subject", "V/v cấp phó"},
		{"signer", string(by.Person) + "/" + string(posts[0].ID)}, {"capacity", ""}}...)
	htmlcheck.Check(t, page, htmlcheck.HasText("Người ký là cấp phó nên tư cách ký được đặt là “KT.”"))
	if d := s.document(t, document.ID(strings.TrimPrefix(at, "/van-ban/"))); d.Signer.Capacity != org.Deputy {
		t.Errorf("capacity %q", d.Signer.Capacity)
	}
}

// other replaces the draft by one whose page says the symbol of another unit.
func (s *site) other(t *testing.T, id document.ID) {
	t.Helper()
	doc := sample.Drafts()[0]
	doc.Month, doc.Year, doc.SignerName, doc.Symbol = int(time.Now().Month()), time.Now().Year(), "Trần Thị Minh", "SKHCN-VP"
	raw, err := sample.PDF(doc)
	must(t, err)
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	must(t, s.Documents.AddVersion(t.Context(), by, id, []document.Upload{{Role: document.Main, Name: "khac.pdf", Body: bytes.NewReader(raw)}}))
}

// hidden is what the form of the deed says that the person looked at.
func hidden(g *guest, at string) string {
	_, _, page := g.get(at)
	_, rest, _ := strings.Cut(page, `name="hash" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestSymbolOnThePageIsHeldAgainstTheRegister(t *testing.T) {
	t.Parallel()
	s := open(t)
	officer := s.as(t, "chuyenvien.skhcn")
	const words = "Ký hiệu in trên trang là “SKHCN-VP”, sổ sẽ cấp “SKHCN-CĐS”."
	for _, differs := range []bool{false, true} {
		id := s.write(t)
		if differs {
			s.other(t, id)
		}
		at := "/van-ban/" + string(id)
		_, _, page := officer.post(at+"/trinh", nil)
		if strings.Contains(page, words) {
			t.Error("the officer cannot change anything now, and is warned")
		}
		leader := s.as(t, "truongphong.skhcn")
		leader.post(at+"/dong-y", url.Values{"hash": {hidden(leader, at)}})
		checker := s.as(t, "thethuc.skhcn")
		_, _, page = checker.get(at)
		if strings.Contains(page, words) != differs {
			t.Errorf("differs: %v; the checker reads %v", differs, !differs)
		}
		_, status, page := checker.post(at+"/the-thuc/dat", url.Values{"hash": {hidden(checker, at)}, "comment": {"Đã xem."}})
		if status != http.StatusOK {
			t.Fatalf("%d: %s", status, page)
		}
		dec, ok := s.document(t, id).Standing(document.FormatCheck)
		if !ok || strings.Contains(dec.Comment, words) != differs || !strings.HasPrefix(dec.Comment, "Đã xem.") {
			t.Errorf("differs: %v; the decision says %q", differs, dec.Comment)
		}
		signer := s.as(t, "phogiamdoc.skhcn")
		_, _, page = signer.get(at + "/ky")
		if strings.Contains(page, words) != differs {
			t.Errorf("differs: %v; the signer reads %v", differs, !differs)
		}
	}
}
