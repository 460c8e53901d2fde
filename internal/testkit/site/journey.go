package site

import (
	"net/http"
	"strings"
	"testing"

	"antin/internal/testkit/htmlcheck"
)

// The people who carry a letter of the department to another one.
const (
	Officer      = "chuyenvien.skhcn"
	UnitLeader   = "truongphong.skhcn"
	Checker      = "thethuc.skhcn"
	Deputy       = "phogiamdoc.skhcn"
	Director     = "giamdoc.skhcn"
	Clerk        = "vanthu.skhcn"
	OtherClerk   = "vanthu.snv"
	OtherLeader  = "giamdoc.snv"
	OtherOfficer = "chuyenvien.snv"

	Sender   = "H41.37"
	Receiver = "H41.35"
	Subject  = "V/v rà soát chứng thư chữ ký số tại các xã, phường"
)

// Upload is one file of a draft.
type Upload struct {
	Field, Name string
	Raw         []byte
}

// Main is the PDF of a draft.
func Main(raw []byte) Upload { return Upload{"file", "du-thao.pdf", raw} }

// NewDraft goes through the question of secrecy and fills the form for the
// letter that the deputy signs; nothing is sent yet.
func (p *Person) NewDraft(files ...Upload) *Form {
	p.T.Helper()
	f := p.Get("/van-ban/moi").Form("form[action=/van-ban/moi]").Set("secrecy", "normal").Press("Tiếp tục").Form("form[action=/van-ban/moi]")
	f.Set("type", "CV").Set("subject", Subject).Set("field", "Chuyển đổi số").Pick("signer", "Trần Thị Minh").Set("capacity", "KT.").Set("recipients", Receiver)
	for _, u := range files {
		f.Attach(u.Field, u.Name, u.Raw)
	}
	return f
}

// Draft saves it and gives its address.
func (p *Person) Draft(files ...Upload) string {
	p.T.Helper()
	page := p.NewDraft(files...).Press("Lưu dự thảo").See("Đã lưu dự thảo.")
	at, _, _ := strings.Cut(page.At, "?")
	return at
}

// Step is one deed of the main job as its person does it on the page.
type Step struct {
	Name    string
	Account string
	Do      func(t testing.TB, p *Person, at string, key string) *Page
}

// Steps are the deeds from submission to release.
func Steps() []Step {
	return []Step{
		{"submit", Officer, func(_ testing.TB, p *Person, at, _ string) *Page {
			return p.Get(at).FormTo("/trinh").Press("Trình").See("Đã trình")
		}},
		{"consent", UnitLeader, func(_ testing.TB, p *Person, at, _ string) *Page {
			return p.Get(at).FormTo("/dong-y").Press("Đồng ý").See("Đã đồng ý nội dung")
		}},
		{"format", Checker, func(_ testing.TB, p *Person, at, _ string) *Page {
			return p.Get(at).FormTo("/the-thuc/dat").Press("Đạt").See("thể thức đạt")
		}},
		{"sign", Deputy, func(_ testing.TB, p *Person, at, key string) *Page {
			return p.Get(at).Follow("Duyệt và ký").FormTo("/ky").Set("password", key).Press("ký số").See("Đã ký số.")
		}},
		{"recheck", Clerk, func(_ testing.TB, p *Person, at, _ string) *Page {
			return p.Get(at).FormTo("/kiem-tra-lai/dat").Press("Đạt").See("đạt")
		}},
		{"seal", Clerk, func(_ testing.TB, p *Person, at, key string) *Page {
			return p.Get(at).FormTo("/ky-co-quan").Set("password", key).Press("Cấp số").See("Đã cấp số và ký cơ quan.")
		}},
		{"release", Clerk, func(_ testing.TB, p *Person, at, _ string) *Page {
			return p.Get(at).FormTo("/phat-hanh").Press("Vào sổ").See("Đã vào sổ và phát hành.")
		}},
	}
}

// Through does the steps up to and with the named one and gives the last page.
func (s *Site) Through(at, last string) *Page {
	s.T.Helper()
	return s.Between(at, "", last)
}

// Between does the steps after one up to and with another.
func (s *Site) Between(at, after, last string) *Page {
	s.T.Helper()
	on := after == ""
	for _, step := range Steps() {
		if on {
			page := step.Do(s.T, s.As(step.Account), at, s.KeyPassword(step.Account))
			if step.Name == last {
				return page
			}
		}
		on = on || step.Name == after
	}
	s.T.Fatalf("no step %s after %q", last, after)
	return nil
}

// Sealed downloads the sealed PDF of the document at this address.
func (p *Person) Sealed(at string) []byte {
	p.T.Helper()
	return p.File(at, "Văn bản · Bản đã ký cơ quan")
}

// File downloads the file of a document that the page describes in these words.
func (p *Person) File(at, words string) []byte {
	p.T.Helper()
	page := p.Get(at)
	for _, item := range htmlcheck.All(page.tree(), "li") {
		links := htmlcheck.All(item, "a[href]")
		if len(links) == 0 || !strings.Contains(htmlcheck.Text(item), words) {
			continue
		}
		href, _ := htmlcheck.Attr(links[0], "href")
		got := p.Get(href)
		if got.Status != http.StatusOK || got.Header.Get("Content-Type") != "application/pdf" {
			p.T.Fatalf("the download answered %d as %s", got.Status, got.Header.Get("Content-Type"))
		}
		return got.Body
	}
	p.T.Fatalf("no file %q at %s: %s", words, at, page.Text())
	return nil
}
