package day

import (
	"fmt"

	"antin/internal/testkit/browser"
)

// hand is somebody at a screen whose keys, clicks and typed letters are counted.
type hand struct {
	*browser.Page
	p     *province
	count *effort
}

// effort is what one piece of work cost: keys that do something, clicks or
// taps, and letters of text typed into fields, which no program can spare.
type effort struct{ keys, clicks, letters int }

func (e effort) String() string {
	return fmt.Sprintf("%d keys, %d clicks, %d letters", e.keys, e.clicks, e.letters)
}

// sits signs somebody in by keyboard; the morning's sign-in is not counted.
func (p *province) sits(account string, count *effort) *hand {
	p.t.Helper()
	page := browser.New(p.t, p.URL)
	page.Open("/login")
	page.Fill("#name", account)
	page.Fill("#password", p.Password(account))
	page.PressThrough("Enter")
	return &hand{page, p, count}
}

func (h *hand) key(key string) { h.p.t.Helper(); h.count.keys++; h.Press(key) }

func (h *hand) through(key, says string) {
	h.p.t.Helper()
	h.count.keys++
	h.PressThrough(key)
	h.See(says)
}

func (h *hand) click(selector string) { h.p.t.Helper(); h.count.clicks++; h.Click(selector) }

func (h *hand) tap(selector string) { h.p.t.Helper(); h.count.clicks++; h.Through(selector) }

// fill clicks into the field and types.
func (h *hand) fill(selector, text string) {
	h.p.t.Helper()
	h.count.clicks++
	h.count.letters += len([]rune(text))
	h.Fill(selector, text)
}

// choose opens a list and picks the line that begins with these words.
func (h *hand) choose(selector, words string) {
	h.p.t.Helper()
	h.count.clicks += 2
	value := browser.Eval[string](h.Page, `[...document.querySelectorAll("`+selector+` option")].find(o => o.textContent.startsWith("`+words+`") || o.value === "`+words+`").value`)
	h.Choose(selector, value)
}

// tabTo goes on with Tab until the field has the focus.
func (h *hand) tabTo(name string) {
	h.p.t.Helper()
	for range 120 {
		if browser.Eval[string](h.Page, `document.activeElement.name || ""`) == name {
			return
		}
		h.key("Tab")
	}
	h.p.t.Fatalf("%s is not reached with Tab", name)
}

// typeKey types a password where the focus is.
func (h *hand) typeKey(text string) {
	h.p.t.Helper()
	h.count.letters += len([]rune(text))
	h.Type(text)
}
