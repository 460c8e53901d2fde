package browse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"antin/internal/testkit/browser"
	"antin/internal/testkit/site"
)

// office is the province with people at their screens.
type office struct {
	*site.Site
	t    *testing.T
	seen map[string]bool
}

func open(t *testing.T) *office { return &office{Site: site.Open(t), t: t, seen: map[string]bool{}} }

// enter signs somebody in by keyboard, as on any morning.
func (o *office) enter(account string) *browser.Page {
	o.t.Helper()
	p := browser.New(o.t, o.URL)
	p.Open("/login")
	p.Fill("#name", account)
	p.Fill("#password", o.Password(account))
	p.PressThrough("Enter")
	return p
}

// look holds the page against axe and leaves its pictures in build/shots, once
// for each name.
func (o *office) look(p *browser.Page, name string) {
	o.t.Helper()
	p.Axe()
	if !o.seen[name] {
		o.seen[name] = true
		p.Shots("main-" + name)
	}
}

// stored is a file of the test's own, to be chosen in a form.
func stored(t *testing.T, name string, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	site.Must(t, os.WriteFile(path, raw, 0o600))
	return path
}

// option is the value of the choice that begins with these words.
func option(p *browser.Page, selector, words string) string {
	return browser.Eval[string](p, `[...document.querySelectorAll("`+selector+` option")].find(o => o.textContent.startsWith("`+words+`")).value`)
}

// draft goes through the question of secrecy and the form, and gives the
// address of the draft.
func (o *office) draft(p *browser.Page, files map[string]string) string {
	o.t.Helper()
	p.Open("/van-ban/moi")
	o.look(p, "secrecy")
	p.Click("#secrecy-0")
	p.PressThrough("Ctrl+S")
	o.look(p, "draft-new")
	p.Choose("#type", "CV")
	p.Fill("#subject", site.Subject)
	p.Fill("#field", "Chuyển đổi số")
	p.Choose("#signer", option(p, "#signer", "Trần Thị Minh"))
	p.Choose("#capacity", "KT.")
	p.Click("input[name=recipients][value='" + site.Receiver + "']")
	for field, path := range files {
		p.UploadFile("#"+field, path)
	}
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu dự thảo.")
	at, _, _ := strings.Cut(p.Path(), "?")
	return at
}

// press opens a document and does its one deed.
func (o *office) press(account, at, name, done string) {
	o.t.Helper()
	p := o.enter(account)
	o.look(p, "list-"+name)
	p.Open(at)
	o.look(p, name)
	p.PressThrough("Ctrl+S")
	p.See(done)
}

// TestMainJobInTheBrowser: the whole of the issue through pages, two agencies.
func TestMainJobInTheBrowser(t *testing.T) {
	t.Parallel()
	o := open(t)
	p := o.enter(site.Officer)
	at := o.draft(p, map[string]string{"file": stored(t, "du-thao.pdf", site.Letter(t)), "attachments": stored(t, "danh-sach.pdf", site.List(t))})
	o.look(p, "drafted")
	p.PressThrough("Ctrl+S")
	p.See("Đã trình lãnh đạo đơn vị.")
	o.look(p, "submitted")
	o.press(site.UnitLeader, at, "unit-approve", "Đã đồng ý nội dung")
	o.check(at)
	o.sign(at)
	o.clerk(at)
	o.Jobs()
	incoming := o.register()
	o.assign(incoming)
	o.complete()
	o.senderSees(p, at)
	o.public(at)
}

