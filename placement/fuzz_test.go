package placement

import (
	"encoding/json"
	"math"
	"testing"
)

// FuzzFind feeds arbitrary pages: every place must be finite, on an existing
// page, with a seal of its real size, and no found place over a word.
func FuzzFind(f *testing.F) {
	for _, name := range []string{"lo-congvan", "cr-giaymoi-ngang", "lo-lientich", "gs-khong-dau"} {
		raw, err := json.Marshal(readPages(f, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw), "Phó Giám đốc")
	}
	f.Add(`[{"Width":1e300,"Height":-1,"Words":[{"Text":"Số:","X0":1e308,"X1":1e309}]}]`, "")
	f.Add(`[{"Width":600,"Height":800,"Words":[{"Text":"ngày…tháng…năm…","X0":10,"X1":12,"Y0":5,"Y1":6}]}]`, "x")
	f.Fuzz(func(t *testing.T, raw, title string) {
		var pages []Page
		if len(raw) > 1<<16 || json.Unmarshal([]byte(raw), &pages) != nil {
			return
		}
		plan, err := Find(pages, Hints{SignerTitle: title})
		if err != nil {
			return
		}
		for name, s := range named(plan) {
			if s.Page < 1 || s.Page > len(pages) {
				t.Fatalf("%s on page %d of %d", name, s.Page, len(pages))
			}
			for _, v := range []float64{s.Rect.X0, s.Rect.Y0, s.Rect.X1, s.Rect.Y1} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%s at %+v", name, s.Rect)
				}
			}
			if s.Found && !s.Printed && name != "seal" && name != "copy" {
				if under := WordsUnder(pages[s.Page-1].sound(), s.Rect); len(under) > 0 {
					t.Fatalf("%s covers %q: %+v", name, under[0].Text, s)
				}
			}
		}
		if math.Abs(plan.Seal.Rect.Width()-DefaultSeal*PointsPerMM) > 1e-6 {
			t.Fatalf("seal is %g wide", plan.Seal.Rect.Width())
		}
	})
}
