package day

import (
	"fmt"
	"strings"
	"time"

	"antin/internal/platform/sample"
	"antin/internal/testkit/site"
)

// uploads brings in what came outside the exchange: letters of other offices
// taken from their portal, read by the program.
func (p *province) uploads(to staff, n int) {
	p.t.Helper()
	now := time.Now().In(time.FixedZone("+07:00", 7*3600))
	clerk := p.As(to.clerk)
	for i := range n {
		doc := sample.Drafts()[0]
		doc.Agency, doc.Symbol, doc.Month, doc.Year = "Sở Y tế", "SYT-NVY", int(now.Month()), now.Year()
		doc.Subject = fmt.Sprintf("phòng chống dịch, đợt %d gửi %s", i+1, to.agency)
		f := clerk.Get("/den/moi?kenh=paper").FormTo("/den/moi")
		f.Set("secrecy", "normal").Attach("file", fmt.Sprintf("quet-%d.pdf", i+1), site.Draw(p.t, doc)).Press("Nhận và đọc").See("Đã nhận")
	}
	p.Jobs()
}

// refuse refuses the one letter about this.
func (p *province) refuse(by staff, about string) {
	p.t.Helper()
	page := p.As(by.clerk).Get("/viec/den-cho-vao-so").Follow(about)
	f := page.FormTo("/tu-choi").Pick("code", "Gửi sai nơi nhận").Set("text", "Không thuộc thẩm quyền của xã.").Set("sure", "yes")
	f.Press("Từ chối và báo").See("Đã từ chối")
}

// registers goes through the list of what waits by keyboard: j and Enter open
// the first, Ctrl+S registers each and opens the next. It gives the seconds and
// the keys for one.
func (p *province) registers(to staff, n int) (float64, effort) {
	p.t.Helper()
	var count effort
	h := p.sits(to.clerk, &count)
	h.Open("/viec/den-cho-vao-so")
	began := time.Now()
	h.key("j")
	count.keys++
	h.PressThrough("Enter")
	for range n {
		if !strings.HasPrefix(h.Path(), "/den/") {
			p.t.Fatalf("the desk led to %s", h.Path())
		}
		h.through("Ctrl+S", "Đã vào sổ đến số")
	}
	took := time.Since(began).Seconds() / float64(n)
	if count.clicks != 0 {
		p.t.Errorf("the clerk needed a mouse")
	}
	return took, count
}
