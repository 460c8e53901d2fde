package metadata_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"antin/metadata"
	"antin/vntext"
)

// graded is one document with the fields that a person reads on it.
type graded struct {
	Scanned bool                     `json:"scanned"`
	Fields  map[metadata.Name]string `json:"fields"`
	Pages   []metadata.Page          `json:"pages"`
}

var types = []string{
	"Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án",
	"Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công điện", "Bản ghi nhớ", "Bản thỏa thuận", "Giấy ủy quyền", "Giấy mời", "Giấy giới thiệu", "Công văn",
}

func options(g graded) metadata.Options {
	return metadata.Options{
		Types: types, Urgencies: []string{"Khẩn", "Thượng khẩn", "Hỏa tốc"}, Scanned: g.Scanned,
		Today: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC),
	}
}

func load(t testing.TB, file string) graded {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var g graded
	if err := json.Unmarshal(raw, &g); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return g
}

// score of one field over one kind of source: of what was read, how much is
// right; of what stands on the page, how much was read; and of what was called
// sure, how much is wrong.
type score struct{ there, read, right, sure, wrong int }

// What the graded set has to reach. A field that is called sure is not looked
// at, so it may hardly ever be wrong.
const (
	wantText, wantScan = 0.95, 0.80
	wantSureText       = 0.99
	wantSureScan       = 0.97
)

func TestGradedSet(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	scores := map[bool]map[metadata.Name]*score{false: {}, true: {}}
	for _, file := range files {
		g := load(t, file)
		got := metadata.Read(g.Pages, options(g))
		for _, name := range metadata.Names() {
			s := scores[g.Scanned][name]
			if s == nil {
				s = &score{}
				scores[g.Scanned][name] = s
			}
			count(t, file, s, metadata.Find(got, name), g.Fields[name])
		}
	}
	for _, scanned := range []bool{false, true} {
		kind, want, wantSure := "text", wantText, wantSureText
		if scanned {
			kind, want, wantSure = "scan", wantScan, wantSureScan
		}
		var sure, wrong int
		for _, name := range metadata.Names() {
			s := scores[scanned][name]
			t.Logf("%s %-10s there %3d  read %3d  right %3d  precision %5.1f %%  recall %5.1f %%  sure %3d  sure but wrong %d",
				kind, name, s.there, s.read, s.right, percent(s.right, s.read), percent(s.right, s.there), s.sure, s.wrong)
			if s.read > 0 && float64(s.right) < want*float64(s.read) {
				t.Errorf("%s %s: precision %.1f %%", kind, name, percent(s.right, s.read))
			}
			sure, wrong = sure+s.sure, wrong+s.wrong
		}
		if float64(sure-wrong) < wantSure*float64(sure) {
			t.Errorf("%s: %d of %d sure fields are wrong", kind, wrong, sure)
		}
	}
}

func percent(n, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(n) / float64(of)
}

func count(t *testing.T, file string, s *score, f metadata.Field, want string) {
	if want != "" {
		s.there++
	}
	if f.Value == "" {
		if want != "" {
			t.Logf("%s: %s not read, want %q", file, f.Name, want)
		}
		return
	}
	s.read++
	right := same(f.Value, want)
	if right {
		s.right++
	} else {
		t.Logf("%s: %s is %q (%.2f), want %q", file, f.Name, f.Value, f.Confidence, want)
	}
	if !f.Doubtful() {
		if s.sure++; !right {
			s.wrong++
		}
	}
}

func same(got, want string) bool {
	return vntext.Equal(got, want) || strings.EqualFold(strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(want), " "))
}

// A date or a number in the body belongs to another document, however well it
// can be read; blanks with dots are read where something was written on them.
func TestTheBodyIsNotTheHeader(t *testing.T) {
	t.Parallel()
	line := func(y, x float64, texts ...string) (out []metadata.Word) {
		for _, w := range texts {
			width := 7 * float64(len([]rune(w)))
			out = append(out, metadata.Word{Text: w, X0: x, Y0: y, X1: x + width, Y1: y + 16, Certainty: 1})
			x += width + 4
		}
		return out
	}
	read := func(day, number string) []metadata.Field {
		words := append(line(60, 90, "SỞ", "Y", "TẾ"), line(100, 90, "Số:", number)...)
		words = append(words, line(100, 320, "Nghệ", "An,", "ngày", day, "tháng", "11", "năm", "2026")...)
		words = append(words, line(200, 90, "Thực", "hiện", "Nghị", "định", "số", "68/2024/NĐ-CP", "ngày", "25", "tháng", "6", "năm", "2024")...)
		return metadata.Read([]metadata.Page{{Number: 1, Width: 595, Height: 842, Words: words}}, metadata.Options{Types: types})
	}
	blank := read("........", "........./SYT-NVY")
	if f := metadata.Find(blank, metadata.Date); f.Value != "" {
		t.Errorf("date %+v", f)
	}
	if f := metadata.Find(blank, metadata.Number); f.Value != "" {
		t.Errorf("number %+v", f)
	}
	written := read("..23..", "....01..../SYT-NVY")
	for name, want := range map[metadata.Name]string{metadata.Date: "2026-11-23", metadata.Number: "1", metadata.Notation: "SYT-NVY"} {
		if f := metadata.Find(written, name); f.Value != want {
			t.Errorf("%s is %q, want %q", name, f.Value, want)
		}
	}
}

func TestMergeMarksWhatDisagrees(t *testing.T) {
	t.Parallel()
	said := []metadata.Field{{Name: metadata.Number, Value: "12", Confidence: 0.95, Source: metadata.FromMessage, Reason: "gửi kèm"}}
	page := func(v string) []metadata.Field {
		return []metadata.Field{{Name: metadata.Number, Value: v, Confidence: 0.97, Source: metadata.FromPage, Place: metadata.Place{Page: 1, X1: 5, Y1: 5}}}
	}
	if f := metadata.Find(metadata.Merge(said, page("12")), metadata.Number); f.Doubtful() || f.Confidence < 0.99 || f.Place.Page != 1 {
		t.Errorf("agreeing: %+v", f)
	}
	f := metadata.Find(metadata.Merge(said, page("13")), metadata.Number)
	if !f.Doubtful() || f.Value != "12" || !strings.Contains(f.Reason, "13") {
		t.Errorf("contradicting: %+v", f)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/ocr-*.json")
	for _, file := range files[:min(2, len(files))] {
		raw, err := json.Marshal(load(f, file).Pages)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`[{"Number":1,"Width":1e308,"Height":-1,"Words":[{"Text":"Số:","X0":-1e9,"X1":1e308,"Y0":0,"Y1":1}]}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var pages []metadata.Page
		if json.Unmarshal(raw, &pages) != nil {
			return
		}
		for _, field := range metadata.Read(pages, metadata.Options{Types: types, Urgencies: []string{"Khẩn"}}) {
			if field.Value == "" || field.Confidence < 0 || field.Confidence > 1 || field.Reason == "" {
				t.Errorf("%+v", field)
			}
		}
	})
}
