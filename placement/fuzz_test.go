package placement

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// spelled writes pages as lines "x0 y0 x1 y1 text", a page as "page w h".
func spelled(pages []Page) string {
	var b strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&b, "page %.0f %.0f\n", p.Width, p.Height)
		for _, w := range p.Words {
			fmt.Fprintf(&b, "%.0f %.0f %.0f %.0f %s\n", w.X0, w.Y0, w.X1, w.Y1, w.Text)
		}
	}
	return b.String()
}

// read takes anything for pages: numbers that are none count as NaN.
func read(text string) []Page {
	num := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return math.NaN()
		}
		return v
	}
	var pages []Page
	for l := range strings.Lines(text) {
		f := strings.SplitN(strings.TrimSpace(l), " ", 5)
		switch {
		case len(f) == 3 && f[0] == "page":
			pages = append(pages, Page{Number: len(pages) + 1, Width: num(f[1]), Height: num(f[2])})
		case len(f) == 5 && len(pages) > 0:
			p := &pages[len(pages)-1]
			p.Words = append(p.Words, Word{f[4], num(f[0]), num(f[1]), num(f[2]), num(f[3])})
		}
	}
	return pages
}

// FuzzFind feeds arbitrary pages: every place must be finite, on an existing
// page, with a seal of its real size, and no found place over a word.
func FuzzFind(f *testing.F) {
	for _, name := range []string{"lo-congvan", "cr-giaymoi-ngang", "lo-lientich", "gs-khong-dau", "cr-totrinh-dai"} {
		f.Add(spelled(readPages(f, name)), "Phó Giám đốc", "Đinh Văn Thử")
	}
	f.Add("page 1e300 -1\n1e308 0 1e309 5 Số:\n", "", "")
	f.Add("page 600 800\n10 5 12 6 ngày…tháng…năm…\n0 0 NaN Inf x\n", "x", "x")
	f.Fuzz(func(t *testing.T, text, title, name string) {
		if len(text) > 1<<14 {
			return
		}
		pages := read(text)
		if symbol, ok := PrintedSymbol(pages); ok != (symbol != "") {
			t.Fatalf("symbol %q, %v", symbol, ok)
		}
		plan, err := Find(pages, Hints{SignerTitle: title, SignerName: name})
		if err != nil {
			return
		}
		for name, s := range named(plan) {
			hold(t, pages, name, s)
		}
		if math.Abs(plan.Seal.Rect.Width()-DefaultSeal*PointsPerMM) > 1e-6 {
			t.Fatalf("seal is %g wide", plan.Seal.Rect.Width())
		}
	})
}

func hold(t *testing.T, pages []Page, name string, s Spot) {
	t.Helper()
	if s.Page < 1 || s.Page > len(pages) {
		t.Fatalf("%s on page %d of %d", name, s.Page, len(pages))
	}
	for _, v := range []float64{s.Rect.X0, s.Rect.Y0, s.Rect.X1, s.Rect.Y1} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%s at %+v", name, s.Rect)
		}
	}
	if !s.Found || s.Printed || name == "seal" || name == "copy" {
		return
	}
	if under := WordsUnder(pages[s.Page-1].sound(), s.Rect); len(under) > 0 {
		t.Fatalf("%s covers %q: %+v", name, under[0].Text, s)
	}
}
