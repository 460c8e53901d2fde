package vntext

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFoldDropsMarksAndStroke(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Đất  Đỏ": "dat do",
		norm.NFD.String("Nguyễn Thị Ngọc Ánh"): "nguyen thi ngoc anh",
		" ỦY BAN\u00a0NHÂN DÂN ":               "uy ban nhan dan",
		"V\u00ad/v":                            "v/v",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEqualAsAReaderSeesIt(t *testing.T) {
	t.Parallel()
	same := [][2]string{{"Hoà Bình", "HÒA BÌNH"}, {"Thuý", "thúy"}, {norm.NFD.String("Lê Văn Sỹ"), "Lê Văn Sỹ"},
		{"SKHCN–CĐS", "SKHCN-CĐS"}, {"Trần  An", "Trần An"}}
	for _, p := range same {
		if !Equal(p[0], p[1]) {
			t.Errorf("%q and %q should be equal", p[0], p[1])
		}
	}
	for _, p := range [][2]string{{"Hà", "Ha"}, {"Đức", "Dức"}, {"Hòa An", "Hoa Àn"}, {"12-3", "123"}} {
		if Equal(p[0], p[1]) {
			t.Errorf("%q and %q should differ", p[0], p[1])
		}
	}
}

func TestSortFollowsTheDictionary(t *testing.T) {
	t.Parallel()
	want := []string{"12", "an", "ba", "ba ba", "bà", "bà ba", "bả", "bã", "bá", "bạ", "băm", "bâm", "da", "đa", "em", "êm", "mơ", "mưa", "nga", "ông", "ơn", "uống", "ưng"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if Compare("HÀ NỘI", norm.NFD.String("hà nội")) != 0 {
		t.Error("case and composition must not count")
	}
}

func TestPeopleAreListedByGivenName(t *testing.T) {
	t.Parallel()
	people := []string{"Trần Văn Bình", "Nguyễn Thị Ánh", "Lê An", "Đỗ Văn An"}
	slices.SortFunc(people, func(a, b string) int {
		if NameKey(a) < NameKey(b) {
			return -1
		}
		return 1
	})
	if want := []string{"Đỗ Văn An", "Lê An", "Nguyễn Thị Ánh", "Trần Văn Bình"}; !slices.Equal(people, want) {
		t.Errorf("got %q", people)
	}
}

func TestSplitName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Name{
		"Nguyễn Thị Ngọc Ánh": {"Nguyễn", "Thị Ngọc", "Ánh"},
		"PGS.TS. Lê Hà":       {"Lê", "", "Hà"},
		"Hà":                  {"", "", "Hà"},
		"":                    {},
	} {
		if got := SplitName(in); got != want {
			t.Errorf("SplitName(%q) = %+v", in, got)
		}
	}
	if s := (Name{"Nguyễn", "", "An"}).String(); s != "Nguyễn An" {
		t.Errorf("String: %q", s)
	}
}

func TestParseSymbol(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Symbol{
		"12/SNV-VP":          {12, "", 0, "SNV-VP"},
		"Số: 01/QĐ-UBND":     {1, "", 0, "QĐ-UBND"},
		"30/2020/NĐ-CP":      {30, "", 2020, "NĐ-CP"},
		"1285 / SKHCN – CĐS": {1285, "", 0, "SKHCN-CĐS"},
		"12a/KH-UBND":        {12, "a", 0, "KH-UBND"},
		"số 5/BC-P.TCHC(NV)": {5, "", 0, "BC-P.TCHC(NV)"},
	} {
		got, err := ParseSymbol(in)
		if err != nil || got != want {
			t.Errorf("ParseSymbol(%q) = %+v, %v", in, got, err)
		}
	}
	for _, bad := range []string{"", "/QĐ-UBND", "12", "0/QĐ", "……/QĐ-UBND", "12/", "12345678/X"} {
		if got, err := ParseSymbol(bad); err == nil {
			t.Errorf("ParseSymbol(%q) = %+v, want refusal", bad, got)
		}
	}
	if s := (Symbol{Number: 5, Code: "QĐ-UBND"}).String(); s != "05/QĐ-UBND" {
		t.Errorf("leading zero missing: %q", s)
	}
}

func FuzzSymbolWritesBackTheSame(f *testing.F) {
	for _, seed := range []string{"12/SNV-VP", "Số: 01/QĐ-UBND", "30/2020/NĐ-CP", "1 / a - b", "12a/X", "7/2020"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		s, err := ParseSymbol(in)
		if err != nil {
			return
		}
		again, err := ParseSymbol(s.String())
		if err != nil || again != s {
			t.Fatalf("%q → %+v → %q → %+v, %v", in, s, s.String(), again, err)
		}
		_ = SortKey(in)
		if Fold(Fold(in)) != Fold(in) {
			t.Fatalf("fold of %q is not stable", in)
		}
	})
}
