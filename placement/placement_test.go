package placement

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// layout is one document, one set of hints, and where everything must go.
type layout struct {
	file  string
	hints Hints
	want  []string
}

func readPages(t testing.TB, name string) []Page {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var pages []Page
	if err := json.Unmarshal(raw, &pages); err != nil {
		t.Fatal(err)
	}
	return pages
}

func named(p Plan) map[string]Spot {
	return map[string]Spot{"number": p.Number, "day": p.Day, "month": p.Month, "year": p.Year,
		"signer": p.Signer, "seal": p.Seal, "copy": p.Copy}
}

func TestPlacesOnRealLayouts(t *testing.T) {
	t.Parallel()
	files := map[string]bool{}
	for _, l := range layouts {
		files[l.file] = true
		t.Run(l.file+" "+l.hints.SignerName+l.hints.SignerTitle, func(t *testing.T) {
			t.Parallel()
			pages := readPages(t, l.file)
			plan, err := Find(pages, l.hints)
			if err != nil {
				t.Fatal(err)
			}
			spots := named(plan)
			for _, want := range l.want {
				compare(t, spots, want)
			}
			if err := CheckPages(plan, pages, Overlap{}); err != nil {
				t.Error(err)
			}
		})
	}
	if len(files) < 12 {
		t.Errorf("only %d different layouts", len(files))
	}
}

