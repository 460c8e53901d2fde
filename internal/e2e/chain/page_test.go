package chain

import (
	"net/url"
	"os"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/clause"
	"antin/internal/testkit/site"
)

func TestMain(m *testing.M) { os.Exit(site.Done(browser.Run(m))) }

// choose picks a flow on its page and names who signs besides.
func choose(t *testing.T, s *site.Site, at, flow string, pick func(f *site.Form)) *site.Page {
	t.Helper()
	f := s.As(site.Officer).Get(at).Follow("Đổi quy trình ký").See("Chọn quy trình ký").FormTo("/quy-trinh").Set("flow", flow)
	pick(f)
	return f.Press("Chọn quy trình này")
}

// sign is what a signer of a chain does: the list, the document, the key.
func sign(t *testing.T, s *site.Site, account, list, open string) *site.Page {
	t.Helper()
	p := s.As(account)
	return p.Get(list).Follow(site.Subject).Follow(open).FormTo("/ky").Set("password", s.KeyPassword(account)).Press("Ký số")
}

// TestManySignaturesThroughThePages: flow c from the choice to the release.
func TestManySignaturesThroughThePages(t *testing.T) {
	t.Parallel()
	clause.Covers(t, "HD2-11.3c")
	s := site.OpenIn(t, "HD")
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	choose(t, s, at, "checked", func(f *site.Form) {
		f.Pick("step-person-0", "Lê Quang Huy").Set("step-kind-0", "content")
	}).See("Đã chọn quy trình ký.")
	s.As(site.Officer).Get(at).FormTo("/trinh").Press("Trình").See("Đang lấy chữ ký theo trình tự", "Trình tự ký")
	sign(t, s, site.UnitLeader, "/viec/cho-ky-chuoi", "Xem và ký số").See("Đã ký số.")
	s.As(site.Deputy).Get("/viec/cho-ky").Follow(site.Subject).Follow("Duyệt và ký").FormTo("/ky").Set("password", s.KeyPassword(site.Deputy)).Press("ký số").See("Đã ký số.")
	clerk := s.As(site.Clerk)
	clerk.Get(at).FormTo("/kiem-tra-lai/dat").Press("Đạt")
	clerk.Get(at).FormTo("/ky-co-quan").Set("password", s.KeyPassword(site.Clerk)).Press("Cấp số").See("Đã cấp số")
	clerk.Get(at).FormTo("/phat-hanh").Press("phát hành").See("Đã phát hành")
}

// TestDeclineAndWithdraw: a reason is asked, the draft comes back, signatures fall.
func TestDeclineAndWithdraw(t *testing.T) {
	t.Parallel()
	s := site.OpenIn(t, "HD")
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	choose(t, s, at, "joint", func(*site.Form) {}).Refused(422, "ít nhất một cơ quan phối hợp")
	choose(t, s, at, "checked", func(f *site.Form) { f.Pick("step-person-0", "Lê Quang Huy") })
	officer, leader := s.As(site.Officer), s.As(site.UnitLeader)
	officer.Get(at).FormTo("/trinh").Press("Trình")
	leader.Get(at).FormTo("/tu-choi-ky").Press("Từ chối").Refused(422, "phải nêu lý do")
	leader.Get(at).FormTo("/tu-choi-ky").Set("comment", "Sai số liệu.").Press("Từ chối").See("Đã từ chối ký.")
	officer.Get(at).See("Bị trả lại", "Sai số liệu.").FormTo("/trinh").Press("Trình")
	officer.Get(at).FormTo("/rut-lai").Set("withdraw", "Bổ sung căn cứ.").Press("Rút lại").See("Đã rút lại")
	officer.Post(at+"/quy-trinh", url.Values{"flow": {"person-agency"}}).See("Đã chọn quy trình ký.")
}

// TestChainInTheBrowser looks at the pages, at 1440 and at 390 px.
func TestChainInTheBrowser(t *testing.T) {
	s := site.OpenIn(t, "HD")
	at := s.As(site.Officer).Draft(site.Main(site.Letter(t)))
	browse := func(account string) *browser.Page {
		p := browser.New(t, s.URL)
		p.Open("/login")
		p.Fill("#name", account)
		p.Fill("#password", s.Password(account))
		p.PressThrough("Enter")
		return p
	}
	p := browse(site.Officer)
	p.Open(at + "/quy-trinh")
	p.Axe()
	p.Shots("chain-choose")
	choose(t, s, at, "checked", func(f *site.Form) { f.Pick("step-person-0", "Lê Quang Huy").Pick("step-person-1", "Nguyễn") })
	s.As(site.Officer).Get(at).FormTo("/trinh").Press("Trình")
	p.Open(at)
	p.Axe()
	p.Shots("chain-document")
	p = browse(site.UnitLeader)
	p.Open("/viec/cho-ky-chuoi")
	p.Axe()
	p.Shots("chain-queue")
	p.Open(at)
	p.Axe()
	p.Shots("chain-turn")
	p.Open(at + "/ky")
	p.Axe()
	p.Shots("chain-sign")
	p = browse(site.Clerk)
	p.Open("/ky-do-dang")
	p.Axe()
	p.Shots("chain-unfinished")
}
