package sheet_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"antin/internal/fault"
	"antin/internal/platform/sheet"
)

var limits = sheet.Limits{Bytes: 1 << 20, Rows: 4, Cells: 3}

func xlsx(t testing.TB, rows ...[]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := sheet.NewXLSX(&b, "Danh sách")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestListComesBack(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Họ tên", "Mã"}, {"Lê Văn Đức", "=cmd|' /C calc'!A0"}}
	got, err := sheet.Read(bytes.NewReader(xlsx(t, rows...)), limits)
	if err != nil || !slices.EqualFunc(got, rows, slices.Equal) {
		t.Errorf("%q %v", got, err)
	}
	for _, text := range []string{"\ufeffHọ tên;Mã\nLê Văn Đức;1\n\n", "Họ tên\tMã\nLê Văn Đức\t1", "Họ tên,Mã\n\"Lê Văn Đức\",1\r\n"} {
		got, err := sheet.Read(strings.NewReader(text), limits)
		if err != nil || len(got) != 2 || got[1][0] != "Lê Văn Đức" || got[1][1] != "1" {
			t.Errorf("%q gives %q, %v", text, got, err)
		}
	}
}

func TestFormulasAreWords(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := sheet.NewCSV(&b)
	if err := w.Row([]string{"=cmd|' /C calc'!A0", "+1", "-1", "@x", "tốt"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if want := "\ufeff'=cmd|' /C calc'!A0,'+1,'-1,'@x,tốt\n"; b.String() != want {
		t.Errorf("%q", b.String())
	}
	z, err := zip.NewReader(bytes.NewReader(xlsx(t, []string{"=1+1"})), int64(len(xlsx(t, []string{"=1+1"}))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		_, _ = text.ReadFrom(r)
		if strings.Contains(text.String(), "<f>") {
			t.Errorf("%s has a formula", f.Name)
		}
	}
}

func TestBadListsAreRefused(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 300 {
		_, _ = w.Write(zeros)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"too large":  {make([]byte, limits.Bytes+1), "sheet.size"},
		"bomb":       {bomb.Bytes(), "sheet.unreadable"},
		"rows":       {[]byte("a\nb\nc\nd\ne\n"), "sheet.rows"},
		"columns":    {[]byte("a,b,c,d\n"), "sheet.cells"},
		"rows xlsx":  {xlsx(t, []string{"a"}, []string{"b"}, []string{"c"}, []string{"d"}, []string{"e"}), "sheet.rows"},
		"not text":   {[]byte{0xff, 0xfe, 0x41, 0x00}, "sheet.unreadable"},
		"old format": {[]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1}, "sheet.unreadable"},
		"zip":        {[]byte("PK\x03\x04 nothing"), "sheet.unreadable"},
	} {
		_, err := sheet.Read(bytes.NewReader(c.raw), limits)
		if !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(xlsx(f, []string{"Họ tên", "Mã"}, []string{"Lê Văn Đức", "1"}))
	f.Add([]byte("\ufeffHọ tên;Mã\n\"Lê\n\";2"))
	f.Add([]byte("a\tb\n\"c"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := sheet.Read(bytes.NewReader(raw), limits)
		if err == nil && len(rows) > limits.Rows {
			t.Errorf("%d rows", len(rows))
		}
	})
}
