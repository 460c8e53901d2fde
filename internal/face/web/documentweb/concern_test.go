package documentweb_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"antin/internal/domain/document"
	"antin/internal/platform/sample"
	"antin/internal/testkit/htmlcheck"
	"antin/pdf"
)

// covered replaces the draft by one with a white rectangle over its text and a
// font that is not in the file.
func (s *site) covered(t *testing.T, id document.ID) {
	t.Helper()
	doc := sample.Drafts()[0]
	doc.Month, doc.Year, doc.SignerName = int(time.Now().Month()), time.Now().Year(), "Trần Thị Minh"
	raw, err := sample.PDF(doc)
	must(t, err)
	file, err := pdf.Open(bytes.NewReader(raw), int64(len(raw)))
	must(t, err)
	pages, err := file.Last().Pages()
	must(t, err)
	u, err := file.NewUpdate()
	must(t, err)
	cover := u.Add(pdf.NewStream(pdf.Dictionary(), []byte("q 1 g 60 380 480 60 re f Q")))
	fonts, err := file.Last().Dict(pages[0].Resources.Get("Font"))
	must(t, err)
	resources := pages[0].Resources.With("Font", fonts.With("Zz", u.Add(pdf.Dictionary("Type", pdf.Name("Font"), "Subtype", pdf.Name("TrueType"), "BaseFont", pdf.Name("Arial")))))
	page := pages[0].Dict.With("Contents", pdf.Array{pages[0].Dict.Get("Contents"), cover}).With("Resources", resources)
	u.Set(pages[0].Ref, page)
	tail, err := u.Tail()
	must(t, err)
	by, err := s.Actor(t.Context(), "chuyenvien.skhcn")
	must(t, err)
	must(t, s.Documents.AddVersion(t.Context(), by, id, []document.Upload{{Role: document.Main, Name: "che.pdf", Body: bytes.NewReader(append(raw, tail...))}}))
}

// TestWhatLiesOverTextIsShownBeforeSigning: to the officer who checks the
// format and to the leader who signs, with the page and what to do.
func TestWhatLiesOverTextIsShownBeforeSigning(t *testing.T) {
	t.Parallel()
	s := open(t)
	officer := s.as(t, "chuyenvien.skhcn")
	for _, bad := range []bool{false, true} {
		id := s.write(t)
		if bad {
			s.covered(t, id)
		}
		at := "/van-ban/" + string(id)
		officer.post(at+"/trinh", nil)
		leader := s.as(t, "truongphong.skhcn")
		leader.post(at+"/dong-y", url.Values{"hash": {hidden(leader, at)}})
		checker := s.as(t, "thethuc.skhcn")
		_, _, forChecker := checker.get(at)
		if _, status, page := checker.post(at+"/the-thuc/dat", url.Values{"hash": {hidden(checker, at)}}); status != http.StatusOK {
			t.Fatalf("%d: %s", status, page)
		}
		signer := s.as(t, "phogiamdoc.skhcn")
		_, _, forSigner := signer.get(at + "/ky")
		for who, page := range map[string]string{"checker": forChecker, "signer": forSigner} {
			htmlcheck.Check(t, page, htmlcheck.Sound(), htmlcheck.HasText("Kiểm tra trước khi ký"))
			for _, words := range []string{"Chữ bị hình hoặc mảng màu che", "Hỏi lại người soạn", "Phông chữ không nhúng trong tệp"} {
				if strings.Contains(page, words) != bad {
					t.Errorf("covered: %v; the %s reads %q: %v", bad, who, words, !bad)
				}
			}
			if strings.Contains(page, "Không thấy gì bất thường") == bad {
				t.Errorf("covered: %v; the %s is told that nothing is wrong: %v", bad, who, bad)
			}
		}
		if bad && !strings.Contains(forSigner, at+`/ky?trang=1">trang 1</a>`) {
			t.Error("the signer is not led to the page")
		}
	}
}
