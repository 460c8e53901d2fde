package browser

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long one step may take; the machine may be busy.
const patience = time.Minute

// Page is one tab with its own cookies. Its methods end the test on failure.
type Page struct {
	t    testing.TB
	ctx  context.Context
	base string

	mu     sync.Mutex
	errors []string
	expect []string
}

// New opens a tab 1440 wide on the site at base, "http://127.0.0.1:1234".
func New(t testing.TB, base string) *Page {
	t.Helper()
	parent, err := shared.start()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	p := &Page{t: t, ctx: ctx, base: strings.TrimSuffix(base, "/")}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			p.note(m)
		}
	}()
	t.Cleanup(func() { p.quiet(); cancel() })
	p.Width(1440)
	return p
}

// note keeps what a page must not say. A refusal has a 4xx status, which the
// browser reports as an error although it is an answer.
func (p *Page) note(m chromedp.ConsoleMessage) {
	bad := m.IsException() || m.Type == "error" || m.Source == "security" || strings.Contains(m.Text, "Content Security Policy")
	answer := strings.Contains(m.Text, "responded with a status of 4") && !strings.Contains(m.URL, "/static/")
	if !bad || answer {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors = append(p.errors, m.Text+" ("+m.URL+")")
}

// Expect allows console errors that contain this text: "a status of 500".
func (p *Page) Expect(text string) { p.expect = append(p.expect, text) }

func (p *Page) quiet() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.errors {
		if !slices.ContainsFunc(p.expect, func(text string) bool { return strings.Contains(e, text) }) {
			p.t.Errorf("the page wrote to the console: %s", e)
		}
	}
}

// TrustDesk takes the certificates of programs on this machine, which a person
// would have put into the store of the account.
func (p *Page) TrustDesk() {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, security.SetIgnoreCertificateErrors, security.SetIgnoreCertificateErrorsParams{Ignore: true}); err != nil {
		p.t.Fatalf("trusting the programs of the desk: %v", err)
	}
}

func (p *Page) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v\nthe page reads: %s", what, err, p.words())
	}
}

// Open goes to a path of the site, or to a whole address.
func (p *Page) Open(path string) {
	p.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.base + path
	}
	p.do("opening "+path, chromedp.Navigate(path))
}

// Fill replaces what a text field holds, as if pasted.
func (p *Page) Fill(selector, text string) {
	p.t.Helper()
	paste := func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}
	empty := chromedp.Evaluate[chromedp.Void](`document.activeElement.select()`)
	p.do("filling "+selector, chromedp.Focus(chromedp.CSS(selector)), empty, chromedp.KeyEvent(kb.Delete), chromedp.Func(paste))
}

// Choose sets a select or a date, by value.
func (p *Page) Choose(selector, value string) {
	p.t.Helper()
	p.do("choosing "+value+" in "+selector, chromedp.SetValue(chromedp.CSS(selector), value))
}

// Click presses a button or link that stays on the page.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.do("clicking "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Through clicks and waits until the next page has loaded.
func (p *Page) Through(selector string) {
	p.t.Helper()
	p.through("clicking "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Press sends one key to where the focus is: "j", "Enter", "Ctrl+S".
func (p *Page) Press(key string) {
	p.t.Helper()
	p.do("pressing "+key, press(key))
}

// Type types text where the focus is, key by key.
func (p *Page) Type(text string) {
	p.t.Helper()
	p.do("typing", chromedp.KeyEvent(text))
}

// PressThrough presses and waits until the next page has loaded.
func (p *Page) PressThrough(key string) {
	p.t.Helper()
	p.through("pressing "+key, press(key))
}

func (p *Page) through(what string, step chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, step)); err != nil {
		p.t.Fatalf("%s: %v\nthe page reads: %s", what, err, p.words())
	}
}

func press(key string) chromedp.Action[chromedp.Void] {
	var options []chromedp.KeyOption
	if rest, ok := strings.CutPrefix(key, "Ctrl+"); ok {
		key, options = strings.ToLower(rest), append(options, chromedp.KeyModifiers(kb.ModifierCtrl))
	}
	named := map[string]string{"Enter": kb.Enter, "Escape": kb.Escape, "Tab": kb.Tab, "Space": " ",
		"ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown}
	if code, ok := named[key]; ok {
		key = code
	}
	return chromedp.KeyEvent(key, options...)
}

// UploadFile chooses files in a file field.
func (p *Page) UploadFile(selector string, paths ...string) {
	p.t.Helper()
	p.do("choosing files in "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), paths))
}

// Text is what is read in the first element that matches.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector)))
	if err != nil {
		p.t.Fatalf("reading %s: %v\nthe page reads: %s", selector, err, p.words())
	}
	return strings.Join(strings.Fields(text), " ")
}

// See waits until the words stand on the page, also after a later change by htmx.
func (p *Page) See(text string) {
	p.t.Helper()
	quoted, err := json.Marshal(text)
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	script := `document.body.innerText.replace(/\s+/g, " ").includes(` + string(quoted) + `)`
	poll := chromedp.Poll[bool](script, chromedp.WithPollingInterval(50*time.Millisecond))
	_, err = chromedp.Run(ctx, poll)
	for err != nil && leftPage(err) && ctx.Err() == nil {
		_, err = chromedp.Run(ctx, poll)
	}
	if err != nil {
		p.t.Fatalf("waiting for %q: %v\nthe page reads: %s", text, err, p.words())
	}
}

// leftPage reports whether Chromium gave the question up because the page
// that was asked has just been replaced by the next one; the next one may be
// asked the same.
func leftPage(err error) bool {
	for _, said := range []string{"Cannot find context with specified id", "Execution context was destroyed", "Inspected target navigated or closed"} {
		if strings.Contains(err.Error(), said) {
			return true
		}
	}
	return false
}

// Has reports whether something matches the selector now.
func (p *Page) Has(selector string) bool {
	p.t.Helper()
	quoted, err := json.Marshal(selector)
	if err != nil {
		p.t.Fatal(err)
	}
	return Eval[bool](p, "document.querySelector("+string(quoted)+") !== null")
}

// Path is the path and query of the page.
func (p *Page) Path() string {
	p.t.Helper()
	return Eval[string](p, "location.pathname + location.search")
}

// Eval runs an expression in the page, for what no other method can see.
func Eval[T any](p *Page, script string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	for err != nil && leftPage(err) && ctx.Err() == nil {
		value, err = chromedp.Run(ctx, chromedp.Evaluate[T](script))
	}
	if err != nil {
		p.t.Fatalf("evaluating %s: %v", script, err)
	}
	return value
}

func (p *Page) words() string {
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + ": " + document.body.innerText.slice(0, 800)`))
	if err != nil {
		return "(not readable: " + err.Error() + ")"
	}
	return text
}
