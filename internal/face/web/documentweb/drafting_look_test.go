package documentweb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/docx"
	"antin/internal/domain/document"
	"antin/internal/testkit/browser"
)

// TestDraftingInTheBrowser composes a letter by its template, changes it in a
// word processor, compares, mends and gives it up, and looks at every page.
func TestDraftingInTheBrowser(t *testing.T) {
	s := open(t)
	p := s.browse(t, "chuyenvien.skhcn")
	p.Open("/van-ban/moi?secrecy=normal")
	p.Choose("#type", "CV")
	p.Fill("#subject", "V/v rà soát chứng thư chữ ký số tại các xã, phường")
	p.Fill("#field", "Chuyển đổi số")
	signer := browser.Eval[string](p, `[...document.querySelectorAll("#signer option")].find(o => o.textContent.startsWith("Trần Thị Minh")).value`)
	p.Choose("#signer", signer)
	p.Choose("#capacity", "KT.")
	p.Click("#recipient-0")
	p.Through("[name=compose]")
	p.See("Văn bản soạn theo mẫu")
	at := p.Path()
	look(p, "composed")
	s.edited(t, p, at)
	p.Open(at + "/the-thuc")
	p.See("phải ghi thêm số 0 phía trước")
	look(p, "layout")
	p.Through("[data-primary]")
	p.See("Đã sửa")
	p.Open(at + "/bo")
	look(p, "discard")
	p.Through("[data-primary]")
	p.See("Đã bỏ dự thảo.")
	p.Open("/danh-muc/loai-van-ban")
	look(p, "types")
	p = s.browse(t, "vanthu.skhcn")
	p.Open("/mau-van-ban/QĐ")
	look(p, "template")
	p.Open("/danh-muc/loai-van-ban")
	look(p, "types-clerk")
	p.Open("/tep-dau-mat")
	look(p, "stamps")
}

// edited brings a version that somebody spoiled in Word.
func (s *site) edited(t *testing.T, p *browser.Page, at string) {
	t.Helper()
	p.Open(at + "/phien-ban")
	look(p, "versions-one")
	id := at[strings.LastIndex(at, "/")+1:]
	raw := s.wordOf(t, id)
	f, err := docx.Open(raw)
	must(t, err)
	for _, q := range f.Content().Paragraphs() {
		switch text := q.Text(); {
		case strings.HasPrefix(text, "Số:"):
			must(t, f.Format(q.Index, docx.Look{Size: 11}))
		case strings.HasPrefix(text, "Đề nghị"):
			must(t, f.Replace(q.Index, "quan tâm", "khẩn trương"))
		case strings.Contains(text, ", ngày"):
			place, _, _ := strings.Cut(text, ",")
			must(t, f.Replace(q.Index, text, place+", ngày 5 tháng 1 năm 2026"))
		}
	}
	raw, err = f.Bytes()
	must(t, err)
	name := filepath.Join(t.TempDir(), "sua.docx")
	must(t, os.WriteFile(name, raw, 0o600))
	p.UploadFile("#file", name)
	p.Through("[data-primary]")
	p.See("Đã nhận phiên bản mới.")
	p.See("khẩn trương")
	look(p, "versions")
}

// wordOf reads the Word file of a draft.
func (s *site) wordOf(t *testing.T, id string) []byte {
	t.Helper()
	d, err := s.Documents.Store.Load(t.Context(), document.ID(id))
	must(t, err)
	source, ok := d.Current(document.Source)
	if !ok {
		t.Fatal("the draft has no Word file")
	}
	blob, err := s.Blobs.Open(t.Context(), source.SHA256)
	must(t, err)
	defer blob.Close()
	raw := make([]byte, blob.Size())
	_, err = blob.ReadAt(raw, 0)
	must(t, err)
	return raw
}