// check looks at the places and moves the seal by a button, by an arrow key,
// and back; then passes the format on.
func (o *office) check(at string) {
	o.t.Helper()
	p := o.enter(site.Checker)
	p.Open(at)
	o.look(p, "format")
	p.Through("a[href$='/cho-dat']")
	o.look(p, "places")
	x := func() float64 {
		return browser.Eval[float64](p, `parseFloat(document.querySelector("[name=seal-x]").value)`)
	}
	y := func() float64 {
		return browser.Eval[float64](p, `parseFloat(document.querySelector("[name=seal-y]").value)`)
	}
	x0, y0 := x(), y()
	const mm = 72 / 25.4
	p.Click("#field-seal")
	p.Through("button[name=move][value='right 1']")
	p.Click("rect[data-field=seal]")
	p.Press("ArrowUp")
	o.look(p, "places-moved")
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu chỗ đặt.")
	p.Open(at + "/cho-dat")
	if !near(x(), x0+mm) || !near(y(), y0+mm) {
		o.t.Errorf("the seal is at %.2f %.2f, not a millimetre right and up of %.2f %.2f", x(), y(), x0, y0)
	}
	p.Click("rect[data-field=seal]")
	p.Press("ArrowLeft")
	p.Through("button[name=move][value='down 1']")
	if !near(x(), x0) || !near(y(), y0) {
		o.t.Errorf("the seal is at %.2f %.2f and was at %.2f %.2f", x(), y(), x0, y0)
	}
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu chỗ đặt.")
	p.PressThrough("Ctrl+S")
	p.See("thể thức đạt")
}

func near(a, b float64) bool { return a-b < 0.2 && b-a < 0.2 }

// sign: a leader at a phone reads, approves and signs in at most three taps
// from the open document; typing the password is not a tap.
func (o *office) sign(at string) {
	o.t.Helper()
	p := o.enter(site.Deputy)
	o.look(p, "list-sign")
	p.Width(390)
	p.Open(at)
	taps := 0
	tap := func(selector string) { taps++; p.Through(selector) }
	tap("main [data-primary]")
	p.Axe()
	p.Shot("main-sign-phone")
	taps++ // into the field of the password
	p.Fill("#password", o.KeyPassword(site.Deputy))
	tap("main button[data-primary]")
	p.See("Đã ký số.")
	if taps > 3 {
		o.t.Errorf("%d taps from the open document to the signature", taps)
	}
	p.Width(1440)
	o.look(p, "signed")
}

// clerk works by keyboard alone: the list, the recheck, number and seal, the
// release.
func (o *office) clerk(at string) {
	o.t.Helper()
	p := o.enter(site.Clerk)
	o.look(p, "list-clerk")
	p.Press("j")
	p.PressThrough("Enter")
	if got := p.Path(); got != at {
		o.t.Fatalf("the list led to %s", got)
	}
	o.look(p, "recheck")
	p.PressThrough("Ctrl+S")
	p.See("Cấp số và ký cơ quan")
	o.look(p, "seal")
	o.tabTo(p, "password")
	p.Type(o.KeyPassword(site.Clerk))
	p.PressThrough("Ctrl+S")
	p.See("Đã cấp số và ký cơ quan.")
	o.look(p, "sealed")
	p.PressThrough("Ctrl+S")
	p.See("Đã vào sổ và phát hành.")
	o.look(p, "released")
}

// tabTo goes on with Tab until the field has the focus.
func (o *office) tabTo(p *browser.Page, name string) {
	o.t.Helper()
	for range 120 {
		if browser.Eval[string](p, `document.activeElement.name || ""`) == name {
			return
		}
		p.Press("Tab")
	}
	o.t.Fatalf("%s is not reached with Tab", name)
}

// register: the receiving clerk, by keyboard.
func (o *office) register() string {
	o.t.Helper()
	p := o.enter(site.OtherClerk)
	p.Open("/viec/den-cho-vao-so")
	o.look(p, "list-incoming")
	p.Press("j")
	p.PressThrough("Enter")
	at := p.Path()
	o.look(p, "incoming")
	p.PressThrough("Ctrl+S")
	p.See("Đã vào sổ đến số 1.")
	o.look(p, "registered")
	p.Open("/so-den/" + year())
	o.look(p, "incoming-register")
	o.Jobs()
	return at
}

func (o *office) assign(at string) {
	o.t.Helper()
	p := o.enter(site.OtherLeader)
	o.look(p, "list-assign")
	p.Open(at)
	o.look(p, "assign")
	p.Choose("#person", option(p, "#person", "Đậu Thị Hoa"))
	p.Fill("#direction", "Chủ trì tham mưu, báo cáo kết quả.")
	p.PressThrough("Ctrl+S")
	p.See("Đã phân công.")
	o.look(p, "assigned")
}

