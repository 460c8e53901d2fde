package deviceweb_test

import (
	"testing"

	"antin/internal/testkit/browser"
)

// TestDevicesInTheBrowser goes through the pages by keyboard, holds each against
// axe and leaves its pictures in build/shots.
func TestDevicesInTheBrowser(t *testing.T) {
	o := open(t, "NA")
	at := o.seal(o.As(manager), "GCA-2024-00917")
	own := o.personal(o.As(manager), "GCA-2024-01288")
	m := o.browse(manager)
	look(m, "list", "/thiet-bi")
	look(m, "enter-whose", "/thiet-bi/moi")
	look(m, "enter", "/thiet-bi/moi?cho=agency&co-quan="+string(o.actor(clerk).Agency))
	look(m, "transfer", "/thiet-bi/gui")
	look(m, "awaiting", at)
	look(m, "draft", "/lap-ban-giao/"+at[len("/thiet-bi/"):])
	minutes := o.given(own, holder, "GCA-2024-01288")
	look(m, "minutes-done", minutes)
	look(m, "device", own)
	look(m, "draft-temporary", "/lap-ban-giao/"+at[len("/thiet-bi/"):]+"?tam=1")
	h := o.browse(holder)
	look(h, "work-holder", "/thiet-bi/viec")
	look(h, "report", own+"/bao-su-co")
	h.Expect("status of 422")
	h.PressThrough("Ctrl+S")
	h.Axe()
	h.Shots("device-report-refused")
	h.Click("#kind-0")
	h.PressThrough("Ctrl+S")
	h.See("Cục chưa xác nhận thu hồi")
	h.Axe()
	h.Shots("device-incident")
	l := o.browse(head)
	look(l, "work-head", "/thiet-bi/viec")
	look(l, "lost", own)
	c := o.receiving(at)
	look(c, "minutes-receive", c.Path())
}

// receiving is the clerk before the minutes of the seal.
func (o *office) receiving(at string) *browser.Page {
	m := o.As(manager)
	form := m.Get(at).Follow("Lập biên bản bàn giao").Form("form.card-q").Set("receiver", string(o.actor(clerk).Person)).Set("place", "Trụ sở Sở Nội vụ")
	page := form.Set("paper-number", "12/QĐ-SNV").Set("paper-date", "2026-01-05").Set("paper-signer", "Trương Công Danh").Attach("paper-file", "qd.pdf", pdf).Press("Lập biên bản")
	c := o.browse(clerk)
	c.Open(path(page))
	return c
}

func (o *office) browse(account string) *browser.Page {
	o.t.Helper()
	b := browser.New(o.t, o.URL)
	b.Open("/login")
	b.Fill("#name", account)
	b.Fill("#password", o.Password(account))
	b.PressThrough("Enter")
	return b
}

func look(b *browser.Page, name, at string) {
	if b.Path() != at {
		b.Open(at)
	}
	b.Axe()
	b.Shots("device-" + name)
}

// TestBookInTheBrowser looks at the separate book of devices of the grade Mật.
func TestBookInTheBrowser(t *testing.T) {
	o := open(t, "HT")
	at := o.personal(o.As(manager), "GCA-2024-03310")
	m := o.browse(manager)
	book := "/so-thiet-bi-mat?co-quan=" + string(o.actor(head).Agency)
	m.Open(book)
	m.Fill("#reason", "Kiểm tra công tác bảo vệ bí mật nhà nước năm 2026")
	m.PressThrough("Ctrl+S")
	m.See("Chờ duyệt")
	look(m, "book", m.Path())
	p := o.browse(preparer)
	look(p, "masked-list", "/thiet-bi")
	look(p, "masked", at)
	h := o.browse(head)
	look(h, "book-approve", "/so-thiet-bi-mat")
}