// compare holds one spot against "name page x0,y0,x1,y1 flags…".
func compare(t *testing.T, spots map[string]Spot, want string) {
	t.Helper()
	fields := strings.Fields(want)
	s := spots[fields[0]]
	var r Rect
	var page int
	if _, err := fmt.Sscanf(fields[1]+" "+fields[2], "p%d %f,%f,%f,%f", &page, &r.X0, &r.Y0, &r.X1, &r.Y1); err != nil {
		t.Fatal(err)
	}
	far := math.Max(math.Max(math.Abs(r.X0-s.Rect.X0), math.Abs(r.X1-s.Rect.X1)), math.Max(math.Abs(r.Y0-s.Rect.Y0), math.Abs(r.Y1-s.Rect.Y1)))
	var flags []string
	for name, on := range map[string]bool{"found": s.Found, "printed": s.Printed, "dots": s.Dots, "prefix=" + s.Prefix: s.Prefix != ""} {
		if on != contains(fields[3:], name) {
			flags = append(flags, name)
		}
	}
	if far > 1.5 || page != s.Page || len(flags) > 0 || s.Why == "" {
		t.Errorf("want %s\n     got %+v (flags that differ: %q)", want, s, flags)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func TestFindRefusesADocumentWithoutPages(t *testing.T) {
	t.Parallel()
	if _, err := Find(nil, Hints{}); !errors.Is(err, ErrNoPages) {
		t.Errorf("got %v", err)
	}
}

func TestAScanGetsDefaultPlaces(t *testing.T) {
	t.Parallel()
	pages := []Page{{Number: 1, Width: 595.28, Height: 841.89}, {Number: 2, Width: 595.28, Height: 841.89}}
	plan, err := Find(pages, Hints{})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range named(plan) {
		if s.Found && name != "copy" {
			t.Errorf("%s claims to be found on an empty page: %+v", name, s)
		}
	}
	if plan.Signer.Page != 2 || plan.Signer.Rect.X0 < 297 || plan.Signer.Rect.Y1 > 421 {
		t.Errorf("signature should be at the lower right of the last page: %+v", plan.Signer)
	}
	if err := CheckPages(plan, pages, Overlap{}); err != nil {
		t.Error(err)
	}
}

// line lays words of 12 points beside each other at one height.
func line(y, x float64, words ...string) []Word {
	var out []Word
	for _, w := range words {
		if strings.HasPrefix(w, "@") {
			fmt.Sscanf(w, "@%f", &x)
			continue
		}
		width := 0.0
		for _, r := range w {
			width += 12 * runeWidth(r)
		}
		out = append(out, Word{w, x, y, x + width, y + 14})
		x += width + 3
	}
	return out
}

func page(lines ...[]Word) []Page {
	p := Page{Number: 1, Width: 595.28, Height: 841.89}
	for _, l := range lines {
		p.Words = append(p.Words, l...)
	}
	return []Page{p}
}

func TestNumberBlankWrappedUnderItsLabel(t *testing.T) {
	t.Parallel()
	plan, _ := Find(page(line(100, 90, "Số:"), line(116, 80, "…………/SKHCN-CĐS")), Hints{})
	n := plan.Number
	if !n.Found || !n.Dots || n.Rect.X0 < 80 || n.Rect.X1 > 130 || n.Rect.Y1 > 841.89-115 {
		t.Errorf("got %+v", n)
	}
}

func TestNumberIsNotTakenFromTheText(t *testing.T) {
	t.Parallel()
	for _, body := range [][]string{{"Căn", "cứ", "Tờ", "trình", "Số:", "……/TTr-STC"}, {"số:", "……/QĐ-UBND"}, {"Số", "lượng", "máy"}} {
		plan, _ := Find(page(line(200, 90, body...)), Hints{})
		if plan.Number.Found {
			t.Errorf("%q taken for the number: %+v", body, plan.Number)
		}
	}
}

func TestTooNarrowBlankIsNotUsed(t *testing.T) {
	t.Parallel()
	pages := page(line(100, 90, "Số:", "/QĐ-UBND", "@350", "Vinh,", "ngày", "tháng", "11", "năm", "2026"))
	plan, _ := Find(pages, Hints{})
	if plan.Number.Found || plan.Day.Found {
		t.Errorf("three points hold no number: %+v %+v", plan.Number, plan.Day)
	}
	if !plan.Month.Printed || !plan.Year.Printed {
		t.Errorf("month and year are printed: %+v %+v", plan.Month, plan.Year)
	}
	for _, s := range []Spot{plan.Number, plan.Day} {
		if len(WordsUnder(pages[0], s.Rect)) > 0 {
			t.Errorf("default place covers words: %+v", s)
		}
	}
}

func TestDateInsideASentenceIsNotTheDate(t *testing.T) {
	t.Parallel()
	pages := page(line(150, 90, "Theo", "Quyết", "định", "số", "5,", "ngày", "…", "tháng", "…", "năm", "2026", "của", "Sở"))
	if plan, _ := Find(pages, Hints{}); plan.Day.Found {
		t.Errorf("got %+v", plan.Day)
	}
}

func TestSealToleranceIsAQuarterToTwoFifths(t *testing.T) {
	t.Parallel()
	signer := Spot{Page: 1, Rect: Rect{300, 300, 400, 340}}
	seal := func(x1, y0 float64) Spot { return Spot{Page: 1, Rect: Rect{x1 - 102, y0, x1, y0 + 102}} }
	for _, c := range []struct {
		name string
		seal Spot
		ok   bool
	}{
		{"a third", seal(333.3, 270), true}, {"a quarter", seal(325, 270), true}, {"two fifths", seal(340, 270), true},
		{"less", seal(324, 270), false}, {"more", seal(341, 270), false}, {"beside", seal(290, 270), false},
		{"the right third", Spot{Page: 1, Rect: Rect{366.7, 270, 468.7, 372}}, false},
		{"above", seal(333, 345), false}, {"barely touching from above", seal(333, 330), false},
		{"another page", Spot{Page: 2, Rect: Rect{231, 270, 333, 372}}, false},
	} {
		err := Check(Plan{Signer: signer, Seal: c.seal}, Overlap{})
		var refused *RefusedError
		if c.ok != (err == nil) || err != nil && (!errors.As(err, &refused) || refused.Message != "Dấu phải trùm khoảng 1/3 chữ ký về bên trái") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestToleranceOfTheProfileMovesTheSeal(t *testing.T) {
	t.Parallel()
	pages := readPages(t, "cr-baocao")
	half := Overlap{0.45, 0.55}
	plan, _ := Find(pages, Hints{Overlap: half})
	if Check(plan, half) != nil || Check(plan, Overlap{}) == nil {
		t.Errorf("seal %+v over %+v", plan.Seal.Rect, plan.Signer.Rect)
	}
	plan, _ = Find(pages, Hints{})
	if Check(plan, half) == nil || Check(plan, Overlap{}) != nil {
		t.Errorf("seal %+v over %+v", plan.Seal.Rect, plan.Signer.Rect)
	}
}

func TestPlacesHoldForOtherSizes(t *testing.T) {
	t.Parallel()
	for _, l := range layouts {
		pages := readPages(t, l.file)
		for _, seal := range []float64{30, 36, 42} {
			plan, err := Find(pages, Hints{SignatureWidth: 60, SignatureHeight: 25, SealWidth: seal, SealHeight: seal})
			if err == nil {
				err = CheckPages(plan, pages, Overlap{})
			}
			if err != nil {
				t.Errorf("%s with a seal of %g mm: %v", l.file, seal, err)
			}
			if math.Abs(plan.Seal.Rect.Width()-seal*PointsPerMM) > 1e-6 || math.Abs(plan.Seal.Rect.Height()-seal*PointsPerMM) > 1e-6 {
				t.Errorf("%s: the seal is not of its real size: %+v", l.file, plan.Seal.Rect)
			}
		}
	}
}

func TestNameOfTheSignerLeadsWhereNoTitleDoes(t *testing.T) {
	t.Parallel()
	pages := page(line(300, 90, "Kính", "mời", "ông", "bà", "dự", "họp."), line(420, 380, "Phan", "Văn", "Thử"))
	plan, _ := Find(pages, Hints{SignerName: "PHAN VĂN THỬ"})
	s := plan.Signer
	if !s.Found || s.Rect.Y0 < 841.89-420 || s.Rect.Y1 > 841.89-314 || s.Rect.X0 > 400 || s.Rect.X1 < 400 {
		t.Errorf("got %+v", s)
	}
	if plan, _ := Find(pages, Hints{SignerName: "Người Khác"}); plan.Signer.Found {
		t.Errorf("found by a name that is not there: %+v", plan.Signer)
	}
}

func TestCheckPagesRefusesPlacesOverWordsAndOutside(t *testing.T) {
	t.Parallel()
	pages := readPages(t, "lo-congvan")
	good, _ := Find(pages, Hints{})
	reason := func(change func(*Plan)) Reason {
		plan := good
		change(&plan)
		var refused *RefusedError
		if errors.As(CheckPages(plan, pages, Overlap{}), &refused) {
			return refused.Reason
		}
		return ""
	}
	if r := reason(func(p *Plan) { p.Number.Rect = p.Number.Rect.Shift(45, 0) }); r != OverWords {
		t.Errorf("number over its symbol: %q", r)
	}
	if r := reason(func(p *Plan) { p.Day.Page = 9 }); r != NoSuchPage {
		t.Errorf("page 9: %q", r)
	}
	if r := reason(func(p *Plan) { p.Seal.Rect = p.Seal.Rect.Shift(-400, 0) }); r != OutsidePage {
		t.Errorf("seal off the page: %q", r)
	}
	if r := reason(func(p *Plan) { p.Seal.Rect = p.Seal.Rect.Shift(30, 0) }); r != SealNotOverThird {
		t.Errorf("seal moved right: %q", r)
	}
}

func TestMoveKeepsSizeAndStaysOnThePage(t *testing.T) {
	t.Parallel()
	p := Page{Number: 1, Width: 595.28, Height: 841.89}
	s := Spot{Page: 1, Rect: Rect{100, 100, 200, 150}}
	m := Move(p, s, Step, -Step)
	if math.Abs(m.Rect.X0-(100+2*PointsPerMM)) > 1e-9 || math.Abs(m.Rect.Y0-(100-2*PointsPerMM)) > 1e-9 {
		t.Errorf("one step: %+v", m.Rect)
	}
	for _, far := range [][2]float64{{9999, 9999}, {-9999, -9999}, {math.Inf(1), math.NaN()}} {
		m := Move(p, s, far[0], far[1])
		r := m.Rect
		if math.Abs(r.Width()-100) > 1e-9 || math.Abs(r.Height()-50) > 1e-9 || r.X0 < -1e-6 || r.Y0 < -1e-6 || r.X1 > p.Width+1e-6 || r.Y1 > p.Height+1e-6 {
			t.Errorf("moved by %v: %+v", far, r)
		}
	}
}

// BenchmarkFindOnAFullPage keeps a page without any room from taking long.
func BenchmarkFindOnAFullPage(b *testing.B) {
	p := Page{Number: 1, Width: 595.28, Height: 841.89}
	for y := 10.0; y < 830; y += 6 {
		p.Words = append(p.Words, line(y, 5, strings.Fields(strings.Repeat("chữ ", 40))...)...)
	}
	for b.Loop() {
		if _, err := Find([]Page{p}, Hints{}); err != nil {
			b.Fatal(err)
		}
	}
}
