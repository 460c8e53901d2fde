package pades_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"antin/pades"
)

// BenchmarkNewImage reads a seal of 36 mm at 600 dots an inch.
func BenchmarkNewImage(b *testing.B) {
	im := image.NewNRGBA(image.Rect(0, 0, 850, 850))
	for y := range 850 {
		for x := range 850 {
			if d := (x-425)*(x-425) + (y-425)*(y-425); d < 420*420 && (d > 380*380 || (x/8+y/8)%5 == 0) {
				im.SetNRGBA(x, y, color.NRGBA{220, 20, 30, uint8(200 + x%50)})
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, im); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := pades.NewImage(file.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeal measures the clerk's revision without its key: fields filled,
// font, picture, lock.
func BenchmarkSeal(b *testing.B) {
	_, signed, _ := issued(b, tablePDF(0))
	p := agency()
	look := pades.Appearance{Image: picture(b, red)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pades.Prepare(open(b, signed), pades.Signing{
			Field: pades.FieldSeal, Appearance: look, Fill: filled, Lock: fillNames,
			Certificate: p.cert, Chain: p.chain, At: signedAt,
		}); err != nil {
			b.Fatal(err)
		}
	}
}
