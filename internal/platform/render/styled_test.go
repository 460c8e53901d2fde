package render_test

import (
	"testing"

	"antin/internal/platform/render"
)

const printed = `<?xml version="1.0"?><pdf2xml><page number="1" height="2526" width="1785"><fontspec id="0" size="39" family="A+TimesNewRoman,Bold" color="#ff0000"/>` +
	`<text top="300" left="600" width="300" height="51" font="0">Số: <i>05<b>/QĐ</i></b></text></page></pdf2xml>`

func TestParseStyledReadsFontSizeAndColour(t *testing.T) {
	t.Parallel()
	pages, err := render.ParseStyled([]byte(printed))
	if err != nil || len(pages) != 1 || len(pages[0].Pieces) != 3 {
		t.Fatalf("%+v %v", pages, err)
	}
	p := pages[0].Pieces[1]
	if p.Text != "05" || p.Size != 13 || !p.Bold || !p.Italic || p.Colour != "ff0000" || p.Y0 != 100 || p.X0 <= 200 {
		t.Errorf("piece %+v", p)
	}
}

func FuzzParseStyled(f *testing.F) {
	f.Add([]byte(printed))
	f.Add([]byte(`<page><text font="9"><b>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		pages, err := render.ParseStyled(raw)
		if err != nil && pages != nil {
			t.Fatal("pages beside an error")
		}
	})
}
