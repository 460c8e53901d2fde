package placement

import "testing"

func TestPrintedSymbolOnRealLayouts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"cr-baocao": "BC-BVĐK", "cr-giaymoi-ngang": "GM-HĐND", "cr-kehoach-da-in": "KH-UBND", "cr-khong-neo": "", "cr-quyetdinh-nam": "2026/QĐ-UBND", "cr-totrinh-dai": "TTr-SKHCN-VP&CĐS",
		"gs-khong-dau": "STC-NS", "lo-bienban-a5": "BBBG", "lo-congvan": "SKHCN-CĐS", "lo-lientich": "HDLN-STC-SNV", "lo-quyetdinh": "QĐ-UBND", "pa-baocao": "", "wp-thongbao-bang": "TB-VP",
	} {
		got, ok := PrintedSymbol(readPages(t, name))
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", name, got, ok, want)
		}
	}
}

func TestPrintedSymbolInOtherShapes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words []string
		want  string
	}{
		{[]string{"Số:…………/SKHCN-CĐS"}, "SKHCN-CĐS"},
		{[]string{"Số:", "12/QĐ-UBND"}, "QĐ-UBND"},
		{[]string{"Số:", "....", "/QĐ-", "UBND"}, "QĐ-UBND"},
		{[]string{"Số:", "....", "/SKHCN-CĐS", "Nghệ"}, "SKHCN-CĐS"},
		{[]string{"Số:", "…………"}, ""},
		{[]string{"Số", "lượng", "/SKHCN"}, ""},
	} {
		got, ok := PrintedSymbol(page(line(120, 90, test.words...)))
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%q: %q, %v; want %q", test.words, got, ok, test.want)
		}
	}
	if _, ok := PrintedSymbol(nil); ok {
		t.Error("a symbol on no page")
	}
}
