package pictures

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"testing"
)

// small cuts a picture to a height and writes it with at most 256 colours: the
// most frequent ones, the others going to the nearest of them.
func small(t *testing.T, raw []byte, height int) []byte {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	box := full.Bounds()
	box.Max.Y = min(box.Max.Y, box.Min.Y+height)
	source := image.NewNRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	draw.Draw(source, source.Bounds(), full, box.Min, draw.Src)
	out := image.NewPaletted(source.Bounds(), palette(source))
	known := map[color.NRGBA]uint8{}
	for y := range box.Dy() {
		for x := range box.Dx() {
			c := source.NRGBAAt(x, y)
			i, ok := known[c]
			if !ok {
				i = uint8(out.Palette.Index(c))
				known[c] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exact is how many colours of the palette are the commonest as they are; the
// rest are the commonest of a small cube each, so that pale shades stay pale.
const exact = 144

func palette(p *image.NRGBA) color.Palette {
	count := map[color.NRGBA]int{}
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			count[p.NRGBAAt(x, y)]++
		}
	}
	shades := make([]color.NRGBA, 0, len(count))
	for c := range count {
		shades = append(shades, c)
	}
	slices.SortFunc(shades, func(a, b color.NRGBA) int {
		return cmp.Or(count[b]-count[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var out color.Palette
	taken := map[[3]uint8]bool{}
	for i, c := range shades {
		cube := [3]uint8{c.R >> 4, c.G >> 4, c.B >> 4}
		if len(out) == 256 || i >= exact && taken[cube] {
			continue
		}
		taken[cube] = true
		out = append(out, c)
	}
	return out
}
