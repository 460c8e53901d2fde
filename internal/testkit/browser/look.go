package browser

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"

	"context"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed third_party/axe-core-4.14.1/axe.min.js
var axeSource string

// Width sets the width of the window; below 600 it is a phone.
func (p *Page) Width(pixels int64) {
	p.t.Helper()
	height := int64(1000)
	if pixels < 600 {
		height = 844
	}
	p.do(fmt.Sprintf("setting the width to %d", pixels), chromedp.EmulateViewport(pixels, height))
}

// Shots takes the page at 1440 and 390, at 200 %, and as printed, into
// build/shots, for people to look at. It also fails when the page has to be
// scrolled sideways at 320 (WCAG 1.4.10). Afterwards the width is 1440 again.
func (p *Page) Shots(name string) {
	p.t.Helper()
	p.Shot(name + "-1440")
	p.Width(390)
	p.Shot(name + "-390")
	p.Width(320)
	if over := Eval[int](p, "document.documentElement.scrollWidth - 320"); over > 0 {
		p.t.Errorf("%s: %d pixels stick out at a width of 320", name, over)
	}
	// Zoomed to 200 %, a window of 1440 has 720 of its own pixels.
	p.do("zooming to 200 %", chromedp.EmulateViewport(720, 500, chromedp.EmulateScale(2)))
	p.Shot(name + "-200")
	if over := Eval[int](p, "document.documentElement.scrollWidth - 720"); over > 0 {
		p.t.Errorf("%s: %d pixels stick out at 200 %%", name, over)
	}
	p.media("print")
	p.Width(794)
	p.Shot(name + "-print")
	p.media("")
	p.Width(1440)
}

func (p *Page) media(kind string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind}); err != nil {
		p.t.Fatalf("showing the page as %q: %v", kind, err)
	}
}

// Shot takes the whole page as it is into build/shots/name.png.
func (p *Page) Shot(name string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatalf("taking the picture %s: %v", name, err)
	}
	folder := filepath.Join(root(p), "build", "shots")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// root is the folder of go.mod above the test.
func root(p *Page) string {
	p.t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		p.t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		up := filepath.Dir(folder)
		if up == folder {
			p.t.Fatal("no go.mod above the test")
		}
		folder = up
	}
}

type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe holds the page as it is now against WCAG 2.2 A and AA.
func (p *Page) Axe() {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axeSource+";undefined")); err != nil {
		p.t.Fatalf("loading axe: %v", err)
	}
	const run = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => r.violations.map(v =>
		({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => ({html: n.html, failureSummary: n.failureSummary}))})))`
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](run, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("running axe: %v", err)
	}
	for _, v := range found {
		for _, n := range v.Nodes {
			p.t.Errorf("axe %s (%s) at %s\n%s\n%s", v.ID, v.Help, p.Path(), n.HTML, n.Summary)
		}
	}
}
