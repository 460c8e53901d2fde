package ticket

import (
	"strings"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
	wire "antin/ticket"
)

// look takes the page wide and narrow and holds it against axe.
func look(p *browser.Page, name string) {
	p.Shot("desk-" + name + "-1440")
	p.Width(390)
	p.Shot("desk-" + name + "-390")
	p.Width(1440)
	p.Axe()
}

// TestPagesOfTheDeskInABrowser: each page is seen, by keyboard, with a desk
// whose agent does not answer.
func TestPagesOfTheDeskInABrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	leader := deputy(t, w.Site)
	ids := w.letters(3)
	p := browser.New(t, w.URL)
	p.Expect("ERR_CONNECTION_REFUSED")
	p.Expect("127.0.0.1:9797")
	p.Open("/login")
	p.Fill("#name", site.Deputy)
	p.Fill("#password", w.Password(site.Deputy))
	p.PressThrough("Enter")
	p.Open("/van-ban/" + string(ids[0]) + "/ky")
	look(p, "sign")
	p.PressThrough("Ctrl+S")
	p.See("Máy ký số trên máy tính này chưa trả lời.")
	look(p, "handover")
	p.Open("/viec/cho-ky")
	p.Press("j")
	p.Press("x")
	p.Press("j")
	p.Press("x")
	p.Press("j")
	p.Press("x")
	look(p, "queue")
	p.Through("form[action='/ky-nhieu'] button")
	p.See("Duyệt và ký 3 văn bản")
	look(p, "many")
	p.PressThrough("Ctrl+S")
	p.See("Mở Máy ký số")
	secret := browser.Eval[string](p, "document.querySelector('[name=ticket]').value")
	at := p.Path()
	items := leader.fetch(secret).Items
	leader.take(secret, leader.sign(items[0]), leader.sign(items[1]), wire.Result{Item: items[2].ID, Refusal: &wire.Refusal{Code: wire.Removed, Message: "Thiết bị bị rút ra trong lúc ký."}})
	p.Open(strings.TrimSuffix(at, "/mo"))
	p.See("Ký xong một phần")
	look(p, "outcome")
	p.Open("/kiem-tra-thiet-bi")
	p.See("chưa trả lời")
	look(p, "doctor")
	p.Open("/help/thiet-bi")
	p.See("chưa chạy")
	look(p, "help")
}
