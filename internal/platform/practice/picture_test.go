package practice_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"antin/internal/platform/practice"
)

func decode(t *testing.T, data []byte) *image.NRGBA {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	n, ok := img.(*image.NRGBA)
	if !ok {
		t.Fatalf("a picture without transparency: %T", img)
	}
	return n
}

// inked counts the share of pixels with ink and calls each for their colours.
func inked(img *image.NRGBA, each func(x, y int, c color.NRGBA)) float64 {
	n := 0
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			if c := img.NRGBAAt(x, y); c.A > 0 {
				n++
				each(x, y, c)
			}
		}
	}
	return float64(n) / float64(b.Dx()*b.Dy())
}

func TestSignatureIsBlueOnTransparentAndOnesOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range []string{"Nguyễn Văn An", "Trần Thị Bích Hằng", "Lê Ơn", "", "Một tên rất dài có nhiều chữ"} {
		for seed := range 2 {
			data := practice.SignaturePNG(name, seed)
			if name == "Lê Ơn" && !bytes.Equal(data, practice.SignaturePNG(name, seed)) {
				t.Errorf("%s: not the same again", name)
			}
			if before, ok := seen[string(data)]; ok {
				t.Errorf("%q signs like %q", name, before)
			}
			seen[string(data)] = name
			img := decode(t, data)
			var left, right, top, bottom = 1000, 0, 1000, 0
			share := inked(img, func(x, y int, c color.NRGBA) {
				left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
				if c.B < 100 || c.R > c.B || c.G > c.B {
					t.Fatalf("%s: ink %v is not blue", name, c)
				}
			})
			b := img.Bounds()
			if left < 5 || top < 5 || left+right < b.Dx()-3 || left+right > b.Dx()+3 || top+bottom < b.Dy()-3 || top+bottom > b.Dy()+3 {
				t.Errorf("%s: ink from %d to %d, %d to %d is not in the middle", name, left, right, top, bottom)
			}
			if share < 0.02 || share > 0.25 || b.Dx() != 600 || b.Dy() != 260 {
				t.Errorf("%s: %v, ink on %.0f %%", name, b, share*100)
			}
		}
	}
}

func TestSealIsRedRoundAndOfRealSize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ agency, superior string }{
		{"Sở Khoa học và Công nghệ", "UBND tỉnh Nghệ An"}, {"Ủy ban nhân dân tỉnh Nghệ An", ""}, {"", ""},
		{"Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và phát triển hạ tầng", "Ủy ban nhân dân xã Quỳnh Lưu"},
	} {
		img := decode(t, practice.SealPNG(c.agency, c.superior, practice.SealSize))
		if b := img.Bounds(); b.Dx() != 425 || b.Dy() != 425 { // 36 mm at 300 dpi
			t.Fatalf("%v", b)
		}
		share := inked(img, func(x, y int, ink color.NRGBA) {
			if ink.R < 150 || ink.G > 80 || ink.B > 80 {
				t.Fatalf("ink %v is not red", ink)
			}
			if d := math.Hypot(float64(x)-212, float64(y)-212); d > 214 {
				t.Fatalf("ink outside of the round at %d, %d", x, y)
			}
		})
		if share < 0.1 || share > 0.6 {
			t.Errorf("%s: ink on %.0f %%", c.agency, share*100)
		}
	}
	upper := func(agency, superior string) float64 {
		img := decode(t, practice.SealPNG(agency, superior, 0))
		n := 0.0
		for y := 30; y < 80; y++ {
			for x := 130; x < 300; x++ {
				if img.NRGBAAt(x, y).A > 100 {
					n++
				}
			}
		}
		return n
	}
	if with, without := upper("A", "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN"), upper("", ""); with < without+500 {
		t.Errorf("the superior is not on the upper arc: %.0f, %.0f", with, without)
	}
}
