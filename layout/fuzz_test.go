package layout_test

import (
	"testing"

	"antin/docx"
	"antin/layout"
)

// FuzzCheck: whatever words stand on a page, a check ends, names rules that
// exist, and mends no wording it does not know.
func FuzzCheck(f *testing.F) {
	f.Add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/QĐ-UBND", "Nơi nhận:", 13.0, 40.0)
	f.Add("QUYẾT ĐỊNH", "Nghệ An, ngày 1 tháng 2 năm 2026", "KT. CHỦ TỊCH", -1.0, 1e9)
	f.Fuzz(func(t *testing.T, a, b, c string, size, x float64) {
		content := layout.Compose(layout.Parts{Agency: a, Number: b, Type: c, Subject: a, Body: []string{b, c}, Capacity: []string{c}, Name: a, Paper: []string{b}})
		for _, list := range [][]layout.Finding{
			layout.Check(layout.FromDOCX(content), layout.Options{}),
			layout.Check(layout.FromPDF([]layout.PrintedPage{{Width: 595, Height: 842, Pieces: []layout.Piece{
				{Box: layout.Box{X0: x, Y0: 50, X1: x + 100, Y1: 50 + size}, Run: docx.Run{Text: a, Size: size}},
				{Box: layout.Box{X0: x, Y0: 80, X1: x + 100, Y1: 95}, Run: docx.Run{Text: b, Size: 13}},
				{Box: layout.Box{X0: 300, Y0: 700, X1: 400, Y1: 715}, Run: docx.Run{Text: c, Size: 13}},
			}}}), layout.Options{Headings: []string{"Nơi nhận:", "Bản điện tử:"}}),
		} {
			for _, found := range list {
				if _, ok := layout.RuleOf(found.Rule.Code); !ok {
					t.Fatalf("no rule %s", found.Rule.Code)
				}
			}
		}
	})
}

func TestEveryRuleStandsOnceAndHasAClause(t *testing.T) {
	t.Parallel()
	seen := map[layout.Code]bool{}
	for _, r := range layout.Rules() {
		if seen[r.Code] || r.Says == "" || r.Severity == "" {
			t.Errorf("rule %+v", r)
		}
		seen[r.Code] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d rules", len(seen))
	}
}