func (o *office) complete() {
	o.t.Helper()
	p := o.enter(site.OtherOfficer)
	p.Open("/viec/viec-duoc-giao")
	o.look(p, "list-tasks")
	p.Press("j")
	p.PressThrough("Enter")
	o.look(p, "task")
	p.Fill("#result", "Đã thực hiện và báo cáo lãnh đạo.")
	p.PressThrough("Ctrl+S")
	p.See("Đã ghi kết quả xử lý.")
	o.look(p, "completed")
	o.Jobs()
}

func (o *office) senderSees(p *browser.Page, at string) {
	o.t.Helper()
	p.Open(at)
	p.See("Đã vào sổ đến")
	o.look(p, "delivered")
	c := o.enter(site.Clerk)
	c.Open(at + "/gui")
	c.See("Đã vào sổ đến")
	o.look(c, "deliveries")
	c.Open("/so/VB-DI/" + year())
	o.look(c, "outgoing-register")
	c.Open("/gui")
	o.look(c, "problems-none")
	c.Open("/toi/chu-ky")
	o.look(c, "keys")
	c.Open("/account")
	o.look(c, "account")
	c.Open("/help/keys")
	o.look(c, "help")
}

// public: anybody drops the file into the public page.
func (o *office) public(at string) {
	o.t.Helper()
	raw := o.As(site.Clerk).Sealed(at)
	for name, c := range map[string]struct {
		raw  []byte
		says string
	}{
		"check-valid": {raw, "Văn bản hợp lệ"}, "check-invalid": {flipped(o.t, raw), "không hợp lệ"},
		"check-unsigned": {site.Letter(o.t), "không có chữ ký"}, "check-unreadable": {[]byte("không phải PDF"), "Không đọc được"},
	} {
		p := browser.New(o.t, o.URL)
		p.Open("/kiem-tra")
		o.look(p, "check")
		p.UploadFile("#file", stored(o.t, name+".pdf", c.raw))
		p.Through("button[data-primary]")
		p.See(c.says)
		o.look(p, name)
	}
	p := browser.New(o.t, o.URL)
	p.Open("/login")
	o.look(p, "login")
	p.Open("/official")
	o.look(p, "official")
}

// TestReturnAndRefusalInTheBrowser: a return with its comment at the drafter,
// and a refusal as both sides see it.
func TestReturnAndRefusalInTheBrowser(t *testing.T) {
	t.Parallel()
	o := open(t)
	officer := o.As(site.Officer)
	at := officer.Draft(site.Main(site.Plan(t)))
	o.Through(at, "submit")
	p := o.enter(site.UnitLeader)
	p.Open(at)
	p.Fill("#comment", "Bổ sung thời hạn báo cáo ở mục III.")
	p.Through("button[formaction$='/tra-lai']")
	p.See("Đã trả lại người soạn.")
	p = o.enter(site.Officer)
	p.Open(at)
	p.See("Bổ sung thời hạn báo cáo ở mục III.")
	o.look(p, "returned")
	p.Open(at + "/sua")
	o.look(p, "draft-edit")
	p.UploadFile("#file", stored(t, "sua.docx", site.LetterDOCX(t)))
	p.PressThrough("Ctrl+S")
	p.See("Đã lưu thay đổi.")

	o.Through(at, "release")
	spoil(t, o.Site, o.As(site.Clerk).Sealed(at))
	o.Jobs()
	p = o.enter(site.OtherClerk)
	p.Open("/viec/den-tu-choi")
	p.Press("j")
	p.PressThrough("Enter")
	p.See("Đã từ chối")
	o.look(p, "incoming-refused")
	o.Jobs()
	p = o.enter(site.Clerk)
	p.Open("/gui")
	p.See("Bị từ chối")
	o.look(p, "problems")
	p.Press("j")
	p.PressThrough("Enter")
	o.look(p, "deliveries-refused")
}
